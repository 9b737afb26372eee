/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shell of the screen: terminal, keys, prompt, what was said, when to draw. What fills it is
 * one of the screens (home, the bench, a capture), each an ops table in a file of its own; the
 * shell's files know them by that table alone. No other folder includes this.
 *
 * How it works: input and the screens only mark things as changed; app_turn(), called before the
 * loop sleeps, draws at most one frame a turn and at most one in 16 ms, or 1 ms when a key waits
 * for its answer. When nothing changes nothing is drawn. What a screen has to do besides (to index
 * a capture) it does in slices of a few milliseconds, between which keys are looked at.
 */
#ifndef FRONT_APP_H
#define FRONT_APP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "cli/front.h"
#include "loop/loop.h"
#include "ui/draw/canvas.h"
#include "ui/draw/list.h"
#include "ui/front/guard.h"
#include "ui/front/tiles.h"
#include "ui/input/keymap.h"
#include "ui/input/prompt.h"
#include "ui/screen/screen.h"
#include "ui/view/view.h"

enum app_overlay { OVERLAY_NONE, OVERLAY_HELP, OVERLAY_QUESTION };

struct app;
struct bars_hints;
struct overlay_help;

/* A command of a screen; argv[0] is its name. */
struct app_command {
	const char *name, *arguments, *help;
	bool (*run)(struct app *a, int argc, char **argv, struct err *e);
};

/* What was said last, in the bottom line. */
struct app_message {
	char text[320];
	bool is_error;
	nsec when; /* 0: nothing */
};

/* What is to be said of the line that is being typed. */
struct app_note {
	const char *text; /* borrowed until the next key */
	bool is_error;
	size_t at; /* the byte of the line that an error is about */
};

/* A screen; one is shown at a time. Members that say so may be NULL. */
struct app_screen {
	const char *mode; /* of the keymap, asked after those of mode() */
	/* All its keys, of whatever mode, and its commands. */
	const struct key_binding *(*keys)(size_t *count);
	const struct app_command *(*commands)(size_t *count);
	/* Its panes; NULL: it has none, and acts go to act(). */
	struct tiles *(*tiles)(const struct app *a);
	bool (*act)(struct app *a, const struct view_act *act);
	/* What is between the top line and the bottom line. */
	void (*draw)(struct app *a, struct canvas *c, nsec now);
	/* Ends what is shown and frees it. */
	void (*leave)(struct app *a);
	/* The i-th mode of the keymap to ask before the screen's own; NULL: no more of them. */
	const char *(*mode_at)(const struct app *a, int i);
	/* The top line from column x on; returns the columns that are taken at the right. */
	int (*top_right)(const struct app *a, struct canvas *c);
	void (*top_left)(const struct app *a, struct canvas *c, int x);
	void (*hints)(const struct app *a, struct bars_hints *h);
	/* Whether a key does nothing now, so that no hint is due. NULL: never. */
	bool (*useless)(const struct app *a, const struct key_binding *b);
	/* Instead of hints; false when there is no reason to. May be NULL. */
	bool (*bottom)(const struct app *a, struct canvas *c, int y);
	/* Something that the screen's own parts have said; NULL: they don't. */
	bool (*message)(const struct app *a, struct app_message *out);
	void (*help)(struct app *a, struct overlay_help *h);

	/* The rest may be NULL. */
	/* Enter where there are no panes. */
	bool (*open)(struct app *a, struct err *e);
	/* Keys before the keymap, pastes, and the mouse before the panes; false: not mine. */
	bool (*key)(struct app *a, struct key k);
	bool (*paste)(struct app *a, const char *text, size_t len);
	bool (*mouse)(struct app *a, const struct mouse *m);
	/* A line that is no command of the shell or of commands(). */
	bool (*run)(struct app *a, const char *line, int argc, char **argv, struct err *e);
	/* Appends a key's line with its words in braces replaced; false: there is nothing to do it
	 * to, which was said. */
	bool (*fill)(struct app *a, const char *line, struct buf *out);
	void (*complete)(struct app *a, const char *line, size_t word, size_t cursor,
	        prompt_emit_fn emit, void *to);
	/* The line in the prompt is another one; NULL: it was given up. And what to say of it. */
	void (*typed)(struct app *a, const char *line);
	bool (*typed_note)(const struct app *a, struct app_note *out);
	/* Looks whether something is to be drawn: app_touch(). */
	void (*changed)(struct app *a, nsec now);
	/* Time until something changes by time alone, 0: nothing does; and then. */
	nsec (*tick)(const struct app *a);
	void (*ticked)(struct app *a);
	/* Shortest time between two frames, 0: as ever. */
	nsec (*pace)(const struct app *a);
	/* Does a slice of its work until about then; false when nothing is left. */
	bool (*work)(struct app *a, nsec until);
	/* Whether leaving wants a question first, and that question. */
	bool (*asks)(const struct app *a);
	void (*question)(const struct app *a, struct canvas *c);
};

struct home;
struct bench_screen;
struct inspect_screen;

struct app {
	const struct front_options *o;
	struct loop *loop;
	struct screen *screen;
	int tty; /* opened for the keys since standard input is something else, else -1 */
	struct guard guard; /* of the terminal */
	struct canvas canvas;
	struct keymap *keys;
	struct key prefix;
	char prefix_name[KEY_NAME_MAX];
	struct prompt *prompt;
	struct loop_fd *input;
	struct loop_timer *frame_timer, *tick, *esc_timer;
	struct loop_signal *signals[5];
	struct loop_hook *hook;
	const struct theme *theme;

	/* when to draw */
	bool dirty, urgent;
	nsec last_frame, last_key;

	struct app_message said;
	enum app_overlay overlay;
	struct list help;
	bool leaving, quitting; /* the screen is to be left, the program to end, after this event */
	int status;

	const struct app_screen *here; /* NULL before the first is shown */
	/* What the screens show; each knows its own alone. */
	struct home *home; /* NULL when something was opened from the command line */
	struct bench_screen *bench;
	struct inspect_screen *inspect;
};

/* front.c: the life of the screen */
void app_say(struct app *a, bool is_error, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
/* Shows another screen, whose state is there already. */
void app_show(struct app *a, const struct app_screen *s);
/* From another screen back to home; false when there is no home to go to. */
bool app_leave(struct app *a);

/* turn.c: when to draw */
void app_turn(void *user);
void app_touch(struct app *a);

/* input.c: keys, mouse, pastes */
void app_input(void *user, int fd, unsigned events);
void app_drain(void *user);

/* commands.c: the shell's own commands, and the way of a line to who runs it */
const struct app_command *app_commands(size_t *count);
/* Of the shell or of the screen that is shown; NULL: none. */
const struct app_command *app_command_named(const struct app *a, const char *name);
/* Says what went wrong in the bottom line. */
void app_command(struct app *a, const char *line);
void app_prompt_line(void *user, const char *line);
void app_prompt_cancel(void *user);
void app_prompt_complete(
        void *user, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to);
/* Sends an act to a pane and does what it replies. */
bool app_act(struct app *a, int pane, const struct view_act *act);
/* The panes of the screen that is shown; NULL: it has none. */
struct tiles *app_tiles(const struct app *a);

/* keys.c: the table of keys */
bool app_load_keys(
        struct app *a, const struct app_screen *const *screens, size_t count, struct err *e);
/* Rows that mean the same, so that help and hints say it once; and whether one came before. */
bool keys_alike(const struct key_binding *a, const struct key_binding *b);
bool keys_told_before(const struct app *a, size_t row);
/* What a key does, in a few words for the help. Borrowed. */
const char *keys_help(const struct app *a, const struct key_binding *b);
/* The i-th mode of the keymap that is asked now; NULL: no more of them. */
const char *app_mode_at(const struct app *a, int i);
/* What a key does now; NULL: nothing. */
const struct key_binding *app_binding(const struct app *a, struct key k);

#endif
