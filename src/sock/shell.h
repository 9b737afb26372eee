/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The socket shell without a terminal: a line in, the calls it stands for made for real, what
 * happened out as values.
 *
 * How it works: a line is commands between ';'. Each is a verb of one table with its arguments,
 * which also fill the template of the C line that is shown before the call is made. A blocking
 * call blocks; a signal handler without SA_RESTART ends it with EINTR.
 */
#ifndef SOCK_SHELL_H
#define SOCK_SHELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define SOCK_COUNT_MAX (16 << 20) /* bytes in one send or recv */

enum sock_kind {
	SOCK_CALL,   /* text: the line of C, before the call */
	SOCK_RESULT, /* value and error; text: what it brought besides, "" nothing */
	SOCK_BYTES,  /* what was received */
	SOCK_NOTE,   /* text: one sentence on what just happened */
	SOCK_TEXT,   /* text: a line that was asked for, of help or status */
	SOCK_KINDS
};

/* All borrowed for the callback. */
struct sock_event {
	enum sock_kind kind;
	const char *text;
	long value;
	int error; /* errno when value is -1 */
	const uint8_t *bytes;
	size_t len;
};

/* before and after may be NULL: they enclose each call that may wait. */
struct sock_ops {
	void (*happened)(void *user, const struct sock_event *event);
	void (*before)(void *user);
	void (*after)(void *user);
};

enum sock_outcome {
	SOCK_DONE,    /* each call succeeded, or there was none */
	SOCK_FAILED,  /* a call returned -1; those behind it were made */
	SOCK_REFUSED, /* a command was not understood, e says why; those behind it were not run */
	SOCK_QUIT,
};

struct sock_shell;

struct sock_shell *sock_create(const struct sock_ops *ops, void *user);
/* Closes every socket; NULL is fine. */
void sock_destroy(struct sock_shell *s);

enum sock_outcome sock_run(struct sock_shell *s, const char *line, struct err *e);

/* An event as lines for `columns` columns. A call ends without a newline: " = 0\n" follows. */
void sock_event_text(const struct sock_event *event, int columns, struct buf *out);

/* What may stand at byte `word` of the line, with a few words on each. Those that don't begin
 * like the line from there on are given, too. */
typedef void (*sock_emit_fn)(void *to, const char *candidate, const char *help);
void sock_complete(const struct sock_shell *s, const char *line, size_t word, size_t cursor,
        sock_emit_fn emit, void *to);

/* The verbs, for help and manuals: row i's words, false behind the end. All are constants;
 * arguments and help are to be translated. */
bool sock_verb_row(size_t i, const char **name, const char **arguments, const char **help);

#endif
