/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frame of a pane: titles, tabs, and marks where there is more to scroll to.
 *
 * The pane that has the keyboard has heavy lines and a mark before its title, not only another
 * colour.
 */
#ifndef DRAW_BOX_H
#define DRAW_BOX_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/draw/canvas.h"

struct box {
	const char *title;       /* top left; all strings borrowed, NULL for none */
	const char *note;        /* top right, given up first when it is narrow */
	const char *foot;        /* bottom left */
	const char *foot_note;   /* bottom right */
	const char *const *tabs; /* instead of the title: names of the panes in this place */
	int tab_count, tab;      /* tab: the one shown, in brackets */
	bool focus;
	enum role title_role;    /* 0 (ROLE_TEXT): ROLE_TITLE */
	size_t top, rows, count; /* scrolling: arrows on the right edge when count > rows */
};

/* Draws the frame on the edge of c and gives the inside (blank) as a canvas; a c of less than
 * 3 x 3 has no frame and is the inside itself. */
struct canvas box_draw(struct canvas *c, const struct box *b);

/* The inside of a frame around `area`, as box_draw() would give it. */
struct rect box_inside(struct rect area);

/* A frame over the middle of c with room for w x h inside; for help and questions. */
struct canvas box_dialog(struct canvas *c, int w, int h, const struct box *b);

/* The tab at column x (of the box) in the top line, -1 for none: for the mouse. */
int box_tab_at(const struct box *b, int columns, int x);

#endif
