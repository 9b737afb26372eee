/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A terminal without a face: bytes of a program in, a grid of cells with scrollback out.
 *
 * How it works: libvterm interprets (xterm's control sequences, ECMA-48); this file keeps the
 * lines that scroll off, the title, the modes, and a generation that grows with every change,
 * so that a drawer can tell whether it has something to do. Rows from 0 are the screen, top
 * down; row -1 is the youngest line that scrolled off, -vt_scrollback() the oldest kept.
 * Any bytes may be fed: nothing a program prints can make it fail.
 */
#ifndef TERM_VT_H
#define TERM_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct vt;
struct vt_state;

enum vt_color_kind { VT_COLOR_DEFAULT, VT_COLOR_INDEXED, VT_COLOR_RGB };
enum vt_attrs {
	VT_BOLD = 1,
	VT_UNDERLINE = 2,
	VT_ITALIC = 4,
	VT_BLINK = 8,
	VT_REVERSE = 16,
	VT_STRIKE = 32
};

struct vt_color {
	enum vt_color_kind kind;
	uint32_t value; /* 0 to 255 when indexed, 0xRRGGBB when rgb, else 0 */
};

#define VT_CELL_CHARS 6
struct vt_cell {
	/* A base and its combining marks, 0 after the last; all 0: blank. The base's
	 * text_width_cp() is `width`. */
	uint32_t chars[VT_CELL_CHARS];
	uint8_t width; /* 1 or 2 columns; 0: the right half of the cell before, chars all 0 */
	uint8_t attrs; /* enum vt_attrs */
	struct vt_color fg, bg;
};

enum vt_cursor_shape { VT_CURSOR_BLOCK = 1, VT_CURSOR_UNDERLINE, VT_CURSOR_BAR };
enum vt_mouse_mode { VT_MOUSE_OFF, VT_MOUSE_CLICK, VT_MOUSE_DRAG, VT_MOUSE_MOVE };

struct vt_status {
	int rows, cols;
	int cursor_row, cursor_col;
	bool cursor_visible, cursor_blink;
	enum vt_cursor_shape cursor_shape;
	bool alternate; /* the program draws on the alternate screen (no scrollback there) */
	enum vt_mouse_mode mouse; /* what the program asked to be told of the mouse */
	unsigned bells;           /* how often it rang */
	const char *title;   /* printable UTF-8, "" when never set; borrowed until the next feed */
	uint64_t scrolled;   /* lines that went off less those that came back: row + scrolled is the
	                        same line for as long as it exists */
	uint64_t generation; /* grows with every visible change */
};

enum vt_key_name {
	VT_KEY_NONE,
	VT_KEY_ENTER,
	VT_KEY_TAB,
	VT_KEY_BACKSPACE,
	VT_KEY_ESCAPE,
	VT_KEY_UP,
	VT_KEY_DOWN,
	VT_KEY_LEFT,
	VT_KEY_RIGHT,
	VT_KEY_HOME,
	VT_KEY_END,
	VT_KEY_PAGE_UP,
	VT_KEY_PAGE_DOWN,
	VT_KEY_INSERT,
	VT_KEY_DELETE,
	VT_KEY_F1,
	VT_KEY_F12 = VT_KEY_F1 + 11,
	VT_KEY_COUNT_
};
enum vt_mods { VT_SHIFT = 1, VT_ALT = 2, VT_CTRL = 4 };
struct vt_key {
	enum vt_key_name name; /* VT_KEY_NONE: then unicode counts */
	uint32_t unicode;
	unsigned mods; /* enum vt_mods */
};

/* button: 1 left, 2 middle, 3 right, 4 and 5 the wheel up and down; 0: only a move. */
struct vt_mouse {
	int row, col;
	int button;
	bool pressed;
	unsigned mods;
};

struct vt_hooks {
	/* Bytes that the program has to read: keys, pastes, answers to its questions. */
	void (*output)(void *user, const char *bytes, size_t len);
	/* An operating system command the terminal itself has no use for, such as 52 (clipboard);
	 * text is what follows the number's ';', not NUL-terminated. Longer than 64 KiB: dropped.
	 */
	void (*osc)(void *user, int number, const char *text, size_t len);
	void *user;
};

/* rows and cols are clamped to 1..1000 and 2..1000, scrollback to 0..100000 lines. */
struct vt *vt_create(int rows, int cols, int scrollback);
void vt_destroy(struct vt *vt); /* NULL is fine */

/* One whose states can be kept and returned to, hooks apart: everything is then as it was, but the
 * generation, which grows. NULL from vt_keep: this machine can't. Scrolled lines are shared. */
struct vt *vt_create_keeping(int rows, int cols, int scrollback);
struct vt_state *vt_keep(const struct vt *vt);
void vt_return(struct vt *vt, const struct vt_state *s); /* s is of this vt */
/* Memory that it takes beside an earlier state (NULL: beside none), whose lines it shares. */
size_t vt_state_bytes(const struct vt_state *s, const struct vt_state *before);
void vt_state_free(struct vt_state *s); /* before or after its vt; NULL is fine */

void vt_set_hooks(struct vt *vt, const struct vt_hooks *hooks);

void vt_feed(struct vt *vt, const void *bytes, size_t len);
/* Lines leave to or come back from the scrollback; wrapped lines are not wrapped anew. */
void vt_resize(struct vt *vt, int rows, int cols);
void vt_reset(struct vt *vt); /* blank screen, default modes; the scrollback stays */
void vt_clear_scrollback(struct vt *vt);

struct vt_status vt_status(const struct vt *vt);
int vt_scrollback(const struct vt *vt); /* lines kept */
/* A blank cell and false outside the grid and its scrollback. */
bool vt_cell(const struct vt *vt, int row, int col, struct vt_cell *out);

/* What the program reads when the person does this; goes to hooks.output. */
void vt_key(struct vt *vt, struct vt_key key);
void vt_paste(struct vt *vt, const char *text, size_t len); /* bracketed when it was asked for */
void vt_mouse(struct vt *vt, struct vt_mouse mouse);        /* nothing when not asked for */

/* Appends rows first..last (clamped) as UTF-8 lines without trailing blanks, '\n' after each. */
void vt_text(const struct vt *vt, int first, int last, struct buf *out);
/* Finds needle (not empty; case matters only if it has upper case letters of ASCII) from
 * from_row on, included, towards younger (direction > 0) or older rows; one row at a time. */
bool vt_search(
        const struct vt *vt, const char *needle, int from_row, int direction, int *row, int *col);

#endif
