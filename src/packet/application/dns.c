/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Domain names (RFC 1035): questions and resource records; multicast DNS (RFC 6762) and LLMNR
 * (RFC 4795) are the same message. What records hold is in dns_data.c.
 */
#include "packet/application/dns_internal.h"

#define RECORDS_MAX 500
#define MESSAGES_MAX 50
#define QUESTION_MAX (255 + 4)

const struct word dns_types[] = {{1, "A"}, {2, "NS"}, {5, "CNAME"}, {6, "SOA"}, {10, "NULL"},
        {12, "PTR"}, {13, "HINFO"}, {15, "MX"}, {16, "TXT"}, {17, "RP"}, {18, "AFSDB"}, {24, "SIG"},
        {25, "KEY"}, {28, "AAAA"}, {29, "LOC"}, {33, "SRV"}, {35, "NAPTR"}, {36, "KX"},
        {37, "CERT"}, {39, "DNAME"}, {41, "OPT"}, {42, "APL"}, {43, "DS"}, {44, "SSHFP"},
        {45, "IPSECKEY"}, {46, "RRSIG"}, {47, "NSEC"}, {48, "DNSKEY"}, {49, "DHCID"}, {50, "NSEC3"},
        {51, "NSEC3PARAM"}, {52, "TLSA"}, {53, "SMIMEA"}, {55, "HIP"}, {59, "CDS"}, {60, "CDNSKEY"},
        {61, "OPENPGPKEY"}, {62, "CSYNC"}, {63, "ZONEMD"}, {64, "SVCB"}, {65, "HTTPS"}, {99, "SPF"},
        {108, "EUI48"}, {109, "EUI64"}, {249, "TKEY"}, {250, "TSIG"}, {251, "IXFR"}, {252, "AXFR"},
        {255, "ANY"}, {256, "URI"}, {257, "CAA"}, {0, NULL}};
static const struct word classes[] = {
        {1, "IN"}, {3, "CH"}, {4, "HS"}, {254, "NONE"}, {255, "ANY"}, {0, NULL}};
static const struct word opcodes[] = {{0, N_("standard query")}, {1, N_("inverse query")},
        {2, N_("status")}, {4, N_("notify")}, {5, N_("update")}, {6, N_("stateful operations")},
        {0, NULL}};
const struct word dns_rcodes[] = {{0, N_("no error")}, {1, N_("format error")},
        {2, N_("server failure")}, {3, N_("no such name")}, {4, N_("not implemented")},
        {5, N_("refused")}, {6, N_("the name exists")}, {7, N_("the records exist")},
        {8, N_("the records don't exist")}, {9, N_("no authority, or not allowed")},
        {10, N_("name outside of the zone")}, {0, NULL}};

static const struct field_spec tcp_length = {
        "dns.length", N_("Length"), FIELD_UINT, 1, .bit = 0, .bits = 16};
static const struct field_spec head[] = {
        {"dns.id", N_("Transaction id"), FIELD_HEX, 1, .bit = 0, .bits = 16},
        {"dns.flags", N_("Flags"), FIELD_HEX, 1, .bit = 16, .bits = 16},
        {"dns.flags.response", N_("Response"), FIELD_FLAG, 2, .bit = 16, .bits = 1},
        {"dns.flags.opcode", N_("Operation"), FIELD_UINT, 2, .bit = 17, .bits = 4,
                .words = opcodes},
        {"dns.flags.authoritative", N_("Authoritative"), FIELD_FLAG, 2, .bit = 21, .bits = 1},
        {"dns.flags.truncated", N_("Cut: ask again over TCP"), FIELD_FLAG, 2, .bit = 22, .bits = 1},
        {"dns.flags.recdesired", N_("Recursion desired"), FIELD_FLAG, 2, .bit = 23, .bits = 1},
        {"dns.flags.recavail", N_("Recursion available"), FIELD_FLAG, 2, .bit = 24, .bits = 1},
        {"dns.flags.z", N_("Reserved"), FIELD_FLAG, 2, .bit = 25, .bits = 1},
        {"dns.flags.authenticated", N_("Answer authenticated"), FIELD_FLAG, 2, .bit = 26,
                .bits = 1},
        {"dns.flags.checkdisable", N_("Unauthenticated is fine"), FIELD_FLAG, 2, .bit = 27,
                .bits = 1},
        {"dns.flags.rcode", N_("Result"), FIELD_UINT, 2, .bit = 28, .bits = 4, .words = dns_rcodes},
        {"dns.count.queries", N_("Questions"), FIELD_UINT, 1, .bit = 32, .bits = 16},
        {"dns.count.answers", N_("Answers"), FIELD_UINT, 1, .bit = 48, .bits = 16},
        {"dns.count.auth_rr", N_("Authority records"), FIELD_UINT, 1, .bit = 64, .bits = 16},
        {"dns.count.add_rr", N_("Additional records"), FIELD_UINT, 1, .bit = 80, .bits = 16},
};
static const struct field_spec question[] = {
        {"dns.qry.type", N_("Type"), FIELD_UINT, 2, .bit = 0, .bits = 16, .words = dns_types},
        {"dns.qry.class", N_("Class"), FIELD_HEX, 2, .bit = 16, .bits = 16, .words = classes},
};
static const struct field_spec answer[] = {
        {"dns.resp.type", N_("Type"), FIELD_UINT, 2, .bit = 0, .bits = 16, .words = dns_types},
        {"dns.resp.class", N_("Class"), FIELD_HEX, 2, .bit = 16, .bits = 16, .words = classes},
        {"dns.resp.ttl", N_("Time to live in s"), FIELD_UINT, 2, .bit = 32, .bits = 32},
        {"dns.resp.len", N_("Data length"), FIELD_UINT, 2, .bit = 64, .bits = 16},
};
static const struct field_spec option_record[] = {
        {"dns.resp.type", N_("Type"), FIELD_UINT, 2, .bit = 0, .bits = 16, .words = dns_types},
        {"dns.rr.udp_payload_size", N_("UDP size it takes"), FIELD_UINT, 2, .bit = 16, .bits = 16},
        {"dns.resp.ext_rcode", N_("Higher bits of the result"), FIELD_HEX, 2, .bit = 32, .bits = 8},
        {"dns.resp.edns0_version", N_("EDNS version"), FIELD_UINT, 2, .bit = 40, .bits = 8},
        {"dns.resp.z", N_("Flags"), FIELD_HEX, 2, .bit = 48, .bits = 16},
        {"dns.resp.len", N_("Data length"), FIELD_UINT, 2, .bit = 64, .bits = 16},
};
static const struct field_spec cache_flush = {
        "dns.resp.cache_flush", N_("Forget older records"), FIELD_FLAG, 2, .bit = 0, .bits = 1};
static const struct spec_group groups[] = {{&tcp_length, 1}, SPEC_GROUP(head), SPEC_GROUP(question),
        SPEC_GROUP(answer), SPEC_GROUP(option_record), {NULL, 0}};

static bool over_tcp(const struct packet *p)
{
	return p->protocol == IP_TCP;
}

static bool is_multicast(const struct builder *b)
{
	return b->p->layers[b->layer].kind == LAYER_MDNS;
}

/* Over TCP only a segment that begins a message can be read as one: its operation exists, and its
 * length has room for what it counts. */
static bool fits(struct bytes b, const struct packet *p)
{
	size_t skip = over_tcp(p) ? 2 : 0;
	if (bytes_left(&b) < skip + DNS_HEADER)
		return false;
	if (skip == 0)
		return true;
	unsigned length = bytes_be16(&b), records = 0;
	unsigned operation = app_byte(&b, 2) >> 3 & 15;
	unsigned questions = (unsigned)app_byte(&b, 4) << 8 | app_byte(&b, 5);
	for (size_t i = 6; i < DNS_HEADER; i += 2)
		records += (unsigned)app_byte(&b, i) << 8 | app_byte(&b, i + 1);
	size_t most = records ? UINT16_MAX : DNS_HEADER + questions * QUESTION_MAX;
	return operation <= 6 && length >= DNS_HEADER + questions * 5 + records * 11 &&
	       length <= most;
}

/* One question of a type and class that exist, and no more than a message of that length can
 * have: known on any port, for servers that are not on 53. */
static bool sure(struct bytes b, const struct packet *p)
{
	if (over_tcp(p) || app_byte(&b, 4) || app_byte(&b, 5) != 1 || bytes_left(&b) < 17)
		return false;
	unsigned flags = (unsigned)app_byte(&b, 2) << 8 | app_byte(&b, 3);
	unsigned records = 0;
	for (size_t i = 6; i < DNS_HEADER; i++)
		records += i % 2 ? app_byte(&b, i) : app_byte(&b, i) * 256u;
	bool query = !(flags & 0x8000);
	if (flags & 0x7840 || (flags & 15) > 5 || records * 11 > bytes_left(&b) ||
	        (query && (flags & 15 || records > 1)))
		return false;
	struct dns_message m = {bytes_over(b.base + b.pos, bytes_left(&b)), 0, false};
	struct dns_name n;
	bytes_skip(&m.b, DNS_HEADER);
	if (!dns_take_name(&m, &n) || !word_find(dns_types, bytes_be16(&m.b)))
		return false;
	return bytes_be16(&m.b) == 1 && !m.b.bad && (records || bytes_left(&m.b) == 0);
}

/* In multicast the highest bit of a class is a flag (RFC 6762 5.4, 10.2). */
static void add_class(struct builder *b, uint32_t at, bool asked)
{
	static const struct field_spec wants_unicast = {
	        "dns.qry.qu", N_("Answer to me alone"), FIELD_FLAG, 2, .bit = 0, .bits = 1};
	static const struct field_spec rest[] = {
	        {"dns.resp.class", N_("Class"), FIELD_HEX, 2, .bit = 1, .bits = 15,
	                .words = classes},
	        {"dns.qry.class", N_("Class"), FIELD_HEX, 2, .bit = 1, .bits = 15,
	                .words = classes},
	};
	field_add(b, &rest[asked], at);
	field_add(b, asked ? &wants_unicast : &cache_flush, at);
}

static bool add_question(struct builder *b, struct dns_message *m)
{
	static const struct field_spec name = {
	        "dns.qry.name", N_("Question"), FIELD_BYTES, .depth = 1};
	if (!dns_add_name(b, m, &name))
		return false;
	uint32_t at = m->offset + (uint32_t)m->b.pos;
	if (!bytes_skip(&m->b, 4))
		return false;
	field_add(b, &question[0], at);
	if (is_multicast(b))
		add_class(b, at + 2, true);
	else
		field_add(b, &question[1], at);
	return true;
}

static void add_fixed(struct builder *b, uint32_t at, unsigned type)
{
	static const struct field_spec size = {"dns.rr.udp_payload_size", N_("UDP size it takes"),
	        FIELD_UINT, 2, .bit = 17, .bits = 15};
	if (type == DNS_OPT) {
		for (size_t i = 0; i < COUNT_OF(option_record); i++)
			field_add(b, i == 1 && is_multicast(b) ? &size : &option_record[i], at);
		if (is_multicast(b))
			field_add(b, &cache_flush, at + 2);
		return;
	}
	for (size_t i = 0; i < COUNT_OF(answer); i++) {
		if (i == 1 && is_multicast(b))
			add_class(b, at + 2, false);
		else
			field_add(b, &answer[i], at);
	}
}

static bool add_record(struct builder *b, struct dns_message *m, unsigned section)
{
	static const struct field_spec names[] = {
	        {"dns.resp.name", N_("Answer"), FIELD_BYTES, .depth = 1},
	        {"dns.resp.name", N_("Authority"), FIELD_BYTES, .depth = 1},
	        {"dns.resp.name", N_("Additional"), FIELD_BYTES, .depth = 1},
	};
	if (!dns_add_name(b, m, &names[section]))
		return false;
	uint32_t at = m->offset + (uint32_t)m->b.pos;
	unsigned type = bytes_be16(&m->b);
	bytes_skip(&m->b, 6);
	uint32_t n = bytes_be16(&m->b);
	if (m->b.bad)
		return false;
	add_fixed(b, at, type);
	dns_data_fields(b, *m, type, n);
	return bytes_skip(&m->b, n);
}

static void add_records(struct builder *b, struct dns_message *m, const uint16_t counts[4])
{
	unsigned done = 0;
	for (unsigned i = 0; i < counts[0]; i++) {
		if (++done > RECORDS_MAX || !add_question(b, m))
			return;
	}
	for (unsigned section = 0; section < 3; section++) {
		for (unsigned i = 0; i < counts[section + 1]; i++) {
			if (++done > RECORDS_MAX || !add_record(b, m, section))
				return;
		}
	}
}

/* Flags that say something in an answer alone: AA, RA, AD and the result. */
static bool answers_only(unsigned bit)
{
	return bit == 21 || bit == 24 || bit == 26 || bit == 28;
}

/* In an update the sections have other names (RFC 2136 2.2). */
static void add_head(struct part *p)
{
	static const char *const update[] = {
	        "dns.count.zones", "dns.count.prerequisites", "dns.count.updates"};
	static const char *const labels[] = {N_("Zones"), N_("Prerequisites"), N_("Updates")};
	bool updates = (part_number(p, 2, 1) >> 3 & 15) == 5;
	bool query = !(part_number(p, 2, 1) & 0x80);
	for (size_t i = 0; i < COUNT_OF(head); i++) {
		struct field_spec s = head[i];
		if (query && answers_only(head[i].bit))
			continue;
		size_t count = i - (COUNT_OF(head) - 4);
		if (updates && i >= COUNT_OF(head) - 4 && count < COUNT_OF(update)) {
			s.name = update[count];
			s.label = labels[count];
		}
		part_peep(p, &s, 1);
	}
}

static void add_message(struct part p)
{
	uint8_t h[DNS_HEADER];
	add_head(&p);
	if (part_left(&p) < DNS_HEADER || !builder_copy(p.b, p.at, h, sizeof(h)))
		return;
	struct dns_message m = {bytes_over(p.b->bytes + p.at, part_left(&p)), p.at, false};
	bytes_skip(&m.b, DNS_HEADER);
	const uint16_t counts[4] = {get16(h + 4), get16(h + 6), get16(h + 8), get16(h + 10)};
	add_records(p.b, &m, counts);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	if (!over_tcp(b->p)) {
		add_message(p);
		return;
	}
	for (unsigned i = 0; i < MESSAGES_MAX && part_left(&p); i++) {
		uint32_t n = (uint32_t)part_number(&p, 0, 2);
		struct field *length = part_add(&p, &tcp_length);
		struct part message = part_take(&p, n);
		part_say_cut(length, &message);
		add_message(message);
	}
}

static void say_type(struct out *o, unsigned type)
{
	const char *text = word_find(dns_types, type);
	if (text)
		out_add(o, " %s", text);
	else
		out_add(o, _(" type %u"), type);
}

/* " A 192.0.2.1" of the first answer. */
static void say_answer(struct dns_message *m, struct out *o)
{
	struct dns_name n;
	if (!dns_take_name(m, &n))
		return;
	unsigned type = bytes_be16(&m->b);
	bytes_skip(&m->b, 6);
	struct packet_addr a = {.length = (uint8_t)(type == DNS_A ? 4 : 16)};
	uint32_t length = bytes_be16(&m->b);
	if (m->b.bad)
		return;
	say_type(o, type);
	char text[46];
	if ((type == DNS_A || type == DNS_AAAA) && length == a.length &&
	        bytes_copy(&m->b, a.bytes, a.length)) {
		packet_addr_text(&a, text);
		out_add(o, " %s", text);
	} else if ((type == DNS_NS || type == DNS_CNAME || type == DNS_PTR) &&
	           dns_take_name(m, &n)) {
		out_add(o, " %s", n.text);
	}
}

static void say_message(struct bytes b, const char *brief, struct out *o)
{
	struct dns_message m = {bytes_over(b.base + b.pos, bytes_left(&b)), 0, false};
	bytes_skip(&m.b, 2);
	unsigned flags = bytes_be16(&m.b), questions = bytes_be16(&m.b), answers = bytes_be16(&m.b);
	bytes_skip(&m.b, 4);
	struct dns_name n = {"", 0};
	unsigned type = 0, operation = flags >> 11 & 15;
	if (questions && dns_take_name(&m, &n)) {
		type = bytes_be16(&m.b);
		bytes_skip(&m.b, 2);
	}
	bool response = flags & 0x8000;
	const char *what = operation ? word_find(opcodes, operation) : NULL;
	out_add(o, response ? _("%s answer") : what ? "%s" : _("%s query"), brief);
	if (what)
		out_add(o, " %s", what);
	if (!response && questions)
		say_type(o, type);
	if (n.text[0])
		out_add(o, " %s", n.text);
	if (!response)
		return;
	const char *result = word_find(dns_rcodes, flags & 15);
	if (flags & 15)
		out_add(o, ": %s", result ? result : _("error"));
	else if (answers && questions <= 1)
		say_answer(&m, o);
	else if (!answers && questions)
		out_add(o, "%s", _(" (none)"));
	if (flags & 0x200)
		out_add(o, "%s", _(" (cut: ask over TCP)"));
}

static void summary_as(struct bytes b, const struct packet *p, const char *brief, struct out *o)
{
	if (over_tcp(p))
		bytes_skip(&b, 2);
	if (!b.bad && bytes_left(&b) >= DNS_HEADER)
		say_message(b, brief, o);
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	summary_as(b, p, "DNS", o);
}

static void summary_mdns(struct bytes b, const struct packet *p, struct out *o)
{
	summary_as(b, p, "mDNS", o);
}

static void summary_llmnr(struct bytes b, const struct packet *p, struct out *o)
{
	summary_as(b, p, "LLMNR", o);
}

const struct app app_dns = {fits, sure, summary};
const struct app app_mdns = {fits, NULL, summary_mdns};
const struct app app_llmnr = {fits, NULL, summary_llmnr};

const struct protocol protocol_dns = {
        "dns", N_("Domain Name System"), "DNS", app_decode, fields, groups};
const struct protocol protocol_mdns = {
        "mdns", N_("Multicast Domain Name System"), "mDNS", app_decode, fields, groups};
const struct protocol protocol_llmnr = {
        "llmnr", N_("Link-local Multicast Name Resolution"), "LLMNR", app_decode, fields, groups};
