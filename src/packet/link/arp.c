/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Address Resolution Protocol (RFC 826).
 */
#include "packet/fields_internal.h"

#define FIXED 8

static const struct word hardware[] = {{1, N_("Ethernet")}, {6, "IEEE 802"}, {0, NULL}};
static const struct word protocols[] = {{0x0800, "IPv4"}, {0, NULL}};
static const struct word opcodes[] = {
        {1, N_("request")},
        {2, N_("reply")},
        {3, N_("RARP request")},
        {4, N_("RARP reply")},
        {8, N_("InARP request")},
        {9, N_("InARP reply")},
        {0, NULL},
};

static const struct field_spec specs[] = {
        {"arp.hw.type", N_("Hardware type"), FIELD_UINT, 1, .bit = 0, .bits = 16,
                .words = hardware},
        {"arp.proto.type", N_("Protocol type"), FIELD_HEX, 1, .bit = 16, .bits = 16,
                .words = protocols},
        {"arp.hw.size", N_("Hardware address length"), FIELD_UINT, 1, .bit = 32, .bits = 8},
        {"arp.proto.size", N_("Protocol address length"), FIELD_UINT, 1, .bit = 40, .bits = 8},
        {"arp.opcode", N_("Operation"), FIELD_UINT, 1, .bit = 48, .bits = 16, .words = opcodes},
};

/* Sender's and target's addresses: [0] and [2] of the hardware, [1] and [3] of the protocol. */
static const struct field_spec usual[] = {
        {"arp.src.hw_mac", N_("Sender hardware address"), FIELD_MAC, 1, .bits = 48},
        {"arp.src.proto_ipv4", N_("Sender protocol address"), FIELD_IPV4, 1, .bits = 32},
        {"arp.dst.hw_mac", N_("Target hardware address"), FIELD_MAC, 1, .bits = 48},
        {"arp.dst.proto_ipv4", N_("Target protocol address"), FIELD_IPV4, 1, .bits = 32},
};
static const struct field_spec unusual[] = {
        {"arp.src.hw", N_("Sender hardware address"), FIELD_BYTES, .depth = 1},
        {"arp.src.proto", N_("Sender protocol address"), FIELD_BYTES, .depth = 1},
        {"arp.dst.hw", N_("Target hardware address"), FIELD_BYTES, .depth = 1},
        {"arp.dst.proto", N_("Target protocol address"), FIELD_BYTES, .depth = 1},
};
_Static_assert(COUNT_OF(usual) == COUNT_OF(unusual), "two ways to show one address");
static const struct spec_group groups[] = {SPEC_GROUP(specs), SPEC_GROUP(usual), {NULL, 0}};

static bool is_ethernet(const uint8_t h[FIXED])
{
	return (get16(h) == 1 || get16(h) == 6) && h[4] == 6;
}

static bool is_ipv4(const uint8_t h[FIXED])
{
	return get16(h + 2) == 0x0800 && h[5] == 4;
}

static void note_addresses(struct decode *d, const uint8_t h[FIXED], struct bytes c)
{
	uint8_t address[4];
	bytes_skip(&c, h[4]);
	bytes_copy(&c, address, sizeof(address));
	decode_addr(&d->p->src, address, sizeof(address));
	bytes_skip(&c, h[4]);
	bytes_copy(&c, address, sizeof(address));
	decode_addr(&d->p->dst, address, sizeof(address));
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, FIXED))
		return decode_refuse(d, FIXED);
	uint32_t length = FIXED + 2u * h[4] + 2u * h[5];
	if (decode_left(d) < length) {
		decode_refuse(d, length);
		length = decode_left(d);
	} else if (is_ipv4(h)) {
		note_addresses(d, h, c);
	}
	d->p->arp_op = get16(h + 6);
	decode_layer(d, LAYER_ARP, length);
	d->end = d->at;
	return LAYER_NONE; /* what follows is Ethernet's padding */
}

static void mean_target(struct builder *b, size_t from, unsigned opcode)
{
	struct field *mac = builder_find(b, from, "arp.dst.hw_mac");
	if (mac && mac->value == 0)
		field_mean(mac, "%s",
		        opcode == 1 ? _("not known yet: this is the question") : _("none"));
	const struct field *sender = builder_find(b, from, "arp.src.proto_ipv4");
	struct field *target = builder_find(b, from, "arp.dst.proto_ipv4");
	if (sender && target && sender->value == target->value)
		field_mean(target, _("the sender's own: gratuitous ARP"));
	else if (sender && target && sender->value == 0 && opcode == 1)
		field_mean(target, _("a probe: is this address free? (RFC 5227)"));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	size_t from = b->list->count;
	FIELD_ADD_ALL(b, specs, l->offset);
	uint8_t h[FIXED];
	if (!builder_copy(b, l->offset, h, sizeof(h)))
		return;
	uint32_t at = l->offset + FIXED;
	for (unsigned i = 0; i < COUNT_OF(usual); i++) {
		uint32_t n = i % 2 ? h[5] : h[4];
		if (i % 2 ? is_ipv4(h) : is_ethernet(h))
			field_add(b, &usual[i], at);
		else if (n)
			field_add_sized(b, &unusual[i], at, n);
		at += n;
	}
	mean_target(b, from, get16(h + 6));
}

const struct protocol protocol_arp = {
        "arp", N_("Address Resolution Protocol"), "ARP", decode, fields, groups};
