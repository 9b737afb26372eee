/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys, mouse and pastes: to the prompt, to a program, or through the keymap to a command.
 */
#include "ui/front/app.h"

#include <string.h>

#include "base/i18n.h"
#include "term/terminal.h"
#include "ui/draw/box.h"

static struct terminal *terminal_of(const struct app *a, int pane)
{
	return bench_pane(a->bench, (size_t)a->slots[pane].index)->terminal;
}

static unsigned vt_mods_of(unsigned mods)
{
	return (mods & KEYMOD_SHIFT ? (unsigned)VT_SHIFT : 0) |
	       (mods & KEYMOD_ALT ? (unsigned)VT_ALT : 0) |
	       (mods & KEYMOD_CTRL ? (unsigned)VT_CTRL : 0);
}

static struct vt_key vt_key_of(struct key k)
{
	static const enum vt_key_name names[KEYSYM_F1] = {
	        [KEYSYM_NONE] = VT_KEY_NONE,
	        [KEYSYM_CHAR] = VT_KEY_NONE,
	        [KEYSYM_ENTER] = VT_KEY_ENTER,
	        [KEYSYM_TAB] = VT_KEY_TAB,
	        [KEYSYM_ESC] = VT_KEY_ESCAPE,
	        [KEYSYM_BACKSPACE] = VT_KEY_BACKSPACE,
	        [KEYSYM_DELETE] = VT_KEY_DELETE,
	        [KEYSYM_INSERT] = VT_KEY_INSERT,
	        [KEYSYM_UP] = VT_KEY_UP,
	        [KEYSYM_DOWN] = VT_KEY_DOWN,
	        [KEYSYM_LEFT] = VT_KEY_LEFT,
	        [KEYSYM_RIGHT] = VT_KEY_RIGHT,
	        [KEYSYM_HOME] = VT_KEY_HOME,
	        [KEYSYM_END] = VT_KEY_END,
	        [KEYSYM_PAGE_UP] = VT_KEY_PAGE_UP,
	        [KEYSYM_PAGE_DOWN] = VT_KEY_PAGE_DOWN,
	};
	struct vt_key out = {.unicode = k.cp, .mods = vt_mods_of(k.mods)};
	if (k.sym >= KEYSYM_F1 && k.sym <= KEYSYM_F12)
		out.name = (enum vt_key_name)(VT_KEY_F1 + (k.sym - KEYSYM_F1));
	else if (k.sym < KEYSYM_F1)
		out.name = names[k.sym];
	return out;
}

/* Keys of an open question or of the help; true when the key was theirs. */
static bool overlay_key(struct app *a, struct key k)
{
	if (a->overlay == OVERLAY_NONE)
		return false;
	app_touch(a);
	if (a->overlay == OVERLAY_QUIT) {
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

static void mapped_key(struct app *a, struct key k)
{
	const struct key_binding *b = a->looking_back ? keymap_find(a->keys, "past", k) : NULL;
	if (!b)
		b = keymap_find(a->keys, app_mode(a), k);
	if (!b)
		b = keymap_find(a->keys, a->view ? "bench" : "home", k);
	if (!b)
		b = keymap_find(a->keys, "global", k);
	if (b)
		app_command(a, b->command);
}

/* A key for the program. Who types wants to see it: back from the scrollback. */
static void type_key(struct app *a, struct key k)
{
	const struct pane_slot *slot = &a->slots[a->focus];
	struct view_env env = app_env(a, a->focus);
	struct view_reply r = {0};
	if (slot->ops->act(slot->state, &env, &(struct view_act){.kind = ACT_LAST}, &r))
		app_touch(a);
	terminal_key(terminal_of(a, a->focus), vt_key_of(k));
}

static void on_key(struct app *a, struct key k, nsec now)
{
	a->last_key = now;
	a->urgent = true;
	if (a->say_when && !prompt_is_open(a->prompt)) {
		a->say_when = 0;
		app_touch(a);
	}
	if (overlay_key(a, k) || app_mark_key(a, k))
		return;
	if (prompt_is_open(a->prompt)) {
		prompt_key(a->prompt, k);
		app_touch(a);
	} else if (a->keyboard && key_equal(k, a->prefix)) {
		app_command(a, "keyboard off");
	} else if (a->keyboard) {
		type_key(a, k);
	} else if (a->bench && a->focus >= PANE_TERMINAL && a->focus < PANE_SOURCE &&
	           key_equal(k, a->prefix)) {
		app_command(a, "keyboard literal");
	} else {
		mapped_key(a, k);
	}
}

static void on_paste(struct app *a, const char *text, size_t len)
{
	if (prompt_is_open(a->prompt)) {
		prompt_paste(a->prompt, text, len);
		app_touch(a);
	} else if (a->keyboard) {
		terminal_paste(terminal_of(a, a->focus), text, len);
	} else {
		app_say(a, true, "%s",
		        _("Pasted text goes to a program: give its terminal the keyboard first."));
	}
}

/* The program under the mouse wants to be told of it. */
static bool program_mouse(struct app *a, int pane, struct rect in, const struct mouse *m)
{
	if (pane != a->focus || !a->keyboard || !rect_has(in, m->x, m->y))
		return false;
	struct terminal *t = terminal_of(a, pane);
	if (vt_status(terminal_vt(t)).mouse == VT_MOUSE_OFF)
		return false;
	int button = m->action == MOUSE_WHEEL_UP     ? 4
	             : m->action == MOUSE_WHEEL_DOWN ? 5
	                                             : m->button;
	terminal_mouse(t, (struct vt_mouse){.row = m->y - in.y,
	                          .col = m->x - in.x,
	                          .button = m->action == MOUSE_DRAG ? 0 : button,
	                          .pressed = m->action != MOUSE_RELEASE,
	                          .mods = vt_mods_of(m->mods)});
	return true;
}

/* A press on the top line of a place with tabs chooses one. */
static bool press_on_tab(struct app *a, const struct layout_tile *t, const struct mouse *m)
{
	const char *names[LAYOUT_PANES_MAX];
	int panes[LAYOUT_PANES_MAX], n = 0;
	if (m->y != t->area.y || t->tabs < 2)
		return false;
	for (int i = 0; i < a->layout.count; i++) {
		if (a->layout.tiles[i].place != t->place)
			continue;
		panes[n] = a->layout.tiles[i].pane;
		names[n] = app_pane_name(a, panes[n]);
		n++;
	}
	struct box b = {.tabs = names, .tab_count = n, .tab = t->tab, .focus = t->pane == a->focus};
	int tab = box_tab_at(&b, t->area.w, m->x - t->area.x);
	if (tab < 0 || tab >= n)
		return false;
	app_focus(a, panes[tab]);
	return true;
}

static void bench_mouse(struct app *a, const struct mouse *m)
{
	int pane = layout_hit(&a->layout, m->x, m->y);
	const struct layout_tile *t = pane >= 0 ? layout_find(&a->layout, pane) : NULL;
	if (!t)
		return;
	struct rect in = box_inside(t->area);
	if (program_mouse(a, pane, in, m))
		return;
	if (m->action == MOUSE_WHEEL_UP || m->action == MOUSE_WHEEL_DOWN) {
		app_act(a, pane,
		        &(struct view_act){
		                .kind = ACT_WHEEL, .by = m->action == MOUSE_WHEEL_UP ? -3 : 3});
		return;
	}
	if (m->action != MOUSE_PRESS || m->button != 1 || press_on_tab(a, t, m))
		return;
	app_focus(a, pane);
	if (rect_has(in, m->x, m->y))
		app_act(a, pane,
		        &(struct view_act){.kind = ACT_CLICK, .x = m->x - in.x, .y = m->y - in.y});
}

static void on_mouse(struct app *a, const struct mouse *m)
{
	app_touch(a);
	if (a->overlay != OVERLAY_NONE) {
		if (m->action == MOUSE_PRESS)
			a->overlay = OVERLAY_NONE;
		return;
	}
	if (a->view) {
		bench_mouse(a, m);
		return;
	}
	struct view_act act = {.kind = ACT_CLICK, .x = m->x, .y = m->y};
	if (m->action == MOUSE_WHEEL_UP || m->action == MOUSE_WHEEL_DOWN)
		act = (struct view_act){
		        .kind = ACT_MOVE, .by = m->action == MOUSE_WHEEL_UP ? -1 : 1};
	else if (m->action != MOUSE_PRESS)
		return;
	home_act(a->home, &act);
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

/* What a key decided to end ends here, when no callback of the bench is on the stack. */
static void leave_if_asked(struct app *a)
{
	if (!a->leaving)
		return;
	a->leaving = false;
	if (a->bench && a->home && !a->quitting) {
		app_leave_bench(a);
		return;
	}
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
