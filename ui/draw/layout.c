/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tree of panes -> rectangles.
 */
#include "ui/draw/layout.h"

#include <limits.h>
#include <string.h>

/* Children of one container that share a place: usually one child, several once merged. */
struct group {
	int first, count; /* children of the container */
	int full, tight;  /* least size along the container: as it is, and stacked as tabs */
	int weight, max, priority;
	int size;
};

struct divide {
	struct group groups[LAYOUT_PANES_MAX];
	int count;
};

static int least(int v)
{
	return v > 0 ? v : 1;
}

static int max(int a, int b)
{
	return a > b ? a : b;
}

static bool is_pane(const struct layout_node *n)
{
	return n->kind == LAYOUT_PANE;
}

/* The size of the largest pane below n: what it needs with all panes stacked. */
static int tight_size(const struct layout_node *n, bool wide, int depth)
{
	if (is_pane(n))
		return least(wide ? n->min_w : n->min_h);
	int size = 1;
	for (int i = 0; i < n->count && depth < LAYOUT_DEPTH_MAX; i++)
		size = max(size, tight_size(&n->children[i], wide, depth + 1));
	return size;
}

/* The size with every pane of a row or column in a place of its own. */
static int full_size(const struct layout_node *n, bool wide, int depth)
{
	if (is_pane(n) || n->kind == LAYOUT_TABS)
		return tight_size(n, wide, depth);
	bool along = (n->kind == LAYOUT_ROW) == wide;
	int size = 0;
	for (int i = 0; i < n->count && depth < LAYOUT_DEPTH_MAX; i++) {
		int child = full_size(&n->children[i], wide, depth + 1);
		size = along ? size + child : max(size, child);
	}
	return least(size);
}

static int priority_of(const struct layout_node *n, int depth)
{
	int best = n->priority;
	for (int i = 0; !is_pane(n) && i < n->count && depth < LAYOUT_DEPTH_MAX; i++)
		best = max(best, priority_of(&n->children[i], depth + 1));
	return best;
}

static bool has_panes(const struct layout_node *n, int depth)
{
	if (is_pane(n))
		return true;
	for (int i = 0; i < n->count && depth < LAYOUT_DEPTH_MAX; i++) {
		if (has_panes(&n->children[i], depth + 1))
			return true;
	}
	return false;
}

static void divide_start(struct divide *d, const struct layout_node *n, bool wide, int depth)
{
	bool turned = wide != (n->kind == LAYOUT_ROW);
	d->count = 0;
	for (int i = 0; i < n->count && d->count < LAYOUT_PANES_MAX; i++) {
		const struct layout_node *child = &n->children[i];
		if (!has_panes(child, depth))
			continue;
		d->groups[d->count++] = (struct group){
		        .first = i,
		        .count = 1,
		        .full = full_size(child, wide, depth),
		        .tight = tight_size(child, wide, depth),
		        .weight = least(child->weight),
		        .max = turned ? 0 : child->max,
		        .priority = priority_of(child, depth),
		};
	}
}

static int sum_tight(const struct divide *d)
{
	int sum = 0;
	for (int i = 0; i < d->count; i++)
		sum += d->groups[i].tight;
	return sum;
}

/* Stacks the group of least priority and its neighbour of less priority; of equals, the last. */
static void merge_least(struct divide *d)
{
	int low = 0;
	for (int i = 1; i < d->count; i++) {
		if (d->groups[i].priority <= d->groups[low].priority)
			low = i;
	}
	bool left = low > 0 && (low == d->count - 1 ||
	                               d->groups[low - 1].priority <= d->groups[low + 1].priority);
	int at = left ? low - 1 : low;
	struct group *a = &d->groups[at];
	const struct group *b = a + 1;
	a->count = b->first + b->count - a->first; /* with the empty ones in between */
	a->tight = a->full = max(a->tight, b->tight);
	a->weight += b->weight;
	a->priority = max(a->priority, b->priority);
	a->max = 0;
	int after = d->count - at - 2;
	memmove(&d->groups[at + 1], &d->groups[at + 2], (size_t)after * sizeof(*a));
	d->count--;
}

/* Raises groups from tight to full, the important ones first. Returns what is left. */
static int raise_to_full(struct divide *d, int left)
{
	bool done[LAYOUT_PANES_MAX] = {false};
	for (int round = 0; round < d->count; round++) {
		int best = -1;
		for (int i = 0; i < d->count; i++) {
			bool better = best < 0 || d->groups[i].priority > d->groups[best].priority;
			if (!done[i] && better)
				best = i;
		}
		struct group *g = &d->groups[best];
		int more = g->full - g->size;
		more = more < left ? more : left;
		g->size += more;
		left -= more;
		done[best] = true;
	}
	return left;
}

static bool is_capped(const struct group *g)
{
	return g->max > 0 && g->size >= g->max;
}

/* One round of sharing by weight; returns what the limits left over. */
static int share_round(struct divide *d, int left)
{
	int weights = 0, rest = 0;
	for (int i = 0; i < d->count; i++)
		weights += is_capped(&d->groups[i]) ? 0 : d->groups[i].weight;
	if (weights == 0)
		return -left;
	for (int i = 0; i < d->count; i++) {
		struct group *g = &d->groups[i];
		if (is_capped(g))
			continue;
		int share = (int)((long)left * g->weight / weights);
		left -= share;
		weights -= g->weight;
		int over = g->max > 0 ? max(g->size + share - g->max, 0) : 0;
		g->size += share - over;
		rest += over;
	}
	return rest;
}

static void share(struct divide *d, int left)
{
	for (int round = 0; left > 0 && round <= LAYOUT_PANES_MAX; round++) {
		left = share_round(d, left);
		/* All are at their limit: no space is left empty, the weightiest takes it. */
		if (left < 0) {
			struct group *g = d->groups;
			for (int i = 1; i < d->count; i++)
				g = d->groups[i].weight > g->weight ? &d->groups[i] : g;
			g->size += -left;
			return;
		}
	}
}

/* Divides along the container, or across when only that has room for all; true: side by side. */
static bool divide_choose(
        struct divide *d, const struct layout_node *n, struct rect area, int depth)
{
	bool wide = n->kind == LAYOUT_ROW;
	divide_start(d, n, wide, depth);
	if (sum_tight(d) <= (wide ? area.w : area.h))
		return wide;
	divide_start(d, n, !wide, depth);
	if (sum_tight(d) <= (wide ? area.h : area.w))
		return !wide;
	divide_start(d, n, wide, depth);
	return wide;
}

static void divide_space(struct divide *d, int space)
{
	while (d->count > 1 && sum_tight(d) > space)
		merge_least(d);
	int left = space;
	for (int i = 0; i < d->count; i++) {
		d->groups[i].size = d->count == 1 ? space : d->groups[i].tight;
		left -= d->groups[i].size;
	}
	share(d, raise_to_full(d, max(left, 0)));
}

static void add_tile(struct layout *l, int pane, struct rect area)
{
	if (l->count == LAYOUT_PANES_MAX || pane < 0 || pane >= LAYOUT_PANES_MAX)
		return;
	l->tiles[l->count++] = (struct layout_tile){.pane = pane, .area = area, .place = l->places};
}

static void add_panes(struct layout *l, const struct layout_node *n, struct rect area, int depth)
{
	if (is_pane(n)) {
		add_tile(l, n->pane, area);
		return;
	}
	for (int i = 0; i < n->count && depth < LAYOUT_DEPTH_MAX; i++)
		add_panes(l, &n->children[i], area, depth + 1);
}

/* Ends a place: numbers its tabs and shows the one looked at last. */
static void end_place(struct layout *l, int from, const struct layout_state *state)
{
	if (from == l->count)
		return;
	int shown = from;
	for (int i = from; i < l->count; i++) {
		struct layout_tile *t = &l->tiles[i];
		t->tab = i - from;
		t->tabs = l->count - from;
		if (state->recent[t->pane] > state->recent[l->tiles[shown].pane])
			shown = i;
	}
	l->tiles[shown].shown = true;
	l->places++;
}

static void place(struct layout *l, const struct layout_node *n, const struct layout_state *state,
        struct rect area, int depth)
{
	int from = l->count;
	if (is_pane(n) || n->kind == LAYOUT_TABS || depth == LAYOUT_DEPTH_MAX) {
		add_panes(l, n, area, depth);
		end_place(l, from, state);
		return;
	}
	struct divide d = {0};
	bool wide = divide_choose(&d, n, area, depth);
	divide_space(&d, wide ? area.w : area.h);
	for (int i = 0; i < d.count; i++) {
		const struct group *g = &d.groups[i];
		struct rect part = area;
		*(wide ? &part.w : &part.h) = g->size;
		if (g->count == 1) {
			place(l, &n->children[g->first], state, part, depth + 1);
		} else {
			from = l->count;
			for (int k = g->first; k < g->first + g->count; k++)
				add_panes(l, &n->children[k], part, depth + 1);
			end_place(l, from, state);
		}
		*(wide ? &area.x : &area.y) += g->size;
	}
}

void layout_compute(struct layout *out, const struct layout_node *root,
        const struct layout_state *state, struct rect area)
{
	memset(out, 0, sizeof(*out));
	if (!state->zoomed) {
		place(out, root, state, area, 0);
		return;
	}
	struct layout_state all = *state;
	if (state->zoom >= 0 && state->zoom < LAYOUT_PANES_MAX)
		all.recent[state->zoom] = UINT32_MAX;
	add_panes(out, root, area, 0);
	end_place(out, 0, &all);
}

void layout_focus(struct layout_state *state, int pane)
{
	if (pane < 0 || pane >= LAYOUT_PANES_MAX)
		return;
	state->recent[pane] = ++state->clock;
	if (state->zoomed)
		state->zoom = pane;
}

void layout_zoom(struct layout_state *state, int pane)
{
	state->zoomed = !state->zoomed;
	state->zoom = pane;
}

const struct layout_tile *layout_find(const struct layout *l, int pane)
{
	for (int i = 0; i < l->count; i++) {
		if (l->tiles[i].pane == pane)
			return &l->tiles[i];
	}
	return NULL;
}

int layout_hit(const struct layout *l, int x, int y)
{
	for (int i = 0; i < l->count; i++) {
		if (l->tiles[i].shown && rect_has(l->tiles[i].area, x, y))
			return l->tiles[i].pane;
	}
	return -1;
}

int layout_next(const struct layout *l, int pane, int step)
{
	const struct layout_tile *t = layout_find(l, pane);
	if (!t)
		return l->count ? l->tiles[0].pane : pane;
	int at = (int)(t - l->tiles) + step % l->count;
	return l->tiles[(at + l->count) % l->count].pane;
}

/* How far b is from a along one axis (negative: it is not beyond), seen in direction d. */
static int gap(int a, int a_size, int b, int b_size, int d)
{
	return d > 0 ? b - (a + a_size) : a - (b + b_size);
}

static int overlap(int a, int a_size, int b, int b_size)
{
	int end = a + a_size < b + b_size ? a + a_size : b + b_size;
	return end - max(a, b);
}

int layout_towards(const struct layout *l, int pane, int dx, int dy)
{
	const struct layout_tile *from = layout_find(l, pane);
	if (!from || (dx == 0) == (dy == 0))
		return pane;
	const struct rect *a = &from->area;
	long best_score = LONG_MAX;
	int best = pane;
	for (int i = 0; i < l->count; i++) {
		const struct rect *b = &l->tiles[i].area;
		if (!l->tiles[i].shown || &l->tiles[i] == from)
			continue;
		int away = dx ? gap(a->x, a->w, b->x, b->w, dx) : gap(a->y, a->h, b->y, b->h, dy);
		int beside = dx ? overlap(a->y, a->h, b->y, b->h) : overlap(a->x, a->w, b->x, b->w);
		if (away < 0 || beside <= 0)
			continue;
		long score = (long)away * 100000 - beside;
		if (score < best_score) {
			best_score = score;
			best = l->tiles[i].pane;
		}
	}
	return best;
}
