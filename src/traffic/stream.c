/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A conversation's bytes put in order.
 */
#include "traffic/stream.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/vec.h"

#define LIMIT ((uint64_t)64 << 20)
/* Chunks as small as this on average fill the limit too: each has a record. */
#define CHUNK_LEAST 16
#define CHUNKS_ALWAYS 1024

/* A segment on its way, its bytes elsewhere. */
struct segment {
	uint64_t number;
	nsec when;
	uint32_t seq, length; /* by the header */
	uint32_t captured;    /* of them */
	const uint8_t *bytes;
};

struct pending {
	struct segment segment;
	uint8_t *copy; /* owned */
};

struct kept {
	uint64_t number, offset, missing;
	nsec when;
	size_t at; /* in the bytes */
	uint32_t length;
	uint8_t direction;
};

struct side {
	struct stream_side sum;
	uint32_t next;               /* sequence number whose turn it is */
	uint64_t missing;            /* before the next chunk: gaps may follow each other */
	VEC(struct pending) pending; /* by sequence number */
};

struct stream {
	uint64_t limit;
	bool cut;
	struct buf bytes;
	VEC(struct kept) chunks;
	struct side sides[2];
};

static bool before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

struct stream *stream_create(uint64_t limit)
{
	struct stream *s = xcalloc(1, sizeof(*s));
	s->limit = limit ? limit : LIMIT;
	s->sides[0].next = s->sides[1].next = 1; /* SYN is 0 */
	return s;
}

static void drop_pending(struct side *d)
{
	VEC_EACH (p, &d->pending)
		free(p->copy);
	vec_free(&d->pending);
}

void stream_destroy(struct stream *s)
{
	if (!s)
		return;
	drop_pending(&s->sides[0]);
	drop_pending(&s->sides[1]);
	buf_finish(&s->bytes);
	vec_free(&s->chunks);
	free(s);
}

/* How much of so many more bytes there is room for. */
static uint32_t room_for(struct stream *s, uint32_t length)
{
	uint64_t most = s->chunks.count < s->limit / CHUNK_LEAST + CHUNKS_ALWAYS
	                        ? s->limit - s->bytes.len
	                        : 0;
	if (length <= most)
		return length;
	s->cut = true;
	return (uint32_t)most;
}

/* A piece whose turn it is. */
static void keep(struct stream *s, int direction, const struct segment *g)
{
	struct side *d = &s->sides[direction];
	uint32_t length = room_for(s, g->captured);
	if (length) {
		const struct kept k = {
		        .number = g->number,
		        .offset = d->sum.bytes + d->sum.missing,
		        .when = g->when,
		        .at = s->bytes.len,
		        .length = length,
		        .missing = d->missing,
		        .direction = (uint8_t)direction,
		};
		vec_push(&s->chunks, k);
		buf_add(&s->bytes, g->bytes, length);
		d->sum.bytes += length;
		d->missing = 0;
	}
	/* What the snapshot length has cut off. */
	d->missing += g->length - g->captured;
	d->sum.missing += g->length - g->captured;
}

/* What of the segment is new, if it is its turn; true when it is done with. */
static bool take_turn(struct stream *s, int direction, struct segment g)
{
	struct side *d = &s->sides[direction];
	if (before(d->next, g.seq))
		return false;
	uint32_t old = d->next - g.seq;
	if (old >= g.length) {
		d->sum.repeated += g.length;
		return true;
	}
	d->sum.repeated += old;
	uint32_t skip = old < g.captured ? old : g.captured;
	g.bytes += skip;
	g.captured -= skip;
	g.length -= old;
	d->next += g.length;
	keep(s, direction, &g);
	return true;
}

/* Those whose turn has come. */
static void take_pending(struct stream *s, int direction)
{
	struct side *d = &s->sides[direction];
	while (d->pending.count && take_turn(s, direction, d->pending.at[0].segment)) {
		free(d->pending.at[0].copy);
		vec_remove(&d->pending, 0);
	}
}

/* What lies before the first that waits was not captured. */
static void give_up_gap(struct stream *s, int direction)
{
	struct side *d = &s->sides[direction];
	uint32_t gap = d->pending.at[0].segment.seq - d->next;
	d->missing += gap;
	d->sum.missing += gap;
	d->next += gap;
	take_pending(s, direction);
}

static void wait_turn(struct stream *s, int direction, const struct segment *g)
{
	struct side *d = &s->sides[direction];
	if (d->pending.count == STREAM_PENDING_MAX)
		give_up_gap(s, direction);
	struct pending p = {.segment = *g, .copy = xmalloc(g->captured ? g->captured : 1)};
	memcpy(p.copy, g->bytes, g->captured);
	p.segment.bytes = p.copy;
	vec_push(&d->pending, p);
	for (size_t i = d->pending.count - 1; i && before(g->seq, d->pending.at[i - 1].segment.seq);
	        i--) {
		d->pending.at[i] = d->pending.at[i - 1];
		d->pending.at[i - 1] = p;
	}
}

static void take_segment(
        struct stream *s, struct segment g, const struct packet *p, const struct flow_note *note)
{
	int direction = note->direction;
	struct side *other = &s->sides[!direction];
	/* It acknowledges what only its sender's end has seen. */
	while ((p->tcp_flags & TCP_ACK) && other->pending.count &&
	        before(other->pending.at[0].segment.seq, note->ack))
		give_up_gap(s, !direction);
	g.seq = note->seq + !!(p->tcp_flags & TCP_SYN);
	/* A byte below the next number asks whether anybody is there. */
	if (g.length == 0 || (note->marks & (FLOW_KEEP_ALIVE | FLOW_WINDOW_PROBE)))
		return;
	if (take_turn(s, direction, g))
		take_pending(s, direction);
	else
		wait_turn(s, direction, &g);
}

void stream_take(struct stream *s, uint64_t number, nsec when, const struct packet *p,
        const uint8_t *bytes, const struct flow_note *note)
{
	uint32_t begin = p->payload_offset < p->captured ? p->payload_offset : p->captured;
	uint32_t there = p->captured - begin;
	struct segment g = {
	        .number = number,
	        .when = when,
	        .length = p->payload_length,
	        .captured = there < p->payload_length ? there : p->payload_length,
	        .bytes = bytes + begin,
	};
	if (s->cut || (p->flags & PACKET_FRAGMENT))
		return;
	if (p->protocol == IPPROTO_TCP)
		take_segment(s, g, p, note);
	else
		keep(s, note->direction, &g);
}

void stream_end(struct stream *s)
{
	for (int direction = 0; direction < 2; direction++)
		while (s->sides[direction].pending.count)
			give_up_gap(s, direction);
}

size_t stream_count(const struct stream *s)
{
	return s->chunks.count;
}

struct stream_chunk stream_chunk(const struct stream *s, size_t i)
{
	const struct kept *k = &s->chunks.at[i];
	return (struct stream_chunk){
	        .number = k->number,
	        .when = k->when,
	        .offset = k->offset,
	        .length = k->length,
	        .missing = k->missing,
	        .direction = k->direction,
	        .bytes = (const uint8_t *)s->bytes.at + k->at,
	};
}

struct stream_side stream_side(const struct stream *s, int direction)
{
	return s->sides[direction].sum;
}

bool stream_is_cut(const struct stream *s)
{
	return s->cut;
}
