/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one protocol is to the decoder: a descriptor with two functions. Between files of
 * src/packet only.
 *
 * How it works: packet_decode() walks a chain. Each protocol's decode() reads its header at
 * `at`, adds its layer, moves `at` behind it, may move `end` (where its content ends by its own
 * length field) nearer, and returns the layer kind that follows. fields() runs later, for one
 * chosen frame, over the layers found. Everything is found by tables; nothing calls a neighbour.
 */
#ifndef PACKET_DECODE_INTERNAL_H
#define PACKET_DECODE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "packet/packet.h"

struct builder;
struct field_spec;

/* Returned by a decode() when nothing follows, not even bytes. */
#define LAYER_NONE LAYER_KINDS

enum ip_protocol {
	IP_HOPOPTS = 0,
	IP_ICMP = 1,
	IP_IGMP = 2,
	IP_IPIP = 4,
	IP_TCP = 6,
	IP_UDP = 17,
	IP_IPV6 = 41,
	IP_ROUTING = 43,
	IP_FRAGMENT = 44,
	IP_GRE = 47,
	IP_ESP = 50,
	IP_AH = 51,
	IP_ICMPV6 = 58,
	IP_NONE = 59,
	IP_DSTOPTS = 60,
	IP_SCTP = 132,
	IP_MPLS = 137,
	IP_ETHERNET = 143, /* RFC 8986 */
};

struct decode {
	const uint8_t *bytes;
	uint32_t at;  /* where the next layer begins */
	uint32_t end; /* where the content ends by the headers' words; may lie behind captured */
	uint32_t captured;   /* bytes there are */
	uint8_t protocol;    /* IP protocol number that comes next */
	uint8_t kind;        /* the layer kind whose decode() runs */
	bool quoted;         /* inside the packet that an ICMP error quotes */
	bool later_fragment; /* the transport's header is in another frame */
	bool wlan_padded;    /* a radio's header says that 802.11's is filled up to whole words */
	uint32_t link;       /* of the frame: enum packet_link */
	struct packet *p;
};

/* Field tables of a protocol, for field_editable(); ended by {NULL, 0}. */
struct spec_group {
	const struct field_spec *specs;
	size_t count;
};
#define SPEC_GROUP(table)                                 \
	{                                                 \
		table, sizeof(table) / sizeof((table)[0]) \
	}

struct protocol {
	const char *name;  /* filter name: "ip" */
	const char *label; /* "Internet Protocol version 4" */
	const char *brief; /* "IPv4" */
	enum packet_layer_kind (*decode)(struct decode *d);
	void (*fields)(struct builder *b, const struct packet_layer *l);
	const struct spec_group *groups;
};

extern const struct protocol protocol_null, protocol_sll, protocol_radio, protocol_wlan,
        protocol_chdlc, protocol_pppoe, protocol_ppp, protocol_mpls, protocol_lldp, protocol_gre,
        protocol_esp, protocol_sctp, protocol_vxlan, protocol_vxlan_gpe, protocol_geneve,
        protocol_fddi, protocol_nflog, protocol_ppi, protocol_backbone, protocol_vntag,
        protocol_fabricpath, protocol_etag, protocol_nsh, protocol_erspan, protocol_gtp,
        protocol_capwap, protocol_teredo, protocol_ayiya;
extern const struct protocol protocol_ethernet, protocol_vlan, protocol_llc, protocol_stp,
        protocol_arp, protocol_ipv4, protocol_ipv6, protocol_ipv6_ext, protocol_icmp,
        protocol_icmpv6, protocol_igmp, protocol_tcp, protocol_udp, protocol_payload;
extern const struct protocol protocol_dns, protocol_mdns, protocol_llmnr, protocol_nbns,
        protocol_dhcp, protocol_dhcpv6, protocol_ntp, protocol_tftp, protocol_snmp, protocol_syslog,
        protocol_ssdp, protocol_quic, protocol_http, protocol_http2, protocol_websocket,
        protocol_smtp, protocol_ftp, protocol_pop, protocol_imap, protocol_telnet, protocol_ssh,
        protocol_tls, protocol_socks, protocol_mqtt, protocol_redis, protocol_sip, protocol_stun;

/* The descriptor of a layer kind. */
const struct protocol *protocol_of(enum packet_layer_kind kind);

/* The outermost layer of a frame of that link type; may step over what nobody needs. */
enum packet_layer_kind link_begin(struct decode *d, uint32_t link);
/* IPv4 or IPv6 by the first four bits at `at`, else payload. */
enum packet_layer_kind dispatch_version(const struct decode *d);

/* What follows an EtherType (above 1535), an IP protocol number, a transport's ports, whose header
 * ends at `at`. */
enum packet_layer_kind dispatch_ethertype(unsigned type);
enum packet_layer_kind dispatch_ip(const struct decode *d);
enum packet_layer_kind dispatch_port(struct decode *d, unsigned sport, unsigned dport);

/* A cursor at `at`, over what is both captured and inside `end`. */
static inline struct bytes decode_cursor(const struct decode *d)
{
	size_t stop = d->end < d->captured ? d->end : d->captured;
	struct bytes c = bytes_over(d->bytes, stop);
	bytes_skip(&c, d->at);
	return c;
}

/* Bytes that are both captured and inside `end`, from `at` on. */
static inline uint32_t decode_left(const struct decode *d)
{
	uint32_t stop = d->end < d->captured ? d->end : d->captured;
	return stop > d->at ? stop - d->at : 0;
}

/* Adds a layer of n bytes at `at` and moves behind it. */
static inline void decode_layer(struct decode *d, enum packet_layer_kind kind, uint32_t n)
{
	struct packet_layer *l = &d->p->layers[d->p->layer_count++];
	*l = (struct packet_layer){
	        .kind = (uint8_t)kind,
	        .offset = d->at,
	        .length = n & 0xffffff,
	};
	d->at += n;
}

/* Says why a header of n bytes at `at` can't be read, and gives the rest up as payload. */
enum packet_layer_kind decode_refuse(struct decode *d, uint32_t n);

/* The header contradicts itself: the rest is payload. */
enum packet_layer_kind decode_malformed(struct decode *d);

/* The transport's header ends at `at`: remembers where its payload lies. */
void decode_payload_here(struct decode *d);

static inline void decode_addr(struct packet_addr *a, const uint8_t *bytes, uint8_t length)
{
	a->length = length;
	memcpy(a->bytes, bytes, length);
}

static inline uint16_t get16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t get32(const uint8_t *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

#endif
