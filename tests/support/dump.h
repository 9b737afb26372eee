/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame of a terminal as text that a person reviews: two planes and a legend.
 *
 *   80x24 cursor 3,4              columns x rows; row,column from 0; or "no cursor"
 *   |rows of text, one each, to the last character that is not blank
 *   ---
 *   |rows of styles: '.' plain, then a, b, c ... in the order in which they appear
 *   ---
 *   a fg=1 bold
 */
#ifndef SUPPORT_DUMP_H
#define SUPPORT_DUMP_H

#include "base/buf.h"
#include "term/vt.h"

/* A copy of what stood on the screen at one moment. A zeroed one is empty. */
struct frame {
	int rows, cols;
	struct vt_status status; /* title is not kept: NULL */
	struct vt_cell *cells;   /* rows x cols, owned */
};

void frame_take(struct frame *f, const struct vt *vt);
void frame_finish(struct frame *f);

const struct vt_cell *frame_cell(const struct frame *f, int row, int col);

/* Appends row `row`; ends (room for f->cols) gets where each cell ends in it; may be NULL. */
void frame_row(const struct frame *f, int row, struct buf *out, size_t *ends);
/* Appends all rows, '\n' after each. */
void frame_text(const struct frame *f, struct buf *out);

/* "fg=1 bg=#0102ff bold reverse", "" when plain. */
void dump_style(const struct vt_cell *cell, struct buf *out);
/* Appends the whole dump; text is what frame_text() gave, perhaps with parts masked. */
void dump_frame(const struct frame *f, const char *text, struct buf *out);

#endif
