/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The packets of one conversation in order, with the numbers that its plots need: time-sequence,
 * window, bytes in flight, round trips, throughput. Collected in slices.
 */
#ifndef TRAFFIC_POINTS_H
#define TRAFFIC_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

struct points;
struct traffic;

#define POINTS_MAX (1u << 20) /* packets after them are left out, and points_cut() says so */

struct point {
	uint64_t number;                   /* of the packet */
	nsec when;                         /* since 1970-01-01 UTC */
	nsec rtt;                          /* of the segment that it acknowledges; 0: none */
	uint32_t seq, ack, window;         /* as in struct flow_note */
	uint32_t in_flight, length, bytes; /* length: payload; bytes: the whole frame */
	uint32_t marks;                    /* enum flow_marks */
	uint16_t tcp_flags;                /* enum packet_tcp_flags */
	uint8_t direction;                 /* 0: from the initiator */
	bool scaled;                       /* window counts bytes; else its scale is not known */
};

struct points *points_create(struct traffic *t, uint64_t flow);
void points_destroy(struct points *p); /* NULL is fine */
/* Looks at most at `most` further packets; true while there are more. */
bool points_work(struct points *p, unsigned most);
/* Borrowed until the next work; packets in their order. */
size_t points_get(const struct points *p, const struct point **out);
bool points_cut(const struct points *p);
uint64_t points_flow(const struct points *p);

#endif
