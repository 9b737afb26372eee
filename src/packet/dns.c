/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Domain names (RFC 1035): questions and resource records.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "packet/app_internal.h"
#include "packet/fields_internal.h"

#define HEADER 12
#define NAME_MAX_TEXT 256
#define JUMPS_MAX 32
#define RECORDS_MAX 200

static const struct word types[] = {
        {1, "A"},
        {2, "NS"},
        {5, "CNAME"},
        {6, "SOA"},
        {12, "PTR"},
        {13, "HINFO"},
        {15, "MX"},
        {16, "TXT"},
        {28, "AAAA"},
        {33, "SRV"},
        {35, "NAPTR"},
        {41, "OPT"},
        {43, "DS"},
        {46, "RRSIG"},
        {47, "NSEC"},
        {48, "DNSKEY"},
        {50, "NSEC3"},
        {52, "TLSA"},
        {64, "SVCB"},
        {65, "HTTPS"},
        {251, "IXFR"},
        {252, "AXFR"},
        {255, "ANY"},
        {257, "CAA"},
        {0, NULL},
};
static const struct word classes[] = {
        {1, "IN"}, {3, "CH"}, {4, "HS"}, {254, "NONE"}, {255, "ANY"}, {0, NULL}};
static const struct word opcodes[] = {{0, N_("standard query")}, {1, N_("inverse query")},
        {2, N_("status")}, {4, N_("notify")}, {5, N_("update")}, {0, NULL}};
static const struct word rcodes[] = {{0, N_("no error")}, {1, N_("format error")},
        {2, N_("server failure")}, {3, N_("no such name")}, {4, N_("not implemented")},
        {5, N_("refused")}, {0, NULL}};

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
        {"dns.flags.rcode", N_("Result"), FIELD_UINT, 2, .bit = 28, .bits = 4, .words = rcodes},
        {"dns.count.queries", N_("Questions"), FIELD_UINT, 1, .bit = 32, .bits = 16},
        {"dns.count.answers", N_("Answers"), FIELD_UINT, 1, .bit = 48, .bits = 16},
        {"dns.count.auth_rr", N_("Authority records"), FIELD_UINT, 1, .bit = 64, .bits = 16},
        {"dns.count.add_rr", N_("Additional records"), FIELD_UINT, 1, .bit = 80, .bits = 16},
};
static const struct field_spec question[] = {
        {"dns.qry.type", N_("Type"), FIELD_UINT, 2, .bit = 0, .bits = 16, .words = types},
        {"dns.qry.class", N_("Class"), FIELD_HEX, 2, .bit = 16, .bits = 16, .words = classes},
};
static const struct field_spec answer[] = {
        {"dns.resp.type", N_("Type"), FIELD_UINT, 2, .bit = 0, .bits = 16, .words = types},
        {"dns.resp.class", N_("Class"), FIELD_HEX, 2, .bit = 16, .bits = 16, .words = classes},
        {"dns.resp.ttl", N_("Time to live in s"), FIELD_UINT, 2, .bit = 32, .bits = 32},
        {"dns.resp.len", N_("Data length"), FIELD_UINT, 2, .bit = 64, .bits = 16},
};
static const struct field_spec option_record[] = {
        {"dns.resp.type", N_("Type"), FIELD_UINT, 2, .bit = 0, .bits = 16, .words = types},
        {"dns.rr.udp_payload_size", N_("UDP size it takes"), FIELD_UINT, 2, .bit = 16, .bits = 16},
        {"dns.resp.ext_rcode", N_("Higher bits of the result"), FIELD_HEX, 2, .bit = 32, .bits = 8},
        {"dns.resp.edns0_version", N_("EDNS version"), FIELD_UINT, 2, .bit = 40, .bits = 8},
        {"dns.resp.z", N_("Flags"), FIELD_HEX, 2, .bit = 48, .bits = 16},
        {"dns.resp.len", N_("Data length"), FIELD_UINT, 2, .bit = 64, .bits = 16},
};
static const struct field_spec data_a = {
        "dns.a", N_("Address"), FIELD_IPV4, 2, .bit = 0, .bits = 32};
static const struct field_spec data_aaaa = {
        "dns.aaaa", N_("Address"), FIELD_IPV6, 2, .bit = 0, .bits = 128};
static const struct field_spec data_other = {"dns.data", N_("Data"), FIELD_BYTES, .depth = 2};
static const struct field_spec data_text = {"dns.txt", N_("Text"), FIELD_TEXT, .depth = 2};
static const struct field_spec mx[] = {
        {"dns.mx.preference", N_("Preference"), FIELD_UINT, 2, .bit = 0, .bits = 16},
};
static const struct field_spec srv[] = {
        {"dns.srv.priority", N_("Priority"), FIELD_UINT, 2, .bit = 0, .bits = 16},
        {"dns.srv.weight", N_("Weight"), FIELD_UINT, 2, .bit = 16, .bits = 16},
        {"dns.srv.port", N_("Port"), FIELD_UINT, 2, .bit = 32, .bits = 16},
};
static const struct spec_group groups[] = {{&tcp_length, 1}, SPEC_GROUP(head), SPEC_GROUP(question),
        SPEC_GROUP(answer), SPEC_GROUP(option_record), {&data_a, 1}, {&data_aaaa, 1},
        SPEC_GROUP(mx), SPEC_GROUP(srv), {NULL, 0}};

/* Records whose data are some numbers and then a name. */
static const struct {
	uint16_t type;
	const char *name, *label;
	const struct field_spec *specs;
	uint8_t count, skip;
} name_data[] = {
        {2, "dns.ns", N_("Name server"), NULL, 0, 0},
        {5, "dns.cname", N_("Canonical name"), NULL, 0, 0},
        {6, "dns.soa.mname", N_("Primary server"), NULL, 0, 0},
        {12, "dns.ptr.domain_name", N_("Name"), NULL, 0, 0},
        {15, "dns.mx.mail_exchange", N_("Mail server"), mx, 1, 2},
        {33, "dns.srv.target", N_("Target host"), srv, 3, 6},
};

/* A message under way: compression points back to its start (RFC 1035 4.1.4). */
struct message {
	struct bytes b;  /* the whole message */
	uint32_t offset; /* of it within the frame */
};

struct name {
	char text[NAME_MAX_TEXT];
	size_t len;
};

static void name_append(struct name *n, const uint8_t *label, size_t len)
{
	if (n->len + len + 2 > sizeof(n->text))
		return;
	if (n->len)
		n->text[n->len++] = '.';
	memcpy(n->text + n->len, label, len);
	n->len += len;
	n->text[n->len] = '\0';
}

/* Reads a name at m->b and moves behind it; jumps are counted, so a loop ends. */
static bool take_name(struct message *m, struct name *out)
{
	struct bytes at = m->b;
	bool jumped = false;
	unsigned jumps = 0;
	out->len = 0;
	out->text[0] = '\0';
	for (;;) {
		uint8_t length = bytes_u8(&at);
		if (at.bad || (length > 63 && length < 192))
			return false;
		if (length >= 192) {
			size_t target = (length & 63u) << 8 | bytes_u8(&at);
			if (at.bad || ++jumps > JUMPS_MAX)
				return false;
			if (!jumped)
				m->b.pos = at.pos;
			jumped = true;
			at.pos = 0;
			if (!bytes_skip(&at, target))
				return false;
			continue;
		}
		struct bytes label = bytes_sub(&at, length);
		if (at.bad)
			return false;
		if (length == 0)
			break;
		name_append(out, label.base, length);
	}
	if (!jumped)
		m->b.pos = at.pos;
	if (out->len == 0)
		name_append(out, (const uint8_t *)"<Root>", 6);
	char printable[NAME_MAX_TEXT];
	text_printable(out->text, out->len, printable, sizeof(printable));
	memcpy(out->text, printable, sizeof(printable));
	return true;
}

static bool over_tcp(const struct packet *p)
{
	return p->protocol == IP_TCP;
}

static enum packet_layer_kind decode(struct decode *d)
{
	struct bytes c = decode_cursor(d);
	uint32_t left = decode_left(d);
	if (over_tcp(d->p)) {
		uint32_t length = bytes_be16(&c);
		/* Only a segment that begins a message can be read as one. */
		if (c.bad || length < HEADER || length + 2 > left)
			return LAYER_PAYLOAD;
	}
	if (left < HEADER)
		return LAYER_PAYLOAD;
	decode_layer(d, LAYER_DNS, left);
	return LAYER_NONE;
}

static struct field *add_name(struct builder *b, struct message *m, const struct field_spec *s)
{
	struct name n;
	size_t at = m->b.pos;
	if (!take_name(m, &n))
		return NULL;
	struct field *f =
	        field_add_sized(b, s, m->offset + (uint32_t)at, (uint32_t)(m->b.pos - at));
	field_mean(f, "%s", n.text);
	return f;
}

static bool add_question(struct builder *b, struct message *m)
{
	static const struct field_spec name = {
	        "dns.qry.name", N_("Question"), FIELD_BYTES, .depth = 1};
	if (!add_name(b, m, &name))
		return false;
	size_t at = m->b.pos;
	if (!bytes_skip(&m->b, 4))
		return false;
	FIELD_ADD_ALL(b, question, m->offset + (uint32_t)at);
	return true;
}

static void add_data(struct builder *b, struct message m, unsigned type, uint32_t n)
{
	uint32_t at = m.offset + (uint32_t)m.b.pos;
	if (type == 1 && n == 4) {
		field_add(b, &data_a, at);
		return;
	}
	if (type == 28 && n == 16) {
		field_add(b, &data_aaaa, at);
		return;
	}
	for (size_t i = 0; i < COUNT_OF(name_data); i++) {
		if (name_data[i].type != type || !bytes_skip(&m.b, name_data[i].skip))
			continue;
		const struct field_spec s = {
		        name_data[i].name, name_data[i].label, FIELD_BYTES, .depth = 2};
		field_add_all(b, name_data[i].specs, name_data[i].count, at);
		add_name(b, &m, &s);
		return;
	}
	if (type == 16 && n > 1)
		field_add_sized(b, &data_text, at + 1, n - 1);
	else if (n)
		field_add_sized(b, &data_other, at, n);
}

static bool add_record(struct builder *b, struct message *m, unsigned section)
{
	static const struct field_spec names[] = {
	        {"dns.resp.name", N_("Answer"), FIELD_BYTES, .depth = 1},
	        {"dns.resp.name", N_("Authority"), FIELD_BYTES, .depth = 1},
	        {"dns.resp.name", N_("Additional"), FIELD_BYTES, .depth = 1},
	};
	if (!add_name(b, m, &names[section]))
		return false;
	uint32_t at = m->offset + (uint32_t)m->b.pos;
	unsigned type = bytes_be16(&m->b);
	bytes_skip(&m->b, 6);
	uint32_t n = bytes_be16(&m->b);
	struct message data = *m;
	if (!bytes_skip(&m->b, n))
		return false;
	if (type == 41)
		FIELD_ADD_ALL(b, option_record, at);
	else
		FIELD_ADD_ALL(b, answer, at);
	add_data(b, data, type, n);
	return true;
}

static void add_records(struct builder *b, struct message *m, const uint16_t counts[4])
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

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint32_t at = l->offset, end = (uint32_t)l->offset + l->length;
	if (over_tcp(b->p)) {
		field_add(b, &tcp_length, at);
		at += 2;
	}
	FIELD_ADD_ALL(b, head, at);
	uint8_t h[HEADER];
	if (at > b->captured || !builder_copy(b, at, h, sizeof(h)))
		return;
	uint32_t stop = end < b->captured ? end : b->captured;
	struct message m = {bytes_over(b->bytes + at, stop - at), at};
	bytes_skip(&m.b, HEADER);
	const uint16_t counts[4] = {get16(h + 4), get16(h + 6), get16(h + 8), get16(h + 10)};
	add_records(b, &m, counts);
}

static const char *type_text(unsigned type, char room[16])
{
	const char *text = word_find(types, type);
	if (text)
		return text;
	snprintf(room, 16, _("type %u"), type);
	return room;
}

/* "A 192.0.2.1" of the first answer, "" when there is none that can be shown. */
static void first_answer(struct message *m, char *out, size_t size)
{
	struct name n;
	out[0] = '\0';
	if (!take_name(m, &n))
		return;
	unsigned type = bytes_be16(&m->b);
	bytes_skip(&m->b, 6);
	struct packet_addr a = {.length = (uint8_t)(type == 1 ? 4 : 16)};
	uint32_t length = bytes_be16(&m->b);
	char text[NAME_MAX_TEXT] = "", room[16];
	if ((type == 1 || type == 28) && length == a.length) {
		bytes_copy(&m->b, a.bytes, a.length);
		packet_addr_text(&a, text);
	} else if ((type == 2 || type == 5 || type == 12) && take_name(m, &n)) {
		snprintf(text, sizeof(text), "%s", n.text);
	}
	if (!m->b.bad)
		snprintf(out, size, " %s%s%s", type_text(type, room), text[0] ? " " : "", text);
}

void dns_summary(struct bytes b, bool tcp, char *out, size_t size)
{
	out[0] = '\0';
	if (tcp)
		bytes_skip(&b, 2);
	if (b.bad || bytes_left(&b) < HEADER)
		return;
	struct message m = {bytes_over(b.base + b.pos, bytes_left(&b)), 0};
	bytes_skip(&m.b, 2);
	unsigned flags = bytes_be16(&m.b), questions = bytes_be16(&m.b), answers = bytes_be16(&m.b);
	bytes_skip(&m.b, 4);
	struct name n = {"", 0};
	char room[16], data[NAME_MAX_TEXT + 32] = "";
	unsigned type = 0;
	if (questions && take_name(&m, &n)) {
		type = bytes_be16(&m.b);
		bytes_skip(&m.b, 2);
	}
	if (!(flags & 0x8000)) {
		snprintf(out, size, _("DNS query %s %s"), type_text(type, room), n.text);
		return;
	}
	const char *result = word_find(rcodes, flags & 15);
	if (questions <= 1 && answers)
		first_answer(&m, data, sizeof(data));
	if (flags & 15)
		snprintf(out, size, _("DNS answer %s: %s"), n.text, result ? result : _("error"));
	else
		snprintf(out, size, _("DNS answer %s%s"), n.text, data[0] ? data : _(" (none)"));
}

const struct protocol protocol_dns = {
        "dns", N_("Domain Name System"), "DNS", decode, fields, groups};
