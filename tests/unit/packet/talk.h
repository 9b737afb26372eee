/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A TCP conversation written down segment by segment, for the tests of flows.
 */
#ifndef TESTS_TALK_H
#define TESTS_TALK_H

#include "packet/flow/flow.h"
#include "tests/unit/packet/frames.h"

#define CLIENT_ISN 1000u
#define SERVER_ISN 0xfffffff0u /* wraps soon */

/* Ends: 0 the client 10.0.0.1:40000, 1 the server 10.0.0.2:8888. */
struct talk {
	struct flow_table *t;
	uint64_t id; /* of the last frame */
	nsec now;
	uint32_t window;
};

static inline struct packet segment(
        int from, unsigned flags, uint32_t seq, uint32_t ack, uint32_t len)
{
	struct packet p = {.layer_count = 3, .protocol = 6, .tcp_flags = (uint16_t)flags};
	p.layers[2].kind = LAYER_TCP;
	p.layers[2].length = 20;
	p.src = (struct packet_addr){4, {10, 0, 0, (uint8_t)(from ? 2 : 1)}};
	p.dst = (struct packet_addr){4, {10, 0, 0, (uint8_t)(from ? 1 : 2)}};
	p.sport = from ? 8888 : 40000;
	p.dport = from ? 40000 : 8888;
	p.tcp_seq = seq;
	p.tcp_ack = ack;
	p.tcp_window = 500;
	p.tcp_wscale = flags & TCP_SYN ? 7 : PACKET_NO_WSCALE;
	p.tcp_mss = flags & TCP_SYN ? 1460 : 0;
	p.payload_length = len;
	p.length = 54 + len;
	return p;
}

static inline struct flow_note note(struct talk *k, struct packet p)
{
	return flow_note_frame(k->t, &p, k->now, ++k->id);
}

/* The next segment; relative numbers in, as after a handshake. */
static inline struct flow_note say(
        struct talk *k, int from, unsigned flags, uint32_t seq, uint32_t ack, uint32_t len)
{
	uint32_t mine = from ? SERVER_ISN : CLIENT_ISN, other = from ? CLIENT_ISN : SERVER_ISN;
	return note(k, segment(from, flags, mine + seq, other + ack, len));
}

/* The same with a window of its own. */
static inline struct flow_note offer(struct talk *k, int from, unsigned flags, uint32_t seq,
        uint32_t ack, uint32_t len, uint16_t window)
{
	uint32_t mine = from ? SERVER_ISN : CLIENT_ISN, other = from ? CLIENT_ISN : SERVER_ISN;
	struct packet p = segment(from, flags, mine + seq, other + ack, len);
	p.tcp_window = window;
	return note(k, p);
}

#endif
