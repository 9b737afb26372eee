/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NetBIOS name service (RFC 1002 4.2): DNS messages whose names are encoded (RFC 1001 14).
 */
#include <stdio.h>

#include "packet/application/dns_internal.h"

#define RECORDS_MAX 100

static const struct word types[] = {{10, "NULL"}, {32, "NB"}, {33, "NBSTAT"}, {0, NULL}};
static const struct word opcodes[] = {{0, N_("query")}, {5, N_("registration")}, {6, N_("release")},
        {7, N_("wait and acknowledge")}, {8, N_("refresh")}, {9, N_("refresh")},
        {15, N_("registration of more")}, {0, NULL}};

static const struct field_spec head[] = {
        {"nbns.id", N_("Transaction id"), FIELD_HEX, 1, .bit = 0, .bits = 16},
        {"nbns.flags", N_("Flags"), FIELD_HEX, 1, .bit = 16, .bits = 16},
        {"nbns.flags.response", N_("Response"), FIELD_FLAG, 2, .bit = 16, .bits = 1},
        {"nbns.flags.opcode", N_("Operation"), FIELD_UINT, 2, .bit = 17, .bits = 4,
                .words = opcodes},
        {"nbns.flags.truncated", N_("Cut"), FIELD_FLAG, 2, .bit = 22, .bits = 1},
        {"nbns.flags.recdesired", N_("Recursion desired"), FIELD_FLAG, 2, .bit = 23, .bits = 1},
        {"nbns.flags.broadcast", N_("Broadcast"), FIELD_FLAG, 2, .bit = 27, .bits = 1},
        {"nbns.count.queries", N_("Questions"), FIELD_UINT, 1, .bit = 32, .bits = 16},
        {"nbns.count.answers", N_("Answers"), FIELD_UINT, 1, .bit = 48, .bits = 16},
        {"nbns.count.auth_rr", N_("Authority records"), FIELD_UINT, 1, .bit = 64, .bits = 16},
        {"nbns.count.add_rr", N_("Additional records"), FIELD_UINT, 1, .bit = 80, .bits = 16},
};
static const struct field_spec asked[] = {
        {"nbns.type", N_("Type"), FIELD_UINT, 2, .bit = 0, .bits = 16, .words = types},
        {"nbns.class", N_("Class"), FIELD_UINT, 2, .bit = 16, .bits = 16},
};
static const struct field_spec answer[] = {
        {"nbns.type", N_("Type"), FIELD_UINT, 2, .bit = 0, .bits = 16, .words = types},
        {"nbns.class", N_("Class"), FIELD_UINT, 2, .bit = 16, .bits = 16},
        {"nbns.ttl", N_("Time to live in s"), FIELD_UINT, 2, .bit = 32, .bits = 32},
        {"nbns.data_length", N_("Data length"), FIELD_UINT, 2, .bit = 64, .bits = 16},
};
static const struct spec_group groups[] = {SPEC_GROUP(head), SPEC_GROUP(answer), {NULL, 0}};

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	return bytes_left(&b) >= DNS_HEADER && word_find(opcodes, app_byte(&b, 2) >> 3 & 15);
}

/* Two letters from A to P are a byte; the sixteenth byte says what kind of name it is. */
static void decode_name(struct dns_name *n)
{
	char text[20];
	if (n->len < 32)
		return;
	for (size_t i = 0; i < 32; i++) {
		if (n->text[i] < 'A' || n->text[i] > 'P')
			return;
	}
	size_t len = 0;
	unsigned suffix = 0;
	for (size_t i = 0; i < 16; i++) {
		suffix = (unsigned)(n->text[2 * i] - 'A') << 4 |
		         (unsigned)(n->text[2 * i + 1] - 'A');
		if (i < 15)
			text[len++] = (char)(suffix >= ' ' && suffix < 127 ? suffix : '?');
	}
	while (len && text[len - 1] == ' ')
		len--;
	n->len = (size_t)snprintf(n->text, sizeof(n->text), "%.*s<%02x>", (int)len, text, suffix);
}

static bool add_name(struct builder *b, struct dns_message *m)
{
	static const struct field_spec name = {"nbns.name", N_("Name"), FIELD_BYTES, .depth = 1};
	struct dns_name n;
	struct dns_message again = *m;
	struct field *f = dns_add_name(b, m, &name);
	if (!dns_take_name(&again, &n))
		return false;
	decode_name(&n);
	field_mean(f, "%s", n.text);
	return true;
}

/* Flags and an address each, in the data of an NB record. */
static void add_addresses(struct part *p)
{
	static const struct field_spec entry[] = {
	        {"nbns.nb_flags", N_("Flags"), FIELD_HEX, 2, .bit = 0, .bits = 16},
	        {"nbns.addr", N_("Address"), FIELD_IPV4, 2, .bit = 16, .bits = 32},
	};
	while (part_left(p) >= 6)
		PART_TABLE(p, entry, 6);
}

static bool add_record(struct builder *b, struct dns_message *m)
{
	static const struct field_spec other = {"nbns.data", N_("Data"), FIELD_BYTES, .depth = 2};
	if (!add_name(b, m))
		return false;
	struct part p = {b, m->offset + (uint32_t)m->b.pos, m->offset + (uint32_t)m->b.len, false};
	unsigned type = (unsigned)part_number(&p, 0, 2);
	uint32_t n = (uint32_t)part_number(&p, 8, 2);
	PART_TABLE(&p, answer, 10);
	struct part data = part_take(&p, n);
	if (type == 32)
		add_addresses(&data);
	part_sized(&data, &other, part_left(&data));
	return bytes_skip(&m->b, 10 + n);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	unsigned questions = (unsigned)part_number(&p, 4, 2), records = 0;
	for (unsigned i = 0; i < 3; i++)
		records += (unsigned)part_number(&p, 6 + 2 * i, 2);
	part_peep(&p, head, COUNT_OF(head));
	struct dns_message m = {bytes_over(b->bytes + p.at, part_left(&p)), p.at, false};
	bytes_skip(&m.b, DNS_HEADER);
	for (unsigned i = 0; i < questions && i < RECORDS_MAX; i++) {
		if (!add_name(b, &m))
			return;
		struct part rest = {b, p.at + (uint32_t)m.b.pos, p.end, false};
		PART_TABLE(&rest, asked, 4);
		if (!bytes_skip(&m.b, 4))
			return;
	}
	for (unsigned i = 0; i < records && i < RECORDS_MAX && add_record(b, &m); i++)
		continue;
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	struct dns_message m = {bytes_over(b.base + b.pos, bytes_left(&b)), 0, false};
	struct dns_name n;
	bytes_skip(&m.b, 2);
	unsigned flags = bytes_be16(&m.b);
	bytes_skip(&m.b, 8);
	const char *what = word_find(opcodes, flags >> 11 & 15);
	out_add(o, "NBNS %s", what ? what : "");
	if (flags & 0x8000)
		out_add(o, "%s", flags & 15 ? _(" answer: error") : _(" answer"));
	if (dns_take_name(&m, &n)) {
		decode_name(&n);
		out_add(o, " %s", n.text);
	}
}

const struct app app_nbns = {fits, NULL, summary};
const struct protocol protocol_nbns = {
        "nbns", N_("NetBIOS Name Service"), "NBNS", app_decode, fields, groups};
