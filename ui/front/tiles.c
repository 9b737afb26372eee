/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Panes beside each other.
 */
#include "ui/front/tiles.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/draw/box.h"

void tiles_add(struct tiles *t, int pane, const struct view_ops *ops, int index)
{
	t->slots[pane] = (struct tile_slot){
	        .ops = ops, .index = index, .state = xcalloc(1, ops->state_size)};
}

void tiles_finish(struct tiles *t)
{
	for (int i = 0; i < LAYOUT_PANES_MAX; i++) {
		struct tile_slot *s = &t->slots[i];
		if (s->ops && s->ops->finish)
			s->ops->finish(s->state);
		free(s->state);
		*s = (struct tile_slot){0};
	}
}

bool tiles_there(const struct tiles *t, int pane)
{
	return pane >= 0 && pane < LAYOUT_PANES_MAX && t->slots[pane].ops;
}

const char *tiles_name(const struct tiles *t, int pane)
{
	const char *own = t->ops->name ? t->ops->name(t->user, pane) : NULL;
	return own ? own : _(t->slots[pane].ops->title);
}

int tiles_named(const struct tiles *t, const char *name)
{
	for (int i = 0; i < LAYOUT_PANES_MAX; i++) {
		if (!tiles_there(t, i))
			continue;
		const char *own = t->ops->name ? t->ops->name(t->user, i) : NULL;
		if (strcmp(own ? own : t->slots[i].ops->name, name) == 0)
			return i;
	}
	return -1;
}

struct view_env tiles_env(const struct tiles *t, int pane)
{
	struct view_env env = t->ops->env(t->user);
	env.index = t->slots[pane].index;
	env.focus = pane == t->focus && !t->idle;
	env.keyboard = pane == t->focus && t->ops->keyboard && t->ops->keyboard(t->user);
	return env;
}

void tiles_focus(struct tiles *t, int pane)
{
	if (!tiles_there(t, pane))
		return;
	if (pane != t->focus && t->ops->focused)
		t->ops->focused(t->user);
	t->focus = pane;
	layout_focus(&t->arrangement, pane);
}

void tiles_focus_step(struct tiles *t, int step)
{
	int pane = t->focus;
	for (int i = 0; i < t->layout.count; i++) {
		pane = layout_next(&t->layout, pane, step);
		if (tiles_shown(t, pane) || t->arrangement.zoomed || t->layout.places < 2)
			break;
	}
	tiles_focus(t, pane);
}

void tiles_tab_step(struct tiles *t, int step)
{
	const struct layout_tile *from = layout_find(&t->layout, t->focus);
	if (!from || from->tabs < 2)
		return;
	int want = (from->tab + step + from->tabs) % from->tabs;
	for (int i = 0; i < t->layout.count; i++) {
		const struct layout_tile *to = &t->layout.tiles[i];
		if (to->place == from->place && to->tab == want) {
			tiles_focus(t, to->pane);
			return;
		}
	}
}

bool tiles_shown(const struct tiles *t, int pane)
{
	const struct layout_tile *tile = layout_find(&t->layout, pane);
	return tile && tile->shown;
}

void tiles_arrange(struct tiles *t, const struct layout_node *root, struct rect area)
{
	layout_compute(&t->layout, root, &t->arrangement, area);
}

void tiles_lay_out(struct tiles *t, int pane, bool even_hidden)
{
	const struct layout_tile *tile = layout_find(&t->layout, pane);
	if (!tile || (!tile->shown && !even_hidden))
		return;
	struct rect in = box_inside(tile->area);
	struct view_env env = tiles_env(t, pane);
	if (t->ops->fit)
		t->ops->fit(t->user, pane, in.w, in.h);
	t->slots[pane].ops->layout(t->slots[pane].state, &env, in.w, in.h);
}

/* The panes of a tile's place, in the order of their tabs. */
static int panes_of(const struct tiles *t, const struct layout_tile *tile, int *panes)
{
	int n = 0;
	for (int i = 0; i < t->layout.count && n < LAYOUT_PANES_MAX; i++)
		if (t->layout.tiles[i].place == tile->place)
			panes[n++] = t->layout.tiles[i].pane;
	return n;
}

static int tabs_of(const struct tiles *t, const struct layout_tile *tile, const char **names)
{
	int panes[LAYOUT_PANES_MAX], n = panes_of(t, tile, panes);
	for (int i = 0; i < n; i++)
		names[i] = tiles_name(t, panes[i]);
	return n;
}

static void draw_pane(struct tiles *t, struct canvas *root, const struct layout_tile *tile)
{
	const struct tile_slot *slot = &t->slots[tile->pane];
	struct view_env env = tiles_env(t, tile->pane);
	struct view_box words = {.title_role = ROLE_TITLE};
	const char *names[LAYOUT_PANES_MAX];
	if (slot->ops->box)
		slot->ops->box(slot->state, &env, &words);
	struct box b = {.title = words.title,
	        .note = words.note[0] ? words.note : NULL,
	        .foot = words.foot[0] ? words.foot : NULL,
	        .foot_note = words.foot_note[0] ? words.foot_note : NULL,
	        .focus = env.focus,
	        .title_role = words.title_role,
	        .top = words.top,
	        .rows = words.rows,
	        .count = words.count};
	if (tile->tabs > 1) {
		b.tab_count = tabs_of(t, tile, names);
		b.tabs = names;
		b.tab = tile->tab;
	}
	if (t->one_pane && !b.foot)
		b.foot = _("one pane at a time: 60x20 shows more");
	if (env.keyboard)
		b.note = _("has the keyboard");
	struct canvas area = canvas_sub(root, tile->area);
	struct canvas inside = box_draw(&area, &b);
	slot->ops->draw(slot->state, &env, &inside);
}

void tiles_draw(struct tiles *t, struct canvas *root)
{
	for (int i = 0; i < t->layout.count; i++)
		if (t->layout.tiles[i].shown)
			draw_pane(t, root, &t->layout.tiles[i]);
}

/* A press on the top line of a place with tabs chooses one. */
static bool press_on_tab(struct tiles *t, const struct layout_tile *tile, const struct mouse *m)
{
	const char *names[LAYOUT_PANES_MAX];
	int panes[LAYOUT_PANES_MAX];
	if (m->y != tile->area.y || tile->tabs < 2)
		return false;
	int n = panes_of(t, tile, panes);
	tabs_of(t, tile, names);
	struct box b = {
	        .tabs = names, .tab_count = n, .tab = tile->tab, .focus = tile->pane == t->focus};
	int tab = box_tab_at(&b, tile->area.w, m->x - tile->area.x);
	if (tab < 0 || tab >= n)
		return false;
	tiles_focus(t, panes[tab]);
	return true;
}

bool tiles_mouse(struct tiles *t, const struct mouse *m, int *pane, struct view_act *act)
{
	*pane = layout_hit(&t->layout, m->x, m->y);
	const struct layout_tile *tile = *pane >= 0 ? layout_find(&t->layout, *pane) : NULL;
	if (!tile)
		return false;
	struct rect in = box_inside(tile->area);
	if (m->action == MOUSE_WHEEL_UP || m->action == MOUSE_WHEEL_DOWN) {
		*act = (struct view_act){
		        .kind = ACT_WHEEL, .by = m->action == MOUSE_WHEEL_UP ? -3 : 3};
		return true;
	}
	if (m->action != MOUSE_PRESS || m->button != 1 || press_on_tab(t, tile, m))
		return false;
	tiles_focus(t, *pane);
	*act = (struct view_act){.kind = ACT_CLICK, .x = m->x - in.x, .y = m->y - in.y};
	return rect_has(in, m->x, m->y);
}

struct layout_node *tiles_take(struct tiles_tree *t, int count)
{
	assert(t->used + count <= TILES_NODES_MAX);
	struct layout_node *n = &t->at[t->used];
	t->used += count;
	return n;
}

struct layout_node tiles_leaf(int pane, int weight, int min_w, int min_h, int priority)
{
	return (struct layout_node){.kind = LAYOUT_PANE,
	        .pane = pane,
	        .weight = weight,
	        .min_w = min_w,
	        .min_h = min_h,
	        .priority = priority};
}

struct layout_node tiles_group(
        enum layout_kind kind, const struct layout_node *children, int count, int weight)
{
	return (struct layout_node){
	        .kind = kind, .weight = weight, .children = children, .count = count};
}
