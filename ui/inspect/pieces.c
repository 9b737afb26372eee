/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was said in a conversation.
 */
#include "ui/inspect/pieces.h"

#include "packet/packet.h"
#include "ui/inspect/inspect.h"
#include "ui/inspect/unzip.h"

#define GROWING_MAX ((size_t)1 << 20)

void pieces_finish(struct pieces *p)
{
	buf_finish(&p->bytes);
	vec_free(&p->all);
	vec_free(&p->readable);
	for (int i = 0; i < 2; i++)
		vec_free(&p->sides[i].early);
	*p = (struct pieces){.change = p->change + 1};
}

static void add_piece(struct pieces *p, struct piece piece)
{
	vec_push(&p->all, piece);
	p->change++;
}

/* Bytes that are due, less what was told before. True when some were. */
static bool tell(struct pieces *p, int direction, const struct piece_early *s)
{
	struct piece_side *side = &p->sides[direction];
	int32_t ahead = (int32_t)(s->seq - side->next);
	size_t known = ahead < 0 ? (size_t)(-(int64_t)ahead) : 0;
	if (ahead > 0 || known >= s->len)
		return false;
	add_piece(p, (struct piece){.number = s->number,
	                     .direction = (uint8_t)direction,
	                     .at = s->at + known,
	                     .len = s->len - known});
	side->next = s->seq + (uint32_t)s->len;
	return true;
}

/* Those that waited for what has come; what is told already waits no more. */
static void tell_early(struct pieces *p, int direction)
{
	struct piece_side *side = &p->sides[direction];
	bool any = true;
	while (any) {
		any = false;
		for (size_t i = 0; i < side->early.count; i++) {
			struct piece_early s = side->early.at[i];
			if ((int32_t)(s.seq - side->next) > 0)
				continue;
			vec_remove(&side->early, i);
			any |= tell(p, direction, &s);
			i--;
		}
	}
}

/* What is missing before the earliest of those that wait was never captured. */
static void tell_gap(struct pieces *p, int direction)
{
	struct piece_side *side = &p->sides[direction];
	const struct piece_early *first = &side->early.at[0];
	for (size_t i = 1; i < side->early.count; i++)
		if ((int32_t)(side->early.at[i].seq - first->seq) < 0)
			first = &side->early.at[i];
	add_piece(p, (struct piece){.number = first->number,
	                     .direction = (uint8_t)direction,
	                     .gap = first->seq - side->next});
	side->next = first->seq;
	tell_early(p, direction);
}

static void take_segment(struct pieces *p, const struct traffic_packet *k, size_t at, size_t len)
{
	struct piece_side *side = &p->sides[k->note.direction & 1];
	struct piece_early s = {.number = k->number, .seq = k->note.seq, .at = at, .len = len};
	if (k->tcp_flags & TCP_SYN)
		s.seq++;
	if (!side->begun || (k->tcp_flags & TCP_SYN))
		side->next = s.seq;
	side->begun = true;
	if (!len)
		return;
	if ((int32_t)(s.seq - side->next) > 0) {
		vec_push(&side->early, s);
		if (side->early.count > PIECES_EARLY_MAX)
			tell_gap(p, k->note.direction & 1);
		return;
	}
	tell(p, k->note.direction & 1, &s);
	tell_early(p, k->note.direction & 1);
}

static void take_packet(struct pieces *p, struct traffic *t, uint64_t number)
{
	struct traffic_packet k;
	struct packet packet;
	if (!traffic_get(t, number, &k) || !k.bytes)
		return;
	packet_decode(k.link, k.bytes, k.captured, k.length, &packet);
	size_t len = packet.payload_length, at = packet.payload_offset;
	if (at > k.captured)
		at = k.captured;
	if (len > k.captured - at)
		len = k.captured - at;
	if (p->bytes.len + len > PIECES_BYTES_MAX) {
		p->cut = true;
		return;
	}
	size_t place = p->bytes.len;
	buf_add(&p->bytes, k.bytes + at, len);
	if (packet_find(&packet, LAYER_TCP))
		take_segment(p, &k, place, len);
	else if (len)
		add_piece(p, (struct piece){.number = number,
		                     .direction = k.note.direction & 1,
		                     .at = place,
		                     .len = len});
}

struct pieces *pieces_of(struct inspect *in)
{
	struct pieces *p = &in->pieces;
	if (!inspect_conversation(in)) {
		if (p->wanted)
			pieces_finish(p);
		return p;
	}
	if (!p->wanted || p->flow != in->conversation_of)
		pieces_finish(p);
	p->wanted = true;
	p->flow = in->conversation_of;
	return p;
}

static bool all_found(const struct inspect *in)
{
	return traffic_state(in->traffic) != TRAFFIC_MORE &&
	       selection_judged(in->conversation) >= traffic_last(in->traffic);
}

bool pieces_work(struct inspect *in, unsigned most)
{
	struct pieces *p = &in->pieces;
	if (!p->wanted || !in->conversation || p->flow != in->conversation_of)
		return false;
	uint64_t count = selection_count(in->conversation);
	if (p->next < count) {
		p->ended = false;
		p->readable.count = 0;
		for (; most && p->next < count && !p->cut; most--)
			take_packet(p, in->traffic, selection_number(in->conversation, p->next++));
		if (p->cut)
			p->next = count;
		return true;
	}
	if (p->ended || !all_found(in))
		return false;
	p->ended = true;
	for (int i = 0; i < 2; i++)
		while (p->sides[i].early.count)
			tell_gap(p, i);
	/* What still grows is put together again and again: only while that is cheap. */
	if (traffic_state(in->traffic) == TRAFFIC_DONE || p->bytes.len < GROWING_MAX)
		unzip_pieces(p);
	p->change++;
	return true;
}
