/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IEEE 802.2 LLC and the spanning tree's BPDUs (IEEE 802.1D clause 9, RSTP included).
 */
#include <stdio.h>

#include "packet/app_internal.h"
#include "packet/fields_internal.h"

#define LLC_UNNUMBERED 3
#define SNAP_LENGTH 8
#define BPDU_TCN 4
#define BPDU_CONFIG 35

static const struct word saps[] = {
        {0x00, N_("null")},
        {0x06, "IP"},
        {0x42, N_("spanning tree")},
        {0xaa, "SNAP"},
        {0xe0, "NetWare"},
        {0xf0, "NetBIOS"},
        {0xfe, "OSI"},
        {0xff, N_("global")},
        {0, NULL},
};
static const struct field_spec llc_specs[] = {
        {"llc.dsap", N_("Destination service"), FIELD_HEX, 1, .bit = 0, .bits = 8, .words = saps},
        {"llc.ssap", N_("Source service"), FIELD_HEX, 1, .bit = 8, .bits = 8, .words = saps},
        {"llc.control", N_("Control"), FIELD_HEX, 1, .bit = 16, .bits = 8},
};
static const struct field_spec llc_numbered = {
        "llc.control", N_("Control"), FIELD_HEX, 1, .bit = 16, .bits = 16};
static const struct field_spec snap_specs[] = {
        {"llc.oui", N_("Organization"), FIELD_HEX, 1, .bit = 24, .bits = 24},
        {"llc.type", N_("Type"), FIELD_HEX, 1, .bit = 48, .bits = 16},
};
static const struct spec_group llc_groups[] = {
        SPEC_GROUP(llc_specs), SPEC_GROUP(snap_specs), {NULL, 0}};

static const struct word versions[] = {{0, N_("spanning tree (STP)")}, {2, N_("rapid (RSTP)")},
        {3, N_("multiple (MSTP)")}, {4, N_("shortest path (SPT)")}, {0, NULL}};
static const struct word bpdu_types[] = {{0x00, N_("configuration")},
        {0x02, N_("rapid or multiple")}, {0x80, N_("topology change notification")}, {0, NULL}};
static const struct word roles[] = {{0, N_("unknown")}, {1, N_("alternate or backup")},
        {2, N_("root")}, {3, N_("designated")}, {0, NULL}};

static const struct field_spec stp_head[] = {
        {"stp.protocol", N_("Protocol"), FIELD_HEX, 1, .bit = 0, .bits = 16},
        {"stp.version", N_("Version"), FIELD_UINT, 1, .bit = 16, .bits = 8, .words = versions},
        {"stp.type", N_("BPDU type"), FIELD_HEX, 1, .bit = 24, .bits = 8, .words = bpdu_types},
};
static const struct field_spec stp_body[] = {
        {"stp.flags", N_("Flags"), FIELD_HEX, 1, .bit = 32, .bits = 8},
        {"stp.flags.tcack", N_("Topology change acknowledged"), FIELD_FLAG, 2, .bit = 32,
                .bits = 1},
        {"stp.flags.agreement", N_("Agreement"), FIELD_FLAG, 2, .bit = 33, .bits = 1},
        {"stp.flags.forwarding", N_("Forwarding"), FIELD_FLAG, 2, .bit = 34, .bits = 1},
        {"stp.flags.learning", N_("Learning"), FIELD_FLAG, 2, .bit = 35, .bits = 1},
        {"stp.flags.port_role", N_("Port role"), FIELD_UINT, 2, .bit = 36, .bits = 2,
                .words = roles},
        {"stp.flags.proposal", N_("Proposal"), FIELD_FLAG, 2, .bit = 38, .bits = 1},
        {"stp.flags.tc", N_("Topology change"), FIELD_FLAG, 2, .bit = 39, .bits = 1},
        {"stp.root.prio", N_("Root's priority"), FIELD_UINT, 1, .bit = 40, .bits = 4},
        {"stp.root.ext", N_("Root's system id"), FIELD_UINT, 1, .bit = 44, .bits = 12},
        {"stp.root.hw", N_("Root bridge"), FIELD_MAC, 1, .bit = 56, .bits = 48},
        {"stp.root.cost", N_("Cost of the path to the root"), FIELD_UINT, 1, .bit = 104,
                .bits = 32},
        {"stp.bridge.prio", N_("Sender's priority"), FIELD_UINT, 1, .bit = 136, .bits = 4},
        {"stp.bridge.ext", N_("Sender's system id"), FIELD_UINT, 1, .bit = 140, .bits = 12},
        {"stp.bridge.hw", N_("Sending bridge"), FIELD_MAC, 1, .bit = 152, .bits = 48},
        {"stp.port", N_("Port"), FIELD_HEX, 1, .bit = 200, .bits = 16},
        {"stp.msg_age", N_("Message age"), FIELD_UINT, 1, .bit = 216, .bits = 16},
        {"stp.max_age", N_("Maximum age"), FIELD_UINT, 1, .bit = 232, .bits = 16},
        {"stp.hello", N_("Hello time"), FIELD_UINT, 1, .bit = 248, .bits = 16},
        {"stp.forward", N_("Forward delay"), FIELD_UINT, 1, .bit = 264, .bits = 16},
};
static const struct field_spec stp_rapid[] = {
        {"stp.version_1_length", N_("Version 1 length"), FIELD_UINT, 1, .bit = 280, .bits = 8},
};
static const struct field_spec stp_rest = {
        "mstp.data", N_("Multiple spanning tree"), FIELD_BYTES, .depth = 1};
static const struct spec_group stp_groups[] = {
        SPEC_GROUP(stp_head), SPEC_GROUP(stp_body), SPEC_GROUP(stp_rapid), {NULL, 0}};

/* An unnumbered control field has one byte, all others two (IEEE 802.2 5.2). */
static uint32_t llc_length(const uint8_t h[SNAP_LENGTH])
{
	if ((h[2] & 3) != LLC_UNNUMBERED)
		return 4;
	return h[0] == 0xaa && h[1] == 0xaa ? SNAP_LENGTH : 3;
}

static enum packet_layer_kind llc_decode(struct decode *d)
{
	uint8_t h[SNAP_LENGTH] = {0};
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, 3))
		return decode_refuse(d, 3);
	uint32_t n = llc_length(h);
	if (!bytes_copy(&c, h + 3, n - 3))
		return decode_refuse(d, n);
	decode_layer(d, LAYER_LLC, n);
	if (h[0] == 0x42 && n == 3)
		return LAYER_STP;
	/* Cisco's tree per VLAN: OUI 00000c, type 010b, the same BPDU. */
	if (n == SNAP_LENGTH && get32(h + 2) << 8 == 0x00000c00 && get16(h + 6) == 0x010b)
		return LAYER_STP;
	if (n == SNAP_LENGTH && h[3] == 0 && h[4] == 0 && h[5] == 0)
		return dispatch_ethertype(get16(h + 6));
	return LAYER_PAYLOAD;
}

static void llc_fields(struct builder *b, const struct packet_layer *l)
{
	if (l->length == 4) {
		field_add_all(b, llc_specs, 2, l->offset);
		field_add(b, &llc_numbered, l->offset);
		return;
	}
	FIELD_ADD_ALL(b, llc_specs, l->offset);
	if (l->length == SNAP_LENGTH)
		FIELD_ADD_ALL(b, snap_specs, l->offset);
}

static enum packet_layer_kind stp_decode(struct decode *d)
{
	uint8_t h[BPDU_TCN];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	bool tcn = h[3] == 0x80;
	if (!tcn && decode_left(d) < BPDU_CONFIG)
		return decode_refuse(d, BPDU_CONFIG);
	decode_layer(d, LAYER_STP, tcn ? BPDU_TCN : decode_left(d));
	decode_payload_here(d);
	return LAYER_PAYLOAD;
}

static void mean_times(struct builder *b, size_t from)
{
	static const char *const times[] = {
	        "stp.msg_age", "stp.max_age", "stp.hello", "stp.forward"};
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		struct field *f = builder_find(b, from, times[i]);
		if (f) /* in 1/256 s */
			field_mean(f, _("%.3g s"), (double)f->value / 256.0);
	}
	static const char *const priorities[] = {"stp.root.prio", "stp.bridge.prio"};
	for (size_t i = 0; i < COUNT_OF(priorities); i++) {
		struct field *f = builder_find(b, from, priorities[i]);
		if (f)
			field_mean(f, _("the lowest becomes root"));
	}
}

static void stp_fields(struct builder *b, const struct packet_layer *l)
{
	size_t from = b->list->count;
	FIELD_ADD_ALL(b, stp_head, l->offset);
	if (l->length < BPDU_CONFIG)
		return;
	FIELD_ADD_ALL(b, stp_body, l->offset);
	mean_times(b, from);
	const struct field *root = builder_find(b, from, "stp.root.hw");
	struct field *bridge = builder_find(b, from, "stp.bridge.hw");
	if (root && bridge && root->value == bridge->value)
		field_mean(bridge, _("it takes itself for the root"));
	const struct field *version = builder_find(b, from, "stp.version");
	bool rapid = version && version->value >= 2;
	uint32_t used = BPDU_CONFIG;
	if (rapid && l->length > BPDU_CONFIG) {
		FIELD_ADD_ALL(b, stp_rapid, l->offset);
		used++;
	}
	if (l->length > used)
		field_add_sized(b, &stp_rest, l->offset + used, l->length - used);
}

void stp_summary(struct bytes b, char *out, size_t size)
{
	out[0] = '\0';
	bytes_skip(&b, 2);
	unsigned version = bytes_u8(&b), type = bytes_u8(&b), flags = bytes_u8(&b);
	if (type == 0x80) {
		snprintf(out, size, "STP %s", _("topology change notification"));
		return;
	}
	struct packet_addr root = {.length = 6}, bridge = {.length = 6};
	bytes_skip(&b, 2);
	bytes_copy(&b, root.bytes, 6);
	uint32_t cost = bytes_be32(&b);
	bytes_skip(&b, 2);
	bytes_copy(&b, bridge.bytes, 6);
	if (b.bad)
		return;
	char from[46], to[46];
	packet_addr_text(&bridge, from);
	packet_addr_text(&root, to);
	const char *name = version >= 2 ? "RSTP" : "STP";
	const char *change = flags & 1 ? _(", topology change") : "";
	if (packet_addr_equal(&root, &bridge))
		snprintf(out, size, _("%s %s takes itself for the root%s"), name, from, change);
	else
		snprintf(out, size, _("%s %s reaches root %s at cost %u%s"), name, from, to, cost,
		        change);
}

const struct protocol protocol_llc = {
        "llc", N_("Logical Link Control"), "LLC", llc_decode, llc_fields, llc_groups};
const struct protocol protocol_stp = {
        "stp", N_("Spanning Tree Protocol"), "STP", stp_decode, stp_fields, stp_groups};
