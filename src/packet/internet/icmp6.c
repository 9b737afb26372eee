/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ICMPv6 (RFC 4443) with neighbour discovery (RFC 4861) and multicast listeners (RFC 3810).
 */
#include "packet/fields_internal.h"
#include "packet/internet/icmp_internal.h"

#define FIXED 4
#define RECORDS_MAX 64
#define TYPE_REDIRECT 137
#define REDIRECT_LENGTH 40
#define OPTION_REDIRECTED 4
#define OPTION_HEADER 8

static const struct word types[] = {
        {1, N_("destination unreachable")},
        {2, N_("packet too big")},
        {3, N_("time exceeded")},
        {4, N_("parameter problem")},
        {128, N_("echo request")},
        {129, N_("echo reply")},
        {130, N_("multicast listener query")},
        {131, N_("multicast listener report")},
        {132, N_("multicast listener done")},
        {133, N_("router solicitation")},
        {134, N_("router advertisement")},
        {135, N_("neighbour solicitation")},
        {136, N_("neighbour advertisement")},
        {137, N_("redirect")},
        {143, N_("multicast listener report v2")},
        {0, NULL},
};
static const struct word unreachable[] = {
        {0, N_("no route")},
        {1, N_("forbidden")},
        {2, N_("beyond the scope of the source address")},
        {3, N_("address unreachable")},
        {4, N_("port unreachable")},
        {5, N_("source address failed policy")},
        {6, N_("route rejected")},
        {0, NULL},
};
static const struct word exceeded[] = {
        {0, N_("hop limit came to 0 on the way")}, {1, N_("fragments took too long")}, {0, NULL}};
static const struct word problems[] = {{0, N_("a wrong header field")},
        {1, N_("an unknown next header")}, {2, N_("an unknown option")}, {0, NULL}};

static const struct {
	uint8_t type;
	const struct word *codes;
} codes_of[] = {{1, unreachable}, {3, exceeded}, {4, problems}};

enum { F_TYPE, F_CODE, F_CHECKSUM };
static const struct field_spec specs[] = {
        [F_TYPE] = {"icmpv6.type", N_("Type"), FIELD_UINT, 1, .bit = 0, .bits = 8, .words = types},
        [F_CODE] = {"icmpv6.code", N_("Code"), FIELD_UINT, 1, .bit = 8, .bits = 8},
        [F_CHECKSUM] = {"icmpv6.checksum", N_("Checksum"), FIELD_HEX, 1, .bit = 16, .bits = 16},
};
static const struct field_spec echo[] = {
        {"icmpv6.echo.identifier", N_("Identifier"), FIELD_HEX, 1, .bit = 32, .bits = 16},
        {"icmpv6.echo.sequence_number", N_("Sequence number"), FIELD_UINT, 1, .bit = 48,
                .bits = 16},
};
static const struct field_spec unused[] = {
        {"icmpv6.reserved", N_("Reserved"), FIELD_BYTES, 1, .bit = 32, .bits = 32},
};
static const struct field_spec too_big[] = {
        {"icmpv6.mtu", N_("MTU of the next hop"), FIELD_UINT, 1, .bit = 32, .bits = 32},
};
static const struct field_spec pointer[] = {
        {"icmpv6.pointer", N_("Pointer to the wrong byte"), FIELD_UINT, 1, .bit = 32, .bits = 32},
};
static const struct field_spec mld[] = {
        {"icmpv6.mld.maximum_response_delay", N_("Most response delay"), FIELD_UINT, 1, .bit = 32,
                .bits = 16},
        {"icmpv6.mld.reserved", N_("Reserved"), FIELD_HEX, 1, .bit = 48, .bits = 16},
        {"icmpv6.mld.multicast_address", N_("Multicast address"), FIELD_IPV6, 1, .bit = 64,
                .bits = 128},
};
/* RFC 3810 5.1 */
#define QUERY2_LENGTH 28
static const struct field_spec query2[] = {
        {"icmpv6.mld.flag.s", N_("Suppress router processing"), FIELD_FLAG, 1, .bit = 196,
                .bits = 1},
        {"icmpv6.mld.flag.qrv", N_("Robustness"), FIELD_UINT, 1, .bit = 197, .bits = 3},
        {"icmpv6.mld.qqi", N_("Query interval code"), FIELD_UINT, 1, .bit = 200, .bits = 8},
        {"icmpv6.mld.nb_sources", N_("Sources"), FIELD_UINT, 1, .bit = 208, .bits = 16},
};
static const struct field_spec source[] = {
        {"icmpv6.mld.source_address", N_("Source"), FIELD_IPV6, 2, .bit = 0, .bits = 128},
        {"icmpv6.mldr.mar.source_address", N_("Source"), FIELD_IPV6, 3, .bit = 0, .bits = 128},
};
static const struct field_spec router_advertisement[] = {
        {"icmpv6.nd.ra.cur_hop_limit", N_("Hop limit to use"), FIELD_UINT, 1, .bit = 32, .bits = 8},
        {"icmpv6.nd.ra.flag.m", N_("Managed addresses (DHCPv6)"), FIELD_FLAG, 1, .bit = 40,
                .bits = 1},
        {"icmpv6.nd.ra.flag.o", N_("Other configuration (DHCPv6)"), FIELD_FLAG, 1, .bit = 41,
                .bits = 1},
        {"icmpv6.nd.ra.router_lifetime", N_("Router lifetime in s"), FIELD_UINT, 1, .bit = 48,
                .bits = 16},
        {"icmpv6.nd.ra.reachable_time", N_("Reachable time in ms"), FIELD_UINT, 1, .bit = 64,
                .bits = 32},
        {"icmpv6.nd.ra.retrans_timer", N_("Retransmission timer in ms"), FIELD_UINT, 1, .bit = 96,
                .bits = 32},
};
static const struct field_spec neighbour_solicitation[] = {
        {"icmpv6.reserved", N_("Reserved"), FIELD_BYTES, 1, .bit = 32, .bits = 32},
        {"icmpv6.nd.ns.target_address", N_("Target address"), FIELD_IPV6, 1, .bit = 64,
                .bits = 128},
};
static const struct field_spec neighbour_advertisement[] = {
        {"icmpv6.nd.na.flag.r", N_("From a router"), FIELD_FLAG, 1, .bit = 32, .bits = 1},
        {"icmpv6.nd.na.flag.s", N_("Solicited"), FIELD_FLAG, 1, .bit = 33, .bits = 1},
        {"icmpv6.nd.na.flag.o", N_("Override what is known"), FIELD_FLAG, 1, .bit = 34, .bits = 1},
        {"icmpv6.nd.na.target_address", N_("Target address"), FIELD_IPV6, 1, .bit = 64,
                .bits = 128},
};
static const struct field_spec redirect[] = {
        {"icmpv6.reserved", N_("Reserved"), FIELD_BYTES, 1, .bit = 32, .bits = 32},
        {"icmpv6.rd.na.target_address", N_("Better first hop"), FIELD_IPV6, 1, .bit = 64,
                .bits = 128},
        {"icmpv6.rd.na.destination_address", N_("Destination address"), FIELD_IPV6, 1, .bit = 192,
                .bits = 128},
};
static const struct field_spec report[] = {
        {"icmpv6.reserved", N_("Reserved"), FIELD_HEX, 1, .bit = 32, .bits = 16},
        {"icmpv6.mldr.nb_mcast_records", N_("Records"), FIELD_UINT, 1, .bit = 48, .bits = 16},
};
static const struct field_spec record[] = {
        {"icmpv6.mldr.mar.record_type", N_("Record"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = igmp_record_words},
        {"icmpv6.mldr.mar.aux_data_len", N_("Auxiliary data length"), FIELD_UINT, 2, .bit = 8,
                .bits = 8},
        {"icmpv6.mldr.mar.nb_sources", N_("Sources"), FIELD_UINT, 2, .bit = 16, .bits = 16},
        {"icmpv6.mldr.mar.multicast_address", N_("Multicast address"), FIELD_IPV6, 2, .bit = 32,
                .bits = 128},
};

static const struct spec_group groups[] = {SPEC_GROUP(specs), SPEC_GROUP(echo), SPEC_GROUP(too_big),
        SPEC_GROUP(pointer), SPEC_GROUP(mld), SPEC_GROUP(router_advertisement),
        SPEC_GROUP(neighbour_solicitation), SPEC_GROUP(neighbour_advertisement),
        SPEC_GROUP(redirect), SPEC_GROUP(report), SPEC_GROUP(record), SPEC_GROUP(query2),
        SPEC_GROUP(source), {NULL, 0}};

/* header: bytes of the message's fixed part; options follow it where `options`. */
static const struct body {
	uint8_t type, header;
	bool options;
	const struct field_spec *specs;
	uint8_t count;
} bodies[] = {
        {1, 8, false, unused, COUNT_OF(unused)},
        {2, 8, false, too_big, COUNT_OF(too_big)},
        {3, 8, false, unused, COUNT_OF(unused)},
        {4, 8, false, pointer, COUNT_OF(pointer)},
        {128, 8, false, echo, COUNT_OF(echo)},
        {129, 8, false, echo, COUNT_OF(echo)},
        {130, 24, false, mld, COUNT_OF(mld)},
        {131, 24, false, mld, COUNT_OF(mld)},
        {132, 24, false, mld, COUNT_OF(mld)},
        {133, 8, true, unused, COUNT_OF(unused)},
        {134, 16, true, router_advertisement, COUNT_OF(router_advertisement)},
        {135, 24, true, neighbour_solicitation, COUNT_OF(neighbour_solicitation)},
        {136, 24, true, neighbour_advertisement, COUNT_OF(neighbour_advertisement)},
        {137, 40, true, redirect, COUNT_OF(redirect)},
        {143, 8, false, report, COUNT_OF(report)},
};

static const struct body *body_of(uint8_t type)
{
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		if (bodies[i].type == type)
			return &bodies[i];
	}
	return NULL;
}

bool icmpv6_quotes(uint8_t type)
{
	return type >= 1 && type <= 4;
}

/* A redirect has the packet that it is about in an option (RFC 4861 4.6.3), the last one as all
 * write it; returns the bytes before that packet, 0 when there is none. */
static uint32_t redirected_at(const struct decode *d, uint8_t type)
{
	if (type != TYPE_REDIRECT || d->quoted)
		return 0;
	struct bytes c = decode_cursor(d);
	size_t begin = c.pos;
	bytes_skip(&c, REDIRECT_LENGTH);
	while (bytes_left(&c) > OPTION_HEADER) {
		uint8_t kind = bytes_u8(&c);
		uint32_t length = bytes_u8(&c) * 8u;
		if (kind == OPTION_REDIRECTED)
			return (uint32_t)(c.pos - begin) - 2 + OPTION_HEADER;
		if (length < 8 || !bytes_skip(&c, length - 2))
			return 0;
	}
	return 0;
}

/* Layer: the header of errors and echoes; the whole message of everything else, up to a packet that
 * is quoted. */
static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[8] = {0};
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, FIXED))
		return decode_refuse(d, FIXED);
	bytes_copy(&c, h + FIXED, FIXED);
	bool is_echo = h[0] == 128 || h[0] == 129;
	if (!d->quoted) {
		d->p->icmp_type = h[0];
		d->p->icmp_code = h[1];
		d->p->icmp_id = is_echo ? get16(h + 4) : 0;
		d->p->icmp_seq = is_echo ? get16(h + 6) : 0;
	}
	uint32_t left = decode_left(d);
	bool short_header = is_echo || icmpv6_quotes(h[0]);
	if (left < 8 && body_of(h[0]))
		decode_refuse(d, 8);
	bool whole = !short_header && body_of(h[0]);
	uint32_t n = whole || left < 8 ? left : body_of(h[0]) ? 8 : FIXED;
	uint32_t quote = redirected_at(d, h[0]);
	decode_layer(d, LAYER_ICMPV6, quote ? quote : n);
	decode_payload_here(d);
	bool quotes = icmpv6_quotes(h[0]) || quote;
	if (!quotes || d->quoted || !decode_left(d) || (d->p->flags & PACKET_FRAGMENT))
		return LAYER_PAYLOAD;
	d->quoted = true;
	return LAYER_IPV6;
}

static void add_sources(
        struct builder *b, const struct field_spec *s, uint32_t at, uint32_t end, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < RECORDS_MAX && at + 16 <= end; i++, at += 16)
		field_add(b, s, at);
}

static void add_query2(struct builder *b, const struct packet_layer *l)
{
	uint32_t end = l->offset + l->length;
	size_t from = b->list->count;
	FIELD_ADD_ALL(b, query2, l->offset);
	const struct field *count = builder_find(b, from, "icmpv6.mld.nb_sources");
	if (count)
		add_sources(b, &source[0], l->offset + QUERY2_LENGTH, end, (uint32_t)count->value);
}

static void add_records(struct builder *b, uint32_t at, uint32_t end)
{
	for (unsigned i = 0; i < RECORDS_MAX && at + 20 <= end; i++) {
		struct bytes c = builder_cursor(b, at, end);
		bytes_skip(&c, 1);
		uint32_t aux = bytes_u8(&c), sources = bytes_be16(&c);
		FIELD_ADD_ALL(b, record, at);
		add_sources(b, &source[1], at + 20, end, sources);
		at += 20 + sources * 16 + aux * 4;
	}
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t head[2];
	uint32_t end = (uint32_t)l->offset + l->length;
	if (!builder_copy(b, l->offset, head, sizeof(head)))
		return;
	field_add(b, &specs[F_TYPE], l->offset);
	const char *code = icmpv6_code_words(head[0], head[1]);
	field_mean(field_add(b, &specs[F_CODE], l->offset), "%s", code ? code : "");
	field_judge_checksum(b, field_add(b, &specs[F_CHECKSUM], l->offset));
	const struct body *body = body_of(head[0]);
	if (!body)
		return;
	for (unsigned i = 0; i < body->count; i++) {
		if (body->specs[i].bit + body->specs[i].bits <= l->length * 8u)
			field_add(b, &body->specs[i], l->offset);
	}
	if (l->length < body->header)
		return;
	if (body->options)
		icmpv6_options_fields(b, l->offset + body->header, end);
	if (head[0] == 130 && l->length >= QUERY2_LENGTH)
		add_query2(b, l);
	if (head[0] == 143)
		add_records(b, l->offset + body->header, end);
}

const char *icmpv6_type_words(uint8_t type)
{
	return word_find(types, type);
}

const char *icmpv6_code_words(uint8_t type, uint8_t code)
{
	for (size_t i = 0; i < COUNT_OF(codes_of); i++) {
		if (codes_of[i].type == type)
			return word_find(codes_of[i].codes, code);
	}
	return NULL;
}

const struct protocol protocol_icmpv6 = {"icmpv6",
        N_("Internet Control Message Protocol version 6"), "ICMPv6", decode, fields, groups};
