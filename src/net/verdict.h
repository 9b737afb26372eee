/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which frame a counter speaks of: "InCsumErrors +1" on the server, and one damaged segment that
 * was delivered to it just before. Only where there is no doubt.
 */
#ifndef NET_VERDICT_H
#define NET_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/counters.h"
#include "net/topology.h"
#include "packet/packet.h"
#include "tape/tape.h"

#define VERDICT_FRAMES_MAX 24

struct verdict_frame {
	uint64_t id;
	int sender, receiver; /* nodes at the ends of the link */
	bool sent, received;  /* ... in the time that is looked at */
	bool damaged;         /* bytes were changed, or a checksum is wrong */
	bool repeats;
	struct packet packet;
};

/* Frames that were sent or delivered between two polls. */
struct verdict {
	struct verdict_frame at[VERDICT_FRAMES_MAX];
	size_t count;
	bool too_many; /* then nothing can be said */
};

/* Fills v from the events first .. end-1, the ones since the last poll. */
void verdict_gather(struct verdict *v, const struct tape *tape, const struct topology *t,
        uint64_t first, uint64_t end);
/* The one frame that explains why a node's counter moved by one; TAPE_NONE: none, or several. */
uint64_t verdict_frame(const struct verdict *v, const struct counter_row *row, int node);

#endif
