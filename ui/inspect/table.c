/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sorted tables.
 */
#include "ui/inspect/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

#define CELL_MAX 160
#define MEASURED 200u /* rows whose texts say how wide a column is */
#define SHORTEST 12   /* columns a cut text may have */
#define MANY 20000u   /* rows that are not sorted anew for every few more */

struct keyed {
	double weight;
	uint32_t row;
};

static int heaviest_first(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

static void sort(struct table *t, const struct table_ops *o, void *from, size_t count)
{
	struct keyed *_cleanup_free_ keyed = xcalloc(count + 1, sizeof(*keyed));
	for (size_t i = 0; i < count; i++)
		keyed[i] = (struct keyed){o->weight(from, i, t->column), (uint32_t)i};
	if (count > 1)
		qsort(keyed, count, sizeof(*keyed), heaviest_first);
	if (count > t->room) {
		t->room = count;
		t->order = xrealloc(t->order, t->room * sizeof(*t->order));
	}
	for (size_t i = 0; i < count; i++)
		t->order[i] = keyed[i].row;
	t->count = count;
}

/* Where the chosen row has come to. */
static size_t place(const struct table *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->order[i] == t->chosen)
			return i;
	return 0;
}

static void measure(struct table *t, const struct table_ops *o, void *from, int w)
{
	char text[CELL_MAX];
	int all = 0;
	for (int c = 0; c < o->count; c++) {
		const struct table_column *k = &o->columns[c];
		int width = text_width(_(k->heading)) + 1;
		for (size_t i = 0; i < t->count && i < MEASURED; i++) {
			o->text(from, t->order[i], c, text, sizeof(text));
			int need = text_width(text);
			width = need > width ? need : width;
		}
		width = width < k->least ? k->least : width;
		t->widths[c] = k->most && width > k->most ? k->most : width;
		all += t->widths[c] + 2;
	}
	/* The last columns go first where there is too little room. */
	for (int c = o->count - 1; c > 0 && all > w + 2; c--) {
		int left = t->widths[c] - (all - w - 2);
		bool enough = !o->columns[c].number && left >= SHORTEST;
		all -= t->widths[c] + 2;
		t->widths[c] = enough ? left : 0;
		if (enough)
			break;
	}
}

void table_layout(struct table *t, const struct table_ops *o, void *from, size_t count,
        uint64_t version, int w, int h)
{
	if (!t->begun)
		t->column = o->at_first;
	bool few = count < MANY || count > t->count + t->count / 8 || count < t->count;
	if (!t->begun || t->resort || (version != t->version && few)) {
		sort(t, o, from, count);
		/* Until somebody has chosen, it is the first. */
		if (t->moved)
			t->list.selected = place(t);
		t->version = version;
		t->resort = false;
	}
	t->begun = true;
	list_layout(&t->list, t->count, h > 1 ? (size_t)h - 1 : 1);
	if (t->count)
		t->chosen = t->order[t->list.selected];
	measure(t, o, from, w);
}

double table_address_weight(const struct packet_addr *a)
{
	double weight = -(double)a->length * 1e25;
	double place = 1e24;
	for (unsigned i = 0; i < a->length; i++) {
		weight -= a->bytes[i] * place;
		place /= 256;
	}
	return weight;
}

static void draw_head(const struct table *t, const struct table_ops *o, struct canvas *c)
{
	struct style st = style_of(ROLE_HEADING);
	canvas_fill(c, (struct rect){0, 0, c->w, 1}, ' ', st);
	for (int k = 0, x = 0; k < o->count; x += t->widths[k] ? t->widths[k] + 2 : 0, k++) {
		char text[64];
		if (!t->widths[k])
			continue;
		snprintf(text, sizeof(text), "%.48s%s", _(o->columns[k].heading),
		        k == t->column ? glyph(c->glyphs, GLYPH_DOWN) : "");
		if (o->columns[k].number && text_width(text) <= t->widths[k])
			canvas_right(c, x + t->widths[k] - 1, 0, st, text);
		else
			canvas_fit(c, x, 0, t->widths[k], st, text);
	}
}

static void draw_row(const struct table *t, const struct table_ops *o, void *from, struct canvas *c,
        size_t entry, int y, bool focus)
{
	char text[CELL_MAX];
	bool chosen = entry == t->list.selected;
	size_t row = t->order[entry];
	enum role role = o->role ? o->role(from, row) : ROLE_TEXT;
	struct style st = style_of(!chosen ? role : focus ? ROLE_SELECTED : ROLE_SELECTED_IDLE);
	if (chosen)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	for (int k = 0, x = 0; k < o->count; x += t->widths[k] ? t->widths[k] + 2 : 0, k++) {
		if (!t->widths[k])
			continue;
		o->text(from, row, k, text, sizeof(text));
		if (o->columns[k].number && text_width(text) <= t->widths[k])
			canvas_right(c, x + t->widths[k] - 1, y, st, text);
		else
			canvas_fit(c, x, y, t->widths[k], st, text);
	}
	if (chosen && focus)
		canvas_cursor(c, 0, y);
}

void table_draw(
        const struct table *t, const struct table_ops *o, void *from, struct canvas *c, bool focus)
{
	draw_head(t, o, c);
	if (!t->count)
		canvas_text(c, 1, 1, style_of(ROLE_DIM), _(o->empty));
	for (size_t i = 0; i < t->list.rows && t->list.top + i < t->count; i++)
		draw_row(t, o, from, c, t->list.top + i, (int)i + 1, focus);
}

void table_box(const struct table *t, struct view_box *b)
{
	b->top = t->list.top;
	b->rows = t->list.rows;
	b->count = t->list.count;
}

/* Another column that is shown. */
static void turn(struct table *t, const struct table_ops *o, long by)
{
	int step = by < 0 ? -1 : 1;
	do
		t->column = (t->column + step + o->count) % o->count;
	while (!t->widths[t->column]);
	t->resort = true;
}

/* The chosen row's cells, two spaces apart, and a line feed. */
static void copy(const struct table *t, const struct table_ops *o, void *from, struct buf *out)
{
	char text[CELL_MAX];
	for (int k = 0; k < o->count && t->count; k++) {
		o->text(from, t->chosen, k, text, sizeof(text));
		buf_printf(out, "%s%s", k ? "  " : "", text);
	}
	buf_putc(out, '\n');
}

bool table_act(struct table *t, const struct table_ops *o, void *from, const struct view_act *a,
        struct view_reply *r)
{
	struct view_act moved = *a;
	if (a->kind == ACT_SIDE) {
		turn(t, o, a->by);
		return true;
	}
	if (a->kind == ACT_COPY) {
		copy(t, o, from, &r->copy);
		return true;
	}
	if (a->kind == ACT_CLICK)
		moved.y--;
	if (!view_list_act(&t->list, &moved))
		return false;
	if (t->list.selected >= t->count)
		t->list.selected = t->count ? t->count - 1 : 0;
	if (t->count)
		t->chosen = t->order[t->list.selected];
	t->moved = true;
	return true;
}

bool table_chosen(const struct table *t, size_t *row)
{
	*row = t->chosen;
	return t->count > 0;
}

void table_finish(void *table)
{
	struct table *t = table;
	free(t->order);
	*t = (struct table){0};
}
