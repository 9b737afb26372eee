/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every view is: an ops table and a state of its own, drawn from const sources.
 *
 * How it works, once a frame: layout() clamps and remembers (the only place where a view's state
 * follows the model), box() says what stands on the frame, draw() puts cells on a canvas and
 * changes nothing. Keys reach a view as acts; what shall happen in the bench a view says as a
 * command line in the reply, so a view can neither start nor change anything by itself.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/draw/box.h"
#include "ui/draw/canvas.h"
#include "ui/draw/list.h"
#include "ui/draw/text.h"

struct dissected;
struct inspect;
struct view_shared;
struct view_source;

enum view_act_kind {
	ACT_MOVE, /* by: rows */
	ACT_PAGE, /* by: pages */
	ACT_FIRST,
	ACT_LAST,
	ACT_SIDE,   /* by: columns, fields, tabs: what left and right mean here */
	ACT_OPEN,   /* Enter */
	ACT_CLICK,  /* x, y inside the frame */
	ACT_WHEEL,  /* by: rows */
	ACT_SEARCH, /* text; by: 1 down, -1 up. Empty text: the last one again */
	ACT_COPY,   /* what is chosen, as text, into reply.copy */
	ACT_BACK,   /* Esc: one level back; false when there is none */
	ACT_TOGGLE, /* text: what ("time", "mark") */
	ACT_GOTO,   /* by: an event's id */
};

struct view_act {
	enum view_act_kind kind;
	long by;
	int x, y;
	const char *text;
};

#define VIEW_LINE_MAX 256

struct view_reply {
	char line[VIEW_LINE_MAX]; /* a command to run; "" for none */
	char say[160];            /* for the status line; "" for nothing */
	struct buf copy;          /* the caller finishes it */
};

/* What a view may know while it works. */
struct view_env {
	const struct view_source *source; /* of a bench, live or past; NULL elsewhere */
	struct view_shared *shared;  /* what a bench's views agree on; draw() does not touch it */
	struct inspect *inspect;     /* a capture and what its views agree on; NULL on a bench */
	struct dissected *dissected; /* the chosen frame; draw() does not touch it */
	int index;                   /* which terminal or source, else 0 */
	bool focus;                  /* this pane is chosen */
	bool keyboard;               /* ... and keys go to its program */
};

struct view_box {
	char title[96], note[96], foot[128], foot_note[64];
	enum role title_role;
	size_t top, rows, count; /* as in struct box */
};

struct view_ops {
	const char *name;            /* "ladder": for :focus, and the keymap's mode */
	const char *title;           /* English, to be translated where shown */
	bool search_down;            /* a first search looks down, not up */
	size_t state_size;           /* zeroed is the state at first */
	void (*finish)(void *state); /* NULL: nothing to free */
	void (*layout)(void *state, struct view_env *env, int w, int h);
	void (*box)(
	        const void *state, const struct view_env *env, struct view_box *b); /* or NULL */
	void (*draw)(const void *state, const struct view_env *env, struct canvas *c);
	/* False when this view has no use for it. */
	bool (*act)(
	        void *state, struct view_env *env, const struct view_act *a, struct view_reply *r);
};

extern const struct view_ops view_next;
extern const struct view_ops view_ladder;
extern const struct view_ops view_lanes; /* sends, segments, receives by the place in the stream */
extern const struct view_ops view_packets;
extern const struct view_ops view_fields;
extern const struct view_ops view_bytes;
extern const struct view_ops view_terminal;
extern const struct view_ops view_program; /* a program's source */
extern const struct view_ops view_lesson;
extern const struct view_ops view_network; /* links, rates, the storm */
extern const struct view_ops view_sockets; /* of all hosts */
extern const struct view_ops view_states;  /* RFC 9293's diagram with both ends of a connection */

/* Moves a list by an act; false when the act is none of moving. */
bool view_list_act(struct list *l, const struct view_act *a);

#endif
