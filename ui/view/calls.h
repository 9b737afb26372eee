/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls as views see them: which are under way, which rows of the tape are worth showing, and the
 * words for one.
 *
 * How it works: a call is up to three events (held, entered, returned). One that was answered at
 * once is one row, its answer; one that blocked is a row where it began and one where it ended.
 */
#ifndef VIEW_CALLS_H
#define VIEW_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "tape/tape.h"

/* A call that has not been answered. A thread has at most one. */
struct calls_open {
	int32_t tid;
	uint16_t pane;
	bool held;      /* at the gate; else its kernel has been asked */
	uint64_t enter; /* id of its first event */
	uint64_t last;  /* id of its last event so far */
};

/* Zeroed is empty. */
struct calls {
	const struct tape *tape; /* of which the rest tells; borrowed */
	uint64_t next;           /* event to be read next */
	VEC(struct calls_open) open;
};

/* Brings it to the end of a tape; looks at a bounded number of events. */
void calls_update(struct calls *c, const struct tape *t);
void calls_finish(struct calls *c);
/* The call that began at event `enter`; NULL when it is over. */
const struct calls_open *calls_find(const struct calls *c, uint64_t enter);

/* Which calls lists show. Zeroed: those on sockets, waits, and what became of processes. */
enum calls_level { CALLS_OF_SOCKETS, CALLS_ALL, CALLS_NONE, CALLS_LEVELS };
struct calls_filter {
	uint8_t level;  /* enum calls_level */
	char names[96]; /* "connect,accept": these, whatever the level; "" for none */
};
bool calls_wanted(const struct calls_filter *f, const struct tape_call *call);

/* Whether this event of a call has a row of its own. */
bool calls_shown(const struct calls *c, const struct tape *t, const struct tape_event *e);

/* How much is said. */
enum calls_form {
	CALLS_LONG,     /* connect(3, 10.0.0.2:8888, 16) = 0  client.c:31 */
	CALLS_ARGS,     /* connect(3, 10.0.0.2:8888, 16) = 0 */
	CALLS_LINE,     /* connect() = 0  client.c:31 */
	CALLS_SHORT,    /* connect() = 0 */
	CALLS_SHORTEST, /* connect = 0; an error by its name alone */
	CALLS_FORMS
};
/* The words of a call without any sign of its state. */
void calls_text(const struct tape_call *call, enum calls_form form, char *out, size_t size);
/* The name of an errno: "ECONNREFUSED". */
const char *calls_error(int32_t error);

#endif
