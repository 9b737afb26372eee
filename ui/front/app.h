/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of ui/front share: the screen's one running thing, its panes and its ways.
 * No other folder includes this.
 *
 * How it works: input and the bench only mark things as changed; app_turn(), called before the
 * loop sleeps, draws at most one frame a turn and at most one in 16 ms, or 1 ms when a key waits
 * for its answer. When nothing changes nothing is drawn, and no timer runs faster than 250 ms but
 * while a clock of something held is on the screen.
 */
#ifndef FRONT_APP_H
#define FRONT_APP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "bench/bench.h"
#include "cli/front.h"
#include "lab/catalogue.h"
#include "loop/loop.h"
#include "ui/draw/canvas.h"
#include "ui/draw/layout.h"
#include "ui/draw/list.h"
#include "ui/front/bench_source.h"
#include "ui/front/guard.h"
#include "ui/front/past_source.h"
#include "ui/input/keymap.h"
#include "ui/input/prompt.h"
#include "ui/screen/screen.h"
#include "ui/view/source.h"
#include "ui/view/view.h"

#define APP_PROGRAMS_MAX 12 /* terminals that get a pane, and sources likewise */

/* Panes with a fixed number; terminals come after them, then sources. */
enum app_pane {
	PANE_LESSON,
	PANE_NEXT,
	PANE_LADDER,
	PANE_PACKETS,
	PANE_FIELDS,
	PANE_BYTES,
	PANE_NETWORK,
	PANE_SOCKETS,
	PANE_STATES,
	PANE_LANES,
	PANE_TERMINAL,
	PANE_SOURCE = PANE_TERMINAL + APP_PROGRAMS_MAX,
	PANE_COUNT = PANE_SOURCE + APP_PROGRAMS_MAX
};
_Static_assert(PANE_COUNT <= LAYOUT_PANES_MAX, "every pane has a place in the layout");

struct pane_slot {
	const struct view_ops *ops; /* NULL: there is no such pane */
	int index;                  /* program, for terminals and sources */
	void *state;                /* owned */
};

enum app_overlay { OVERLAY_NONE, OVERLAY_HELP, OVERLAY_QUIT };

struct home;

struct app {
	const struct front_options *o;
	struct loop *loop;
	struct screen *screen;
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
	uint64_t seen_bench, seen_terminals;
	nsec last_frame, last_key;

	/* what is said in the bottom line */
	char say[320];
	bool say_error;
	nsec say_when;

	enum app_overlay overlay;
	struct list help;
	bool leaving, quitting; /* the bench is to be left, the program to end, after this event */
	int status;

	struct home *home; /* NULL when a lab was opened from the command line */

	/* the bench screen; view NULL: the home screen is shown */
	const struct view_source *view; /* what is drawn: of source, or of past */
	struct bench *bench;            /* NULL: home, or a saved tape */
	struct lab *lab;                /* owned, under bench */
	struct bench_source source;
	struct past_source past;
	bool looking_back;  /* past is drawn */
	bool saved;         /* ... and there is nothing else: a tape from a file */
	uint64_t marks[26]; /* moments by letter; TAPE_NONE: none */
	char awaits;        /* 'm' or '\'': the next key is a mark's letter; 0 */
	char needle[64];    /* of the last search of the tape */
	struct view_shared shared;
	char address[46]; /* of the host that a filter named last */
	struct pane_slot slots[PANE_COUNT];
	struct layout_state arrangement;
	struct layout layout;
	bool one_pane; /* too small for more */
	int focus;     /* pane */
	bool keyboard; /* keys go to the terminal of the focus */
	bool editing;  /* ... where the editor of a source runs */
	bool zoomed_for_editor;
};

/* front.c: the life of the screen */
bool app_open(struct app *a, const struct front_options *o, struct err *e);
void app_close(struct app *a);
void app_run(struct app *a); /* until quitting */
void app_say(struct app *a, bool is_error, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
bool app_open_lab(struct app *a, const char *dir, int step, bool fresh, struct err *e);
bool app_open_bench(struct app *a, const struct bench_options *b, struct err *e);
void app_leave_bench(struct app *a);

/* turn.c: when to draw */
void app_turn(void *user);
void app_touch(struct app *a);
void app_draw(struct app *a, nsec now);

/* input.c: keys, mouse, pastes */
void app_input(void *user, int fd, unsigned events);
void app_drain(void *user);

/* commands.c: the screen's own commands; a line that is none of them is the bench's */
struct app_command {
	const char *name, *arguments, *help;
	bool (*run)(struct app *a, int argc, char **argv, struct err *e);
};
const struct app_command *app_commands(size_t *count);
/* Says what went wrong in the bottom line. */
void app_command(struct app *a, const char *line);
void app_prompt_line(void *user, const char *line);
void app_prompt_cancel(void *user);
void app_prompt_complete(
        void *user, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to);
/* Whether a line may be given in the past. */
bool app_harmless(const char *line);
/* The entry of Next that a key means; TAPE_NONE: none. */
uint64_t app_entry_meant(const struct app *a);
/* Sends an act to a pane and does what it replies. */
bool app_act(struct app *a, int pane, const struct view_act *act);

/* travel.c: looking back */
bool app_travel(struct app *a, int argc, char **argv, struct err *e);
/* The letter of a mark, if one is awaited; true when the key was used for it. */
bool app_mark_key(struct app *a, struct key k);
/* "12.345 s, 17 events back". */
void app_past_words(const struct app *a, char *out, size_t size);

/* keys.c: the table of keys */
bool app_load_keys(struct app *a, struct err *e);
/* Rows that mean the same, so that help and hints say it once; and whether one came before. */
bool keys_alike(const struct key_binding *a, const struct key_binding *b);
bool keys_told_before(const struct app *a, size_t row);
/* Mode of the keymap that is asked first now. */
const char *app_mode(const struct app *a);

/* panes.c: which panes there are and where */
void app_make_panes(struct app *a);
void app_free_panes(struct app *a);
void app_arrange(struct app *a, struct rect area);
bool app_pane_there(const struct app *a, int pane);
int app_pane_named(const struct app *a, const char *name); /* -1: none */
const char *app_pane_name(const struct app *a, int pane);  /* as a person sees it */
void app_focus(struct app *a, int pane);
void app_focus_step(struct app *a, int step);
void app_tab_step(struct app *a, int step);
struct view_env app_env(struct app *a, int pane);

/* bench_screen.c, bars.c, overlay.c: drawing; areas are those of the root canvas */
void bench_screen_draw(struct app *a, struct canvas *c, nsec now);
/* A key's name as hints and help say it. */
void bars_key_name(const char *key, char out[KEY_NAME_MAX]);
void bars_draw_top(const struct app *a, struct canvas *c);
void bars_draw_bottom(const struct app *a, struct canvas *c, nsec now);
void overlay_draw(struct app *a, struct canvas *c);

/* home.c: chapters and labs */
struct home *home_create(const struct front_options *o, struct err *e);
void home_destroy(struct home *h);
void home_refresh(struct home *h); /* progress may have changed */
void home_draw(struct home *h, struct canvas *c);
/* Asks what the machine allows, which may take a while: only once the screen is there. False when
 * nothing was to be asked. */
bool home_ask(struct home *h);
bool home_asks(const struct home *h); /* still to be asked */
bool home_act(struct home *h, const struct view_act *a);
/* What Enter opens: the lab's folder, borrowed, or NULL for the free bench. */
const char *home_choice(const struct home *h);

#endif
