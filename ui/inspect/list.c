/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of packets: only the rows that are seen are fetched and decoded, so that it makes no
 * difference how many there are.
 *
 * How it works: what is chosen is a packet's number, its row is asked from the selection at each
 * layout. So the same packet stays chosen, and where it was on the screen, whatever is filtered,
 * read or forgotten meanwhile.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "packet/format.h"
#include "ui/inspect/row.h"
#include "ui/inspect/views.h"

#define SIGN_COLUMNS 3 /* what is wrong, marked or commented, and a space */
#define END_MAX 42     /* of addresses; longer ones are cut unless a width was asked for */
#define CELL_MAX 512

struct list_view {
	struct list list;
	int need[COLUMN_KINDS]; /* widths that the texts took so far */
	int widths[COLUMNS_MAX];
	int columns;   /* of the last layout */
	unsigned form; /* what the widths were measured with */
};

/* Widths are measured anew when texts take another form. */
static unsigned form_of(const struct inspect *in, int w)
{
	return (unsigned)in->time | (unsigned)in->absolute << 4 | (unsigned)in->named << 5 |
	       (unsigned)w << 6;
}

/* Rows that are there to be shown, and the one of the chosen packet. */
static size_t place_chosen(struct inspect *in)
{
	uint64_t count = selection_count(in->shown);
	if (in->follow && count)
		in->chosen = selection_number(in->shown, count - 1);
	if (!in->chosen && count)
		in->chosen = selection_number(in->shown, 0);
	uint64_t at = selection_index(in->shown, in->chosen);
	if (selection_has(in->shown, in->chosen) || in->chosen > selection_judged(in->shown))
		return at < count ? (size_t)at : count ? (size_t)count - 1 : 0;
	/* It is not among them any more: the next one, or the last. */
	at = at < count ? at : count ? count - 1 : 0;
	in->chosen = selection_number(in->shown, at);
	return (size_t)at;
}

static int clamp_need(enum column_kind kind, int width)
{
	return (kind == COLUMN_FROM || kind == COLUMN_TO || kind == COLUMN_OWNER) && width > END_MAX
	               ? END_MAX
	               : width;
}

static void measure(struct list_view *v, struct inspect *in)
{
	char text[CELL_MAX];
	struct row r;
	uint64_t before = v->list.top ? selection_number(in->shown, v->list.top - 1) : 0;
	for (size_t i = 0; i < v->list.rows && v->list.top + i < v->list.count; i++) {
		uint64_t number = selection_number(in->shown, v->list.top + i);
		if (!row_get(in, number, before, &r))
			continue;
		before = number;
		for (int c = 0; c < in->columns.count; c++) {
			enum column_kind kind = in->columns.at[c].kind;
			if (kind == COLUMN_INFO || in->columns.at[c].width)
				continue;
			row_text(in, &r, kind, true, text, sizeof(text));
			int width = clamp_need(kind, text_width(text));
			if (width > v->need[kind])
				v->need[kind] = width;
		}
	}
}

static void begin_widths(struct list_view *v, const struct inspect *in)
{
	for (int k = 0; k < COLUMN_KINDS; k++)
		v->need[k] = k == COLUMN_OWNER && !in->owner
		                     ? 0
		                     : text_width(column_heading((enum column_kind)k));
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct list_view *v = state;
	struct inspect *in = env->inspect;
	size_t rows = h > 1 ? (size_t)h - 1 : 1, before = v->list.selected;
	size_t at = place_chosen(in);
	/* The chosen row stays on its line of the screen where it can. */
	if (at != before && v->list.top + at >= before && v->list.rows)
		v->list.top = v->list.top + at - before;
	v->list.selected = at;
	v->list.follow = false;
	list_layout(&v->list, (size_t)selection_count(in->shown), rows);
	if (form_of(in, w) != v->form)
		begin_widths(v, in);
	v->form = form_of(in, w);
	measure(v, in);
	v->columns = w;
	columns_fit(&in->columns, v->need, w - SIGN_COLUMNS, v->widths);
}

static void draw_head(const struct list_view *v, const struct inspect *in, struct canvas *c)
{
	struct style st = style_of(ROLE_HEADING);
	int x = SIGN_COLUMNS;
	canvas_fill(c, (struct rect){0, 0, c->w, 1}, ' ', st);
	for (int i = 0; i < in->columns.count; i++) {
		int w = v->widths[i];
		const char *heading = column_heading(in->columns.at[i].kind);
		if (!w)
			continue;
		if (column_is_number(in->columns.at[i].kind) && text_width(heading) < w)
			canvas_right(c, x + w - 1, 0, st, heading);
		else
			canvas_fit(c, x, 0, w, st, heading);
		x += w + 1;
	}
}

static void draw_signs(
        const struct inspect *in, struct canvas *c, int y, const struct row *r, struct style st)
{
	bool any;
	enum glyph sign = row_sign(r, &any);
	if (any)
		canvas_glyph(c, 0, y, st, sign);
	if (traffic_marked(in->traffic, r->k.number))
		canvas_glyph(c, 1, y, st, GLYPH_STAR);
	else if (traffic_comment(in->traffic, r->k.number))
		canvas_glyph(c, 1, y, st, GLYPH_BULLET);
	else if (traffic_reference(in->traffic) == r->k.number)
		canvas_glyph(c, 1, y, st, GLYPH_PLAY);
}

static void draw_row(const struct list_view *v, const struct view_env *env, struct canvas *c, int y,
        const struct row *r)
{
	struct inspect *in = env->inspect;
	bool chosen = r->k.number == in->chosen;
	enum role role = !chosen ? row_role(r) : env->focus ? ROLE_SELECTED : ROLE_SELECTED_IDLE;
	struct style st = style_of(role);
	char text[CELL_MAX];
	int x = SIGN_COLUMNS;
	if (chosen)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	draw_signs(in, c, y, r, st);
	for (int i = 0; i < in->columns.count; i++) {
		enum column_kind kind = in->columns.at[i].kind;
		int w = v->widths[i];
		if (!w)
			continue;
		row_text(in, r, kind, c->glyphs == &glyphs_ascii, text, sizeof(text));
		if (column_is_number(kind) && text_width(text) < w)
			canvas_right(c, x + w - 1, y, st, text);
		else
			canvas_fit(c, x, y, w, st, text);
		x += w + 1;
	}
	if (chosen && env->focus)
		canvas_cursor(c, 0, y);
}

static void draw_none(const struct inspect *in, struct canvas *c)
{
	const char *text = _("There is no packet in it.");
	if (traffic_last(in->traffic))
		text = inspect_settled(in) ? _("No packet is let through by this filter.")
		                           : _("None is let through so far.");
	else if (traffic_state(in->traffic) != TRAFFIC_DONE)
		text = _("No packet has been seen yet.");
	canvas_text(c, 1, 1, style_of(ROLE_DIM), text);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct list_view *v = state;
	struct inspect *in = env->inspect;
	struct row r;
	uint64_t before = v->list.top ? selection_number(in->shown, v->list.top - 1) : 0;
	draw_head(v, in, c);
	if (!v->list.count)
		draw_none(in, c);
	for (size_t i = 0; i < v->list.rows && v->list.top + i < v->list.count; i++) {
		uint64_t number = selection_number(in->shown, v->list.top + i);
		if (row_get(in, number, before, &r))
			draw_row(v, env, c, (int)i + 1, &r);
		before = number;
	}
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct list_view *v = state;
	const struct inspect *in = env->inspect;
	const char *filter = inspect_filter_text(in), *spelt = inspect_filter_expanded(in);
	snprintf(b->title, sizeof(b->title), "%s", _("Packets"));
	if (in->dissected.any && in->dissected.fate[0])
		snprintf(b->foot, sizeof(b->foot), "%s", in->dissected.fate);
	else if (filter[0] && strcmp(filter, spelt) != 0)
		snprintf(b->foot, sizeof(b->foot), "%.40s = %.80s", filter, spelt);
	else if (filter[0])
		snprintf(b->foot, sizeof(b->foot), _("only %.100s"), filter);
	if (in->follow)
		snprintf(b->foot_note, sizeof(b->foot_note), "%s", _("follows the newest"));
	else if (in->chosen)
		snprintf(b->foot_note, sizeof(b->foot_note), "#%llu",
		        (unsigned long long)in->chosen);
	b->top = v->list.top;
	b->rows = v->list.rows;
	b->count = v->list.count;
}

static void choose_row(struct list_view *v, struct inspect *in)
{
	size_t count = (size_t)selection_count(in->shown);
	if (v->list.selected >= count)
		v->list.selected = count ? count - 1 : 0;
	inspect_choose(in, selection_number(in->shown, v->list.selected));
}

static void copy(struct inspect *in, struct buf *out)
{
	struct row r;
	char text[CELL_MAX];
	if (!in->chosen || !row_get(in, in->chosen, 0, &r))
		return;
	for (int i = 0; i < in->columns.count; i++) {
		row_text(in, &r, in->columns.at[i].kind, true, text, sizeof(text));
		buf_printf(out, "%s%s", i ? "  " : "", text);
	}
	buf_putc(out, '\n');
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct list_view *v = state;
	struct inspect *in = env->inspect;
	struct view_act moved = *a;
	if (a->kind == ACT_OPEN) {
		snprintf(r->line, sizeof(r->line), "focus fields");
		return true;
	}
	if (a->kind == ACT_COPY) {
		copy(in, &r->copy);
		return true;
	}
	if (a->kind == ACT_GOTO) {
		in->follow = false;
		inspect_choose(in, (uint64_t)a->by);
		return true;
	}
	if (a->kind == ACT_CLICK)
		moved.y--;
	if (!view_list_act(&v->list, &moved))
		return false;
	in->follow = a->kind == ACT_LAST;
	choose_row(v, in);
	return true;
}

const struct view_ops inspect_list = {
        .name = "list",
        .title = N_("Packets"),
        .search_down = true,
        .state_size = sizeof(struct list_view),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
