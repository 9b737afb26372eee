/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench on the screen: arranges the panes, lays out and draws those that are seen.
 */
#include "ui/front/app.h"

#include <stdio.h>

#include "base/i18n.h"
#include "term/terminal.h"
#include "ui/draw/box.h"

/* Terminals take the size of their place. */
static void fit_terminal(struct app *a, int pane, struct rect inside)
{
	size_t index = (size_t)a->slots[pane].index;
	if (rect_empty(inside) || a->looking_back)
		return;
	struct vt_status st = vt_status(terminal_vt(bench_pane(a->bench, index)->terminal));
	if (st.rows != inside.h || st.cols != inside.w)
		bench_pane_resize(a->bench, index, inside.h, inside.w);
}

static void lay_out(struct app *a, int pane)
{
	const struct layout_tile *t = layout_find(&a->layout, pane);
	if (!t || (!t->shown && pane != PANE_NEXT))
		return;
	struct rect in = box_inside(t->area);
	struct view_env env = app_env(a, pane);
	if (pane >= PANE_TERMINAL && pane < PANE_SOURCE)
		fit_terminal(a, pane, in);
	a->slots[pane].ops->layout(a->slots[pane].state, &env, in.w, in.h);
}

static void lay_out_all(struct app *a)
{
	/* Those that choose a frame first, then what shows the chosen one. */
	static const int choosers[] = {PANE_NEXT, PANE_LADDER, PANE_PACKETS};
	for (size_t i = 0; i < sizeof(choosers) / sizeof(choosers[0]); i++)
		if (app_pane_there(a, choosers[i]))
			lay_out(a, choosers[i]);
	view_shared_update(&a->shared, a->view);
	for (int i = 0; i < PANE_COUNT; i++)
		if (app_pane_there(a, i) && i != PANE_NEXT && i != PANE_LADDER && i != PANE_PACKETS)
			lay_out(a, i);
}

static int tabs_of(const struct app *a, const struct layout_tile *t, const char **names)
{
	int n = 0;
	for (int i = 0; i < a->layout.count && n < LAYOUT_PANES_MAX; i++)
		if (a->layout.tiles[i].place == t->place)
			names[n++] = app_pane_name(a, a->layout.tiles[i].pane);
	return n;
}

static void draw_pane(struct app *a, struct canvas *root, const struct layout_tile *t)
{
	const struct pane_slot *slot = &a->slots[t->pane];
	struct view_env env = app_env(a, t->pane);
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
	if (t->tabs > 1) {
		b.tab_count = tabs_of(a, t, names);
		b.tabs = names;
		b.tab = t->tab;
	}
	if (a->one_pane && !b.foot)
		b.foot = _("one pane at a time: 60x20 shows more");
	if (env.keyboard)
		b.note = _("has the keyboard");
	struct canvas area = canvas_sub(root, t->area);
	struct canvas inside = box_draw(&area, &b);
	slot->ops->draw(slot->state, &env, &inside);
}

void bench_screen_draw(struct app *a, struct canvas *c, nsec now)
{
	struct rect area = {0, 1, c->w, c->h - 2};
	if (a->bench)
		bench_source_fill(&a->source, a->bench, now);
	if (a->looking_back)
		past_source_fill(&a->past);
	view_shared_update(&a->shared, a->view);
	app_arrange(a, area);
	lay_out_all(a);
	for (int i = 0; i < a->layout.count; i++)
		if (a->layout.tiles[i].shown)
			draw_pane(a, c, &a->layout.tiles[i]);
	bars_draw_top(a, c);
	bars_draw_bottom(a, c, now);
	overlay_draw(a, c);
}
