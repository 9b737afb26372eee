/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Point-to-Point Protocol (RFC 1661, RFC 1662 framing) with the header of its control protocols,
 * and Cisco's HDLC.
 */
#include "packet/link/link_internal.h"
#include "packet/summary_internal.h"

/* PPP DLL protocol numbers, IANA. */
enum {
	PPP_IPV4 = 0x0021,
	PPP_IPV6 = 0x0057,
	PPP_MPLS = 0x0281,
	PPP_MPLS_MULTICAST = 0x0283,
	PPP_IPCP = 0x8021,
	PPP_IPV6CP = 0x8057,
	PPP_CCP = 0x80fd,
	PPP_LCP = 0xc021,
	PPP_PAP = 0xc023,
	PPP_CHAP = 0xc223,
};
#define CONTROL_LENGTH 4 /* code, identifier, length (RFC 1661 5) */
#define OPTIONS_MAX 64

static const struct word numbers[] = {
        {PPP_IPV4, "IPv4"},
        {0x002d, N_("Van Jacobson compressed TCP")},
        {0x002f, N_("Van Jacobson uncompressed TCP")},
        {0x003d, N_("multilink")},
        {PPP_IPV6, "IPv6"},
        {0x00fd, N_("compressed")},
        {PPP_MPLS, "MPLS"},
        {PPP_MPLS_MULTICAST, N_("MPLS multicast")},
        {PPP_IPCP, N_("IPCP: addresses for IPv4")},
        {PPP_IPV6CP, N_("IPV6CP: addresses for IPv6")},
        {PPP_CCP, N_("CCP: compression")},
        {PPP_LCP, N_("LCP: the link itself")},
        {PPP_PAP, N_("PAP: password")},
        {0xc025, N_("link quality report")},
        {PPP_CHAP, N_("CHAP: challenge")},
        {0, NULL},
};
static const struct word codes[] = {
        {1, N_("configure request")},
        {2, N_("configure ack")},
        {3, N_("configure nak")},
        {4, N_("configure reject")},
        {5, N_("terminate request")},
        {6, N_("terminate ack")},
        {7, N_("code reject")},
        {8, N_("protocol reject")},
        {9, N_("echo request")},
        {10, N_("echo reply")},
        {11, N_("discard request")},
        {0, NULL},
};
static const struct word pap_codes[] = {
        {1, N_("authenticate request")}, {2, N_("accepted")}, {3, N_("refused")}, {0, NULL}};
static const struct word chap_codes[] = {{1, N_("challenge")}, {2, N_("response")},
        {3, N_("success")}, {4, N_("failure")}, {0, NULL}};

static const struct field_spec framing[] = {
        {"ppp.address", N_("Address"), FIELD_HEX, 1, .bit = 0, .bits = 8},
        {"ppp.control", N_("Control"), FIELD_HEX, 1, .bit = 8, .bits = 8},
};
static const struct field_spec number_long = {
        "ppp.protocol", N_("Protocol"), FIELD_HEX, 1, .bits = 16, .words = numbers};
static const struct field_spec number_short = {
        "ppp.protocol", N_("Protocol"), FIELD_HEX, 1, .bits = 8, .words = numbers};
#define CONTROL_SPECS(prefix, word_table)                                                       \
	{                                                                                       \
		{prefix ".code", N_("Code"), FIELD_UINT, 1, .bit = 0, .bits = 8,                \
		        .words = word_table},                                                   \
		        {prefix ".identifier", N_("Identifier"), FIELD_UINT, 1, .bit = 8,       \
		                .bits = 8},                                                     \
		        {prefix ".length", N_("Length"), FIELD_UINT, 1, .bit = 16, .bits = 16}, \
	}
static const struct field_spec control[] = CONTROL_SPECS("ppp", codes);
static const struct field_spec pap[] = CONTROL_SPECS("pap", pap_codes);
static const struct field_spec chap[] = CONTROL_SPECS("chap", chap_codes);
static const struct field_spec option[] = {
        {"ppp.option.type", N_("Option"), FIELD_UINT, 2, .bit = 0, .bits = 8},
        {"ppp.option.length", N_("Length"), FIELD_UINT, 3, .bit = 8, .bits = 8},
};
static const struct field_spec option_data = {"ppp.data", N_("Data"), FIELD_BYTES, .depth = 3};
static const struct field_spec rest = {"ppp.data", N_("Data"), FIELD_BYTES, .depth = 1};
static const struct spec_group groups[] = {SPEC_GROUP(framing), {&number_long, 1},
        SPEC_GROUP(control), SPEC_GROUP(pap), SPEC_GROUP(chap), SPEC_GROUP(option), {NULL, 0}};

static const struct word lcp_options[] = {
        {1, N_("largest packet")},
        {3, N_("authentication protocol")},
        {5, N_("magic number")},
        {7, N_("compress the protocol field")},
        {8, N_("leave address and control out")},
        {0, NULL},
};
static const struct word ipcp_options[] = {{2, N_("IP compression")}, {3, N_("IP address")},
        {129, N_("first DNS server")}, {131, N_("second DNS server")}, {0, NULL}};

/* Protocols whose messages have a code, an identifier and a length. */
static const struct {
	uint16_t number;
	const struct field_spec *specs;
	const struct word *options;
} controls[] = {
        {PPP_LCP, control, lcp_options},
        {PPP_IPCP, control, ipcp_options},
        {PPP_IPV6CP, control, NULL},
        {PPP_CCP, control, NULL},
        {PPP_PAP, pap, NULL},
        {PPP_CHAP, chap, NULL},
};

static int control_of(unsigned number)
{
	for (unsigned i = 0; i < COUNT_OF(controls); i++) {
		if (controls[i].number == number)
			return (int)i;
	}
	return -1;
}

/* Where the protocol number lies and how long it is; address, control and its first byte may be
 * left out (RFC 1661 6.5, 6.6). */
struct frame {
	uint32_t number_at, length;
	unsigned number;
};

static bool read_frame(struct bytes c, struct frame *out)
{
	size_t start = c.pos;
	struct bytes peek = c;
	uint8_t first = bytes_u8(&peek), second = bytes_u8(&peek);
	/* pppd writes the direction where the address was. */
	if (!peek.bad && second == 0x03 && (first == 0xff || first <= 1))
		bytes_skip(&c, 2);
	out->number_at = (uint32_t)(c.pos - start);
	out->number = bytes_u8(&c);
	if (!(out->number & 1)) /* the last byte of a number is odd */
		out->number = out->number << 8 | bytes_u8(&c);
	out->length = (uint32_t)(c.pos - start);
	return !c.bad;
}

static enum packet_layer_kind follow(unsigned number)
{
	switch (number) {
	case PPP_IPV4:
		return LAYER_IPV4;
	case PPP_IPV6:
		return LAYER_IPV6;
	case PPP_MPLS:
	case PPP_MPLS_MULTICAST:
		return LAYER_MPLS;
	}
	return LAYER_PAYLOAD;
}

static enum packet_layer_kind decode(struct decode *d)
{
	struct frame f;
	struct bytes c = decode_cursor(d);
	/* A serial line may speak Cisco's HDLC instead. */
	bool serial = d->link == PACKET_LINK_PPP_HDLC || d->link == PACKET_LINK_PPP;
	if (serial && d->at == 0 && bytes_left(&c) > 0 &&
	        (d->bytes[0] == 0x0f || d->bytes[0] == 0x8f))
		return LAYER_CHDLC;
	if (!read_frame(c, &f))
		return decode_refuse(d, 4);
	uint32_t left = decode_left(d);
	if (control_of(f.number) < 0) {
		decode_layer(d, LAYER_PPP, f.length);
		return follow(f.number);
	}
	decode_layer(d, LAYER_PPP, left);
	decode_payload_here(d);
	return LAYER_NONE;
}

static void add_options(struct builder *b, const struct word *words, uint32_t at, uint32_t end)
{
	for (unsigned i = 0; i < OPTIONS_MAX && at + 2 <= end; i++) {
		struct bytes c = builder_cursor(b, at, end);
		uint8_t type = bytes_u8(&c), n = bytes_u8(&c);
		struct field *f = field_add(b, &option[0], at);
		const char *word = word_find(words, type);
		if (word)
			field_mean(f, "%s", word);
		if (n < 2 || n > end - at) {
			field_mean(f, _("length %u is wrong"), n);
			return;
		}
		field_add(b, &option[1], at);
		if (n > 2)
			field_add_sized(b, &option_data, at + 2, n - 2u);
		at += n;
	}
}

static void add_control(struct builder *b, int which, uint32_t at, uint32_t end)
{
	uint8_t h[CONTROL_LENGTH];
	field_add_all(b, controls[which].specs, 3, at);
	if (at + CONTROL_LENGTH > end || !builder_copy(b, at, h, sizeof(h)))
		return;
	uint32_t says = at + get16(h + 2);
	if (says < end)
		end = says;
	at += CONTROL_LENGTH;
	bool lists = controls[which].specs == control && h[0] >= 1 && h[0] <= 4;
	if (lists)
		add_options(b, controls[which].options, at, end);
	else if (at < end)
		field_add_sized(b, &rest, at, end - at);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct frame f;
	uint32_t at = l->offset, end = at + l->length;
	if (!read_frame(builder_cursor(b, at, end), &f))
		return;
	if (f.number_at)
		FIELD_ADD_ALL(b, framing, at);
	bool is_long = f.length - f.number_at == 2;
	field_add(b, is_long ? &number_long : &number_short, at + f.number_at);
	int which = control_of(f.number);
	if (which >= 0)
		add_control(b, which, at + f.length, end);
}

#define CHDLC_LENGTH 4
#define CHDLC_SLARP 0x8035 /* Cisco's own, not RARP */

static const struct word chdlc_addresses[] = {
        {0x0f, N_("unicast")}, {0x8f, N_("multicast")}, {0, NULL}};
static const struct field_spec chdlc_specs[] = {
        {"chdlc.address", N_("Address"), FIELD_HEX, 1, .bit = 0, .bits = 8,
                .words = chdlc_addresses},
        {"chdlc.control", N_("Control"), FIELD_HEX, 1, .bit = 8, .bits = 8},
        {"chdlc.protocol", N_("Type"), FIELD_HEX, 1, .bit = 16, .bits = 16,
                .words = ethertype_words},
};
static const struct spec_group chdlc_groups[] = {SPEC_GROUP(chdlc_specs), {NULL, 0}};

static enum packet_layer_kind chdlc_decode(struct decode *d)
{
	uint8_t h[CHDLC_LENGTH];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_layer(d, LAYER_CHDLC, sizeof(h));
	if (get16(h + 2) == CHDLC_SLARP)
		return LAYER_PAYLOAD;
	return dispatch_ethertype(get16(h + 2));
}

static void chdlc_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, chdlc_specs, l->offset);
}

void ppp_summary(struct bytes b, const struct packet *p, struct out *o)
{
	struct frame f;
	if (!read_frame(b, &f))
		return;
	bytes_skip(&b, f.length);
	int which = control_of(f.number);
	const char *word = word_find(numbers, f.number);
	const char *code =
	        which < 0 ? NULL : word_find(controls[which].specs[0].words, bytes_u8(&b));
	if (!word)
		out_add(o, _("PPP protocol 0x%04x, %u bytes"), f.number, p->payload_length);
	else if (code)
		out_add(o, "PPP %s: %s", word, code);
	else
		out_add(o, _("PPP %s, %u bytes"), word, p->payload_length);
}

const struct protocol protocol_ppp = {
        "ppp", N_("Point-to-Point Protocol"), "PPP", decode, fields, groups};
const struct protocol protocol_chdlc = {
        "chdlc", N_("Cisco HDLC"), "HDLC", chdlc_decode, chdlc_fields, chdlc_groups};
