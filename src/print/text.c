/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form for people: a line a packet, and below it the tree of its fields and its bytes.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "print/print_internal.h"

#define VALUE_MAX 512

/* "        Time to live: 64 (meaning)". */
static void tree_row(struct sink *s, const struct field *f, const uint8_t *bytes)
{
	char value[VALUE_MAX];
	char *o = sink_room(s, 64);
	sink_end(s, put_blanks(o, o, 8 + 4 * (size_t)(f->depth < 8 ? f->depth : 8)));
	sink_puts(s, _(f->label));
	field_value_text(f, bytes, value, sizeof(value));
	sink_puts(s, f->form == FIELD_HEADER ? ", " : ": ");
	sink_add_foreign(s, value, strlen(value), "");
	if (f->meaning[0]) {
		sink_puts(s, " (");
		sink_add_foreign(s, f->meaning, strlen(f->meaning), "");
		sink_putc(s, ')');
	}
	sink_putc(s, '\n');
}

void print_tree(struct printer *p, const struct print_packet *k)
{
	fields_build(k->packet, k->bytes, &p->fields);
	for (size_t i = 0; i < p->fields.count; i++)
		tree_row(p->out, &p->fields.at[i], k->bytes);
}

static void comment(struct sink *s, const char *text, size_t len)
{
	sink_puts(s, "        # ");
	sink_add_foreign(s, text, text_whole(text, len < VALUE_MAX ? len : VALUE_MAX), "");
	sink_putc(s, '\n');
}

static void text_packet(struct printer *p, const struct print_packet *k)
{
	const struct print_options *o = &p->options;
	uint32_t network = print_network(k->packet), captured = k->packet->captured;
	network = network < captured ? network : captured;
	print_line(p, k);
	sink_putc(p->out, '\n');
	if (k->comment_length && o->tree)
		comment(p->out, k->comment, k->comment_length);
	if (o->tree)
		print_tree(p, k);
	if (o->hex_ascii || o->hex) {
		uint32_t from = (o->hex_ascii ? o->hex_ascii : o->hex) > 1 ? 0 : network;
		print_dump(p->out, k->bytes + from, captured - from, o->hex_ascii);
	} else if (o->ascii) {
		print_ascii(p->out, k->bytes + network, captured - network);
	}
}

const struct print_ops print_text_ops = {.packet = text_packet};
