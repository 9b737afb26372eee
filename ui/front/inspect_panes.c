/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the views of a capture are: each place of theirs is a pane with tabs where there is room,
 * else two or all of them share one.
 */
#include "ui/front/inspect_screen.h"
#include "ui/inspect/views.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ui/draw/hex.h"

static struct view_env env(void *user)
{
	struct inspect_screen *s = user;
	return (struct view_env){.inspect = s->in, .dissected = &s->in->dissected};
}

void inspect_panes_make(struct inspect_screen *s)
{
	static const struct tiles_ops ops = {.env = env};
	size_t count;
	const struct inspect_view *views = inspect_views(&count);
	s->tiles = (struct tiles){.ops = &ops, .user = s};
	for (size_t i = 0; i < count; i++)
		tiles_add(&s->tiles, (int)i, views[i].ops, 0);
	/* The first of each place is in front at first. */
	for (size_t i = count; i > 0; i--)
		layout_focus(&s->tiles.arrangement, (int)i - 1);
	tiles_focus(&s->tiles, 0);
}

int inspect_pane(const struct inspect_screen *s, const char *name)
{
	return tiles_named(&s->tiles, name);
}

/* The views of the places whose bit is set, as tabs. */
static struct layout_node tabs(
        struct tiles_tree *t, unsigned places, int weight, int min_w, int min_h, int priority)
{
	size_t count;
	const struct inspect_view *views = inspect_views(&count);
	struct layout_node *at = tiles_take(t, (int)count);
	int n = 0;
	for (size_t i = 0; i < count; i++)
		if (places >> views[i].place & 1)
			at[n++] = tiles_leaf((int)i, 1, min_w, min_h, priority);
	return tiles_group(LAYOUT_TABS, at, n, weight);
}

#define MAIN (1u << PLACE_MAIN)
#define TREE (1u << PLACE_TREE)
#define BYTES (1u << PLACE_BYTES)

/* The list above what there is to say of a packet. */
static struct layout_node small_tree(struct tiles_tree *t)
{
	struct layout_node *at = tiles_take(t, 2);
	at[0] = tabs(t, MAIN, 3, 40, 6, 9);
	at[1] = tabs(t, TREE | BYTES, 2, 40, 5, 5);
	return tiles_group(LAYOUT_COLUMN, at, 2, 1);
}

/* The list above, below it tree and bytes; these get room for 16 a row. */
static struct layout_node middle_tree(struct tiles_tree *t)
{
	struct layout_node *below = tiles_take(t, 2), *at = tiles_take(t, 2);
	below[0] = tabs(t, TREE, 3, 36, 6, 5);
	below[1] = tabs(t, BYTES, 2, hex_columns(16) + 2, 6, 4);
	below[1].max = hex_columns(16) + 2;
	at[0] = tabs(t, MAIN, 3, 60, 8, 9);
	at[1] = tiles_group(LAYOUT_ROW, below, 2, 2);
	return tiles_group(LAYOUT_COLUMN, at, 2, 1);
}

/* The list at the left, tree and bytes at the right. */
static struct layout_node large_tree(struct tiles_tree *t)
{
	struct layout_node *right = tiles_take(t, 2), *at = tiles_take(t, 2);
	right[0] = tabs(t, TREE, 3, hex_columns(16) + 2, 8, 5);
	right[1] = tabs(t, BYTES, 2, hex_columns(16) + 2, 8, 4);
	at[0] = tabs(t, MAIN, 3, 80, 8, 9);
	at[1] = tiles_group(LAYOUT_COLUMN, right, 2, 1);
	at[1].max = hex_columns(16) + 2;
	return tiles_group(LAYOUT_ROW, at, 2, 1);
}

void inspect_panes_arrange(struct inspect_screen *s, struct rect area)
{
	struct tiles_tree *t = xcalloc(1, sizeof(*t));
	struct layout_node root;
	s->tiles.one_pane = area.w < 50 || area.h < 14;
	if (s->tiles.one_pane)
		root = tabs(t, MAIN | TREE | BYTES, 1, 1, 1, 1);
	else if (area.w < 114 || area.h < 24)
		root = small_tree(t);
	else if (area.w < 180)
		root = middle_tree(t);
	else
		root = large_tree(t);
	tiles_arrange(&s->tiles, &root, area);
	free(t);
}
