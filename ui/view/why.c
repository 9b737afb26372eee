/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why-lines: through the lanes where bytes moved, else by the ends of the connection.
 */
#include "ui/view/why.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "packet/packet.h"
#include "ui/view/source.h"

#define LOOK_MAX 2000 /* events looked at before and after the chosen one */

static void add(struct why *w, const struct view_source *s, uint64_t id)
{
	if (id < tape_end(s->tape) && id >= tape_first(s->tape) && w->count < WHY_MAX &&
	        !why_has(w, id))
		w->ids[w->count++] = id;
}

bool why_has(const struct why *w, uint64_t id)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->ids[i] == id)
			return true;
	return false;
}

static bool part_at(const struct lanes_lane *l, uint64_t event, size_t *part)
{
	size_t low = 0, high = l->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (l->parts[middle].event < event)
			low = middle + 1;
		else
			high = middle;
	}
	*part = low;
	return low < l->count && l->parts[low].event == event;
}

bool why_part(const struct lanes *l, uint64_t event, size_t *flow, enum lane *lane, size_t *part)
{
	struct lanes_flow f;
	for (size_t i = 0; l && lanes_get(l, i, &f); i++)
		for (int n = 0; n < LANES; n++)
			if (part_at(&f.lanes[n], event, part)) {
				*flow = i;
				*lane = (enum lane)n;
				return true;
			}
	return false;
}

static void add_lane(struct why *w, const struct view_source *s, size_t flow, enum lane other,
        const struct lanes_part *part)
{
	struct lanes_flow f;
	size_t found[WHY_MAX];
	size_t n = lanes_overlap(s->lanes, flow, other, part, found, WHY_MAX);
	if (lanes_get(s->lanes, flow, &f))
		for (size_t i = 0; i < n; i++)
			add(w, s, f.lanes[other].parts[found[i]].event);
}

/* The other two lanes of a part that moved bytes. */
static bool by_lanes(struct why *w, const struct view_source *s, uint64_t event)
{
	size_t flow, at, segments = 0;
	enum lane lane;
	struct lanes_flow f;
	if (!why_part(s->lanes, event, &flow, &lane, &at) || !lanes_get(s->lanes, flow, &f))
		return false;
	const struct lanes_part *part = &f.lanes[lane].parts[at];
	for (int other = 0; other < LANES; other++)
		if (other != (int)lane)
			add_lane(w, s, flow, (enum lane)other, part);
	if (!w->count)
		return true;
	struct tape_event e;
	for (size_t i = 0; i < w->count; i++)
		segments += tape_get(s->tape, w->ids[i], &e) && e.kind == TAPE_FRAME;
	if (lane == LANE_SEGMENT)
		snprintf(w->words, sizeof(w->words), "%s", _("the calls whose bytes it carries"));
	else if (lane == LANE_SEND)
		snprintf(w->words, sizeof(w->words),
		        P_("%zu segment carried it", "%zu segments carried it", segments),
		        segments);
	else
		snprintf(w->words, sizeof(w->words),
		        P_("%zu segment fed it", "%zu segments fed it", segments), segments);
	return true;
}

static bool same_bytes(uint8_t family, const uint8_t bytes[16], const struct packet_addr *a)
{
	return a->length == (family == AF_INET6 ? 16 : 4) &&
	       memcmp(bytes, a->bytes, a->length) == 0;
}

/* Which kinds of calls make such a segment go out. */
static bool makes(const struct tape_call *c, const struct packet *p)
{
	if (c->stage == CALL_HELD || c->stage == CALL_SIGNAL || c->stage == CALL_PROCESS)
		return false;
	if (p->tcp_flags & TCP_SYN)
		return c->kind == CALL_CONNECT && !(p->tcp_flags & TCP_ACK);
	if (p->tcp_flags & (TCP_FIN | TCP_RST))
		return c->kind == CALL_CLOSE || c->kind == CALL_SHUTDOWN;
	return false;
}

/* A socket that connect() is called with has no other end yet: the address it was given has it. */
static bool goes_to(const struct tape_call *c, const struct packet *p)
{
	if (c->kind != CALL_CONNECT || c->data_kept != 8)
		return c->remote_port == p->dport && same_bytes(c->family, c->remote, &p->dst);
	return (c->data[2] << 8 | c->data[3]) == p->dport && p->dst.length == 4 &&
	       memcmp(c->data + 4, p->dst.bytes, 4) == 0;
}

static bool calls_it(const struct tape_call *c, const struct packet *p)
{
	bool local = !c->local_port || c->local_port == p->sport;
	return makes(c, p) && local && goes_to(c, p);
}

bool why_call(const struct view_source *s, uint64_t frame, struct tape_event *call)
{
	struct packet p;
	struct tape_event e;
	if (!tape_get(s->tape, frame, &e) || e.kind != TAPE_FRAME)
		return false;
	packet_decode(PACKET_LINK_ETHERNET, e.frame.bytes, e.frame.captured, e.frame.length, &p);
	if (p.protocol != IPPROTO_TCP)
		return false;
	for (uint64_t id = frame, n = 0; id-- > tape_first(s->tape) && n < LOOK_MAX; n++)
		if (tape_get(s->tape, id, call) && call->kind == TAPE_CALL &&
		        calls_it(&call->call, &p))
			return true;
	return false;
}

/* A segment that carries no bytes of a program: connect() made the SYN, close() the FIN. */
static void by_call(struct why *w, const struct view_source *s, uint64_t event)
{
	struct tape_event e;
	if (!why_call(s, event, &e))
		return;
	add(w, s, e.id);
	snprintf(w->words, sizeof(w->words), _("caused by %.40s()"), e.call.name);
}

static bool belongs(const struct tape_socket *k, const struct packet *p)
{
	bool out = p->sport == k->local_port && (!k->remote_port || p->dport == k->remote_port);
	bool in = p->dport == k->local_port && (!k->remote_port || p->sport == k->remote_port);
	return p->protocol == k->protocol && (out || in);
}

/* The segment after which a socket was seen in its new state. */
static void by_segment(
        struct why *w, const struct view_source *s, uint64_t event, const struct tape_socket *k)
{
	struct packet p;
	struct tape_event e;
	for (uint64_t id = event, n = 0; id-- > tape_first(s->tape) && n < LOOK_MAX; n++) {
		if (!tape_get(s->tape, id, &e))
			return;
		if (e.kind != TAPE_FRAME || e.frame.fate == FATE_FOLDED)
			continue;
		packet_decode(
		        PACKET_LINK_ETHERNET, e.frame.bytes, e.frame.captured, e.frame.length, &p);
		if (!belongs(k, &p))
			continue;
		add(w, s, id);
		snprintf(w->words, sizeof(w->words), "%s", _("the segment before this state"));
		return;
	}
}

void why_update(struct why *w, const struct view_source *s, uint64_t event)
{
	struct tape_event e;
	*w = (struct why){0};
	if (event == TAPE_NONE || !tape_get(s->tape, event, &e))
		return;
	if ((e.kind == TAPE_CALL || e.kind == TAPE_FRAME) && by_lanes(w, s, event))
		return;
	if (e.kind == TAPE_FRAME)
		by_call(w, s, event);
	else if (e.kind == TAPE_SOCKET && e.socket.local_port)
		by_segment(w, s, event, &e.socket);
	else if (e.kind == TAPE_COUNTER && e.counter.frame != TAPE_NONE) {
		add(w, s, e.counter.frame);
		snprintf(w->words, sizeof(w->words), "%s", _("the frame it counts"));
	} else if (e.kind == TAPE_CALL && e.call.enter != event)
		add(w, s, e.call.enter);
}
