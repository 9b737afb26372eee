/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Flows of a single segment: judged like others, but kept as that segment alone until a second
 * one comes. A flood of SYNs so takes a third of the memory.
 */
#include <string.h>

#include "packet/flow/flow_internal.h"

static void begin_side(struct flow_side *s)
{
	s->window = FLOW_WINDOW_UNSEEN;
	s->scale = FLOW_SCALE_UNKNOWN;
	s->flight_known = true;
}

void flow_tcp_begin(struct flow_tcp *c)
{
	memset(c, 0, sizeof(*c));
	begin_side(&c->sides[0]);
	begin_side(&c->sides[1]);
}

void flow_tcp_end(struct flow_table *t, struct flow_tcp *c)
{
	segments_clear(t->segments, &c->sides[0].outstanding);
	segments_clear(t->segments, &c->sides[1].outstanding);
	flow_pool_give(&t->trouble, c->trouble);
	flow_pool_give(&t->history, c->history);
}

static struct flow_seed seed_of(const struct flow_turn *k)
{
	const struct packet *p = k->p;
	return (struct flow_seed){.id = k->id,
	        .seq = p->tcp_seq,
	        .ack = p->tcp_ack,
	        .sacked = p->tcp_sacked,
	        .length = p->length,
	        .payload = p->payload_length,
	        .window = p->tcp_window,
	        .tcp_flags = p->tcp_flags,
	        .mss = p->tcp_mss,
	        .multipath = p->tcp_multipath,
	        .wscale = p->tcp_wscale,
	        .options = p->tcp_options,
	        .flags = p->flags,
	        .direction = k->n->direction,
	        .again = k->found == FLOW_AGAIN};
}

static struct packet packet_of(const struct flow_seed *s)
{
	return (struct packet){.tcp_seq = s->seq,
	        .tcp_ack = s->ack,
	        .tcp_sacked = s->sacked,
	        .length = s->length,
	        .payload_length = s->payload,
	        .tcp_window = s->window,
	        .tcp_flags = s->tcp_flags,
	        .tcp_mss = s->mss,
	        .tcp_multipath = s->multipath,
	        .tcp_wscale = s->wscale,
	        .tcp_options = s->options,
	        .flags = s->flags};
}

void flow_turn_begin(struct flow_turn *k, struct flow_tcp *c)
{
	k->c = c;
	k->s = &c->sides[k->n->direction];
	k->o = &c->sides[!k->n->direction];
	k->seq = k->p->tcp_seq;
	k->ack = k->p->tcp_ack;
	k->len = k->p->payload_length;
	k->flags = k->p->tcp_flags;
}

void flow_seed_sow(struct flow_turn *k, struct flow *f)
{
	struct flow_tcp c;
	flow_tcp_begin(&c);
	flow_turn_begin(k, &c);
	flow_tcp_note(k);
	flow_tcp_end(k->t, &c);
	f->seed = seed_of(k);
	f->seeded = true;
}

struct flow_totals flow_seed_replay(struct flow_table *t, const struct flow *f, struct flow_tcp *c)
{
	const struct flow_seed *s = &f->seed;
	struct flow_totals totals = {0};
	struct packet p = packet_of(s);
	struct flow_note n = {.direction = s->direction, .acks = FLOW_NONE, .repeats = FLOW_NONE};
	struct flow_turn k = {.t = t,
	        .p = &p,
	        .n = &n,
	        .when = f->first,
	        .id = s->id,
	        .found = s->again ? FLOW_AGAIN : FLOW_NEW};
	totals.packets[s->direction] = 1;
	totals.bytes[s->direction] = s->length;
	totals.payload[s->direction] = s->payload;
	flow_tcp_begin(c);
	flow_turn_begin(&k, c);
	flow_tcp_note(&k);
	return totals;
}

void flow_seed_grow(struct flow_table *t, struct flow *f)
{
	struct flow_tcp *c = flow_pool_take(&t->tcp);
	if (f->seeded)
		f->totals = flow_seed_replay(t, f, c);
	else
		flow_tcp_begin(c);
	f->seeded = false;
	f->tcp = c;
}
