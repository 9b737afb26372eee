/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A capture on the screen. What its files share.
 */
#ifndef FRONT_INSPECT_SCREEN_H
#define FRONT_INSPECT_SCREEN_H

#include "ui/front/app.h"
#include "ui/inspect/inspect.h"

/* What packets come from: a file, or a capture under way. Members but traffic may be NULL. */
struct inspect_source {
	struct traffic *traffic;
	void *user;
	traffic_owner_fn owner; /* whose packet it is */
	/* For the top line: what was dropped, whether it stands still. "" for nothing. */
	void (*words)(void *user, char *out, size_t size);
	/* The words of the command "capture" behind its name: pause, resume, save ... */
	bool (*run)(void *user, int argc, char **argv, struct err *e);
	/* Ends it; the traffic goes with it. */
	void (*close)(void *user);
};

struct inspect_screen {
	struct app *app;
	struct inspect_source source;
	struct inspect *in; /* owned */
	char *name;         /* of the capture, owned */
	char *path;         /* of its file, owned; NULL: it is none */
	struct tiles tiles;
	struct loop_fd *wait; /* a pipe that may say more; NULL: none */
	uint64_t seen;        /* inspect_changed() when drawn last */
	bool damage_told;
	unsigned long count; /* typed before a key; 0: none */
	/* Of the filter that is being typed. */
	bool trying, wrong;
	struct traffic_filter_error why;
};

extern const struct app_screen inspect_screen;

/* Opens a capture ("-": standard input) and shows it; filter may be NULL. False: what was shown
 * stays. */
bool inspect_screen_open(struct app *a, const char *path, const char *filter, struct err *e);
/* The same for any source, which is taken over, also when it fails. */
bool inspect_screen_show(struct app *a, const struct inspect_source *source, const char *name,
        const char *filter, struct err *e);

/* inspect_watch.c: starts a capture and shows it */
struct watch_options;
bool inspect_watch_open(
        struct app *a, const struct watch_options *w, const char *shown, struct err *e);

/* inspect_panes.c: where the views are */
void inspect_panes_make(struct inspect_screen *s);
void inspect_panes_arrange(struct inspect_screen *s, struct rect area);
/* The view of that name; -1: none. */
int inspect_pane(const struct inspect_screen *s, const char *name);

/* inspect_commands.c, inspect_keys.c */
const struct app_command *inspect_commands(size_t *count);
const struct key_binding *inspect_keys(size_t *count);
bool inspect_fill(struct app *a, const char *line, struct buf *out);
void inspect_complete(
        struct app *a, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to);
/* The columns as they were left. */
void inspect_columns_load(struct inspect_screen *s);

/* inspect_bars.c */
void inspect_top_left(const struct app *a, struct canvas *c, int x);
int inspect_top_right(const struct app *a, struct canvas *c);

#endif
