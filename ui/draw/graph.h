/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers as pictures: a sparkline, a bar, a small plot.
 */
#ifndef DRAW_GRAPH_H
#define DRAW_GRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/draw/canvas.h"

/* The last w values in w cells from (x,y), right-aligned; scaled to `most`, or to the largest
 * shown when that is 0. A value above 0 is never invisible. */
void graph_spark(struct canvas *c, int x, int y, int w, const double *values, size_t count,
        double most, struct style style);

/* w cells, `part` of `whole` of them full. */
void graph_bar(
        struct canvas *c, int x, int y, int w, double part, double whole, struct style style);

struct graph_point {
	double x, y;
};

struct graph_series {
	const struct graph_point *points; /* borrowed, x ascending */
	size_t count;
	enum glyph mark; /* one cell wide; series differ in it, not only in style */
	enum role role;
	bool apart; /* points alone, nothing between them */
};

struct graph_axes {
	double x0, x1, y0, y1; /* what the corners mean; equal: taken from the points */
	const char *x_unit;    /* "s", "bytes"; may be NULL */
	const char *y_unit;
};

/* Fills c: axes with their ends labelled, and the series, later ones on top. Returns the part of c
 * where the points are; empty when there is too little room. */
struct rect graph_plot(struct canvas *c, const struct graph_axes *axes,
        const struct graph_series *series, size_t count);

#endif
