/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames that leave later: a heap by due time, first come first out among equals.
 */
#ifndef NET_WIRE_QUEUE_H
#define NET_WIRE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

#define WIRE_QUEUE_NEVER INT64_MAX

struct wire_later {
	nsec due;
	uint64_t order; /* given by the queue */
	uint64_t frame; /* id on the tape */
	uint8_t *bytes; /* owned: by the queue, after taking by the taker */
	uint32_t length;
	uint16_t link;
	uint8_t direction;
	uint8_t by, marks; /* enum frame_by, enum frame_marks: told when it leaves */
	uint8_t tries;     /* how often the port had no room */
	bool twice;        /* deliver it two times */
};

struct wire_queue {
	struct wire_later *heap; /* owned */
	size_t count, room;
	uint64_t orders;
};

void wire_queue_finish(struct wire_queue *q);

/* Puts it in; its order is returned. An order that is not 0 is kept: it goes back to its place. */
uint64_t wire_queue_put(struct wire_queue *q, const struct wire_later *l);
/* When the first one is due; WIRE_QUEUE_NEVER when there is none. */
nsec wire_queue_due(const struct wire_queue *q);
/* Takes out the first one that is due; false when none is. */
bool wire_queue_take(struct wire_queue *q, nsec now, struct wire_later *out);
/* Makes the entry of that order due at `due`, after all that are due then already. */
void wire_queue_hasten(struct wire_queue *q, uint64_t order, nsec due);

#endif
