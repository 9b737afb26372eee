/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Networks over networks in UDP: VXLAN (RFC 7348) with its extension for other protocols than
 * Ethernet (draft-ietf-nvo3-vxlan-gpe), and Geneve (RFC 8926).
 */
#include "packet/link/link_internal.h"
#include "packet/summary_internal.h"

#define FIXED 8

static const struct field_spec vxlan_specs[] = {
        {"vxlan.flags", N_("Flags"), FIELD_HEX, 1, .bit = 0, .bits = 16},
        {"vxlan.flag_i", N_("The network is valid"), FIELD_FLAG, 2, .bit = 4, .bits = 1},
        {"vxlan.gbp", N_("Group policy"), FIELD_UINT, 1, .bit = 16, .bits = 16},
        {"vxlan.vni", N_("Virtual network"), FIELD_UINT, 1, .bit = 32, .bits = 24},
};
static const struct word gpe_protocols[] = {
        {1, "IPv4"}, {2, "IPv6"}, {3, "Ethernet"}, {4, "NSH"}, {5, "MPLS"}, {0, NULL}};
static const struct field_spec gpe_specs[] = {
        {"vxlan.flags", N_("Flags"), FIELD_HEX, 1, .bit = 0, .bits = 8},
        {"vxlan.next_proto", N_("Next protocol"), FIELD_UINT, 1, .bit = 24, .bits = 8,
                .words = gpe_protocols},
        {"vxlan.vni", N_("Virtual network"), FIELD_UINT, 1, .bit = 32, .bits = 24},
};
static const struct spec_group vxlan_groups[] = {SPEC_GROUP(vxlan_specs), {NULL, 0}};
static const struct spec_group gpe_groups[] = {SPEC_GROUP(gpe_specs), {NULL, 0}};

static const struct field_spec geneve_specs[] = {
        {"geneve.version", N_("Version"), FIELD_UINT, 1, .bit = 0, .bits = 2},
        {"geneve.option.length", N_("Options' length"), FIELD_UINT, 1, .bit = 2, .bits = 6,
                .scale = 4},
        {"geneve.flags.oam", N_("Control message"), FIELD_FLAG, 1, .bit = 8, .bits = 1},
        {"geneve.flags.critical", N_("Critical options"), FIELD_FLAG, 1, .bit = 9, .bits = 1},
        {"geneve.proto_type", N_("Type"), FIELD_HEX, 1, .bit = 16, .bits = 16,
                .words = ethertype_words},
        {"geneve.vni", N_("Virtual network"), FIELD_UINT, 1, .bit = 32, .bits = 24},
};
static const struct field_spec geneve_options = {
        "geneve.options", N_("Options"), FIELD_BYTES, .depth = 1};
static const struct spec_group geneve_groups[] = {SPEC_GROUP(geneve_specs), {NULL, 0}};

static enum packet_layer_kind vxlan_decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_layer(d, LAYER_VXLAN, sizeof(h));
	return LAYER_ETHERNET;
}

static void vxlan_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, vxlan_specs, l->offset);
}

static enum packet_layer_kind gpe_decode(struct decode *d)
{
	static const uint8_t next[] = {[1] = LAYER_IPV4,
	        [2] = LAYER_IPV6,
	        [3] = LAYER_ETHERNET,
	        [4] = LAYER_NSH,
	        [5] = LAYER_MPLS};
	enum { SAYS_NEXT = 4 };
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_layer(d, LAYER_VXLAN_GPE, sizeof(h));
	if (!(h[0] & SAYS_NEXT))
		return LAYER_ETHERNET;
	bool known = h[3] > 0 && h[3] < COUNT_OF(next);
	return known ? (enum packet_layer_kind)next[h[3]] : LAYER_PAYLOAD;
}

static void gpe_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, gpe_specs, l->offset);
}

static enum packet_layer_kind geneve_decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	uint32_t n = FIXED + (h[0] & 0x3fu) * 4u;
	if (decode_left(d) < n)
		return decode_refuse(d, n);
	decode_layer(d, LAYER_GENEVE, n);
	return dispatch_ethertype(get16(h + 2));
}

static void geneve_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, geneve_specs, l->offset);
	if (l->length > FIXED)
		field_add_sized(b, &geneve_options, l->offset + FIXED, l->length - FIXED);
}

void overlay_summary(struct bytes b, const struct packet *p, struct out *o)
{
	bytes_skip(&b, 4);
	uint32_t network = bytes_be32(&b) >> 8;
	if (!b.bad)
		out_add(o, _("virtual network %u, %u bytes"), network, p->payload_length);
}

const struct protocol protocol_vxlan = {
        "vxlan", N_("Virtual Extensible LAN"), "VXLAN", vxlan_decode, vxlan_fields, vxlan_groups};
const struct protocol protocol_vxlan_gpe = {"vxlan-gpe",
        N_("Virtual Extensible LAN, generic protocol extension"), "VXLAN-GPE", gpe_decode,
        gpe_fields, gpe_groups};
const struct protocol protocol_geneve = {"geneve", N_("Generic Network Virtualization"), "Geneve",
        geneve_decode, geneve_fields, geneve_groups};
