/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of outstanding segments, in rings that grow by doubling.
 *
 * How it works: a ring's size is a power of two; free ones of each size wait in a list, and are
 * cut from blocks. Almost every list is in order: an acknowledgment takes from its head. Where a
 * retransmission made it not so, all are looked at.
 *
 * Numbers are compared as RFC 9293 3.4 says, by the sign of their difference; with numbers that
 * lie half the space apart (only broken captures have them) this is not transitive, so that
 * shortcuts are taken only for lists that are `near`.
 */
#include "packet/flow/flow_segments.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define CLASSES 15    /* rings of 2 (48 bytes) to 16384 */
#define CLASS_FIRST 1 /* log2 of the smallest */
#define FIND_MAX 1024 /* segments looked at */
#define NEAR (1u << 30)
#define BLOCK (64u << 10) /* bytes; bigger rings have a block of their own */

struct block {
	struct block *next;
	size_t bytes;
};

union free_ring {
	union free_ring *next;
	struct segment segment;
};

struct segments_pool {
	struct block *blocks;
	union free_ring *unused[CLASSES];
	size_t bytes, limit;
};

static bool after(uint32_t a, uint32_t b)
{
	return (int32_t)(b - a) < 0;
}

struct segments_pool *segments_pool_create(size_t limit)
{
	struct segments_pool *p = xcalloc(1, sizeof(*p));
	p->limit = limit;
	return p;
}

void segments_pool_destroy(struct segments_pool *p)
{
	if (!p)
		return;
	while (p->blocks) {
		struct block *next = p->blocks->next;
		free(p->blocks);
		p->blocks = next;
	}
	free(p);
}

size_t segments_pool_bytes(const struct segments_pool *p)
{
	return p->bytes;
}

static void give_back(struct segments_pool *p, struct segment *ring, unsigned log2)
{
	union free_ring *r = (union free_ring *)(void *)ring;
	r->next = p->unused[log2];
	p->unused[log2] = r;
}

static struct segment *take(struct segments_pool *p, unsigned log2)
{
	if (!p->unused[log2]) {
		size_t ring = sizeof(struct segment) << log2;
		size_t rings = ring < BLOCK ? BLOCK / ring : 1;
		size_t bytes = sizeof(struct block) + rings * ring;
		if (p->bytes + bytes > p->limit)
			return NULL;
		struct block *b = xmalloc(bytes);
		*b = (struct block){p->blocks, bytes};
		p->blocks = b;
		p->bytes += bytes;
		for (size_t i = 0; i < rings; i++)
			give_back(p, (struct segment *)(void *)(b + 1) + (i << log2), log2);
	}
	union free_ring *r = p->unused[log2];
	p->unused[log2] = r->next;
	return &r->segment;
}

static struct segment *at(const struct segments *s, uint32_t i)
{
	return &s->ring[(s->head + i) & ((1u << s->log2) - 1)];
}

void segments_clear(struct segments_pool *p, struct segments *s)
{
	if (s->ring)
		give_back(p, s->ring, s->log2);
	*s = (struct segments){0};
}

static bool grow(struct segments_pool *p, struct segments *s)
{
	unsigned log2 = s->ring ? s->log2 + 1u : CLASS_FIRST;
	struct segment *ring = log2 < CLASSES ? take(p, log2) : NULL;
	if (!ring)
		return false;
	for (uint32_t i = 0; i < s->count; i++)
		ring[i] = *at(s, i);
	if (s->ring)
		give_back(p, s->ring, s->log2);
	s->ring = ring;
	s->log2 = (uint8_t)log2;
	s->head = 0;
	return true;
}

/* What the new one, already last, makes of the bounds. */
static void widen(struct segments *s, const struct segment *new)
{
	if (s->count == 1) {
		s->low = new->seq;
		s->high = new->end;
		s->near = s->in_order = new->end - new->seq < NEAR;
		return;
	}
	/* Only of what is near, the signs of differences say which is lower. */
	bool near = new->seq - s->low < NEAR || s->low - new->seq < NEAR;
	s->near = s->near && near && new->end - new->seq < NEAR;
	s->in_order = s->in_order && new->seq - s->high < NEAR;
	if (s->near && after(s->low, new->seq))
		s->low = new->seq;
	if (s->near && after(new->end, s->high))
		s->high = new->end;
	s->near = s->near && s->high - s->low < NEAR;
	s->in_order = s->in_order && s->near;
}

bool segments_push(struct segments_pool *p, struct segments *s, const struct segment *new)
{
	if (s->count >= SEGMENTS_MAX)
		return false;
	if ((!s->ring || s->count == 1u << s->log2) && !grow(p, s))
		return false;
	s->count++;
	*at(s, s->count - 1u) = *new;
	widen(s, new);
	return true;
}

const struct segment *segments_first(const struct segments *s)
{
	return s->count ? at(s, 0) : NULL;
}

const struct segment *segments_find(const struct segments *s, uint32_t seq)
{
	for (uint32_t i = 0; i < s->count && i < FIND_MAX; i++) {
		const struct segment *g = at(s, i);
		if (seq - g->seq < g->end - g->seq)
			return g;
	}
	return NULL;
}

/* True where the list is in order and all of it is near: only its head is concerned. */
static bool ack_head(
        struct segments_pool *p, struct segments *s, uint32_t ack, struct segment *exact)
{
	bool found = false;
	while (s->count && !after(at(s, 0)->end, ack)) {
		found = found || at(s, 0)->end == ack;
		*exact = *at(s, 0);
		s->head = (uint16_t)((s->head + 1u) & ((1u << s->log2) - 1));
		s->count--;
	}
	if (!s->count) {
		segments_clear(p, s);
		return found;
	}
	if (after(ack, at(s, 0)->seq))
		at(s, 0)->seq = ack;
	s->low = at(s, 0)->seq;
	return found;
}

/* Whether it stays, perhaps shortened. */
static bool stays(struct segment *g, uint32_t ack)
{
	if (ack == g->end)
		return false;
	if (after(ack, g->seq) && after(g->end, ack)) {
		g->seq = ack;
		return true;
	}
	return after(g->end, ack);
}

static bool ack_all(
        struct segments_pool *p, struct segments *s, uint32_t ack, struct segment *exact)
{
	bool found = false;
	uint32_t old = s->count;
	s->count = 0;
	for (uint32_t i = 0; i < old; i++) {
		struct segment g = *at(s, i);
		if (g.end == ack && !found) {
			found = true;
			*exact = g;
		}
		if (!stays(&g, ack))
			continue;
		s->count++;
		*at(s, s->count - 1u) = g;
		widen(s, &g);
	}
	if (!s->count)
		segments_clear(p, s);
	return found;
}

bool segments_ack(struct segments_pool *p, struct segments *s, uint32_t ack, struct segment *exact)
{
	if (!s->count)
		return false;
	bool ahead = ack - s->low < NEAR, behind = s->low - ack < NEAR;
	if (s->near && behind)
		return false; /* it lies at or below all of them */
	if (s->in_order && ahead)
		return ack_head(p, s, ack, exact);
	return ack_all(p, s, ack, exact);
}

static uint32_t span_of_all(const struct segments *s, uint32_t base)
{
	uint32_t low = UINT32_MAX, high = 0;
	for (uint32_t i = 0; i < s->count; i++) {
		const struct segment *g = at(s, i);
		low = g->seq - base < low ? g->seq - base : low;
		high = g->end - base > high ? g->end - base : high;
	}
	return high - low;
}

uint32_t segments_span(const struct segments *s, uint32_t base)
{
	if (s->count == 0)
		return 0;
	if (s->near && s->low - base <= s->high - base)
		return s->high - s->low;
	return span_of_all(s, base);
}
