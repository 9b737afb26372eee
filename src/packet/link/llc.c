/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IEEE 802.2 LLC and SNAP (IEEE 802 9.2): what follows when a frame has a length instead of a type.
 */
#include "packet/link/link_internal.h"
#include "packet/summary_internal.h"

#define UNNUMBERED 3
#define SNAP_LENGTH 8

enum { SAP_IP = 0x06, SAP_STP = 0x42, SAP_SNAP = 0xaa };
enum {
	OUI_ETHERNET = 0,
	OUI_CISCO = 0x00000c,
	OUI_CISCO_90 = 0x0000f8,
	OUI_APPLE = 0x080007,
	OUI_BRIDGED = 0x0080c2
};
/* RFC 2684 B. */
enum { BRIDGED_ETHERNET_FCS = 1, BRIDGED_ETHERNET = 7, BRIDGED_BPDU = 0x0e };

static const struct word saps[] = {
        {0x00, N_("null")},
        {0x06, "IP"},
        {0x42, N_("spanning tree")},
        {0xaa, "SNAP"},
        {0xe0, "NetWare"},
        {0xf0, "NetBIOS"},
        {0xfe, "OSI"},
        {0xff, N_("global")},
        {0, NULL},
};
static const struct field_spec specs[] = {
        {"llc.dsap", N_("Destination service"), FIELD_HEX, 1, .bit = 0, .bits = 8, .words = saps},
        {"llc.ssap", N_("Source service"), FIELD_HEX, 1, .bit = 8, .bits = 8, .words = saps},
        {"llc.control", N_("Control"), FIELD_HEX, 1, .bit = 16, .bits = 8},
};
static const struct field_spec numbered = {
        "llc.control", N_("Control"), FIELD_HEX, 1, .bit = 16, .bits = 16};
static const struct word organizations[] = {
        {OUI_ETHERNET, N_("an EtherType follows")},
        {OUI_CISCO, "Cisco"},
        {OUI_CISCO_90, N_("Cisco: an EtherType follows")},
        {OUI_APPLE, N_("AppleTalk: an EtherType follows")},
        {OUI_BRIDGED, N_("IEEE 802.1: a bridged frame")},
        {0, NULL},
};
static const struct field_spec snap_oui = {
        "llc.oui", N_("Organization"), FIELD_HEX, 1, .bit = 24, .bits = 24, .words = organizations};
static const struct word cisco_pids[] = {
        {0x0102, "DRiP"},
        {0x0104, N_("port aggregation (PAgP)")},
        {0x0105, "MLS Hello"},
        {0x010b, N_("spanning tree per VLAN")},
        {0x010c, N_("VLAN bridge")},
        {0x0111, N_("unidirectional links (UDLD)")},
        {0x2000, N_("discovery (CDP)")},
        {0x2001, "CGMP"},
        {0x2003, N_("VLAN trunking (VTP)")},
        {0x2004, N_("trunk negotiation (DTP)")},
        {0, NULL},
};
static const struct word bridged_pids[] = {
        {BRIDGED_ETHERNET_FCS, N_("Ethernet with its check sequence")},
        {BRIDGED_ETHERNET, "Ethernet"},
        {BRIDGED_BPDU, N_("spanning tree")},
        {0, NULL},
};
enum { SNAP_TYPE, SNAP_CISCO, SNAP_OTHER };
static const struct field_spec snap_types[] = {
        [SNAP_TYPE] = {"llc.type", N_("Type"), FIELD_HEX, 1, .bit = 48, .bits = 16,
                .words = ethertype_words},
        [SNAP_CISCO] = {"llc.cisco_pid", N_("Cisco's protocol"), FIELD_HEX, 1, .bit = 48,
                .bits = 16, .words = cisco_pids},
        [SNAP_OTHER] = {"llc.pid", N_("Protocol"), FIELD_HEX, 1, .bit = 48, .bits = 16,
                .words = bridged_pids},
};
static const struct spec_group groups[] = {
        SPEC_GROUP(specs), {&snap_oui, 1}, SPEC_GROUP(snap_types), {NULL, 0}};

/* An unnumbered control field has one byte, all others two (IEEE 802.2 5.2). */
static uint32_t header_length(const uint8_t h[SNAP_LENGTH])
{
	if ((h[2] & 3) != UNNUMBERED)
		return 4;
	return h[0] == SAP_SNAP && h[1] == SAP_SNAP ? SNAP_LENGTH : 3;
}

static bool has_ethertype(uint32_t oui)
{
	return oui == OUI_ETHERNET || oui == OUI_CISCO_90 || oui == OUI_APPLE;
}

static enum packet_layer_kind follow_snap(struct decode *d, uint32_t oui, unsigned type)
{
	if (has_ethertype(oui))
		return dispatch_ethertype(type);
	if (oui == OUI_CISCO && (type == 0x010b || type == 0x010c))
		return LAYER_STP;
	if (oui != OUI_BRIDGED)
		return LAYER_PAYLOAD;
	if (type == BRIDGED_BPDU)
		return LAYER_STP;
	if (type != BRIDGED_ETHERNET && type != BRIDGED_ETHERNET_FCS)
		return LAYER_PAYLOAD;
	d->at += decode_left(d) >= 2 && d->link == PACKET_LINK_ATM_RFC1483 ? 2 : 0; /* padding */
	return LAYER_ETHERNET;
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[SNAP_LENGTH] = {0};
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, 3))
		return decode_refuse(d, 3);
	uint32_t n = header_length(h);
	if (!bytes_copy(&c, h + 3, n - 3))
		return decode_refuse(d, n);
	decode_layer(d, LAYER_LLC, n);
	if (n == SNAP_LENGTH)
		return follow_snap(d, get32(h + 2) & 0xffffff, get16(h + 6));
	if (n == 3 && h[0] == SAP_STP)
		return LAYER_STP;
	return n == 3 && h[0] == SAP_IP ? LAYER_IPV4 : LAYER_PAYLOAD;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	if (l->length == 4) {
		field_add_all(b, specs, 2, l->offset);
		field_add(b, &numbered, l->offset);
		return;
	}
	FIELD_ADD_ALL(b, specs, l->offset);
	if (l->length != SNAP_LENGTH)
		return;
	const struct field *oui = field_add(b, &snap_oui, l->offset);
	if (!oui)
		return;
	unsigned form = oui->value == OUI_CISCO               ? SNAP_CISCO
	                : has_ethertype((uint32_t)oui->value) ? SNAP_TYPE
	                                                      : SNAP_OTHER;
	field_add(b, &snap_types[form], l->offset);
}

void llc_summary(struct bytes b, const struct packet *p, struct out *o)
{
	uint8_t h[SNAP_LENGTH];
	bool is_snap = bytes_left(&b) == SNAP_LENGTH && bytes_copy(&b, h, SNAP_LENGTH);
	uint8_t sap = is_snap ? h[0] : bytes_u8(&b);
	uint32_t oui = is_snap ? get32(h + 2) & 0xffffff : 0;
	const char *word = word_find(saps, sap);
	if (is_snap && oui == OUI_CISCO)
		word = word_find(cisco_pids, get16(h + 6));
	else if (is_snap)
		word = has_ethertype(oui) ? word_find(ethertype_words, get16(h + 6)) : NULL;
	if (word)
		out_add(o, "%s%s, %u bytes", oui == OUI_CISCO ? "Cisco " : "LLC ", word,
		        p->payload_length);
	else if (is_snap)
		out_add(o, _("LLC organization %06x, type 0x%04x, %u bytes"), oui, get16(h + 6),
		        p->payload_length);
}

const struct protocol protocol_llc = {
        "llc", N_("Logical Link Control"), "LLC", decode, fields, groups};
