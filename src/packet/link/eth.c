/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ethernet (IEEE 802.3) and the 802.1Q tag.
 */
#include <stdio.h>

#include "packet/link/link_internal.h"
#include "packet/summary_internal.h"

#define ETHERTYPE_LEAST 1536 /* below is a length (IEEE 802.3 3.2.6) */
#define LENGTH_MOST 1500

const struct word ethertype_words[] = {
        {0x0800, "IPv4"},
        {0x0806, "ARP"},
        {0x86dd, "IPv6"},
        {0x8100, N_("802.1Q VLAN tag")},
        {0x88a8, N_("802.1ad provider tag")},
        {0x9100, N_("VLAN tag (old QinQ)")},
        {0x8847, "MPLS"},
        {0x8863, N_("PPPoE discovery")},
        {0x8864, N_("PPPoE session")},
        {0x88cc, "LLDP"},
        {0x888e, "802.1X"},
        {0x8808, N_("Ethernet flow control")},
        {0x8809, N_("slow protocols (LACP)")},
        {0, NULL},
};

enum { ETH_DST, ETH_SRC, ETH_TYPE };
static const struct field_spec eth_specs[] = {
        [ETH_DST] = {"eth.dst", N_("Destination address"), FIELD_MAC, 1, .bit = 0, .bits = 48},
        [ETH_SRC] = {"eth.src", N_("Source address"), FIELD_MAC, 1, .bit = 48, .bits = 48},
        [ETH_TYPE] = {"eth.type", N_("Type"), FIELD_HEX, 1, .bit = 96, .bits = 16,
                .words = ethertype_words},
};
static const struct field_spec eth_length = {
        "eth.len", N_("Length"), FIELD_UINT, 1, .bit = 96, .bits = 16};
static const struct spec_group eth_groups[] = {SPEC_GROUP(eth_specs), {&eth_length, 1}, {NULL, 0}};

static const struct word priorities[] = {
        {0, N_("best effort")},
        {1, N_("background")},
        {2, N_("excellent effort")},
        {3, N_("critical applications")},
        {4, N_("video")},
        {5, N_("voice")},
        {6, N_("internetwork control")},
        {7, N_("network control")},
        {0, NULL},
};

enum { VLAN_PRIORITY, VLAN_DEI, VLAN_ID, VLAN_ETYPE };
static const struct field_spec vlan_specs[] = {
        [VLAN_PRIORITY] = {"vlan.priority", N_("Priority"), FIELD_UINT, 1, .bit = 0, .bits = 3,
                .words = priorities},
        [VLAN_DEI] = {"vlan.dei", N_("Drop eligible"), FIELD_FLAG, 1, .bit = 3, .bits = 1},
        [VLAN_ID] = {"vlan.id", N_("VLAN identifier"), FIELD_UINT, 1, .bit = 4, .bits = 12},
        [VLAN_ETYPE] = {"vlan.etype", N_("Type"), FIELD_HEX, 1, .bit = 16, .bits = 16,
                .words = ethertype_words},
};
static const struct field_spec provider_specs[] = {
        {"ieee8021ad.priority", N_("Priority"), FIELD_UINT, 1, .bit = 0, .bits = 3,
                .words = priorities},
        {"ieee8021ad.dei", N_("Drop eligible"), FIELD_FLAG, 1, .bit = 3, .bits = 1},
        {"ieee8021ad.id", N_("Provider's VLAN identifier"), FIELD_UINT, 1, .bit = 4, .bits = 12},
};
static const struct field_spec vlan_length = {
        "vlan.len", N_("Length"), FIELD_UINT, 1, .bit = 16, .bits = 16};
static const struct spec_group vlan_groups[] = {
        SPEC_GROUP(vlan_specs), SPEC_GROUP(provider_specs), {&vlan_length, 1}, {NULL, 0}};

/* A type says what follows; a length says where 802.2 and its content end. */
static enum packet_layer_kind follow(struct decode *d, unsigned type)
{
	if (type >= ETHERTYPE_LEAST || type == 0) /* no frame has nothing: a type nobody has */
		return dispatch_ethertype(type);
	if (type > LENGTH_MOST)
		return decode_malformed(d);
	if (d->at + type > d->end)
		decode_malformed(d);
	else
		d->end = d->at + type;
	return LAYER_LLC;
}

static enum packet_layer_kind eth_decode(struct decode *d)
{
	uint8_t h[14];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_addr(&d->p->mac_dst, h, 6);
	decode_addr(&d->p->mac_src, h + 6, 6);
	decode_layer(d, LAYER_ETHERNET, sizeof(h));
	return follow(d, get16(h + 12));
}

static enum packet_layer_kind vlan_decode(struct decode *d)
{
	uint8_t h[4];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_layer(d, LAYER_VLAN, sizeof(h));
	return follow(d, get16(h + 2));
}

void link_mean_mac(struct field *f)
{
	if (!f)
		return;
	if (f->value == 0xffffffffffff)
		field_mean(f, _("broadcast: to everybody on this link"));
	else if (f->value >> 24 == 0x01005e)
		field_mean(f, _("IPv4 multicast"));
	else if (f->value >> 32 == 0x3333)
		field_mean(f, _("IPv6 multicast"));
	else if (f->value == 0x0180c2000000)
		field_mean(f, _("to bridges: spanning tree"));
	else if (f->value >> 40 & 1)
		field_mean(f, _("multicast"));
	else if (f->value >> 40 & 2)
		field_mean(f, _("locally administered"));
}

static void type_or_length(struct builder *b, uint32_t base, const struct field_spec *type,
        const struct field_spec *length)
{
	uint8_t value[2];
	if (!builder_copy(b, base + type->bit / 8, value, sizeof(value)))
		return;
	if (get16(value) >= ETHERTYPE_LEAST || get16(value) == 0)
		field_add(b, type, base);
	else
		field_mean(field_add(b, length, base), _("802.2 LLC follows"));
}

static void eth_fields(struct builder *b, const struct packet_layer *l)
{
	link_mean_mac(field_add(b, &eth_specs[ETH_DST], l->offset));
	link_mean_mac(field_add(b, &eth_specs[ETH_SRC], l->offset));
	type_or_length(b, l->offset, &eth_specs[ETH_TYPE], &eth_length);
}

static void vlan_fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t announced[2];
	bool provider = l->offset >= 2 && builder_copy(b, l->offset - 2u, announced, 2) &&
	                get16(announced) == 0x88a8;
	field_add_all(b, provider ? provider_specs : vlan_specs, VLAN_ETYPE, l->offset);
	type_or_length(b, l->offset, &vlan_specs[VLAN_ETYPE], &vlan_length);
}

static void say_type(const char *name, unsigned type, const struct packet *p, struct out *o)
{
	const char *word = word_find(ethertype_words, type);
	if (type < ETHERTYPE_LEAST)
		return;
	if (word)
		out_add(o, _("%s, %s, %u bytes"), name, word, p->payload_length);
	else
		out_add(o, _("%s, type 0x%04x, %u bytes"), name, type, p->payload_length);
}

void eth_summary(struct bytes b, const struct packet *p, struct out *o)
{
	bytes_skip(&b, 12);
	say_type("Ethernet", bytes_be16(&b), p, o);
}

void vlan_summary(struct bytes b, const struct packet *p, struct out *o)
{
	char name[24];
	snprintf(name, sizeof(name), "VLAN %u", bytes_be16(&b) & 0xfffu);
	say_type(name, bytes_be16(&b), p, o);
}

const struct protocol protocol_ethernet = {
        "eth", N_("Ethernet"), "Ethernet", eth_decode, eth_fields, eth_groups};
const struct protocol protocol_vlan = {
        "vlan", N_("802.1Q VLAN tag"), "VLAN", vlan_decode, vlan_fields, vlan_groups};
