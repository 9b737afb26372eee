/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames that only captures have, and FDDI (ISO 9314-2): a netfilter log's messages
 * (LINKTYPE_NFLOG) and Per-Packet Information (LINKTYPE_PPI), which wraps another link type's.
 */
#include "packet/fields_internal.h"

#define FDDI_LENGTH 13
#define NFLOG_LENGTH 4
#define NFLOG_ATTRIBUTES_MAX 32
#define PPI_LENGTH 8

static const struct field_spec fddi[] = {
        {"fddi.fc", N_("Frame control"), FIELD_HEX, 1, .bit = 0, .bits = 8},
        {"fddi.dst", N_("Destination address"), FIELD_MAC, 1, .bit = 8, .bits = 48},
        {"fddi.src", N_("Source address"), FIELD_MAC, 1, .bit = 56, .bits = 48},
};
static const struct spec_group fddi_groups[] = {SPEC_GROUP(fddi), {NULL, 0}};

/* Frames of the classes asynchronous and synchronous LLC. */
static bool is_llc(uint8_t control)
{
	return (control & 0xf0) == 0x50 || (control & 0xf0) == 0xd0;
}

static enum packet_layer_kind fddi_decode(struct decode *d)
{
	uint8_t h[FDDI_LENGTH];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_addr(&d->p->mac_dst, h + 1, 6);
	decode_addr(&d->p->mac_src, h + 7, 6);
	decode_layer(d, LAYER_FDDI, sizeof(h));
	return is_llc(h[0]) ? LAYER_LLC : LAYER_PAYLOAD;
}

static void fddi_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, fddi, l->offset);
}

enum { FAMILY_IPV4 = 2, FAMILY_IPV6 = 10, ATTRIBUTE_PAYLOAD = 9 };
static const struct word families[] = {
        {FAMILY_IPV4, "IPv4"}, {7, N_("a bridge's frame")}, {FAMILY_IPV6, "IPv6"}, {0, NULL}};
static const struct field_spec nflog[] = {
        {"nflog.family", N_("Address family"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = families},
        {"nflog.version", N_("Version"), FIELD_UINT, 1, .bit = 8, .bits = 8},
        {"nflog.res_id", N_("Group"), FIELD_UINT, 1, .bit = 16, .bits = 16},
};
static const struct word attributes[] = {
        {1, N_("packet header")},
        {2, N_("mark")},
        {3, N_("time stamp")},
        {4, N_("interface it came in by")},
        {5, N_("interface it goes out by")},
        {8, N_("hardware address")},
        {ATTRIBUTE_PAYLOAD, N_("the packet")},
        {10, N_("prefix")},
        {11, N_("user")},
        {14, N_("group of users")},
        {15, N_("hardware type")},
        {16, N_("link layer header")},
        {17, N_("its length")},
        {0, NULL},
};
static const struct field_spec attribute_big = {
        "nflog.tlv_type", N_("Attribute"), FIELD_UINT, 1, .bits = 16, .words = attributes};
static const struct field_spec attribute_little = {"nflog.tlv_type", N_("Attribute"), FIELD_UINT, 1,
        .bits = 16, .little = 2, .words = attributes};
static const struct field_spec attribute_value = {
        "nflog.tlv_value", N_("Value"), FIELD_BYTES, .depth = 2};
static const struct spec_group nflog_groups[] = {SPEC_GROUP(nflog), {&attribute_big, 1}, {NULL, 0}};

struct attribute {
	bool little;
	uint16_t length, type;
};

/* Numbers are in the byte order of the machine that logged: the one that makes a length small. */
static bool read_attribute(struct bytes *c, struct attribute *out)
{
	uint16_t length = bytes_be16(c), type = bytes_be16(c);
	out->little = length > __builtin_bswap16(length);
	out->length = out->little ? __builtin_bswap16(length) : length;
	out->type = (out->little ? __builtin_bswap16(type) : type) & 0x7fff;
	return !c->bad && out->length >= 4;
}

static enum packet_layer_kind nflog_decode(struct decode *d)
{
	struct bytes c = decode_cursor(d);
	size_t begin = c.pos;
	uint8_t family = bytes_u8(&c);
	bytes_skip(&c, NFLOG_LENGTH - 1);
	if (c.bad)
		return decode_refuse(d, NFLOG_LENGTH);
	struct attribute a = {0};
	for (unsigned i = 0; i < NFLOG_ATTRIBUTES_MAX && a.type != ATTRIBUTE_PAYLOAD; i++) {
		struct bytes peek = c;
		if (!read_attribute(&peek, &a))
			break;
		uint32_t padded = (a.length + 3u) & ~3u;
		bytes_skip(&c, a.type == ATTRIBUTE_PAYLOAD ? 4 : padded);
	}
	if (c.bad)
		return decode_refuse(d, decode_left(d) + 1);
	decode_layer(d, LAYER_NFLOG, (uint32_t)(c.pos - begin));
	if (a.type != ATTRIBUTE_PAYLOAD)
		return LAYER_PAYLOAD;
	if (d->at + a.length - 4 <= d->end)
		d->end = d->at + a.length - 4;
	return family == FAMILY_IPV4   ? LAYER_IPV4
	       : family == FAMILY_IPV6 ? LAYER_IPV6
	                               : LAYER_PAYLOAD;
}

static void nflog_fields(struct builder *b, const struct packet_layer *l)
{
	uint32_t at = l->offset + NFLOG_LENGTH, end = l->offset + l->length;
	FIELD_ADD_ALL(b, nflog, l->offset);
	for (unsigned i = 0; i < NFLOG_ATTRIBUTES_MAX && at < end; i++) {
		struct attribute a;
		struct bytes c = builder_cursor(b, at, end);
		if (!read_attribute(&c, &a))
			return;
		field_add(b, a.little ? &attribute_little : &attribute_big, at + 2);
		if (a.length > 4 && a.length <= end - at)
			field_add_sized(b, &attribute_value, at + 4, a.length - 4u);
		at += (a.length + 3u) & ~3u;
	}
}

static const struct field_spec ppi[] = {
        {"ppi.version", N_("Version"), FIELD_UINT, 1, .bit = 0, .bits = 8},
        {"ppi.flags", N_("Flags"), FIELD_HEX, 1, .bit = 8, .bits = 8},
        {"ppi.length", N_("Length"), FIELD_UINT, 1, .bit = 16, .bits = 16, .little = 2},
        {"ppi.dlt", N_("Link type"), FIELD_UINT, 1, .bit = 32, .bits = 32, .little = 4},
};
static const struct field_spec ppi_rest = {"ppi.data", N_("Fields"), FIELD_BYTES, .depth = 1};
static const struct spec_group ppi_groups[] = {SPEC_GROUP(ppi), {NULL, 0}};

static enum packet_layer_kind ppi_decode(struct decode *d)
{
	uint8_t h[PPI_LENGTH];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	uint32_t n = __builtin_bswap16(get16(h + 2)), link = __builtin_bswap32(get32(h + 4));
	if (n < PPI_LENGTH)
		return decode_malformed(d);
	if (decode_left(d) < n)
		return decode_refuse(d, n);
	decode_layer(d, LAYER_PPI, n);
	return link_begin(d, link);
}

static void ppi_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, ppi, l->offset);
	if (l->length > PPI_LENGTH)
		field_add_sized(b, &ppi_rest, l->offset + PPI_LENGTH, l->length - PPI_LENGTH);
}

const struct protocol protocol_fddi = {"fddi", N_("Fiber Distributed Data Interface"), "FDDI",
        fddi_decode, fddi_fields, fddi_groups};
const struct protocol protocol_nflog = {
        "nflog", N_("Netfilter's log"), "NFLOG", nflog_decode, nflog_fields, nflog_groups};
const struct protocol protocol_ppi = {
        "ppi", N_("Per-Packet Information"), "PPI", ppi_decode, ppi_fields, ppi_groups};
