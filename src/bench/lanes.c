/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three lanes of a connection.
 */
#include "bench/lanes.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/map.h"
#include "base/vec.h"
#include "packet/flow/flow.h"
#include "tape/tape.h"

#define FLOWS_MAX 4096
#define PARTS_MAX ((size_t)32768) /* of one lane; then the older half goes */
#define TRACKED_FLOWS 4096
#define FORGET_EVERY 1024 /* events that the tape has lost */

struct lane_parts {
	VEC(struct lanes_part) list;
	uint64_t lost; /* parts that went */
	uint64_t bytes;
	uint64_t place; /* datagrams: where the next one begins */
};

/* One direction; its other one is the next or the one before (index ^ 1). */
struct direction {
	struct packet_addr from, to;
	uint16_t from_port, to_port;
	uint8_t protocol;
	nsec began;
	bool seen;
	uint64_t flow;       /* of packet/flow.h; FLOW_NONE before the first segment */
	uint64_t last_place; /* segments: to tell sequence numbers that wrapped */
	struct lane_parts lanes[LANES];
};

struct lanes {
	VEC(struct direction) directions; /* two a connection */
	VEC(size_t) shown;                /* those that were seen */
	struct map latest;                /* key of ends -> index of the newest with these ends */
	struct flow_table *flows;
	uint64_t next;      /* tape event to read next */
	uint64_t forgotten; /* parts before this event were looked at for going */
};

/* What names a direction. Two different ones with the same hash are told apart by comparing. */
struct ends {
	struct packet_addr from, to;
	uint16_t from_port, to_port;
	uint8_t protocol;
};

static uint64_t hash(uint64_t h, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	for (size_t i = 0; i < len; i++)
		h = (h ^ at[i]) * 0x100000001b3u; /* FNV-1a */
	return h;
}

static uint64_t key_of(const struct ends *e)
{
	uint64_t h = hash(0xcbf29ce484222325u, e->from.bytes, e->from.length);
	h = hash(h, e->to.bytes, e->to.length);
	h = hash(h, &e->from_port, sizeof(e->from_port));
	h = hash(h, &e->to_port, sizeof(e->to_port));
	return hash(h, &e->protocol, sizeof(e->protocol));
}

static bool has_ends(const struct direction *d, const struct ends *e)
{
	return d->protocol == e->protocol && d->from_port == e->from_port &&
	       d->to_port == e->to_port && packet_addr_equal(&d->from, &e->from) &&
	       packet_addr_equal(&d->to, &e->to);
}

static struct ends reversed(const struct ends *e)
{
	return (struct ends){.from = e->to,
	        .to = e->from,
	        .from_port = e->to_port,
	        .to_port = e->from_port,
	        .protocol = e->protocol};
}

static size_t add_direction(struct lanes *l, const struct ends *e, uint64_t flow)
{
	struct direction d = {.from = e->from,
	        .to = e->to,
	        .from_port = e->from_port,
	        .to_port = e->to_port,
	        .protocol = e->protocol,
	        .flow = flow};
	vec_push(&l->directions, d);
	map_put(&l->latest, key_of(e), l->directions.count - 1);
	return l->directions.count - 1;
}

/* The newest connection between these ends, made if there is none: the index of the direction
 * from e->from. SIZE_MAX: no room for another. */
static size_t direction_of(struct lanes *l, const struct ends *e, uint64_t flow)
{
	const uint64_t *at = map_find(&l->latest, key_of(e));
	if (at && has_ends(&l->directions.at[*at], e)) {
		struct direction *d = &l->directions.at[*at];
		if (flow == FLOW_NONE || d->flow == flow)
			return (size_t)*at;
		if (d->flow == FLOW_NONE) { /* calls came first, now its segments */
			d->flow = l->directions.at[*at ^ 1].flow = flow;
			return (size_t)*at;
		}
	}
	if (l->directions.count + 2 > FLOWS_MAX)
		return SIZE_MAX;
	struct ends back = reversed(e);
	size_t index = add_direction(l, e, flow);
	add_direction(l, &back, flow);
	return index;
}

static void drop_parts(struct lane_parts *p, size_t count)
{
	memmove(p->list.at, p->list.at + count, (p->list.count - count) * sizeof(*p->list.at));
	p->list.count -= count;
	p->lost += count;
}

/* What the tape has lost goes here, too, so that lanes are never larger than the tape. A lane is
 * looked through only when half of it would go. */
static void forget_before(struct lanes *l, uint64_t first)
{
	for (size_t i = 0; i < l->directions.count * LANES; i++) {
		struct lane_parts *p = &l->directions.at[i / LANES].lanes[i % LANES];
		size_t half = p->list.count / 2;
		if (half && p->list.at[half].event < first)
			drop_parts(p, half);
	}
	l->forgotten = first;
}

static void add_part(struct lanes *l, size_t index, enum lane lane, const struct lanes_part *part)
{
	struct direction *d = &l->directions.at[index];
	struct lane_parts *p = &d->lanes[lane];
	if (lane != LANE_SEGMENT)
		p->bytes += part->end - part->begin;
	else if (part->end > p->bytes) /* what was sent again counts once */
		p->bytes = part->end;
	if (p->list.count == PARTS_MAX)
		drop_parts(p, PARTS_MAX / 2);
	vec_push(&p->list, *part);
	if (d->seen)
		return;
	d->seen = true;
	d->began = part->when;
	vec_push(&l->shown, index);
}

/* A sequence number relative to the SYN as a place in the stream: the first byte has number 1. It
 * is 32 bits wide; the place is taken near the last one. */
static uint64_t place_of_seq(struct direction *d, uint32_t seq)
{
	int32_t step = (int32_t)(seq - 1 - (uint32_t)d->last_place);
	uint64_t place = step < 0 && (uint64_t) - (int64_t)step > d->last_place
	                         ? 0
	                         : d->last_place + (uint64_t)(int64_t)step;
	if (place > d->last_place)
		d->last_place = place;
	return place;
}

static void read_segment(struct lanes *l, const struct tape_event *ev, const struct packet *p,
        const struct flow_note *note)
{
	struct ends e = {.from = p->src,
	        .to = p->dst,
	        .from_port = p->sport,
	        .to_port = p->dport,
	        .protocol = p->protocol};
	size_t index = direction_of(l, &e, note->flow);
	if (index == SIZE_MAX || !p->payload_length)
		return;
	struct direction *d = &l->directions.at[index];
	struct lane_parts *lane = &d->lanes[LANE_SEGMENT];
	bool stream = p->protocol == IPPROTO_TCP;
	uint64_t begin = stream ? place_of_seq(d, note->seq) : lane->place;
	struct lanes_part part = {.begin = begin,
	        .end = begin + p->payload_length,
	        .event = ev->id,
	        .when = ev->when,
	        .fate = ev->frame.fate,
	        .repeated = (note->marks & FLOW_RETRANSMISSION) ||
	                    (ev->frame.marks & (MARK_REPEAT | MARK_COPY))};
	add_part(l, index, LANE_SEGMENT, &part);
	if (!stream && !part.repeated)
		lane->place = part.end;
}

/* Copies that the wire made are no segments of the sender's, and a frame that crosses several
 * links is taken on the first. */
static void read_frame(struct lanes *l, const struct tape_event *ev)
{
	struct packet p;
	if (ev->frame.marks & MARK_COPY)
		return;
	packet_decode(
	        PACKET_LINK_ETHERNET, ev->frame.bytes, ev->frame.captured, ev->frame.length, &p);
	if (p.protocol != IPPROTO_TCP && p.protocol != IPPROTO_UDP)
		return;
	struct flow_note note = flow_note_frame(l->flows, &p, ev->when, ev->id);
	if (note.flow != FLOW_NONE)
		read_segment(l, ev, &p, &note);
}

static struct packet_addr address(uint8_t family, const uint8_t bytes[16])
{
	struct packet_addr a = {.length = family == AF_INET6 ? 16 : 4};
	memcpy(a.bytes, bytes, a.length);
	return a;
}

static void read_call(struct lanes *l, const struct tape_event *ev)
{
	const struct tape_call *c = &ev->call;
	bool moves = c->kind == CALL_SEND || c->kind == CALL_RECV;
	if (c->stage != CALL_RETURNED || !moves || c->result <= 0 || !c->local_port ||
	        !c->remote_port)
		return;
	bool sends = c->kind == CALL_SEND;
	struct ends e = {.from = address(c->family, c->local),
	        .to = address(c->family, c->remote),
	        .from_port = c->local_port,
	        .to_port = c->remote_port,
	        .protocol = c->protocol};
	if (!sends)
		e = reversed(&e);
	size_t index = direction_of(l, &e, FLOW_NONE);
	if (index == SIZE_MAX)
		return;
	enum lane lane = sends ? LANE_SEND : LANE_RECV;
	struct lane_parts *parts = &l->directions.at[index].lanes[lane];
	uint64_t begin = c->protocol == IPPROTO_TCP ? c->offset : parts->place;
	struct lanes_part part = {.begin = begin,
	        .end = begin + (uint64_t)c->result,
	        .event = ev->id,
	        .when = ev->when};
	parts->place = part.end;
	add_part(l, index, lane, &part);
}

static struct lanes_part *part_of(struct lane_parts *p, uint64_t event)
{
	size_t low = 0, high = p->list.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (p->list.at[middle].event < event)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < p->list.count && p->list.at[low].event == event;
	return found ? &p->list.at[low] : NULL;
}

static void read_fate(struct lanes *l, const struct tape *t, const struct tape_event *ev)
{
	struct tape_event frame;
	struct packet p;
	if (!tape_get(t, ev->fate.frame, &frame) || frame.kind != TAPE_FRAME)
		return;
	packet_decode(PACKET_LINK_ETHERNET, frame.frame.bytes, frame.frame.captured,
	        frame.frame.length, &p);
	struct ends e = {.from = p.src,
	        .to = p.dst,
	        .from_port = p.sport,
	        .to_port = p.dport,
	        .protocol = p.protocol};
	const uint64_t *at = map_find(&l->latest, key_of(&e));
	struct lanes_part *part =
	        at ? part_of(&l->directions.at[*at].lanes[LANE_SEGMENT], ev->fate.frame) : NULL;
	if (part)
		part->fate = ev->fate.fate;
}

struct lanes *lanes_create(void)
{
	struct lanes *l = xcalloc(1, sizeof(*l));
	l->flows = flow_table_create(TRACKED_FLOWS, FLOW_BY_ORDER);
	return l;
}

void lanes_destroy(struct lanes *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->directions.count; i++)
		for (int lane = 0; lane < LANES; lane++)
			vec_free(&l->directions.at[i].lanes[lane].list);
	vec_free(&l->directions);
	vec_free(&l->shown);
	map_finish(&l->latest);
	flow_table_destroy(l->flows);
	free(l);
}

bool lanes_update(struct lanes *l, const struct tape *t, uint64_t end, size_t events)
{
	bool changed = false;
	if (l->next < tape_first(t))
		l->next = tape_first(t);
	if (tape_first(t) - l->forgotten >= FORGET_EVERY)
		forget_before(l, tape_first(t));
	for (; events && l->next < end && l->next < tape_end(t); events--, l->next++) {
		struct tape_event ev;
		if (!tape_get(t, l->next, &ev))
			continue;
		changed |= ev.kind == TAPE_FRAME || ev.kind == TAPE_CALL || ev.kind == TAPE_FATE;
		if (ev.kind == TAPE_FRAME)
			read_frame(l, &ev);
		else if (ev.kind == TAPE_CALL)
			read_call(l, &ev);
		else if (ev.kind == TAPE_FATE)
			read_fate(l, t, &ev);
	}
	return changed;
}

size_t lanes_count(const struct lanes *l)
{
	return l->shown.count;
}

bool lanes_get(const struct lanes *l, size_t index, struct lanes_flow *out)
{
	if (index >= l->shown.count)
		return false;
	const struct direction *d = &l->directions.at[l->shown.at[index]];
	*out = (struct lanes_flow){.protocol = d->protocol,
	        .from = d->from,
	        .to = d->to,
	        .from_port = d->from_port,
	        .to_port = d->to_port,
	        .connection = (uint32_t)(l->shown.at[index] / 2),
	        .began = d->began};
	for (int lane = 0; lane < LANES; lane++)
		out->lanes[lane] = (struct lanes_lane){.parts = d->lanes[lane].list.at,
		        .count = d->lanes[lane].list.count,
		        .lost = d->lanes[lane].lost,
		        .bytes = d->lanes[lane].bytes};
	return true;
}

size_t lanes_overlap(const struct lanes *l, size_t flow, enum lane other,
        const struct lanes_part *part, size_t *out, size_t max)
{
	struct lanes_flow f;
	size_t count = 0;
	if (!lanes_get(l, flow, &f))
		return 0;
	for (size_t i = 0; i < f.lanes[other].count && count < max; i++) {
		const struct lanes_part *p = &f.lanes[other].parts[i];
		if (p->begin < part->end && part->begin < p->end)
			out[count++] = i;
	}
	return count;
}
