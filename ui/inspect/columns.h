/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which columns the list of packets has, in which order, how wide: as values and as a line of
 * text, "number time from:30 to info".
 */
#ifndef INSPECT_COLUMNS_H
#define INSPECT_COLUMNS_H

#include <stdbool.h>

#include "base/buf.h"

struct err;

enum column_kind {
	COLUMN_NUMBER,
	COLUMN_TIME, /* in the form that is chosen */
	COLUMN_DELTA,
	COLUMN_FROM,
	COLUMN_TO,
	COLUMN_PROTOCOL,
	COLUMN_LAMPS, /* TCP's flags, a letter each */
	COLUMN_FLAGS, /* as tcpdump writes them */
	COLUMN_SEQ,   /* and ack */
	COLUMN_WINDOW,
	COLUMN_LENGTH,
	COLUMN_STREAM, /* the number that the filter "stream" takes */
	COLUMN_INTERFACE,
	COLUMN_OWNER, /* the program, where it is known */
	COLUMN_INFO,  /* what the packet says, and what that means: all the room that is left */
	COLUMN_KINDS
};

#define COLUMNS_MAX 16
#define COLUMN_WIDTH_MAX 200

struct column {
	enum column_kind kind;
	int width; /* 0: as wide as needed */
};

struct columns {
	struct column at[COLUMNS_MAX];
	int count;
};

/* "from"; static. And what stands over it, translated. */
const char *column_name(enum column_kind kind);
const char *column_heading(enum column_kind kind);
/* What it is, for completion; translated. */
const char *column_help(enum column_kind kind);
/* Whether numbers stand in it, flush right. */
bool column_is_number(enum column_kind kind);

/* "" gives those at first. False, and nothing changed: no such column, or too many of them. */
bool columns_parse(const char *text, struct columns *out, struct err *e);
void columns_text(const struct columns *c, struct buf *out);

/* Widths in `room` columns of the screen, one space behind each; 0: left out. `need` is what
 * each kind's texts take. Those that matter least go first, until `info` has room to speak. */
void columns_fit(const struct columns *c, const int need[COLUMN_KINDS], int room, int *widths);

#endif
