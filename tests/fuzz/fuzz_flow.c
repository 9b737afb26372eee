/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The flow engine over any sequence of packets: in tables bounded and not, judged by time and by
 * order. The input is a byte of choices, then records of 12 bytes, one a packet, with numbers
 * near those seen before, so that all rules are met; a record may hold numbers of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "packet/flow/flow_summary.h"
#include "packet/flow/flow_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool truth)
{
	if (!truth)
		abort();
}

/* The numbers that both ends used last. */
struct talk {
	uint32_t seq[2];
	nsec now;
	uint64_t id;
};

static void put_ends(struct packet *p, uint8_t who)
{
	uint8_t length = who & 8 ? 16 : 4, back = who & 1;
	p->src.length = p->dst.length = length;
	p->src.bytes[length - 1] = back ? 2 : 1;
	p->dst.bytes[length - 1] = back ? 1 : 2;
	p->sport = back ? 80 : (uint16_t)(1000 + (who >> 1 & 3));
	p->dport = back ? (uint16_t)(1000 + (who >> 1 & 3)) : 80;
}

static const uint8_t protocols[8] = {6, 6, 6, 6, 6, 17, 132, 1};

static void put_transport(struct packet *p, uint8_t kind)
{
	p->protocol = protocols[kind & 7];
	p->layer_count = 1;
	p->layers[0].kind = p->protocol == 17    ? LAYER_UDP
	                    : p->protocol == 132 ? LAYER_SCTP
	                                         : LAYER_TCP;
	p->layers[0].length = kind & 0x40 ? 8 : 20;
	p->flags = kind & 0x80 ? PACKET_FRAGMENT : 0;
	p->tcp_options = kind >> 3 & 7;
	p->icmp_type = kind & 8;
}

static struct packet next_packet(struct talk *k, struct bytes *c)
{
	struct packet p = {.tcp_wscale = PACKET_NO_WSCALE};
	uint8_t who = bytes_u8(c), kind = bytes_u8(c), flags = bytes_u8(c), how = bytes_u8(c);
	unsigned back = who & 1;
	put_ends(&p, who);
	put_transport(&p, kind);
	p.tcp_flags = flags;
	p.tcp_seq = k->seq[back] + bytes_u8(c) - 128u;
	p.tcp_ack = k->seq[!back] + bytes_u8(c) - 128u;
	p.tcp_window = how & 1 ? 0 : bytes_be16(c);
	p.payload_length = how & 2 ? 0 : bytes_u8(c);
	p.length = 54 + p.payload_length;
	p.tcp_wscale = how & 4 ? bytes_u8(c) : PACKET_NO_WSCALE;
	p.tcp_sacked = how & 8 ? bytes_u8(c) : 0;
	p.tcp_multipath = how & 16 ? bytes_u8(c) : 0;
	if (how & 32)
		p.tcp_seq = bytes_be32(c);
	if (how & 64)
		p.tcp_ack = bytes_be32(c);
	k->now += how & 128 ? (nsec)(int32_t)bytes_be32(c) * 1000 : bytes_u8(c);
	k->seq[back] = p.tcp_seq + p.payload_length + (flags & TCP_SYN ? 1 : 0);
	return p;
}

static void check_note(struct flow_table *t, const struct flow_note *n, uint64_t id)
{
	char text[200];
	struct flow_summary s;
	struct flow_packed packed = flow_pack(n, id);
	struct flow_note back = flow_unpack(&packed, id);
	must(back.flow == n->flow && back.marks == n->marks && back.seq == n->seq);
	must(back.direction == n->direction && back.scale == n->scale);
	must(n->repeats == FLOW_NONE || n->repeats < id);
	must(n->acks == FLOW_NONE || n->acks < id);
	must(n->dup_of == FLOW_NONE || n->dup_of < id);
	must(n->marks < 1u << FLOW_MARKS && n->direction < 2 && n->scale <= 14);
	flow_note_words(n, text, sizeof(text));
	flow_reset_words((enum flow_reset)n->reset);
	if (n->flow == FLOW_NONE)
		return;
	must(flow_summary(t, n->flow, &s));
	must(s.state < FLOW_STATES && s.reset < FLOW_RESETS);
	for (unsigned i = 0; i < 2; i++)
		must(s.sides[i].stalled >= 0 && s.sides[i].rtt_min <= s.sides[i].rtt_max);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes c = bytes_over(data, size);
	uint8_t choice = bytes_u8(&c);
	struct talk k = {.seq = {choice & 4 ? 0xffffff80u : 1000, 5}, .now = choice & 8 ? 0 : 1000};
	struct flow_table *t = flow_table_create(
	        choice & 1 ? 1u + (choice >> 4) : 0, choice & 2 ? FLOW_BY_TIME : FLOW_BY_ORDER);
	while (bytes_left(&c) > 0 && !c.bad) {
		struct packet p = next_packet(&k, &c);
		struct flow_note n = flow_note_frame(t, &p, k.now, ++k.id);
		check_note(t, &n, k.id);
	}
	must(flow_table_count(t) <= k.id);
	flow_table_destroy(t);
	return 0;
}
