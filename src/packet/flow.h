/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations: which flow a frame belongs to and what it means there (relative sequence
 * numbers, retransmissions). Bounded: the least recently used flow goes when the table is full.
 */
#ifndef PACKET_FLOW_H
#define PACKET_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/packet.h"

struct flow_table;

#define FLOW_NONE UINT64_MAX

/* What one frame is within its flow. Ids are the caller's frame numbers. */
struct flow_note {
	uint64_t flow;       /* handle, FLOW_NONE when the frame has no flow (ARP, ...) */
	uint8_t direction;   /* 0: from the flow's initiator, 1: to it */
	bool known_isn;      /* relative numbers count from the SYN (else from the first seen) */
	uint32_t seq, ack;   /* relative; TCP only */
	uint32_t window;     /* scaled where the handshake was seen; TCP only */
	uint64_t repeats;    /* frame id of which this is a retransmission, FLOW_NONE if none */
	bool retransmission; /* also when the first one is too long ago to be named in `repeats` */
	bool keep_alive, zero_window, window_update, dup_ack, out_of_order, fast_retransmit;
	bool window_probe; /* asks whether a closed window has opened */
};

struct flow_table *flow_table_create(size_t max_flows);
void flow_table_destroy(struct flow_table *t);

/* Takes the next frame, in order of time. `id` is the caller's number of it. */
struct flow_note flow_note_frame(
        struct flow_table *t, const struct packet *p, nsec when, uint64_t id);

#endif
