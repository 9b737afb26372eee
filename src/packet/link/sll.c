/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Linux cooked captures, versions 1 and 2 (LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2): what a capture
 * on the interface "any" has instead of a link's header.
 */
#include "packet/link/link_internal.h"
#include "packet/summary_internal.h"

#define SLL1_LENGTH 16
#define SLL2_LENGTH 20
#define ADDRESS_ROOM 8

/* Values of "protocol" that are no EtherTypes (linux/if_ether.h). */
#define ETHERTYPE_LEAST 1536
#define LINUX_LLC 4

/* Device types (linux/if_arp.h). */
enum {
	DEVICE_LOOPBACK = 772,
	DEVICE_GRE = 778,
	DEVICE_WLAN = 801,
	DEVICE_RADIOTAP = 803,
	DEVICE_NETLINK = 824,
	DEVICE_IP6GRE = 823
};

static const struct word packet_types[] = {
        {0, N_("to us")},
        {1, N_("broadcast")},
        {2, N_("multicast")},
        {3, N_("to another host")},
        {4, N_("sent by us")},
        {0, NULL},
};
static const struct word devices[] = {
        {1, "Ethernet"},
        {512, "PPP"},
        {768, N_("IPv4 tunnel")},
        {769, N_("IPv6 tunnel")},
        {DEVICE_LOOPBACK, N_("loopback")},
        {776, "6in4"},
        {DEVICE_GRE, "GRE"},
        {DEVICE_WLAN, "IEEE 802.11"},
        {DEVICE_RADIOTAP, N_("IEEE 802.11 with radiotap")},
        {DEVICE_IP6GRE, N_("GRE over IPv6")},
        {DEVICE_NETLINK, "netlink"},
        {65534, N_("none (tun)")},
        {0, NULL},
};

static const struct field_spec one[] = {
        {"sll.pkttype", N_("Direction"), FIELD_UINT, 1, .bit = 0, .bits = 16,
                .words = packet_types},
        {"sll.hatype", N_("Device type"), FIELD_UINT, 1, .bit = 16, .bits = 16, .words = devices},
        {"sll.halen", N_("Address length"), FIELD_UINT, 1, .bit = 32, .bits = 16},
};
static const struct field_spec two[] = {
        {"sll.unused", N_("Reserved"), FIELD_BYTES, 1, .bit = 16, .bits = 16},
        {"sll.ifindex", N_("Interface number"), FIELD_UINT, 1, .bit = 32, .bits = 32},
        {"sll.hatype", N_("Device type"), FIELD_UINT, 1, .bit = 64, .bits = 16, .words = devices},
        {"sll.pkttype", N_("Direction"), FIELD_UINT, 1, .bit = 80, .bits = 8,
                .words = packet_types},
        {"sll.halen", N_("Address length"), FIELD_UINT, 1, .bit = 88, .bits = 8},
};
enum { ADDRESS_MAC, ADDRESS_IPV4, ADDRESS_OTHER, ADDRESS_UNUSED };
static const struct field_spec address[] = {
        [ADDRESS_MAC] = {"sll.src.eth", N_("Sender's address"), FIELD_MAC, 1, .bits = 48},
        [ADDRESS_IPV4] = {"sll.src.ipv4", N_("Sender's address"), FIELD_IPV4, 1, .bits = 32},
        [ADDRESS_OTHER] = {"sll.src.other", N_("Sender's address"), FIELD_BYTES, .depth = 1},
        [ADDRESS_UNUSED] = {"sll.unused", N_("Unused"), FIELD_BYTES, .depth = 1},
};
static const struct word link_types[] = {
        {1, N_("Novell's raw 802.3")},
        {LINUX_LLC, "802.2 LLC"},
        {12, "CAN"},
        {13, "CAN FD"},
        {0, NULL},
};
enum { TYPE_ETHER, TYPE_LINUX, TYPE_GRE };
static const struct field_spec types[] = {
        [TYPE_ETHER] = {"sll.etype", N_("Type"), FIELD_HEX, 1, .bits = 16,
                .words = ethertype_words},
        [TYPE_LINUX] = {"sll.ltype", N_("Type"), FIELD_HEX, 1, .bits = 16, .words = link_types},
        [TYPE_GRE] = {"sll.gretype", N_("Type"), FIELD_HEX, 1, .bits = 16,
                .words = ethertype_words},
};
static const struct spec_group groups[] = {
        SPEC_GROUP(one), SPEC_GROUP(two), {address, 2}, SPEC_GROUP(types), {NULL, 0}};

/* What either version says. */
struct cooked {
	unsigned device, address_length, type;
	uint8_t address[ADDRESS_ROOM];
};

static struct cooked read_cooked(const uint8_t *h, bool second)
{
	struct cooked c = {
	        .device = get16(h + (second ? 8 : 2)),
	        .address_length = second ? h[11] : get16(h + 4),
	        .type = get16(h + (second ? 0 : 14)),
	};
	memcpy(c.address, h + (second ? 12 : 6), ADDRESS_ROOM);
	return c;
}

static bool is_gre(const struct cooked *c)
{
	return c->device == DEVICE_GRE || c->device == DEVICE_IP6GRE;
}

static enum packet_layer_kind follow(const struct cooked *c)
{
	switch (c->device) {
	case DEVICE_NETLINK:
		return LAYER_PAYLOAD;
	case DEVICE_WLAN:
		return LAYER_WLAN;
	case DEVICE_RADIOTAP:
		return LAYER_RADIO;
	}
	if (c->type == LINUX_LLC)
		return LAYER_LLC;
	return c->type < ETHERTYPE_LEAST ? LAYER_PAYLOAD : dispatch_ethertype(c->type);
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[SLL2_LENGTH];
	bool second = d->link == PACKET_LINK_LINUX_SLL2;
	uint32_t n = second ? SLL2_LENGTH : SLL1_LENGTH;
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, n))
		return decode_refuse(d, n);
	struct cooked cooked = read_cooked(h, second);
	if (cooked.address_length == 6)
		decode_addr(&d->p->mac_src, cooked.address, 6);
	decode_layer(d, LAYER_SLL, n);
	return follow(&cooked);
}

static void add_address(struct builder *b, const struct cooked *c, uint32_t at)
{
	uint32_t n = c->address_length < ADDRESS_ROOM ? c->address_length : ADDRESS_ROOM;
	if (n == 6)
		field_add(b, &address[ADDRESS_MAC], at);
	else if (n == 4)
		field_add(b, &address[ADDRESS_IPV4], at);
	else if (n)
		field_add_sized(b, &address[ADDRESS_OTHER], at, n);
	if (n < ADDRESS_ROOM)
		field_add_sized(b, &address[ADDRESS_UNUSED], at + n, ADDRESS_ROOM - n);
}

static void add_type(struct builder *b, const struct cooked *c, uint32_t at)
{
	unsigned form = is_gre(c) ? TYPE_GRE : c->type < ETHERTYPE_LEAST ? TYPE_LINUX : TYPE_ETHER;
	field_add(b, &types[form], at);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t h[SLL2_LENGTH];
	bool second = l->length == SLL2_LENGTH;
	if (!builder_copy(b, l->offset, h, l->length < sizeof(h) ? l->length : sizeof(h)))
		return;
	struct cooked c = read_cooked(h, second);
	if (second) {
		add_type(b, &c, l->offset);
		FIELD_ADD_ALL(b, two, l->offset);
		add_address(b, &c, l->offset + 12);
		return;
	}
	FIELD_ADD_ALL(b, one, l->offset);
	add_address(b, &c, l->offset + 6);
	add_type(b, &c, l->offset + 14);
}

void sll_summary(struct bytes b, const struct packet *p, struct out *o)
{
	uint8_t h[SLL2_LENGTH];
	bool second = bytes_left(&b) == SLL2_LENGTH;
	if (!bytes_copy(&b, h, second ? SLL2_LENGTH : SLL1_LENGTH))
		return;
	struct cooked c = read_cooked(h, second);
	const char *device = word_find(devices, c.device);
	const char *type = c.device == DEVICE_NETLINK ? NULL : word_find(ethertype_words, c.type);
	if (device && type)
		out_add(o, _("%s, %s, %u bytes"), device, type, p->payload_length);
	else if (device)
		out_add(o, _("%s, type 0x%04x, %u bytes"), device, c.type, p->payload_length);
}

const struct protocol protocol_sll = {
        "sll", N_("Linux cooked capture"), "cooked", decode, fields, groups};
