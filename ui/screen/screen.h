/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The terminal: shows a canvas, reads keys, mouse, pastes; always gives the terminal back.
 *
 * No signal is handled here: the loop's owner hears SIGWINCH, SIGTERM, SIGCONT and calls. Neither
 * is there a timer: a lone ESC is held back until screen_deadline(). Two implementations: the
 * real one (screen_open) and one in memory (screen_memory_open) for tests.
 */
#ifndef SCREEN_SCREEN_H
#define SCREEN_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/err.h"
#include "ui/draw/canvas.h"
#include "ui/draw/style.h"
#include "ui/input/key.h"

struct screen;

enum screen_event_kind {
	SCREEN_KEY,
	SCREEN_MOUSE,
	SCREEN_PASTE,
	SCREEN_FOCUS,  /* the terminal's window got or lost the keyboard */
	SCREEN_CLOSED, /* the terminal is gone; the last event */
};

enum mouse_action { MOUSE_PRESS, MOUSE_RELEASE, MOUSE_DRAG, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct mouse {
	enum mouse_action action;
	int button; /* 1 left, 2 middle, 3 right; 0 for wheels */
	int x, y;
	unsigned mods; /* enum key_mod */
};

struct screen_event {
	enum screen_event_kind kind;
	struct key key;
	struct mouse mouse;
	const char *paste; /* borrowed until the next read; at most SCREEN_PASTE_MAX bytes */
	size_t paste_len;
	bool focused;
};

#define SCREEN_PASTE_MAX (1024 * 1024)
#define SCREEN_COPY_MAX 100000 /* bytes before base64; terminals drop longer ones */
#define SCREEN_ESC_DELAY (25 * NSEC_PER_MSEC)

struct screen_options {
	const char *term;  /* NULL: $TERM. Unknown ones: xterm-256color, ansi, vt100 in turn */
	const char *theme; /* NULL: "dark"; NO_COLOR makes it "mono" */
	int in_fd, out_fd; /* borrowed; usually 0 and 1, or /dev/tty twice */
	bool mouse;        /* ask for the mouse */
	bool test_mark;    /* write ESC ] 7777 ; frame=N BEL after each frame */
};

/* Takes the terminal over. On failure nothing has changed. */
struct screen *screen_open(const struct screen_options *o, struct err *e);
/* In memory: w x h, keys are fed, frames are looked at. */
struct screen *screen_memory_open(int w, int h);
/* Gives the terminal back; NULL is fine. */
void screen_close(struct screen *s);
/* The same for abort and fatal signal handlers: async-signal-safe, without a handle, harmless
 * when no screen is open. The screen must not be used afterwards. */
void screen_emergency_restore(void);

int screen_width(const struct screen *s);
int screen_height(const struct screen *s);
/* Whether the locale is UTF-8 (else draw with glyphs_ascii), and how many colours there are. */
bool screen_utf8(const struct screen *s);
enum depth screen_depth(const struct screen *s);
const struct theme *screen_theme(const struct screen *s);
void screen_set_theme(struct screen *s, const struct theme *t); /* t borrowed */

/* Shows the canvas and its cursor. Cells beyond the terminal are not shown. */
void screen_present(struct screen *s, const struct canvas *c);
unsigned long screen_frames(const struct screen *s); /* presented so far */
/* Forgets what the terminal shows, so that the next frame repaints all (C-l). */
void screen_redraw(struct screen *s);
/* After SIGWINCH: asks for the size; true when it changed. */
bool screen_resize(struct screen *s);

/* Readable when there may be events; -1 in memory. */
int screen_fd(const struct screen *s);
/* Takes the next event; false when there is none (yet). Call until false. */
bool screen_read(struct screen *s, nsec now, struct screen_event *out);
/* When to call screen_read() although the fd is silent; 0: no need. */
nsec screen_deadline(const struct screen *s);

/* Lends the terminal to somebody else (C-z, an editor) and takes it back. */
void screen_suspend(struct screen *s);
void screen_resume(struct screen *s);

/* Puts text on the terminal's clipboard (OSC 52); false when it is too long or unsupported. */
bool screen_copy(struct screen *s, const char *text, size_t len);
void screen_title(struct screen *s, const char *title);
void screen_bell(struct screen *s);

/* In memory only: input as a terminal would send it, the size, and the last frame (NULL before
 * the first; borrowed), the last copy and title (NULL: none). */
void screen_memory_feed(struct screen *s, const char *bytes, size_t len);
void screen_memory_size(struct screen *s, int w, int h);
const struct canvas *screen_memory_frame(const struct screen *s);
const char *screen_memory_copied(const struct screen *s);
const char *screen_memory_title(const struct screen *s);

#endif
