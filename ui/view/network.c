/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network: its links, what each does to frames, how many pass, and a storm when there is one.
 */
#include "ui/view/source.h"
#include "ui/view/view.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/draw/graph.h"

struct network {
	struct list list; /* of links */
	int head;         /* rows above it */
};

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct network *n = state;
	(void)w;
	n->head = h >= 10 ? 4 : h >= 6 ? 2 : 1;
	int rows = (h - n->head) / 2;
	list_layout(&n->list, env->source->topology->link_count, rows > 0 ? (size_t)rows : 1);
}

static bool is_switch(const struct topology *t, int node)
{
	return t->nodes[node].kind == NODE_SWITCH;
}

static bool plugged(const struct view_source *s, int link)
{
	return !s->ops->plugged || s->ops->plugged(s->from, link);
}

static int port_state(const struct view_source *s, int link, int end)
{
	return s->ops->port_state ? s->ops->port_state(s->from, link, end) : -1;
}

/* Whether a switch's port lets frames through: forwarding, or no port of a switch at all. */
static bool forwards(const struct view_source *s, int link, int end)
{
	int state = port_state(s, link, end);
	return state < 0 || state == 3;
}

static int root_of(const int parent[], int node)
{
	while (parent[node] != node)
		node = parent[node];
	return node;
}

/* Whether switches are joined in a ring that frames can go round: a link that carries frames
 * joins two switches that others have joined already. */
static bool loop_closed(const struct view_source *s, bool *any)
{
	int parent[TOPOLOGY_NODES_MAX];
	bool closed = false;
	*any = false;
	for (int i = 0; i < TOPOLOGY_NODES_MAX; i++)
		parent[i] = i;
	for (int i = 0; i < s->topology->link_count; i++) {
		const struct topology_link *l = &s->topology->links[i];
		int a = l->ends[0].node, b = l->ends[1].node;
		if (!is_switch(s->topology, a) || !is_switch(s->topology, b))
			continue;
		*any = true;
		if (!plugged(s, i) || !forwards(s, i, 0) || !forwards(s, i, 1))
			continue;
		int ra = root_of(parent, a), rb = root_of(parent, b);
		if (ra == rb)
			closed = true;
		parent[ra] = rb;
	}
	return closed;
}

/* 41380 -> "41 380". */
static void grouped(double v, char *out, size_t size)
{
	char digits[32];
	int n = snprintf(digits, sizeof(digits), "%.0f", v);
	size_t used = 0;
	for (int i = 0; i < n && used + 2 < size; i++) {
		if (i && (n - i) % 3 == 0)
			out[used++] = ' ';
		out[used++] = digits[i];
	}
	out[used] = 0;
}

static size_t samples_of(const struct bench_rate *r, double *out)
{
	for (size_t i = 0; i < r->count; i++)
		out[i] = (double)r->samples[i];
	return r->count;
}

static bool rate_of(const struct view_source *s, int link, struct bench_rate *out)
{
	*out = (struct bench_rate){0};
	return s->ops->rate && s->ops->rate(s->from, link, out);
}

/* The busiest link stands for the storm. */
static int busiest(const struct view_source *s)
{
	struct bench_rate r;
	double most = -1;
	int best = -1;
	for (int i = 0; i < s->topology->link_count; i++)
		if (rate_of(s, i, &r) && r.now + r.peak / 1000 > most) {
			most = r.now + r.peak / 1000;
			best = i;
		}
	return best;
}

static void draw_storm_line(const struct view_source *s, struct canvas *c, int y)
{
	bool any;
	bool closed = loop_closed(s, &any);
	int x = 0;
	if (any) {
		x += canvas_text(c, x, y, style_of(ROLE_DIM), _("loop "));
		x += canvas_text(c, x, y, style_of(closed ? ROLE_WARNING : ROLE_OK),
		        closed ? _("CLOSED") : C_("of a loop", "open"));
		x += 3;
	}
	for (int i = 0; i < s->topology->node_count; i++) {
		if (!is_switch(s->topology, i))
			continue;
		bool on = s->ops->stp && s->ops->stp(s->from, i);
		x += canvas_printf(
		        c, x, y, style_of(ROLE_DIM), "%s STP ", s->topology->nodes[i].name);
		x += canvas_text(
		        c, x, y, style_of(on ? ROLE_OK : ROLE_TEXT), on ? _("on") : _("off"));
		x += 3;
	}
	if (s->governor >= 0)
		canvas_printf(c, x, y, style_of(ROLE_WARNING), _("governor ends it in %.1f s"),
		        s->governor);
}

static void draw_head(const struct network *n, const struct view_source *s, struct canvas *c)
{
	double values[BENCH_RATE_SAMPLES];
	struct bench_rate r;
	char now[32], peak[32], total[32];
	int link = busiest(s);
	if (link < 0 || !rate_of(s, link, &r)) {
		canvas_text(c, 0, 0, style_of(ROLE_DIM), _("No frame has passed yet."));
		return;
	}
	grouped(r.now, now, sizeof(now));
	grouped(r.peak, peak, sizeof(peak));
	grouped((double)r.total, total, sizeof(total));
	int x = canvas_text(c, 0, 0, style_of(ROLE_DIM), _("frames/s "));
	x += canvas_text(c, x, 0, style_of(ROLE_STRONG), now);
	char rest[160];
	snprintf(rest, sizeof(rest), _("   most %s   in all %s   on %s"), peak, total,
	        s->topology->links[link].name);
	canvas_fit(c, x, 0, c->w - x, style_of(ROLE_DIM), rest);
	if (n->head >= 2)
		draw_storm_line(s, c, n->head - 1);
	if (n->head >= 4) {
		size_t count = samples_of(&r, values);
		graph_spark(c, 0, 1, c->w, values, count, 0, style_of(ROLE_STRONG));
	}
}

static const char *port_words(int state)
{
	static const char *const words[] = {
	        N_("disabled"), N_("listening"), N_("learning"), N_("forwarding"), N_("blocking")};
	if (state < 0 || state >= (int)(sizeof(words) / sizeof(words[0])))
		return "";
	return _(words[state]);
}

static void draw_link(
        const struct network *n, const struct view_env *env, struct canvas *c, int y, int link)
{
	const struct view_source *s = env->source;
	const struct topology_link *l = &s->topology->links[link];
	bool chosen = (size_t)link == n->list.selected;
	bool in = plugged(s, link);
	struct style st = style_of(!chosen      ? ROLE_TEXT
	                           : env->focus ? ROLE_SELECTED
	                                        : ROLE_SELECTED_IDLE);
	char words[160] = "", ends[2][48], now[32];
	double values[BENCH_RATE_SAMPLES];
	struct bench_rate r;
	for (int e = 0; e < 2; e++) {
		const char *state = port_words(port_state(s, link, e));
		snprintf(ends[e], sizeof(ends[e]), "%s%s%s%s",
		        s->topology->nodes[l->ends[e].node].name, state[0] ? " (" : "", state,
		        state[0] ? ")" : "");
	}
	if (chosen)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	int x = canvas_text(c, 0, y, st, ends[0]) + 1;
	enum glyph shaft = l->carrier == LINK_KERNEL ? GLYPH_CABLE : GLYPH_H;
	for (int i = 0; i < 5; i++)
		canvas_glyph(c, x + i, y, in ? st : style_of(ROLE_DROPPED),
		        i == 2 && !in ? GLYPH_LOST : shaft);
	x += 6;
	x += canvas_text(c, x, y, st, ends[1]) + 3;
	if (!in)
		snprintf(words, sizeof(words), "%s", _("the cable is pulled"));
	else if (s->ops->link_words)
		s->ops->link_words(s->from, link, words, sizeof(words));
	canvas_fit(c, x, y, c->w - x, chosen ? st : style_of(ROLE_DIM), words);
	if (chosen && env->focus)
		canvas_cursor(c, 0, y);
	if (!rate_of(s, link, &r))
		return;
	grouped(r.now, now, sizeof(now));
	char second[80];
	snprintf(second, sizeof(second), _("%-12s %9s frames/s"), l->name, now);
	canvas_fit(c, 2, y + 1, c->w - 2, style_of(ROLE_DIM), second);
	size_t count = samples_of(&r, values);
	if (c->w > 50)
		graph_spark(c, 38, y + 1, c->w - 38, values, count, 0, style_of(ROLE_TEXT));
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct network *n = state;
	draw_head(n, env->source, c);
	for (size_t i = 0; i < n->list.rows && n->list.top + i < n->list.count; i++)
		draw_link(n, env, c, n->head + 2 * (int)i, (int)(n->list.top + i));
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct network *n = state;
	const struct topology *t = env->source->topology;
	bool storm = env->source->governor >= 0;
	snprintf(b->title, sizeof(b->title), "%s", storm ? _("Storm") : _("Network"));
	b->title_role = storm ? ROLE_WARNING : ROLE_TITLE;
	snprintf(b->note, sizeof(b->note), P_("%d link", "%d links", t->link_count), t->link_count);
	b->top = n->list.top;
	b->rows = n->list.rows;
	b->count = n->list.count;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct network *n = state;
	const struct topology *t = env->source->topology;
	struct view_act moved = *a;
	if (a->kind == ACT_CLICK)
		moved.y = a->y < n->head ? -1 : (a->y - n->head) / 2;
	if (a->kind == ACT_OPEN) {
		if (n->list.selected < t->link_count)
			snprintf(r->line, sizeof(r->line), "%s %s",
			        plugged(env->source, (int)n->list.selected) ? "pull" : "plug",
			        t->links[n->list.selected].name);
		return true;
	}
	return view_list_act(&n->list, &moved);
}

const struct view_ops view_network = {
        .name = "network",
        .title = N_("Network"),
        .state_size = sizeof(struct network),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
