/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame decoded into values: which layers it has and where, who talks to whom, and the few
 * numbers that lists, flows and gates need. Owns nothing; offsets point into the frame's bytes.
 *
 * This is the fast summary (no allocation, a few hundred ns). fields.h gives every field of the
 * same frame with its place and meaning; format.h makes text of either.
 *
 * An ICMP error quotes the packet that caused it: the quoted headers are layers behind
 * LAYER_ICMP, but addresses, ports and numbers here are the outer packet's alone.
 */
#ifndef PACKET_PACKET_H
#define PACKET_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACKET_LAYERS_MAX 16

/* Link type of the outermost layer: the LINKTYPE_ numbers of pcap files
 * (https://www.tcpdump.org/linktypes.html). Those that begin a decoder; any other number is
 * allowed and its frames are LAYER_PAYLOAD. */
enum packet_link {
	PACKET_LINK_NULL = 0,
	PACKET_LINK_ETHERNET = 1,
	PACKET_LINK_PPP = 9,
	PACKET_LINK_RAW_BSD = 12, /* RAW under the numbers of other systems */
	PACKET_LINK_RAW_OPENBSD = 14,
	PACKET_LINK_FDDI = 10,
	PACKET_LINK_PPP_HDLC = 50,
	PACKET_LINK_PPP_ETHER = 51,
	PACKET_LINK_ATM_RFC1483 = 100,
	PACKET_LINK_RAW = 101,
	PACKET_LINK_C_HDLC = 104,
	PACKET_LINK_WLAN = 105,
	PACKET_LINK_LOOP = 108,
	PACKET_LINK_LINUX_SLL = 113,
	PACKET_LINK_PRISM = 119,
	PACKET_LINK_RADIOTAP = 127,
	PACKET_LINK_AVS = 163,
	PACKET_LINK_PPP_PPPD = 166,
	PACKET_LINK_PPI = 192,
	PACKET_LINK_PPP_WITH_DIR = 204,
	PACKET_LINK_IPV4 = 228,
	PACKET_LINK_IPV6 = 229,
	PACKET_LINK_NFLOG = 239,
	PACKET_LINK_LINUX_SLL2 = 276,
};

enum packet_layer_kind {
	LAYER_ETHERNET,  /* IEEE 802.3 */
	LAYER_NULL,      /* BSD loopback: an address family */
	LAYER_SLL,       /* Linux cooked capture, version 1 or 2 */
	LAYER_RADIO,     /* what a radio says of a frame: radiotap, Prism, AVS */
	LAYER_WLAN,      /* IEEE 802.11 */
	LAYER_CHDLC,     /* Cisco HDLC */
	LAYER_PPPOE,     /* RFC 2516 */
	LAYER_PPP,       /* RFC 1661 */
	LAYER_VLAN,      /* IEEE 802.1Q tag */
	LAYER_MPLS,      /* RFC 3032: a stack of labels */
	LAYER_LLC,       /* IEEE 802.2 */
	LAYER_STP,       /* IEEE 802.1D BPDU */
	LAYER_LLDP,      /* IEEE 802.1AB */
	LAYER_ARP,       /* RFC 826 */
	LAYER_IPV4,      /* RFC 791 */
	LAYER_IPV6,      /* RFC 8200 */
	LAYER_IPV6_EXT,  /* one extension header */
	LAYER_VXLAN,     /* RFC 7348 */
	LAYER_VXLAN_GPE, /* draft-ietf-nvo3-vxlan-gpe */
	LAYER_GENEVE,    /* RFC 8926 */
	LAYER_FDDI,      /* ISO 9314-2 */
	LAYER_NFLOG,     /* Linux netfilter's log */
	LAYER_PPI,       /* Per-Packet Information, before another link type's frame */
	LAYER_BACKBONE,  /* IEEE 802.1ah */
	LAYER_VNTAG,     /* a virtual interface's tag */
	LAYER_ETAG,      /* IEEE 802.1BR */
	LAYER_NSH,       /* RFC 8300 */
	LAYER_FABRICPATH,
	LAYER_ERSPAN, /* a mirrored frame in GRE */
	LAYER_CAPWAP, /* RFC 5415: its data */
	LAYER_GTP,    /* 3GPP TS 29.281 */
	LAYER_TEREDO, /* RFC 4380 */
	LAYER_AYIYA,  /* draft-massar-v6ops-ayiya */
	LAYER_GRE,    /* RFC 2784 */
	LAYER_ESP,    /* RFC 4303 */
	LAYER_ICMP,   /* RFC 792 */
	LAYER_ICMPV6, /* RFC 4443 */
	LAYER_IGMP,   /* RFC 2236, 3376 */
	LAYER_TCP,    /* RFC 9293 */
	LAYER_UDP,    /* RFC 768 */
	LAYER_SCTP,   /* RFC 9260: header and chunks */
	/* Applications, all between DNS and PAYLOAD. */
	LAYER_DNS,       /* RFC 1035 */
	LAYER_MDNS,      /* RFC 6762 */
	LAYER_LLMNR,     /* RFC 4795 */
	LAYER_NBNS,      /* RFC 1002 4.2 */
	LAYER_DHCP,      /* RFC 2131 */
	LAYER_DHCPV6,    /* RFC 8415 */
	LAYER_NTP,       /* RFC 5905 */
	LAYER_TFTP,      /* RFC 1350 */
	LAYER_SNMP,      /* RFC 3416 */
	LAYER_SYSLOG,    /* RFC 5424, 3164 */
	LAYER_SSDP,      /* UPnP Device Architecture 1 */
	LAYER_QUIC,      /* RFC 9000 17.2: long headers */
	LAYER_HTTP,      /* RFC 9112: start line and header fields */
	LAYER_HTTP2,     /* RFC 9113: frames */
	LAYER_WEBSOCKET, /* RFC 6455 5.2: frames */
	LAYER_SMTP,      /* RFC 5321 */
	LAYER_FTP,       /* RFC 959: the control connection */
	LAYER_POP,       /* RFC 1939 */
	LAYER_IMAP,      /* RFC 9051 */
	LAYER_TELNET,    /* RFC 854 */
	LAYER_SSH,       /* RFC 4253 */
	LAYER_TLS,       /* RFC 8446: records */
	LAYER_SOCKS,     /* RFC 1928 */
	LAYER_MQTT,      /* OASIS MQTT 3.1.1 and 5.0 */
	LAYER_REDIS,     /* RESP */
	LAYER_SIP,       /* RFC 3261 */
	LAYER_STUN,      /* RFC 8489 */
	LAYER_PAYLOAD,   /* bytes nobody decodes further */
	LAYER_KINDS
};

#define PACKET_NO_WSCALE 0xff

struct packet_layer {
	uint32_t offset;      /* from the start of the frame */
	uint32_t length : 24; /* header bytes of this layer; all of them for data, applications */
	uint32_t kind : 8;    /* enum packet_layer_kind */
};

/* An address as bytes in network order; length 0 (none), 4 (IPv4), 6 (MAC) or 16 (IPv6). */
struct packet_addr {
	uint8_t length;
	uint8_t bytes[16];
};

enum packet_flags {
	PACKET_TRUNCATED = 1, /* the capture holds fewer bytes than the headers need */
	PACKET_MALFORMED = 2, /* a length or offset contradicts itself */
	PACKET_FRAGMENT = 4,  /* the innermost IP packet is a fragment; ports only in the first */
	PACKET_BAD_CHECKSUM = 8, /* some checksum is wrong (only after packet_verify) */
	PACKET_GUESSED = 16,     /* the application is known by its first bytes, not by a port */
	PACKET_PARTIAL_CHECKSUM = 32, /* BAD_CHECKSUM, but only what is left to a network card */
};

/* TCP flag bits as in the header's 13th and 14th byte (RFC 9293 3.1, RFC 3168, RFC 9768). */
enum packet_tcp_flags {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
	TCP_URG = 0x20,
	TCP_ECE = 0x40,
	TCP_CWR = 0x80,
	TCP_AE = 0x100,
};

enum packet_tcp_option_bits {
	TCP_OPTION_SACK_PERMITTED = 1, /* RFC 2018 */
	TCP_OPTION_TIMESTAMPS = 2,     /* RFC 7323 */
	/* No options, but that some were not read: */
	TCP_OPTION_SHORT = 4,  /* the header claims more than the IP packet has */
	TCP_OPTION_UNREAD = 8, /* options go on there, or where nothing was captured */
};

struct packet {
	uint8_t layer_count;
	uint8_t flags; /* enum packet_flags */
	struct packet_addr mac_src, mac_dst;
	/* Network addresses (ARP: protocol addresses). dst: the end of an IPv4 source route. */
	struct packet_addr src, dst;
	uint8_t protocol;             /* IP protocol number of the transport, 0 when none */
	uint16_t sport, dport;        /* host order; 0 when none */
	uint16_t tcp_flags;           /* enum packet_tcp_flags */
	uint32_t tcp_seq, tcp_ack;    /* as in the header, absolute */
	uint16_t tcp_window;          /* as in the header, not scaled */
	uint16_t tcp_mss;             /* option of a SYN; 0 when none */
	uint8_t tcp_wscale;           /* option of a SYN: shift count, PACKET_NO_WSCALE when none */
	uint8_t tcp_options;          /* enum packet_tcp_option_bits */
	uint16_t tcp_multipath;       /* subtypes of MPTCP options (RFC 8684 3), one bit each */
	uint32_t tcp_sacked;          /* bytes in the first three SACK blocks */
	uint8_t icmp_type, icmp_code; /* ICMP, ICMPv6; IGMP has a type alone */
	uint16_t icmp_id, icmp_seq;   /* of echo messages */
	uint16_t arp_op;              /* 1 request, 2 reply */
	uint32_t payload_offset;      /* of the transport's payload (or the innermost layer's) */
	uint32_t payload_length;      /* by the headers' lengths, so without Ethernet padding */
	uint16_t link;                /* as given: enum packet_link, or another LINKTYPE_ number */
	uint32_t captured;            /* bytes given */
	uint32_t length;              /* bytes the frame had on the wire */
	struct packet_layer layers[PACKET_LAYERS_MAX]; /* those behind layer_count are undefined */
};

/* Decodes a frame. captured <= 262144 bytes are read, `length` is what it had on the wire.
 * Never fails: what can't be understood is LAYER_PAYLOAD, and flags say what was wrong. */
void packet_decode(enum packet_link link, const uint8_t *bytes, size_t captured, size_t length,
        struct packet *out);

/* What capture files of that LINKTYPE_ number hold: "Ethernet", "Linux cooked (v2)"; NULL when the
 * number means nothing to us. Static, English. */
const char *packet_link_name(unsigned link);

/* The first layer of that kind, or NULL. */
const struct packet_layer *packet_find(const struct packet *p, enum packet_layer_kind kind);

/* The layer's name in filters and fields: "eth", "tcp". Static. */
const char *packet_layer_name(enum packet_layer_kind kind);

/* Verifies every checksum of the frame (IPv4 header, ICMP, ICMPv6, IGMP, TCP, UDP,
 * SCTP); sets or
 * clears PACKET_BAD_CHECKSUM. Fragments' and truncated frames' transport is left alone. */
void packet_verify(struct packet *p, const uint8_t *bytes);

/* Recomputes every checksum of the frame in place, so that an edit is mended. */
void packet_mend_checksums(const struct packet *p, uint8_t *bytes);

bool packet_addr_equal(const struct packet_addr *a, const struct packet_addr *b);
/* "10.0.0.1", "2001:db8::1" (RFC 5952) or "02:00:00:00:00:01"; out of at least 46 bytes. */
void packet_addr_text(const struct packet_addr *a, char out[46]);
/* Parses any of the three forms; false when it is none. */
bool packet_addr_parse(const char *text, struct packet_addr *out);

#endif
