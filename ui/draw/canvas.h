/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A grid of cells, the only thing views draw on.
 *
 * A canvas is a window on a grid: the root owns the grid, sub-canvases share it and clip. All
 * coordinates are columns and rows of the canvas given; what falls outside is dropped, so no
 * caller has to check. A wide character of which one half would be clipped becomes a space.
 */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/draw/glyphs.h"
#include "ui/draw/style.h"

struct buf;

struct rect {
	int x, y; /* column and row of the top left cell */
	int w, h; /* columns and rows; <= 0: empty */
};

static inline bool rect_empty(struct rect r)
{
	return r.w <= 0 || r.h <= 0;
}

/* What both have in common; empty (all 0) when nothing. */
struct rect rect_meet(struct rect a, struct rect b);
bool rect_has(struct rect r, int x, int y);

#define CELL_MARKS 2 /* combining code points kept with a cell; further ones are dropped */

struct cell {
	uint32_t cp; /* ' ' where nothing is; 0 in the right half of a wide character */
	uint32_t marks[CELL_MARKS]; /* 0: none */
	struct style style;
	uint8_t width; /* 1 or 2; 0 in the right half of a wide character */
};

struct canvas_grid; /* private */

struct canvas {
	struct canvas_grid *grid;
	int w, h;                    /* size of this canvas */
	int x, y;                    /* private: where its (0,0) is on the grid; may be negative */
	struct rect clip;            /* private: of the grid */
	const struct glyphs *glyphs; /* never NULL; sub-canvases inherit it */
};

/* The root: w x h spaces of ROLE_TEXT, UTF-8 glyphs. Sizes are clamped to 1..1000. */
void canvas_init(struct canvas *c, int w, int h);
void canvas_finish(struct canvas *c);
/* Root only: another size, and everything blank. Sub-canvases of before are void. */
void canvas_resize(struct canvas *c, int w, int h);

/* A window on part of c. (0,0) of it is area.x, area.y even when that lies outside of c. */
struct canvas canvas_sub(const struct canvas *c, struct rect area);

static inline struct rect canvas_area(const struct canvas *c)
{
	return (struct rect){0, 0, c->w, c->h};
}

/* Blanks c; on the root the cursor request goes too. */
void canvas_clear(struct canvas *c, struct style style);
void canvas_fill(struct canvas *c, struct rect area, uint32_t cp, struct style style);
/* Changes the style and leaves the characters. */
void canvas_restyle(struct canvas *c, struct rect area, struct style style);

/* Writes UTF-8 from (x,y) to the right, no wrapping. Control characters become '?', bad UTF-8
 * U+FFFD: foreign text is harmless. Returns the columns of the text, clipped or not. */
int canvas_text(struct canvas *c, int x, int y, struct style style, const char *s);
int canvas_text_n(struct canvas *c, int x, int y, struct style style, const char *s, size_t len);
/* The same within `columns`; text that does not fit ends with an ellipsis. Returns what it took. */
int canvas_fit(struct canvas *c, int x, int y, int columns, struct style style, const char *s);
/* The same with its last column at x. */
int canvas_right(struct canvas *c, int x, int y, struct style style, const char *s);
int canvas_printf(struct canvas *c, int x, int y, struct style style, const char *fmt, ...)
        __attribute__((format(printf, 5, 6)));
int canvas_glyph(struct canvas *c, int x, int y, struct style style, enum glyph g);
void canvas_hline(struct canvas *c, int x, int y, int w, struct style style, enum glyph g);
void canvas_vline(struct canvas *c, int x, int y, int h, struct style style, enum glyph g);

/* One cell as it is, for panes that show another terminal. width 0 is ignored. */
void canvas_put(struct canvas *c, int x, int y, const struct cell *cell);

/* The cell at (x,y) of c; NULL outside. Borrowed until the next drawing. */
const struct cell *canvas_at(const struct canvas *c, int x, int y);

/* Asks for the hardware cursor at (x,y); outside the clip nothing changes. The last one wins. */
void canvas_cursor(struct canvas *c, int x, int y);
/* Where the cursor is asked for on the root; false when nowhere. */
bool canvas_cursor_at(const struct canvas *c, int *x, int *y);

/* Copies `area` of `from` to (x,y) of `to`; the two do not share a grid. */
void canvas_copy(struct canvas *to, int x, int y, const struct canvas *from, struct rect area);

/* Appends h lines: the text with trailing spaces cut, or a letter per cell (style_letter). */
void canvas_dump_text(const struct canvas *c, struct buf *out);
void canvas_dump_styles(const struct canvas *c, struct buf *out);

#endif
