/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Internet Control Message Protocol (RFC 792) and what its errors quote.
 */
#include "packet/fields_internal.h"
#include "packet/internet/icmp_internal.h"

#define FIXED 8

static const struct word types[] = {
        {0, N_("echo reply")},
        {3, N_("destination unreachable")},
        {4, N_("source quench")},
        {5, N_("redirect")},
        {8, N_("echo request")},
        {9, N_("router advertisement")},
        {10, N_("router solicitation")},
        {11, N_("time exceeded")},
        {12, N_("parameter problem")},
        {13, N_("timestamp request")},
        {14, N_("timestamp reply")},
        {17, N_("address mask request")},
        {18, N_("address mask reply")},
        {42, N_("extended echo request")},
        {43, N_("extended echo reply")},
        {0, NULL},
};
static const struct word unreachable[] = {
        {0, N_("network unreachable")},
        {1, N_("host unreachable")},
        {2, N_("protocol unreachable")},
        {3, N_("port unreachable")},
        {4, N_("fragmentation needed")},
        {5, N_("source route failed")},
        {6, N_("network unknown")},
        {7, N_("host unknown")},
        {9, N_("network forbidden")},
        {10, N_("host forbidden")},
        {11, N_("network unreachable for this service")},
        {12, N_("host unreachable for this service")},
        {13, N_("communication forbidden")},
        {14, N_("host precedence violation")},
        {15, N_("precedence cutoff")},
        {0, NULL},
};
static const struct word redirects[] = {{0, N_("for the network")}, {1, N_("for the host")},
        {2, N_("for service and network")}, {3, N_("for service and host")}, {0, NULL}};
static const struct word exceeded[] = {
        {0, N_("TTL came to 0 on the way")}, {1, N_("fragments took too long")}, {0, NULL}};
static const struct word problems[] = {{0, N_("the pointer shows where")},
        {1, N_("a required option is missing")}, {2, N_("bad length")}, {0, NULL}};

static const struct {
	uint8_t type;
	const struct word *codes;
} codes_of[] = {{3, unreachable}, {5, redirects}, {11, exceeded}, {12, problems}};

enum { F_TYPE, F_CODE, F_CHECKSUM };
static const struct field_spec specs[] = {
        [F_TYPE] = {"icmp.type", N_("Type"), FIELD_UINT, 1, .bit = 0, .bits = 8, .words = types},
        [F_CODE] = {"icmp.code", N_("Code"), FIELD_UINT, 1, .bit = 8, .bits = 8},
        [F_CHECKSUM] = {"icmp.checksum", N_("Checksum"), FIELD_HEX, 1, .bit = 16, .bits = 16},
};
static const struct field_spec echo[] = {
        {"icmp.ident", N_("Identifier"), FIELD_UINT, 1, .bit = 32, .bits = 16},
        {"icmp.seq", N_("Sequence number"), FIELD_UINT, 1, .bit = 48, .bits = 16},
};
static const struct field_spec gateway[] = {
        {"icmp.redir_gw", N_("Better gateway"), FIELD_IPV4, 1, .bit = 32, .bits = 32},
};
static const struct field_spec pointer[] = {
        {"icmp.pointer", N_("Pointer to the wrong byte"), FIELD_UINT, 1, .bit = 32, .bits = 8},
};
static const struct field_spec mtu[] = {
        {"icmp.mtu", N_("MTU of the next hop"), FIELD_UINT, 1, .bit = 48, .bits = 16},
};
static const struct field_spec unused[] = {
        {"icmp.unused", N_("Unused"), FIELD_BYTES, 1, .bit = 32, .bits = 32},
};
static const struct field_spec stamps[] = {
        {"icmp.ident", N_("Identifier"), FIELD_UINT, 1, .bit = 32, .bits = 16},
        {"icmp.seq", N_("Sequence number"), FIELD_UINT, 1, .bit = 48, .bits = 16},
        {"icmp.originate_timestamp", N_("Originate time stamp"), FIELD_UINT, 1, .bit = 64,
                .bits = 32},
        {"icmp.receive_timestamp", N_("Receive time stamp"), FIELD_UINT, 1, .bit = 96, .bits = 32},
        {"icmp.transmit_timestamp", N_("Transmit time stamp"), FIELD_UINT, 1, .bit = 128,
                .bits = 32},
};
static const struct spec_group groups[] = {SPEC_GROUP(specs), SPEC_GROUP(stamps),
        SPEC_GROUP(gateway), SPEC_GROUP(pointer), SPEC_GROUP(mtu), {NULL, 0}};

/* What the 4 bytes behind the checksum are (and more, for time stamps). */
static const struct {
	uint8_t type;
	const struct field_spec *specs;
	uint8_t count;
} bodies[] = {
        {0, echo, 2},
        {8, echo, 2},
        {5, gateway, 1},
        {12, pointer, 1},
        {13, stamps, 5},
        {14, stamps, 5},
        {15, echo, 2},
        {16, echo, 2},
        {17, echo, 2},
        {18, echo, 2},
        {42, echo, 1},
        {43, echo, 1},
        {4, unused, 1},
        {11, unused, 1},
};

bool icmp_quotes(uint8_t type)
{
	return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

/* RFC 4884 4: the quoted part's length in words, where extensions follow it. */
static void limit_quote(struct decode *d, const uint8_t *h)
{
	uint32_t length = h[5] * 4u;
	bool extended = (h[0] == 3 || h[0] == 11 || h[0] == 12) && length >= 128;
	if (extended && d->at + length < d->end)
		d->end = d->at + length;
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	if (!d->quoted) {
		d->p->icmp_type = h[0];
		d->p->icmp_code = h[1];
		bool is_echo = h[0] == 0 || h[0] == 8;
		d->p->icmp_id = is_echo ? get16(h + 4) : 0;
		d->p->icmp_seq = is_echo ? get16(h + 6) : 0;
	}
	bool stamped = (h[0] == 13 || h[0] == 14) && decode_left(d) >= 20;
	decode_layer(d, LAYER_ICMP, stamped ? 20 : FIXED);
	decode_payload_here(d);
	bool quotes = icmp_quotes(h[0]) && !d->quoted && !(d->p->flags & PACKET_FRAGMENT);
	if (!quotes || decode_left(d) == 0)
		return LAYER_PAYLOAD;
	d->quoted = true;
	limit_quote(d, h);
	return LAYER_IPV4;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t head[2];
	if (!builder_copy(b, l->offset, head, sizeof(head)))
		return;
	field_add(b, &specs[F_TYPE], l->offset);
	struct field *code = field_add(b, &specs[F_CODE], l->offset);
	for (size_t i = 0; i < COUNT_OF(codes_of); i++) {
		const char *text =
		        codes_of[i].type == head[0] ? word_find(codes_of[i].codes, head[1]) : NULL;
		if (text)
			field_mean(code, "%s", text);
	}
	field_judge_checksum(b, field_add(b, &specs[F_CHECKSUM], l->offset));
	if (head[0] == 3)
		field_add(b, head[1] == 4 ? mtu : unused, l->offset);
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		bool fits = bodies[i].count < 5 || l->length >= 20;
		if (bodies[i].type == head[0])
			field_add_all(b, bodies[i].specs, fits ? bodies[i].count : 2, l->offset);
	}
}

const char *icmp_type_words(uint8_t type)
{
	return word_find(types, type);
}

const char *icmp_code_words(uint8_t type, uint8_t code)
{
	for (size_t i = 0; i < COUNT_OF(codes_of); i++) {
		if (codes_of[i].type == type)
			return word_find(codes_of[i].codes, code);
	}
	return NULL;
}

const struct protocol protocol_icmp = {
        "icmp", N_("Internet Control Message Protocol"), "ICMP", decode, fields, groups};
