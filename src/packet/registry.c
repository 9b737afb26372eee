/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The descriptor of each layer kind. Only the walker, the fields' list and the texts look here:
 * protocols name one another by kind.
 */
#include "packet/decode_internal.h"

static const struct protocol *const protocols[] = {
        [LAYER_ETHERNET] = &protocol_ethernet,
        [LAYER_NULL] = &protocol_null,
        [LAYER_SLL] = &protocol_sll,
        [LAYER_RADIO] = &protocol_radio,
        [LAYER_WLAN] = &protocol_wlan,
        [LAYER_CHDLC] = &protocol_chdlc,
        [LAYER_PPPOE] = &protocol_pppoe,
        [LAYER_PPP] = &protocol_ppp,
        [LAYER_VLAN] = &protocol_vlan,
        [LAYER_MPLS] = &protocol_mpls,
        [LAYER_LLC] = &protocol_llc,
        [LAYER_STP] = &protocol_stp,
        [LAYER_LLDP] = &protocol_lldp,
        [LAYER_ARP] = &protocol_arp,
        [LAYER_IPV4] = &protocol_ipv4,
        [LAYER_IPV6] = &protocol_ipv6,
        [LAYER_IPV6_EXT] = &protocol_ipv6_ext,
        [LAYER_VXLAN] = &protocol_vxlan,
        [LAYER_GENEVE] = &protocol_geneve,
        [LAYER_GRE] = &protocol_gre,
        [LAYER_ESP] = &protocol_esp,
        [LAYER_ICMP] = &protocol_icmp,
        [LAYER_ICMPV6] = &protocol_icmpv6,
        [LAYER_IGMP] = &protocol_igmp,
        [LAYER_TCP] = &protocol_tcp,
        [LAYER_UDP] = &protocol_udp,
        [LAYER_SCTP] = &protocol_sctp,
        [LAYER_DNS] = &protocol_dns,
        [LAYER_MDNS] = &protocol_mdns,
        [LAYER_LLMNR] = &protocol_llmnr,
        [LAYER_NBNS] = &protocol_nbns,
        [LAYER_DHCP] = &protocol_dhcp,
        [LAYER_DHCPV6] = &protocol_dhcpv6,
        [LAYER_NTP] = &protocol_ntp,
        [LAYER_TFTP] = &protocol_tftp,
        [LAYER_SNMP] = &protocol_snmp,
        [LAYER_SYSLOG] = &protocol_syslog,
        [LAYER_SSDP] = &protocol_ssdp,
        [LAYER_QUIC] = &protocol_quic,
        [LAYER_HTTP] = &protocol_http,
        [LAYER_HTTP2] = &protocol_http2,
        [LAYER_WEBSOCKET] = &protocol_websocket,
        [LAYER_SMTP] = &protocol_smtp,
        [LAYER_FTP] = &protocol_ftp,
        [LAYER_POP] = &protocol_pop,
        [LAYER_IMAP] = &protocol_imap,
        [LAYER_TELNET] = &protocol_telnet,
        [LAYER_SSH] = &protocol_ssh,
        [LAYER_TLS] = &protocol_tls,
        [LAYER_SOCKS] = &protocol_socks,
        [LAYER_MQTT] = &protocol_mqtt,
        [LAYER_REDIS] = &protocol_redis,
        [LAYER_SIP] = &protocol_sip,
        [LAYER_PAYLOAD] = &protocol_payload,
};
_Static_assert(sizeof(protocols) / sizeof(protocols[0]) == LAYER_KINDS, "one per layer kind");

const struct protocol *protocol_of(enum packet_layer_kind kind)
{
	return protocols[kind];
}
