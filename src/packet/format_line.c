/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame as a line like tcpdump's. Millions are printed, so that numbers and addresses are written
 * without printf.
 */
#include "packet/format.h"

#include "packet/decode_internal.h"
#include "packet/format_internal.h"
#include "packet/transport/tcp_internal.h"

static void line_options(struct out *o, const struct packet *p, const uint8_t *bytes)
{
	const struct packet_layer *l = bytes ? packet_find(p, LAYER_TCP) : NULL;
	struct bytes c = bytes_over(bytes, bytes ? p->captured : 0);
	if (!l || l->length <= 20 || !bytes_skip(&c, l->offset + 20u))
		return;
	out_text(o, ", options [");
	tcp_options_text(bytes_sub(&c, l->length - 20u), o);
	out_text(o, "]");
}

static void line_tcp(struct out *o, const struct packet *p, const uint8_t *bytes,
        const struct flow_note *note, bool absolute)
{
	struct format_numbers n = format_numbers(p, note, absolute);
	char flags[16];
	format_tcp_flags_short(p->tcp_flags, flags, sizeof(flags));
	out_text(o, "Flags ");
	out_text(o, flags);
	if (n.length || p->tcp_flags & (TCP_SYN | TCP_FIN | TCP_RST)) {
		out_text(o, ", seq ");
		out_number(o, n.seq);
	}
	if (n.length) {
		out_text(o, ":");
		out_number(o, n.seq + n.length);
	}
	if (p->tcp_flags & TCP_ACK) {
		out_text(o, ", ack ");
		out_number(o, n.ack);
	}
	out_text(o, ", win ");
	out_number(o, n.window);
	line_options(o, p, bytes);
	out_text(o, ", length ");
	out_number(o, n.length);
}

static void line_arp(struct out *o, const struct packet *p)
{
	char src[46], dst[46], mac[46];
	packet_addr_text(&p->src, src);
	packet_addr_text(&p->dst, dst);
	packet_addr_text(&p->mac_src, mac);
	unsigned length = p->payload_offset - 14;
	if (p->src.length && p->arp_op == 1)
		out_add(o, "ARP, Request who-has %s tell %s, length %u", dst, src, length);
	else if (p->src.length && p->arp_op == 2)
		out_add(o, "ARP, Reply %s is-at %s, length %u", src, mac, length);
	else
		out_add(o, "ARP, operation %u, length %u", p->arp_op, length);
}

static void line_end(struct out *o, const struct packet_addr *a, bool has_port, unsigned port)
{
	out_address(o, a);
	if (has_port) {
		out_text(o, ".");
		out_number(o, port);
	}
}

static void line_ends(struct out *o, const struct packet *p, bool ports)
{
	out_text(o, p->src.length == 16 ? "IP6 " : "IP ");
	line_end(o, &p->src, ports, p->sport);
	out_text(o, " > ");
	line_end(o, &p->dst, ports, p->dport);
	out_text(o, ": ");
}

static void line_link(
        struct out *o, const struct packet *p, enum packet_layer_kind kind, const uint8_t *bytes)
{
	if (kind == LAYER_PAYLOAD) {
		format_add_other(o, p, kind, bytes);
		return;
	}
	if (p->mac_src.length || p->mac_dst.length) {
		out_address(o, &p->mac_src);
		out_text(o, " > ");
		out_address(o, &p->mac_dst);
		out_text(o, ", ");
	}
	out_add(o, "%s, length %u", protocol_of(kind)->brief, p->length);
	if (!bytes || kind == LAYER_ETHERNET)
		return;
	char words[200] = "";
	struct out said = out_begin(words, sizeof(words));
	if (format_add_link(&said, p, kind, bytes)) {
		out_text(o, ": ");
		out_text(o, words);
	}
}

static void line_udp(struct out *o, const struct packet *p)
{
	out_text(o, "UDP, length ");
	out_number(o, p->payload_length);
}

/* What it says, behind its ends. */
static void line_says(struct out *o, const struct packet *p, const uint8_t *bytes,
        const struct flow_note *note, bool absolute)
{
	enum packet_layer_kind kind = format_main_layer(p);
	if (kind == LAYER_ARP)
		line_arp(o, p);
	else if (kind == LAYER_TCP)
		line_tcp(o, p, bytes, note, absolute);
	else if (kind == LAYER_UDP)
		line_udp(o, p);
	else if (kind == LAYER_ICMP || kind == LAYER_ICMPV6)
		format_add_icmp(o, p, bytes);
	else
		format_add_other(o, p, kind, bytes);
}

static void line_rest(
        struct out *o, const struct packet *p, const uint8_t *bytes, const struct flow_note *note)
{
	format_add_app(o, p, bytes, o->len ? ": " : "");
	if (note)
		format_add_note(o, note);
}

void format_info(const struct packet *p, const uint8_t *bytes, const struct flow_note *note,
        bool absolute, char *out, size_t size)
{
	struct out o = out_begin(out, size);
	line_says(&o, p, bytes, note, absolute);
	line_rest(&o, p, bytes, note);
	format_add_flags(&o, p, format_main_layer(p));
}

void format_line_bytes(const struct packet *p, const uint8_t *bytes, const struct flow_note *note,
        bool absolute, char *out, size_t size)
{
	struct out o = out_begin(out, size);
	enum packet_layer_kind kind = format_main_layer(p);
	bool ip = p->src.length >= 4 && kind != LAYER_ARP;
	if (ip)
		line_ends(&o, p, kind == LAYER_TCP || kind == LAYER_UDP || kind == LAYER_SCTP);
	if (ip || kind == LAYER_ARP)
		line_says(&o, p, bytes, note, absolute);
	else
		line_link(&o, p, kind, bytes);
	line_rest(&o, p, bytes, note);
}

void format_line(
        const struct packet *p, const struct flow_note *note, bool absolute, char *out, size_t size)
{
	format_line_bytes(p, NULL, note, absolute, out, size);
}
