/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers as pictures.
 */
#include "ui/draw/graph.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/text.h"

#define LABEL_MAX 16

static double lesser(double a, double b)
{
	return a < b ? a : b;
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

/* To the nearest whole number; v is not negative. */
static int rounded(double v)
{
	return (int)(v + 0.5);
}

static double clamp01(double v)
{
	return v > 0 ? (v < 1 ? v : 1) : 0;
}

void graph_spark(struct canvas *c, int x, int y, int w, const double *values, size_t count,
        double most, struct style style)
{
	size_t shown = w > 0 ? (size_t)w : 0;
	if (shown > count)
		shown = count;
	const double *v = values + (count - shown);
	double top = most;
	for (size_t i = 0; i < shown && most <= 0; i++)
		top = larger(top, v[i]);
	for (size_t i = 0; i < shown; i++) {
		if (!(v[i] > 0) || !(top > 0))
			continue;
		int step = (int)(clamp01(v[i] / top) * 8 + 0.999);
		enum glyph g = (enum glyph)(GLYPH_BAR1 + (step > 1 ? step - 1 : 0));
		canvas_glyph(c, x + w - (int)shown + (int)i, y, style, g);
	}
}

void graph_bar(struct canvas *c, int x, int y, int w, double part, double whole, struct style style)
{
	int full = whole > 0 ? rounded(clamp01(part / whole) * w) : 0;
	if (full == 0 && part > 0 && w > 0)
		full = 1;
	if (full == w && part < whole && w > 1)
		full = w - 1;
	canvas_hline(c, x, y, full, style, GLYPH_BLOCK);
	canvas_hline(c, x + full, y, w - full, style_of(ROLE_DIM), GLYPH_SHADE);
}

/* 0, 0.25, 980, 64.2k, 1.5M */
static void label(char out[LABEL_MAX], double v)
{
	static const char *const units[] = {"", "k", "M", "G", "T"};
	size_t unit = 0;
	while ((v >= 10000 || v <= -10000) && unit + 1 < sizeof(units) / sizeof(units[0])) {
		v /= 1000;
		unit++;
	}
	snprintf(out, LABEL_MAX, "%.4g%s", v, units[unit]);
}

static struct graph_axes axes_of(
        const struct graph_axes *given, const struct graph_series *series, size_t count)
{
	struct graph_axes a = *given;
	double x0 = 0, x1 = 0, y0 = 0, y1 = 0;
	bool any = false;
	for (size_t s = 0; s < count; s++) {
		for (size_t i = 0; i < series[s].count; i++) {
			struct graph_point p = series[s].points[i];
			x0 = any ? lesser(x0, p.x) : p.x;
			x1 = any ? larger(x1, p.x) : p.x;
			y0 = lesser(y0, p.y);
			y1 = larger(y1, p.y);
			any = true;
		}
	}
	if (!(a.x1 > a.x0)) {
		a.x0 = x0;
		a.x1 = x1 > a.x0 ? x1 : a.x0 + 1;
	}
	if (!(a.y1 > a.y0)) {
		a.y0 = y0;
		a.y1 = y1 > a.y0 ? y1 : a.y0 + 1;
	}
	return a;
}

static int scaled(double v, double from, double to, int cells)
{
	return rounded((v - from) / (to - from) * (cells - 1));
}

static void plot_point(struct canvas *c, const struct graph_axes *a, const struct graph_series *s,
        struct graph_point p)
{
	bool inside = p.x >= a->x0 && p.x <= a->x1 && p.y >= a->y0 && p.y <= a->y1;
	if (!inside)
		return;
	canvas_glyph(c, scaled(p.x, a->x0, a->x1, c->w), c->h - 1 - scaled(p.y, a->y0, a->y1, c->h),
	        style_of(s->role), s->mark);
}

/* Points, and between two of them one mark a column. */
static void plot_series(struct canvas *c, const struct graph_axes *a, const struct graph_series *s)
{
	double column = (a->x1 - a->x0) / (c->w > 1 ? c->w - 1 : 1);
	for (size_t i = 0; i < s->count; i++) {
		struct graph_point p = s->points[i];
		plot_point(c, a, s, p);
		if (s->apart || i + 1 == s->count)
			continue;
		struct graph_point q = s->points[i + 1];
		int steps = (int)lesser((q.x - p.x) / column, c->w);
		for (int k = 1; k < steps; k++) {
			double part = (double)k / steps;
			struct graph_point between = {
			        p.x + (q.x - p.x) * part, p.y + (q.y - p.y) * part};
			plot_point(c, a, s, between);
		}
	}
}

static void draw_axes(struct canvas *c, const struct graph_axes *a, int left)
{
	char low[LABEL_MAX], high[LABEL_MAX], line[64];
	struct style dim = style_of(ROLE_DIM);
	int bottom = c->h - 2;
	label(low, a->y0);
	label(high, a->y1);
	canvas_right(c, left - 1, 0, dim, high);
	canvas_right(c, left - 1, bottom - 1, dim, low);
	canvas_vline(c, left, 0, bottom, style_of(ROLE_BORDER), GLYPH_V);
	canvas_glyph(c, left, bottom, style_of(ROLE_BORDER), GLYPH_CORNER_BL);
	canvas_hline(c, left + 1, bottom, c->w - left - 1, style_of(ROLE_BORDER), GLYPH_H);
	if (a->y_unit)
		canvas_text(c, left + 2, 0, dim, a->y_unit);
	label(low, a->x0);
	label(high, a->x1);
	canvas_text(c, left + 1, bottom + 1, dim, low);
	snprintf(line, sizeof(line), "%s%s%s", high, a->x_unit ? " " : "",
	        a->x_unit ? a->x_unit : "");
	canvas_right(c, c->w - 1, bottom + 1, dim, line);
}

struct rect graph_plot(struct canvas *c, const struct graph_axes *axes,
        const struct graph_series *series, size_t count)
{
	struct graph_axes a = axes_of(axes, series, count);
	char low[LABEL_MAX], high[LABEL_MAX];
	label(low, a.y0);
	label(high, a.y1);
	int wide = text_width(low) > text_width(high) ? text_width(low) : text_width(high);
	int left = wide;
	struct rect area = {left + 1, 0, c->w - left - 1, c->h - 2};
	struct canvas inside = canvas_sub(c, area);
	if (inside.w < 2 || inside.h < 2)
		return (struct rect){0};
	draw_axes(c, &a, left);
	for (size_t i = 0; i < count; i++)
		plot_series(&inside, &a, &series[i]);
	return area;
}
