/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys, mouse and pastes: to the prompt, to the screen that is shown, or through the keymap to a
 * command.
 */
#include "ui/front/app.h"

#include <string.h>

#include "base/i18n.h"

/* Keys of an open question or of the help; true when the key was theirs. */
static bool overlay_key(struct app *a, struct key k)
{
	if (a->overlay == OVERLAY_NONE)
		return false;
	app_touch(a);
	if (a->overlay == OVERLAY_QUESTION) {
		bool yes = key_is(k, 'y') || key_is(k, 'q') || key_is(k, 'Q') ||
		           k.sym == KEYSYM_ENTER || (k.cp == 'c' && k.mods == KEYMOD_CTRL);
		a->overlay = OVERLAY_NONE;
		if (yes)
			a->leaving = true;
		return true;
	}
	const struct key_binding *b = keymap_find(a->keys, "help", k);
	if (b)
		app_command(a, b->command);
	else
		a->overlay = OVERLAY_NONE;
	return true;
}

static void prompt_typed(struct app *a, struct key k)
{
	prompt_key(a->prompt, k);
	app_touch(a);
	if (prompt_is_open(a->prompt) && a->here->typed)
		a->here->typed(a, prompt_text(a->prompt));
}

static void on_key(struct app *a, struct key k, nsec now)
{
	a->last_key = now;
	a->urgent = true;
	if (a->said.when && !prompt_is_open(a->prompt)) {
		a->said.when = 0;
		app_touch(a);
	}
	if (overlay_key(a, k))
		return;
	if (prompt_is_open(a->prompt)) {
		prompt_typed(a, k);
		return;
	}
	if (a->here->key && a->here->key(a, k))
		return;
	const struct key_binding *b = app_binding(a, k);
	if (b)
		app_command(a, b->command);
}

static void on_paste(struct app *a, const char *text, size_t len)
{
	if (prompt_is_open(a->prompt)) {
		prompt_paste(a->prompt, text, len);
		app_touch(a);
		if (a->here->typed)
			a->here->typed(a, prompt_text(a->prompt));
	} else if (!a->here->paste || !a->here->paste(a, text, len)) {
		app_say(a, true, "%s",
		        _("Pasted text goes to a program: give its terminal the keyboard first."));
	}
}

/* Where there are no panes. */
static void plain_mouse(struct app *a, const struct mouse *m)
{
	struct view_act act = {.kind = ACT_CLICK, .x = m->x, .y = m->y};
	if (m->action == MOUSE_WHEEL_UP || m->action == MOUSE_WHEEL_DOWN)
		act = (struct view_act){
		        .kind = ACT_MOVE, .by = m->action == MOUSE_WHEEL_UP ? -1 : 1};
	else if (m->action != MOUSE_PRESS)
		return;
	a->here->act(a, &act);
}

static void on_mouse(struct app *a, const struct mouse *m)
{
	struct view_act act;
	struct tiles *t = app_tiles(a);
	int pane;
	app_touch(a);
	if (a->overlay != OVERLAY_NONE) {
		if (m->action == MOUSE_PRESS)
			a->overlay = OVERLAY_NONE;
		return;
	}
	if (!t)
		plain_mouse(a, m);
	else if ((!a->here->mouse || !a->here->mouse(a, m)) && tiles_mouse(t, m, &pane, &act))
		app_act(a, pane, &act);
}

static void on_event(struct app *a, const struct screen_event *ev, nsec now)
{
	switch (ev->kind) {
	case SCREEN_KEY:
		on_key(a, ev->key, now);
		break;
	case SCREEN_MOUSE:
		on_mouse(a, &ev->mouse);
		break;
	case SCREEN_PASTE:
		on_paste(a, ev->paste, ev->paste_len);
		break;
	case SCREEN_FOCUS:
		break;
	case SCREEN_CLOSED:
		a->quitting = true;
		loop_stop(a->loop);
		break;
	}
}

/* What a key decided to end ends here, when no callback of a screen is on the stack. */
static void leave_if_asked(struct app *a)
{
	if (!a->leaving)
		return;
	a->leaving = false;
	if (a->home && !a->quitting && app_leave(a))
		return;
	a->quitting = true;
	loop_stop(a->loop);
}

void app_drain(void *user)
{
	struct app *a = user;
	struct screen_event ev;
	nsec now = loop_now(a->loop);
	while (!a->quitting && screen_read(a->screen, now, &ev)) {
		on_event(a, &ev, now);
		leave_if_asked(a);
	}
	nsec deadline = screen_deadline(a->screen);
	if (deadline > now)
		loop_timer_set(a->esc_timer, deadline - now, 0);
	else if (deadline)
		loop_timer_set(a->esc_timer, NSEC_PER_MSEC, 0);
}

void app_input(void *user, int fd, unsigned events)
{
	(void)fd;
	(void)events;
	app_drain(user);
}
