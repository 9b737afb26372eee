/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IPv6 extension headers (RFC 8200 4) and the authentication header (RFC 4302), which IPv4
 * carries as well.
 */
#include "packet/internet/ip_internal.h"

static const struct field_spec hopopts[] = {
        {"ipv6.hopopts.nxt", N_("Next header"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = ip_protocol_words},
        {"ipv6.hopopts.len", N_("Length"), FIELD_UINT, 1, .bit = 8, .bits = 8},
};
static const struct field_spec dstopts[] = {
        {"ipv6.dstopts.nxt", N_("Next header"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = ip_protocol_words},
        {"ipv6.dstopts.len", N_("Length"), FIELD_UINT, 1, .bit = 8, .bits = 8},
};
static const struct word routing_types[] = {
        {0, N_("source route (deprecated)")},
        {2, N_("mobile IPv6")},
        {3, "RPL"},
        {4, N_("segment routing")},
        {0, NULL},
};
static const struct field_spec routing[] = {
        {"ipv6.routing.nxt", N_("Next header"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = ip_protocol_words},
        {"ipv6.routing.len", N_("Length"), FIELD_UINT, 1, .bit = 8, .bits = 8},
        {"ipv6.routing.type", N_("Type"), FIELD_UINT, 1, .bit = 16, .bits = 8,
                .words = routing_types},
        {"ipv6.routing.segleft", N_("Segments left"), FIELD_UINT, 1, .bit = 24, .bits = 8},
};
static const struct field_spec fragment[] = {
        {"ipv6.fraghdr.nxt", N_("Next header"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = ip_protocol_words},
        {"ipv6.fraghdr.reserved_octet", N_("Reserved"), FIELD_HEX, 1, .bit = 8, .bits = 8},
        {"ipv6.fraghdr.offset", N_("Offset"), FIELD_UINT, 1, .bit = 16, .bits = 13},
        {"ipv6.fraghdr.reserved_bits", N_("Reserved"), FIELD_UINT, 1, .bit = 29, .bits = 2},
        {"ipv6.fraghdr.more", N_("More fragments"), FIELD_FLAG, 1, .bit = 31, .bits = 1},
        {"ipv6.fraghdr.ident", N_("Identification"), FIELD_HEX, 1, .bit = 32, .bits = 32},
};
static const struct field_spec ah[] = {
        {"ah.next_header", N_("Next header"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = ip_protocol_words},
        {"ah.length", N_("Length"), FIELD_UINT, 1, .bit = 8, .bits = 8},
        {"ah.reserved", N_("Reserved"), FIELD_HEX, 1, .bit = 16, .bits = 16},
        {"ah.spi", N_("Security parameters index"), FIELD_HEX, 1, .bit = 32, .bits = 32},
        {"ah.sequence", N_("Sequence number"), FIELD_UINT, 1, .bit = 64, .bits = 32},
};
static const struct word option_types[] = {
        {0, N_("one byte of padding")},
        {1, N_("padding")},
        {4, N_("tunnel encapsulation limit")},
        {5, N_("router alert")},
        {7, "CALIPSO"},
        {0x6d, "MPL"},
        {0x63, "RPL"},
        {0xc2, N_("jumbo payload")},
        {0xc9, N_("home address")},
        {0, NULL},
};
static const struct field_spec opt_type = {
        "ipv6.opt.type", N_("Option"), FIELD_HEX, 2, .bit = 0, .bits = 8, .words = option_types};
static const struct field_spec opt_length = {
        "ipv6.opt.length", N_("Length"), FIELD_UINT, 3, .bit = 8, .bits = 8};
static const struct field_spec opt_alert = {
        "ipv6.opt.router_alert", N_("Router alert"), FIELD_UINT, 3, .bit = 16, .bits = 16};
static const struct field_spec opt_jumbo = {
        "ipv6.opt.jumbo", N_("Length"), FIELD_UINT, 3, .bit = 16, .bits = 32};
static const struct field_spec opt_data = {"ipv6.opt.unknown", N_("Data"), FIELD_BYTES, .depth = 3};
static const struct field_spec route_addr = {
        "ipv6.routing.src.addr", N_("Address"), FIELD_IPV6, 2, .bit = 0, .bits = 128};
static const struct field_spec route_data = {
        "ipv6.routing.unknown.data", N_("Data"), FIELD_BYTES, .depth = 2};
static const struct field_spec ah_icv = {
        "ah.icv", N_("Integrity check value"), FIELD_BYTES, .depth = 1};

static const struct spec_group groups[] = {SPEC_GROUP(hopopts), SPEC_GROUP(dstopts),
        SPEC_GROUP(routing), SPEC_GROUP(fragment), SPEC_GROUP(ah), {&opt_type, 1}, {&opt_length, 1},
        {&opt_alert, 1}, {&opt_jumbo, 1}, {&route_addr, 1}, {NULL, 0}};

static const struct {
	uint8_t protocol;
	const char *name, *label;
	const struct field_spec *specs;
	uint8_t count;
	bool options;
} headers[] = {
        {IP_HOPOPTS, "ipv6.hopopts", N_("Hop-by-hop options"), hopopts, COUNT_OF(hopopts), true},
        {IP_ROUTING, "ipv6.routing", N_("Routing header"), routing, COUNT_OF(routing), false},
        {IP_FRAGMENT, "ipv6.fraghdr", N_("Fragment header"), fragment, COUNT_OF(fragment), false},
        {IP_AH, "ah", N_("Authentication header"), ah, COUNT_OF(ah), false},
        {IP_DSTOPTS, "ipv6.dstopts", N_("Destination options"), dstopts, COUNT_OF(dstopts), true},
};

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[8];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	bool is_fragment = d->protocol == IP_FRAGMENT;
	uint32_t length = d->protocol == IP_AH ? (h[1] + 2u) * 4u : (h[1] + 1u) * 8u;
	if (is_fragment)
		length = sizeof(h);
	if (decode_left(d) < length)
		return decode_refuse(d, length);
	if (length < sizeof(h))
		return decode_malformed(d);
	if (is_fragment && (get16(h + 2) & 0xfff9)) {
		d->later_fragment = (get16(h + 2) & 0xfff8) != 0;
		if (!d->quoted)
			d->p->flags |= PACKET_FRAGMENT;
	}
	d->protocol = h[0];
	if (!d->quoted)
		d->p->protocol = h[0];
	decode_layer(d, LAYER_IPV6_EXT, length);
	return dispatch_ip(d);
}

static void add_options(struct builder *b, uint32_t at, uint32_t end)
{
	while (at < end) {
		struct bytes c = builder_cursor(b, at, end);
		uint8_t type = bytes_u8(&c);
		uint32_t n = type == 0 ? 1 : 2u + bytes_u8(&c);
		struct field *f = field_add(b, &opt_type, at);
		if (!f || c.bad || n > end - at) {
			field_mean(f, _("its length is wrong"));
			return;
		}
		if (type != 0)
			field_add(b, &opt_length, at);
		if (type == 5 && n == 4)
			field_add(b, &opt_alert, at);
		else if (type == 0xc2 && n == 6)
			field_add(b, &opt_jumbo, at);
		else if (n > 2)
			field_add_sized(b, &opt_data, at + 2, n - 2);
		at += n;
	}
}

static void add_route(struct builder *b, uint32_t at, uint32_t end)
{
	uint8_t h[4];
	if (!builder_copy(b, at, h, sizeof(h)))
		return;
	bool listed = h[2] == 0 || h[2] == 2 || h[2] == 4;
	at += 8;
	for (; listed && at + 16 <= end; at += 16)
		field_add(b, &route_addr, at);
	if (at < end)
		field_add_sized(b, &route_data, at, end - at);
}

static void mean_fragment(struct builder *b, size_t from)
{
	struct field *f = builder_find(b, from, "ipv6.fraghdr.offset");
	if (f)
		field_mean(f, _("byte %u of the whole"), (unsigned)f->value * 8);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t protocol = ip_announced(b->p, b->bytes, b->layer);
	uint32_t end = (uint32_t)l->offset + l->length;
	size_t from = b->list->count;
	for (size_t i = 0; i < COUNT_OF(headers); i++) {
		if (headers[i].protocol != protocol)
			continue;
		if (from) { /* the layer's own header line is general: make it this one's */
			b->list->at[from - 1].name = headers[i].name;
			b->list->at[from - 1].label = headers[i].label;
		}
		field_add_all(b, headers[i].specs, headers[i].count, l->offset);
		if (headers[i].options)
			add_options(b, l->offset + 2u, end);
	}
	if (protocol == IP_ROUTING)
		add_route(b, l->offset, end);
	if (protocol == IP_FRAGMENT)
		mean_fragment(b, from);
	if (protocol == IP_AH && l->length > 12)
		field_add_sized(b, &ah_icv, l->offset + 12u, l->length - 12u);
}

const struct protocol protocol_ipv6_ext = {
        "ipv6.ext", N_("IPv6 extension header"), "IPv6", decode, fields, groups};
