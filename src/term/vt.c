/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A terminal without a face, over libvterm (0.1.4 of Debian 12 up to 0.3).
 *
 * Only src/term/vt*.c include <vterm.h>. Strings (titles, OSC) never reach libvterm, see
 * term/scan.h; so its API for them, which changed between the versions, is not used at all.
 */
#include "term/vt.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/text.h"
#include "term/vt_internal.h"

enum { SCROLLBACK_MAX = 100000 };
_Static_assert(VT_CELL_CHARS == VTERM_MAX_CHARS_PER_CELL, "a cell holds what libvterm's holds");

/* Addresses, not memory: two screens of the largest size, and two more while resizing. */
#define ARENA_BYTES ((size_t)512 << 20)
#define RIGHT_HALF ((uint32_t)-1) /* libvterm's mark in the cell after a wide one */

/* ---- scrollback ---- */

static struct vt_color color_of(const VTermColor *c)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(c) || VTERM_COLOR_IS_DEFAULT_BG(c))
		return (struct vt_color){VT_COLOR_DEFAULT, 0};
	if (VTERM_COLOR_IS_INDEXED(c))
		return (struct vt_color){VT_COLOR_INDEXED, c->indexed.idx};
	uint32_t rgb = (uint32_t)c->rgb.red << 16 | (uint32_t)c->rgb.green << 8 | c->rgb.blue;
	return (struct vt_color){VT_COLOR_RGB, rgb};
}

/* What takes other columns here than where it will be drawn: a mark without a base, a code point
 * that is not assigned. */
static void replace(struct vt_cell *c)
{
	memset(c->chars, 0, sizeof(c->chars));
	c->chars[0] = c->width == 2 ? 0x3000 : 0xfffd;
}

static struct vt_cell cell_of(const VTermScreenCell *from)
{
	struct vt_cell c = {.width = (uint8_t)from->width};
	c.fg = color_of(&from->fg);
	c.bg = color_of(&from->bg);
	c.attrs = (uint8_t)((from->attrs.bold ? VT_BOLD : 0) |
	                    (from->attrs.underline ? VT_UNDERLINE : 0) |
	                    (from->attrs.italic ? VT_ITALIC : 0) |
	                    (from->attrs.blink ? VT_BLINK : 0) |
	                    (from->attrs.reverse ? VT_REVERSE : 0) |
	                    (from->attrs.strike ? VT_STRIKE : 0));
	if (from->chars[0] == RIGHT_HALF) {
		c.width = 0;
		return c;
	}
	for (int i = 0; i < VT_CELL_CHARS && from->chars[i]; i++)
		c.chars[i] = scan_reveal(from->chars[i]);
	if (c.chars[0] && text_width_cp(c.chars[0]) != c.width)
		replace(&c);
	return c;
}

static void color_to(const struct vt *vt, struct vt_color from, bool is_fg, VTermColor *out)
{
	VTermColor fg, bg;
	switch (from.kind) {
	case VT_COLOR_DEFAULT:
		vterm_state_get_default_colors(vt->state, &fg, &bg);
		*out = is_fg ? fg : bg;
		break;
	case VT_COLOR_INDEXED:
		vterm_color_indexed(out, (uint8_t)from.value);
		break;
	case VT_COLOR_RGB:
		vterm_color_rgb(out, (uint8_t)(from.value >> 16), (uint8_t)(from.value >> 8),
		        (uint8_t)from.value);
		break;
	}
}

static VTermScreenCell cell_to(const struct vt *vt, const struct vt_cell *from)
{
	VTermScreenCell c = {.width = (char)from->width};
	memcpy(c.chars, from->chars, sizeof(c.chars));
	c.attrs.bold = (from->attrs & VT_BOLD) != 0;
	c.attrs.underline = (from->attrs & VT_UNDERLINE) != 0;
	c.attrs.italic = (from->attrs & VT_ITALIC) != 0;
	c.attrs.blink = (from->attrs & VT_BLINK) != 0;
	c.attrs.reverse = (from->attrs & VT_REVERSE) != 0;
	c.attrs.strike = (from->attrs & VT_STRIKE) != 0;
	color_to(vt, from->fg, true, &c.fg);
	color_to(vt, from->bg, false, &c.bg);
	return c;
}

static bool is_blank(const VTermScreenCell *c)
{
	return c->chars[0] == 0 && VTERM_COLOR_IS_DEFAULT_BG(&c->bg) && !c->attrs.reverse &&
	       !c->attrs.underline && !c->attrs.strike;
}

/* Called for every line that scrolls off: what is blank to the right is neither looked at nor
 * kept. */
static int on_push_line(int cols, const VTermScreenCell *cells, void *user)
{
	struct vt *vt = user;
	vt->status.scrolled++;
	if (vt->lines.room == 0)
		return 0;
	while (cols > 0 && is_blank(&cells[cols - 1]))
		cols--;
	vt_lines_push(&vt->lines, cols);
	for (int i = 0; i < cols; i++) {
		struct vt_cell c = cell_of(&cells[i]);
		vt_lines_set(&vt->lines, i, &c);
	}
	return 1;
}

/* libvterm steps through the line by the widths: none may be 0 or reach over the edge. */
static int on_pop_line(int cols, VTermScreenCell *cells, void *user)
{
	struct vt *vt = user;
	if (vt->lines.count == 0)
		return 0;
	int width = vt_lines_width(&vt->lines, 0);
	struct vt_cell blank = {.width = 1};
	for (int i = 0; i < cols; i++) {
		struct vt_cell c = i < width ? vt_lines_cell(&vt->lines, 0, i) : blank;
		bool cut = c.width == 2 && i + 1 == cols;
		cells[i] = cell_to(vt, c.width == 0 || cut ? &blank : &c);
		if (c.width == 2 && !cut && ++i < cols)
			cells[i] = cell_to(vt, &blank);
	}
	vt_lines_pop(&vt->lines);
	vt->status.scrolled--;
	return 1;
}

void vt_clear_scrollback(struct vt *vt)
{
	vt_lines_clear(&vt->lines);
	vt->status.generation++;
}

/* ---- what libvterm reports ---- */

static int on_damage(VTermRect rect, void *user)
{
	(void)rect;
	((struct vt *)user)->status.generation++;
	return 1;
}

static int on_cursor(VTermPos pos, VTermPos old, int visible, void *user)
{
	(void)pos;
	(void)old;
	(void)visible;
	((struct vt *)user)->status.generation++;
	return 1;
}

static enum vt_mouse_mode mouse_of(int number)
{
	if (number == VTERM_PROP_MOUSE_CLICK)
		return VT_MOUSE_CLICK;
	if (number == VTERM_PROP_MOUSE_DRAG)
		return VT_MOUSE_DRAG;
	return number == VTERM_PROP_MOUSE_MOVE ? VT_MOUSE_MOVE : VT_MOUSE_OFF;
}

static enum vt_cursor_shape shape_of(int number)
{
	if (number == VTERM_PROP_CURSORSHAPE_UNDERLINE)
		return VT_CURSOR_UNDERLINE;
	return number == VTERM_PROP_CURSORSHAPE_BAR_LEFT ? VT_CURSOR_BAR : VT_CURSOR_BLOCK;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
	struct vt *vt = user;
	if (property == VTERM_PROP_CURSORVISIBLE)
		vt->status.cursor_visible = value->boolean;
	else if (property == VTERM_PROP_CURSORBLINK)
		vt->status.cursor_blink = value->boolean;
	else if (property == VTERM_PROP_CURSORSHAPE)
		vt->status.cursor_shape = shape_of(value->number);
	else if (property == VTERM_PROP_ALTSCREEN)
		vt->status.alternate = value->boolean;
	else if (property == VTERM_PROP_MOUSE)
		vt->status.mouse = mouse_of(value->number);
	vt->status.generation++;
	return 1;
}

static int on_bell(void *user)
{
	((struct vt *)user)->status.bells++;
	return 1;
}

static const VTermScreenCallbacks screen_callbacks = {
        .damage = on_damage,
        .movecursor = on_cursor,
        .settermprop = on_property,
        .bell = on_bell,
        .sb_pushline = on_push_line,
        .sb_popline = on_pop_line,
};

void vt_send(struct vt *vt, const char *bytes, size_t len)
{
	if (vt->hooks.output && len)
		vt->hooks.output(vt->hooks.user, bytes, len);
}

static void on_output(const char *bytes, size_t len, void *user)
{
	vt_send(user, bytes, len);
}

/* ---- what the scan finds ---- */

static void on_pass(void *user, const char *bytes, size_t len)
{
	struct vt *vt = user;
	vterm_input_write(vt->term, bytes, len);
}

static void set_title(struct vt *vt, const char *text, size_t len)
{
	text_printable(text, len, vt->title, sizeof(vt->title));
	vt->status.generation++;
}

/* Numbers 0 to 2 set titles: window and icon, icon, window (xterm's ctlseqs). */
static void on_osc(void *user, const char *text, size_t len)
{
	struct vt *vt = user;
	size_t i = 0;
	int number = 0;
	for (; i < len && i < 7 && isdigit((unsigned char)text[i]); i++)
		number = number * 10 + (text[i] - '0');
	if (i == 0 || (i < len && text[i] != ';'))
		return;
	if (i < len)
		i++;
	if (number == 0 || number == 2)
		set_title(vt, text + i, len - i);
	else if (number != 1 && vt->hooks.osc)
		vt->hooks.osc(vt->hooks.user, number, text + i, len - i);
}

static void on_forget(void *user)
{
	vt_clear_scrollback(user);
}

/* ---- life ---- */

static void *alloc_in(size_t size, void *arena)
{
	return arena_alloc(arena, size);
}

static void free_in(void *at, void *arena)
{
	arena_free(arena, at);
}

static struct vt *create(int rows, int cols, int scrollback, struct arena *arena)
{
	static VTermAllocatorFunctions inside = {.malloc = alloc_in, .free = free_in};
	struct vt *vt = xcalloc(1, sizeof(*vt));
	rows = vt_clamp(rows, 1, VT_SIZE_MAX);
	cols = vt_clamp(cols, 2, VT_SIZE_MAX);
	vt->arena = arena;
	vt_lines_init(&vt->lines, vt_clamp(scrollback, 0, SCROLLBACK_MAX));
	vt->term = arena ? vterm_new_with_allocator(rows, cols, &inside, arena)
	                 : vterm_new(rows, cols);
	vterm_set_utf8(vt->term, 1);
	vterm_output_set_callback(vt->term, on_output, vt);
	vt->state = vterm_obtain_state(vt->term);
	vt->screen = vterm_obtain_screen(vt->term);
	vterm_screen_set_callbacks(vt->screen, &screen_callbacks, vt);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_set_damage_merge(vt->screen, VTERM_DAMAGE_SCROLL);
	vterm_screen_reset(vt->screen, 1);
	return vt;
}

struct vt *vt_create(int rows, int cols, int scrollback)
{
	return create(rows, cols, scrollback, NULL);
}

struct vt *vt_create_keeping(int rows, int cols, int scrollback)
{
	return create(rows, cols, scrollback, arena_create(ARENA_BYTES));
}

void vt_finish_outside(struct vt *vt)
{
	vt_lines_finish(&vt->lines);
	scan_finish(&vt->scan);
}

void vt_destroy(struct vt *vt)
{
	if (!vt)
		return;
	vt_finish_outside(vt);
	vterm_free(vt->term);
	arena_destroy(vt->arena);
	free(vt);
}

void vt_set_hooks(struct vt *vt, const struct vt_hooks *hooks)
{
	vt->hooks = *hooks;
}

void vt_feed(struct vt *vt, const void *bytes, size_t len)
{
	struct scan_sink sink = {on_pass, on_osc, on_forget, vt};
	scan_feed(&vt->scan, &sink, bytes, len);
	vterm_screen_flush_damage(vt->screen);
}

void vt_reset(struct vt *vt)
{
	/* CAN first: the program may have been cut off inside a sequence. */
	static const char reset[] = "\030\033c";
	vt_feed(vt, reset, sizeof(reset) - 1);
	vt->title[0] = '\0';
}

/* Margins are for the old size, and libvterm 0.1.4 would keep some that lie outside now. */
static void drop_margins(struct vt *vt, VTermPos cursor)
{
	struct buf text = {0};
	buf_printf(
	        &text, "\033[?6l\033[r\033[s\033[?69l\033[%d;%dH", cursor.row + 1, cursor.col + 1);
	vterm_input_write(vt->term, text.at, text.len);
	buf_finish(&text);
	vt->scan.margins = vt->scan.side_margins = false;
}

void vt_resize(struct vt *vt, int rows, int cols)
{
	rows = vt_clamp(rows, 1, VT_SIZE_MAX);
	cols = vt_clamp(cols, 2, VT_SIZE_MAX);
	struct vt_status now = vt_status(vt);
	if (rows == now.rows && cols == now.cols)
		return;
	VTermPos cursor;
	vterm_state_get_cursorpos(vt->state, &cursor);
	if (vt->scan.margins)
		drop_margins(vt, cursor);
	vterm_set_size(vt->term, rows, cols);
	vterm_state_get_cursorpos(vt->state, &cursor);
	/* 0.1.4 can push the cursor's own line away: the cursor would be above the screen. */
	if (cursor.row < 0 || cursor.col < 0)
		vterm_input_write(vt->term, "\033[H", 3);
	vterm_screen_flush_damage(vt->screen);
	vt->status.generation++;
}

/* ---- looking ---- */

struct vt_status vt_status(const struct vt *vt)
{
	struct vt_status s = vt->status;
	VTermPos cursor;
	vterm_get_size(vt->term, &s.rows, &s.cols);
	vterm_state_get_cursorpos(vt->state, &cursor);
	s.cursor_row = cursor.row;
	s.cursor_col = cursor.col;
	s.title = vt->title;
	return s;
}

int vt_scrollback(const struct vt *vt)
{
	return vt->lines.count;
}

bool vt_cell(const struct vt *vt, int row, int col, struct vt_cell *out)
{
	int rows = 0, cols = 0;
	vterm_get_size(vt->term, &rows, &cols);
	*out = (struct vt_cell){.width = 1};
	if (row >= rows || row < -vt->lines.count || col < 0)
		return false;
	if (row < 0) {
		int width = vt_lines_width(&vt->lines, -row - 1);
		if (col < width)
			*out = vt_lines_cell(&vt->lines, -row - 1, col);
		return col < width || col < cols;
	}
	VTermScreenCell cell = {.width = 1};
	if (!vterm_screen_get_cell(vt->screen, (VTermPos){row, col}, &cell))
		return false;
	*out = cell_of(&cell);
	return true;
}
