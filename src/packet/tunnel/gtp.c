/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GPRS tunnelling: mobile networks carry their users' packets in it. Versions 0 (GSM 09.60) and 1
 * (3GPP TS 29.060, 29.281) for data, 1 and 2 (3GPP TS 29.274) for control, of which the header.
 */
#include "packet/tunnel/overlay_internal.h"
#include "packet/summary_internal.h"

#define LEAST 8
#define EXTENSIONS_MAX 16

enum { USER_PACKET = 255 };
/* Bits of the first byte. */
enum { PRIME_NOT = 0x10, TEID_2 = 0x08, EXTENSION = 4, SEQUENCE = 2, NPDU = 1 };

static const struct word versions[] = {{0, "GSM 09.60"}, {1, "GTPv1"}, {2, "GTPv2"}, {0, NULL}};
static const struct word messages[] = {
        {1, N_("echo request")},
        {2, N_("echo response")},
        {3, N_("version not supported")},
        {16, N_("create context request")},
        {17, N_("create context response")},
        {18, N_("update context request")},
        {19, N_("update context response")},
        {20, N_("delete context request")},
        {21, N_("delete context response")},
        {26, N_("error indication")},
        {31, N_("supported extension headers")},
        {254, N_("end marker")},
        {USER_PACKET, N_("a user's packet")},
        {0, NULL},
};
static const struct word messages_2[] = {
        {1, N_("echo request")},
        {2, N_("echo response")},
        {32, N_("create session request")},
        {33, N_("create session response")},
        {34, N_("modify bearer request")},
        {35, N_("modify bearer response")},
        {36, N_("delete session request")},
        {37, N_("delete session response")},
        {0, NULL},
};

static const struct field_spec start[] = {
        {"gtp.flags", N_("Flags"), FIELD_HEX, 1, .bit = 0, .bits = 8},
        {"gtp.flags.version", N_("Version"), FIELD_UINT, 2, .bit = 0, .bits = 3, .words = versions},
        {"gtp.flags.payload", N_("GTP, not GTP prime"), FIELD_FLAG, 2, .bit = 3, .bits = 1},
        {"gtp.message", N_("Message"), FIELD_UINT, 1, .bit = 8, .bits = 8, .words = messages},
        {"gtp.length", N_("Length"), FIELD_UINT, 1, .bit = 16, .bits = 16},
};
static const struct field_spec zero[] = {
        {"gtp.seq_number", N_("Sequence number"), FIELD_UINT, 1, .bit = 32, .bits = 16},
        {"gtp.flow_label", N_("Flow label"), FIELD_HEX, 1, .bit = 48, .bits = 16},
        {"gtp.sndcp_number", N_("Number of the N-PDU"), FIELD_UINT, 1, .bit = 64, .bits = 8},
        {"gtp.tid", N_("Tunnel"), FIELD_HEX, 1, .bit = 96, .bits = 64},
};
static const struct field_spec one[] = {
        {"gtp.flags.e", N_("Extension headers"), FIELD_FLAG, 2, .bit = 5, .bits = 1},
        {"gtp.flags.s", N_("Sequence number"), FIELD_FLAG, 2, .bit = 6, .bits = 1},
        {"gtp.flags.pn", N_("Number of the N-PDU"), FIELD_FLAG, 2, .bit = 7, .bits = 1},
        {"gtp.teid", N_("Tunnel's endpoint"), FIELD_HEX, 1, .bit = 32, .bits = 32},
};
static const struct field_spec more[] = {
        {"gtp.seq_number", N_("Sequence number"), FIELD_UINT, 1, .bit = 64, .bits = 16},
        {"gtp.npdu_number", N_("Number of the N-PDU"), FIELD_UINT, 1, .bit = 80, .bits = 8},
        {"gtp.ext_hdr.next", N_("Next extension header"), FIELD_HEX, 1, .bit = 88, .bits = 8},
};
static const struct field_spec extension = {
        "gtp.ext_hdr", N_("Extension header"), FIELD_BYTES, .depth = 1};
static const struct field_spec two[] = {
        {"gtpv2.flags", N_("Flags"), FIELD_HEX, 1, .bit = 0, .bits = 8},
        {"gtpv2.version", N_("Version"), FIELD_UINT, 2, .bit = 0, .bits = 3, .words = versions},
        {"gtpv2.p", N_("Another message follows"), FIELD_FLAG, 2, .bit = 3, .bits = 1},
        {"gtpv2.t", N_("With a tunnel's endpoint"), FIELD_FLAG, 2, .bit = 4, .bits = 1},
        {"gtpv2.message_type", N_("Message"), FIELD_UINT, 1, .bit = 8, .bits = 8,
                .words = messages_2},
        {"gtpv2.msg_length", N_("Length"), FIELD_UINT, 1, .bit = 16, .bits = 16},
};
static const struct field_spec teid_2 = {
        "gtpv2.teid", N_("Tunnel's endpoint"), FIELD_HEX, 1, .bits = 32};
static const struct field_spec sequence_2 = {
        "gtpv2.seq", N_("Sequence number"), FIELD_UINT, 1, .bits = 24};
static const struct spec_group groups[] = {SPEC_GROUP(start), SPEC_GROUP(zero), SPEC_GROUP(one),
        SPEC_GROUP(more), SPEC_GROUP(two), {&teid_2, 1}, {&sequence_2, 1}, {NULL, 0}};

/* Of each version: bytes of the fixed header, and those which the length does not count. */
static const struct {
	uint8_t fixed, uncounted;
} sizes[] = {{20, 20}, {8, 8}, {8, 4}};

static unsigned version_of(const uint8_t *h)
{
	return h[0] >> 5;
}

/* Whether a header lies at `at` whose length is that of the datagram; charging's GTP prime, which
 * has the same ports, carries no packets and is left alone. */
bool gtp_fits(const struct decode *d)
{
	uint8_t h[LEAST];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)) || version_of(h) >= COUNT_OF(sizes))
		return false;
	if (version_of(h) < 2 && !(h[0] & PRIME_NOT))
		return false;
	return d->at + sizes[version_of(h)].uncounted + get16(h + 2) <= d->end;
}

/* Bytes of the header with its extensions, 0 when it is not whole. Each extension says its own
 * length in words, and ends with the type of the next. */
static uint32_t header_length(struct bytes c, const uint8_t *h)
{
	size_t begin = c.pos;
	unsigned version = version_of(h);
	bytes_skip(&c, sizes[version].fixed);
	if (version == 2 && (h[0] & TEID_2))
		bytes_skip(&c, 4);
	if (version == 1 && (h[0] & (EXTENSION | SEQUENCE | NPDU))) {
		bytes_skip(&c, 3);
		uint8_t next = bytes_u8(&c);
		for (unsigned i = 0; (h[0] & EXTENSION) && next && i < EXTENSIONS_MAX; i++) {
			uint8_t words = bytes_u8(&c);
			if (words == 0 || !bytes_skip(&c, words * 4u - 2))
				return 0;
			next = bytes_u8(&c);
		}
	}
	return c.bad ? 0 : (uint32_t)(c.pos - begin);
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[LEAST];
	struct bytes c = decode_cursor(d), whole = c;
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	d->end = d->at + sizes[version_of(h)].uncounted + get16(h + 2);
	uint32_t n = header_length(whole, h);
	if (n == 0 || n > decode_left(d))
		return decode_refuse(d, decode_left(d) + 1);
	decode_layer(d, LAYER_GTP, n);
	bool carries = version_of(h) < 2 && h[1] == USER_PACKET;
	return carries ? dispatch_version(d) : LAYER_PAYLOAD;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t h[LEAST];
	if (!builder_copy(b, l->offset, h, sizeof(h)))
		return;
	if (version_of(h) == 2) {
		FIELD_ADD_ALL(b, two, l->offset);
		if (h[0] & TEID_2)
			field_add(b, &teid_2, l->offset + 4);
		field_add(b, &sequence_2, l->offset + (h[0] & TEID_2 ? 8 : 4));
		return;
	}
	FIELD_ADD_ALL(b, start, l->offset);
	if (version_of(h) == 0) {
		FIELD_ADD_ALL(b, zero, l->offset);
		return;
	}
	FIELD_ADD_ALL(b, one, l->offset);
	if (l->length >= 12)
		FIELD_ADD_ALL(b, more, l->offset);
	if (l->length > 12)
		field_add_sized(b, &extension, l->offset + 12, l->length - 12);
}

void gtp_summary(struct bytes b, const struct packet *p, struct out *o)
{
	uint8_t h[LEAST];
	if (!bytes_copy(&b, h, sizeof(h)))
		return;
	unsigned version = version_of(h);
	const char *word = word_find(version == 2 ? messages_2 : messages, h[1]);
	if (word)
		out_add(o, "GTPv%u %s", version, word);
	else
		out_add(o, _("GTPv%u message %u, %u bytes"), version, h[1], p->payload_length);
}

const struct protocol protocol_gtp = {
        "gtp", N_("GPRS Tunnelling Protocol"), "GTP", decode, fields, groups};
