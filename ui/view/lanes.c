/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three lanes: what one program sent, the segments that carried it, what the other received, below
 * each other by the place in the stream. Here: which flow, which part, which piece of the stream.
 */
#include "ui/view/lanes_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"

struct lanes_scale lanes_scale_at(int level)
{
	if (level < 3)
		return (struct lanes_scale){8u >> level, 1};
	return (struct lanes_scale){1, 1u << (level - 3)};
}

int lanes_label_columns(int w)
{
	return w >= 60 ? 10 : w >= 30 ? 5 : 0;
}

size_t lanes_seen(const struct lanes_lane *l, uint64_t end)
{
	size_t low = 0, high = l->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (l->parts[middle].event < end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint64_t last_event(const struct lanes_flow *f, uint64_t end)
{
	uint64_t last = TAPE_NONE;
	for (int n = 0; n < LANES; n++) {
		size_t seen = lanes_seen(&f->lanes[n], end);
		uint64_t event = seen ? f->lanes[n].parts[seen - 1].event : TAPE_NONE;
		if (event != TAPE_NONE && (last == TAPE_NONE || event > last))
			last = event;
	}
	return last;
}

/* The next part in time after (step 1) or before (-1) an event; TAPE_NONE: none. */
static uint64_t neighbour(const struct lanes_flow *f, uint64_t end, uint64_t event, int step)
{
	uint64_t best = TAPE_NONE;
	for (int n = 0; n < LANES; n++) {
		const struct lanes_lane *l = &f->lanes[n];
		size_t seen = lanes_seen(l, end), at = lanes_seen(l, step > 0 ? event + 1 : event);
		if (step > 0 ? at >= seen : at == 0)
			continue;
		uint64_t id = l->parts[step > 0 ? at : at - 1].event;
		if (best == TAPE_NONE || (step > 0 ? id < best : id > best))
			best = id;
	}
	return best;
}

static bool flow_seen(const struct view_source *s, size_t index, struct lanes_flow *f)
{
	return s->lanes && lanes_get(s->lanes, index, f) &&
	       last_event(f, tape_end(s->tape)) != TAPE_NONE;
}

/* The newest connection's first direction, until a person picks another. */
static void pick_flow(struct lanes_view *v, const struct view_env *env)
{
	const struct view_source *s = env->source;
	uint64_t newest = TAPE_NONE, end = tape_end(s->tape);
	uint32_t connection = 0;
	struct lanes_flow f;
	for (size_t i = 0; s->lanes && lanes_get(s->lanes, i, &f); i++) {
		uint64_t last = last_event(&f, end);
		if (last == TAPE_NONE || (newest != TAPE_NONE && last < newest))
			continue;
		newest = last;
		connection = f.connection;
	}
	for (size_t i = 0; newest != TAPE_NONE && lanes_get(s->lanes, i, &f); i++)
		if (f.connection == connection && last_event(&f, end) != TAPE_NONE) {
			v->flow = i;
			return;
		}
}

static void count_flows(struct lanes_view *v, const struct view_source *s)
{
	struct lanes_flow f;
	v->count = v->index = 0;
	for (size_t i = 0; s->lanes && lanes_get(s->lanes, i, &f); i++) {
		if (last_event(&f, tape_end(s->tape)) == TAPE_NONE)
			continue;
		v->index += i < v->flow;
		v->count++;
	}
}

static uint64_t reach(const struct lanes_lane *l, uint64_t end)
{
	uint64_t most = 0;
	size_t seen = lanes_seen(l, end);
	for (size_t i = 0; i < seen; i++)
		if (l->parts[i].end > most)
			most = l->parts[i].end;
	return most;
}

static int by_begin(const void *a, const void *b)
{
	const struct lanes_part *x = *(const struct lanes_part *const *)a,
	                        *y = *(const struct lanes_part *const *)b;
	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

uint8_t lanes_fate(const struct view_source *s, const struct lanes_part *p)
{
	struct tape_event e;
	bool then = s->past && tape_get(s->tape, p->event, &e) && e.kind == TAPE_FRAME;
	return then ? e.frame.fate : p->fate;
}

int lanes_row(uint64_t ends[LANES_SEGMENT_ROWS], int rows, const struct lanes_part *p)
{
	int row = 0;
	while (row + 1 < rows && ends[row] > p->begin)
		row++;
	if (p->end > ends[row])
		ends[row] = p->end;
	return row;
}

/* How far segments came without a gap: from what was received on. */
static uint64_t arrived(const struct view_source *s, const struct lanes_lane *l, uint64_t got)
{
	uint64_t end = tape_end(s->tape);
	size_t seen = lanes_seen(l, end), n = 0;
	const struct lanes_part **came = xcalloc(seen + 1, sizeof(*came));
	for (size_t i = 0; i < seen; i++) {
		const struct lanes_part *p = &l->parts[i];
		if (p->end <= got)
			continue;
		uint8_t fate = lanes_fate(s, p);
		if (fate == FATE_DELIVERED || fate == FATE_SEEN)
			came[n++] = p;
	}
	qsort(came, n, sizeof(came[0]), by_begin);
	for (size_t i = 0; i < n && came[i]->begin <= got; i++)
		if (came[i]->end > got)
			got = came[i]->end;
	free(came);
	return got;
}

static void find_places(struct lanes_view *v, const struct view_source *s)
{
	const struct lanes_lane *lanes = v->of.lanes;
	uint64_t end = tape_end(s->tape), ends[LANES_SEGMENT_ROWS] = {0};
	struct lanes_places *p = &v->places;
	v->rows = 1;
	*p = (struct lanes_places){.sent = reach(&lanes[LANE_SEND], end),
	        .wired = reach(&lanes[LANE_SEGMENT], end),
	        .got = reach(&lanes[LANE_RECV], end)};
	p->arrived = arrived(s, &lanes[LANE_SEGMENT], p->got);
	size_t seen = lanes_seen(&lanes[LANE_SEGMENT], end);
	for (size_t i = 0; i < seen; i++) {
		const struct lanes_part *part = &lanes[LANE_SEGMENT].parts[i];
		uint8_t fate = lanes_fate(s, part);
		int row = lanes_row(ends, LANES_SEGMENT_ROWS, part);
		p->again += part->repeated;
		p->dropped += fate == FATE_DROPPED;
		p->held += fate == FATE_HELD;
		v->rows = row >= v->rows ? row + 1 : v->rows;
	}
}

static uint64_t stream_end(const struct lanes_view *v)
{
	const struct lanes_places *p = &v->places;
	uint64_t most = p->sent > p->wired ? p->sent : p->wired;
	return most > p->got ? most : p->got;
}

static uint64_t bytes_shown(const struct lanes_view *v)
{
	struct lanes_scale s = lanes_scale_at(v->level);
	return (uint64_t)v->columns * s.bytes / s.columns;
}

/* The largest scale at which the whole stream is seen. */
static int fitting(const struct lanes_view *v)
{
	struct lanes_view try = *v;
	uint64_t end = stream_end(v);
	for (try.level = 1; try.level + 1 < LANES_LEVELS; try.level++)
		if (bytes_shown(&try) >= end)
			break;
	return try.level;
}

static const struct lanes_part *chosen_part(const struct lanes_view *v, enum lane *lane)
{
	for (int n = 0; n < LANES; n++) {
		size_t at = lanes_seen(&v->of.lanes[n], v->chosen);
		if (at < v->of.lanes[n].count && v->of.lanes[n].parts[at].event == v->chosen) {
			*lane = (enum lane)n;
			return &v->of.lanes[n].parts[at];
		}
	}
	return NULL;
}

/* The left edge: what is chosen comes into view, and no more than the end is past the end. */
static void settle_left(struct lanes_view *v)
{
	enum lane lane;
	uint64_t shown = bytes_shown(v), end = stream_end(v);
	const struct lanes_part *p = v->chosen != TAPE_NONE ? chosen_part(v, &lane) : NULL;
	if (p && (v->show || !v->away)) {
		if (p->begin < v->left)
			v->left = p->begin;
		else if (p->end > v->left + shown)
			v->left = p->end - p->begin > shown ? p->begin : p->end - shown;
	}
	v->show = false;
	if (v->left + shown > end)
		v->left = end > shown ? end - shown : 0;
}

/* What another view chose is shown here too, when it moved bytes. */
static void follow_others(struct lanes_view *v, const struct view_env *env)
{
	size_t flow, part;
	enum lane lane;
	uint64_t event = env->shared->event;
	if (env->focus || event == TAPE_NONE || event == v->chosen || !env->shared->pinned ||
	        !why_part(env->source->lanes, event, &flow, &lane, &part))
		return;
	v->flow = flow;
	v->picked = v->away = v->show = true;
	v->chosen = event;
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct lanes_view *v = state;
	const struct view_source *s = env->source;
	v->w = w;
	v->h = h;
	follow_others(v, env);
	if (!v->picked || !flow_seen(s, v->flow, &v->of))
		pick_flow(v, env);
	v->there = flow_seen(s, v->flow, &v->of);
	v->columns = w - lanes_label_columns(w) > 1 ? w - lanes_label_columns(w) : 1;
	count_flows(v, s);
	if (!v->there)
		return;
	uint64_t end = tape_end(s->tape);
	enum lane lane;
	find_places(v, s);
	if (!v->away || !chosen_part(v, &lane) || v->chosen >= end)
		v->chosen = last_event(&v->of, end);
	if (!v->scaled)
		v->level = fitting(v);
	settle_left(v);
	if (env->focus)
		view_shared_choose_event(env->shared, s, v->chosen, v->away);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	lanes_draw(state, env, c);
}

void lanes_end_text(const struct view_source *s, const struct packet_addr *a, uint16_t port,
        char *out, size_t size)
{
	char addr[46];
	int node = topology_owner(s->topology, a);
	packet_addr_text(a, addr);
	snprintf(out, size, "%s:%u", node >= 0 ? view_node(s, node) : addr, port);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct lanes_view *v = state;
	char from[80], to[80];
	snprintf(b->title, sizeof(b->title), "%s", _("Lanes"));
	if (!v->there)
		return;
	lanes_end_text(env->source, &v->of.from, v->of.from_port, from, sizeof(from));
	lanes_end_text(env->source, &v->of.to, v->of.to_port, to, sizeof(to));
	snprintf(b->title, sizeof(b->title), "%s  %.30s > %.30s", _("Lanes"), from, to);
	if (v->count > 1)
		snprintf(b->note, sizeof(b->note), _("flow %zu of %zu"), v->index + 1, v->count);
	struct lanes_scale scale = lanes_scale_at(v->level);
	if (scale.bytes > 1)
		snprintf(b->foot_note, sizeof(b->foot_note),
		        P_("%u byte a column", "%u bytes a column", scale.bytes), scale.bytes);
	if (env->shared->why.count && env->shared->why.words[0] && v->away)
		snprintf(b->foot, sizeof(b->foot), "%s", env->shared->why.words);
}

/* The next flow that has something to show, round and round. */
static void step_flow(struct lanes_view *v, const struct view_source *s, long by)
{
	struct lanes_flow f;
	size_t all = s->lanes ? lanes_count(s->lanes) : 0;
	for (size_t i = 1; i <= all; i++) {
		size_t at = (v->flow + (by > 0 ? i : all - i)) % all;
		if (!flow_seen(s, at, &f))
			continue;
		v->flow = at;
		v->picked = true;
		v->away = v->scaled = false;
		v->left = 0;
		return;
	}
}

static void move(struct lanes_view *v, const struct view_source *s, long by)
{
	uint64_t end = tape_end(s->tape);
	for (long n = by < 0 ? -by : by; n > 0; n--) {
		uint64_t id = neighbour(&v->of, end, v->chosen, by < 0 ? -1 : 1);
		if (id == TAPE_NONE)
			break;
		v->chosen = id;
	}
	v->away = v->chosen != last_event(&v->of, end);
	v->show = v->picked = true;
}

static void scroll(struct lanes_view *v, long columns)
{
	struct lanes_scale s = lanes_scale_at(v->level);
	uint64_t by = (uint64_t)labs(columns) * s.bytes / s.columns;
	if (columns < 0)
		v->left = v->left > by ? v->left - by : 0;
	else
		v->left += by;
	v->away = true;
}

static void click(struct lanes_view *v, const struct view_source *s, int x, int y)
{
	uint64_t event = lanes_at(v, s, x, y);
	if (event == TAPE_NONE)
		return;
	v->chosen = event;
	v->away = v->picked = true;
}

static bool rescale(struct lanes_view *v, const char *how)
{
	if (strcmp(how, "fit") == 0)
		v->scaled = false;
	else if (strcmp(how, "in") == 0 && v->level > 0)
		v->level--;
	else if (strcmp(how, "out") == 0 && v->level + 1 < LANES_LEVELS)
		v->level++;
	else if (strcmp(how, "in") != 0 && strcmp(how, "out") != 0)
		return false;
	v->scaled = strcmp(how, "fit") != 0;
	v->show = true;
	return true;
}

static void copy(const struct lanes_view *v, const struct view_source *s, struct buf *out)
{
	static const char *const names[LANES] = {"send", "segment", "recv"};
	uint64_t end = tape_end(s->tape);
	for (int n = 0; n < LANES; n++) {
		size_t seen = lanes_seen(&v->of.lanes[n], end);
		for (size_t i = 0; i < seen; i++) {
			const struct lanes_part *p = &v->of.lanes[n].parts[i];
			buf_printf(out, "%s #%llu %llu..%llu%s\n", names[n],
			        (unsigned long long)p->event, (unsigned long long)p->begin,
			        (unsigned long long)p->end, p->repeated ? " again" : "");
		}
	}
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct lanes_view *v = state;
	const struct view_source *s = env->source;
	/* The lanes may have grown, and moved, since the last layout. */
	v->there = v->there && flow_seen(s, v->flow, &v->of);
	if (!v->there)
		return a->kind != ACT_BACK && a->kind != ACT_SIDE;
	if (a->kind == ACT_SIDE)
		step_flow(v, s, a->by);
	else if (a->kind == ACT_MOVE)
		move(v, s, a->by);
	else if (a->kind == ACT_PAGE)
		scroll(v, a->by * (v->columns > 8 ? v->columns - 4 : v->columns));
	else if (a->kind == ACT_WHEEL)
		scroll(v, a->by * 4);
	else if (a->kind == ACT_FIRST)
		move(v, s, -(long)(1u << 22));
	else if (a->kind == ACT_LAST)
		v->away = false;
	else if (a->kind == ACT_OPEN && v->chosen != TAPE_NONE)
		snprintf(r->line, sizeof(r->line), "goto %llu", (unsigned long long)v->chosen);
	else if (a->kind == ACT_COPY)
		copy(v, s, &r->copy);
	else if (a->kind == ACT_TOGGLE)
		return rescale(v, a->text);
	else if (a->kind == ACT_CLICK)
		click(v, s, a->x, a->y);
	else
		return false;
	return true;
}

const struct view_ops view_lanes = {
        .name = "lanes",
        .title = N_("Lanes"),
        .state_size = sizeof(struct lanes_view),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
