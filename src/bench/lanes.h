/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three lanes of a connection: what the program sent, the segments that carried it, what the other
 * program received, aligned by the place in the stream. Read from the tape, exact where both ends'
 * calls were traced.
 *
 * How it works: a segment's place is its sequence number counted from the SYN's; a call's place is
 * the count of bytes that its socket's calls moved before (tape_call.offset). A connection is found
 * by its two addresses and ports; one that is made anew between the same ports is another one.
 * Datagrams have no stream: their places are running sums of their own lane, so that one send, one
 * datagram and one receive stand below each other as long as nothing is lost.
 */
#ifndef BENCH_LANES_H
#define BENCH_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/packet.h"

struct lanes;
struct tape;

enum lane { LANE_SEND, LANE_SEGMENT, LANE_RECV, LANES };

/* A range of the stream: [begin, end). */
struct lanes_part {
	uint64_t begin, end;
	uint64_t event; /* tape id: the call's RETURNED event, or the frame */
	nsec when;
	uint8_t fate;  /* LANE_SEGMENT: enum frame_fate */
	bool repeated; /* LANE_SEGMENT: its bytes, or some of them, were sent before */
};

struct lanes_lane {
	const struct lanes_part *parts; /* in the order of time; borrowed until the next update */
	size_t count;
	uint64_t lost;  /* older parts that are no longer kept */
	uint64_t bytes; /* sum over parts; of segments: how far the stream went */
};

/* One direction of one connection. */
struct lanes_flow {
	uint8_t protocol; /* IPPROTO_TCP, IPPROTO_UDP */
	struct packet_addr from, to;
	uint16_t from_port, to_port;
	uint32_t connection; /* both directions of a connection have the same */
	nsec began;
	struct lanes_lane lanes[LANES];
};

struct lanes *lanes_create(void);
void lanes_destroy(struct lanes *l); /* NULL is fine */

/* Reads what the tape has below event `end` and was not read before; at most `events` of it. True
 * when something changed. Parts whose events the tape has lost go with
 * time, and the older half of a lane when it has 32768. */
bool lanes_update(struct lanes *l, const struct tape *t, uint64_t end, size_t events);

/* All directions in which a byte or a call was seen, in the order in which they began. */
size_t lanes_count(const struct lanes *l);
bool lanes_get(const struct lanes *l, size_t index, struct lanes_flow *out);

/* The parts of another lane that share bytes with `part`: from a recv to the segments that fed it,
 * from a segment to the send that wrote it. Fills indices, at most max; returns how many. */
size_t lanes_overlap(const struct lanes *l, size_t flow, enum lane other,
        const struct lanes_part *part, size_t *out, size_t max);

#endif
