/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scrolling over events of the tape by their ids: the tape may hold millions, and a frame of the
 * screen looks only at those that are shown and a bounded number around them.
 */
#ifndef VIEW_EVENTS_H
#define VIEW_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "tape/tape.h"

#define EVENTS_ROWS_MAX 512
#define EVENTS_WALK_MAX 20000 /* events looked at, at most, for one scroll or layout */

/* Rows that an event takes; 0: it is not shown. */
typedef int (*events_height_fn)(const void *user, const struct tape_event *e);

struct events_filter {
	const struct tape *tape;
	events_height_fn height;
	const void *user;
};

struct events_row {
	uint64_t id;
	int y, h;
};

/* Zeroed and `follow` set is a fine start. */
struct events {
	bool follow;       /* the newest stays chosen */
	bool any;          /* something is chosen */
	uint64_t selected; /* an id, while `any` */
	uint64_t top;      /* id of the first row */
	int rows;          /* height at the last layout */
	int count;
	struct events_row shown[EVENTS_ROWS_MAX];
};

void events_layout(struct events *v, const struct events_filter *f, int rows);
void events_move(struct events *v, const struct events_filter *f, long by);
void events_first(struct events *v, const struct events_filter *f);
void events_last(struct events *v);
void events_select(struct events *v, uint64_t id);
/* The shown row at y, NULL when there is none. */
const struct events_row *events_at(const struct events *v, int y);

#endif
