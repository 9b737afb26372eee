/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options of neighbour discovery (RFC 4861 4.6, RFC 3971, 4191, 8106).
 */
#include <stdio.h>

#include "base/text.h"
#include "packet/internet/icmp_internal.h"
#include "packet/fields_internal.h"

enum { OPT_REDIRECTED = 4, OPT_NONCE = 14, OPT_ROUTE = 24, OPT_DNS = 25, OPT_SEARCH = 31 };
static const struct word option_types[] = {
        {1, N_("source's link-layer address")},
        {2, N_("target's link-layer address")},
        {3, N_("prefix")},
        {4, N_("redirected packet")},
        {5, "MTU"},
        {14, N_("nonce")},
        {24, N_("route")},
        {25, N_("DNS servers")},
        {31, N_("DNS search list")},
        {0, NULL},
};
static const struct field_spec option[] = {
        {"icmpv6.opt.type", N_("Option"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = option_types},
        {"icmpv6.opt.length", N_("Length in units of 8"), FIELD_UINT, 2, .bit = 8, .bits = 8},
};
static const struct field_spec opt_address[] = {
        {"icmpv6.opt.linkaddr", N_("Link-layer address"), FIELD_MAC, 2, .bit = 16, .bits = 48},
};
static const struct field_spec opt_prefix[] = {
        {"icmpv6.opt.prefix.length", N_("Prefix length"), FIELD_UINT, 2, .bit = 16, .bits = 8},
        {"icmpv6.opt.prefix.flag.l", N_("On this link"), FIELD_FLAG, 2, .bit = 24, .bits = 1},
        {"icmpv6.opt.prefix.flag.a", N_("Make an address of it"), FIELD_FLAG, 2, .bit = 25,
                .bits = 1},
        {"icmpv6.opt.prefix.valid_lifetime", N_("Valid for s"), FIELD_UINT, 2, .bit = 32,
                .bits = 32},
        {"icmpv6.opt.prefix.preferred_lifetime", N_("Preferred for s"), FIELD_UINT, 2, .bit = 64,
                .bits = 32},
        {"icmpv6.opt.prefix", N_("Prefix"), FIELD_IPV6, 2, .bit = 128, .bits = 128},
};
static const struct field_spec opt_mtu[] = {
        {"icmpv6.opt.mtu", "MTU", FIELD_UINT, 2, .bit = 32, .bits = 32},
};
static const struct field_spec opt_dns[] = {
        {"icmpv6.opt.rdnss.lifetime", N_("Valid for s"), FIELD_UINT, 2, .bit = 32, .bits = 32},
};
static const struct field_spec dns_server = {
        "icmpv6.opt.rdnss", N_("DNS server"), FIELD_IPV6, 2, .bit = 0, .bits = 128};
static const struct field_spec opt_search[] = {
        {"icmpv6.opt.dnssl.lifetime", N_("Valid for s"), FIELD_UINT, 2, .bit = 32, .bits = 32},
};
static const struct field_spec search_name = {
        "icmpv6.opt.dnssl", N_("Search domain"), FIELD_BYTES, .depth = 2};
static const struct word preferences[] = {
        {0, N_("medium")}, {1, N_("high")}, {3, N_("low")}, {0, NULL}};
static const struct field_spec opt_route[] = {
        {"icmpv6.opt.prefix.length", N_("Prefix length"), FIELD_UINT, 2, .bit = 16, .bits = 8},
        {"icmpv6.opt.route_info.flag.route_preference", N_("Preference"), FIELD_UINT, 2, .bit = 27,
                .bits = 2, .words = preferences},
        {"icmpv6.opt.route_lifetime", N_("Valid for s"), FIELD_UINT, 2, .bit = 32, .bits = 32},
};
static const struct field_spec opt_redirected[] = {
        {"icmpv6.opt.reserved", N_("Reserved"), FIELD_BYTES, 2, .bit = 16, .bits = 48},
};
static const struct field_spec route_prefix = {
        "icmpv6.opt.prefix", N_("Prefix"), FIELD_BYTES, .depth = 2};
static const struct field_spec long_address = {
        "icmpv6.opt.linkaddr", N_("Link-layer address"), FIELD_BYTES, .depth = 2};
static const struct field_spec opt_nonce = {
        "icmpv6.opt.nonce", N_("Nonce"), FIELD_BYTES, .depth = 2};
static const struct field_spec opt_data = {"icmpv6.opt.data", N_("Data"), FIELD_BYTES, .depth = 2};

static const struct {
	uint8_t type, least; /* bytes the option needs for its specs */
	const struct field_spec *specs;
	uint8_t count;
} option_bodies[] = {
        {1, 8, opt_address, COUNT_OF(opt_address)},
        {2, 8, opt_address, COUNT_OF(opt_address)},
        {3, 32, opt_prefix, COUNT_OF(opt_prefix)},
        {5, 8, opt_mtu, COUNT_OF(opt_mtu)},
        {4, 8, opt_redirected, COUNT_OF(opt_redirected)},
        {24, 8, opt_route, COUNT_OF(opt_route)},
        {25, 8, opt_dns, COUNT_OF(opt_dns)},
        {31, 8, opt_search, COUNT_OF(opt_search)},
};

const struct spec_group icmpv6_option_groups[] = {SPEC_GROUP(option), SPEC_GROUP(opt_address),
        SPEC_GROUP(opt_prefix), SPEC_GROUP(opt_mtu), SPEC_GROUP(opt_dns), {&dns_server, 1},
        SPEC_GROUP(opt_search), SPEC_GROUP(opt_route), {NULL, 0}};

/* A domain as labels, each with its length before it; returns what it used, 0 at padding. */
static uint32_t add_domain(struct builder *b, uint32_t at, uint32_t end)
{
	char name[64] = "";
	size_t used = 0;
	struct bytes c = builder_cursor(b, at, end), labels = c;
	uint8_t n = bytes_u8(&c);
	for (; n && !c.bad; n = bytes_u8(&c)) {
		struct bytes label = bytes_sub(&c, n);
		char text[64] = "";
		if (label.bad)
			return 0;
		text_printable((const char *)label.base, label.len, text, sizeof(text));
		int more =
		        snprintf(name + used, sizeof(name) - used, "%s%s", used ? "." : "", text);
		used = used + (size_t)more < sizeof(name) ? used + (size_t)more : sizeof(name) - 1;
	}
	uint32_t length = (uint32_t)(c.pos - labels.pos);
	if (c.bad || used == 0)
		return 0;
	name[text_whole(name, strlen(name))] = '\0';
	field_mean(field_add_sized(b, &search_name, at, length), "%s", name);
	return length;
}

/* A prefix of which only the bytes that matter are there (RFC 4191 2.3). */
static void mean_prefix(struct builder *b, struct field *f, uint32_t at, uint32_t n)
{
	struct packet_addr prefix = {.length = 16};
	char text[46];
	if (!f || n > sizeof(prefix.bytes) || !builder_copy(b, at, prefix.bytes, n))
		return;
	packet_addr_text(&prefix, text);
	field_mean(f, "%s", text);
}

/* Of a link whose addresses have more bytes than Ethernet's. */
static bool is_long_address(uint8_t type, uint32_t length)
{
	return (type == 1 || type == 2) && length > 8;
}

/* What follows the fixed part of an option that lists things. */
static uint32_t add_list(struct builder *b, uint8_t type, uint32_t at, uint32_t end)
{
	if (type == OPT_DNS) {
		for (; end - at >= 16; at += 16)
			field_add(b, &dns_server, at);
	} else if (type == OPT_SEARCH) {
		uint32_t used = 1;
		for (; used && at < end; at += used)
			used = add_domain(b, at, end);
	} else if (type == OPT_ROUTE && at < end) {
		mean_prefix(b, field_add_sized(b, &route_prefix, at, end - at), at, end - at);
		at = end;
	} else if (is_long_address(type, end - at + 2)) {
		field_add_sized(b, &long_address, at, end - at);
		at = end;
	} else if (type == OPT_NONCE && at < end) {
		field_add_sized(b, &opt_nonce, at, end - at);
		at = end;
	}
	return at;
}

void icmpv6_options_fields(struct builder *b, uint32_t at, uint32_t end)
{
	while (at < end) {
		struct bytes c = builder_cursor(b, at, end);
		uint8_t type = bytes_u8(&c);
		uint32_t n = bytes_u8(&c) * 8u;
		if (type == OPT_REDIRECTED && n > end - at) /* the packet is a layer of its own */
			n = end - at;
		struct field *f = field_add(b, &option[0], at);
		if (c.bad || n == 0 || n > end - at) {
			field_mean(f, _("its length is wrong"));
			return;
		}
		field_add(b, &option[1], at);
		uint32_t done = 2;
		for (size_t i = 0; i < COUNT_OF(option_bodies); i++) {
			if (option_bodies[i].type != type || n < option_bodies[i].least ||
			        is_long_address(type, n))
				continue;
			field_add_all(b, option_bodies[i].specs, option_bodies[i].count, at);
			done = option_bodies[i].least;
		}
		uint32_t next = at + n;
		at = add_list(b, type, at + done, next);
		if (at < next)
			field_add_sized(b, &opt_data, at, next - at);
		at = next;
	}
}
