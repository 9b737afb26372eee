/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of a segment that begins below the highest number seen: is it sent again, and why, or late?
 */
#include "packet/flow/flow_internal.h"

#define FAST_WITHIN (20 * NSEC_PER_MSEC) /* of the last duplicate ACK */
#define LATE_WITHIN (3 * NSEC_PER_MSEC)  /* of the highest number, without an initial RTT */
#define DUP_ACKS_FAST 2                  /* one of RFC 5681's three may be missing */

/* From `from` to now; a clock that went back makes it very long. */
static uint64_t since(const struct flow_turn *k, nsec from)
{
	return (uint64_t)k->when - (uint64_t)from;
}

static bool is_acknowledged(const struct flow_turn *k)
{
	uint32_t end = k->seq + k->len;
	return k->len && k->o->ack && (end == k->o->ack || flow_before(end, k->o->ack));
}

/* An ACK beyond what was captured (-1) counts as many, as in Wireshark. */
static bool asked_twice(const struct flow_turn *k)
{
	return (uint32_t)k->o->dup_acks >= DUP_ACKS_FAST && k->o->ack == k->seq;
}

static void name_repeated(const struct flow_turn *k)
{
	const struct segment *g = segments_find(&k->s->outstanding, k->seq);
	if (g)
		k->n->repeats = g->id;
}

static void judge_by_time(const struct flow_turn *k)
{
	const struct flow_side *s = k->s;
	bool old = s->next && flow_before(k->seq, s->next);
	/* One number back and more than a byte: it goes on after a window probe. */
	if (k->len > 1 && s->next - 1 == k->seq)
		old = false;
	if (is_acknowledged(k)) {
		k->n->marks |= FLOW_RETRANSMISSION | FLOW_SPURIOUS;
		return;
	}
	if (!old)
		return;
	nsec initial = k->c->initial_rtt;
	uint64_t late = (uint64_t)(initial ? initial : LATE_WITHIN);
	uint32_t end = k->seq + k->len + (k->flags & (TCP_SYN | TCP_FIN) ? 1 : 0);
	if (asked_twice(k) && since(k, k->o->acked_when) < FAST_WITHIN) {
		k->n->marks |= FLOW_RETRANSMISSION | FLOW_FAST;
		name_repeated(k);
	} else if (since(k, s->next_when) < late && s->next != end) {
		k->n->marks |= FLOW_OUT_OF_ORDER;
	} else {
		const struct segment *oldest = segments_first(&s->outstanding);
		k->n->marks |= FLOW_RETRANSMISSION;
		k->n->rto = k->when - (oldest ? oldest->when : s->next_when);
		name_repeated(k);
	}
}

static void judge_by_order(const struct flow_turn *k)
{
	struct flow_history_side *h = &k->c->history->sides[k->n->direction];
	uint32_t takes = k->len + !!(k->flags & TCP_SYN) + !!(k->flags & TCP_FIN);
	uint32_t end = k->seq + takes;
	bool old = k->s->next && flow_before(k->seq, k->s->next);
	if (k->n->marks & FLOW_ZERO_PROBE)
		return;
	if (old && !flow_history_find(h, k->seq, &k->n->repeats)) {
		k->n->marks |= FLOW_OUT_OF_ORDER;
	} else if (old) {
		k->n->marks |= FLOW_RETRANSMISSION;
		if (is_acknowledged(k))
			k->n->marks |= FLOW_SPURIOUS;
		else if (asked_twice(k))
			k->n->marks |= FLOW_FAST;
	}
	if (k->n->marks & FLOW_FAST)
		k->o->dup_acks = 0; /* the next one is its timer's */
	if (!(k->n->marks & FLOW_RETRANSMISSION))
		flow_history_add(h, k->seq, end, k->id);
	else if (flow_before(k->s->next, end))
		flow_history_add(h, k->s->next, end, k->id); /* it goes on with new bytes */
}

void flow_repeat_judge(const struct flow_turn *k)
{
	if (!k->len && !(k->flags & (TCP_SYN | TCP_FIN)))
		return;
	if (k->n->marks & FLOW_KEEP_ALIVE)
		return;
	if (k->t->judge == FLOW_BY_ORDER)
		judge_by_order(k);
	else
		judge_by_time(k);
}
