/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A grid of cells with clipping windows.
 */
#include "ui/draw/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/text.h"

#define SIDE_MAX 1000
#define PRINTF_MAX 1024

struct canvas_grid {
	int w, h;
	struct cell *cells;
	int cursor_x, cursor_y; /* -1: not asked for */
};

static int clamp(int v, int lo, int hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

static int min(int a, int b)
{
	return a < b ? a : b;
}

static int max(int a, int b)
{
	return a > b ? a : b;
}

struct rect rect_meet(struct rect a, struct rect b)
{
	struct rect r = {.x = max(a.x, b.x), .y = max(a.y, b.y)};
	r.w = min(a.x + a.w, b.x + b.w) - r.x;
	r.h = min(a.y + a.h, b.y + b.h) - r.y;
	return rect_empty(r) ? (struct rect){0} : r;
}

bool rect_has(struct rect r, int x, int y)
{
	return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

static struct cell *cell_at(const struct canvas *c, int gx, int gy)
{
	return &c->grid->cells[(size_t)gy * (size_t)c->grid->w + (size_t)gx];
}

static struct cell blank(uint32_t cp, struct style style)
{
	return (struct cell){.cp = cp, .style = style, .width = 1};
}

void canvas_init(struct canvas *c, int w, int h)
{
	*c = (struct canvas){.grid = xcalloc(1, sizeof(*c->grid)), .glyphs = &glyphs_utf8};
	canvas_resize(c, w, h);
}

void canvas_finish(struct canvas *c)
{
	if (c->grid)
		free(c->grid->cells);
	free(c->grid);
	*c = (struct canvas){0};
}

void canvas_resize(struct canvas *c, int w, int h)
{
	w = clamp(w, 1, SIDE_MAX);
	h = clamp(h, 1, SIDE_MAX);
	size_t count = (size_t)w * (size_t)h;
	c->grid->cells = xrealloc(c->grid->cells, count * sizeof(*c->grid->cells));
	c->grid->w = c->w = w;
	c->grid->h = c->h = h;
	c->x = c->y = 0;
	c->clip = canvas_area(c);
	const struct cell empty = blank(' ', style_of(ROLE_TEXT));
	for (size_t i = 0; i < count; i++)
		c->grid->cells[i] = empty;
	c->grid->cursor_x = c->grid->cursor_y = -1;
}

struct canvas canvas_sub(const struct canvas *c, struct rect area)
{
	struct canvas sub = *c;
	sub.x = c->x + area.x;
	sub.y = c->y + area.y;
	sub.w = max(area.w, 0);
	sub.h = max(area.h, 0);
	sub.clip = rect_meet(c->clip, (struct rect){sub.x, sub.y, sub.w, sub.h});
	return sub;
}

/* A wide character needs both halves: before one of them is overwritten the other is blanked. */
static void break_wide(const struct canvas *c, int gx, int gy)
{
	struct cell *cell = cell_at(c, gx, gy);
	if (cell->width == 2 && gx + 1 < c->grid->w) {
		struct cell *right = cell_at(c, gx + 1, gy);
		*right = blank(' ', right->style);
	}
	if (cell->width == 0 && gx > 0) {
		struct cell *left = cell_at(c, gx - 1, gy);
		*left = blank(' ', left->style);
	}
}

static void set_cell(const struct canvas *c, int gx, int gy, struct cell cell)
{
	if (!rect_has(c->clip, gx, gy))
		return;
	break_wide(c, gx, gy);
	*cell_at(c, gx, gy) = cell;
}

/* Puts a character of one or two columns; one that is clipped in half leaves a space. */
static void put(const struct canvas *c, int gx, int gy, struct cell cell)
{
	if (cell.width < 2) {
		set_cell(c, gx, gy, cell);
		return;
	}
	bool whole = rect_has(c->clip, gx, gy) && rect_has(c->clip, gx + 1, gy);
	if (!whole) {
		set_cell(c, gx, gy, blank(' ', cell.style));
		set_cell(c, gx + 1, gy, blank(' ', cell.style));
		return;
	}
	set_cell(c, gx, gy, cell);
	break_wide(c, gx + 1, gy);
	*cell_at(c, gx, gy) = cell;
	*cell_at(c, gx + 1, gy) = (struct cell){.style = cell.style};
}

static void add_mark(const struct canvas *c, int gx, int gy, uint32_t cp)
{
	if (!rect_has(c->clip, gx, gy))
		return;
	struct cell *cell = cell_at(c, gx, gy);
	if (cell->width == 0 && gx > 0)
		cell--;
	for (int i = 0; i < CELL_MARKS; i++) {
		if (cell->marks[i] == 0) {
			cell->marks[i] = cp;
			return;
		}
	}
}

void canvas_clear(struct canvas *c, struct style style)
{
	canvas_fill(c, canvas_area(c), ' ', style);
	if (c->x == 0 && c->y == 0 && c->w == c->grid->w && c->h == c->grid->h)
		c->grid->cursor_x = c->grid->cursor_y = -1;
}

void canvas_fill(struct canvas *c, struct rect area, uint32_t cp, struct style style)
{
	struct rect r =
	        rect_meet(c->clip, (struct rect){c->x + area.x, c->y + area.y, area.w, area.h});
	for (int y = r.y; y < r.y + r.h; y++) {
		for (int x = r.x; x < r.x + r.w; x++)
			set_cell(c, x, y, blank(cp, style));
	}
}

void canvas_restyle(struct canvas *c, struct rect area, struct style style)
{
	struct rect r =
	        rect_meet(c->clip, (struct rect){c->x + area.x, c->y + area.y, area.w, area.h});
	for (int y = r.y; y < r.y + r.h; y++) {
		for (int x = r.x; x < r.x + r.w; x++)
			cell_at(c, x, y)->style = style;
	}
}

int canvas_text_n(struct canvas *c, int x, int y, struct style style, const char *s, size_t len)
{
	int columns = 0;
	while (len) {
		uint32_t cp;
		size_t n = text_decode(s, len, &cp);
		s += n;
		len -= n;
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			cp = '?';
		int width = text_width_cp(cp);
		if (width == 0) {
			if (columns > 0)
				add_mark(c, c->x + x + columns - 1, c->y + y, cp);
			continue;
		}
		struct cell cell = {.cp = cp, .style = style, .width = (uint8_t)width};
		put(c, c->x + x + columns, c->y + y, cell);
		columns += width;
	}
	return columns;
}

int canvas_text(struct canvas *c, int x, int y, struct style style, const char *s)
{
	return canvas_text_n(c, x, y, style, s, strlen(s));
}

/* The columns canvas_text_n() will use: like text_width(), but with '?' for controls. */
static int shown_width(const char *s, size_t len, int limit, size_t *fits)
{
	int columns = 0;
	size_t at = 0;
	*fits = 0;
	while (at < len) {
		uint32_t cp;
		at += text_decode(s + at, len - at, &cp);
		bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
		columns += control ? 1 : text_width_cp(cp);
		if (columns <= limit)
			*fits = at;
	}
	return columns;
}

int canvas_fit(struct canvas *c, int x, int y, int columns, struct style style, const char *s)
{
	if (columns <= 0)
		return 0;
	size_t len = strlen(s), fits;
	if (shown_width(s, len, columns, &fits) <= columns)
		return canvas_text_n(c, x, y, style, s, len);
	shown_width(s, len, columns - 1, &fits);
	int used = canvas_text_n(c, x, y, style, s, fits);
	return used + canvas_glyph(c, x + used, y, style, GLYPH_ELLIPSIS);
}

int canvas_right(struct canvas *c, int x, int y, struct style style, const char *s)
{
	size_t len = strlen(s), fits;
	int width = shown_width(s, len, 0, &fits);
	return canvas_text_n(c, x - width + 1, y, style, s, len);
}

int canvas_printf(struct canvas *c, int x, int y, struct style style, const char *fmt, ...)
{
	char line[PRINTF_MAX];
	va_list ap;
	va_start(ap, fmt);
	int len = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	return len < 0 ? 0 : canvas_text(c, x, y, style, line);
}

int canvas_glyph(struct canvas *c, int x, int y, struct style style, enum glyph g)
{
	return canvas_text(c, x, y, style, glyph(c->glyphs, g));
}

void canvas_hline(struct canvas *c, int x, int y, int w, struct style style, enum glyph g)
{
	for (int i = max(0, -x); i < w && x + i < c->w; i++)
		canvas_glyph(c, x + i, y, style, g);
}

void canvas_vline(struct canvas *c, int x, int y, int h, struct style style, enum glyph g)
{
	for (int i = max(0, -y); i < h && y + i < c->h; i++)
		canvas_glyph(c, x, y + i, style, g);
}

void canvas_put(struct canvas *c, int x, int y, const struct cell *cell)
{
	if (cell->width == 0)
		return;
	struct cell copy = *cell;
	if (copy.cp < 0x20)
		copy.cp = ' ';
	put(c, c->x + x, c->y + y, copy);
}

const struct cell *canvas_at(const struct canvas *c, int x, int y)
{
	if (!rect_has(c->clip, c->x + x, c->y + y))
		return NULL;
	return cell_at(c, c->x + x, c->y + y);
}

void canvas_cursor(struct canvas *c, int x, int y)
{
	if (!rect_has(c->clip, c->x + x, c->y + y))
		return;
	c->grid->cursor_x = c->x + x;
	c->grid->cursor_y = c->y + y;
}

bool canvas_cursor_at(const struct canvas *c, int *x, int *y)
{
	*x = c->grid->cursor_x;
	*y = c->grid->cursor_y;
	return *x >= 0;
}

void canvas_copy(struct canvas *to, int x, int y, const struct canvas *from, struct rect area)
{
	struct canvas window = canvas_sub(to, (struct rect){x, y, area.w, area.h});
	struct rect seen = rect_meet(
	        from->clip, (struct rect){from->x + area.x, from->y + area.y, area.w, area.h});
	for (int gy = seen.y; gy < seen.y + seen.h; gy++) {
		for (int gx = seen.x; gx < seen.x + seen.w; gx++) {
			struct cell cell = *cell_at(from, gx, gy);
			int dx = gx - from->x - area.x, dy = gy - from->y - area.y;
			bool cut = (cell.width == 0 && gx == seen.x) ||
			           (cell.width == 2 && gx + 1 == seen.x + seen.w);
			if (cut)
				cell = blank(' ', cell.style);
			canvas_put(&window, dx, dy, &cell);
		}
	}
}

static void dump_cell(const struct cell *cell, struct buf *out)
{
	char utf8[5];
	if (cell->width == 0)
		return;
	buf_add(out, utf8, text_encode(cell->cp, utf8));
	for (int i = 0; i < CELL_MARKS && cell->marks[i]; i++)
		buf_add(out, utf8, text_encode(cell->marks[i], utf8));
}

void canvas_dump_text(const struct canvas *c, struct buf *out)
{
	for (int y = 0; y < c->h; y++) {
		size_t end = out->len;
		for (int x = 0; x < c->w; x++) {
			const struct cell *cell = canvas_at(c, x, y);
			if (!cell) {
				buf_putc(out, ' ');
				continue;
			}
			dump_cell(cell, out);
			if (cell->cp != ' ')
				end = out->len;
		}
		out->len = end;
		buf_putc(out, '\n');
	}
}

void canvas_dump_styles(const struct canvas *c, struct buf *out)
{
	for (int y = 0; y < c->h; y++) {
		for (int x = 0; x < c->w; x++) {
			const struct cell *cell = canvas_at(c, x, y);
			buf_putc(out, cell ? style_letter(cell->style.role) : ' ');
		}
		buf_putc(out, '\n');
	}
}
