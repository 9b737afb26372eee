/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets as rows of values: CSV (RFC 4180) and tshark's -T fields. Several values of one name
 * stand in one column with commas between.
 */
#include <string.h>

#include "base/text.h"
#include "print/columns.h"

/* The values of one column of one packet. */
struct cell {
	struct sink *s; /* in memory */
	char occurrence;
	unsigned count;
};

static void put_value(struct sink *s, const struct value *v)
{
	char *at;
	switch (v->kind) {
	case VALUE_NUMBER:
	case VALUE_TRUTH:
		sink_end(s, put_u64(sink_room(s, PUT_U64_MAX), v->number));
		break;
	case VALUE_HEX:
		at = put_lit(sink_room(s, 20), "0x");
		sink_end(s, put_hex(at, v->number, v->digits < 16 ? v->digits : 16));
		break;
	case VALUE_SECONDS:
		sink_end(s, put_seconds(sink_room(s, PRINT_SECONDS_MAX), (nsec)v->number, 9));
		break;
	case VALUE_TEXT:
		sink_add_foreign(s, v->text, v->length, "\t\r\n");
		break;
	case VALUE_BYTES:
		at = sink_room(s, 2 * v->length);
		for (size_t i = 0; i < v->length; i++)
			at = put_byte(at, (uint8_t)v->text[i]);
		sink_end(s, at);
		break;
	}
}

static void add_value(void *user, const struct value *v)
{
	struct cell *c = user;
	c->count++;
	if (c->occurrence == 'f' && c->count > 1)
		return;
	if (c->occurrence == 'l')
		c->s->len = 0;
	else if (c->count > 1)
		sink_putc(c->s, ',');
	put_value(c->s, v);
}

/* RFC 4180 2.6, 2.7: quotes around what has a separator, a quote or a line's end; quotes doubled.
 */
static void put_quoted(struct sink *s, const char *text, size_t len, char quote)
{
	sink_putc(s, quote);
	for (size_t i = 0; i < len; i++) {
		if (text[i] == quote)
			sink_putc(s, quote);
		sink_putc(s, text[i]);
	}
	sink_putc(s, quote);
}

static bool must_quote(const char *text, size_t len, char separator)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] == separator || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
			return true;
	return false;
}

/* Without quotes a control character would be read as the end of a value or of a line. */
static void put_bare(struct sink *s, const char *text, size_t len, char separator)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		sink_putc(s, c == separator || c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
	}
}

static void put_cell(struct printer *p, const char *text, size_t len)
{
	char separator = p->options.separator;
	switch (p->options.quote) {
	case PRINT_QUOTE_NEEDED:
		if (must_quote(text, len, separator))
			put_quoted(p->out, text, len, '"');
		else
			sink_add(p->out, text, len);
		break;
	case PRINT_QUOTE_DOUBLE:
		put_quoted(p->out, text, len, '"');
		break;
	case PRINT_QUOTE_SINGLE:
		put_quoted(p->out, text, len, '\'');
		break;
	case PRINT_QUOTE_NONE:
		put_bare(p->out, text, len, separator);
		break;
	}
}

static void csv_begin(struct printer *p)
{
	if (!p->options.header)
		return;
	for (size_t i = 0; i < p->column_count; i++) {
		if (i)
			sink_putc(p->out, p->options.separator);
		put_cell(p, p->columns[i].name, strlen(p->columns[i].name));
	}
	sink_puts(p->out, p->options.form == PRINT_CSV ? "\r\n" : "\n");
}

static void csv_packet(struct printer *p, const struct print_packet *k)
{
	columns_begin(p, k);
	for (size_t i = 0; i < p->column_count; i++) {
		struct cell c = {.s = &p->object, .occurrence = p->options.occurrence};
		p->object.len = 0;
		column_each(p, &p->columns[i], k, add_value, &c);
		if (i)
			sink_putc(p->out, p->options.separator);
		put_cell(p, p->object.at, p->object.len);
	}
	sink_puts(p->out, p->options.form == PRINT_CSV ? "\r\n" : "\n");
}

const struct print_ops print_csv_ops = {csv_begin, csv_packet, NULL};
