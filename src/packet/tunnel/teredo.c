/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IPv6 in UDP, for hosts behind a translator: Teredo (RFC 4380) and AYIYA
 * (draft-massar-v6ops-ayiya-02).
 */
#include "packet/tunnel/overlay_internal.h"
#include "packet/internet/ip_internal.h"

/* What may come before the packet, each beginning with two bytes. */
enum { ORIGIN = 0x0000, AUTHENTICATION = 0x0001 };
#define ORIGIN_LENGTH 8
#define AUTHENTICATION_LENGTH 13u /* and as many bytes as the two lengths say */

static const struct field_spec authentication[] = {
        {"teredo.auth.idlen", N_("Client identifier's length"), FIELD_UINT, 1, .bit = 16,
                .bits = 8},
        {"teredo.auth.aulen", N_("Authentication's length"), FIELD_UINT, 1, .bit = 24, .bits = 8},
};
static const struct field_spec nonce[] = {
        {"teredo.auth.nonce", N_("Nonce"), FIELD_HEX, 1, .bit = 0, .bits = 64},
        {"teredo.auth.conf", N_("Confirmation"), FIELD_HEX, 1, .bit = 64, .bits = 8},
};
/* Both with every bit inverted, so that no translator changes them. */
static const struct field_spec origin[] = {
        {"teredo.orig.port", N_("Sender's port, inverted"), FIELD_HEX, 1, .bit = 16, .bits = 16},
        {"teredo.orig.addr", N_("Sender's address, inverted"), FIELD_HEX, 1, .bit = 32, .bits = 32},
};
static const struct spec_group groups[] = {
        SPEC_GROUP(authentication), SPEC_GROUP(nonce), SPEC_GROUP(origin), {NULL, 0}};

/* Moves over an indication of that kind, if one is there; returns its bytes. */
static uint32_t indication(struct bytes *c, unsigned kind)
{
	struct bytes peek = *c;
	unsigned found = bytes_be16(&peek);
	if (peek.bad || found != kind)
		return 0;
	uint32_t n = ORIGIN_LENGTH;
	if (kind == AUTHENTICATION)
		n = AUTHENTICATION_LENGTH + bytes_u8(&peek) + bytes_u8(&peek);
	return !peek.bad && bytes_skip(c, n) ? n : 0;
}

bool teredo_fits(const struct decode *d)
{
	struct bytes c = decode_cursor(d);
	indication(&c, AUTHENTICATION);
	indication(&c, ORIGIN);
	return bytes_u8(&c) >> 4 == 6 && !c.bad;
}

static enum packet_layer_kind decode(struct decode *d)
{
	struct bytes c = decode_cursor(d);
	uint32_t n = indication(&c, AUTHENTICATION);
	n += indication(&c, ORIGIN);
	decode_layer(d, LAYER_TEREDO, n);
	return LAYER_IPV6;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct bytes c = builder_cursor(b, l->offset, l->offset + l->length);
	uint32_t n = indication(&c, AUTHENTICATION);
	if (n) {
		FIELD_ADD_ALL(b, authentication, l->offset);
		FIELD_ADD_ALL(b, nonce, l->offset + n - 9);
	}
	if (!indication(&c, ORIGIN))
		return;
	size_t from = b->list->count;
	FIELD_ADD_ALL(b, origin, l->offset + n);
	struct field *port = builder_find(b, from, "teredo.orig.port");
	if (port)
		field_mean(port, "%u", (unsigned)port->value ^ 0xffffu);
	struct field *addr = builder_find(b, from, "teredo.orig.addr");
	if (!addr)
		return;
	uint32_t v = ~(uint32_t)addr->value;
	field_mean(addr, "%u.%u.%u.%u", v >> 24, v >> 16 & 255, v >> 8 & 255, v & 255);
}

#define AYIYA_FIXED 8

static const struct word opcodes[] = {{0, N_("nothing, keeps alive")}, {1, N_("forward")},
        {2, N_("echo request")}, {3, N_("echo request and forward")}, {4, N_("echo response")},
        {5, N_("message of the day")}, {0, NULL}};
static const struct field_spec ayiya[] = {
        {"ayiya.idlen", N_("Identity's length, as a power of 2"), FIELD_UINT, 1, .bit = 0,
                .bits = 4},
        {"ayiya.idtype", N_("Kind of identity"), FIELD_UINT, 1, .bit = 4, .bits = 4},
        {"ayiya.siglen", N_("Signature's length"), FIELD_UINT, 1, .bit = 8, .bits = 4, .scale = 4},
        {"ayiya.hashmethod", N_("Hash"), FIELD_UINT, 1, .bit = 12, .bits = 4},
        {"ayiya.authmethod", N_("Authentication"), FIELD_UINT, 1, .bit = 16, .bits = 4},
        {"ayiya.opcode", N_("Operation"), FIELD_UINT, 1, .bit = 20, .bits = 4, .words = opcodes},
        {"ayiya.nextheader", N_("Next header"), FIELD_UINT, 1, .bit = 24, .bits = 8,
                .words = ip_protocol_words},
        {"ayiya.epoch", N_("Seconds since 1970"), FIELD_UINT, 1, .bit = 32, .bits = 32},
};
static const struct field_spec identity = {
        "ayiya.identity", N_("Identity"), FIELD_BYTES, .depth = 1};
static const struct field_spec signature = {
        "ayiya.signature", N_("Signature"), FIELD_BYTES, .depth = 1};
static const struct spec_group ayiya_groups[] = {SPEC_GROUP(ayiya), {NULL, 0}};

static uint32_t identity_length(const uint8_t *h)
{
	return 1u << (h[0] >> 4);
}

static uint32_t ayiya_length(const uint8_t *h)
{
	return AYIYA_FIXED + identity_length(h) + (h[1] >> 4) * 4u;
}

bool ayiya_fits(const struct decode *d)
{
	uint8_t h[AYIYA_FIXED];
	struct bytes c = decode_cursor(d);
	return bytes_copy(&c, h, sizeof(h)) && (h[3] == IP_IPV6 || h[3] == IP_NONE) &&
	       (h[2] & 15) <= 5 && ayiya_length(h) <= decode_left(d);
}

static enum packet_layer_kind ayiya_decode(struct decode *d)
{
	uint8_t h[AYIYA_FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	if (ayiya_length(h) > decode_left(d))
		return decode_refuse(d, ayiya_length(h));
	decode_layer(d, LAYER_AYIYA, ayiya_length(h));
	return h[3] == IP_IPV6 && decode_left(d) ? LAYER_IPV6 : LAYER_PAYLOAD;
}

static void ayiya_fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t h[AYIYA_FIXED];
	FIELD_ADD_ALL(b, ayiya, l->offset);
	if (!builder_copy(b, l->offset, h, sizeof(h)))
		return;
	uint32_t at = l->offset + AYIYA_FIXED, n = identity_length(h);
	field_add_sized(b, &identity, at, n);
	if (h[1] >> 4)
		field_add_sized(b, &signature, at + n, (h[1] >> 4) * 4u);
}

const struct protocol protocol_teredo = {
        "teredo", N_("Teredo: IPv6 in UDP"), "Teredo", decode, fields, groups};
const struct protocol protocol_ayiya = {
        "ayiya", N_("Anything in Anything"), "AYIYA", ayiya_decode, ayiya_fields, ayiya_groups};
