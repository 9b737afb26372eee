/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Segments of one direction that nobody acknowledged yet, in the order they were sent. Bounded,
 * and taken from a pool that all flows share: a flow with nothing outstanding takes no memory.
 *
 * Between files of src/packet only.
 */
#ifndef PACKET_FLOW_SEGMENTS_H
#define PACKET_FLOW_SEGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

#define SEGMENTS_MAX 10000 /* of one list; what comes when it is full is not remembered */

struct segment {
	uint32_t seq, end; /* end: behind its last byte, SYN and FIN count */
	uint64_t id;
	nsec when;
};

struct segments_pool;

/* How lists of a pool grow: starts empty as all zeros. */
struct segments {
	struct segment *ring;
	uint32_t low, high; /* lowest seq, highest end */
	uint16_t head, count;
	uint8_t log2;  /* the ring has room for 2^log2 */
	bool in_order; /* each begins at or behind the end of the one before, none is far away */
	bool near;     /* all lie within 2^30 bytes */
};

/* Holds `limit` bytes at most; then lists stop to grow. */
struct segments_pool *segments_pool_create(size_t limit);
/* All lists become void. */
void segments_pool_destroy(struct segments_pool *p);
size_t segments_pool_bytes(const struct segments_pool *p);

/* False when there is no room for it. */
bool segments_push(struct segments_pool *p, struct segments *s, const struct segment *new);
void segments_clear(struct segments_pool *p, struct segments *s);
/* The oldest, or NULL. */
const struct segment *segments_first(const struct segments *s);
/* The oldest of those that hold number `seq`, among the first 1024; or NULL. */
const struct segment *segments_find(const struct segments *s, uint32_t seq);

/* Takes away what `ack` acknowledges and shortens what it acknowledges in part. True with the
 * oldest that ends exactly there. */
bool segments_ack(struct segments_pool *p, struct segments *s, uint32_t ack, struct segment *exact);

/* From the lowest to the highest number, counted from `base` without a sign. */
uint32_t segments_span(const struct segments *s, uint32_t base);

#endif
