/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a TCP segment adds to the summary of its connection, and to the judgement of a later reset.
 */
#include "packet/flow/flow_internal.h"

#define TROUBLES                                                                                 \
	(FLOW_RETRANSMISSION | FLOW_OUT_OF_ORDER | FLOW_LOST | FLOW_DUP_ACK | FLOW_ZERO_WINDOW | \
	        FLOW_WINDOW_FULL | FLOW_KEEP_ALIVE)

static void count_trouble(struct flow_trouble_side *r, const struct flow_turn *k)
{
	const struct {
		uint32_t mark;
		uint32_t *count;
	} counts[] = {
	        {FLOW_RETRANSMISSION, &r->repeated},
	        {FLOW_FAST, &r->fast},
	        {FLOW_SPURIOUS, &r->spurious},
	        {FLOW_OUT_OF_ORDER, &r->out_of_order},
	        {FLOW_LOST, &r->lost},
	        {FLOW_DUP_ACK, &r->dup_acks},
	        {FLOW_ZERO_WINDOW, &r->zero_windows},
	        {FLOW_WINDOW_FULL, &r->window_full},
	        {FLOW_KEEP_ALIVE, &r->keep_alives},
	};
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		*counts[i].count += (k->n->marks & counts[i].mark) != 0;
	if (k->n->marks & FLOW_RETRANSMISSION)
		r->repeated_bytes += k->len;
	if ((k->n->marks & FLOW_ZERO_WINDOW) && !r->closed_since)
		r->closed_since = k->when ? k->when : 1;
}

/* The window opens, or will never. */
static void end_stall(struct flow_trouble_side *r, const struct flow_turn *k)
{
	bool opens = k->p->tcp_window != 0 || (k->flags & TCP_RST);
	if (!r->closed_since || !opens)
		return;
	if (k->when > r->closed_since)
		r->stalled += k->when - r->closed_since;
	r->closed_since = 0;
}

/* The round trip belongs to who sent the data. */
static void count_rtt(struct flow_side *o, nsec rtt)
{
	if (rtt <= 0)
		return;
	uint64_t units = ((uint64_t)rtt + FLOW_TIME_UNIT / 2) / FLOW_TIME_UNIT;
	uint32_t r = units < UINT32_MAX ? (uint32_t)units : UINT32_MAX;
	if (!o->rtt_count || r < o->rtt_min)
		o->rtt_min = r;
	if (r > o->rtt_max)
		o->rtt_max = r;
	o->rtt_sum += r;
	o->rtt_count++;
}

static void count_end(const struct flow_turn *k)
{
	uint8_t by = (uint8_t)(k->n->direction + 1);
	if (k->flags & TCP_FIN) {
		k->s->closed = true;
		k->s->fin = k->seq + k->len + 1;
		k->c->first_fin = k->c->first_fin ? k->c->first_fin : by;
	}
	if (!(k->flags & TCP_RST))
		return;
	k->s->reset = true;
	if (k->c->reset == FLOW_RESET_NONE && k->n->reset != FLOW_RESET_IGNORED) {
		k->c->reset = k->n->reset;
		k->c->reset_by = by;
	}
}

static void count_last(const struct flow_turn *k)
{
	uint8_t by = (uint8_t)(k->n->direction + 1);
	if (k->c->last != by)
		k->c->unanswered = 0;
	k->c->unanswered =
	        (uint8_t)(k->c->unanswered +
	                  (k->c->unanswered < UINT8_MAX &&
	                          (k->n->marks & (FLOW_KEEP_ALIVE | FLOW_RETRANSMISSION))));
	k->c->last = by;
	k->c->last_flags = (uint8_t)k->flags;
	if (k->len)
		k->c->last_data = by;
}

void flow_count(const struct flow_turn *k)
{
	if ((k->n->marks & TROUBLES) && !k->c->trouble)
		k->c->trouble = flow_pool_take(&k->t->trouble);
	if (k->n->marks & TROUBLES)
		count_trouble(&k->c->trouble->sides[k->n->direction], k);
	if (k->c->trouble)
		end_stall(&k->c->trouble->sides[k->n->direction], k);
	if (k->sure_rtt)
		count_rtt(k->o, k->n->rtt);
	if (k->n->in_flight > k->s->in_flight)
		k->s->in_flight = k->n->in_flight;
	count_end(k);
	count_last(k);
}
