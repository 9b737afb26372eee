/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets as JSON (RFC 8259): an object each, its members named as Wireshark names fields. Numbers
 * are numbers, flags true or false, addresses and text strings, bytes strings of hexadecimal; what
 * a packet has several times is an array.
 */
#include <string.h>

#include "base/text.h"
#include "print/columns.h"

#define ESCAPED_MAX 8

/* One character that can't stand for itself. */
static char *escape(char *at, unsigned char c)
{
	static const char letters[] = "b\bf\fn\nr\rt\t\"\"\\\\";
	for (const char *l = letters; *l; l += 2)
		if ((unsigned char)l[1] == c)
			return put_char(put_char(at, '\\'), l[0]);
	return put_hex(put_lit(at, "\\u"), c, 4);
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

void print_json_text(struct sink *s, const char *text, size_t len)
{
	sink_putc(s, '"');
	for (size_t i = 0; i < len;) {
		size_t plain = i;
		while (plain < len && is_plain((unsigned char)text[plain]))
			plain++;
		sink_add(s, text + i, plain - i);
		i = plain;
		if (i == len)
			break;
		char *at = sink_room(s, ESCAPED_MAX);
		uint32_t cp;
		i += text_decode(text + i, len - i, &cp);
		if (cp < 0x80)
			at = escape(at, (unsigned char)cp);
		else
			at += text_encode(cp, at);
		sink_end(s, at);
	}
	sink_putc(s, '"');
}

void print_json_hex(struct sink *s, const uint8_t *bytes, size_t len)
{
	char *at = put_char(sink_room(s, 2 * len + 2), '"');
	for (size_t i = 0; i < len; i++)
		at = put_byte(at, bytes[i]);
	sink_end(s, put_char(at, '"'));
}

static void put_value(struct sink *s, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NUMBER:
	case VALUE_HEX:
		sink_end(s, put_u64(sink_room(s, PUT_U64_MAX), v->number));
		break;
	case VALUE_TRUTH:
		sink_puts(s, v->number ? "true" : "false");
		break;
	case VALUE_SECONDS:
		sink_end(s, put_seconds(sink_room(s, PRINT_SECONDS_MAX), (nsec)v->number, 9));
		break;
	case VALUE_TEXT:
		print_json_text(s, v->text, v->length);
		break;
	case VALUE_BYTES:
		print_json_hex(s, (const uint8_t *)v->text, v->length);
		break;
	}
}

/* A member under way: whether it is an array is known when its second value comes. */
struct member {
	struct sink *s;
	const char *name;
	size_t begin; /* of the first value, in the sink */
	unsigned count;
	bool *first; /* of the object */
};

static void add_value(void *user, const struct value *v)
{
	struct member *m = user;
	struct sink *s = m->s;
	if (m->count++ == 0) {
		sink_puts(s, *m->first ? "" : ",");
		*m->first = false;
		print_json_text(s, m->name, strlen(m->name));
		sink_putc(s, ':');
		m->begin = s->len;
	} else {
		if (m->count == 2) {
			sink_putc(s, '[');
			memmove(s->at + m->begin + 1, s->at + m->begin, s->len - m->begin - 1);
			s->at[m->begin] = '[';
		}
		sink_putc(s, ',');
	}
	put_value(s, v);
}

static void end_member(struct member *m)
{
	if (m->count > 1)
		sink_putc(m->s, ']');
}

static void add_column(struct printer *p, struct sink *s, const struct column *c,
        const struct print_packet *k, bool *first)
{
	struct member m = {.s = s, .name = c->name, .first = first};
	column_each(p, c, k, add_value, &m);
	end_member(&m);
}

/* All values of the name that field i has, unless an earlier one has it, too. */
static void add_field(
        struct printer *p, struct sink *s, size_t i, const struct print_packet *k, bool *first)
{
	const struct field *all = p->fields.at;
	struct member m = {.s = s, .name = all[i].name, .first = first};
	struct value v;
	if (all[i].form == FIELD_HEADER)
		return;
	for (size_t j = 0; j < i; j++)
		if (all[j].form != FIELD_HEADER && strcmp(all[j].name, m.name) == 0)
			return;
	for (size_t j = i; j < p->fields.count; j++) {
		if (all[j].form == FIELD_HEADER || strcmp(all[j].name, m.name) != 0)
			continue;
		value_of_field(&all[j], k, &v);
		add_value(&m, &v);
	}
	end_member(&m);
}

static void put_object(struct printer *p, struct sink *s, const struct print_packet *k)
{
	bool first = true;
	sink_putc(s, '{');
	columns_begin(p, k);
	for (size_t i = 0; i < p->column_count; i++)
		add_column(p, s, &p->columns[i], k, &first);
	for (size_t i = 0; p->all_fields && i < p->fields.count; i++)
		add_field(p, s, i, k, &first);
	sink_putc(s, '}');
}

/* An object is put together in memory: a value may have to move for its array to begin. */
static void json_object(struct printer *p, const struct print_packet *k)
{
	p->object.len = 0;
	put_object(p, &p->object, k);
	sink_add(p->out, p->object.at, p->object.len);
}

static void json_begin(struct printer *p)
{
	sink_putc(p->out, '[');
}

static void json_packet(struct printer *p, const struct print_packet *k)
{
	sink_puts(p->out, p->printed ? ",\n" : "\n");
	json_object(p, k);
}

static void json_end(struct printer *p)
{
	sink_puts(p->out, "\n]\n");
}

static void jsonl_packet(struct printer *p, const struct print_packet *k)
{
	json_object(p, k);
	sink_putc(p->out, '\n');
}

const struct print_ops print_json_ops = {json_begin, json_packet, json_end};
const struct print_ops print_jsonl_ops = {.packet = jsonl_packet};
