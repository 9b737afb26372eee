/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames onto ports: now, later, again when the port had no room.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "net/wire_internal.h"

#define RETRY_AFTER NSEC_PER_MSEC
#define RETRIES 100

static struct wire_way *way_of(struct wire *w, int link, uint8_t direction)
{
	return &w->links[link].ways[direction];
}

void wire_send_arm(struct wire *w)
{
	nsec due = wire_queue_due(&w->queue);
	if (due == w->armed)
		return;
	w->armed = due;
	w->below.arm(w->below.user, due);
}

static int inject(struct wire *w, int link, uint8_t direction, const uint8_t *bytes, uint32_t len)
{
	return w->below.inject(w->below.user, link, !direction, bytes, len);
}

static bool no_room(int rc)
{
	return rc == -ENOBUFS || rc == -EAGAIN || rc == -ENOMEM;
}

/* The fate that the answer of a port means; counted. */
static struct wire_fate fate_of(struct wire *w, int link, int rc, struct wire_fate want)
{
	struct wire_stats *stats = &w->links[link].stats;
	if (rc == 0) {
		stats->delivered++;
		want.fate = FATE_DELIVERED;
		return want;
	}
	bool pulled = rc == -ENETDOWN || rc == -ENXIO || rc == -ENODEV;
	stats->dropped++;
	want.fate = FATE_DROPPED;
	want.by = pulled ? BY_CABLE : BY_WIRE;
	return want;
}

static bool put_later(struct wire *w, const struct wire_later *l)
{
	struct wire_way *way = way_of(w, l->link, l->direction);
	if (way->later >= WIRE_LATER_MAX)
		return false;
	way->later++;
	if (l->tries)
		way->retrying++;
	wire_queue_put(&w->queue, l);
	wire_send_arm(w);
	return true;
}

static struct wire_later entry(int link, uint8_t direction, uint64_t frame, const uint8_t *bytes,
        uint32_t len, struct wire_fate want, bool twice)
{
	struct wire_later l = {.frame = frame,
	        .bytes = xmalloc(len),
	        .length = len,
	        .link = (uint16_t)link,
	        .direction = direction,
	        .by = (uint8_t)want.by,
	        .marks = want.marks,
	        .twice = twice};
	memcpy(l.bytes, bytes, len);
	return l;
}

/* Queues until the port has room; the oldest of a direction goes first because all of them are
 * due at the same time. */
static struct wire_fate retry(struct wire *w, int link, uint8_t direction, uint64_t frame,
        const uint8_t *bytes, uint32_t len, struct wire_fate want, bool twice)
{
	struct wire_later l = entry(link, direction, frame, bytes, len, want, twice);
	l.due = way_of(w, link, direction)->blocked_until;
	l.tries = 1;
	if (!put_later(w, &l)) {
		free(l.bytes);
		return fate_of(w, link, -EOVERFLOW, want);
	}
	want.fate = FATE_DELAYED;
	want.by = BY_WIRE;
	return want;
}

struct wire_fate wire_send(struct wire *w, int link, uint8_t direction, uint64_t frame,
        const uint8_t *bytes, uint32_t len, struct wire_fate want, bool twice)
{
	struct wire_way *way = way_of(w, link, direction);
	if (way->retrying)
		return retry(w, link, direction, frame, bytes, len, want, twice);
	int rc = inject(w, link, direction, bytes, len);
	if (no_room(rc)) {
		way->blocked_until = w->below.now(w->below.user) + RETRY_AFTER;
		return retry(w, link, direction, frame, bytes, len, want, twice);
	}
	return fate_of(w, link, rc, want);
}

struct wire_fate wire_send_at(struct wire *w, nsec due, int link, uint8_t direction, uint64_t frame,
        const uint8_t *bytes, uint32_t len, struct wire_fate want, bool twice, bool late)
{
	struct wire_way *way = way_of(w, link, direction);
	struct wire_later l = entry(link, direction, frame, bytes, len, want, twice);
	l.due = due;
	if (!put_later(w, &l)) {
		free(l.bytes);
		w->links[link].stats.dropped++;
		want.fate = FATE_DROPPED;
		return want;
	}
	if (late)
		way->late = w->queue.orders; /* the order it was just given */
	want.fate = FATE_DELAYED;
	return want;
}

void wire_send_overtaken(struct wire *w, struct wire_way *way, nsec due)
{
	if (!way->late)
		return;
	wire_queue_hasten(&w->queue, way->late, due);
	way->late = 0;
	wire_send_arm(w);
}

void wire_send_record_copy(struct wire *w, int link, uint8_t direction, uint64_t original,
        const uint8_t *bytes, uint32_t len, enum frame_by by)
{
	struct packet p;
	struct flow_note note = {
	        .flow = FLOW_NONE, .repeats = FLOW_NONE, .dup_of = FLOW_NONE, .acks = FLOW_NONE};
	packet_decode(PACKET_LINK_ETHERNET, bytes, len, len, &p);
	/* The copy is no retransmission: flows never hear of it. */
	if (wire_notes_get(w->notes, original, &note))
		note.repeats = FLOW_NONE;
	struct tape_frame f = {.link = (uint16_t)link,
	        .direction = direction,
	        .fate = FATE_DELIVERED,
	        .by = (uint8_t)by,
	        .marks = MARK_COPY,
	        .related = original,
	        .captured = len,
	        .length = len,
	        .bytes = bytes};
	uint64_t id = tape_add_frame(w->tape, w->below.now(w->below.user), &f);
	wire_notes_put(w->notes, id, &note);
	if (w->on_frame)
		w->on_frame(w->user, id, &p, &note);
}

/* Back into the queue: the port had no room. False: often enough. */
static bool again(struct wire *w, struct wire_way *way, struct wire_later *l, nsec now)
{
	if (l->tries >= RETRIES)
		return false;
	l->tries++;
	way->retrying++;
	way->later++;
	if (way->blocked_until <= now)
		way->blocked_until = now + RETRY_AFTER;
	l->due = way->blocked_until;
	wire_queue_put(&w->queue, l);
	return true;
}

/* One frame that is due. */
static void leave(struct wire *w, struct wire_later *l, nsec now)
{
	struct wire_way *way = way_of(w, l->link, l->direction);
	way->later--;
	if (l->tries)
		way->retrying--;
	if (way->late == l->order)
		way->late = 0;
	bool blocked = way->blocked_until > now;
	int rc = blocked ? -ENOBUFS : inject(w, l->link, l->direction, l->bytes, l->length);
	if (no_room(rc) && again(w, way, l, now))
		return;
	struct wire_fate want = {.by = (enum frame_by)l->by, .marks = l->marks};
	struct wire_fate f = fate_of(w, l->link, rc, want);
	tape_set_fate(w->tape, now, l->frame, f.fate, f.by, f.marks);
	if (l->twice && rc == 0 && inject(w, l->link, l->direction, l->bytes, l->length) == 0)
		wire_send_record_copy(
		        w, l->link, l->direction, l->frame, l->bytes, l->length, f.by);
	free(l->bytes);
}

void wire_core_run(struct wire *w)
{
	struct wire_later l;
	nsec now = w->below.now(w->below.user);
	w->armed = WIRE_QUEUE_NEVER; /* the timer has fired */
	for (int n = 0; n < 256 && wire_queue_take(&w->queue, now, &l); n++)
		leave(w, &l, now);
	wire_send_arm(w);
}
