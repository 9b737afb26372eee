/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frame of a pane.
 */
#include "ui/draw/box.h"

#include <string.h>

#include "base/text.h"

struct lines {
	enum glyph h, v, tl, tr, bl, br;
};

static const struct lines plain = {
        GLYPH_H, GLYPH_V, GLYPH_CORNER_TL, GLYPH_CORNER_TR, GLYPH_CORNER_BL, GLYPH_CORNER_BR};
static const struct lines heavy = {GLYPH_FOCUS_H, GLYPH_FOCUS_V, GLYPH_FOCUS_TL, GLYPH_FOCUS_TR,
        GLYPH_FOCUS_BL, GLYPH_FOCUS_BR};

static bool has_frame(int w, int h)
{
	return w >= 3 && h >= 3;
}

struct rect box_inside(struct rect area)
{
	if (!has_frame(area.w, area.h))
		return area;
	return (struct rect){area.x + 1, area.y + 1, area.w - 2, area.h - 2};
}

/* The columns of tab i with the space or bracket on both sides. */
static int tab_columns(const struct box *b, int i)
{
	return text_width(b->tabs[i]) + 2;
}

/* Where tab i begins; tabs left of the shown one scroll out when there is no room for it. */
static int tab_x(const struct box *b, int columns, int i)
{
	int before_shown = 0, x = 2;
	for (int k = 0; k <= b->tab && k < b->tab_count; k++)
		before_shown += tab_columns(b, k);
	int room = columns - 4;
	if (before_shown > room)
		x -= before_shown - room;
	for (int k = 0; k < i; k++)
		x += tab_columns(b, k);
	return x;
}

int box_tab_at(const struct box *b, int columns, int x)
{
	if (x < 2 || x >= columns - 2)
		return -1;
	for (int i = 0; i < b->tab_count; i++) {
		int begin = tab_x(b, columns, i);
		if (x >= begin && x < begin + tab_columns(b, i))
			return i;
	}
	return -1;
}

/* Draws the tabs into the top line; returns the column after them. */
static int draw_tabs(struct canvas *c, const struct box *b, enum role title)
{
	int x = 2;
	struct canvas line = canvas_sub(c, (struct rect){2, 0, c->w - 4, 1});
	for (int i = 0; i < b->tab_count; i++) {
		bool shown = i == b->tab;
		struct style style = style_of(shown ? title : ROLE_DIM);
		x = tab_x(b, c->w, i) - 2;
		x += canvas_text(&line, x, 0, style, shown ? "[" : " ");
		x += canvas_text(&line, x, 0, style, b->tabs[i]);
		x += canvas_text(&line, x, 0, style, shown ? "]" : " ");
	}
	x += 2;
	return x < c->w - 2 ? x : c->w - 2;
}

/* " text " in line y from column 1; returns the column after it. */
static int draw_left(struct canvas *c, int y, enum role role, const char *text)
{
	int room = c->w - 4;
	if (!text || room < 1)
		return 1;
	canvas_text(c, 1, y, style_of(role), " ");
	int x = 2 + canvas_fit(c, 2, y, room, style_of(role), text);
	if (x < c->w - 1)
		x += canvas_text(c, x, y, style_of(role), " ");
	return x;
}

/* " text " at the right end of line y, when it fits whole right of column `after`. */
static void draw_right(struct canvas *c, int y, int after, enum role role, const char *text)
{
	if (!text)
		return;
	int x = c->w - 3 - text_width(text);
	if (x <= after)
		return;
	x += canvas_text(c, x, y, style_of(role), " ");
	x += canvas_text(c, x, y, style_of(role), text);
	canvas_text(c, x, y, style_of(role), " ");
}

static void draw_scroll(struct canvas *c, const struct box *b, enum role role)
{
	int track = c->h - 2;
	if (b->count <= b->rows || track < 1)
		return;
	int x = c->w - 1;
	size_t most = b->count - b->rows;
	size_t top = b->top < most ? b->top : most;
	if (track >= 4) {
		int at = 2 + (int)((double)top / (double)most * (track - 3));
		canvas_glyph(c, x, at, style_of(role), GLYPH_BLOCK);
	}
	if (top > 0)
		canvas_glyph(c, x, 1, style_of(role), GLYPH_UP);
	if (top < most)
		canvas_glyph(c, x, track, style_of(role), GLYPH_DOWN);
}

static void draw_lines(struct canvas *c, const struct lines *l, enum role role)
{
	struct style style = style_of(role);
	int right = c->w - 1, bottom = c->h - 1;
	canvas_hline(c, 1, 0, right - 1, style, l->h);
	canvas_hline(c, 1, bottom, right - 1, style, l->h);
	canvas_vline(c, 0, 1, bottom - 1, style, l->v);
	canvas_vline(c, right, 1, bottom - 1, style, l->v);
	canvas_glyph(c, 0, 0, style, l->tl);
	canvas_glyph(c, right, 0, style, l->tr);
	canvas_glyph(c, 0, bottom, style, l->bl);
	canvas_glyph(c, right, bottom, style, l->br);
}

struct canvas box_draw(struct canvas *c, const struct box *b)
{
	canvas_fill(c, canvas_area(c), ' ', style_of(ROLE_TEXT));
	if (!has_frame(c->w, c->h))
		return *c;
	enum role border = b->focus ? ROLE_BORDER_FOCUS : ROLE_BORDER;
	enum role title = b->title_role ? b->title_role : ROLE_TITLE;
	draw_lines(c, b->focus ? &heavy : &plain, border);
	int after = b->tab_count > 1 ? draw_tabs(c, b, title) : draw_left(c, 0, title, b->title);
	if (b->focus && (b->title || b->tab_count > 1))
		canvas_glyph(c, 1, 0, style_of(border), GLYPH_RIGHT);
	draw_right(c, 0, after, ROLE_DIM, b->note);
	after = draw_left(c, c->h - 1, ROLE_DIM, b->foot);
	draw_right(c, c->h - 1, after, ROLE_DIM, b->foot_note);
	draw_scroll(c, b, border);
	return canvas_sub(c, box_inside(canvas_area(c)));
}

struct canvas box_dialog(struct canvas *c, int w, int h, const struct box *b)
{
	struct rect r = {.w = w + 2, .h = h + 2};
	r.w = r.w < c->w ? r.w : c->w;
	r.h = r.h < c->h ? r.h : c->h;
	r.x = (c->w - r.w) / 2;
	r.y = (c->h - r.h) / 2;
	struct canvas frame = canvas_sub(c, r);
	return box_draw(&frame, b);
}
