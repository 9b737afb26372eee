/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A terminal without a face, over libvterm (0.1.4 of Debian 12 up to 0.3).
 *
 * The only file that includes <vterm.h>. Strings (titles, OSC) never reach libvterm, see
 * term/scan.h; so its API for them, which changed between the versions, is not used at all.
 */
#include "term/vt.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <vterm.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/text.h"
#include "term/arena.h"
#include "term/scan.h"

enum { SIZE_MAX_ = 1000, SCROLLBACK_MAX = 100000, TITLE_ROOM = 256 };
_Static_assert(VT_CELL_CHARS == VTERM_MAX_CHARS_PER_CELL, "a cell holds what libvterm's holds");

/* Addresses, not memory: two screens of the largest size, and two more while resizing. */
#define ARENA_BYTES ((size_t)512 << 20)
#define RIGHT_HALF ((uint32_t)-1) /* libvterm's mark in the cell after a wide one */

/* How a cell looks. */
struct look {
	uint8_t attrs;
	struct vt_color fg, bg;
};

enum { LOOKS = 8, LOOK_SHIFT = 24, WIDTH_SHIFT = 21, CODE_MASK = 0x1fffff };

/* The cells of a line that scrolled off: never changed, so kept states share them. Most lines have
 * single code points in a few looks: 4 bytes a cell do, where a struct vt_cell takes 44. */
struct cells {
	unsigned users;
	uint8_t look_count;
	struct look looks[LOOKS];
	struct vt_cell *full; /* owned; NULL: packed */
	uint32_t packed[];    /* look, width, code point */
};

struct line {
	struct cells *cells; /* without the blank ones at the end; NULL: none */
	int count;
};

struct vt {
	struct arena *arena; /* where libvterm's memory is; NULL: anywhere */
	VTerm *term;
	VTermScreen *screen;
	VTermState *state;
	struct scan scan;
	struct vt_hooks hooks;
	struct vt_status status; /* but for rows, cols and the cursor's position */
	char title[TITLE_ROOM];
	struct line *lines; /* a ring of `lines_room`; the oldest at lines_first */
	int lines_first, lines_count, lines_room;
};

/* ---- scrollback ---- */

static struct line *line_at(const struct vt *vt, int age)
{
	int i = vt->lines_first + vt->lines_count - 1 - age;
	return &vt->lines[i % vt->lines_room];
}

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

static void line_release(struct line *line)
{
	if (!line->cells || --line->cells->users > 0)
		return;
	free(line->cells->full);
	free(line->cells);
}

static void drop_oldest(struct vt *vt)
{
	line_release(&vt->lines[vt->lines_first]);
	vt->lines[vt->lines_first] = (struct line){0};
	vt->lines_first = (vt->lines_first + 1) % vt->lines_room;
	vt->lines_count--;
}

static bool is_blank(const VTermScreenCell *c)
{
	return c->chars[0] == 0 && VTERM_COLOR_IS_DEFAULT_BG(&c->bg) && !c->attrs.reverse &&
	       !c->attrs.underline && !c->attrs.strike;
}

static bool same_color(struct vt_color a, struct vt_color b)
{
	return a.kind == b.kind && a.value == b.value;
}

/* The number of a cell's look among the line's, LOOKS when there are too many. */
static uint32_t look_of(struct cells *line, const struct vt_cell *c)
{
	uint32_t i = 0;
	for (; i < line->look_count; i++) {
		const struct look *l = &line->looks[i];
		if (l->attrs == c->attrs && same_color(l->fg, c->fg) && same_color(l->bg, c->bg))
			return i;
	}
	if (i < LOOKS)
		line->looks[line->look_count++] = (struct look){c->attrs, c->fg, c->bg};
	return i;
}

/* False: this cell can't be packed. */
static bool pack(struct cells *line, int i, const struct vt_cell *c)
{
	uint32_t look = look_of(line, c);
	if (look == LOOKS || c->chars[1] || c->chars[0] > CODE_MASK)
		return false;
	line->packed[i] = look << LOOK_SHIFT | (uint32_t)c->width << WIDTH_SHIFT | c->chars[0];
	return true;
}

static struct cells *cells_of(int cols, const VTermScreenCell *from)
{
	size_t n = (size_t)cols;
	struct cells *line = xmalloc(sizeof(*line) + n * sizeof(line->packed[0]));
	*line = (struct cells){.users = 1};
	for (int i = 0; i < cols; i++) {
		struct vt_cell c = cell_of(&from[i]);
		if (pack(line, i, &c))
			continue;
		line->full = xcalloc(n, sizeof(*line->full));
		for (i = 0; i < cols; i++)
			line->full[i] = cell_of(&from[i]);
	}
	return line;
}

static struct vt_cell line_cell(const struct line *line, int i)
{
	const struct cells *cells = line->cells;
	if (cells->full)
		return cells->full[i];
	uint32_t packed = cells->packed[i];
	const struct look *l = &cells->looks[packed >> LOOK_SHIFT];
	return (struct vt_cell){.chars = {packed & CODE_MASK},
	        .width = packed >> WIDTH_SHIFT & 3,
	        .attrs = l->attrs,
	        .fg = l->fg,
	        .bg = l->bg};
}

/* Called for every line that scrolls off: what is blank to the right is neither looked at nor
 * kept. */
static int on_push_line(int cols, const VTermScreenCell *cells, void *user)
{
	struct vt *vt = user;
	vt->status.scrolled++;
	if (vt->lines_room == 0)
		return 0;
	if (vt->lines_count == vt->lines_room)
		drop_oldest(vt);
	while (cols > 0 && is_blank(&cells[cols - 1]))
		cols--;
	vt->lines_count++;
	struct line *line = line_at(vt, 0);
	*line = (struct line){.count = cols};
	if (cols == 0)
		return 1;
	line->cells = cells_of(cols, cells);
	return 1;
}

/* libvterm steps through the line by the widths: none may be 0 or reach over the edge. */
static int on_pop_line(int cols, VTermScreenCell *cells, void *user)
{
	struct vt *vt = user;
	if (vt->lines_count == 0)
		return 0;
	struct line *line = line_at(vt, 0);
	struct vt_cell blank = {.width = 1};
	for (int i = 0; i < cols; i++) {
		struct vt_cell c = i < line->count ? line_cell(line, i) : blank;
		bool cut = c.width == 2 && i + 1 == cols;
		cells[i] = cell_to(vt, c.width == 0 || cut ? &blank : &c);
		if (c.width == 2 && !cut && ++i < cols)
			cells[i] = cell_to(vt, &blank);
	}
	line_release(line);
	*line = (struct line){0};
	vt->lines_count--;
	vt->status.scrolled--;
	return 1;
}

void vt_clear_scrollback(struct vt *vt)
{
	while (vt->lines_count)
		drop_oldest(vt);
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

static void send(struct vt *vt, const char *bytes, size_t len)
{
	if (vt->hooks.output && len)
		vt->hooks.output(vt->hooks.user, bytes, len);
}

static void on_output(const char *bytes, size_t len, void *user)
{
	send(user, bytes, len);
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

static int clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

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
	rows = clamp(rows, 1, SIZE_MAX_);
	cols = clamp(cols, 2, SIZE_MAX_);
	vt->arena = arena;
	vt->lines_room = clamp(scrollback, 0, SCROLLBACK_MAX);
	vt->lines = xcalloc((size_t)(vt->lines_room ? vt->lines_room : 1), sizeof(*vt->lines));
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

/* Frees what is not in the arena. */
static void finish_outside(struct vt *vt)
{
	while (vt->lines_count)
		drop_oldest(vt);
	free(vt->lines);
	scan_finish(&vt->scan);
}

void vt_destroy(struct vt *vt)
{
	if (!vt)
		return;
	finish_outside(vt);
	vterm_free(vt->term);
	arena_destroy(vt->arena);
	free(vt);
}

/* ---- states ---- */

struct vt_state {
	struct vt vt; /* its lines and its scan's string are its own */
	void *memory; /* of the arena */
	size_t length;
};

/* Copies what is not in the arena. */
static void copy_outside(struct vt *to, const struct vt *from)
{
	*to = *from;
	to->scan.string = (struct buf){0};
	if (from->scan.string.len)
		buf_add(&to->scan.string, from->scan.string.at, from->scan.string.len);
	size_t room = (size_t)(from->lines_room ? from->lines_room : 1);
	to->lines = xmalloc(room * sizeof(*to->lines));
	memcpy(to->lines, from->lines, room * sizeof(*to->lines));
	for (size_t i = 0; i < room; i++)
		if (to->lines[i].cells)
			to->lines[i].cells->users++;
}

struct vt_state *vt_keep(const struct vt *vt)
{
	if (!vt->arena)
		return NULL;
	struct vt_state *s = xcalloc(1, sizeof(*s));
	copy_outside(&s->vt, vt);
	s->memory = arena_copy(vt->arena, &s->length);
	return s;
}

void vt_return(struct vt *vt, const struct vt_state *s)
{
	struct vt_hooks hooks = vt->hooks;
	uint64_t generation = vt->status.generation;
	finish_outside(vt);
	copy_outside(vt, &s->vt);
	arena_restore(vt->arena, s->memory, s->length);
	vt->hooks = hooks;
	vt->status.generation = generation + 1;
}

size_t vt_state_bytes(const struct vt_state *s, const struct vt_state *before)
{
	size_t bytes = sizeof(*s) + s->length + (size_t)s->vt.lines_room * sizeof(struct line);
	uint64_t scrolled = s->vt.status.scrolled - (before ? before->vt.status.scrolled : 0);
	for (int age = 0; age < s->vt.lines_count && (uint64_t)age < scrolled; age++) {
		const struct line *line = line_at(&s->vt, age);
		bool full = line->cells && line->cells->full;
		bytes += sizeof(*line->cells) +
		         (size_t)line->count * (full ? sizeof(struct vt_cell) : sizeof(uint32_t));
	}
	return bytes;
}

void vt_state_free(struct vt_state *s)
{
	if (!s)
		return;
	finish_outside(&s->vt);
	free(s->memory);
	free(s);
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
	rows = clamp(rows, 1, SIZE_MAX_);
	cols = clamp(cols, 2, SIZE_MAX_);
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
	return vt->lines_count;
}

bool vt_cell(const struct vt *vt, int row, int col, struct vt_cell *out)
{
	int rows = 0, cols = 0;
	vterm_get_size(vt->term, &rows, &cols);
	*out = (struct vt_cell){.width = 1};
	if (row >= rows || row < -vt->lines_count || col < 0)
		return false;
	if (row < 0) {
		const struct line *line = line_at(vt, -row - 1);
		if (col < line->count)
			*out = line_cell(line, col);
		return col < line->count || col < cols;
	}
	VTermScreenCell cell = {.width = 1};
	if (!vterm_screen_get_cell(vt->screen, (VTermPos){row, col}, &cell))
		return false;
	*out = cell_of(&cell);
	return true;
}

static int row_width(const struct vt *vt, int row)
{
	int rows = 0, cols = 0;
	vterm_get_size(vt->term, &rows, &cols);
	return row < 0 ? line_at(vt, -row - 1)->count : cols;
}

static void add_cell(struct buf *out, const struct vt_cell *cell)
{
	char utf8[5];
	if (cell->chars[0] == 0 && cell->width)
		buf_putc(out, ' ');
	for (int i = 0; i < VT_CELL_CHARS && cell->chars[i]; i++) {
		text_encode(cell->chars[i], utf8);
		buf_puts(out, utf8);
	}
}

/* The row without blanks at its end; ends[i] is where cell i ends in it (ends may be NULL). */
static void add_row(const struct vt *vt, int row, struct buf *out, size_t *ends)
{
	size_t start = out->len;
	int width = row_width(vt, row);
	for (int col = 0; col < width; col++) {
		struct vt_cell cell;
		vt_cell(vt, row, col, &cell);
		add_cell(out, &cell);
		if (ends)
			ends[col] = out->len - start;
	}
	while (out->len > start && out->at[out->len - 1] == ' ')
		out->at[--out->len] = '\0';
}

void vt_text(const struct vt *vt, int first, int last, struct buf *out)
{
	int rows = 0, cols = 0;
	vterm_get_size(vt->term, &rows, &cols);
	first = clamp(first, -vt->lines_count, rows);
	last = clamp(last, -vt->lines_count - 1, rows - 1);
	for (int row = first; row <= last; row++) {
		add_row(vt, row, out, NULL);
		buf_putc(out, '\n');
	}
}

static bool has_upper_case(const char *s)
{
	for (; *s; s++) {
		if (isupper((unsigned char)*s))
			return true;
	}
	return false;
}

static bool find_in_row(const struct vt *vt, int row, const char *needle, bool exact, int *col)
{
	size_t ends[SIZE_MAX_] = {0};
	struct buf text = {0};
	add_row(vt, row, &text, ends);
	const char *hay = buf_text(&text);
	const char *at = exact ? strstr(hay, needle) : strcasestr(hay, needle);
	if (at) {
		*col = 0;
		while (*col < row_width(vt, row) && ends[*col] <= (size_t)(at - hay))
			++*col;
	}
	buf_finish(&text);
	return at != NULL;
}

bool vt_search(
        const struct vt *vt, const char *needle, int from_row, int direction, int *row, int *col)
{
	int rows = 0, cols = 0;
	vterm_get_size(vt->term, &rows, &cols);
	if (!*needle)
		return false;
	int oldest = -vt->lines_count;
	int step = direction > 0 ? 1 : -1;
	bool exact = has_upper_case(needle);
	if (direction > 0 && from_row < oldest)
		from_row = oldest;
	if (direction <= 0 && from_row >= rows)
		from_row = rows - 1;
	for (int r = from_row; r >= oldest && r < rows; r += step) {
		if (find_in_row(vt, r, needle, exact, col)) {
			*row = r;
			return true;
		}
	}
	return false;
}

/* ---- doing ---- */

/* The names in the order of enum vt_key_name up to the function keys. */
static const VTermKey key_names[] = {
        [VT_KEY_NONE] = VTERM_KEY_NONE,
        [VT_KEY_ENTER] = VTERM_KEY_ENTER,
        [VT_KEY_TAB] = VTERM_KEY_TAB,
        [VT_KEY_BACKSPACE] = VTERM_KEY_BACKSPACE,
        [VT_KEY_ESCAPE] = VTERM_KEY_ESCAPE,
        [VT_KEY_UP] = VTERM_KEY_UP,
        [VT_KEY_DOWN] = VTERM_KEY_DOWN,
        [VT_KEY_LEFT] = VTERM_KEY_LEFT,
        [VT_KEY_RIGHT] = VTERM_KEY_RIGHT,
        [VT_KEY_HOME] = VTERM_KEY_HOME,
        [VT_KEY_END] = VTERM_KEY_END,
        [VT_KEY_PAGE_UP] = VTERM_KEY_PAGEUP,
        [VT_KEY_PAGE_DOWN] = VTERM_KEY_PAGEDOWN,
        [VT_KEY_INSERT] = VTERM_KEY_INS,
        [VT_KEY_DELETE] = VTERM_KEY_DEL,
};
_Static_assert(sizeof(key_names) / sizeof(key_names[0]) == VT_KEY_F1, "every key has its name");

static VTermModifier mods_of(unsigned mods)
{
	unsigned out = 0;
	out |= mods & VT_SHIFT ? VTERM_MOD_SHIFT : 0;
	out |= mods & VT_ALT ? VTERM_MOD_ALT : 0;
	out |= mods & VT_CTRL ? VTERM_MOD_CTRL : 0;
	return (VTermModifier)out;
}

/* What Ctrl makes of a character on a VT220: @ to _ and a to z by five bits, ? is DEL. */
static uint32_t control_of(uint32_t c)
{
	if (c == '?')
		return 0x7f;
	if (c == ' ' || (c >= '@' && c <= '~'))
		return c & 0x1f;
	return c == '/' ? 0x1f : c;
}

/* Not vterm_keyboard_unichar(): Ctrl-I and friends as CSI u are garbage to most programs, and
 * 0.1.4 cuts Alt with a letter beyond ASCII to one byte. */
static void send_unicode(struct vt *vt, uint32_t c, unsigned mods)
{
	char bytes[6];
	size_t len = 0;
	if (mods & VT_CTRL)
		c = control_of(c);
	if (mods & VT_ALT)
		bytes[len++] = '\033';
	len += text_encode(c, bytes + len);
	send(vt, bytes, len);
}

void vt_key(struct vt *vt, struct vt_key key)
{
	unsigned mods = key.mods;
	if (key.name == VT_KEY_NONE) {
		send_unicode(vt, key.unicode, mods);
	} else if (key.name == VT_KEY_BACKSPACE && (mods & VT_CTRL)) {
		send_unicode(vt, '\b', mods & VT_ALT);
	} else if (key.name >= VT_KEY_F1 && key.name <= VT_KEY_F12) {
		int f = VTERM_KEY_FUNCTION(1) + (int)(key.name - VT_KEY_F1);
		vterm_keyboard_key(vt->term, (VTermKey)f, mods_of(mods));
	} else if (key.name < VT_KEY_F1) {
		/* As xterm: these have no shifted form, but for the back tab. */
		if (key.name <= VT_KEY_ESCAPE && key.name != VT_KEY_TAB)
			mods &= VT_ALT;
		if (key.name == VT_KEY_TAB)
			mods &= VT_ALT | (mods & VT_ALT ? 0u : (unsigned)VT_SHIFT);
		vterm_keyboard_key(vt->term, key_names[key.name], mods_of(mods));
	}
}

/* A paste is text: line ends as typed, and no ESC, so that it can't end its own brackets. */
void vt_paste(struct vt *vt, const char *text, size_t len)
{
	struct buf clean = {0};
	for (size_t i = 0; i < len; i++) {
		bool crlf = text[i] == '\n' && i > 0 && text[i - 1] == '\r';
		if (text[i] == '\n' && !crlf)
			buf_putc(&clean, '\r');
		else if (text[i] != '\033' && !crlf)
			buf_putc(&clean, text[i]);
	}
	vterm_keyboard_start_paste(vt->term);
	send(vt, buf_text(&clean), clean.len);
	vterm_keyboard_end_paste(vt->term);
	buf_finish(&clean);
}

void vt_mouse(struct vt *vt, struct vt_mouse mouse)
{
	struct vt_status s = vt_status(vt);
	if (s.mouse == VT_MOUSE_OFF || mouse.row < 0 || mouse.row >= s.rows || mouse.col < 0 ||
	        mouse.col >= s.cols)
		return;
	VTermModifier mods = mods_of(mouse.mods);
	vterm_mouse_move(vt->term, mouse.row, mouse.col, mods);
	if (mouse.button >= 1 && mouse.button <= 5)
		vterm_mouse_button(vt->term, mouse.button, mouse.pressed, mods);
}
