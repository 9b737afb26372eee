/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When to draw: never without a change, never more often than the eye can follow.
 */
#include "ui/front/app.h"

#include "base/i18n.h"
#include "term/terminal.h"

#define FRAME_EVERY (16 * NSEC_PER_MSEC)
#define STORM_EVERY (50 * NSEC_PER_MSEC) /* the machine has enough to do then */
#define ANSWER_EVERY (1 * NSEC_PER_MSEC) /* while an answer to a key is awaited */
#define ANSWER_WITHIN (100 * NSEC_PER_MSEC)
#define HELD_CLOCK_EVERY (100 * NSEC_PER_MSEC)
#define ASK_AFTER (40 * NSEC_PER_MSEC)
#define SLOW_CLOCK_EVERY (250 * NSEC_PER_MSEC)

void app_touch(struct app *a)
{
	a->dirty = true;
}

/* Something that grows whenever a terminal shows something else. */
static uint64_t terminals_changed(const struct app *a)
{
	uint64_t sum = 0;
	size_t n = bench_panes(a->bench);
	for (size_t i = 0; i < n; i++)
		sum += vt_status(terminal_vt(bench_pane(a->bench, i)->terminal)).generation;
	return sum;
}

/* The program that had the keyboard has ended: the keys are ours again. */
static void take_keyboard_back(struct app *a)
{
	const struct bench_pane *p = bench_pane(a->bench, (size_t)a->slots[a->focus].index);
	bool ended = terminal_status(p->terminal).state != TERMINAL_RUNNING;
	if (!ended && (!a->editing || p->edits))
		return;
	app_say(a, false, _("%s has ended: the keys are yours again"),
	        a->editing ? _("the editor") : p->name);
	if (a->zoomed_for_editor && a->arrangement.zoomed)
		layout_zoom(&a->arrangement, a->arrangement.zoom);
	a->keyboard = a->editing = a->zoomed_for_editor = false;
}

static void look_for_changes(struct app *a, nsec now)
{
	if (!a->bench)
		return;
	if (a->keyboard)
		take_keyboard_back(a);
	uint64_t changed = bench_changed(a->bench), terminals = terminals_changed(a);
	if (changed != a->seen_bench || terminals != a->seen_terminals)
		a->dirty = true;
	if (terminals != a->seen_terminals && a->keyboard && now - a->last_key < ANSWER_WITHIN)
		a->urgent = true;
	a->seen_bench = changed;
	a->seen_terminals = terminals;
}

/* Whether sockets' timers are on the screen: their time runs though nothing happens. */
static bool shows_timers(const struct app *a)
{
	static const int panes[] = {PANE_SOCKETS, PANE_STATES};
	bool shown = false;
	if (!a->view)
		return false;
	for (size_t i = 0; i < sizeof(panes) / sizeof(panes[0]); i++) {
		const struct layout_tile *t = layout_find(&a->layout, panes[i]);
		shown |= t && t->shown;
	}
	const struct topology *net = a->view->topology;
	for (int node = 0; shown && node < net->node_count; node++) {
		const struct tape_socket *all;
		size_t n = view_source_sockets(a->view, node, &all);
		for (size_t i = 0; i < n; i++)
			if (all[i].timer)
				return true;
	}
	return false;
}

/* Sets the slow clock for what changes by time alone. */
static void set_tick(struct app *a)
{
	nsec delay = 0;
	if (!a->view && home_asks(a->home))
		delay = ASK_AFTER;
	if (a->bench && (bench_governor(a->bench) >= 0 || (!a->looking_back && shows_timers(a))))
		delay = SLOW_CLOCK_EVERY;
	if (a->bench && a->view && !a->looking_back && a->view->next_count)
		delay = HELD_CLOCK_EVERY;
	if ((a->bench && a->source.behind) || (a->looking_back && a->past.behind))
		delay = FRAME_EVERY;
	if (!delay && a->say_when)
		delay = NSEC_PER_SEC;
	if (delay)
		loop_timer_set(a->tick, delay, 0);
	else
		loop_timer_clear(a->tick);
}

/* Too small for any of it. */
static bool draw_too_small(struct canvas *c)
{
	if (c->w >= 20 && c->h >= 5)
		return false;
	canvas_text(c, 0, 0, style_of(ROLE_TEXT), _("too small"));
	return true;
}

void app_draw(struct app *a, nsec now)
{
	struct canvas *c = &a->canvas;
	canvas_resize(c, screen_width(a->screen), screen_height(a->screen));
	if (a->o->ascii || !screen_utf8(a->screen))
		c->glyphs = &glyphs_ascii;
	if (!draw_too_small(c)) {
		if (a->view) {
			bench_screen_draw(a, c, now);
		} else {
			home_draw(a->home, c);
			bars_draw_top(a, c);
			bars_draw_bottom(a, c, now);
			overlay_draw(a, c);
		}
	}
	screen_present(a->screen, c);
	a->dirty = a->urgent = false;
	a->last_frame = now;
	set_tick(a);
}

void app_turn(void *user)
{
	struct app *a = user;
	nsec now = loop_now(a->loop);
	look_for_changes(a, now);
	if (!a->dirty || a->quitting)
		return;
	bool storm = a->bench && bench_governor(a->bench) >= 0;
	nsec every = a->urgent ? ANSWER_EVERY : storm ? STORM_EVERY : FRAME_EVERY;
	nsec since = now - a->last_frame;
	if (since >= every)
		app_draw(a, now);
	else if (!loop_timer_is_set(a->frame_timer))
		loop_timer_set(a->frame_timer, every - since, 0);
}
