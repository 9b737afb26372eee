/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PPP over Ethernet (RFC 2516): discovery with its tags, and sessions.
 */
#include "packet/fields_internal.h"
#include "packet/summary_internal.h"

#define FIXED 6
#define TAGS_MAX 64

static const struct word codes[] = {
        {0x00, N_("session data")},
        {0x07, N_("PADO: an access concentrator offers itself")},
        {0x09, N_("PADI: who offers access?")},
        {0x19, N_("PADR: request of a session")},
        {0x65, N_("PADS: session confirmed")},
        {0xa7, N_("PADT: session ends")},
        {0, NULL},
};
static const struct field_spec specs[] = {
        {"pppoe.version", N_("Version"), FIELD_UINT, 1, .bit = 0, .bits = 4},
        {"pppoe.type", N_("Type"), FIELD_UINT, 1, .bit = 4, .bits = 4},
        {"pppoe.code", N_("Code"), FIELD_HEX, 1, .bit = 8, .bits = 8, .words = codes},
        {"pppoe.session_id", N_("Session"), FIELD_HEX, 1, .bit = 16, .bits = 16},
        {"pppoe.payload_length", N_("Length"), FIELD_UINT, 1, .bit = 32, .bits = 16},
};
static const struct word tag_types[] = {
        {0x0000, N_("end of tags")},
        {0x0101, N_("service name")},
        {0x0102, N_("access concentrator's name")},
        {0x0103, N_("host's cookie")},
        {0x0104, N_("concentrator's cookie")},
        {0x0105, N_("vendor specific")},
        {0x0110, N_("relay session")},
        {0x0120, N_("largest payload")},
        {0x0201, N_("error: service name")},
        {0x0202, N_("error: concentrator's system")},
        {0x0203, N_("error")},
        {0, NULL},
};
static const struct field_spec tag[] = {
        {"pppoed.tag", N_("Tag"), FIELD_HEX, 1, .bit = 0, .bits = 16, .words = tag_types},
        {"pppoed.tag_length", N_("Length"), FIELD_UINT, 2, .bit = 16, .bits = 16},
};
static const struct field_spec text = {"pppoed.tag_text", N_("Text"), FIELD_TEXT, .depth = 2};
static const struct field_spec data = {"pppoed.tag_data", N_("Data"), FIELD_BYTES, .depth = 2};
static const struct spec_group groups[] = {SPEC_GROUP(specs), SPEC_GROUP(tag), {NULL, 0}};

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	uint32_t length = get16(h + 4);
	if (d->at + FIXED + length > d->end)
		decode_malformed(d);
	else
		d->end = d->at + FIXED + length;
	if (h[1] == 0) {
		decode_layer(d, LAYER_PPPOE, FIXED);
		return LAYER_PPP;
	}
	decode_layer(d, LAYER_PPPOE, decode_left(d));
	decode_payload_here(d);
	return LAYER_NONE;
}

static bool is_text(unsigned type)
{
	return type == 0x0101 || type == 0x0102 || type >= 0x0201;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, specs, l->offset);
	uint32_t at = l->offset + FIXED, end = l->offset + l->length;
	for (unsigned i = 0; i < TAGS_MAX && at + 4 <= end; i++) {
		uint8_t h[4];
		if (!builder_copy(b, at, h, sizeof(h)))
			return;
		unsigned type = get16(h);
		uint32_t n = get16(h + 2);
		struct field *f = field_add(b, &tag[0], at);
		if (n > end - at - 4) {
			field_mean(f, _("length %u is wrong"), n);
			return;
		}
		field_add(b, &tag[1], at);
		if (n)
			field_add_sized(b, is_text(type) ? &text : &data, at + 4, n);
		at += 4 + n;
	}
}

void pppoe_summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	bytes_skip(&b, 1);
	const char *word = word_find(codes, bytes_u8(&b));
	if (word)
		out_add(o, "PPPoE %s", word);
}

const struct protocol protocol_pppoe = {
        "pppoe", N_("PPP over Ethernet"), "PPPoE", decode, fields, groups};
