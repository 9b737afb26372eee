/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a flow's counters add up to.
 */
#include "packet/flow/flow_summary.h"

#include <string.h>

#include "packet/flow/flow_internal.h"

static void put_end(struct flow_summary_side *out, const struct flow_key *k, bool low)
{
	out->address.length = k->family;
	memcpy(out->address.bytes, low ? k->low : k->high, k->family);
	out->port = low ? k->low_port : k->high_port;
	out->scale = FLOW_SCALE_UNKNOWN;
}

static void put_tcp(struct flow_summary_side *out, const struct flow_side *s)
{
	out->mss = s->mss;
	out->scale = s->scale;
	out->syn_seen = s->syn;
	out->sack_permitted = s->options & TCP_OPTION_SACK_PERMITTED;
	out->timestamps = s->options & TCP_OPTION_TIMESTAMPS;
	out->in_flight_max = s->in_flight;
	out->rtt_count = s->rtt_count;
	out->rtt_min = (nsec)s->rtt_min * FLOW_TIME_UNIT;
	out->rtt_max = (nsec)s->rtt_max * FLOW_TIME_UNIT;
	out->rtt_avg = s->rtt_count ? (nsec)(s->rtt_sum / s->rtt_count) * FLOW_TIME_UNIT : 0;
	out->fin = s->closed;
	out->reset = s->reset;
}

static void put_trouble(struct flow_summary_side *out, const struct flow_trouble_side *r, nsec last)
{
	out->repeated = r->repeated;
	out->repeated_bytes = r->repeated_bytes;
	out->fast = r->fast;
	out->spurious = r->spurious;
	out->out_of_order = r->out_of_order;
	out->lost = r->lost;
	out->dup_acks = r->dup_acks;
	out->zero_windows = r->zero_windows;
	out->window_full = r->window_full;
	out->keep_alives = r->keep_alives;
	bool closed = r->closed_since && last > r->closed_since;
	out->stalled = r->stalled + (closed ? last - r->closed_since : 0);
}

/* Whether the other end has acknowledged this one's FIN. */
static bool is_over(const struct flow_side *s, const struct flow_side *other)
{
	return s->closed && !flow_before(other->ack, s->fin);
}

static enum flow_state state_of(const struct flow_tcp *c)
{
	const struct flow_side *a = &c->sides[0], *b = &c->sides[1];
	if (is_over(a, b) && is_over(b, a))
		return FLOW_STATE_CLOSED;
	if (c->reset != FLOW_RESET_NONE)
		return FLOW_STATE_RESET;
	if (a->closed && b->closed)
		return FLOW_STATE_CLOSING;
	if (a->closed || b->closed)
		return FLOW_STATE_HALF_CLOSED;
	if (c->complete == 1)
		return FLOW_STATE_SYN_SENT;
	bool answered = c->complete & 2 && a->next == a->base + 1;
	return answered && a->ack != b->base + 1 ? FLOW_STATE_SYN_RECEIVED : FLOW_STATE_ESTABLISHED;
}

static nsec between(nsec from, nsec to)
{
	return from && to > from ? to - from : 0;
}

static void put_connection(struct flow_summary *out, const struct flow *f, const struct flow_tcp *c)
{
	for (unsigned i = 0; i < 2; i++) {
		put_tcp(&out->sides[i], &c->sides[i]);
		if (c->trouble)
			put_trouble(&out->sides[i], &c->trouble->sides[i], f->last);
	}
	out->state = state_of(c);
	out->complete = c->complete;
	out->syn_to_syn_ack = between(c->syn_when, c->syn_ack_when);
	out->syn_to_ack = c->syn_ack_when ? c->initial_rtt : 0;
	out->first_fin = (int)c->first_fin - 1;
	out->reset_by = (int)c->reset_by - 1;
	out->reset = (enum flow_reset)c->reset;
}

static void put_totals(struct flow_summary *out, const struct flow_totals *totals)
{
	for (unsigned i = 0; i < 2; i++) {
		out->sides[i].packets = totals->packets[i];
		out->sides[i].bytes = totals->bytes[i];
		out->sides[i].payload = totals->payload[i];
	}
}

static void put_seed(struct flow_summary *out, const struct flow_table *t, const struct flow *f)
{
	struct flow_table scratch = {
	        .segments = t->segments, .trouble = {.size = sizeof(struct flow_trouble)}};
	struct flow_tcp c;
	struct flow_totals totals = flow_seed_replay(&scratch, f, &c);
	put_totals(out, &totals);
	put_connection(out, f, &c);
	flow_tcp_end(&scratch, &c);
	flow_pool_finish(&scratch.trouble);
}

bool flow_summary(const struct flow_table *t, uint64_t flow, struct flow_summary *out)
{
	const struct flow *f = flow_by_handle(t, flow);
	if (!f)
		return false;
	*out = (struct flow_summary){.flow = flow,
	        .stream = f->stream,
	        .protocol = f->key.protocol,
	        .first = f->first,
	        .last = f->last,
	        .first_fin = -1,
	        .reset_by = -1};
	put_end(&out->sides[0], &f->key, f->low_began);
	put_end(&out->sides[1], &f->key, !f->low_began);
	if (f->seeded)
		put_seed(out, t, f);
	else
		put_totals(out, &f->totals);
	if (f->tcp)
		put_connection(out, f, f->tcp);
	return true;
}
