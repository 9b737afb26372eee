/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which protocol follows: by EtherType, IP protocol number; for ports see app.c.
 */
#include "packet/decode_internal.h"

#include "packet/application/app_internal.h"
#include "packet/tunnel/overlay_internal.h"

#define UDP_HEADER 8

/* One byte per IP protocol number: kind + 1, so that 0 is "nobody knows". */
static const uint8_t by_ip_protocol[256] = {
        [IP_HOPOPTS] = LAYER_IPV6_EXT + 1,
        [IP_ICMP] = LAYER_ICMP + 1,
        [IP_IGMP] = LAYER_IGMP + 1,
        [IP_IPIP] = LAYER_IPV4 + 1,
        [IP_TCP] = LAYER_TCP + 1,
        [IP_UDP] = LAYER_UDP + 1,
        [IP_IPV6] = LAYER_IPV6 + 1,
        [IP_ROUTING] = LAYER_IPV6_EXT + 1,
        [IP_FRAGMENT] = LAYER_IPV6_EXT + 1,
        [IP_GRE] = LAYER_GRE + 1,
        [IP_ESP] = LAYER_ESP + 1,
        [IP_AH] = LAYER_IPV6_EXT + 1,
        [IP_ICMPV6] = LAYER_ICMPV6 + 1,
        [IP_DSTOPTS] = LAYER_IPV6_EXT + 1,
        [IP_SCTP] = LAYER_SCTP + 1,
        [IP_MPLS] = LAYER_MPLS + 1,
        [IP_ETHERNET] = LAYER_ETHERNET + 1,
};

static const struct {
	uint16_t type;
	uint8_t kind;
} by_ethertype[] = {
        {0x0800, LAYER_IPV4},
        {0x86dd, LAYER_IPV6},
        {0x0806, LAYER_ARP},
        {0x8100, LAYER_VLAN},
        {0x88a8, LAYER_VLAN},
        {0x9100, LAYER_VLAN},
        {0x8847, LAYER_MPLS},
        {0x8848, LAYER_MPLS},
        {0x8863, LAYER_PPPOE},
        {0x8864, LAYER_PPPOE},
        {0x88cc, LAYER_LLDP},
        {0x8035, LAYER_ARP},      /* RFC 903: the same message */
        {0x6558, LAYER_ETHERNET}, /* bridged through a tunnel */
        {0x88e7, LAYER_BACKBONE},
        {0x8926, LAYER_VNTAG},
        {0x8903, LAYER_FABRICPATH},
        {0x893f, LAYER_ETAG},
        {0x894f, LAYER_NSH},
};

/* RFC 3948: neither a keep-alive nor key exchange, which begins with four zeros. */
static bool esp_fits(const struct decode *d)
{
	struct bytes c = decode_cursor(d);
	return bytes_be32(&c) != 0 && !c.bad;
}

/* UDP's ports of networks over networks; Linux used 8472 before VXLAN had its own. Where the other
 * port is only there to spread the load (RFC 7348 5), it is no sign. */
static const struct overlay {
	uint16_t port;
	uint8_t kind;
	bool either; /* may be the source's port as well */
	bool (*fits)(const struct decode *d);
} overlays[] = {
        {4789, LAYER_VXLAN, false, NULL},
        {8472, LAYER_VXLAN, false, NULL},
        {4790, LAYER_VXLAN_GPE, false, NULL},
        {6081, LAYER_GENEVE, false, NULL},
        {6635, LAYER_MPLS, false, NULL}, /* RFC 7510 */
        {4754, LAYER_GRE, false, NULL},  /* RFC 8086 */
        {2152, LAYER_GTP, true, gtp_fits},
        {2123, LAYER_GTP, true, gtp_fits},
        {3386, LAYER_GTP, true, gtp_fits},
        {3544, LAYER_TEREDO, true, teredo_fits},
        {4500, LAYER_ESP, true, esp_fits},
        {5072, LAYER_AYIYA, true, ayiya_fits},
        {5247, LAYER_CAPWAP, true, capwap_fits},
};

enum packet_layer_kind dispatch_ethertype(unsigned type)
{
	for (size_t i = 0; i < sizeof(by_ethertype) / sizeof(by_ethertype[0]); i++) {
		if (by_ethertype[i].type == type)
			return by_ethertype[i].kind;
	}
	return LAYER_PAYLOAD;
}

enum packet_layer_kind dispatch_version(const struct decode *d)
{
	struct bytes c = decode_cursor(d);
	switch (bytes_u8(&c) >> 4) {
	case 4:
		return LAYER_IPV4;
	case 6:
		return LAYER_IPV6;
	}
	return LAYER_PAYLOAD;
}

enum packet_layer_kind dispatch_ip(const struct decode *d)
{
	if (d->later_fragment || by_ip_protocol[d->protocol] == 0)
		return LAYER_PAYLOAD;
	return (enum packet_layer_kind)(by_ip_protocol[d->protocol] - 1);
}

/* The first fragment of a tunnel's datagram holds the begin of a packet that goes on to where UDP's
 * length says, as if less had been captured. */
static struct decode datagram_of(const struct decode *d)
{
	struct decode whole = *d;
	uint32_t length = get16(d->bytes + d->at - 4);
	if (d->captured > d->end)
		whole.captured = d->end;
	if (length >= UDP_HEADER)
		whole.end = d->at + length - UDP_HEADER;
	return whole;
}

static enum packet_layer_kind find_overlay(struct decode *d, unsigned sport, unsigned dport)
{
	for (size_t i = 0; i < sizeof(overlays) / sizeof(overlays[0]); i++) {
		const struct overlay *o = &overlays[i];
		if (o->port != dport && !(o->either && o->port == sport))
			continue;
		struct decode whole = d->p->flags & PACKET_FRAGMENT ? datagram_of(d) : *d;
		if (o->fits && !o->fits(&whole))
			continue;
		*d = whole;
		d->p->flags &= (uint8_t)~PACKET_FRAGMENT;
		return (enum packet_layer_kind)o->kind;
	}
	return LAYER_PAYLOAD;
}

enum packet_layer_kind dispatch_port(struct decode *d, unsigned sport, unsigned dport)
{
	/* Of a quoted segment nobody knows where in its stream it was. */
	if (decode_left(d) == 0 || (d->quoted && d->protocol != IP_UDP))
		return LAYER_PAYLOAD;
	enum packet_layer_kind kind =
	        d->protocol == IP_UDP && !d->quoted ? find_overlay(d, sport, dport) : LAYER_PAYLOAD;
	if (kind != LAYER_PAYLOAD)
		return kind;
	return app_dispatch(d, sport, dport);
}
