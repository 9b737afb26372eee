/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lines that scrolled off a terminal: a bounded ring, the oldest go first.
 *
 * How it works: a line is never changed once it is complete, so copies of the ring share them. Most
 * lines have single code points in a few looks: 4 bytes a cell do, where a struct vt_cell takes 44.
 */
#ifndef TERM_VT_LINES_H
#define TERM_VT_LINES_H

#include <stddef.h>

#include "term/vt.h"

struct vt_cells;

struct vt_line {
	struct vt_cells *cells; /* NULL: none */
	int count;
};

struct vt_lines {
	struct vt_line *at; /* owned; a ring of `room`; the oldest at first */
	int first, count, room;
};

void vt_lines_init(struct vt_lines *l, int room);
void vt_lines_finish(struct vt_lines *l);
void vt_lines_clear(struct vt_lines *l);
/* `to` is not one yet. */
void vt_lines_copy(struct vt_lines *to, const struct vt_lines *from);

/* A new youngest line of so many cells (0: an empty one), which are then set in their order. Not
 * when there is no room at all. */
void vt_lines_push(struct vt_lines *l, int cols);
void vt_lines_set(struct vt_lines *l, int i, const struct vt_cell *c);
void vt_lines_pop(struct vt_lines *l); /* the youngest */

/* age: 0 is the youngest line, count - 1 the oldest. */
int vt_lines_width(const struct vt_lines *l, int age);
struct vt_cell vt_lines_cell(const struct vt_lines *l, int age, int i); /* i < width */
/* Memory of the youngest `count` lines. */
size_t vt_lines_bytes(const struct vt_lines *l, int count);

#endif
