/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The panes of the bench screen, and where they are in a window of any size.
 *
 * How it works: four trees, for windows that are tiny (one pane at a time), small (80x24), middle
 * and large. What does not fit beside each other shares a place as tabs.
 */
#include "ui/front/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/draw/hex.h"

#define NODES_MAX 160

/* Room from which a tree is made; its nodes are thrown away together. */
struct tree {
	struct layout_node at[NODES_MAX];
	int used;
};

static struct layout_node *take(struct tree *t, int count)
{
	struct layout_node *n = &t->at[t->used];
	t->used += count;
	return n;
}

static struct layout_node leaf(int pane, int weight, int min_w, int min_h, int priority)
{
	return (struct layout_node){.kind = LAYOUT_PANE,
	        .pane = pane,
	        .weight = weight,
	        .min_w = min_w,
	        .min_h = min_h,
	        .priority = priority};
}

static struct layout_node group(
        enum layout_kind kind, const struct layout_node *children, int count, int weight)
{
	return (struct layout_node){
	        .kind = kind, .weight = weight, .children = children, .count = count};
}

static int programs(const struct app *a)
{
	size_t n = a->view->pane_count;
	return n < APP_PROGRAMS_MAX ? (int)n : APP_PROGRAMS_MAX;
}

static const struct bench_pane *program_at(const struct app *a, int program)
{
	return view_source_pane(a->view, program);
}

/* Panes that look at what happened, as tabs; sources too when `sources`. */
static struct layout_node observers(struct app *a, struct tree *t, const int *panes, int count,
        int weight, int min_w, int min_h, bool sources)
{
	int n = 0, more = sources ? programs(a) : 0;
	struct layout_node *at = take(t, count + more);
	for (int i = 0; i < count; i++)
		if (app_pane_there(a, panes[i]))
			at[n++] = leaf(panes[i], 1, min_w, min_h, 5);
	for (int i = 0; i < more; i++)
		if (app_pane_there(a, PANE_SOURCE + i))
			at[n++] = leaf(PANE_SOURCE + i, 1, min_w, min_h, 5);
	return group(LAYOUT_TABS, at, n, weight);
}

/* How many hosts with programs come before a node: the place of its terminals in a row. */
static int host_rank(const struct app *a, int node)
{
	bool seen[TOPOLOGY_NODES_MAX] = {false};
	int rank = 0;
	for (int i = 0; i < programs(a); i++) {
		int other = program_at(a, i)->node;
		if (other < 0 || other >= node || seen[other])
			continue;
		seen[other] = true;
		rank++;
	}
	return rank;
}

/* Panes of the programs whose hosts belong into column c of so many: terminals, then sources. */
static int programs_of_column(struct app *a, int c, int columns, int base, struct layout_node *out)
{
	int n = 0;
	for (int i = 0; i < programs(a); i++) {
		int rank = host_rank(a, program_at(a, i)->node);
		if (rank % columns == c && app_pane_there(a, base + i))
			out[n++] = leaf(base + i, 1, 24, 4, base == PANE_TERMINAL ? 6 : 4);
	}
	return n;
}

/* The terminals in at most `columns` places side by side, hosts in the order of the network, each
 * with its sources as tabs or below it. */
static struct layout_node terminals(
        struct app *a, struct tree *t, int columns, int weight, bool sources, bool below)
{
	int hosts = host_rank(a, TOPOLOGY_NODES_MAX), n = programs(a);
	if (columns > hosts)
		columns = hosts > 0 ? hosts : 1;
	struct layout_node *row = take(t, columns);
	for (int c = 0; c < columns; c++) {
		struct layout_node *tabs = take(t, 2 * n);
		int here = programs_of_column(a, c, columns, PANE_TERMINAL, tabs), texts = 0;
		if (sources)
			texts = programs_of_column(a, c, columns, PANE_SOURCE, tabs + here);
		if (!below || !texts) {
			row[c] = group(LAYOUT_TABS, tabs, here + texts, 1);
			continue;
		}
		struct layout_node *column = take(t, 2);
		column[0] = group(LAYOUT_TABS, tabs, here, 1);
		column[1] = group(LAYOUT_TABS, tabs + here, texts, 1);
		row[c] = group(LAYOUT_COLUMN, column, 2, 1);
	}
	return group(LAYOUT_ROW, row, columns, weight);
}

/* One place for everything. */
static struct layout_node tiny_tree(struct app *a, struct tree *t)
{
	struct layout_node *at = take(t, PANE_COUNT);
	int n = 0;
	for (int i = 0; i < PANE_COUNT; i++)
		if (app_pane_there(a, i))
			at[n++] = leaf(i, 1, 1, 1, 1);
	return group(LAYOUT_TABS, at, n, 1);
}

static struct layout_node small_tree(struct app *a, struct tree *t, int h)
{
	static const int panes[] = {PANE_LESSON, PANE_LADDER, PANE_LANES, PANE_PACKETS, PANE_FIELDS,
	        PANE_BYTES, PANE_NETWORK, PANE_SOCKETS, PANE_STATES};
	int n = programs(a) > 0 ? 3 : 2;
	struct layout_node *at = take(t, n);
	at[0] = observers(a, t, panes, 9, 3, 40, 8, true);
	at[1] = leaf(PANE_NEXT, 1, 40, 4, 9);
	at[1].max = a->view->next_count > 1 ? 5 : 4;
	if (n == 3) {
		at[2] = terminals(a, t, 2, 1, false, false);
		at[2].max = h / 3;
	}
	return group(LAYOUT_COLUMN, at, n, 1);
}

/* Lesson and Next, one above the other; in a free bench Next and the fields. */
static struct layout_node left_column(struct app *a, struct tree *t, int weight, bool fields)
{
	struct layout_node *at = take(t, 2);
	at[0] = leaf(PANE_LESSON, 3, 36, 8, 8);
	at[1] = leaf(PANE_NEXT, 1, 36, 6, 9);
	at[1].max = a->view->next_count > 6 ? 14 : 9;
	if (!app_pane_there(a, PANE_LESSON)) {
		if (!fields)
			return at[1];
		at[0] = at[1];
		at[1] = leaf(PANE_FIELDS, 2, 36, 6, 4);
	}
	return group(LAYOUT_COLUMN, at, 2, weight);
}

static struct layout_node middle_tree(struct app *a, struct tree *t, int w)
{
	static const int tape[] = {
	        PANE_LADDER, PANE_LANES, PANE_PACKETS, PANE_NETWORK, PANE_SOCKETS, PANE_STATES};
	static const int bytes[] = {PANE_BYTES, PANE_FIELDS};
	static const int bytes_alone[] = {PANE_BYTES};
	bool lesson = app_pane_there(a, PANE_LESSON);
	int n = 0;
	struct layout_node *right = take(t, 3);
	if (programs(a) > 0)
		right[n++] = terminals(a, t, 2, 3, true, false);
	right[n++] = observers(a, t, tape, 6, 4, 56, 8, false);
	right[n] = observers(a, t, lesson ? bytes : bytes_alone, lesson ? 2 : 1, 1, 56, 8, false);
	right[n++].max = 11;
	struct layout_node *at = take(t, 2);
	/* The bytes at the right get room for 16 a row where the lesson can do with less. */
	at[0] = left_column(a, t, 2, true);
	if (w - hex_columns(16) - 2 >= 38)
		at[0].max = w - hex_columns(16) - 2;
	at[1] = group(LAYOUT_COLUMN, right, n, 3);
	return group(LAYOUT_ROW, at, 2, 1);
}

static struct layout_node large_tree(struct app *a, struct tree *t)
{
	static const int ladder[] = {PANE_LADDER, PANE_LANES, PANE_STATES};
	static const int network[] = {PANE_NETWORK, PANE_SOCKETS};
	int n = 0;
	struct layout_node *middle = take(t, 2);
	if (programs(a) > 0)
		middle[n++] = terminals(a, t, 2, 3, true, true);
	middle[n++] = observers(a, t, ladder, 3, 4, 60, 10, false);
	struct layout_node *right = take(t, 4);
	right[0] = leaf(PANE_PACKETS, 3, 56, 8, 6);
	right[1] = leaf(PANE_FIELDS, 3, 50, 8, 5);
	right[2] = leaf(PANE_BYTES, 2, hex_columns(16) + 2, 9, 7);
	right[3] = observers(a, t, network, 2, 1, 50, 6, false);
	struct layout_node *at = take(t, 3);
	at[0] = left_column(a, t, 4, false);
	at[1] = group(LAYOUT_COLUMN, middle, n, 6);
	at[2] = group(LAYOUT_COLUMN, right, 4, 5);
	return group(LAYOUT_ROW, at, 3, 1);
}

void app_arrange(struct app *a, struct rect area)
{
	struct tree *t = xcalloc(1, sizeof(*t));
	struct layout_node root;
	a->one_pane = area.w < 60 || area.h < 17;
	if (a->one_pane)
		root = tiny_tree(a, t);
	else if (area.w < 110 || area.h < 28)
		root = small_tree(a, t, area.h);
	else if (area.w < 170 || area.h < 40)
		root = middle_tree(a, t, area.w);
	else
		root = large_tree(a, t);
	layout_compute(&a->layout, &root, &a->arrangement, area);
	free(t);
}

static void make_slot(struct app *a, int pane, const struct view_ops *ops, int index)
{
	a->slots[pane] = (struct pane_slot){
	        .ops = ops, .index = index, .state = xcalloc(1, ops->state_size)};
}

/* A source that several programs share has one pane, the first's. */
static bool shows_source(const struct app *a, int program)
{
	const char *source = program_at(a, program)->source;
	for (int i = 0; source && i < program; i++) {
		const char *other = program_at(a, i)->source;
		if (other && strcmp(other, source) == 0)
			return false;
	}
	return source != NULL;
}

void app_make_panes(struct app *a)
{
	static const struct view_ops *const fixed[] = {
	        [PANE_LESSON] = &view_lesson,
	        [PANE_NEXT] = &view_next,
	        [PANE_LADDER] = &view_ladder,
	        [PANE_PACKETS] = &view_packets,
	        [PANE_FIELDS] = &view_fields,
	        [PANE_BYTES] = &view_bytes,
	        [PANE_NETWORK] = &view_network,
	        [PANE_SOCKETS] = &view_sockets,
	        [PANE_STATES] = &view_states,
	        [PANE_LANES] = &view_lanes,
	};
	_Static_assert(sizeof(fixed) / sizeof(fixed[0]) == PANE_TERMINAL, "a view a pane");
	for (int i = 0; i < PANE_TERMINAL; i++)
		if (i != PANE_LESSON || a->view->lesson)
			make_slot(a, i, fixed[i], 0);
	for (int i = 0; i < programs(a); i++) {
		make_slot(a, PANE_TERMINAL + i, &view_terminal, i);
		if (shows_source(a, i))
			make_slot(a, PANE_SOURCE + i, &view_program, i);
	}
	a->arrangement = (struct layout_state){0};
	for (size_t i = 0; i < sizeof(a->marks) / sizeof(a->marks[0]); i++)
		a->marks[i] = TAPE_NONE;
	/* Where the kernel carries frames, rates are what there is to see. */
	const struct topology *t = a->view->topology;
	for (int i = 0; i < t->link_count; i++)
		if (t->links[i].carrier == LINK_KERNEL)
			layout_focus(&a->arrangement, PANE_NETWORK);
	a->focus = a->saved                         ? PANE_LADDER
	           : app_pane_there(a, PANE_LESSON) ? PANE_LESSON
	                                            : PANE_NEXT;
	layout_focus(&a->arrangement, a->focus);
}

void app_free_panes(struct app *a)
{
	for (int i = 0; i < PANE_COUNT; i++) {
		struct pane_slot *s = &a->slots[i];
		if (s->ops && s->ops->finish)
			s->ops->finish(s->state);
		free(s->state);
		*s = (struct pane_slot){0};
	}
}

bool app_pane_there(const struct app *a, int pane)
{
	return pane >= 0 && pane < PANE_COUNT && a->slots[pane].ops;
}

const char *app_pane_name(const struct app *a, int pane)
{
	const struct pane_slot *s = &a->slots[pane];
	if (pane < PANE_TERMINAL)
		return _(s->ops->title);
	const struct bench_pane *p = program_at(a, s->index);
	if (pane < PANE_SOURCE || !p->source)
		return p->name;
	const char *slash = strrchr(p->source, '/');
	return slash ? slash + 1 : p->source;
}

int app_pane_named(const struct app *a, const char *name)
{
	for (int i = 0; i < PANE_COUNT; i++) {
		if (!app_pane_there(a, i))
			continue;
		if (i < PANE_TERMINAL ? strcmp(a->slots[i].ops->name, name) == 0
		                      : strcmp(app_pane_name(a, i), name) == 0)
			return i;
	}
	return -1;
}

void app_focus(struct app *a, int pane)
{
	if (!app_pane_there(a, pane))
		return;
	if (pane != a->focus)
		a->keyboard = false;
	a->focus = pane;
	layout_focus(&a->arrangement, pane);
	app_touch(a);
}

/* The next pane that is on the screen; while zoomed, the next of all. */
void app_focus_step(struct app *a, int step)
{
	int pane = a->focus;
	for (int i = 0; i < a->layout.count; i++) {
		pane = layout_next(&a->layout, pane, step);
		const struct layout_tile *t = layout_find(&a->layout, pane);
		if (t && (t->shown || a->arrangement.zoomed || a->layout.places < 2))
			break;
	}
	app_focus(a, pane);
}

void app_tab_step(struct app *a, int step)
{
	const struct layout_tile *from = layout_find(&a->layout, a->focus);
	if (!from || from->tabs < 2)
		return;
	int want = (from->tab + step + from->tabs) % from->tabs;
	for (int i = 0; i < a->layout.count; i++) {
		const struct layout_tile *t = &a->layout.tiles[i];
		if (t->place == from->place && t->tab == want) {
			app_focus(a, t->pane);
			return;
		}
	}
}

struct view_env app_env(struct app *a, int pane)
{
	return (struct view_env){.source = a->view,
	        .shared = &a->shared,
	        .dissected = &a->shared.dissected,
	        .index = a->slots[pane].index,
	        .focus = pane == a->focus && a->overlay == OVERLAY_NONE,
	        .keyboard = pane == a->focus && a->keyboard};
}
