/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks over the records and keeps those of one conversation.
 */
#include "traffic/points.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/vec.h"
#include "traffic/traffic.h"

struct points {
	struct traffic *traffic;
	uint64_t flow;
	uint64_t last; /* number of the packet looked at last */
	VEC(struct point) all;
	bool cut;
};

struct points *points_create(struct traffic *t, uint64_t flow)
{
	struct points *p = xcalloc(1, sizeof(*p));
	p->traffic = t;
	p->flow = flow;
	return p;
}

void points_destroy(struct points *p)
{
	if (!p)
		return;
	vec_free(&p->all);
	free(p);
}

/* The index does not keep how much a segment carries. */
static uint32_t payload(struct traffic *t, uint64_t number)
{
	struct traffic_packet got;
	struct packet packet;
	if (!traffic_get(t, number, &got) || !got.bytes)
		return 0;
	packet_decode(got.link, got.bytes, got.captured, got.length, &packet);
	return packet.payload_length;
}

static void take(struct points *p, const struct traffic_packet *t)
{
	if (p->all.count == POINTS_MAX) {
		p->cut = true;
		return;
	}
	const struct flow_note *n = &t->note;
	struct point point = {
	        .number = t->number,
	        .when = t->when,
	        .rtt = n->rtt,
	        .seq = n->seq,
	        .ack = n->ack,
	        .window = n->window,
	        .in_flight = n->in_flight,
	        .length = payload(p->traffic, t->number),
	        .bytes = t->length,
	        .marks = n->marks,
	        .tcp_flags = t->tcp_flags,
	        .direction = n->direction,
	        .scaled = n->scale != FLOW_SCALE_UNKNOWN,
	};
	vec_push(&p->all, point);
}

bool points_work(struct points *p, unsigned most)
{
	uint64_t first = traffic_first(p->traffic), last = traffic_last(p->traffic);
	struct traffic_packet t;
	if (p->last + 1 < first)
		p->last = first - 1;
	for (unsigned n = 0; n < most && p->last < last; n++) {
		p->last++;
		if (traffic_peek(p->traffic, p->last, &t) && t.note.flow == p->flow)
			take(p, &t);
	}
	return p->last < last;
}

size_t points_get(const struct points *p, const struct point **out)
{
	*out = p->all.at;
	return p->all.count;
}

bool points_cut(const struct points *p)
{
	return p->cut;
}

uint64_t points_flow(const struct points *p)
{
	return p->flow;
}
