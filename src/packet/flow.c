/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of flows, and what a TCP segment is within its flow.
 *
 * How it works: flows are found by a hash of both ends, smaller end first, so that both
 * directions meet in one entry. All entries hang in one list by last use; a full table takes its
 * tail again. A TCP flow keeps, per direction, the ranges of its last segments: a segment that
 * begins inside one of them is a repeat of it. Segments that go on where the last one ended (all
 * but a few) are judged without looking at that history.
 */
#include "packet/flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "packet/decode_internal.h"

#define HISTORY 64 /* segments a direction; a power of two */
#define NOBODY UINT32_MAX
#define SHIFT_MAX 14 /* RFC 7323 2.3 */
#define DUP_ACKS_FAST 2
#define TCP_HEADER_LEAST 20

struct end {
	uint8_t address[16];
	uint16_t port;
};

struct key {
	struct end low, high;
	uint8_t family, protocol; /* family: length of the addresses */
};

struct segment {
	uint32_t seq, end;
	uint64_t id;
};

struct side {
	bool based, isn_known, acked;
	uint8_t shift; /* PACKET_NO_WSCALE: its SYN had none or was not seen */
	uint8_t dup_acks;
	uint32_t window;    /* last one told, scaled */
	uint32_t base;      /* what relative number 0 is */
	uint32_t next;      /* behind the highest byte seen */
	uint32_t ack;       /* last acknowledgment sent */
	uint32_t forgotten; /* ranges below may have left the history */
	bool forgot;
	uint32_t count; /* segments ever put into the history */
	struct segment history[HISTORY];
};

struct flow {
	struct key key;
	uint64_t handle;
	uint32_t bucket_next;
	uint32_t newer, older; /* list by use */
	uint32_t hash;
	bool low_began;     /* the initiator is key.low */
	struct side *sides; /* two; TCP only: [0] the initiator's */
};

struct flow_table {
	struct flow *flows;
	uint32_t *buckets;
	uint32_t count, room, max, mask;
	uint32_t newest, oldest;
	uint64_t next_handle;
	uint64_t seed;
};

static bool before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

struct flow_table *flow_table_create(size_t max_flows)
{
	struct flow_table *t = xcalloc(1, sizeof(*t));
	t->max = (uint32_t)(max_flows < 1 ? 1 : max_flows > (1u << 24) ? 1u << 24 : max_flows);
	uint32_t buckets = 16;
	while (buckets < t->max)
		buckets *= 2;
	t->mask = buckets - 1;
	t->buckets = xmalloc(buckets * sizeof(*t->buckets));
	memset(t->buckets, 0xff, buckets * sizeof(*t->buckets));
	t->newest = t->oldest = NOBODY;
	/* Where the heap lies is not known to who sends frames: chains can't be made long. */
	t->seed = (uint64_t)(uintptr_t)t;
	return t;
}

void flow_table_destroy(struct flow_table *t)
{
	if (!t)
		return;
	for (uint32_t i = 0; i < t->count; i++)
		free(t->flows[i].sides);
	free(t->flows);
	free(t->buckets);
	free(t);
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

static uint32_t hash_key(const struct flow_table *t, const struct key *k)
{
	uint64_t words[4];
	memcpy(words, k->low.address, 16);
	memcpy(words + 2, k->high.address, 16);
	uint64_t h = t->seed;
	for (unsigned i = 0; i < 4; i++)
		h = mix(h, words[i]);
	h = mix(h, (uint64_t)k->low.port << 32 | (uint64_t)k->high.port << 16 | k->protocol);
	return (uint32_t)(h ^ h >> 29);
}

static int compare_ends(const struct end *a, const struct end *b)
{
	int order = memcmp(a->address, b->address, sizeof(a->address));
	return order ? order : (int)a->port - (int)b->port;
}

static bool same_key(const struct key *a, const struct key *b)
{
	return a->protocol == b->protocol && a->family == b->family &&
	       compare_ends(&a->low, &b->low) == 0 && compare_ends(&a->high, &b->high) == 0;
}

static bool is_echo(const struct packet *p)
{
	if (p->protocol == IP_ICMP)
		return p->icmp_type == 0 || p->icmp_type == 8;
	return p->protocol == IP_ICMPV6 && (p->icmp_type == 128 || p->icmp_type == 129);
}

/* The conversation's two ends; false when the frame belongs to none. */
static bool key_of(const struct packet *p, struct key *k, bool *from_low)
{
	bool ports = (p->protocol == IP_TCP && packet_find(p, LAYER_TCP)) ||
	             (p->protocol == IP_UDP && packet_find(p, LAYER_UDP));
	if (p->src.length < 4 || (!ports && !is_echo(p)))
		return false;
	memset(k, 0, sizeof(*k));
	struct end from = {.port = ports ? p->sport : p->icmp_id};
	struct end to = {.port = ports ? p->dport : p->icmp_id};
	memcpy(from.address, p->src.bytes, p->src.length);
	memcpy(to.address, p->dst.bytes, p->dst.length);
	*from_low = compare_ends(&from, &to) <= 0;
	k->low = *from_low ? from : to;
	k->high = *from_low ? to : from;
	k->family = p->src.length;
	k->protocol = p->protocol;
	return true;
}

static void list_remove(struct flow_table *t, uint32_t i)
{
	struct flow *f = &t->flows[i];
	if (f->newer != NOBODY)
		t->flows[f->newer].older = f->older;
	else
		t->newest = f->older;
	if (f->older != NOBODY)
		t->flows[f->older].newer = f->newer;
	else
		t->oldest = f->newer;
}

static void list_push(struct flow_table *t, uint32_t i)
{
	struct flow *f = &t->flows[i];
	f->newer = NOBODY;
	f->older = t->newest;
	if (t->newest != NOBODY)
		t->flows[t->newest].newer = i;
	else
		t->oldest = i;
	t->newest = i;
}

static void bucket_remove(struct flow_table *t, uint32_t i)
{
	uint32_t *at = &t->buckets[t->flows[i].hash & t->mask];
	while (*at != i)
		at = &t->flows[*at].bucket_next;
	*at = t->flows[i].bucket_next;
}

/* A free entry: a new one, or the one not used for the longest time. */
static uint32_t take_entry(struct flow_table *t)
{
	if (t->count == t->max) {
		uint32_t i = t->oldest;
		list_remove(t, i);
		bucket_remove(t, i);
		return i;
	}
	if (t->count == t->room) {
		t->room = t->room ? t->room * 2 : 16;
		if (t->room > t->max)
			t->room = t->max;
		t->flows = xrealloc(t->flows, t->room * sizeof(*t->flows));
	}
	t->flows[t->count].sides = NULL;
	return t->count++;
}

static void reset_side(struct side *s)
{
	memset(s, 0, offsetof(struct side, history)); /* the history is as long as `count` says */
	s->shift = PACKET_NO_WSCALE;
}

static void begin_flow(struct flow_table *t, struct flow *f, const struct packet *p, bool from_low)
{
	bool answer = p->protocol == IP_TCP && (p->tcp_flags & TCP_SYN) && (p->tcp_flags & TCP_ACK);
	f->handle = t->next_handle++;
	f->low_began = from_low != answer;
	if (p->protocol != IP_TCP) {
		free(f->sides);
		f->sides = NULL;
		return;
	}
	if (!f->sides)
		f->sides = xmalloc(2 * sizeof(*f->sides));
	reset_side(&f->sides[0]);
	reset_side(&f->sides[1]);
}

/* RFC 9293 3.6.1: a SYN with another first number on known ends begins another connection. */
static bool is_new_connection(const struct flow *f, const struct packet *p, bool from_low)
{
	if (p->protocol != IP_TCP || (p->tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST)) != TCP_SYN)
		return false;
	const struct side *from = &f->sides[from_low != f->low_began];
	return from->based && (!from->isn_known || from->base != p->tcp_seq);
}

static struct flow *find_flow(struct flow_table *t, const struct packet *p, bool *from_low)
{
	struct key k;
	if (!key_of(p, &k, from_low))
		return NULL;
	uint32_t hash = hash_key(t, &k);
	uint32_t i = t->buckets[hash & t->mask];
	while (i != NOBODY && !(t->flows[i].hash == hash && same_key(&t->flows[i].key, &k)))
		i = t->flows[i].bucket_next;
	if (i == NOBODY) {
		i = take_entry(t);
		struct flow *f = &t->flows[i];
		f->key = k;
		f->hash = hash;
		f->bucket_next = t->buckets[hash & t->mask];
		t->buckets[hash & t->mask] = i;
		list_push(t, i);
		begin_flow(t, f, p, *from_low);
		return f;
	}
	if (t->newest != i) {
		list_remove(t, i);
		list_push(t, i);
	}
	if (is_new_connection(&t->flows[i], p, *from_low))
		begin_flow(t, &t->flows[i], p, *from_low);
	return &t->flows[i];
}

/* Where this direction's relative numbers begin. */
static void base_side(struct side *s, const struct packet *p)
{
	if (p->tcp_flags & TCP_SYN) {
		if (s->isn_known && s->base == p->tcp_seq)
			return;
		reset_side(s);
		s->base = s->next = p->tcp_seq;
		s->based = s->isn_known = true;
		s->shift = p->tcp_wscale;
		return;
	}
	if (s->based)
		return;
	s->based = true;
	s->next = p->tcp_seq;
	/* A reset out of nothing has the number 0; else one lies between SYN and data. */
	s->base = p->tcp_flags & TCP_RST ? p->tcp_seq : p->tcp_seq - 1;
}

static void remember(struct side *s, uint32_t seq, uint32_t end, uint64_t id)
{
	struct segment *place = &s->history[s->count % HISTORY];
	if (s->count >= HISTORY && (!s->forgot || before(s->forgotten, place->end))) {
		s->forgotten = place->end;
		s->forgot = true;
	}
	*place = (struct segment){seq, end, id};
	s->count++;
}

/* The frame that carried byte `seq` first, as far as remembered. */
static uint64_t find_segment(const struct side *s, uint32_t seq)
{
	uint32_t first = s->count > HISTORY ? s->count - HISTORY : 0;
	for (uint32_t i = first; i < s->count; i++) {
		const struct segment *g = &s->history[i % HISTORY];
		if (!before(seq, g->seq) && before(seq, g->end))
			return g->id;
	}
	return FLOW_NONE;
}

/* A segment that takes up numbers (data, SYN, FIN), which begins below what was seen. */
static void judge_old(
        struct flow_note *n, const struct side *s, const struct side *other, const struct packet *p)
{
	n->repeats = find_segment(s, p->tcp_seq);
	n->retransmission =
	        n->repeats != FLOW_NONE || (s->forgot && before(p->tcp_seq, s->forgotten));
	n->out_of_order = !n->retransmission;
	n->fast_retransmit = n->retransmission && other->dup_acks >= DUP_ACKS_FAST &&
	                     other->acked && other->ack == p->tcp_seq;
}

/* One number below the next asks for an answer: is anybody there, is there room? */
static bool is_probe(const struct side *s, const struct side *other, const struct packet *p)
{
	if (p->tcp_flags & (TCP_SYN | TCP_FIN | TCP_RST) || p->tcp_seq != s->next - 1)
		return false;
	if (p->payload_length == 0)
		return true;
	/* One byte that nobody acknowledged yet is a plain repeat. */
	return p->payload_length == 1 && other->acked && !before(other->ack, s->next);
}

static void judge_ack(
        struct flow_note *n, struct side *s, const struct side *other, const struct packet *p)
{
	bool same = s->acked && s->ack == p->tcp_ack;
	bool plain = p->payload_length == 0 && p->tcp_seq == s->next &&
	             !(p->tcp_flags & (TCP_SYN | TCP_FIN | TCP_RST));
	bool outstanding = other->based && before(p->tcp_ack, other->next);
	n->dup_ack = same && plain && s->window == n->window && outstanding;
	n->window_update = same && plain && s->window != n->window && n->window != 0;
	if (n->dup_ack && s->dup_acks < UINT8_MAX)
		s->dup_acks++;
	else if (!same)
		s->dup_acks = 0;
	s->acked = true;
	s->ack = p->tcp_ack;
}

static void judge_segment(struct flow_note *n, struct side *s, struct side *other,
        const struct packet *p, uint64_t id)
{
	uint32_t takes =
	        p->payload_length + !!(p->tcp_flags & TCP_SYN) + !!(p->tcp_flags & TCP_FIN);
	uint32_t end = p->tcp_seq + takes;
	bool probe = is_probe(s, other, p);
	n->window_probe = probe && other->acked && other->window == 0;
	n->keep_alive = probe && !n->window_probe;
	if (takes && !probe && before(p->tcp_seq, s->next))
		judge_old(n, s, other, p);
	if (n->fast_retransmit)
		other->dup_acks = 0;
	if (takes && !probe && !n->retransmission)
		remember(s, p->tcp_seq, end, id);
	else if (n->retransmission && before(s->next, end))
		remember(s, s->next, end, id); /* it goes on with new bytes */
	if (p->tcp_flags & TCP_ACK)
		judge_ack(n, s, other, p);
	if (before(s->next, end) && !(p->tcp_flags & TCP_RST))
		s->next = end;
	n->zero_window = p->tcp_window == 0 && !(p->tcp_flags & (TCP_SYN | TCP_FIN | TCP_RST));
	s->window = n->window;
}

/* RFC 7323 2.2: scaling holds when both SYNs offer it, and never in a SYN itself. */
static uint32_t scaled_window(
        const struct side *s, const struct side *other, const struct packet *p)
{
	bool both = s->shift != PACKET_NO_WSCALE && other->shift != PACKET_NO_WSCALE;
	if (!both || (p->tcp_flags & TCP_SYN))
		return p->tcp_window;
	return (uint32_t)p->tcp_window << (s->shift < SHIFT_MAX ? s->shift : SHIFT_MAX);
}

struct flow_note flow_note_frame(
        struct flow_table *t, const struct packet *p, nsec when, uint64_t id)
{
	(void)when; /* judged by order alone: a learner may hold a frame for minutes */
	struct flow_note n = {.flow = FLOW_NONE, .repeats = FLOW_NONE};
	bool from_low;
	struct flow *f = find_flow(t, p, &from_low);
	if (!f)
		return n;
	n.flow = f->handle;
	n.direction = from_low != f->low_began;
	const struct packet_layer *tcp = packet_find(p, LAYER_TCP);
	if (p->protocol != IP_TCP || !tcp || tcp->length < TCP_HEADER_LEAST)
		return n; /* a cut header tells whose it is, not what it says */
	struct side *s = &f->sides[n.direction], *other = &f->sides[!n.direction];
	base_side(s, p);
	if ((p->tcp_flags & TCP_ACK) && !other->based) {
		other->based = true;
		other->base = p->tcp_ack - 1;
		other->next = p->tcp_ack;
	}
	n.known_isn = s->isn_known;
	n.seq = p->tcp_seq - s->base;
	n.ack = p->tcp_flags & TCP_ACK ? p->tcp_ack - other->base : 0;
	n.window = scaled_window(s, other, p);
	judge_segment(&n, s, other, p, id);
	return n;
}
