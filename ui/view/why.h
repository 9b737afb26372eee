/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why: which events have to do with the chosen one. From a receive to the segments that fed it and
 * the sends that wrote them, from a frame to the call that caused it, from a socket's state to the
 * segment that changed it.
 */
#ifndef VIEW_WHY_H
#define VIEW_WHY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/lanes.h"

#define WHY_MAX 256

struct tape_event;
struct view_source;

/* Zeroed is empty. */
struct why {
	uint64_t ids[WHY_MAX]; /* in no order */
	size_t count;
	char words[96]; /* what they are to the chosen one; "" when there are none */
};

/* Finds out for one event, TAPE_NONE for none; looks at a bounded number of events. */
void why_update(struct why *w, const struct view_source *s, uint64_t event);
bool why_has(const struct why *w, uint64_t id);

/* The call that caused a segment which carries no bytes of a program; false: none is known. */
bool why_call(const struct view_source *s, uint64_t frame, struct tape_event *call);

/* Where an event stands in the lanes; false when it moves no bytes. */
bool why_part(const struct lanes *l, uint64_t event, size_t *flow, enum lane *lane, size_t *part);

#endif
