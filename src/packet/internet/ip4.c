/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Internet Protocol version 4 (RFC 791) and its options.
 */
#include <arpa/inet.h>

#include "packet/fields_internal.h"
#include "packet/internet/ip_internal.h"

#define FIXED 20

const struct word ip_protocol_words[] = {
        {IP_HOPOPTS, N_("IPv6 hop-by-hop options")},
        {IP_ICMP, "ICMP"},
        {IP_IGMP, "IGMP"},
        {IP_IPIP, N_("IPv4 in IP")},
        {IP_TCP, "TCP"},
        {IP_UDP, "UDP"},
        {IP_IPV6, N_("IPv6 in IP")},
        {IP_ROUTING, N_("IPv6 routing header")},
        {IP_FRAGMENT, N_("IPv6 fragment header")},
        {47, "GRE"},
        {50, N_("ESP: encrypted")},
        {IP_AH, N_("Authentication header")},
        {IP_ICMPV6, "ICMPv6"},
        {IP_NONE, N_("nothing follows")},
        {IP_DSTOPTS, N_("IPv6 destination options")},
        {88, "EIGRP"},
        {89, "OSPF"},
        {103, "PIM"},
        {112, "VRRP"},
        {132, "SCTP"},
        {0, NULL},
};

const struct word ip_dscp_words[] = {
        {0, N_("default")},
        {8, "CS1"},
        {10, "AF11"},
        {12, "AF12"},
        {14, "AF13"},
        {16, "CS2"},
        {18, "AF21"},
        {20, "AF22"},
        {22, "AF23"},
        {24, "CS3"},
        {26, "AF31"},
        {28, "AF32"},
        {30, "AF33"},
        {32, "CS4"},
        {34, "AF41"},
        {36, "AF42"},
        {38, "AF43"},
        {40, "CS5"},
        {44, N_("voice admit")},
        {46, N_("expedited forwarding")},
        {48, "CS6"},
        {56, "CS7"},
        {0, NULL},
};

const struct word ip_ecn_words[] = {
        {0, N_("not ECN-capable")},
        {1, N_("ECN-capable, ECT(1)")},
        {2, N_("ECN-capable, ECT(0)")},
        {3, N_("congestion experienced")},
        {0, NULL},
};

static const struct word flag_words[] = {
        {1, N_("more fragments")},
        {2, N_("don't fragment")},
        {3, N_("don't fragment, more fragments")},
        {4, N_("the reserved bit is set")},
        {0, NULL},
};

enum {
	IP_F_VERSION,
	IP_F_HDR_LEN,
	IP_F_DSFIELD,
	IP_F_DSCP,
	IP_F_ECN,
	IP_F_LEN,
	IP_F_ID,
	IP_F_FLAGS,
	IP_F_RB,
	IP_F_DF,
	IP_F_MF,
	IP_F_OFFSET,
	IP_F_TTL,
	IP_F_PROTO,
	IP_F_CHECKSUM,
	IP_F_SRC,
	IP_F_DST,
	IP_F_COUNT
};
static const struct field_spec specs[] = {
        [IP_F_VERSION] = {"ip.version", N_("Version"), FIELD_UINT, 1, .bit = 0, .bits = 4},
        [IP_F_HDR_LEN] = {"ip.hdr_len", N_("Header length"), FIELD_UINT, 1, .bit = 4, .bits = 4,
                .scale = 4},
        [IP_F_DSFIELD] = {"ip.dsfield", N_("Differentiated services"), FIELD_HEX, 1, .bit = 8,
                .bits = 8},
        [IP_F_DSCP] = {"ip.dsfield.dscp", N_("Code point"), FIELD_UINT, 2, .bit = 8, .bits = 6,
                .words = ip_dscp_words},
        [IP_F_ECN] = {"ip.dsfield.ecn", N_("Congestion notification"), FIELD_UINT, 2, .bit = 14,
                .bits = 2, .words = ip_ecn_words},
        [IP_F_LEN] = {"ip.len", N_("Total length"), FIELD_UINT, 1, .bit = 16, .bits = 16},
        [IP_F_ID] = {"ip.id", N_("Identification"), FIELD_HEX, 1, .bit = 32, .bits = 16},
        [IP_F_FLAGS] = {"ip.flags", N_("Flags"), FIELD_HEX, 1, .bit = 48, .bits = 3,
                .words = flag_words},
        [IP_F_RB] = {"ip.flags.rb", N_("Reserved"), FIELD_FLAG, 2, .bit = 48, .bits = 1},
        [IP_F_DF] = {"ip.flags.df", N_("Don't fragment"), FIELD_FLAG, 2, .bit = 49, .bits = 1},
        [IP_F_MF] = {"ip.flags.mf", N_("More fragments"), FIELD_FLAG, 2, .bit = 50, .bits = 1},
        [IP_F_OFFSET] = {"ip.frag_offset", N_("Fragment offset"), FIELD_UINT, 1, .bit = 51,
                .bits = 13},
        [IP_F_TTL] = {"ip.ttl", N_("Time to live"), FIELD_UINT, 1, .bit = 64, .bits = 8},
        [IP_F_PROTO] = {"ip.proto", N_("Protocol"), FIELD_UINT, 1, .bit = 72, .bits = 8,
                .words = ip_protocol_words},
        [IP_F_CHECKSUM] = {"ip.checksum", N_("Header checksum"), FIELD_HEX, 1, .bit = 80,
                .bits = 16},
        [IP_F_SRC] = {"ip.src", N_("Source address"), FIELD_IPV4, 1, .bit = 96, .bits = 32},
        [IP_F_DST] = {"ip.dst", N_("Destination address"), FIELD_IPV4, 1, .bit = 128, .bits = 32},
};
_Static_assert(COUNT_OF(specs) == IP_F_COUNT, "one per field");

/* IANA "IP Option Numbers": copied flag, class and number together. */
static const struct word option_types[] = {
        {0, N_("end of options")},
        {1, N_("no operation")},
        {7, N_("record route")},
        {68, N_("time stamps")},
        {82, N_("traceroute")},
        {130, N_("security")},
        {131, N_("loose source route")},
        {134, N_("commercial security")},
        {136, N_("stream identifier")},
        {137, N_("strict source route")},
        {148, N_("router alert")},
        {0, NULL},
};
static const struct field_spec option_header = {
        "ip.options", N_("Options"), FIELD_HEADER, .depth = 1};
static const struct field_spec option_type = {
        "ip.opt.type", N_("Option"), FIELD_UINT, 2, .bit = 0, .bits = 8, .words = option_types};
static const struct field_spec option_len = {
        "ip.opt.len", N_("Length"), FIELD_UINT, 3, .bit = 8, .bits = 8};
static const struct field_spec option_ptr = {
        "ip.opt.ptr", N_("Pointer"), FIELD_UINT, 3, .bit = 16, .bits = 8};
static const struct field_spec option_addr = {
        "ip.opt.addr", N_("Route address"), FIELD_IPV4, 3, .bit = 0, .bits = 32};
static const struct field_spec option_ra = {
        "ip.opt.ra", N_("Router alert"), FIELD_UINT, 3, .bit = 16, .bits = 16};
static const struct field_spec option_data = {"ip.opt.data", N_("Data"), FIELD_BYTES, .depth = 3};

static const struct spec_group groups[] = {SPEC_GROUP(specs), {&option_type, 1}, {&option_len, 1},
        {&option_ptr, 1}, {&option_addr, 1}, {&option_ra, 1}, {NULL, 0}};

/* A source route, behind its type and length. */
static bool last_address(struct bytes route, struct packet_addr *dst)
{
	enum { FIRST = 4, ADDRESS = 4 }; /* pointers count from the type, and from 1 */
	uint8_t a[ADDRESS], pointer = bytes_u8(&route);
	size_t length = bytes_left(&route) + 3;
	if (pointer < FIRST || pointer % 4 || pointer > length || length < FIRST - 1 + ADDRESS)
		return false;
	bytes_skip(&route, bytes_left(&route) - ADDRESS);
	if (!bytes_copy(&route, a, ADDRESS))
		return false;
	decode_addr(dst, a, ADDRESS);
	return true;
}

bool ip4_route_end(struct bytes options, struct packet_addr *dst)
{
	enum { END = 0, NOTHING = 1, LOOSE = 131, STRICT = 137 };
	while (bytes_left(&options)) {
		uint8_t type = bytes_u8(&options);
		if (type == END)
			return false;
		if (type == NOTHING)
			continue;
		uint8_t length = bytes_u8(&options);
		struct bytes value = bytes_sub(&options, length >= 2 ? length - 2u : 0);
		if (length < 2 || value.bad)
			return false;
		if (type == LOOSE || type == STRICT)
			return last_address(value, dst);
	}
	return false;
}

/* Notes who talks to whom, unless this header is only quoted. */
static void note(struct decode *d, const uint8_t *h, struct bytes options, unsigned fragment)
{
	d->protocol = h[9];
	d->later_fragment = (fragment & 0x1fff) != 0;
	if (d->quoted)
		return;
	decode_addr(&d->p->src, h + 12, 4);
	decode_addr(&d->p->dst, h + 16, 4);
	(void)ip4_route_end(options, &d->p->dst);
	d->p->protocol = h[9];
	d->p->flags &= (uint8_t)~PACKET_FRAGMENT;
	if (fragment & 0x3fff)
		d->p->flags |= PACKET_FRAGMENT;
}

/* Another version than announced is read as what it is; a header that contradicts itself is shown
 * as far as it goes. */
static enum packet_layer_kind decode_wrong(struct decode *d, const uint8_t *h)
{
	decode_malformed(d);
	if (h[0] >> 4 == 6)
		return LAYER_IPV6;
	if (h[0] >> 4 == 4)
		decode_layer(d, LAYER_IPV4, FIXED);
	return LAYER_PAYLOAD;
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	uint32_t header = (h[0] & 15u) * 4u, total = get16(h + 2);
	if (h[0] >> 4 != 4 || header < FIXED || (total && total < header))
		return decode_wrong(d, h);
	/* A total of 0 is left to the card by segmentation offload: the frame's end is the end. */
	if (total && d->at + total > d->end)
		decode_malformed(d);
	else if (total)
		d->end = d->at + total;
	uint32_t there = decode_left(d) < header ? 0 : header - FIXED;
	note(d, h, bytes_sub(&c, there), get16(h + 6));
	if (decode_left(d) < header) {
		decode_refuse(d, header);
		decode_layer(d, LAYER_IPV4, decode_left(d));
		return LAYER_NONE;
	}
	decode_layer(d, LAYER_IPV4, header);
	return dispatch_ip(d);
}

static void option_fields(struct builder *b, uint32_t at, uint8_t type, uint32_t n)
{
	field_add(b, &option_len, at);
	bool route = type == 7 || type == 131 || type == 137;
	if (type == 148 && n == 4) {
		field_add(b, &option_ra, at);
		return;
	}
	uint32_t used = 2;
	if (route && n >= 3) {
		field_add(b, &option_ptr, at);
		for (used = 3; used + 4 <= n; used += 4)
			field_add(b, &option_addr, at + used);
	}
	if (used < n)
		field_add_sized(b, &option_data, at + used, n - used);
}

static void options(struct builder *b, const struct packet_layer *l)
{
	uint32_t at = l->offset + FIXED, end = (uint32_t)l->offset + l->length;
	if (at >= end || !field_add_sized(b, &option_header, at, end - at))
		return;
	while (at < end) {
		struct bytes c = builder_cursor(b, at, end);
		uint8_t type = bytes_u8(&c);
		struct field *f = field_add(b, &option_type, at);
		if (!f || type == 0)
			return;
		uint32_t n = type == 1 ? 1 : bytes_u8(&c);
		if (n == 0 || (type != 1 && n < 2) || n > end - at) {
			field_mean(f, _("length %u is wrong"), n);
			return;
		}
		if (type != 1)
			option_fields(b, at, type, n);
		at += n;
	}
}

void ip_mean_ttl(struct field *f)
{
	if (f && f->value <= 1)
		field_mean(f, _("goes no further than this hop"));
}

static void mean_address(struct field *f)
{
	if (!f)
		return;
	if (f->value == 0xffffffff)
		field_mean(f, _("broadcast: to everybody on this link"));
	else if (f->value >> 24 == 127)
		field_mean(f, _("loopback"));
	else if (f->value >> 28 == 14)
		field_mean(f, _("multicast"));
	else if (f->value == 0)
		field_mean(f, _("no address yet"));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	for (unsigned i = 0; i < IP_F_COUNT; i++) {
		struct field *f = field_add(b, &specs[i], l->offset);
		if (!f)
			continue;
		if (i == IP_F_HDR_LEN)
			field_mean(f, _("%u words of 4 bytes"), (unsigned)f->value / 4);
		if (i == IP_F_LEN && f->value == 0)
			field_mean(f, _("left to the network card"));
		if (i == IP_F_OFFSET && f->value)
			field_mean(f, _("byte %u of the whole"), (unsigned)f->value * 8);
		if (i == IP_F_TTL)
			ip_mean_ttl(f);
		if (i == IP_F_CHECKSUM)
			field_judge_checksum(b, f);
		if (i == IP_F_SRC || i == IP_F_DST)
			mean_address(f);
	}
	options(b, l);
}

const struct protocol protocol_ipv4 = {
        "ip", N_("Internet Protocol version 4"), "IPv4", decode, fields, groups};
