/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters made from what is chosen.
 */
#include "ui/inspect/filter_of.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "packet/fields.h"

static bool no_packet(struct err *e)
{
	return err_set(e, ERR_USAGE, "%s", _("no packet is chosen"));
}

bool filter_of_conversation(const struct inspect *in, struct buf *out, struct err *e)
{
	if (!in->packet.number)
		return no_packet(e);
	if (inspect_flow_of(in) == FLOW_NONE)
		return err_set(
		        e, ERR_USAGE, "%s", _("the chosen packet belongs to no conversation"));
	buf_printf(out, "stream %llu", (unsigned long long)inspect_flow_of(in));
	return true;
}

bool filter_of_host(const struct inspect *in, struct buf *out, struct err *e)
{
	const struct packet *p = &in->dissected.packet;
	const struct field *f = dissected_field(&in->dissected);
	char text[46];
	if (!in->dissected.any)
		return no_packet(e);
	bool to = f && strstr(f->name, ".dst");
	bool net = p->src.length > 0;
	packet_addr_text(net ? to ? &p->dst : &p->src : to ? &p->mac_dst : &p->mac_src, text);
	buf_printf(out, "%shost %s", net ? "" : "ether ", text);
	return true;
}

/* Fields for which the language has words; %s is the value. */
static const struct {
	const char *field, *form;
} spoken[] = {
        {"eth.src", "ether src %s"},
        {"eth.dst", "ether dst %s"},
        {"eth.type", "ether proto %s"},
        {"ip.src", "src host %s"},
        {"ip.dst", "dst host %s"},
        {"ipv6.src", "src host %s"},
        {"ipv6.dst", "dst host %s"},
        {"ip.proto", "ip proto %s"},
        {"ipv6.nxt", "ip6 proto %s"},
        {"tcp.srcport", "tcp src port %s"},
        {"tcp.dstport", "tcp dst port %s"},
        {"udp.srcport", "udp src port %s"},
        {"udp.dstport", "udp dst port %s"},
        {"arp.src.proto_ipv4", "arp src host %s"},
        {"arp.dst.proto_ipv4", "arp dst host %s"},
};

/* Layers whose bytes the language can name: "tcp[2:2]". */
static const struct {
	enum packet_layer_kind kind;
	const char *name;
} sliced[] = {{LAYER_ETHERNET, "ether"}, {LAYER_ARP, "arp"}, {LAYER_IPV4, "ip"},
        {LAYER_IPV6, "ip6"}, {LAYER_ICMP, "icmp"}, {LAYER_ICMPV6, "icmp6"}, {LAYER_TCP, "tcp"},
        {LAYER_UDP, "udp"}};

static bool put_spoken(const struct field *f, const uint8_t *bytes, struct buf *out)
{
	char value[96];
	for (size_t i = 0; i < sizeof(spoken) / sizeof(spoken[0]); i++) {
		if (strcmp(spoken[i].field, f->name) != 0)
			continue;
		if (f->form == FIELD_UINT || f->form == FIELD_HEX)
			snprintf(value, sizeof(value), "%llu", (unsigned long long)f->value);
		else
			field_value_text(f, bytes, value, sizeof(value));
		const char *hole = strstr(spoken[i].form, "%s");
		buf_printf(out, "%.*s%s", (int)(hole - spoken[i].form), spoken[i].form, value);
		return true;
	}
	return false;
}

/* The bytes of a field of one, two or four bytes, less the bits around it. */
static bool put_sliced(
        const struct field *f, const struct packet *p, const uint8_t *bytes, struct buf *out)
{
	if (f->layer >= p->layer_count || f->form == FIELD_HEADER ||
	        (f->length != 1 && f->length != 2 && f->length != 4))
		return false;
	const struct packet_layer *l = &p->layers[f->layer];
	unsigned total = f->length * 8, after = total - f->bit - f->bits;
	if (f->bit + f->bits > total || f->offset < l->offset)
		return false;
	uint32_t whole = 0, mask = f->bits >= 32 ? UINT32_MAX : ((1u << f->bits) - 1) << after;
	for (uint32_t i = 0; i < f->length; i++)
		whole = whole << 8 | bytes[f->offset + i];
	for (size_t i = 0; i < sizeof(sliced) / sizeof(sliced[0]); i++) {
		if (sliced[i].kind != (enum packet_layer_kind)l->kind)
			continue;
		buf_printf(out, "%s[%u:%u]", sliced[i].name, f->offset - l->offset, f->length);
		if (f->bits != total)
			buf_printf(out, " & 0x%x", mask);
		buf_printf(out, " = %u", whole & mask);
		return true;
	}
	return false;
}

bool filter_of_field(const struct inspect *in, struct buf *out, struct err *e)
{
	const struct field *f = dissected_field(&in->dissected);
	const uint8_t *bytes = dissected_at(&in->dissected);
	if (!f)
		return no_packet(e);
	if (put_spoken(f, bytes, out) || put_sliced(f, &in->dissected.packet, bytes, out))
		return true;
	return err_set(e, ERR_USAGE,
	        _("no filter can be made of %s: choose a field with a number "
	          "or an address"),
	        f->name);
}

static const struct filter_word words[] = {
        {"syn", N_("TCP: begins a connection")},
        {"synack", N_("TCP: answers a SYN")},
        {"fin", N_("TCP: one end has said all")},
        {"rst", N_("TCP: reset")},
        {"data", N_("TCP: with payload")},
        {"ack", N_("TCP: nothing but an acknowledgment")},
        {"from", N_("from HOST: sent by it")},
        {"retrans", N_("TCP: sent again")},
        {"fast-retrans", N_("TCP: sent again since duplicate ACKs asked for it")},
        {"spurious", N_("TCP: sent again for nothing")},
        {"out-of-order", N_("TCP: overtaken on the way")},
        {"lost", N_("TCP: the one before was not captured")},
        {"dup-ack", N_("TCP: acknowledges the same again")},
        {"zerowindow", N_("TCP: takes nothing any more")},
        {"window-full", N_("TCP: fills the other's window")},
        {"window-update", N_("TCP: takes more again")},
        {"keep-alive", N_("TCP: asks whether the other is there")},
        {"probe", N_("TCP: asks whether the window has opened")},
        {"stream", N_("stream N: a conversation by its number")},
        {"tcp.stream", N_("tcp.stream N: of TCP alone, as tshark counts them")},
        {"udp.stream", N_("udp.stream N: of UDP alone, as tshark counts them")},
        {"frame", N_("frame N, N..M, N.. or ..M: packets by their numbers")},
        {"mark", N_("packets that you marked")},
        {"comment", N_("packets with a comment")},
        {"pid", N_("pid N: of that process, where it is known")},
        {"program", N_("program NAME: of that program, where it is known")},
        {"host", N_("host ADDRESS: from it or to it")},
        {"src", N_("src host, src port: the sender")},
        {"dst", N_("dst host, dst port: the receiver")},
        {"net", N_("net 10.0.0.0/8: a network")},
        {"port", N_("port N: TCP or UDP")},
        {"portrange", N_("portrange N-M")},
        {"tcp", N_("TCP; before port: of TCP alone")},
        {"udp", N_("UDP; before port: of UDP alone")},
        {"icmp", "ICMP"},
        {"icmp6", "ICMPv6"},
        {"arp", "ARP"},
        {"ip", "IPv4"},
        {"ip6", "IPv6"},
        {"vlan", N_("vlan N: with that tag")},
        {"ether", N_("ether host, ether proto: of the link")},
        {"greater", N_("greater N: at least so many bytes")},
        {"less", N_("less N: at most so many bytes")},
        {"and", N_("both")},
        {"or", N_("one of them")},
        {"not", N_("the contrary")},
};

const struct filter_word *filter_words(size_t *count)
{
	*count = sizeof(words) / sizeof(words[0]);
	return words;
}
