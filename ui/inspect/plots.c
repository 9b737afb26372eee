/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plots of the chosen packet's TCP connection over time: sequence numbers, windows, bytes in
 * flight, throughput, round trips. Both directions in one picture, with different signs; the chosen
 * packet is a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "packet/packet.h"
#include "ui/draw/graph.h"
#include "ui/inspect/summary.h"
#include "ui/inspect/views.h"

#define THROUGHPUT_POINTS 120

struct plots {
	int kind;
	size_t at, count; /* the chosen packet among the connection's, of the last layout */
};

struct curve {
	struct graph_point *at; /* owned */
	size_t count;
};

struct picture {
	struct curve ways[2], troubles;
	double from, to; /* seconds since its first packet */
};

static double since(const struct point *first, const struct point *p)
{
	return (double)(p->when - first->when) / (double)NSEC_PER_SEC;
}

static void add(struct curve *c, double x, double y)
{
	c->at[c->count++] = (struct graph_point){x, y};
}

/* What a packet is worth in a plot; false: nothing. */
static bool sequence(const struct point *p, double *y)
{
	*y = (double)p->seq + p->length;
	return p->length > 0 || p->tcp_flags & (TCP_SYN | TCP_FIN);
}

static bool window(const struct point *p, double *y)
{
	*y = p->window;
	return !(p->tcp_flags & TCP_RST);
}

static bool in_flight(const struct point *p, double *y)
{
	*y = p->in_flight;
	return p->in_flight > 0;
}

static bool round_trip(const struct point *p, double *y)
{
	*y = (double)p->rtt / (double)NSEC_PER_MSEC;
	return p->rtt > 0;
}

static const struct kind {
	const char *title, *unit;                        /* N_() */
	const char *help;                                /* N_(): what is read from it */
	bool (*value)(const struct point *p, double *y); /* NULL: throughput */
} kinds[] = {
        {N_("sequence numbers"), N_("bytes"),
                N_("steeper is faster; a step down is a retransmission, flat is waiting"),
                sequence},
        {N_("windows"), N_("bytes"), N_("what each end is ready to take; 0 stops the other"),
                window},
        {N_("bytes in flight"), N_("bytes"), N_("sent and not acknowledged yet"), in_flight},
        {N_("throughput"), N_("bytes/s"), N_("payload a second, repeats included"), NULL},
        {N_("round trips"), "ms", N_("from a segment to what acknowledges it"), round_trip},
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static struct curve new_curve(size_t count)
{
	return (struct curve){.at = xcalloc(count + 1, sizeof(struct graph_point))};
}

static struct picture new_picture(size_t count)
{
	return (struct picture){
	        .ways = {new_curve(count), new_curve(count)}, .troubles = new_curve(count)};
}

static void picture_end(struct picture *p)
{
	for (int i = 0; i < 2; i++)
		free(p->ways[i].at);
	free(p->troubles.at);
}

#define TROUBLE (FLOW_RETRANSMISSION | FLOW_OUT_OF_ORDER | FLOW_ZERO_WINDOW | FLOW_LOST)

static void by_packet(
        struct picture *out, const struct point *at, size_t count, const struct kind *kind)
{
	for (size_t i = 0; i < count; i++) {
		double x = since(&at[0], &at[i]), y;
		if (!kind->value(&at[i], &y))
			continue;
		add(&out->ways[at[i].direction & 1], x, y);
		if (at[i].marks & TROUBLE)
			add(&out->troubles, x, y);
	}
}

static void by_time(struct picture *out, const struct point *at, size_t count)
{
	double sums[2][THROUGHPUT_POINTS] = {{0}};
	double whole = since(&at[0], &at[count - 1]);
	double each = whole > 0 ? whole / THROUGHPUT_POINTS : 1;
	for (size_t i = 0; i < count; i++) {
		double x = since(&at[0], &at[i]) / each;
		size_t slot = x > 0 ? (size_t)x : 0;
		sums[at[i].direction & 1]
		    [slot < THROUGHPUT_POINTS ? slot : THROUGHPUT_POINTS - 1] += at[i].length;
	}
	for (size_t k = 0; k < THROUGHPUT_POINTS && k < count; k++)
		for (int way = 0; way < 2; way++)
			add(&out->ways[way], ((double)k + 0.5) * each, sums[way][k] / each);
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct plots *v = state;
	struct points *p = sums_points(env->inspect);
	const struct point *at;
	(void)w;
	(void)h;
	v->at = v->count = 0;
	if (!p)
		return;
	v->count = points_get(p, &at);
	while (v->at < v->count && at[v->at].number < env->inspect->chosen)
		v->at++;
}

static void draw_legend(
        const struct inspect *in, struct canvas *c, const struct flow_summary *s, size_t troubles)
{
	char name[96];
	int x = 1;
	for (int i = 0; i < 2; i++) {
		enum role role = i ? ROLE_HOST2 : ROLE_HOST1;
		inspect_end_text(in, &s->sides[i].address, s->sides[i].port, name, sizeof(name));
		x += canvas_printf(c, x, 0, style_of(role), "%s %s",
		             glyph(c->glyphs, i ? GLYPH_LAMP_OFF : GLYPH_DOT), name) +
		     3;
	}
	if (troubles)
		canvas_printf(c, x, 0, style_of(ROLE_ERROR), "%s %s", glyph(c->glyphs, GLYPH_LOST),
		        _("sent again, lost, out of order, closed"));
}

/* The chosen packet's moment, behind the curves. */
static void draw_chosen(struct canvas *c, struct rect inside, double part)
{
	int x = inside.x + (int)(part * (inside.w - 1) + 0.5);
	for (int y = 0; y < inside.h; y++) {
		const struct cell *cell = canvas_at(c, x, y);
		if (cell && cell->cp == ' ')
			canvas_glyph(c, x, y, style_of(ROLE_MATCH), GLYPH_V);
	}
}

static void draw_picture(
        const struct plots *v, const struct view_env *env, struct canvas *c, const struct point *at)
{
	const struct kind *kind = &kinds[v->kind];
	struct flow_summary s;
	struct picture p = new_picture(v->count > THROUGHPUT_POINTS ? v->count : THROUGHPUT_POINTS);
	if (kind->value)
		by_packet(&p, at, v->count, kind);
	else
		by_time(&p, at, v->count);
	double whole = since(&at[0], &at[v->count - 1]);
	const struct graph_series series[] = {
	        {p.ways[0].at, p.ways[0].count, GLYPH_DOT, ROLE_HOST1, false},
	        {p.ways[1].at, p.ways[1].count, GLYPH_LAMP_OFF, ROLE_HOST2, false},
	        {p.troubles.at, p.troubles.count, GLYPH_LOST, ROLE_ERROR, true},
	};
	const struct graph_axes axes = {
	        .x0 = 0, .x1 = whole, .x_unit = "s", .y_unit = _(kind->unit)};
	struct canvas plot = canvas_sub(c, (struct rect){0, 1, c->w, c->h - 2});
	if (flow_summary(traffic_flows(env->inspect->traffic), env->inspect->packet.note.flow, &s))
		draw_legend(env->inspect, c, &s, p.troubles.count);
	struct rect inside = graph_plot(&plot, &axes, series, sizeof(series) / sizeof(series[0]));
	if (v->at < v->count && whole > 0)
		draw_chosen(&plot, inside, since(&at[0], &at[v->at]) / whole);
	canvas_fit(c, 1, c->h - 1, c->w - 2, style_of(ROLE_DIM), _(kind->help));
	picture_end(&p);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct plots *v = state;
	struct points *p = sums_points(env->inspect);
	const struct point *at;
	if (!p || !env->inspect->packet.tcp_flags) {
		text_draw_wrapped(c, style_of(ROLE_DIM),
		        _("The chosen packet belongs to no TCP connection."));
		return;
	}
	if (points_get(p, &at) < 2 || v->count < 2)
		text_draw_wrapped(c, style_of(ROLE_DIM), _("One packet is no curve."));
	else
		draw_picture(v, env, c, at);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct plots *v = state;
	const struct points *p = env->inspect->sums.points;
	snprintf(b->title, sizeof(b->title), "%s", _("Plots"));
	snprintf(b->note, sizeof(b->note), "%s  %d/%d", _(kinds[v->kind].title), v->kind + 1,
	        (int)KINDS);
	if (p && points_cut(p))
		snprintf(b->foot, sizeof(b->foot), _("the first %u packets"), POINTS_MAX);
	if (env->inspect->chosen)
		snprintf(b->foot_note, sizeof(b->foot_note), "#%llu",
		        (unsigned long long)env->inspect->chosen);
}

static void move(struct plots *v, struct inspect *in, long by)
{
	struct points *p = sums_points(in);
	const struct point *at;
	size_t count = p ? points_get(p, &at) : 0;
	if (!count)
		return;
	long to = (long)v->at + by;
	to = to < 0 ? 0 : to >= (long)count ? (long)count - 1 : to;
	in->follow = false;
	inspect_choose(in, at[to].number);
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct plots *v = state;
	switch (a->kind) {
	case ACT_SIDE:
		v->kind = (v->kind + (a->by < 0 ? (int)KINDS - 1 : 1)) % (int)KINDS;
		return true;
	case ACT_MOVE:
	case ACT_WHEEL:
		move(v, env->inspect, a->by);
		return true;
	case ACT_PAGE:
		move(v, env->inspect, a->by * (long)(v->count / 20 + 1));
		return true;
	case ACT_FIRST:
	case ACT_LAST:
		move(v, env->inspect, a->kind == ACT_FIRST ? -(long)v->count : (long)v->count);
		return true;
	case ACT_OPEN:
		snprintf(r->line, sizeof(r->line), "focus list");
		return true;
	case ACT_CLICK:
	case ACT_SEARCH:
	case ACT_COPY:
	case ACT_BACK:
	case ACT_TOGGLE:
	case ACT_GOTO:
		break;
	}
	return false;
}

const struct view_ops inspect_plots = {
        .name = "plots",
        .title = N_("Plots"),
        .state_size = sizeof(struct plots),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
