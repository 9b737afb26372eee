/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench on the screen: a lab, a free bench, or a saved tape. What its files share.
 */
#ifndef FRONT_BENCH_SCREEN_H
#define FRONT_BENCH_SCREEN_H

#include "bench/bench.h"
#include "record/tape_file.h"
#include "ui/front/app.h"
#include "ui/front/bench_source.h"
#include "ui/front/past_source.h"

#define BENCH_PROGRAMS_MAX 12 /* terminals that get a pane, and sources likewise */

/* Panes with a fixed number; terminals come after them, then sources. */
enum bench_pane_number {
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
	PANE_SOURCE = PANE_TERMINAL + BENCH_PROGRAMS_MAX,
	PANE_COUNT = PANE_SOURCE + BENCH_PROGRAMS_MAX
};
_Static_assert(PANE_COUNT <= LAYOUT_PANES_MAX, "every pane has a place in the layout");

struct bench_screen {
	struct app *app;
	const struct view_source *view; /* what is drawn: of source, or of past */
	struct bench *bench;            /* owned; NULL: a saved tape */
	struct lab *lab;                /* owned, under bench */
	struct bench_source source;
	struct past_source past;
	bool looking_back;       /* past is drawn */
	bool saved;              /* ... and there is nothing else: a tape from a file */
	bool recording;          /* ... that comes with a lab */
	struct tape_file *file;  /* owned, under past; NULL: there is none, or somebody else's */
	struct progress answers; /* to a recording's questions */
	bool notice;             /* what a recording is lies over it */
	char why[320];           /* there is only a recording; "" it was asked for */
	uint64_t marks[26];      /* moments by letter; TAPE_NONE: none */
	char awaits;             /* 'm' or '\'': the next key is a mark's letter; 0 */
	char needle[64];         /* of the last search of the tape */
	struct view_shared shared;
	char address[46]; /* of the host that a filter named last */
	struct tiles tiles;
	bool keyboard; /* keys go to the terminal of the focus */
	bool editing;  /* ... where the editor of a source runs */
	bool zoomed_for_editor;
	uint64_t seen_bench, seen_terminals; /* of the last look for changes */
};

extern const struct app_screen bench_screen;

/* bench_screen.c: opens one and shows it. False: nothing is shown but what was before. */
bool bench_screen_lab(struct app *a, const char *dir, int step, bool fresh, struct err *e);
/* b NULL: two hosts with a shell each. */
bool bench_screen_bench(struct app *a, const struct bench_options *b, struct err *e);
/* A tape, borrowed; lab_dir: where its lab is, NULL: not known. */
void bench_screen_tape(struct app *a, const struct tape_file *f, const char *lab_dir);
/* The tape at a path, and its lab if that is here. */
bool bench_screen_tape_at(struct app *a, const char *path, struct err *e);
bool bench_screen_recording(
        struct app *a, const char *dir, int step, const char *why, struct err *e);

/* bench_panes.c: which panes there are and where */
void bench_panes_make(struct bench_screen *b);
void bench_panes_arrange(struct bench_screen *b, struct rect area);
const struct bench_pane *bench_panes_program(const struct bench_screen *b, int program);
bool bench_panes_on_terminal(const struct bench_screen *b); /* whether the focus is */

/* bench_keys.c, bench_commands.c */
const struct key_binding *bench_keys(size_t *count);
const struct app_command *bench_commands(size_t *count);
bool bench_run(struct app *a, const char *line, int argc, char **argv, struct err *e);
bool bench_fill(struct app *a, const char *line, struct buf *out);
void bench_complete(
        struct app *a, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to);
/* Whether a line may be given in the past. */
bool bench_harmless(const struct app *a, const char *line);
/* The entry of Next that a key means; TAPE_NONE: none. */
uint64_t bench_entry_meant(const struct bench_screen *b);

/* bench_recording.c: a lab's recording. Lines about the lesson are as good there as in a lab. */
bool bench_recording_knows(const struct bench_screen *b, const char *line);
bool bench_recording_run(struct bench_screen *b, int argc, char **argv, struct err *e);
/* To where a step (from 0) begins; false: there is no such step. */
bool bench_recording_step(struct bench_screen *b, size_t step);
void bench_recording_notice(const struct bench_screen *b, struct canvas *c);

/* bench_travel.c: looking back */
bool bench_travel(struct app *a, int argc, char **argv, struct err *e);
/* The letter of a mark, if one is awaited; true when the key was used for it. */
bool bench_mark_key(struct bench_screen *b, struct key k);
/* "12.345 s, 17 events back". */
void bench_past_words(const struct bench_screen *b, char *out, size_t size);

/* bench_input.c: what goes to programs */
bool bench_key(struct app *a, struct key k);
bool bench_paste(struct app *a, const char *text, size_t len);
bool bench_mouse(struct app *a, const struct mouse *m);

/* bench_bars.c, bench_help.c */
void bench_top_left(const struct app *a, struct canvas *c, int x);
int bench_top_right(const struct app *a, struct canvas *c);
void bench_hints(const struct app *a, struct bars_hints *h);
bool bench_useless(const struct app *a, const struct key_binding *key);
bool bench_bottom(const struct app *a, struct canvas *c, int y);
void bench_help(struct app *a, struct overlay_help *h);
void bench_question(const struct app *a, struct canvas *c);

#endif
