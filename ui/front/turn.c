/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When to draw: never without a change, never more often than the eye can follow. And when a
 * screen does its own work: a slice a turn, so that a key never waits for more than one.
 */
#include "base/i18n.h"
#include "ui/front/app.h"
#include "ui/front/bars.h"
#include "ui/front/overlay.h"

#define FRAME_EVERY (16 * NSEC_PER_MSEC)
#define ANSWER_EVERY (1 * NSEC_PER_MSEC) /* while an answer to a key is awaited */
#define SLICE (4 * NSEC_PER_MSEC)

void app_touch(struct app *a)
{
	a->dirty = true;
}

/* Sets the slow clock for what changes by time alone. */
static void set_tick(struct app *a)
{
	nsec delay = a->here->tick ? a->here->tick(a) : 0;
	if (!delay && a->said.when)
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

static void draw(struct app *a, nsec now)
{
	struct canvas *c = &a->canvas;
	canvas_resize(c, screen_width(a->screen), screen_height(a->screen));
	if (a->o->ascii || !screen_utf8(a->screen))
		c->glyphs = &glyphs_ascii;
	if (!draw_too_small(c)) {
		if (app_tiles(a))
			app_tiles(a)->idle = a->overlay != OVERLAY_NONE;
		a->here->draw(a, c, now);
		bars_draw_top(a, c);
		bars_draw_bottom(a, c, now);
		overlay_draw(a, c);
	}
	screen_present(a->screen, c);
	a->dirty = a->urgent = false;
	a->last_frame = now;
	set_tick(a);
}

static void draw_if_due(struct app *a, nsec now)
{
	nsec pace = a->here->pace ? a->here->pace(a) : 0;
	nsec every = a->urgent ? ANSWER_EVERY : pace ? pace : FRAME_EVERY;
	nsec since = now - a->last_frame;
	/* Set anew each time: what made frames rare may be over before the one that was planned. */
	if (since >= every)
		draw(a, now);
	else
		loop_timer_set(a->frame_timer, every - since, 0);
}

static void show_changes(struct app *a, nsec now)
{
	if (a->here->changed)
		a->here->changed(a, now);
	if (a->dirty)
		draw_if_due(a, now);
}

void app_turn(void *user)
{
	struct app *a = user;
	nsec now = loop_now(a->loop);
	if (!a->here || a->quitting)
		return;
	show_changes(a, now);
	if (!a->here->work)
		return;
	if (a->here->work(a, clock_now() + SLICE))
		loop_again(a->loop);
	show_changes(a, clock_now());
}
