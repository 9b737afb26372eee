/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tree of panes -> rectangles. Pure.
 *
 * How it works: a row or column divides its space by weight, giving every child at least its
 * minimum. When the minima do not fit, children may fall back to their tightest form (their own
 * panes stacked as tabs); when even that does not fit, a row becomes a column or the other way
 * round if that fits; else the neighbours of least priority are merged into one place with tabs,
 * until the rest fits. Whatever the size, at least one pane is shown, shown panes never overlap,
 * and none is smaller than its minimum unless the whole area is.
 */
#ifndef DRAW_LAYOUT_H
#define DRAW_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/draw/canvas.h"

#define LAYOUT_PANES_MAX 48
#define LAYOUT_DEPTH_MAX 8

enum layout_kind {
	LAYOUT_PANE,   /* a leaf */
	LAYOUT_ROW,    /* children side by side */
	LAYOUT_COLUMN, /* children one below the other */
	LAYOUT_TABS,   /* children (panes) in one place, always */
};

struct layout_node {
	enum layout_kind kind;
	int pane;         /* leaf: the caller's number, 0..LAYOUT_PANES_MAX-1, each once */
	int weight;       /* share of the space beyond the minima; 0 counts as 1 */
	int min_w, min_h; /* leaf: smallest useful size with its frame; 0 counts as 1 */
	int max;          /* most along the parent's direction, 0 for no limit */
	int priority;     /* the higher, the longer it keeps a place of its own */
	const struct layout_node *children; /* borrowed */
	int count;
};

/* What the person chose; zeroed is a fine start. */
struct layout_state {
	uint32_t recent[LAYOUT_PANES_MAX]; /* of tabs in one place, the highest is shown */
	uint32_t clock;
	bool zoomed;
	int zoom; /* while zoomed: the pane that has it all */
};

struct layout_tile {
	int pane;
	bool shown;
	struct rect area; /* of its place, also while hidden behind another tab */
	int place;        /* panes of the same place are tabs of each other */
	int tab, tabs;    /* which of how many in that place; tabs == 1: alone */
};

struct layout {
	struct layout_tile tiles[LAYOUT_PANES_MAX]; /* in the order of the tree */
	int count;
	int places;
};

void layout_compute(struct layout *out, const struct layout_node *root,
        const struct layout_state *state, struct rect area);

/* Brings a pane to the front of its place; a zoom moves along to it. */
void layout_focus(struct layout_state *state, int pane);
void layout_zoom(struct layout_state *state, int pane); /* again: back */

/* NULL when the tree hasn't that pane. */
const struct layout_tile *layout_find(const struct layout *l, int pane);
/* The pane shown at a cell, -1 for none. */
int layout_hit(const struct layout *l, int x, int y);
/* The next (step 1) or previous (-1) pane in the order of the tree, hidden ones too. */
int layout_next(const struct layout *l, int pane, int step);
/* The nearest shown pane in a direction (dx, dy of -1, 0, 1); `pane` itself when none. */
int layout_towards(const struct layout *l, int pane, int dx, int dy);

#endif
