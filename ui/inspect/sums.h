/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the shown packets add up to, counted when a view asks for it, and the points of the chosen
 * conversation, likewise.
 */
#ifndef INSPECT_SUMS_H
#define INSPECT_SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "traffic/points.h"
#include "traffic/survey.h"

struct inspect;
struct view_box;

/* Zeroed: nobody has asked yet. */
struct sums {
	struct survey *survey; /* of inspect.shown; owned */
	struct points *points; /* owned */
	unsigned made;         /* surveys so far */
};

/* Counted on by sums_work() from now on. */
struct survey *sums_survey(struct inspect *in);
/* Of the chosen packet's conversation; NULL: it has none. */
struct points *sums_points(struct inspect *in);

/* True when there was something to do. */
bool sums_work(struct inspect *in, unsigned most);
/* Before inspect.shown is another one. */
void sums_forget(struct inspect *in);
void sums_finish(struct inspect *in);
/* Something that differs when they have grown, and when the survey is another one. */
uint64_t sums_changed(const struct inspect *in);
uint64_t sums_version(const struct inspect *in);
/* What the frame of a view says: of which packets, and that they are still being counted. */
void sums_foot(const struct inspect *in, struct view_box *b);

#endif
