/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a frame is within its flow: for every protocol whose it is and how much it brings.
 */
#include "packet/flow/flow.h"

#include "packet/decode_internal.h"
#include "packet/flow/flow_internal.h"

#define TCP_HEADER_LEAST 20

static void count_frame(struct flow *f, const struct packet *p, unsigned direction)
{
	f->totals.packets[direction]++;
	f->totals.bytes[direction] += p->length;
	f->totals.payload[direction] += p->payload_length;
}

/* A cut header tells whose it is, not what it says. */
static bool is_segment(const struct packet *p)
{
	const struct packet_layer *tcp = p->protocol == IP_TCP ? packet_find(p, LAYER_TCP) : NULL;
	return tcp && tcp->length >= TCP_HEADER_LEAST;
}

static void note_segment(struct flow_table *t, struct flow *f, struct flow_turn *k)
{
	if (k->found != FLOW_KNOWN && !f->tcp) {
		flow_seed_sow(k, f);
		return;
	}
	if (!f->tcp)
		flow_seed_grow(t, f);
	count_frame(f, k->p, k->n->direction);
	flow_turn_begin(k, f->tcp);
	flow_tcp_note(k);
}

struct flow_note flow_note_frame(
        struct flow_table *t, const struct packet *p, nsec when, uint64_t id)
{
	struct flow_note n = {.flow = FLOW_NONE,
	        .dup_of = FLOW_NONE,
	        .repeats = FLOW_NONE,
	        .acks = FLOW_NONE,
	        .scale = FLOW_SCALE_UNKNOWN};
	struct flow_hit hit = flow_find(t, p, when);
	struct flow *f = hit.flow;
	if (!f)
		return n;
	n.flow = hit.handle;
	n.stream = f->stream;
	n.protocol = p->protocol;
	n.direction = hit.from_low != f->low_began;
	n.length = p->payload_length;
	f->last = when;
	if (is_segment(p))
		note_segment(t, f,
		        &(struct flow_turn){.t = t,
		                .p = p,
		                .n = &n,
		                .when = when,
		                .id = id,
		                .found = hit.found});
	else
		count_frame(f, p, n.direction);
	return n;
}

/* The member that tells which earlier frame a note is about. */
static uint64_t *about(struct flow_note *n)
{
	if (n->marks & FLOW_RETRANSMISSION)
		return &n->repeats;
	return n->marks & FLOW_DUP_ACK ? &n->dup_of : &n->acks;
}

struct flow_packed flow_pack(const struct flow_note *n, uint64_t id)
{
	struct flow_note copy = *n;
	uint64_t from = *about(&copy), units = n->rtt > 0 ? (uint64_t)n->rtt / FLOW_TIME_UNIT : 0;
	uint64_t back = from != FLOW_NONE && from < id ? id - from : 0;
	struct flow_packed k = {.flow = n->flow < UINT32_MAX ? (uint32_t)n->flow : UINT32_MAX,
	        .bits = n->marks,
	        .seq = n->seq,
	        .ack = n->ack,
	        .window = n->window,
	        .in_flight = n->in_flight,
	        .back = back < UINT32_MAX ? (uint32_t)back : 0};
	k.bits |= n->direction ? FLOW_PACKED_DIRECTION : 0;
	k.bits |= n->known_isn ? FLOW_PACKED_KNOWN_ISN : 0;
	k.bits |= (uint32_t)(n->scale + 2) << FLOW_PACKED_SCALE_SHIFT;
	k.bits |= (uint32_t)n->reset << FLOW_PACKED_RESET_SHIFT;
	k.time = units < UINT32_MAX ? (uint32_t)units : UINT32_MAX;
	if (n->marks & FLOW_DUP_ACK)
		k.time = n->dup_number;
	return k;
}

struct flow_note flow_unpack(const struct flow_packed *k, uint64_t id)
{
	struct flow_note n = {.flow = k->flow == UINT32_MAX ? FLOW_NONE : k->flow,
	        .marks = k->bits & ((1u << FLOW_MARKS) - 1),
	        .direction = (k->bits & FLOW_PACKED_DIRECTION) != 0,
	        .known_isn = k->bits & FLOW_PACKED_KNOWN_ISN,
	        .scale = (int8_t)((int)(k->bits >> FLOW_PACKED_SCALE_SHIFT & 31) - 2),
	        .reset = k->bits >> FLOW_PACKED_RESET_SHIFT & 15,
	        .seq = k->seq,
	        .ack = k->ack,
	        .window = k->window,
	        .in_flight = k->in_flight,
	        .repeats = FLOW_NONE,
	        .dup_of = FLOW_NONE,
	        .acks = FLOW_NONE};
	if (k->back)
		*about(&n) = id - k->back;
	if (n.marks & FLOW_DUP_ACK)
		n.dup_number = k->time;
	else
		n.rtt = (nsec)k->time * FLOW_TIME_UNIT;
	return n;
}
