/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Address Resolution Protocol (RFC 826).
 */
#include "packet/fields_internal.h"

#define FIXED 8
#define ETHERNET_IPV4 28 /* the whole message where hardware is Ethernet and protocol IPv4 */

static const struct word hardware[] = {{1, "Ethernet"}, {6, "IEEE 802"}, {0, NULL}};
static const struct word protocols[] = {{0x0800, "IPv4"}, {0, NULL}};
static const struct word opcodes[] = {
        {1, "request"},
        {2, "reply"},
        {3, "RARP request"},
        {4, "RARP reply"},
        {8, "InARP request"},
        {9, "InARP reply"},
        {0, NULL},
};

static const struct field_spec specs[] = {
        {"arp.hw.type", "Hardware type", FIELD_UINT, 1, .bit = 0, .bits = 16, .words = hardware},
        {"arp.proto.type", "Protocol type", FIELD_HEX, 1, .bit = 16, .bits = 16,
                .words = protocols},
        {"arp.hw.size", "Hardware address length", FIELD_UINT, 1, .bit = 32, .bits = 8},
        {"arp.proto.size", "Protocol address length", FIELD_UINT, 1, .bit = 40, .bits = 8},
        {"arp.opcode", "Operation", FIELD_UINT, 1, .bit = 48, .bits = 16, .words = opcodes},
};

static const struct field_spec usual[] = {
        {"arp.src.hw_mac", "Sender hardware address", FIELD_MAC, 1, .bit = 64, .bits = 48},
        {"arp.src.proto_ipv4", "Sender protocol address", FIELD_IPV4, 1, .bit = 112, .bits = 32},
        {"arp.dst.hw_mac", "Target hardware address", FIELD_MAC, 1, .bit = 144, .bits = 48},
        {"arp.dst.proto_ipv4", "Target protocol address", FIELD_IPV4, 1, .bit = 192, .bits = 32},
};
static const struct spec_group groups[] = {SPEC_GROUP(specs), SPEC_GROUP(usual), {NULL, 0}};

static const struct field_spec unusual[] = {
        {"arp.src.hw", "Sender hardware address", FIELD_BYTES, .depth = 1},
        {"arp.src.proto", "Sender protocol address", FIELD_BYTES, .depth = 1},
        {"arp.dst.hw", "Target hardware address", FIELD_BYTES, .depth = 1},
        {"arp.dst.proto", "Target protocol address", FIELD_BYTES, .depth = 1},
};

static bool is_usual(const uint8_t h[FIXED])
{
	return get16(h + 2) == 0x0800 && h[4] == 6 && h[5] == 4;
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[ETHERNET_IPV4];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, FIXED))
		return decode_refuse(d, FIXED);
	uint32_t length = FIXED + 2u * h[4] + 2u * h[5];
	if (decode_left(d) < length) {
		decode_refuse(d, length);
		length = decode_left(d);
	} else if (is_usual(h)) {
		bytes_copy(&c, h + FIXED, ETHERNET_IPV4 - FIXED);
		decode_addr(&d->p->src, h + 14, 4);
		decode_addr(&d->p->dst, h + 24, 4);
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
		field_mean(mac, "%s", opcode == 1 ? "not known yet: this is the question" : "none");
	const struct field *sender = builder_find(b, from, "arp.src.proto_ipv4");
	struct field *target = builder_find(b, from, "arp.dst.proto_ipv4");
	if (sender && target && sender->value == target->value)
		field_mean(target, "the sender's own: gratuitous ARP");
	else if (sender && target && sender->value == 0 && opcode == 1)
		field_mean(target, "a probe: is this address free? (RFC 5227)");
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	size_t from = b->list->count;
	FIELD_ADD_ALL(b, specs, l->offset);
	uint8_t h[FIXED];
	if (!builder_copy(b, l->offset, h, sizeof(h)))
		return;
	if (is_usual(h)) {
		FIELD_ADD_ALL(b, usual, l->offset);
		mean_target(b, from, get16(h + 6));
		return;
	}
	uint32_t at = l->offset + FIXED;
	for (unsigned i = 0; i < COUNT_OF(unusual); i++) {
		uint32_t n = i % 2 ? h[5] : h[4];
		if (n)
			field_add_sized(b, &unusual[i], at, n);
		at += n;
	}
}

const struct protocol protocol_arp = {
        "arp", "Address Resolution Protocol", "ARP", decode, fields, groups};
