/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which protocol follows: by EtherType, IP protocol number; for ports see app.c.
 */
#include "packet/decode_internal.h"

#include "packet/app_internal.h"

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
        {0x0800, LAYER_IPV4}, {0x86dd, LAYER_IPV6}, {0x0806, LAYER_ARP}, {0x8100, LAYER_VLAN},
        {0x88a8, LAYER_VLAN}, {0x9100, LAYER_VLAN}, {0x8847, LAYER_MPLS}, {0x8848, LAYER_MPLS},
        {0x8863, LAYER_PPPOE}, {0x8864, LAYER_PPPOE}, {0x88cc, LAYER_LLDP},
        {0x6558, LAYER_ETHERNET}, /* bridged through a tunnel */
};

/* UDP's ports of networks over networks; Linux used 8472 before VXLAN had its own. */
static const struct {
	uint16_t port;
	uint8_t kind;
} overlays[] = {
        {4789, LAYER_VXLAN}, {8472, LAYER_VXLAN}, {6081, LAYER_GENEVE},
        {6635, LAYER_MPLS}, /* RFC 7510 */
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

enum packet_layer_kind dispatch_port(const struct decode *d, unsigned sport, unsigned dport)
{
	if (decode_left(d) == 0 || d->quoted || (d->p->flags & PACKET_FRAGMENT))
		return LAYER_PAYLOAD;
	for (size_t i = 0; d->protocol == IP_UDP && i < sizeof(overlays) / sizeof(overlays[0]);
	        i++) {
		if (overlays[i].port == dport)
			return overlays[i].kind;
	}
	return app_dispatch(d, sport, dport);
}
