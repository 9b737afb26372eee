/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a TCP segment is within its connection: the rules of Wireshark's TCP analysis (User's Guide
 * 7.5), so that both give a segment the same marks and numbers.
 *
 * As there, numbers 0 in `next`, `whole` and `ack` mean that nothing was seen, the acknowledgment
 * number is taken as it is also without ACK, and windows are compared before they are scaled.
 */
#include <stdlib.h>

#include "packet/flow/flow_internal.h"

#define SHIFT_MAX 14 /* RFC 7323 2.3 */
#define FLIGHT_MAX 2000000000u

enum { SYN_FIN_RST = TCP_SYN | TCP_FIN | TCP_RST };

/* A SYN with the number that is known restores what a reset between may have moved; a SYN ACK
 * with another one is believed. */
static void look_at_syn(const struct flow_turn *k)
{
	if (k->found == FLOW_AGAIN)
		k->n->marks |= FLOW_REUSED_PORTS;
	if (!(k->flags & TCP_SYN) || !k->s->based)
		return;
	if (!(k->flags & TCP_ACK)) {
		k->s->next = k->s->whole;
	} else if (k->s->base != k->seq) {
		k->s->base = k->seq;
		k->n->marks |= FLOW_REUSED_PORTS;
	}
}

/* Where relative numbers begin: without a SYN, the first number seen is 1. */
static void base_sides(const struct flow_turn *k)
{
	struct flow_side *s = k->s, *o = k->o;
	if (!s->based) {
		/* Before a learner's eyes a reset out of nothing keeps its number 0. */
		bool zero = (k->flags & TCP_RST) && k->t->judge == FLOW_BY_ORDER;
		s->base = (k->flags & TCP_SYN) || zero ? k->seq : k->seq - 1;
		s->based = true;
	}
	if (k->flags & TCP_SYN)
		s->syn = true;
	if (!o->based && (k->flags & TCP_ACK)) {
		o->base = k->ack - 1;
		o->based = true;
	}
}

/* A segment without data that repeats the numbers of the one before. */
static bool is_plain(const struct flow_turn *k)
{
	return k->len == 0 && k->seq == k->s->next && k->ack == k->s->ack &&
	       !(k->flags & SYN_FIN_RST);
}

static bool is_keep_alive(const struct flow_turn *k)
{
	if (k->len > 1 || k->seq != k->s->next - 1 || (k->flags & SYN_FIN_RST))
		return false;
	/* A learner's single byte that nobody acknowledged yet is a plain repeat. */
	return k->len == 0 || k->t->judge == FLOW_BY_TIME || k->o->ack == k->s->next;
}

static bool fills_window(const struct flow_turn *k)
{
	const struct flow_side *o = k->o;
	if (k->len == 0 || o->scale == FLOW_SCALE_UNKNOWN || (k->flags & SYN_FIN_RST))
		return false;
	unsigned shift = o->first_ack || o->scale < 0 ? 0 : (unsigned)o->scale;
	return k->seq + k->len == o->ack + (o->window << shift);
}

static void judge_number(const struct flow_turn *k)
{
	struct flow_side *s = k->s;
	if (k->p->tcp_window == 0 && !(k->flags & SYN_FIN_RST))
		k->n->marks |= FLOW_ZERO_WINDOW;
	if (s->next && flow_after(k->seq, s->next) && !(k->flags & TCP_RST)) {
		k->n->marks |= FLOW_LOST;
		s->flight_known = false;
	}
	if (is_keep_alive(k)) {
		k->n->marks |= FLOW_KEEP_ALIVE;
		if (k->o->window == 0)
			k->n->marks |= FLOW_WINDOW_PROBE;
	}
	if (fills_window(k))
		k->n->marks |= FLOW_WINDOW_FULL;
}

/* MPTCP repeats ACKs to carry a new option (RFC 8684 3.3.1). */
static bool tells_multipath(const struct flow_turn *k)
{
	return k->c->multipath != k->s->multipath;
}

static void judge_plain(const struct flow_turn *k)
{
	struct flow_side *s = k->s;
	uint16_t window = k->p->tcp_window;
	bool same = window == s->window;
	if (!is_plain(k))
		return;
	if (window && !same)
		k->n->marks |= FLOW_WINDOW_UPDATE;
	if (!same)
		return;
	if (window && k->o->was_keep_alive) {
		k->n->marks |= FLOW_KEEP_ALIVE_ACK;
	} else if (window == 0 && k->o->was_probe) {
		k->n->marks |= FLOW_ZERO_PROBE_ACK;
	} else if (window && !tells_multipath(k)) {
		s->dup_acks = s->dup_acks == -1 ? 1 : s->dup_acks + (s->dup_acks < INT32_MAX);
		k->n->marks |= FLOW_DUP_ACK;
		k->n->dup_number = (uint32_t)s->dup_acks;
		k->n->dup_of = k->id - (uint32_t)((uint32_t)k->id - s->ack_frame);
	}
}

/* An ACK of what was not captured is told once a hole. */
static void judge_ack(const struct flow_turn *k)
{
	struct flow_side *s = k->s, *o = k->o;
	if (k->ack != s->ack) {
		s->ack_frame = (uint32_t)k->id;
		s->dup_acks = 0;
	}
	if (!o->whole || !flow_after(k->ack, o->whole) || !(k->flags & TCP_ACK))
		return;
	if (flow_before(o->whole, o->next)) {
		o->whole = o->next;
		k->n->marks |= FLOW_ACK_LOST;
		return;
	}
	if (o->dup_acks == 0)
		k->n->marks |= FLOW_ACK_LOST;
	o->dup_acks = -1;
}

static void remember_numbers(const struct flow_turn *k)
{
	struct flow_side *s = k->s;
	uint32_t end = k->seq + k->len;
	bool virtual = k->flags & (TCP_SYN | TCP_FIN);
	if ((k->len || virtual) && s->outstanding.count < SEGMENTS_MAX) {
		end += virtual;
		segments_push(k->t->segments, &s->outstanding,
		        &(struct segment){k->seq, end, k->id, k->when});
	}
	if (k->n->marks & FLOW_ZERO_PROBE)
		return;
	if (flow_after(end, s->next) || !s->next) {
		s->next = end;
		s->next_when = k->when;
	}
	if (k->seq == s->whole || !s->whole)
		s->whole = s->next;
}

static void remember_answer(struct flow_turn *k)
{
	struct flow_side *s = k->s;
	struct segment acked;
	bool in_order = k->o->outstanding.in_order;
	s->window = k->p->tcp_window;
	s->ack = k->ack;
	s->acked_when = k->when;
	s->multipath = k->c->multipath;
	s->was_keep_alive = k->n->marks & FLOW_KEEP_ALIVE;
	s->was_probe = k->n->marks & FLOW_ZERO_PROBE;
	if (segments_ack(k->t->segments, &k->o->outstanding, k->ack, &acked)) {
		k->n->acks = acked.id;
		k->n->rtt = k->when - acked.when;
		k->sure_rtt = in_order;
	}
}

static void weigh_flight(const struct flow_turn *k)
{
	struct flow_side *s = k->s;
	if (!k->len || !s->outstanding.count || !s->flight_known)
		return;
	uint32_t flight = segments_span(&s->outstanding, s->base) - k->o->sacked;
	if (flight > 0 && flight < FLIGHT_MAX)
		k->n->in_flight = flight - !!(k->flags & (TCP_SYN | TCP_FIN));
	bool push = k->flags & TCP_PSH;
	s->pushed = s->push_last ? k->len : s->pushed + k->len;
	s->push_last = push;
	k->n->pushed = k->n->in_flight ? s->pushed : 0;
}

static void analyze(struct flow_turn *k)
{
	if (k->flags & TCP_ACK)
		k->o->flight_known = true;
	if (k->len == 1 && k->seq == k->s->next && k->o->window == 0) {
		k->n->marks |= FLOW_ZERO_PROBE;
	} else {
		judge_number(k);
		judge_plain(k);
	}
	judge_ack(k);
	flow_repeat_judge(k);
	remember_numbers(k);
	remember_answer(k);
	weigh_flight(k);
}

/* RFC 7323 2.2: scaling holds when both SYNs offer it. A SYN without it settles it for both, but
 * not one of whose options some were not read. */
static void learn_scale(const struct flow_turn *k)
{
	struct flow_side *s = k->s, *o = k->o;
	if (!(k->flags & TCP_SYN))
		return;
	s->mss = k->p->tcp_mss;
	s->options = k->p->tcp_options;
	s->first_ack = true;
	if (k->p->tcp_wscale != PACKET_NO_WSCALE)
		s->scale = (int8_t)(k->p->tcp_wscale < SHIFT_MAX ? k->p->tcp_wscale : SHIFT_MAX);
	if (k->p->tcp_options & TCP_OPTION_UNREAD)
		return;
	if (s->scale == FLOW_SCALE_UNKNOWN)
		s->scale = o->scale = FLOW_SCALE_NONE;
	else if ((k->flags & TCP_ACK) && o->scale == FLOW_SCALE_NONE)
		s->scale = FLOW_SCALE_NONE;
}

static void learn_times(const struct flow_turn *k)
{
	unsigned kind = k->flags & (TCP_SYN | TCP_ACK);
	if (kind == TCP_SYN)
		k->c->syn_when = k->when;
	if (kind == (TCP_SYN | TCP_ACK) && !k->c->syn_ack_when)
		k->c->syn_ack_when = k->when;
	if (kind != TCP_ACK)
		return;
	if (k->c->syn_when && !k->c->initial_rtt)
		k->c->initial_rtt = k->when - k->c->syn_when;
	k->s->first_ack = false;
}

/* Which parts of a connection were seen, tcp.completeness. What is not there as a whole has no
 * length, and counts as an ACK alone. */
static void complete(const struct flow_turn *k, bool whole)
{
	unsigned kind = k->flags & (TCP_SYN | TCP_ACK), add = 0;
	bool data = whole && k->len;
	if (k->found == FLOW_NEW) {
		k->c->complete = kind == TCP_SYN ? (uint8_t)(1 | (data ? 8 : 0)) : 0;
		return;
	}
	if (kind == (TCP_SYN | TCP_ACK))
		add |= 2;
	if (kind == TCP_ACK)
		add |= data ? 8 : 4;
	if ((k->flags & (TCP_FIN | TCP_ACK)) == (TCP_FIN | TCP_ACK))
		add |= 16;
	if (k->flags & TCP_RST)
		add |= 32;
	k->c->complete = (uint8_t)(k->c->complete | add);
}

static void put_numbers(const struct flow_turn *k)
{
	struct flow_note *n = k->n;
	n->known_isn = k->s->syn;
	n->seq = k->seq - k->s->base;
	n->ack = k->flags & TCP_ACK ? k->ack - k->o->base : 0;
	n->scale = k->flags & TCP_SYN ? 0 : k->s->scale;
	n->window = (uint32_t)k->p->tcp_window << (n->scale > 0 ? n->scale : 0);
}

void flow_tcp_note(struct flow_turn *k)
{
	bool whole = !(k->p->flags & PACKET_FRAGMENT) && !(k->p->tcp_options & TCP_OPTION_SHORT);
	if (k->found == FLOW_AGAIN)
		k->c->complete = 1;
	k->n->complete = k->c->complete;
	if (k->flags & TCP_RST)
		k->n->reset = (uint8_t)flow_reset_why(k->c, k->n->direction, k->p);
	look_at_syn(k);
	if (whole) {
		base_sides(k);
		analyze(k);
	}
	put_numbers(k);
	complete(k, whole);
	learn_times(k);
	learn_scale(k);
	k->s->sacked = k->p->tcp_sacked;
	k->c->multipath = (uint8_t)(k->c->multipath | k->p->tcp_multipath);
	k->n->initial_rtt = k->c->initial_rtt;
	if (whole)
		flow_count(k);
}
