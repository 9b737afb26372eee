/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frames that wait at the gate.
 */
#include "net/wire_held.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define SEGMENT_FLAGS (TCP_SYN | TCP_FIN | TCP_RST)

void wire_held_finish(struct wire_held_list *l)
{
	for (size_t i = 0; i < l->bytes.count; i++) {
		free(l->bytes.at[i].now);
		free(l->bytes.at[i].arrived);
	}
	vec_free(&l->list);
	vec_free(&l->bytes);
}

bool wire_held_add(struct wire_held_list *l, const struct wire_held *h)
{
	if (l->list.count == WIRE_HELD_MAX)
		return false;
	struct wire_held_bytes b = {.now = xmalloc(h->length), .arrived = xmalloc(h->length)};
	memcpy(b.now, h->bytes, h->length);
	memcpy(b.arrived, h->bytes, h->length);
	vec_push(&l->bytes, b);
	vec_push(&l->list, *h);
	l->list.at[l->list.count - 1].bytes = b.now;
	return true;
}

long wire_held_find(const struct wire_held_list *l, uint64_t frame)
{
	for (size_t i = 0; i < l->list.count; i++)
		if (l->list.at[i].frame == frame)
			return (long)i;
	return -1;
}

static bool same_flow(const struct packet *a, const struct packet *b)
{
	return a->sport == b->sport && a->dport == b->dport &&
	       packet_addr_equal(&a->src, &b->src) && packet_addr_equal(&a->dst, &b->dst);
}

/* The packet as it arrived: what was edited by hand is no measure for what comes again. */
static const struct packet *arrived_packet(
        const struct wire_held_list *l, size_t at, struct packet *room)
{
	const struct wire_held *h = &l->list.at[at];
	if (!(h->marks & (MARK_EDITED | MARK_CORRUPTED)))
		return &h->packet;
	packet_decode(PACKET_LINK_ETHERNET, l->bytes.at[at].arrived, h->length, h->length, room);
	return room;
}

static bool repeats_segment(const struct packet *held, const struct packet *p)
{
	if (held->tcp_seq != p->tcp_seq || !same_flow(held, p))
		return false;
	if ((held->tcp_flags & SEGMENT_FLAGS) != (p->tcp_flags & SEGMENT_FLAGS))
		return false;
	if (!p->payload_length)
		return !held->payload_length && (p->tcp_flags & SEGMENT_FLAGS);
	return p->payload_length <= held->payload_length;
}

/* Whether these bytes of the frame may differ: identification and header checksum of IPv4. */
static bool may_differ(const struct packet_layer *ip, size_t at)
{
	if (!ip || at < ip->offset)
		return false;
	size_t in = at - ip->offset;
	return in == 4 || in == 5 || in == 10 || in == 11;
}

static bool repeats_bytes(const uint8_t *held, const uint8_t *bytes, const struct packet *p)
{
	const struct packet_layer *ip = packet_find(p, LAYER_IPV4);
	for (size_t i = 0; i < p->captured; i++)
		if (held[i] != bytes[i] && !may_differ(ip, i))
			return false;
	return true;
}

long wire_held_repeated(const struct wire_held_list *l, int link, uint8_t direction,
        const struct packet *p, const uint8_t *bytes)
{
	if (p->protocol == IPPROTO_UDP)
		return -1;
	bool tcp = packet_find(p, LAYER_TCP);
	for (size_t i = 0; i < l->list.count; i++) {
		const struct wire_held *h = &l->list.at[i];
		if (h->link != link || h->direction != direction)
			continue;
		struct packet room;
		const struct packet *arrived = arrived_packet(l, i, &room);
		if (arrived->protocol != p->protocol)
			continue;
		if (tcp ? repeats_segment(arrived, p)
		        : h->length == p->captured &&
		                        repeats_bytes(l->bytes.at[i].arrived, bytes, p))
			return (long)i;
	}
	return -1;
}

uint8_t *wire_held_take(struct wire_held_list *l, size_t at, struct wire_held *out)
{
	*out = l->list.at[at];
	uint8_t *bytes = l->bytes.at[at].now;
	free(l->bytes.at[at].arrived);
	vec_remove(&l->list, at);
	vec_remove(&l->bytes, at);
	return bytes;
}

void wire_held_move(struct wire_held_list *l, size_t at, size_t before)
{
	struct wire_held h = l->list.at[at];
	struct wire_held_bytes b = l->bytes.at[at];
	size_t to = before > at ? before - 1 : before;
	size_t low = to < at ? to : at, span = to < at ? at - to : to - at;
	size_t from = to < at ? low : low + 1, into = to < at ? low + 1 : low;
	memmove(&l->list.at[into], &l->list.at[from], span * sizeof(h));
	memmove(&l->bytes.at[into], &l->bytes.at[from], span * sizeof(b));
	h.marks |= MARK_MOVED;
	l->list.at[to] = h;
	l->bytes.at[to] = b;
}

uint8_t *wire_held_edit(struct wire_held_list *l, size_t at)
{
	return l->bytes.at[at].now;
}

static void decode_again(struct wire_held *h)
{
	packet_decode(PACKET_LINK_ETHERNET, h->bytes, h->length, h->length, &h->packet);
}

void wire_held_changed(struct wire_held_list *l, size_t at, unsigned marks)
{
	struct wire_held *h = &l->list.at[at];
	h->marks = (uint8_t)(h->marks | marks);
	decode_again(h);
}

void wire_held_restore(struct wire_held_list *l, size_t at)
{
	struct wire_held *h = &l->list.at[at];
	memcpy(l->bytes.at[at].now, l->bytes.at[at].arrived, h->length);
	h->marks = (uint8_t)(h->marks & ~(unsigned)(MARK_EDITED | MARK_CORRUPTED));
	decode_again(h);
}
