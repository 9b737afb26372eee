/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The panes of the bench screen, and where they are in a window of any size.
 *
 * How it works: four trees, for windows that are tiny (one pane at a time), small (80x24), middle
 * and large. What does not fit beside each other shares a place as tabs.
 */
#include "ui/front/bench_screen.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "term/terminal.h"
#include "ui/draw/hex.h"

static int programs(const struct bench_screen *b)
{
	size_t n = b->view->pane_count;
	return n < BENCH_PROGRAMS_MAX ? (int)n : BENCH_PROGRAMS_MAX;
}

const struct bench_pane *bench_panes_program(const struct bench_screen *b, int program)
{
	return view_source_pane(b->view, program);
}

/* Panes that look at what happened, as tabs; sources too when `sources`. */
static struct layout_node observers(struct bench_screen *b, struct tiles_tree *t, const int *panes,
        int count, int weight, int min_w, int min_h, bool sources)
{
	int n = 0, more = sources ? programs(b) : 0;
	struct layout_node *at = tiles_take(t, count + more);
	for (int i = 0; i < count; i++)
		if (tiles_there(&b->tiles, panes[i]))
			at[n++] = tiles_leaf(panes[i], 1, min_w, min_h, 5);
	for (int i = 0; i < more; i++)
		if (tiles_there(&b->tiles, PANE_SOURCE + i))
			at[n++] = tiles_leaf(PANE_SOURCE + i, 1, min_w, min_h, 5);
	return tiles_group(LAYOUT_TABS, at, n, weight);
}

/* How many hosts with programs come before a node: the place of its terminals in a row. */
static int host_rank(const struct bench_screen *b, int node)
{
	bool seen[TOPOLOGY_NODES_MAX] = {false};
	int rank = 0;
	for (int i = 0; i < programs(b); i++) {
		int other = bench_panes_program(b, i)->node;
		if (other < 0 || other >= node || seen[other])
			continue;
		seen[other] = true;
		rank++;
	}
	return rank;
}

/* Panes of the programs whose hosts belong into column c of so many: terminals, then sources. */
static int programs_of_column(
        struct bench_screen *b, int c, int columns, int base, struct layout_node *out)
{
	int n = 0;
	for (int i = 0; i < programs(b); i++) {
		int rank = host_rank(b, bench_panes_program(b, i)->node);
		if (rank % columns == c && tiles_there(&b->tiles, base + i))
			out[n++] = tiles_leaf(base + i, 1, 24, 4, base == PANE_TERMINAL ? 6 : 4);
	}
	return n;
}

/* The terminals in at most `columns` places side by side, hosts in the order of the network, each
 * with its sources as tabs or below it. */
static struct layout_node terminals(struct bench_screen *b, struct tiles_tree *t, int columns,
        int weight, bool sources, bool below)
{
	int hosts = host_rank(b, TOPOLOGY_NODES_MAX), n = programs(b);
	if (columns > hosts)
		columns = hosts > 0 ? hosts : 1;
	struct layout_node *row = tiles_take(t, columns);
	for (int c = 0; c < columns; c++) {
		struct layout_node *tabs = tiles_take(t, 2 * n);
		int here = programs_of_column(b, c, columns, PANE_TERMINAL, tabs), texts = 0;
		if (sources)
			texts = programs_of_column(b, c, columns, PANE_SOURCE, tabs + here);
		if (!below || !texts) {
			row[c] = tiles_group(LAYOUT_TABS, tabs, here + texts, 1);
			continue;
		}
		struct layout_node *column = tiles_take(t, 2);
		column[0] = tiles_group(LAYOUT_TABS, tabs, here, 1);
		column[1] = tiles_group(LAYOUT_TABS, tabs + here, texts, 1);
		row[c] = tiles_group(LAYOUT_COLUMN, column, 2, 1);
	}
	return tiles_group(LAYOUT_ROW, row, columns, weight);
}

/* One place for everything. */
static struct layout_node tiny_tree(struct bench_screen *b, struct tiles_tree *t)
{
	struct layout_node *at = tiles_take(t, PANE_COUNT);
	int n = 0;
	for (int i = 0; i < PANE_COUNT; i++)
		if (tiles_there(&b->tiles, i))
			at[n++] = tiles_leaf(i, 1, 1, 1, 1);
	return tiles_group(LAYOUT_TABS, at, n, 1);
}

static struct layout_node small_tree(struct bench_screen *b, struct tiles_tree *t, int h)
{
	static const int panes[] = {PANE_LESSON, PANE_LADDER, PANE_LANES, PANE_PACKETS, PANE_FIELDS,
	        PANE_BYTES, PANE_NETWORK, PANE_SOCKETS, PANE_STATES};
	int n = programs(b) > 0 ? 3 : 2;
	struct layout_node *at = tiles_take(t, n);
	at[0] = observers(b, t, panes, 9, 3, 40, 8, true);
	at[1] = tiles_leaf(PANE_NEXT, 1, 40, 4, 9);
	at[1].max = b->view->next_count > 1 ? 5 : 4;
	if (n == 3) {
		at[2] = terminals(b, t, 2, 1, false, false);
		at[2].max = h / 3;
	}
	return tiles_group(LAYOUT_COLUMN, at, n, 1);
}

/* Lesson and Next, one above the other; in a free bench Next and the fields. */
static struct layout_node left_column(
        struct bench_screen *b, struct tiles_tree *t, int weight, bool fields)
{
	struct layout_node *at = tiles_take(t, 2);
	at[0] = tiles_leaf(PANE_LESSON, 3, 36, 8, 8);
	at[1] = tiles_leaf(PANE_NEXT, 1, 36, 6, 9);
	at[1].max = b->view->next_count > 6 ? 14 : 9;
	if (!tiles_there(&b->tiles, PANE_LESSON)) {
		if (!fields)
			return at[1];
		at[0] = at[1];
		at[1] = tiles_leaf(PANE_FIELDS, 2, 36, 6, 4);
	}
	return tiles_group(LAYOUT_COLUMN, at, 2, weight);
}

static struct layout_node middle_tree(struct bench_screen *b, struct tiles_tree *t, int w)
{
	static const int tape[] = {
	        PANE_LADDER, PANE_LANES, PANE_PACKETS, PANE_NETWORK, PANE_SOCKETS, PANE_STATES};
	static const int bytes[] = {PANE_BYTES, PANE_FIELDS};
	static const int bytes_alone[] = {PANE_BYTES};
	bool lesson = tiles_there(&b->tiles, PANE_LESSON);
	int n = 0;
	struct layout_node *right = tiles_take(t, 3);
	if (programs(b) > 0)
		right[n++] = terminals(b, t, 2, 3, true, false);
	right[n++] = observers(b, t, tape, 6, 4, 56, 8, false);
	right[n] = observers(b, t, lesson ? bytes : bytes_alone, lesson ? 2 : 1, 1, 56, 8, false);
	right[n++].max = 11;
	struct layout_node *at = tiles_take(t, 2);
	/* The bytes at the right get room for 16 a row where the lesson can do with less. */
	at[0] = left_column(b, t, 2, true);
	if (w - hex_columns(16) - 2 >= 38)
		at[0].max = w - hex_columns(16) - 2;
	at[1] = tiles_group(LAYOUT_COLUMN, right, n, 3);
	return tiles_group(LAYOUT_ROW, at, 2, 1);
}

static struct layout_node large_tree(struct bench_screen *b, struct tiles_tree *t)
{
	static const int ladder[] = {PANE_LADDER, PANE_LANES, PANE_STATES};
	static const int network[] = {PANE_NETWORK, PANE_SOCKETS};
	int n = 0;
	struct layout_node *middle = tiles_take(t, 2);
	if (programs(b) > 0)
		middle[n++] = terminals(b, t, 2, 3, true, true);
	middle[n++] = observers(b, t, ladder, 3, 4, 60, 10, false);
	struct layout_node *right = tiles_take(t, 4);
	right[0] = tiles_leaf(PANE_PACKETS, 3, 56, 8, 6);
	right[1] = tiles_leaf(PANE_FIELDS, 3, 50, 8, 5);
	right[2] = tiles_leaf(PANE_BYTES, 2, hex_columns(16) + 2, 9, 7);
	right[3] = observers(b, t, network, 2, 1, 50, 6, false);
	struct layout_node *at = tiles_take(t, 3);
	at[0] = left_column(b, t, 4, false);
	at[1] = tiles_group(LAYOUT_COLUMN, middle, n, 6);
	at[2] = tiles_group(LAYOUT_COLUMN, right, 4, 5);
	return tiles_group(LAYOUT_ROW, at, 3, 1);
}

void bench_panes_arrange(struct bench_screen *b, struct rect area)
{
	struct tiles_tree *t = xcalloc(1, sizeof(*t));
	struct layout_node root;
	b->tiles.one_pane = area.w < 60 || area.h < 17;
	if (b->tiles.one_pane)
		root = tiny_tree(b, t);
	else if (area.w < 110 || area.h < 28)
		root = small_tree(b, t, area.h);
	else if (area.w < 170 || area.h < 40)
		root = middle_tree(b, t, area.w);
	else
		root = large_tree(b, t);
	tiles_arrange(&b->tiles, &root, area);
	free(t);
}

/* A source that several programs share has one pane, the first's. */
static bool shows_source(const struct bench_screen *b, int program)
{
	const char *source = bench_panes_program(b, program)->source;
	for (int i = 0; source && i < program; i++) {
		const char *other = bench_panes_program(b, i)->source;
		if (other && strcmp(other, source) == 0)
			return false;
	}
	return source != NULL;
}

static struct view_env env(void *user)
{
	struct bench_screen *b = user;
	return (struct view_env){
	        .source = b->view, .shared = &b->shared, .dissected = &b->shared.dissected};
}

static const char *name(void *user, int pane)
{
	const struct bench_screen *b = user;
	if (pane < PANE_TERMINAL)
		return NULL;
	const struct bench_pane *p = bench_panes_program(b, b->tiles.slots[pane].index);
	if (pane < PANE_SOURCE || !p->source)
		return p->name;
	const char *slash = strrchr(p->source, '/');
	return slash ? slash + 1 : p->source;
}

static bool keyboard(void *user)
{
	return ((const struct bench_screen *)user)->keyboard;
}

static void focused(void *user)
{
	((struct bench_screen *)user)->keyboard = false;
}

/* Terminals take the size of their place. */
static void fit(void *user, int pane, int w, int h)
{
	struct bench_screen *b = user;
	if (pane < PANE_TERMINAL || pane >= PANE_SOURCE || w <= 0 || h <= 0 || b->looking_back)
		return;
	size_t index = (size_t)b->tiles.slots[pane].index;
	struct vt_status st = vt_status(terminal_vt(bench_pane(b->bench, index)->terminal));
	if (st.rows != h || st.cols != w)
		bench_pane_resize(b->bench, index, h, w);
}

static void add_all(struct bench_screen *b)
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
		if (i != PANE_LESSON || b->view->lesson)
			tiles_add(&b->tiles, i, fixed[i], 0);
	for (int i = 0; i < programs(b); i++) {
		tiles_add(&b->tiles, PANE_TERMINAL + i, &view_terminal, i);
		if (shows_source(b, i))
			tiles_add(&b->tiles, PANE_SOURCE + i, &view_program, i);
	}
}

void bench_panes_make(struct bench_screen *b)
{
	static const struct tiles_ops ops = {
	        .env = env, .name = name, .keyboard = keyboard, .focused = focused, .fit = fit};
	b->tiles = (struct tiles){.ops = &ops, .user = b};
	add_all(b);
	/* Where the kernel carries frames, rates are what there is to see. */
	const struct topology *t = b->view->topology;
	for (int i = 0; i < t->link_count; i++)
		if (t->links[i].carrier == LINK_KERNEL)
			layout_focus(&b->tiles.arrangement, PANE_NETWORK);
	tiles_focus(&b->tiles, b->saved                              ? PANE_LADDER
	                       : tiles_there(&b->tiles, PANE_LESSON) ? PANE_LESSON
	                                                             : PANE_NEXT);
}

bool bench_panes_on_terminal(const struct bench_screen *b)
{
	return b->tiles.focus >= PANE_TERMINAL && b->tiles.focus < PANE_SOURCE;
}
