/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A whole conversation in values: who, how much, how fast, what went wrong, how it ended.
 */
#ifndef PACKET_FLOW_SUMMARY_H
#define PACKET_FLOW_SUMMARY_H

#include "packet/flow/flow.h"

enum flow_state {
	FLOW_STATE_TALK,         /* no TCP: no states */
	FLOW_STATE_SYN_SENT,     /* a SYN, and no answer yet */
	FLOW_STATE_SYN_RECEIVED, /* SYN ACK, and no ACK to it yet */
	FLOW_STATE_ESTABLISHED,
	FLOW_STATE_HALF_CLOSED, /* one end has sent FIN */
	FLOW_STATE_CLOSING,     /* both have, and not both were acknowledged */
	FLOW_STATE_CLOSED,
	FLOW_STATE_RESET,
	FLOW_STATES
};

/* What one end did. Everything behind `payload` is TCP's. */
struct flow_summary_side {
	struct packet_addr address;
	uint16_t port;
	uint32_t packets;
	uint64_t bytes, payload; /* whole frames; what transports carried, repeats included */
	uint16_t mss;            /* of its SYN, 0: none seen */
	int8_t scale;            /* of its windows, or FLOW_SCALE_ */
	bool syn_seen, sack_permitted, timestamps; /* in its SYN */
	uint32_t repeated; /* segments sent again; the next two are among them */
	uint32_t fast, spurious;
	uint64_t repeated_bytes;
	uint32_t out_of_order, lost; /* lost: gaps in what was captured of it */
	uint32_t dup_acks;           /* that it sent */
	uint32_t zero_windows, window_full, keep_alives;
	nsec stalled;           /* how long its window was closed */
	uint32_t in_flight_max; /* bytes */
	uint32_t rtt_count;     /* of its segments, until acknowledged */
	nsec rtt_min, rtt_avg, rtt_max;
	bool fin, reset; /* it sent one */
};

struct flow_summary {
	uint64_t flow;
	uint32_t stream;
	uint8_t protocol;                  /* IP protocol number */
	nsec first, last;                  /* of its frames */
	struct flow_summary_side sides[2]; /* [0] who began, or probably did */
	enum flow_state state;             /* TCP, as of the last frame */
	uint8_t complete;                  /* as in flow_note, of all frames */
	nsec syn_to_syn_ack, syn_to_ack;   /* the handshake; 0 where not seen */
	int first_fin;                     /* side that sent the first FIN, -1 none */
	int reset_by;                      /* side that reset it, -1 none */
	enum flow_reset reset;             /* why, probably */
};

/* False when the table has no such flow, or not any more. */
bool flow_summary(const struct flow_table *t, uint64_t flow, struct flow_summary *out);

#endif
