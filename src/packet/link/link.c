/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a capture file's link type says of its frames, and the BSD loopback header.
 */
#include "packet/fields_internal.h"

/* https://www.tcpdump.org/linktypes.html; frames of a kind PAYLOAD have only a name. */
static const struct {
	uint16_t link;
	uint8_t kind;
	uint8_t skip; /* bytes before it that say nothing of the frame */
	const char *name;
} links[] = {
        {PACKET_LINK_ETHERNET, LAYER_ETHERNET, 0, "Ethernet"},
        {PACKET_LINK_NULL, LAYER_NULL, 0, "BSD loopback"},
        {3, LAYER_PAYLOAD, 0, "AX.25"},
        {6, LAYER_PAYLOAD, 0, "Token Ring"},
        {7, LAYER_PAYLOAD, 0, "ARCNET"},
        {8, LAYER_PAYLOAD, 0, "SLIP"},
        {PACKET_LINK_PPP, LAYER_PPP, 0, "PPP"},
        {PACKET_LINK_FDDI, LAYER_FDDI, 0, "FDDI"},
        {PACKET_LINK_PPP_HDLC, LAYER_PPP, 0, "PPP in HDLC framing"},
        {PACKET_LINK_PPP_ETHER, LAYER_PPPOE, 0, "PPPoE"},
        {PACKET_LINK_ATM_RFC1483, LAYER_LLC, 0, "ATM (RFC 1483)"},
        {PACKET_LINK_C_HDLC, LAYER_CHDLC, 0, "Cisco HDLC"},
        {PACKET_LINK_WLAN, LAYER_WLAN, 0, "IEEE 802.11"},
        {107, LAYER_PAYLOAD, 0, "Frame Relay"},
        {PACKET_LINK_LOOP, LAYER_NULL, 0, "OpenBSD loopback"},
        {109, LAYER_PAYLOAD, 0, "OpenBSD IPsec"},
        {PACKET_LINK_LINUX_SLL, LAYER_SLL, 0, "Linux cooked (v1)"},
        {114, LAYER_PAYLOAD, 0, "LocalTalk"},
        {117, LAYER_PAYLOAD, 0, "OpenBSD pf log"},
        {PACKET_LINK_PRISM, LAYER_RADIO, 0, "IEEE 802.11 with Prism header"},
        {122, LAYER_PAYLOAD, 0, "IP over Fibre Channel"},
        {123, LAYER_PAYLOAD, 0, "ATM (SunATM)"},
        {PACKET_LINK_RADIOTAP, LAYER_RADIO, 0, "IEEE 802.11 with radiotap header"},
        {129, LAYER_PAYLOAD, 0, "ARCNET (Linux)"},
        {138, LAYER_PAYLOAD, 0, "IP over IEEE 1394"},
        {139, LAYER_PAYLOAD, 0, "SS7 MTP2 with pseudo-header"},
        {140, LAYER_PAYLOAD, 0, "SS7 MTP2"},
        {141, LAYER_PAYLOAD, 0, "SS7 MTP3"},
        {143, LAYER_PAYLOAD, 0, "DOCSIS"},
        {144, LAYER_PAYLOAD, 0, "Linux IrDA"},
        {PACKET_LINK_AVS, LAYER_RADIO, 0, "IEEE 802.11 with AVS header"},
        {PACKET_LINK_PPP_PPPD, LAYER_PPP, 0, "PPP (pppd)"},
        {169, LAYER_PAYLOAD, 0, "GPRS LLC"},
        {177, LAYER_PAYLOAD, 0, "LAPD (Linux)"},
        {187, LAYER_PAYLOAD, 0, "Bluetooth HCI"},
        {189, LAYER_PAYLOAD, 0, "USB (Linux)"},
        {PACKET_LINK_PPI, LAYER_PPI, 0, "PPI"},
        {195, LAYER_PAYLOAD, 0, "IEEE 802.15.4"},
        {201, LAYER_PAYLOAD, 0, "Bluetooth HCI with direction"},
        {202, LAYER_PAYLOAD, 0, "AX.25 KISS"},
        {203, LAYER_PAYLOAD, 0, "LAPD"},
        {PACKET_LINK_PPP_WITH_DIR, LAYER_PPP, 1, "PPP with direction"},
        {205, LAYER_CHDLC, 1, "Cisco HDLC with direction"},
        {206, LAYER_PAYLOAD, 0, "Frame Relay with direction"},
        {209, LAYER_PAYLOAD, 0, "I2C (Linux)"},
        {215, LAYER_PAYLOAD, 0, "IEEE 802.15.4 without PHY header"},
        {220, LAYER_PAYLOAD, 0, "USB (Linux, padded)"},
        {224, LAYER_PAYLOAD, 0, "Fibre Channel FC-2"},
        {226, LAYER_PAYLOAD, 0, "Solaris IP net"},
        {227, LAYER_PAYLOAD, 0, "CAN (SocketCAN)"},
        {PACKET_LINK_IPV4, LAYER_IPV4, 0, "raw IPv4"},
        {PACKET_LINK_IPV6, LAYER_IPV6, 0, "raw IPv6"},
        {230, LAYER_PAYLOAD, 0, "IEEE 802.15.4 without FCS"},
        {231, LAYER_PAYLOAD, 0, "D-Bus"},
        {235, LAYER_PAYLOAD, 0, "DVB-CI"},
        {237, LAYER_PAYLOAD, 0, "STANAG 5066"},
        {PACKET_LINK_NFLOG, LAYER_NFLOG, 0, "Linux netfilter log"},
        {240, LAYER_PAYLOAD, 0, "Hilscher netANALYZER"},
        {242, LAYER_PAYLOAD, 0, "IP over InfiniBand"},
        {243, LAYER_PAYLOAD, 0, "MPEG-2 transport stream"},
        {247, LAYER_PAYLOAD, 0, "InfiniBand"},
        {248, LAYER_SCTP, 0, "SCTP"},
        {249, LAYER_PAYLOAD, 0, "USBPcap"},
        {251, LAYER_PAYLOAD, 0, "Bluetooth LE"},
        {252, LAYER_PAYLOAD, 0, "Wireshark upper PDU"},
        {253, LAYER_PAYLOAD, 0, "Linux netlink"},
        {254, LAYER_PAYLOAD, 0, "Bluetooth Linux monitor"},
        {256, LAYER_PAYLOAD, 0, "Bluetooth LE with radio header"},
        {258, LAYER_PAYLOAD, 0, "Apple PKTAP"},
        {259, LAYER_PAYLOAD, 0, "Ethernet PON preamble"},
        {264, LAYER_PAYLOAD, 0, "ISO 14443"},
        {265, LAYER_PAYLOAD, 0, "Radio Data System"},
        {266, LAYER_PAYLOAD, 0, "USB (Darwin)"},
        {271, LAYER_PAYLOAD, 0, "Linux vsock"},
        {272, LAYER_PAYLOAD, 0, "Nordic BLE"},
        {274, LAYER_PAYLOAD, 0, "Ethernet preamble"},
        {PACKET_LINK_LINUX_SLL2, LAYER_SLL, 0, "Linux cooked (v2)"},
        {283, LAYER_PAYLOAD, 0, "IEEE 802.15.4 with TAP"},
        {290, LAYER_PAYLOAD, 0, "Zigbee and Bluetooth (TI)"},
};

static bool is_raw(uint32_t link)
{
	return link == PACKET_LINK_RAW || link == PACKET_LINK_RAW_BSD ||
	       link == PACKET_LINK_RAW_OPENBSD;
}

const char *packet_link_name(unsigned link)
{
	if (is_raw(link))
		return "raw IP";
	for (size_t i = 0; i < COUNT_OF(links); i++) {
		if (links[i].link == link)
			return links[i].name;
	}
	return NULL;
}

enum packet_layer_kind link_begin(struct decode *d, uint32_t link)
{
	d->link = link;
	if (link == PACKET_LINK_ETHERNET) /* the first row of the table, for speed */
		return LAYER_ETHERNET;
	if (is_raw(link))
		return dispatch_version(d);
	for (size_t i = 0; i < COUNT_OF(links); i++) {
		if (links[i].link != link)
			continue;
		d->at += links[i].skip < decode_left(d) ? links[i].skip : 0;
		return (enum packet_layer_kind)links[i].kind;
	}
	return LAYER_PAYLOAD;
}

/* An address family of whatever system captured; IPv6 has a number for each. */
static const struct word families[] = {
        {2, "IPv4"},
        {7, "OSI"},
        {10, N_("IPv6 (Linux)")},
        {23, "IPX"},
        {24, N_("IPv6 (NetBSD, OpenBSD)")},
        {28, N_("IPv6 (FreeBSD)")},
        {30, N_("IPv6 (macOS)")},
        {0, NULL},
};
static const struct field_spec family_big = {"null.family", N_("Address family"), FIELD_UINT, 1,
        .bit = 0, .bits = 32, .words = families};
static const struct field_spec family_little = {"null.family", N_("Address family"), FIELD_UINT, 1,
        .bit = 0, .bits = 32, .little = 4, .words = families};
static const struct spec_group groups[] = {{&family_big, 1}, {NULL, 0}};

#define NULL_LENGTH 4

/* The number is in the byte order of the machine that captured: the one that makes it small. */
static bool is_little(const uint8_t *h)
{
	return get16(h) != 0;
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[NULL_LENGTH];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	uint32_t family = is_little(h) ? __builtin_bswap32(get32(h)) : get32(h);
	decode_layer(d, LAYER_NULL, sizeof(h));
	switch (family) {
	case 2:
		return LAYER_IPV4;
	case 10:
	case 24:
	case 28:
	case 30:
		return LAYER_IPV6;
	}
	/* Some tunnel drivers write an EtherType there. */
	return family > 1500 && family <= UINT16_MAX ? dispatch_ethertype(family) : LAYER_PAYLOAD;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t h[NULL_LENGTH];
	if (builder_copy(b, l->offset, h, sizeof(h)))
		field_add(b, is_little(h) ? &family_little : &family_big, l->offset);
}

const struct protocol protocol_null = {"null", N_("Loopback"), "Loopback", decode, fields, groups};
