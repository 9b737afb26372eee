/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys, mouse and pastes that go to a program of the bench.
 */
#include "ui/front/bench_screen.h"

#include "term/terminal.h"
#include "ui/draw/box.h"

static struct terminal *terminal_of(const struct bench_screen *b, int pane)
{
	return bench_pane(b->bench, (size_t)b->tiles.slots[pane].index)->terminal;
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

/* A key for the program. Who types wants to see it: back from the scrollback. */
static void type_key(struct bench_screen *b, struct key k)
{
	const struct tile_slot *slot = &b->tiles.slots[b->tiles.focus];
	struct view_env env = tiles_env(&b->tiles, b->tiles.focus);
	struct view_reply r = {0};
	if (slot->ops->act(slot->state, &env, &(struct view_act){.kind = ACT_LAST}, &r))
		app_touch(b->app);
	terminal_key(terminal_of(b, b->tiles.focus), vt_key_of(k));
}

bool bench_key(struct app *a, struct key k)
{
	struct bench_screen *b = a->bench;
	bool ours = key_equal(k, a->prefix);
	if (b->notice) {
		b->notice = false;
		app_touch(a);
		return true;
	}
	if (bench_mark_key(b, k))
		return true;
	if (b->keyboard && ours)
		app_command(a, "keyboard off");
	else if (b->keyboard)
		type_key(b, k);
	else if (ours && b->bench && bench_panes_on_terminal(b))
		app_command(a, "keyboard literal");
	else
		return false;
	return true;
}

bool bench_paste(struct app *a, const char *text, size_t len)
{
	const struct bench_screen *b = a->bench;
	if (b->keyboard)
		terminal_paste(terminal_of(b, b->tiles.focus), text, len);
	return b->keyboard;
}

bool bench_mouse(struct app *a, const struct mouse *m)
{
	const struct bench_screen *b = a->bench;
	int pane = b->tiles.focus;
	const struct layout_tile *tile = layout_find(&b->tiles.layout, pane);
	if (!b->keyboard || layout_hit(&b->tiles.layout, m->x, m->y) != pane || !tile)
		return false;
	struct rect in = box_inside(tile->area);
	struct terminal *t = terminal_of(b, pane);
	/* The program under the mouse wants to be told of it. */
	if (!rect_has(in, m->x, m->y) || vt_status(terminal_vt(t)).mouse == VT_MOUSE_OFF)
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
