/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A conversation's packets in any order, put together and followed: what was said is said once and
 * at its place, and HTTP bodies in it are unpacked. The input is a byte of choices, then records,
 * one a packet: who and how, how far its numbers are from those expected, its bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "packet/flow/flow.h"
#include "traffic/stream.h"
#include "ui/inspect/pieces.h"
#include "ui/inspect/unzip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PACKETS_MAX 300 /* more than may wait */
#define LENGTH_MAX 400
#define SMALL_LIMIT 100

enum choice {
	CHOICE_DATAGRAMS = 1,
	CHOICE_LIMIT = 2,   /* few bytes are kept */
	CHOICE_PATTERN = 4, /* bytes told by their sequence number, so that each can be checked */
	CHOICE_WRAP = 8,    /* numbers that pass 2^32 */
};

enum how {
	HOW_DIRECTION = 1,
	HOW_FLAGS = 2, /* a byte of flags follows; else ACK */
	HOW_SEQ = 4,   /* a number follows; else the one expected */
	HOW_ACK = 8,
	HOW_CUT = 16,  /* the snapshot length has cut off as many bytes as follow */
	HOW_LONG = 32, /* the length has two bytes, and the time one */
	HOW_FAR = 64,  /* numbers have four bytes */
	HOW_FRAGMENT = 128,
};

struct talk {
	uint8_t choices;
	uint32_t seq[2];
	struct flow_table *flows;
	struct stream *stream;
	nsec now;
	uint64_t id;
	uint64_t flow; /* FLOW_NONE: none yet */
};

static void must(bool truth)
{
	if (!truth)
		abort();
}

static uint8_t pattern(int direction, uint32_t seq)
{
	return (uint8_t)(seq * 2654435761u >> 24) ^ (uint8_t)direction;
}

/* Where the numbers of a direction begin. */
static uint32_t isn(const struct talk *k, int direction)
{
	return (k->choices & CHOICE_WRAP ? 0xffffff80u : 1000) + (uint32_t)direction * 7;
}

static uint32_t number_near(struct bytes *c, uint8_t how, uint32_t expected)
{
	return expected + (how & HOW_FAR ? bytes_be32(c) : bytes_u8(c) - 128u);
}

static struct packet next_packet(struct talk *k, struct bytes *c, uint8_t how)
{
	uint8_t d = how & HOW_DIRECTION;
	struct packet p = {.tcp_wscale = PACKET_NO_WSCALE, .layer_count = 1};
	p.src.length = p.dst.length = 4;
	p.src.bytes[3] = d ? 2 : 1;
	p.dst.bytes[3] = d ? 1 : 2;
	p.sport = d ? 80 : 1000;
	p.dport = d ? 1000 : 80;
	p.protocol = k->choices & CHOICE_DATAGRAMS ? 17 : 6;
	p.layers[0].kind = k->choices & CHOICE_DATAGRAMS ? LAYER_UDP : LAYER_TCP;
	p.layers[0].length = k->choices & CHOICE_DATAGRAMS ? 8 : 20;
	p.flags = how & HOW_FRAGMENT ? PACKET_FRAGMENT : 0;
	p.tcp_flags = how & HOW_FLAGS ? bytes_u8(c) : TCP_ACK;
	p.tcp_seq = how & HOW_SEQ ? number_near(c, how, k->seq[d]) : k->seq[d];
	p.tcp_ack = how & HOW_ACK ? number_near(c, how, k->seq[!d]) : k->seq[!d];
	p.tcp_window = 1000;
	p.payload_length = how & HOW_LONG ? bytes_be16(c) % LENGTH_MAX : bytes_u8(c);
	k->now += how & HOW_LONG ? bytes_u8(c) * NSEC_PER_MSEC : 1000;
	uint32_t cut = how & HOW_CUT ? bytes_u8(c) : 0;
	p.captured = p.payload_length - (cut < p.payload_length ? cut : p.payload_length);
	p.length = p.payload_length;
	return p;
}

/* The packet's bytes, in memory of exactly their size. */
static uint8_t *payload_of(
        const struct talk *k, struct bytes *c, struct packet *p, const struct flow_note *note)
{
	if (!(k->choices & CHOICE_PATTERN)) {
		p->captured = (uint32_t)(bytes_left(c) < p->captured ? bytes_left(c) : p->captured);
		uint8_t *bytes = xmalloc(p->captured ? p->captured : 1);
		must(bytes_copy(c, bytes, p->captured));
		return bytes;
	}
	uint8_t *bytes = xmalloc(p->captured ? p->captured : 1);
	for (uint32_t i = 0; i < p->captured; i++)
		bytes[i] = pattern(note->direction, note->seq + !!(p->tcp_flags & TCP_SYN) + i);
	return bytes;
}

static void take(struct talk *k, struct bytes *c)
{
	uint8_t how = bytes_u8(c), d = how & HOW_DIRECTION;
	struct packet p = next_packet(k, c, how);
	struct flow_note note = flow_note_frame(k->flows, &p, k->now, ++k->id);
	k->seq[d] = p.tcp_seq + p.payload_length + !!(p.tcp_flags & TCP_SYN);
	if (c->bad || note.flow == FLOW_NONE || (k->flow != FLOW_NONE && note.flow != k->flow))
		return; /* ports used again: another conversation */
	k->flow = note.flow;
	uint8_t *bytes = payload_of(k, c, &p, &note);
	stream_take(k->stream, k->id, k->now, &p, bytes, &note);
	free(bytes);
}

/* Chunks are what their direction says of them, one behind the other. */
static void check_stream(const struct talk *k)
{
	uint64_t bytes[2] = {0}, missing[2] = {0};
	bool tcp = !(k->choices & CHOICE_DATAGRAMS), known = tcp && k->choices & CHOICE_PATTERN;
	for (size_t i = 0; i < stream_count(k->stream); i++) {
		struct stream_chunk c = stream_chunk(k->stream, i);
		must(c.direction < 2 && c.length > 0 && c.number && c.number <= k->id);
		missing[c.direction] += c.missing;
		must(c.offset == bytes[c.direction] + missing[c.direction]);
		for (uint32_t b = 0; known && b < c.length; b++)
			must(c.bytes[b] == pattern(c.direction, (uint32_t)c.offset + 1 + b));
		bytes[c.direction] += c.length;
	}
	for (int d = 0; d < 2; d++) {
		struct stream_side s = stream_side(k->stream, d);
		must(s.bytes == bytes[d] && s.missing >= missing[d]);
	}
	must(!(k->choices & CHOICE_LIMIT) || bytes[0] + bytes[1] <= SMALL_LIMIT);
}

/* Every piece lies in the bytes; unpacking takes none of the packets' gaps away. */
static void check_pieces(struct pieces *p)
{
	uint64_t gaps[2] = {0};
	uint32_t sum = 0;
	VEC_EACH (x, &p->all)
		gaps[0] += x->gap;
	VEC_EACH (x, &p->readable) {
		gaps[1] += x->gap;
		must(x->at <= p->bytes.len && x->len <= p->bytes.len - x->at);
		for (size_t i = 0; i < x->len; i++)
			sum += (uint8_t)p->bytes.at[x->at + i];
	}
	must(!p->readable.count || gaps[1] == gaps[0]);
	must(p->bytes.len <= 2 * PIECES_BYTES_MAX || sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes c = bytes_over(data, size);
	struct talk k = {.choices = bytes_u8(&c), .flow = FLOW_NONE};
	k.seq[0] = isn(&k, 0);
	k.seq[1] = isn(&k, 1);
	k.flows = flow_table_create(4, FLOW_BY_TIME);
	k.stream = stream_create(k.choices & CHOICE_LIMIT ? SMALL_LIMIT : 0);
	struct pieces pieces = {.stream = k.stream};
	while (bytes_left(&c) > 0 && !c.bad && k.id < PACKETS_MAX) {
		take(&k, &c);
		pieces_gather(&pieces);
	}
	stream_end(k.stream);
	pieces_gather(&pieces);
	check_stream(&k);
	unzip_pieces(&pieces);
	check_pieces(&pieces);
	pieces_finish(&pieces); /* and the stream */
	flow_table_destroy(k.flows);
	return 0;
}
