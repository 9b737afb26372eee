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
	stream_destroy(p->stream);
	buf_finish(&p->bytes);
	vec_free(&p->all);
	vec_free(&p->readable);
	*p = (struct pieces){.change = p->change + 1};
}

static void add_piece(struct pieces *p, struct piece piece)
{
	vec_push(&p->all, piece);
	p->change++;
}

void pieces_gather(struct pieces *p)
{
	for (; p->chunks < stream_count(p->stream); p->chunks++) {
		struct stream_chunk c = stream_chunk(p->stream, p->chunks);
		struct piece piece = {.number = c.number, .direction = c.direction};
		if (c.missing) {
			piece.gap = c.missing;
			add_piece(p, piece);
			piece.gap = 0;
		}
		piece.at = p->bytes.len;
		piece.len = c.length;
		buf_add(&p->bytes, c.bytes, c.length);
		add_piece(p, piece);
	}
}

static void take_packet(struct pieces *p, struct traffic *t, uint64_t number)
{
	struct traffic_packet k;
	struct packet packet;
	/* An ICMP error is about the conversation, not of it. */
	if (!traffic_get(t, number, &k) || !k.bytes || k.note.flow == FLOW_NONE)
		return;
	packet_decode(k.link, k.bytes, k.captured, k.length, &packet);
	stream_take(p->stream, number, k.when, &packet, k.bytes, &k.note);
	pieces_gather(p);
	p->cut = stream_is_cut(p->stream);
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
	if (!p->wanted)
		p->stream = stream_create(PIECES_BYTES_MAX);
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
	stream_end(p->stream);
	pieces_gather(p);
	/* What still grows is put together again and again: only while that is cheap. */
	if (traffic_state(in->traffic) == TRAFFIC_DONE || p->bytes.len < GROWING_MAX)
		unzip_pieces(p);
	p->change++;
	return true;
}
