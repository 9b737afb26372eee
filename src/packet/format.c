/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text of decoded values.
 */
#include "packet/format.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "packet/application/app_internal.h"
#include "packet/decode_internal.h"
#include "packet/flow/flow_words.h"
#include "packet/format_internal.h"
#include "packet/internet/icmp_internal.h"
#include "packet/transport/tcp_internal.h"

struct format_numbers format_numbers(
        const struct packet *p, const struct flow_note *note, bool absolute)
{
	struct format_numbers n = {p->tcp_seq, p->tcp_ack, p->tcp_window, p->payload_length};
	bool known = note && note->flow != FLOW_NONE;
	if (known && !absolute) {
		n.seq = note->seq;
		n.ack = note->ack;
	}
	if (known)
		n.window = note->window;
	return n;
}

void format_add_note(struct out *o, const struct flow_note *n)
{
	char words[200];
	flow_note_words(n, words, sizeof(words));
	out_text(o, words);
}

static void summarize_tcp(
        struct out *o, const struct packet *p, const struct flow_note *note, bool absolute)
{
	struct format_numbers n = format_numbers(p, note, absolute);
	char flags[48];
	format_tcp_flags(p->tcp_flags, flags, sizeof(flags));
	out_add(o, "%s", flags);
	if (n.length)
		out_add(o, P_(" %u byte", " %u bytes", n.length), n.length);
	out_add(o, " seq %u", n.seq);
	if (p->tcp_flags & TCP_ACK)
		out_add(o, " ack %u", n.ack);
	bool bare = !n.length && !(p->tcp_flags & (TCP_FIN | TCP_RST));
	if (bare || (p->tcp_flags & TCP_SYN))
		out_add(o, " win %u", n.window);
	if (p->tcp_mss)
		out_add(o, " mss %u", p->tcp_mss);
	if (note)
		format_add_note(o, note);
}

static void summarize_arp(struct out *o, const struct packet *p)
{
	char src[46], dst[46], mac[46];
	packet_addr_text(&p->src, src);
	packet_addr_text(&p->dst, dst);
	packet_addr_text(&p->mac_src, mac);
	bool own = p->src.length && packet_addr_equal(&p->src, &p->dst);
	static const struct packet_addr nobody = {.length = 4};
	if (p->src.length == 0 || p->arp_op == 0 || p->arp_op > 2)
		out_add(o, _("ARP operation %u"), p->arp_op);
	else if (p->arp_op == 2)
		out_add(o, _("ARP %s is at %s"), src, mac);
	else if (packet_addr_equal(&p->src, &nobody))
		out_add(o, _("ARP is %s free?"), dst);
	else if (own)
		out_add(o, _("ARP announces %s is at %s"), src, mac);
	else
		out_add(o, _("ARP who has %s?"), dst);
}

/* "TCP 40000 > 8888": what an ICMP error is about, from the quoted headers. */
static void add_quoted(struct out *o, const struct packet *p, const uint8_t *bytes)
{
	bool inside = false;
	for (unsigned i = 0; bytes && i < p->layer_count; i++) {
		const struct packet_layer *l = &p->layers[i];
		bool transport = l->kind == LAYER_TCP || l->kind == LAYER_UDP;
		struct bytes c = bytes_over(bytes, p->captured);
		if (inside && transport && bytes_skip(&c, l->offset)) {
			unsigned from = bytes_be16(&c), to = bytes_be16(&c);
			out_add(o, _(" for %s %u > %u"), l->kind == LAYER_TCP ? "TCP" : "UDP", from,
			        to);
			return;
		}
		inside = inside || l->kind == LAYER_ICMP || l->kind == LAYER_ICMPV6;
	}
}

/* Whose link-layer address is asked for or told (RFC 4861 4.3, 4.4). */
static void add_target(struct out *o, const struct packet *p, const uint8_t *bytes)
{
	const struct packet_layer *l = packet_find(p, LAYER_ICMPV6);
	struct packet_addr target = {.length = 16};
	struct bytes c = bytes_over(bytes, p->captured);
	char text[46], mac[46];
	if (!l || !bytes_skip(&c, l->offset + 8u) || !bytes_copy(&c, target.bytes, 16))
		return;
	packet_addr_text(&target, text);
	packet_addr_text(&p->mac_src, mac);
	if (p->icmp_type == 135)
		out_add(o, _(": who has %s?"), text);
	else
		out_add(o, _(": %s is at %s"), text, mac);
}

void format_add_icmp(struct out *o, const struct packet *p, const uint8_t *bytes)
{
	bool six = p->protocol == IP_ICMPV6;
	const char *type = six ? icmpv6_type_words(p->icmp_type) : icmp_type_words(p->icmp_type);
	const char *code = six ? icmpv6_code_words(p->icmp_type, p->icmp_code)
	                       : icmp_code_words(p->icmp_type, p->icmp_code);
	const char *name = six ? "ICMPv6" : "ICMP";
	bool echo = six ? p->icmp_type == 128 || p->icmp_type == 129
	                : p->icmp_type == 0 || p->icmp_type == 8;
	if (!type)
		out_add(o, _("%s type %u code %u"), name, p->icmp_type, p->icmp_code);
	else if (code)
		out_add(o, "%s %s: %s", name, type, code);
	else
		out_add(o, "%s %s", name, type);
	if (echo)
		out_add(o, " id %u seq %u", p->icmp_id, p->icmp_seq);
	if (six && bytes && (p->icmp_type == 135 || p->icmp_type == 136))
		add_target(o, p, bytes);
	add_quoted(o, p, bytes);
}

/* The application that speaks, not one that is only quoted; NULL when there is none. */
static const struct packet_layer *own_app(const struct packet *p)
{
	unsigned n = p->layer_count;
	if (!n || !app_is(p->layers[n - 1].kind) || p->protocol == IP_ICMP ||
	        p->protocol == IP_ICMPV6)
		return NULL;
	return &p->layers[n - 1];
}

void format_add_app(struct out *o, const struct packet *p, const uint8_t *bytes, const char *before)
{
	const struct packet_layer *l = own_app(p);
	char text[240] = "";
	struct out app = out_begin(text, sizeof(text));
	struct bytes c = bytes_over(bytes, bytes ? p->captured : 0);
	if (!l || !bytes || !bytes_skip(&c, l->offset))
		return;
	app_summary(p, l, bytes, &app);
	text[text_whole(text, strlen(text))] = '\0';
	if (text[0])
		out_add(o, "%s%s", before, text);
	if (p->flags & PACKET_GUESSED)
		out_add(o, _(" (looks like %s)"),
		        protocol_of((enum packet_layer_kind)l->kind)->brief);
}

/* The layer by which the frame is known: the last that is not mere data, not a quoted one. */
enum packet_layer_kind format_main_layer(const struct packet *p)
{
	enum packet_layer_kind best = LAYER_PAYLOAD;
	for (unsigned i = 0; i < p->layer_count; i++) {
		enum packet_layer_kind kind = (enum packet_layer_kind)p->layers[i].kind;
		if (kind != LAYER_PAYLOAD && !app_is(kind))
			best = kind;
		if (kind == LAYER_ICMP || kind == LAYER_ICMPV6)
			break;
	}
	return best;
}

static void add_undecoded(struct out *o, const struct packet *p)
{
	const char *name = packet_link_name(p->link);
	if (p->link == PACKET_LINK_ETHERNET)
		out_add(o, _("%u bytes that are no Ethernet frame"), p->length);
	else if (name)
		out_add(o, _("%s, %u bytes"), name, p->length);
	else
		out_add(o, _("link type %u, %u bytes"), p->link, p->length);
}

void format_add_other(
        struct out *o, const struct packet *p, enum packet_layer_kind kind, const uint8_t *bytes)
{
	if (kind == LAYER_PAYLOAD) {
		add_undecoded(o, p);
		return;
	}
	const char *name = protocol_of(kind)->brief;
	if (p->flags & PACKET_FRAGMENT)
		out_add(o, _("%s fragment, %u bytes"), name, p->payload_length);
	else if (kind == LAYER_IGMP && igmp_type_words(p->icmp_type))
		out_add(o, "IGMP %s", igmp_type_words(p->icmp_type));
	else if (bytes && format_add_link(o, p, kind, bytes))
		return;
	else if ((kind == LAYER_IPV4 || kind == LAYER_IPV6 || kind == LAYER_IPV6_EXT) &&
	         p->protocol)
		out_add(o, _("%s protocol %u, %u bytes"), name, p->protocol, p->payload_length);
	else if (kind == LAYER_STP)
		out_add(o, "%s", name);
	else
		out_add(o, _("%s %u bytes"), name, p->payload_length);
}

void format_add_flags(struct out *o, const struct packet *p, enum packet_layer_kind kind)
{
	if ((p->flags & PACKET_FRAGMENT) && (kind == LAYER_TCP || kind == LAYER_UDP))
		out_add(o, "%s", _(" (first fragment)"));
	if (p->flags & PACKET_PARTIAL_CHECKSUM)
		out_add(o, "%s", _(" (checksum left to the network card)"));
	else if (p->flags & PACKET_BAD_CHECKSUM)
		out_add(o, "%s", _(" (bad checksum)"));
	if (p->flags & PACKET_MALFORMED)
		out_add(o, "%s", _(" (malformed)"));
	else if (p->flags & PACKET_TRUNCATED)
		out_add(o, "%s", _(" (cut off)"));
}

void format_summary_bytes(const struct packet *p, const uint8_t *bytes,
        const struct flow_note *note, bool absolute, char *out, size_t size)
{
	struct out o = out_begin(out, size);
	enum packet_layer_kind kind = format_main_layer(p);
	if (kind == LAYER_TCP)
		summarize_tcp(&o, p, note, absolute);
	else if (kind == LAYER_UDP)
		out_add(&o, P_("UDP %u byte", "UDP %u bytes", p->payload_length),
		        p->payload_length);
	else if (kind == LAYER_ARP)
		summarize_arp(&o, p);
	else if (kind == LAYER_ICMP || kind == LAYER_ICMPV6)
		format_add_icmp(&o, p, bytes);
	else
		format_add_other(&o, p, kind, bytes);
	format_add_app(&o, p, bytes, o.len ? ": " : "");
	format_add_flags(&o, p, kind);
}

void format_summary(
        const struct packet *p, const struct flow_note *note, bool absolute, char *out, size_t size)
{
	format_summary_bytes(p, NULL, note, absolute, out, size);
}

const char *format_layer(enum packet_layer_kind kind)
{
	return protocol_of(kind)->brief;
}

const char *format_layer_label(enum packet_layer_kind kind)
{
	return protocol_of(kind)->label;
}

const char *format_protocol(const struct packet *p)
{
	const struct packet_layer *app = own_app(p);
	if (app)
		return protocol_of((enum packet_layer_kind)app->kind)->brief;
	return protocol_of(format_main_layer(p))->brief;
}
