/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The byte-order lens.
 */
#include "packet/byteorder.h"

#include <stdio.h>
#include <string.h>

/* Members of <netinet/{ether,ip,ip6,tcp,udp,ip_icmp,icmp6}.h> and <net/if_arp.h>. */
static const struct {
	const char *field, *member;
} members[] = {
        {"eth.type", "eth->ether_type"},
        {"eth.len", "eth->ether_type"},
        {"arp.hw.type", "arp->ar_hrd"},
        {"arp.proto.type", "arp->ar_pro"},
        {"arp.opcode", "arp->ar_op"},
        {"ip.len", "ip->ip_len"},
        {"ip.id", "ip->ip_id"},
        {"ip.checksum", "ip->ip_sum"},
        {"ip.src", "ip->ip_src.s_addr"},
        {"ip.dst", "ip->ip_dst.s_addr"},
        {"ipv6.plen", "ip6->ip6_plen"},
        {"tcp.srcport", "tcp->th_sport"},
        {"tcp.dstport", "tcp->th_dport"},
        {"tcp.seq_raw", "tcp->th_seq"},
        {"tcp.ack_raw", "tcp->th_ack"},
        {"tcp.window_size_value", "tcp->th_win"},
        {"tcp.checksum", "tcp->th_sum"},
        {"tcp.urgent_pointer", "tcp->th_urp"},
        {"udp.srcport", "udp->uh_sport"},
        {"udp.dstport", "udp->uh_dport"},
        {"udp.length", "udp->uh_ulen"},
        {"udp.checksum", "udp->uh_sum"},
        {"icmp.checksum", "icmp->icmp_cksum"},
        {"icmp.ident", "icmp->icmp_id"},
        {"icmp.seq", "icmp->icmp_seq"},
        {"icmp.mtu", "icmp->icmp_nextmtu"},
        {"icmpv6.checksum", "icmp6->icmp6_cksum"},
        {"icmpv6.echo.identifier", "icmp6->icmp6_id"},
        {"icmpv6.echo.sequence_number", "icmp6->icmp6_seq"},
};

static const char *member_of(const char *field)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (strcmp(members[i].field, field) == 0)
			return members[i].member;
	}
	return "x";
}

static bool is_whole_integer(const struct field *f)
{
	if (f->little) /* not in network order: there is nothing to convert */
		return false;
	bool integer = f->form == FIELD_UINT || f->form == FIELD_HEX || f->form == FIELD_IPV4;
	return integer && f->bit == 0 && f->scale <= 1 && (uint32_t)f->bits == f->length * 8 &&
	       (f->length == 2 || f->length == 4 || f->length == 8);
}

/* What this CPU makes of width bytes in memory. */
static uint64_t read_memory(const uint8_t *at, uint8_t width)
{
	uint16_t two;
	uint32_t four;
	uint64_t eight;
	if (width == 2) {
		memcpy(&two, at, sizeof(two));
		return two;
	}
	if (width == 4) {
		memcpy(&four, at, sizeof(four));
		return four;
	}
	memcpy(&eight, at, sizeof(eight));
	return eight;
}

static void write_memory(uint64_t value, uint8_t width, uint8_t *out)
{
	uint16_t two = (uint16_t)value;
	uint32_t four = (uint32_t)value;
	if (width == 2)
		memcpy(out, &two, sizeof(two));
	else if (width == 4)
		memcpy(out, &four, sizeof(four));
	else
		memcpy(out, &value, sizeof(value));
}

bool byteorder_look(const struct field *f, const uint8_t *bytes, struct byteorder_lens *out)
{
	memset(out, 0, sizeof(*out));
	if (!is_whole_integer(f))
		return false;
	out->width = (uint8_t)f->length;
	memcpy(out->wire, bytes + f->offset, out->width);
	for (unsigned i = 0; i < out->width; i++)
		out->value = out->value << 8 | out->wire[i];
	write_memory(out->value, out->width, out->memory);
	out->misread = read_memory(out->wire, out->width);
	out->same = out->misread == out->value;
	const char *convert = out->width == 2 ? "ntohs" : out->width == 4 ? "ntohl" : "be64toh";
	snprintf(out->expression, sizeof(out->expression), "%s(%s)", convert, member_of(f->name));
	return true;
}
