/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames that a switch mirrors to another place in GRE: ERSPAN types II and III
 * (draft-foschiano-erspan-03). Type I has no header.
 */
#include "packet/fields_internal.h"

#define LENGTH_2 8
#define LENGTH_3 12
#define SUBHEADER 8

/* Versions that the header says of itself, one less than the type. */
static const struct word versions[] = {{1, N_("type II")}, {2, N_("type III")}, {0, NULL}};
static const struct field_spec common[] = {
        {"erspan.version", N_("Version"), FIELD_UINT, 1, .bit = 0, .bits = 4, .words = versions},
        {"erspan.vlan", N_("VLAN of the frame"), FIELD_UINT, 1, .bit = 4, .bits = 12},
        {"erspan.cos", N_("Class of service"), FIELD_UINT, 1, .bit = 16, .bits = 3},
        {"erspan.truncated", N_("Truncated"), FIELD_FLAG, 1, .bit = 21, .bits = 1},
        {"erspan.spanid", N_("Session"), FIELD_UINT, 1, .bit = 22, .bits = 10},
};
static const struct field_spec two = {
        "erspan.index", N_("Port's index"), FIELD_HEX, 1, .bit = 44, .bits = 20};
static const struct field_spec three[] = {
        {"erspan.timestamp", N_("Time stamp"), FIELD_UINT, 1, .bit = 32, .bits = 32},
        {"erspan.sgt", N_("Security group"), FIELD_UINT, 1, .bit = 64, .bits = 16},
        {"erspan.ft", N_("Kind of frame"), FIELD_UINT, 1, .bit = 81, .bits = 5},
        {"erspan.hw", N_("Switch"), FIELD_UINT, 1, .bit = 86, .bits = 6},
};
static const struct field_spec platform = {
        "erspan.platform", N_("The switch's own part"), FIELD_BYTES, .depth = 1};
static const struct spec_group groups[] = {
        SPEC_GROUP(common), {&two, 1}, SPEC_GROUP(three), {NULL, 0}};

static enum packet_layer_kind decode(struct decode *d)
{
	enum { HAS_SUBHEADER = 1, TYPE_ETHERNET = 0, TYPE_IP = 2 };
	uint8_t h[LENGTH_3];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, LENGTH_2))
		return decode_refuse(d, LENGTH_2);
	uint32_t n = LENGTH_2;
	if (h[0] >> 4 == 2) {
		if (!bytes_copy(&c, h + LENGTH_2, LENGTH_3 - LENGTH_2))
			return decode_refuse(d, LENGTH_3);
		n = LENGTH_3 + (h[LENGTH_3 - 1] & HAS_SUBHEADER ? SUBHEADER : 0);
	}
	if (decode_left(d) < n)
		return decode_refuse(d, n);
	decode_layer(d, LAYER_ERSPAN, n);
	if (h[0] >> 4 == 1)
		return LAYER_ETHERNET;
	unsigned type = h[0] >> 4 == 2 ? h[LENGTH_3 - 2] >> 2 & 0x1f : UINT8_MAX;
	if (type == TYPE_IP)
		return dispatch_version(d);
	return type == TYPE_ETHERNET ? LAYER_ETHERNET : LAYER_PAYLOAD;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, common, l->offset);
	if (l->length < LENGTH_3) {
		field_add(b, &two, l->offset);
		return;
	}
	FIELD_ADD_ALL(b, three, l->offset);
	if (l->length > LENGTH_3)
		field_add_sized(b, &platform, l->offset + LENGTH_3, l->length - LENGTH_3);
}

const struct protocol protocol_erspan = {
        "erspan", N_("A mirrored frame (ERSPAN)"), "ERSPAN", decode, fields, groups};
