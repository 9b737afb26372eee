/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text in several styles, wrapped to a width.
 *
 * Lines break at spaces, and between CJK characters anywhere but before closing and after opening
 * punctuation (JIS X 4051 kinsoku, the part that matters); a word longer than a line is cut.
 */
#ifndef DRAW_TEXT_H
#define DRAW_TEXT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/vec.h"
#include "ui/draw/canvas.h"

struct rich_run {
	size_t end; /* the run's bytes end here */
	struct style style;
};

/* UTF-8 with styles; '\n' ends a paragraph. Zeroed is empty. */
struct rich {
	struct buf text;
	VEC(struct rich_run) runs;
};

struct rich_line {
	size_t at, len; /* bytes of rich.text */
	int indent;     /* columns before it */
	int columns;    /* of its text */
};

struct rich_lines {
	VEC(struct rich_line) lines;
};

void rich_add(struct rich *r, struct style style, const char *s);
void rich_add_n(struct rich *r, struct style style, const char *s, size_t len);
void rich_clear(struct rich *r);
void rich_finish(struct rich *r);

/* Replaces `out` by the lines of r in `columns`; a paragraph's lines after its first are indented
 * by `hang` (list items). columns < 1 counts as 1. */
void rich_wrap(const struct rich *r, int columns, int hang, struct rich_lines *out);
void rich_lines_finish(struct rich_lines *l);

/* Draws one line at (x,y), or lines from `first` until the canvas is full. */
void rich_draw_line(
        struct canvas *c, int x, int y, const struct rich *r, const struct rich_line *line);
void rich_draw(struct canvas *c, const struct rich *r, const struct rich_lines *l, size_t first);

/* Plain text, wrapped and drawn at once into c; returns the rows it takes, shown or not. */
int text_draw_wrapped(struct canvas *c, struct style style, const char *s);

#endif
