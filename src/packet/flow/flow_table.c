/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of flows: found by a hash of both ends, kept in pages, forgotten by last use.
 *
 * How it works: slots are probed one after the other; each has the hash, so that growing touches
 * no flow, and looking touches one. Two connections on the same ends, one after the other, are two
 * flows; the slot leads to the newer one. In a bounded table all flows hang in one list by last
 * use, and a full one takes its tail again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "packet/decode_internal.h"
#include "packet/flow/flow_internal.h"

#define SLOTS_FIRST 64u
#define BOUND_MAX (1u << 24)
#define WELL_KNOWN 1024
/* What outstanding segments may take: a bench has few flows, a file may have a million. */
#define SEGMENT_BYTES_BOUNDED (64u << 20)
#define SEGMENT_BYTES (256u << 20)

/* Freed by free(). */
static void *xaligned(size_t line, size_t size)
{
	void *at = aligned_alloc(line, size);
	if (!at)
		abort();
	return at;
}

static void slots_alloc(struct flow_slots *s, uint32_t slots)
{
	s->mask = slots - 1;
	s->at = xmalloc(slots * sizeof(*s->at));
	memset(s->at, 0xff, slots * sizeof(*s->at));
}

static void slots_place(struct flow_slots *s, uint32_t hash, uint32_t flow)
{
	uint32_t i = hash & s->mask;
	while (s->at[i].flow != FLOW_NOBODY)
		i = (i + 1) & s->mask;
	s->at[i] = (struct flow_slot){hash, flow};
}

static void slots_put(struct flow_slots *s, uint32_t hash, uint32_t flow)
{
	if ((uint64_t)s->used * 5 >= ((uint64_t)s->mask + 1) * 3) {
		struct flow_slot *old = s->at;
		uint32_t slots = s->mask + 1;
		slots_alloc(s, slots * 2);
		for (uint32_t i = 0; i < slots; i++) {
			if (old[i].flow != FLOW_NOBODY)
				slots_place(s, old[i].hash, old[i].flow);
		}
		free(old);
	}
	slots_place(s, hash, flow);
	s->used++;
}

/* Those behind a freed slot that were pushed on by it move up (Knuth 6.4, algorithm R). */
static void slots_remove(struct flow_slots *s, uint32_t hash, uint32_t flow)
{
	uint32_t hole = hash & s->mask;
	while (s->at[hole].flow != flow)
		hole = (hole + 1) & s->mask;
	s->used--;
	for (uint32_t i = (hole + 1) & s->mask; s->at[i].flow != FLOW_NOBODY;
	        i = (i + 1) & s->mask) {
		uint32_t home = s->at[i].hash & s->mask;
		if (((i - home) & s->mask) < ((i - hole) & s->mask))
			continue;
		s->at[hole] = s->at[i];
		hole = i;
	}
	s->at[hole].flow = FLOW_NOBODY;
}

struct flow_table *flow_table_create(size_t max_flows, enum flow_judge judge)
{
	struct flow_table *t = xcalloc(1, sizeof(*t));
	t->max = (uint32_t)(max_flows > BOUND_MAX ? BOUND_MAX : max_flows);
	t->judge = judge;
	slots_alloc(&t->keys, SLOTS_FIRST);
	slots_alloc(&t->handles, SLOTS_FIRST);
	t->newest = t->oldest = FLOW_NOBODY;
	t->tcp.size = sizeof(struct flow_tcp);
	t->trouble.size = sizeof(struct flow_trouble);
	t->history.size = sizeof(struct flow_history);
	t->segments = segments_pool_create(t->max ? SEGMENT_BYTES_BOUNDED : SEGMENT_BYTES);
	/* Where the heap lies is not known to who sends frames: chains can't be made long. */
	t->seed = (uint64_t)(uintptr_t)t;
	return t;
}

void flow_table_destroy(struct flow_table *t)
{
	if (!t)
		return;
	for (uint32_t i = 0; i < t->page_count; i++)
		free(t->pages[i]);
	free(t->pages);
	free(t->uses);
	free(t->keys.at);
	free(t->handles.at);
	flow_pool_finish(&t->tcp);
	flow_pool_finish(&t->trouble);
	flow_pool_finish(&t->history);
	segments_pool_destroy(t->segments);
	free(t);
}

uint64_t flow_table_count(const struct flow_table *t)
{
	return t->next_handle;
}

size_t flow_table_bytes(const struct flow_table *t)
{
	size_t page = sizeof(*t->pages) + FLOW_PAGE * sizeof(struct flow);
	if (t->max)
		page += FLOW_PAGE * sizeof(*t->uses);
	return sizeof(*t) + t->page_count * page +
	       ((size_t)t->keys.mask + t->handles.mask + 2) * sizeof(struct flow_slot) +
	       t->tcp.bytes + t->trouble.bytes + t->history.bytes +
	       segments_pool_bytes(t->segments);
}

static struct flow *flow_at(const struct flow_table *t, uint32_t i)
{
	return &t->pages[i / FLOW_PAGE][i % FLOW_PAGE];
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

static uint32_t hash_handle(uint64_t handle)
{
	return (uint32_t)mix(0, handle);
}

const struct flow *flow_by_handle(const struct flow_table *t, uint64_t handle)
{
	if (!t->max)
		return handle < t->count ? flow_at(t, (uint32_t)handle) : NULL;
	uint32_t hash = hash_handle(handle);
	const struct flow_slots *s = &t->handles;
	for (uint32_t i = hash & s->mask; s->at[i].flow != FLOW_NOBODY; i = (i + 1) & s->mask) {
		uint32_t flow = s->at[i].flow;
		if (s->at[i].hash == hash && t->uses[flow].handle == handle)
			return flow_at(t, flow);
	}
	return NULL;
}

bool flow_stream(const struct flow_table *t, uint64_t flow, uint8_t *protocol, uint32_t *stream)
{
	const struct flow *f = flow_by_handle(t, flow);
	if (!f)
		return false;
	*protocol = f->key.protocol;
	*stream = f->stream;
	return true;
}

static uint32_t hash_key(const struct flow_table *t, const struct flow_key *k)
{
	uint64_t h = mix(mix(t->seed, k->low[0]), k->high[0]);
	if (k->family > 8)
		h = mix(mix(h, k->low[1]), k->high[1]);
	h = mix(h, (uint64_t)k->low_port << 32 | (uint64_t)k->high_port << 16 | k->protocol);
	return (uint32_t)(h ^ h >> 29);
}

static bool same_key(const struct flow_key *a, const struct flow_key *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static bool has_ports(const struct packet *p)
{
	switch (p->protocol) {
	case IP_TCP:
		return packet_find(p, LAYER_TCP) != NULL;
	case IP_UDP:
		return packet_find(p, LAYER_UDP) != NULL;
	case IP_SCTP:
		return packet_find(p, LAYER_SCTP) != NULL;
	}
	return false;
}

static bool is_echo(const struct packet *p)
{
	if (p->protocol == IP_ICMP)
		return p->icmp_type == 0 || p->icmp_type == 8;
	return p->protocol == IP_ICMPV6 && (p->icmp_type == 128 || p->icmp_type == 129);
}

/* Any order of ends will do. */
static bool is_low(const uint64_t a[2], const uint64_t b[2], uint16_t a_port, uint16_t b_port)
{
	if (a[0] != b[0])
		return a[0] < b[0];
	return a[1] != b[1] ? a[1] < b[1] : a_port <= b_port;
}

/* The conversation's two ends; false when the frame belongs to none. */
static bool key_of(const struct packet *p, struct flow_key *k, bool *from_low)
{
	bool ports = has_ports(p);
	uint64_t from[2] = {0}, to[2] = {0};
	if (p->src.length < 4 || (!ports && !is_echo(p)))
		return false;
	uint16_t sport = ports ? p->sport : p->icmp_id, dport = ports ? p->dport : p->icmp_id;
	memcpy(from, p->src.bytes, p->src.length > 4 ? 16 : 4);
	memcpy(to, p->dst.bytes, p->src.length > 4 ? 16 : 4);
	*from_low = is_low(from, to, sport, dport);
	memcpy(k->low, *from_low ? from : to, sizeof(from));
	memcpy(k->high, *from_low ? to : from, sizeof(to));
	k->low_port = *from_low ? sport : dport;
	k->high_port = *from_low ? dport : sport;
	k->family = p->src.length;
	k->protocol = p->protocol;
	k->none = 0;
	return true;
}

static void list_remove(struct flow_table *t, uint32_t i)
{
	const struct flow_use *u = &t->uses[i];
	if (u->newer != FLOW_NOBODY)
		t->uses[u->newer].older = u->older;
	else
		t->newest = u->older;
	if (u->older != FLOW_NOBODY)
		t->uses[u->older].newer = u->newer;
	else
		t->oldest = u->newer;
}

static void list_push(struct flow_table *t, uint32_t i)
{
	t->uses[i].newer = FLOW_NOBODY;
	t->uses[i].older = t->newest;
	if (t->newest != FLOW_NOBODY)
		t->uses[t->newest].newer = i;
	else
		t->oldest = i;
	t->newest = i;
}

/* Its records and its handle go; the key stays. */
static void release(struct flow_table *t, uint32_t i)
{
	struct flow *f = flow_at(t, i);
	slots_remove(&t->handles, hash_handle(t->uses[i].handle), i);
	if (!f->tcp)
		return;
	flow_tcp_end(t, f->tcp);
	flow_pool_give(&t->tcp, f->tcp);
	f->tcp = NULL;
}

static uint32_t new_entry(struct flow_table *t)
{
	if (t->count < t->page_count * FLOW_PAGE)
		return t->count++;
	if ((t->page_count & (t->page_count - 1)) == 0) {
		size_t room = t->page_count ? t->page_count * 2u : 1;
		t->pages = xrealloc(t->pages, room * sizeof(struct flow *));
	}
	t->pages[t->page_count++] = xaligned(FLOW_LINE, FLOW_PAGE * sizeof(struct flow));
	if (t->max)
		t->uses = xrealloc(t->uses, t->page_count * FLOW_PAGE * sizeof(*t->uses));
	return t->count++;
}

/* A free entry: a new one, or the one not used for the longest time. */
static uint32_t take_entry(struct flow_table *t)
{
	if (!t->max || t->count < t->max)
		return new_entry(t);
	uint32_t i = t->oldest;
	list_remove(t, i);
	slots_remove(&t->keys, hash_key(t, &flow_at(t, i)->key), i);
	release(t, i);
	return i;
}

/* Who began, by the first frame seen: a SYN tells; else a server has the lower port. UDP has no
 * beginning; only an answer from a well-known port gives itself away. */
static bool began(const struct packet *p)
{
	switch (p->protocol) {
	case IP_TCP:
		if (p->tcp_flags & TCP_SYN)
			return !(p->tcp_flags & TCP_ACK);
		return p->sport >= p->dport;
	case IP_SCTP:
		return p->sport >= p->dport;
	case IP_UDP:
		return !(p->sport < WELL_KNOWN && p->dport >= WELL_KNOWN);
	case IP_ICMP:
		return p->icmp_type != 0;
	case IP_ICMPV6:
		return p->icmp_type != 129;
	}
	return true;
}

static void begin_flow(
        struct flow_table *t, uint32_t i, const struct packet *p, nsec when, bool from_low)
{
	struct flow *f = flow_at(t, i);
	*f = (struct flow){.key = f->key,
	        .stream = t->streams[p->protocol]++,
	        .low_began = from_low == began(p),
	        .first = when,
	        .last = when};
	uint64_t handle = t->next_handle++;
	if (t->max) {
		t->uses[i].handle = handle;
		slots_put(&t->handles, hash_handle(handle), i);
	}
	bool seed = t->judge == FLOW_BY_TIME; /* its second packet connects it */
	if (p->protocol != IP_TCP || seed)
		return;
	f->tcp = flow_pool_take(&t->tcp);
	flow_tcp_begin(f->tcp);
	if (t->judge == FLOW_BY_ORDER)
		f->tcp->history = flow_pool_take(&t->history);
}

/* RFC 9293 3.6.1: a SYN with another first number on known ends begins another connection. */
static bool is_new_connection(const struct flow *f, const struct packet *p, bool from_low)
{
	if (!f->tcp || (p->tcp_flags & (TCP_SYN | TCP_ACK)) != TCP_SYN)
		return false;
	const struct flow_side *from = &f->tcp->sides[from_low != f->low_began];
	return from->based && from->base != p->tcp_seq;
}

/* The same ends talk anew: another flow, and the slot is its own. */
static uint32_t begin_again(struct flow_table *t, struct flow_slot *slot, const struct packet *p,
        nsec when, bool from_low)
{
	uint32_t i = slot->flow;
	if (t->max) {
		release(t, i);
	} else {
		uint32_t new = new_entry(t);
		flow_at(t, new)->key = flow_at(t, i)->key;
		slot->flow = i = new;
	}
	begin_flow(t, i, p, when, from_low);
	return i;
}

static uint32_t add_flow(struct flow_table *t, const struct flow_key *k, uint32_t hash,
        const struct packet *p, nsec when, bool from_low)
{
	uint32_t i = take_entry(t);
	flow_at(t, i)->key = *k;
	slots_put(&t->keys, hash, i);
	if (t->max)
		list_push(t, i);
	begin_flow(t, i, p, when, from_low);
	return i;
}

static struct flow_slot *find_slot(
        const struct flow_table *t, const struct flow_key *k, uint32_t hash)
{
	for (uint32_t at = hash & t->keys.mask;; at = (at + 1) & t->keys.mask) {
		struct flow_slot *s = &t->keys.at[at];
		if (s->flow == FLOW_NOBODY)
			return NULL;
		if (s->hash == hash && same_key(&flow_at(t, s->flow)->key, k))
			return s;
	}
}

/* All of a connection's lines at once, not one after the other. */
static void fetch(const struct flow_tcp *c)
{
	for (size_t at = 0; c && at < sizeof(*c); at += FLOW_LINE)
		__builtin_prefetch((const char *)c + at, 1);
}

struct flow_hit flow_look(const struct flow_table *t, const struct packet *p)
{
	struct flow_key k;
	struct flow_hit hit = {.found = FLOW_KNOWN};
	if (!key_of(p, &k, &hit.from_low))
		return hit;
	const struct flow_slot *slot = find_slot(t, &k, hash_key(t, &k));
	if (!slot)
		return hit;
	hit.flow = flow_at(t, slot->flow);
	hit.handle = t->max ? t->uses[slot->flow].handle : slot->flow;
	return hit;
}

struct flow_hit flow_find(struct flow_table *t, const struct packet *p, nsec when)
{
	struct flow_key k;
	struct flow_hit hit = {.found = FLOW_NEW};
	if (!key_of(p, &k, &hit.from_low))
		return hit;
	uint32_t hash = hash_key(t, &k), i;
	struct flow_slot *slot = find_slot(t, &k, hash);
	if (!slot) {
		i = add_flow(t, &k, hash, p, when, hit.from_low);
	} else {
		i = slot->flow;
		fetch(flow_at(t, i)->tcp);
		if (flow_at(t, i)->seeded)
			flow_seed_grow(t, flow_at(t, i));
		if (t->max && t->newest != i) {
			list_remove(t, i);
			list_push(t, i);
		}
		bool again = is_new_connection(flow_at(t, i), p, hit.from_low);
		hit.found = again ? FLOW_AGAIN : FLOW_KNOWN;
		if (again)
			i = begin_again(t, slot, p, when, hit.from_low);
	}
	hit.flow = flow_at(t, i);
	hit.handle = t->max ? t->uses[i].handle : i;
	return hit;
}
