/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The spanning tree's BPDUs: STP and RSTP (IEEE 802.1D clause 9), MSTP (IEEE 802.1Q clause 14),
 * and the tail of Cisco's tree per VLAN.
 */
#include <stdio.h>

#include "packet/fields_internal.h"
#include "packet/summary_internal.h"

#define BPDU_TCN 4
#define BPDU_CONFIG 35

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
        {"stp.root.prio", N_("Root's priority"), FIELD_UINT, 1, .bit = 40, .bits = 4,
                .scale = 4096},
        {"stp.root.ext", N_("Root's system id"), FIELD_UINT, 1, .bit = 44, .bits = 12},
        {"stp.root.hw", N_("Root bridge"), FIELD_MAC, 1, .bit = 56, .bits = 48},
        {"stp.root.cost", N_("Cost of the path to the root"), FIELD_UINT, 1, .bit = 104,
                .bits = 32},
        {"stp.bridge.prio", N_("Sender's priority"), FIELD_UINT, 1, .bit = 136, .bits = 4,
                .scale = 4096},
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
#define MSTP_AT (BPDU_CONFIG + 1)
#define MSTP_LENGTH 66
#define INSTANCE_LENGTH 16
#define INSTANCES_MAX 64
static const struct field_spec multiple[] = {
        {"mstp.version_3_length", N_("Version 3 length"), FIELD_UINT, 1, .bit = 0, .bits = 16},
        {"mstp.config_format_selector", N_("Format"), FIELD_UINT, 1, .bit = 16, .bits = 8},
        {"mstp.config_name", N_("Region"), FIELD_TEXT, 1, .bit = 24, .bits = 256},
        {"mstp.config_revision_level", N_("Revision"), FIELD_UINT, 1, .bit = 280, .bits = 16},
        {"mstp.config_digest", N_("Digest of VLANs and trees"), FIELD_BYTES, 1, .bit = 296,
                .bits = 128},
        {"mstp.cist_internal_root_path_cost", N_("Cost within the region"), FIELD_UINT, 1,
                .bit = 424, .bits = 32},
        {"mstp.cist_bridge.prio", N_("Sender's priority"), FIELD_UINT, 1, .bit = 456, .bits = 4,
                .scale = 4096},
        {"mstp.cist_bridge.ext", N_("Sender's system id"), FIELD_UINT, 1, .bit = 460, .bits = 12},
        {"mstp.cist_bridge.hw", N_("Sender"), FIELD_MAC, 1, .bit = 472, .bits = 48},
        {"mstp.cist_remaining_hops", N_("Hops left"), FIELD_UINT, 1, .bit = 520, .bits = 8},
};
static const struct field_spec instance[] = {
        {"mstp.msti.flags", N_("Flags of a tree"), FIELD_HEX, 1, .bit = 0, .bits = 8},
        {"mstp.msti.priority", N_("Root's priority"), FIELD_UINT, 2, .bit = 8, .bits = 4},
        {"mstp.msti.msti_id", N_("Tree"), FIELD_UINT, 2, .bit = 12, .bits = 12},
        {"mstp.msti.root.hw", N_("Root in the region"), FIELD_MAC, 2, .bit = 24, .bits = 48},
        {"mstp.msti.root_cost", N_("Cost of the path to it"), FIELD_UINT, 2, .bit = 72, .bits = 32},
        {"mstp.msti.bridge_priority", N_("Sender's priority"), FIELD_UINT, 2, .bit = 104,
                .bits = 4},
        {"mstp.msti.port_priority", N_("Port's priority"), FIELD_UINT, 2, .bit = 112, .bits = 4},
        {"mstp.msti.remaining_hops", N_("Hops left"), FIELD_UINT, 2, .bit = 120, .bits = 8},
};
static const struct field_spec per_vlan[] = {
        {"stp.pvst.tlvtype", N_("Element"), FIELD_UINT, 1, .bit = 0, .bits = 16},
        {"stp.pvst.tlvlen", N_("Length"), FIELD_UINT, 2, .bit = 16, .bits = 16},
        {"stp.pvst.origvlan", N_("VLAN of this tree"), FIELD_UINT, 2, .bit = 32, .bits = 16},
};
#define PER_VLAN_LENGTH 6
static const struct field_spec stp_rest = {"stp.data", N_("Data"), FIELD_BYTES, .depth = 1};
static const struct spec_group stp_groups[] = {SPEC_GROUP(stp_head), SPEC_GROUP(stp_body),
        SPEC_GROUP(stp_rapid), SPEC_GROUP(multiple), SPEC_GROUP(instance), SPEC_GROUP(per_vlan),
        {NULL, 0}};

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

/* The region and its trees; returns where they end. */
static uint32_t add_multiple(struct builder *b, uint32_t at, uint32_t end)
{
	if (end - at < MSTP_LENGTH)
		return at;
	uint8_t length[2] = {0};
	builder_copy(b, at, length, sizeof(length));
	uint32_t trees_end = at + 2 + get16(length); /* behind it a shortest path bridge goes on */
	FIELD_ADD_ALL(b, multiple, at);
	at += MSTP_LENGTH;
	if (trees_end >= at && trees_end < end)
		end = trees_end;
	for (unsigned i = 0; i < INSTANCES_MAX && end - at >= INSTANCE_LENGTH; i++) {
		FIELD_ADD_ALL(b, instance, at);
		at += INSTANCE_LENGTH;
	}
	return at;
}

/* Behind Cisco's frame: an element of type 0, length 2, with the VLAN; perhaps a byte of padding
 * before it. */
static bool is_per_vlan(const struct builder *b, uint32_t at, uint32_t end)
{
	uint8_t h[4];
	if (end - at < PER_VLAN_LENGTH || !builder_copy(b, at, h, sizeof(h)))
		return false;
	uint8_t odd = (end - at) & 1;
	return odd || get32(h) == 2;
}

static uint32_t add_per_vlan(struct builder *b, uint32_t at)
{
	uint8_t h[4];
	if (builder_copy(b, at, h, sizeof(h)) && get32(h) != 2)
		at++;
	FIELD_ADD_ALL(b, per_vlan, at);
	return at + PER_VLAN_LENGTH;
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
	bool rapid = version && version->value >= 2, has_trees = version && version->value >= 3;
	uint32_t at = l->offset + BPDU_CONFIG, end = l->offset + l->length;
	if (rapid && at < end) {
		FIELD_ADD_ALL(b, stp_rapid, l->offset);
		at++;
	}
	if (has_trees)
		at = add_multiple(b, at, end);
	else if (is_per_vlan(b, at, end))
		at = add_per_vlan(b, at);
	if (at < end)
		field_add_sized(b, &stp_rest, at, end - at);
}

void stp_summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	bytes_skip(&b, 2);
	unsigned version = bytes_u8(&b), type = bytes_u8(&b), flags = bytes_u8(&b);
	if (type == 0x80) {
		out_add(o, "STP %s", _("topology change notification"));
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
		out_add(o, _("%s %s takes itself for the root%s"), name, from, change);
	else
		out_add(o, _("%s %s reaches root %s at cost %u%s"), name, from, to, cost, change);
}

const struct protocol protocol_stp = {
        "stp", N_("Spanning Tree Protocol"), "STP", stp_decode, stp_fields, stp_groups};
