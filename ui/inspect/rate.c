/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much there was when: packets or bytes a second of what is shown, and what went wrong among
 * it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/draw/graph.h"
#include "ui/inspect/summary.h"
#include "ui/inspect/views.h"

enum measure { RATE_PACKETS, RATE_BYTES, RATE_MEASURES };

struct rate {
	enum measure measure;
};

static void layout(void *state, struct view_env *env, int w, int h)
{
	(void)state;
	(void)w;
	(void)h;
	sums_survey(env->inspect);
}

struct series {
	struct graph_point all[SURVEY_BUCKETS], troubles[SURVEY_BUCKETS];
	size_t count, trouble_count;
	double most; /* a second */
	nsec width;
};

/* One point for so many buckets that there are about as many points as columns. */
static void make_points(struct survey *s, enum measure measure, int columns, struct series *out)
{
	const struct survey_bucket *b;
	nsec begin;
	size_t count = survey_rate(s, &begin, &out->width, &b);
	size_t fold = count / (size_t)(columns > 0 ? columns : 1) + 1;
	out->width *= (nsec)fold;
	double each = (double)out->width / (double)NSEC_PER_SEC;
	for (size_t i = 0; i < count; i += fold) {
		double sum = 0, troubles = 0;
		for (size_t k = i; k < i + fold && k < count; k++) {
			sum += measure == RATE_BYTES ? (double)b[k].bytes : b[k].packets;
			troubles += b[k].troubles;
		}
		double x = (double)(out->count) * each;
		out->all[out->count++] = (struct graph_point){x, sum / each};
		if (troubles > 0)
			out->troubles[out->trouble_count++] =
			        (struct graph_point){x, troubles / each};
		out->most = sum / each > out->most ? sum / each : out->most;
	}
}

static void draw_legend(struct canvas *c, const struct series *s, enum measure measure)
{
	char bytes[32];
	const double width = (double)s->width / (double)NSEC_PER_SEC;
	summary_bytes((uint64_t)s->most, bytes, sizeof(bytes));
	int x = canvas_printf(c, 1, 0, style_of(ROLE_LINK), "%s ", glyph(c->glyphs, GLYPH_DOT));
	if (measure == RATE_BYTES)
		x += canvas_printf(
		        c, x + 1, 0, style_of(ROLE_TEXT), _("at most %s a second"), bytes);
	else
		x += canvas_printf(c, x + 1, 0, style_of(ROLE_TEXT),
		        _("at most %.0f packets a second"), s->most);
	if (measure == RATE_PACKETS && s->trouble_count) {
		x += canvas_printf(
		        c, x + 3, 0, style_of(ROLE_WARNING), "%s ", glyph(c->glyphs, GLYPH_LOST));
		x += canvas_text(c, x + 3, 0, style_of(ROLE_TEXT), _("with troubles"));
	}
	canvas_printf(c, x + 6, 0, style_of(ROLE_DIM), _("a point is %g s"), width);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct rate *v = state;
	struct series *s = xcalloc(1, sizeof(*s));
	make_points(sums_survey(env->inspect), v->measure, c->w - 10, s);
	if (!s->count)
		canvas_text(c, 1, 1, style_of(ROLE_DIM), _("No packet is shown."));
	const struct graph_series both[] = {
	        {.points = s->all, .count = s->count, .mark = GLYPH_DOT, .role = ROLE_LINK},
	        {.points = s->troubles,
	                .count = v->measure == RATE_PACKETS ? s->trouble_count : 0,
	                .mark = GLYPH_LOST,
	                .role = ROLE_WARNING,
	                .apart = true},
	};
	const struct graph_axes axes = {
	        .x_unit = "s", .y_unit = v->measure == RATE_BYTES ? _("bytes/s") : _("packets/s")};
	struct canvas plot = canvas_sub(c, (struct rect){0, 1, c->w, c->h - 1});
	if (s->count) {
		draw_legend(c, s, v->measure);
		graph_plot(&plot, &axes, both, 2);
	}
	free(s);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct rate *v = state;
	snprintf(b->title, sizeof(b->title), "%s", _("Rate"));
	snprintf(b->note, sizeof(b->note), "%s",
	        v->measure == RATE_BYTES ? _("bytes a second") : _("packets a second"));
	sums_foot(env->inspect, b);
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct rate *v = state;
	(void)env;
	(void)r;
	if (a->kind != ACT_SIDE && a->kind != ACT_OPEN)
		return false;
	v->measure = (v->measure + 1) % RATE_MEASURES;
	return true;
}

const struct view_ops inspect_rate = {
        .name = "rate",
        .title = N_("Rate"),
        .state_size = sizeof(struct rate),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
