/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A packet as one line: number, time, from, to, protocol, length, what it says.
 *
 * How it works: nearly all packets of a large capture are plain TCP segments and UDP datagrams.
 * What they say is put together here, digit by digit, in the words that format.h has for them; all
 * others are left to format.h. Columns are stable: there is a '-' where a packet has nothing to
 * tell.
 */
#include <netinet/in.h>
#include <string.h>

#include "base/bytes.h"
#include "base/text.h"
#include "packet/flow/flow_words.h"
#include "packet/format.h"
#include "print/print_internal.h"

#define NUMBER_COLUMNS 6
#define TIME_COLUMNS 11
#define END_COLUMNS 21 /* 255.255.255.255.65535 */
#define PROTOCOL_COLUMNS 7
#define LENGTH_COLUMNS 5
#define OWNER_MAX 40
#define NOTE_MAX 240
#define TCP_HEADER_LEAST 20u

/* tcpdump's letters in tcpdump's order. */
static char *put_flags(char *at, unsigned flags)
{
	static const char letters[] = "FSRP.UEWe";
	char *from = at = put_lit(at, "Flags [");
	for (unsigned i = 0; i < sizeof(letters) - 1; i++) {
		*at = letters[i];
		at += flags >> i & 1;
	}
	if (at == from)
		at = put_lit(at, "none");
	return put_lit(at, "], ");
}

static uint32_t be32(const uint8_t *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* One option of a well-known kind at b, its whole length checked; NULL: it is another one. */
static char *put_option(char *at, const uint8_t *b, size_t len)
{
	if (b[0] == 2 && len == 4)
		return put_u64(put_lit(at, "mss "), (uint64_t)b[2] << 8 | b[3]);
	if (b[0] == 3 && len == 3)
		return put_u64(put_lit(at, "wscale "), b[2]);
	if (b[0] == 4 && len == 2)
		return put_lit(at, "sackOK");
	if (b[0] != 8 || len != 10)
		return NULL;
	at = put_u64(put_lit(at, "TS val "), be32(b + 2));
	return put_u64(put_lit(at, " ecr "), be32(b + 6));
}

/* TCP's options of len bytes at b (RFC 9293 3.1); NULL: one of them is no daily one. */
static char *put_options(char *at, const uint8_t *b, size_t len)
{
	at = put_lit(at, "options [");
	for (size_t i = 0; i < len;) {
		if (i)
			*at++ = ',';
		if (b[i] == 0)
			return put_lit(put_lit(at, "eol"), "], ");
		if (b[i] == 1) {
			at = put_lit(at, "nop");
			i++;
			continue;
		}
		size_t size = i + 1 < len ? b[i + 1] : 0;
		if (size < 2 || size > len - i || !(at = put_option(at, b + i, size)))
			return NULL;
		i += size;
	}
	return put_lit(at, "], ");
}

/* A segment; NULL: it has an option that is no daily one. */
static char *put_segment(
        char *at, const struct print_packet *k, const struct packet_layer *l, bool absolute)
{
	const struct packet *p = k->packet;
	const struct flow_note *n = k->note && k->note->flow != FLOW_NONE ? k->note : NULL;
	bool relative = n && !absolute;
	uint32_t seq = relative ? n->seq : p->tcp_seq, length = p->payload_length;
	if (l->length < TCP_HEADER_LEAST || l->offset + (uint32_t)l->length > p->captured)
		return NULL;
	at = put_flags(at, p->tcp_flags);
	if (length || (p->tcp_flags & (TCP_SYN | TCP_FIN | TCP_RST))) {
		at = put_u64(put_lit(at, "seq "), seq);
		if (length)
			at = put_u64(put_char(at, ':'), seq + length);
		at = put_lit(at, ", ");
	}
	if (p->tcp_flags & TCP_ACK)
		at = put_lit(put_u64(put_lit(at, "ack "), relative ? n->ack : p->tcp_ack), ", ");
	at = put_lit(put_u64(put_lit(at, "win "), n ? n->window : p->tcp_window), ", ");
	if (l->length > TCP_HEADER_LEAST)
		at = put_options(
		        at, k->bytes + l->offset + TCP_HEADER_LEAST, l->length - TCP_HEADER_LEAST);
	if (!at)
		return NULL;
	at = put_u64(put_lit(at, "length "), length);
	if (!n || !n->marks)
		return at;
	char words[NOTE_MAX];
	flow_note_words(n, words, sizeof(words));
	return put_text(at, words);
}

/* The transport's layer of a packet that ends with it and its payload; NULL: it is another one. */
static const struct packet_layer *plain_transport(const struct packet *p)
{
	unsigned n = p->layer_count;
	if (n && p->layers[n - 1].kind == LAYER_PAYLOAD)
		n--;
	if (n == 0 || p->flags || p->src.length < 4)
		return NULL;
	const struct packet_layer *l = &p->layers[n - 1];
	bool plain = (l->kind == LAYER_TCP && p->protocol == IPPROTO_TCP) ||
	             (l->kind == LAYER_UDP && p->protocol == IPPROTO_UDP);
	return plain ? l : NULL;
}

static char *put_other(char *at, const struct print_packet *k, bool absolute)
{
	char text[PRINT_INFO_MAX], printable[PRINT_INFO_MAX];
	format_info(k->packet, k->bytes, k->note, absolute, text, sizeof(text));
	text_printable(text, strlen(text), printable, sizeof(printable));
	return put_text(at, printable);
}

char *put_info(char *at, const struct print_packet *k, bool absolute)
{
	const struct packet_layer *l = plain_transport(k->packet);
	char *end = NULL;
	if (l && l->kind == LAYER_TCP)
		end = put_segment(at, k, l, absolute);
	else if (l)
		end = put_u64(put_lit(at, "UDP, length "), k->packet->payload_length);
	return end ? end : put_other(at, k, absolute);
}

char *put_end(char *at, const struct packet *p, bool source)
{
	const struct packet_addr *net = source ? &p->src : &p->dst;
	const struct packet_addr *mac = source ? &p->mac_src : &p->mac_dst;
	unsigned port = source ? p->sport : p->dport;
	if (!net->length && !mac->length)
		return put_char(at, '-');
	at = put_addr(at, net->length ? net : mac);
	bool ports = net->length && (p->sport || p->dport) &&
	             (packet_find(p, LAYER_TCP) || packet_find(p, LAYER_UDP) ||
	                     packet_find(p, LAYER_SCTP));
	return ports ? put_u64(put_char(at, '.'), port) : at;
}

const char *print_protocol(const struct print_packet *k)
{
	return format_protocol(k->packet);
}

/* What tcpdump takes for the link's header: tags and IEEE 802.2's header are of it. */
static bool is_link(unsigned kind)
{
	static const uint8_t kinds[] = {LAYER_ETHERNET, LAYER_NULL, LAYER_SLL, LAYER_RADIO,
	        LAYER_WLAN, LAYER_CHDLC, LAYER_PPP, LAYER_VLAN, LAYER_LLC, LAYER_FDDI, LAYER_NFLOG,
	        LAYER_PPI};
	return memchr(kinds, (int)kind, sizeof(kinds)) != NULL;
}

uint32_t print_network(const struct packet *p)
{
	for (unsigned i = 0; i < p->layer_count; i++)
		if (!is_link(p->layers[i].kind))
			return p->layers[i].offset;
	return 0;
}

static char *put_right(char *at, const char *text, size_t len, size_t columns)
{
	at = put_blanks(at, at, columns > len ? columns - len : 0);
	return put_bytes(at, text, len);
}

static char *put_number(char *at, uint64_t v, size_t columns)
{
	char text[PUT_U64_MAX];
	return put_right(at, text, (size_t)(put_u64(text, v) - text), columns);
}

/* "02:..:01 > 02:..:02 vlan 5 ", as the link has it. */
static char *put_link(char *at, const struct print_packet *k)
{
	const struct packet *p = k->packet;
	at = p->mac_src.length ? put_addr(at, &p->mac_src) : put_char(at, '-');
	at = put_lit(at, " > ");
	at = p->mac_dst.length ? put_addr(at, &p->mac_dst) : put_char(at, '-');
	*at++ = ' ';
	for (unsigned i = 0; i < p->layer_count; i++) {
		struct bytes c = bytes_over(k->bytes, p->captured);
		if (p->layers[i].kind != LAYER_VLAN || !bytes_skip(&c, p->layers[i].offset))
			continue;
		at = put_u64(put_lit(at, "vlan "), bytes_be16(&c) & 0xfff);
		*at++ = ' ';
	}
	return at;
}

static char *put_ends(char *at, const struct packet *p)
{
	char text[PRINT_END_MAX];
	at = put_right(at, text, (size_t)(put_end(text, p, true) - text), END_COLUMNS);
	at = put_lit(at, " > ");
	char *from = at;
	return put_char(put_blanks(put_end(at, p, false), from, END_COLUMNS), ' ');
}

#define LINE_MAX_BYTES                                                                    \
	(PUT_U64_MAX + PRINT_TIME_MAX + 2 * (PUT_ADDR_MAX + 8) + 12 * PACKET_LAYERS_MAX + \
	        2 * PRINT_END_MAX + OWNER_MAX + 64 + PRINT_INFO_MAX)

void print_line(struct printer *p, const struct print_packet *k)
{
	char time[PRINT_TIME_MAX];
	char *at = sink_room(p->out, LINE_MAX_BYTES);
	at = put_char(put_number(at, k->number, NUMBER_COLUMNS), ' ');
	if (p->options.time != PRINT_TIME_NONE) {
		size_t len = (size_t)(put_time(time, &p->clock, p->options.time, k->when) - time);
		at = put_char(put_right(at, time, len, TIME_COLUMNS), ' ');
	}
	if (p->options.link_header)
		at = put_link(at, k);
	at = put_ends(at, k->packet);
	char *from = at;
	at = put_blanks(put_text(at, print_protocol(k)), from, PROTOCOL_COLUMNS);
	at = put_number(put_char(at, ' '), k->packet->length, LENGTH_COLUMNS);
	at = put_lit(at, "  ");
	at = put_info(at, k, p->options.absolute);
	if (k->owner)
		at = put_char(
		        put_bytes(put_lit(at, "  ["), k->owner, strnlen(k->owner, OWNER_MAX)), ']');
	sink_end(p->out, at);
}
