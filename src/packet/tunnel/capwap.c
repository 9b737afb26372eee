/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CAPWAP's data (RFC 5415 4.3): frames between wireless access points and their controller, as they
 * were in the air (RFC 5416) or as Ethernet.
 */
#include "packet/tunnel/overlay_internal.h"

#define FIXED 8
#define UNIT 4

enum { PREAMBLE_PLAIN = 0, BINDING_802_11 = 1 };
/* Bits of the third and fourth byte. */
enum { NATIVE = 0x01, PIECE = 0x80, KEEP_ALIVE = 0x08 };

static const struct word bindings[] = {
        {0, N_("reserved")}, {1, "IEEE 802.11"}, {3, "EPCGlobal"}, {0, NULL}};
static const struct field_spec specs[] = {
        {"capwap.preamble.version", N_("Version"), FIELD_UINT, 1, .bit = 0, .bits = 4},
        {"capwap.preamble.type", N_("Encrypted"), FIELD_UINT, 1, .bit = 4, .bits = 4},
        {"capwap.header.length", N_("Header length"), FIELD_UINT, 1, .bit = 8, .bits = 5,
                .scale = UNIT},
        {"capwap.header.rid", N_("Radio"), FIELD_UINT, 1, .bit = 13, .bits = 5},
        {"capwap.header.wbid", N_("Kind of radio"), FIELD_UINT, 1, .bit = 18, .bits = 5,
                .words = bindings},
        {"capwap.header.flags.t", N_("A frame as it was in the air"), FIELD_FLAG, 1, .bit = 23,
                .bits = 1},
        {"capwap.header.flags.f", N_("Fragment"), FIELD_FLAG, 1, .bit = 24, .bits = 1},
        {"capwap.header.flags.l", N_("Last fragment"), FIELD_FLAG, 1, .bit = 25, .bits = 1},
        {"capwap.header.flags.w", N_("Radio's information"), FIELD_FLAG, 1, .bit = 26, .bits = 1},
        {"capwap.header.flags.m", N_("Radio's address"), FIELD_FLAG, 1, .bit = 27, .bits = 1},
        {"capwap.header.flags.k", N_("Keep-alive"), FIELD_FLAG, 1, .bit = 28, .bits = 1},
        {"capwap.header.fragment.id", N_("Fragment identification"), FIELD_UINT, 1, .bit = 32,
                .bits = 16},
        {"capwap.header.fragment.offset", N_("Fragment offset"), FIELD_UINT, 1, .bit = 48,
                .bits = 13},
};
static const struct field_spec more = {
        "capwap.header.optional", N_("Address and information"), FIELD_BYTES, .depth = 1};
static const struct spec_group groups[] = {SPEC_GROUP(specs), {NULL, 0}};

static uint32_t header_length(const uint8_t *h)
{
	return (h[1] >> 3) * (uint32_t)UNIT;
}

bool capwap_fits(const struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	return bytes_copy(&c, h, sizeof(h)) && h[0] == PREAMBLE_PLAIN &&
	       header_length(h) >= FIXED && header_length(h) <= decode_left(d);
}

/* A fragment's frame is not whole, and may not even begin here. */
static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	if (header_length(h) < FIXED)
		return decode_malformed(d);
	if (header_length(h) > decode_left(d))
		return decode_refuse(d, header_length(h));
	decode_layer(d, LAYER_CAPWAP, header_length(h));
	unsigned binding = h[2] >> 1 & 0x1f;
	if ((h[3] & (PIECE | KEEP_ALIVE)) || decode_left(d) == 0)
		return LAYER_PAYLOAD;
	if (!(h[2] & NATIVE))
		return LAYER_ETHERNET;
	return binding == BINDING_802_11 ? LAYER_WLAN : LAYER_PAYLOAD;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, specs, l->offset);
	if (l->length > FIXED)
		field_add_sized(b, &more, l->offset + FIXED, l->length - FIXED);
}

const struct protocol protocol_capwap = {"capwap.data",
        N_("Control and Provisioning of Wireless Access Points"), "CAPWAP", decode, fields, groups};
