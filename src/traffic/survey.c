/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How it works. Each packet is decoded once more, since the index does not keep addresses and
 * layers. Protocols are a tree of nodes found by walking down a packet's layers; endpoints are in a
 * hash table; time is in buckets that are folded two by two when there are too many.
 */
#include "traffic/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "base/vec.h"
#include "packet/flow/flow.h"
#include "traffic/selection.h"
#include "traffic/traffic.h"

#define FIRST_WIDTH NSEC_PER_MSEC
#define FLOWS_MAX (1u << 22)
#define TROUBLES                                                                              \
	(FLOW_RETRANSMISSION | FLOW_OUT_OF_ORDER | FLOW_LOST | FLOW_ACK_LOST | FLOW_DUP_ACK | \
	        FLOW_ZERO_WINDOW | FLOW_WINDOW_FULL)

struct node {
	struct survey_protocol row;
	uint32_t child, sibling; /* index; 0: none, the root is nobody's */
};

struct survey {
	struct traffic *traffic;
	struct selection *selection; /* NULL: all packets */
	uint64_t last;               /* number of the packet counted last; 0: none yet */
	struct survey_counts total;
	struct node nodes[SURVEY_PROTOCOLS_MAX]; /* [0]: the root */
	uint32_t node_count;
	struct survey_protocol rows[SURVEY_PROTOCOLS_MAX];
	VEC(struct survey_endpoint) endpoints;
	uint32_t *slots; /* twice as many as endpoints may be; index + 1, 0: free */
	uint64_t left_out;
	VEC(uint64_t) conversations;
	struct map seen; /* of them */
	struct survey_bucket buckets[SURVEY_BUCKETS];
	size_t bucket_count;
	nsec begin, width;
};

#define SLOTS (2 * SURVEY_ENDPOINTS_MAX)

struct survey *survey_create(struct traffic *t, struct selection *selection)
{
	struct survey *s = xcalloc(1, sizeof(*s));
	s->traffic = t;
	s->selection = selection;
	s->slots = xcalloc(SLOTS, sizeof(*s->slots));
	survey_restart(s);
	return s;
}

void survey_destroy(struct survey *s)
{
	if (!s)
		return;
	vec_free(&s->endpoints);
	vec_free(&s->conversations);
	map_finish(&s->seen);
	free(s->slots);
	free(s);
}

void survey_restart(struct survey *s)
{
	s->last = 0;
	s->total = (struct survey_counts){0};
	memset(s->nodes, 0, sizeof(s->nodes));
	s->node_count = 1;
	s->endpoints.count = 0;
	memset(s->slots, 0, SLOTS * sizeof(*s->slots));
	s->left_out = 0;
	s->conversations.count = 0;
	map_finish(&s->seen);
	s->seen = (struct map){0};
	memset(s->buckets, 0, sizeof(s->buckets));
	s->bucket_count = 0;
	s->width = FIRST_WIDTH;
}

static void count(struct survey_counts *c, uint32_t bytes)
{
	c->packets++;
	c->bytes += bytes;
}

/* The child of that kind, made when there is none; 0 when there is no room. */
static uint32_t child_of(struct survey *s, uint32_t parent, uint8_t kind)
{
	uint32_t *link = &s->nodes[parent].child;
	while (*link && s->nodes[*link].row.kind != kind)
		link = &s->nodes[*link].sibling;
	if (*link || s->node_count == SURVEY_PROTOCOLS_MAX)
		return *link;
	uint8_t depth = parent ? (uint8_t)(s->nodes[parent].row.depth + 1) : 0;
	s->nodes[s->node_count].row = (struct survey_protocol){.kind = kind, .depth = depth};
	*link = s->node_count;
	return s->node_count++;
}

static void count_protocols(struct survey *s, const struct packet *p)
{
	uint32_t at = 0;
	for (unsigned i = 0; i < p->layer_count; i++) {
		uint8_t kind = p->layers[i].kind;
		bool rest = kind == LAYER_PAYLOAD && at != 0;
		/* Several headers of a kind (extensions, tags) are one row. */
		if (rest || (at && s->nodes[at].row.kind == kind))
			continue;
		uint32_t next = child_of(s, at, kind);
		if (!next)
			break;
		at = next;
		count(&s->nodes[at].row.all, p->length);
		if (kind == LAYER_ICMP || kind == LAYER_ICMPV6)
			break; /* what it quotes is another packet */
	}
	if (at)
		count(&s->nodes[at].row.last, p->length);
}

static uint32_t hash_of(const struct packet_addr *a)
{
	uint64_t h = a->length;
	for (unsigned i = 0; i < a->length; i++)
		h = (h ^ a->bytes[i]) * 0x100000001b3u;
	return (uint32_t)(h ^ h >> 32);
}

static struct survey_endpoint *endpoint(struct survey *s, const struct packet_addr *a)
{
	uint32_t at = hash_of(a) % SLOTS;
	for (; s->slots[at]; at = (at + 1) % SLOTS) {
		struct survey_endpoint *e = &s->endpoints.at[s->slots[at] - 1];
		if (packet_addr_equal(&e->address, a))
			return e;
	}
	if (s->endpoints.count == SURVEY_ENDPOINTS_MAX)
		return NULL;
	vec_push(&s->endpoints, ((struct survey_endpoint){.address = *a}));
	s->slots[at] = (uint32_t)s->endpoints.count;
	return &s->endpoints.at[s->endpoints.count - 1];
}

static void count_endpoints(struct survey *s, const struct packet *p)
{
	bool above = p->src.length > 0;
	const struct packet_addr *from = above ? &p->src : &p->mac_src;
	const struct packet_addr *to = above ? &p->dst : &p->mac_dst;
	if (!from->length || !to->length)
		return;
	struct survey_endpoint *e = endpoint(s, from);
	if (e)
		count(&e->sent, p->length);
	s->left_out += !e;
	e = endpoint(s, to);
	if (e)
		count(&e->received, p->length);
	s->left_out += !e;
}

static void fold_buckets(struct survey *s)
{
	for (size_t i = 0; i < SURVEY_BUCKETS / 2; i++) {
		const struct survey_bucket *a = &s->buckets[2 * i], *b = a + 1;
		s->buckets[i] = (struct survey_bucket){
		        a->packets + b->packets, a->troubles + b->troubles, a->bytes + b->bytes};
	}
	memset(&s->buckets[SURVEY_BUCKETS / 2], 0, sizeof(s->buckets) / 2);
	s->bucket_count = (s->bucket_count + 1) / 2;
	s->width *= 2;
}

/* A time before the first packet's counts as that: captures are not always in order. */
static void count_time(struct survey *s, const struct traffic_packet *t)
{
	if (s->total.packets == 1)
		s->begin = t->when;
	nsec since = t->when > s->begin ? t->when - s->begin : 0;
	while (since / s->width >= SURVEY_BUCKETS)
		fold_buckets(s);
	size_t at = (size_t)(since / s->width);
	if (at >= s->bucket_count)
		s->bucket_count = at + 1;
	struct survey_bucket *b = &s->buckets[at];
	b->packets++;
	b->bytes += t->length;
	b->troubles += (t->note.marks & TROUBLES) != 0;
}

static void count_conversation(struct survey *s, const struct traffic_packet *t)
{
	uint64_t flow = t->note.flow;
	if (flow == FLOW_NONE || s->conversations.count == FLOWS_MAX || map_find(&s->seen, flow))
		return;
	map_put(&s->seen, flow, 1);
	vec_push(&s->conversations, flow);
}

static void take(struct survey *s, uint64_t number)
{
	struct traffic_packet t;
	struct packet p;
	if (!traffic_get(s->traffic, number, &t) || !t.bytes)
		return;
	packet_decode(t.link, t.bytes, t.captured, t.length, &p);
	count(&s->total, t.length);
	count_protocols(s, &p);
	count_endpoints(s, &p);
	count_time(s, &t);
	count_conversation(s, &t);
}

/* The packet after the one counted last; 0: there is none yet. Those in between may have gone. */
static uint64_t following(const struct survey *s)
{
	if (s->selection)
		return selection_number(s->selection, selection_index(s->selection, s->last + 1));
	uint64_t first = traffic_first(s->traffic), next = s->last + 1;
	next = next < first ? first : next;
	return next <= traffic_last(s->traffic) ? next : 0;
}

bool survey_work(struct survey *s, unsigned most)
{
	uint64_t number = following(s);
	for (unsigned n = 0; number && n < most; n++) {
		take(s, number);
		s->last = number;
		number = following(s);
	}
	return number != 0;
}

struct survey_counts survey_total(const struct survey *s)
{
	return s->total;
}

static size_t add_rows(struct survey *s, uint32_t node, size_t count)
{
	for (uint32_t c = s->nodes[node].child; c; c = s->nodes[c].sibling) {
		s->rows[count++] = s->nodes[c].row;
		count = add_rows(s, c, count);
	}
	return count;
}

size_t survey_protocols(struct survey *s, const struct survey_protocol **out)
{
	*out = s->rows;
	return add_rows(s, 0, 0);
}

size_t survey_endpoints(const struct survey *s, const struct survey_endpoint **out)
{
	*out = s->endpoints.at;
	return s->endpoints.count;
}

uint64_t survey_endpoints_left_out(const struct survey *s)
{
	return s->left_out;
}

size_t survey_conversations(const struct survey *s, const uint64_t **out)
{
	*out = s->conversations.at;
	return s->conversations.count;
}

size_t survey_rate(
        const struct survey *s, nsec *begin, nsec *width, const struct survey_bucket **out)
{
	*begin = s->begin;
	*width = s->width;
	*out = s->buckets;
	return s->bucket_count;
}
