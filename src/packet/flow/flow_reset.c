/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why a connection was probably reset: by what came before the RST (RFC 9293 3.5.2, 3.10).
 *
 * A kernel sends RST for two reasons: to answer a segment that it cannot accept, then without ACK
 * and with the number which that segment acknowledged; or since a program ended the connection
 * without FIN, then with ACK and with its own next number.
 */
#include "packet/flow/flow_internal.h"

#define TRIES 3 /* without an answer: it gave up */

static bool was_heard(const struct flow_side *s)
{
	return s->next != 0;
}

/* RFC 9293 3.10.7.4, RFC 5961 3: what the receiver, `o`, would not believe. */
static bool is_outside(const struct flow_side *s, const struct flow_side *o, uint32_t seq)
{
	if (!was_heard(s) || !was_heard(o) || !o->ack || o->window == FLOW_WINDOW_UNSEEN)
		return false;
	unsigned shift = o->scale == FLOW_SCALE_UNKNOWN ? 14
	                 : o->scale < 0                 ? 0
	                                                : (unsigned)o->scale;
	uint32_t room = o->window << shift;
	return flow_before(seq, o->ack) || seq - o->ack > room;
}

/* In answer to a segment of the handshake, or FLOW_RESET_NONE. */
static enum flow_reset answers_handshake(
        const struct flow_side *s, const struct flow_side *o, unsigned kind, const struct packet *p)
{
	if (kind == TCP_SYN && (!was_heard(s) || p->tcp_ack == o->next))
		return FLOW_RESET_REFUSED;
	if (kind != (TCP_SYN | TCP_ACK))
		return FLOW_RESET_NONE;
	bool meant = s->syn && o->ack == s->base + 1;
	return meant ? FLOW_RESET_LEFT : FLOW_RESET_UNEXPECTED;
}

enum flow_reset flow_reset_why(const struct flow_tcp *c, unsigned direction, const struct packet *p)
{
	const struct flow_side *s = &c->sides[direction], *o = &c->sides[!direction];
	bool answers = c->last == !direction + 1;
	if (s->reset)
		return FLOW_RESET_AGAIN;
	if (answers) {
		unsigned kind = c->last_flags & (TCP_SYN | TCP_ACK);
		enum flow_reset why = answers_handshake(s, o, kind, p);
		if (why != FLOW_RESET_NONE)
			return why;
	}
	if (is_outside(s, o, p->tcp_seq))
		return FLOW_RESET_IGNORED;
	if (s->closed)
		return FLOW_RESET_AFTER_CLOSE;
	if (!was_heard(s) || (answers && !(p->tcp_flags & TCP_ACK)))
		return FLOW_RESET_HALF_OPEN;
	if (c->last == direction + 1 && c->unanswered >= TRIES)
		return FLOW_RESET_GAVE_UP;
	return c->last_data == !direction + 1 ? FLOW_RESET_UNREAD : FLOW_RESET_ABORT;
}
