/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a bad line does to frames: decides for each frame of one direction, and acts on none.
 *
 * How it works. Each frame draws the same number of random values whatever is set, so that the
 * seed and the frames' order alone fix what happens to the n-th frame. Time is the frames' own.
 */
#ifndef NET_WIRE_IMPAIR_H
#define NET_WIRE_IMPAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "net/wire.h"

#define WIRE_RATE_QUEUE 1000
#define WIRE_REORDER_WAIT (50 * NSEC_PER_MSEC) /* for a frame that could overtake */

struct wire_impair {
	struct wire_impairment set;
	bool on;          /* anything is set */
	uint64_t random;  /* state */
	nsec busy_until;  /* when the line has sent what waits for it */
	nsec last_due;    /* of the last frame that kept its place */
	nsec *departures; /* owned ring: when each frame in the rate's queue has left it */
	uint32_t departed, waiting;
};

struct wire_verdict {
	bool drop, duplicate;
	bool late;    /* let the next frame overtake it */
	bool corrupt; /* flip `flip` in byte `offset` */
	uint8_t flip;
	uint32_t offset;
	nsec due; /* not before this; at most the frame's own time when there is no delay */
};

/* salt: makes the two directions differ although they have one seed. */
void wire_impair_set(struct wire_impair *w, const struct wire_impairment *set, uint64_t salt);
void wire_impair_finish(struct wire_impair *w);
struct wire_verdict wire_impair_frame(struct wire_impair *w, nsec when, uint32_t length);

#endif
