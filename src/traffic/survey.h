/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the packets of a selection add up to: protocols as a tree, endpoints, conversations, and how
 * much there was when. Counted in slices, usable meanwhile; memory is bounded.
 */
#ifndef TRAFFIC_SURVEY_H
#define TRAFFIC_SURVEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/packet.h"

struct selection;
struct survey;
struct traffic;

#define SURVEY_ENDPOINTS_MAX 65536u
#define SURVEY_PROTOCOLS_MAX 512u
#define SURVEY_BUCKETS 4096u

struct survey_counts {
	uint64_t packets, bytes; /* as they were on the wire */
};

/* A row of the tree, parents before their children. */
struct survey_protocol {
	uint8_t kind, depth;       /* enum packet_layer_kind; 0: outermost */
	struct survey_counts all;  /* packets with this layer here */
	struct survey_counts last; /* ... as their innermost */
};

struct survey_endpoint {
	struct packet_addr address; /* of the network layer; MAC where there is none above */
	struct survey_counts sent, received;
};

/* A piece of time. */
struct survey_bucket {
	uint32_t packets,
	        troubles; /* troubles: retransmissions, gaps, duplicate ACKs, closed windows */
	uint64_t bytes;
};

/* Both are borrowed and must outlive it; NULL: all packets. */
struct survey *survey_create(struct traffic *t, struct selection *s);
void survey_destroy(struct survey *s); /* NULL is fine */
/* Counts at most `most` further packets; true while there are more that are judged already. */
bool survey_work(struct survey *s, unsigned most);
/* From the beginning, as when the selection was begun anew. */
void survey_restart(struct survey *s);

struct survey_counts survey_total(const struct survey *s);
/* Borrowed until the next work. */
size_t survey_protocols(struct survey *s, const struct survey_protocol **out);
size_t survey_endpoints(const struct survey *s, const struct survey_endpoint **out);
/* Packets whose address came after SURVEY_ENDPOINTS_MAX others. */
uint64_t survey_endpoints_left_out(const struct survey *s);
/* Handles of the conversations, in the order in which they were seen first: for flow_summary(). */
size_t survey_conversations(const struct survey *s, const uint64_t **out);
/* Pieces of `width` ns from `begin` on; the width doubles as time goes on. */
size_t survey_rate(
        const struct survey *s, nsec *begin, nsec *width, const struct survey_bucket **out);

#endif
