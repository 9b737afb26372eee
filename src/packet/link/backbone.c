/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What switches put before or around frames of others: a provider's backbone (IEEE 802.1ah), tags
 * of virtual interfaces (IEEE 802.1BR, VN-Tag), and Cisco's FabricPath; and the headers of service
 * chains (NSH, RFC 8300).
 */
#include "packet/link/link_internal.h"

#define BACKBONE_LENGTH 18
#define VNTAG_LENGTH 6
#define FABRIC_LENGTH 2

enum { B_SERVICE, B_DST = 5, B_SRC, B_TYPE };
static const struct field_spec backbone[] = {
        {"ieee8021ah.priority", N_("Priority"), FIELD_UINT, 1, .bit = 0, .bits = 3},
        {"ieee8021ah.drop", N_("Drop eligible"), FIELD_FLAG, 1, .bit = 3, .bits = 1},
        {"ieee8021ah.nca", N_("No customer addresses"), FIELD_FLAG, 1, .bit = 4, .bits = 1},
        {"ieee8021ah.res1", N_("Reserved"), FIELD_UINT, 1, .bit = 5, .bits = 3},
        {"ieee8021ah.isid", N_("Service"), FIELD_UINT, 1, .bit = 8, .bits = 24},
        [B_DST] = {"ieee8021ah.cdst", N_("Customer's destination"), FIELD_MAC, 1, .bit = 32,
                .bits = 48},
        [B_SRC] = {"ieee8021ah.csrc", N_("Customer's source"), FIELD_MAC, 1, .bit = 80, .bits = 48},
        [B_TYPE] = {"ieee8021ah.etype", N_("Type"), FIELD_HEX, 1, .bit = 128, .bits = 16,
                .words = ethertype_words},
};
static const struct spec_group backbone_groups[] = {SPEC_GROUP(backbone), {NULL, 0}};

static enum packet_layer_kind backbone_decode(struct decode *d)
{
	uint8_t h[BACKBONE_LENGTH];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_addr(&d->p->mac_dst, h + 4, 6);
	decode_addr(&d->p->mac_src, h + 10, 6);
	decode_layer(d, LAYER_BACKBONE, sizeof(h));
	return dispatch_ethertype(get16(h + 16));
}

static void backbone_fields(struct builder *b, const struct packet_layer *l)
{
	for (unsigned i = 0; i < COUNT_OF(backbone); i++) {
		struct field *f = field_add(b, &backbone[i], l->offset);
		if (i == B_DST || i == B_SRC)
			link_mean_mac(f);
	}
}

static const struct field_spec vntag[] = {
        {"vntag.dir", N_("From the bridge"), FIELD_FLAG, 1, .bit = 0, .bits = 1},
        {"vntag.ptr", N_("To a list of interfaces"), FIELD_FLAG, 1, .bit = 1, .bits = 1},
        {"vntag.dst", N_("Destination interface"), FIELD_UINT, 1, .bit = 2, .bits = 14},
        {"vntag.looped", N_("Looped back"), FIELD_FLAG, 1, .bit = 16, .bits = 1},
        {"vntag.r", N_("Reserved"), FIELD_UINT, 1, .bit = 17, .bits = 1},
        {"vntag.version", N_("Version"), FIELD_UINT, 1, .bit = 18, .bits = 2},
        {"vntag.src", N_("Source interface"), FIELD_UINT, 1, .bit = 20, .bits = 12},
        {"vntag.etype", N_("Type"), FIELD_HEX, 1, .bit = 32, .bits = 16, .words = ethertype_words},
};
static const struct spec_group vntag_groups[] = {SPEC_GROUP(vntag), {NULL, 0}};

static enum packet_layer_kind vntag_decode(struct decode *d)
{
	uint8_t h[VNTAG_LENGTH];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_layer(d, LAYER_VNTAG, sizeof(h));
	return dispatch_ethertype(get16(h + 4));
}

static void vntag_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, vntag, l->offset);
}

#define ETAG_LENGTH 8

static const struct field_spec etag[] = {
        {"etag.pcp", N_("Priority"), FIELD_UINT, 1, .bit = 0, .bits = 3},
        {"etag.dei", N_("Drop eligible"), FIELD_FLAG, 1, .bit = 3, .bits = 1},
        {"etag.iecid_base", N_("Ingress channel"), FIELD_UINT, 1, .bit = 4, .bits = 12},
        {"etag.resv", N_("Reserved"), FIELD_UINT, 1, .bit = 16, .bits = 2},
        {"etag.group", N_("Group"), FIELD_UINT, 1, .bit = 18, .bits = 2},
        {"etag.ecid_base", N_("Channel"), FIELD_UINT, 1, .bit = 20, .bits = 12},
        {"etag.iecid_ext", N_("Ingress channel, extension"), FIELD_UINT, 1, .bit = 32, .bits = 8},
        {"etag.ecid_ext", N_("Channel, extension"), FIELD_UINT, 1, .bit = 40, .bits = 8},
        {"etag.etype", N_("Type"), FIELD_HEX, 1, .bit = 48, .bits = 16, .words = ethertype_words},
};
static const struct spec_group etag_groups[] = {SPEC_GROUP(etag), {NULL, 0}};

static enum packet_layer_kind etag_decode(struct decode *d)
{
	uint8_t h[ETAG_LENGTH];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_layer(d, LAYER_ETAG, sizeof(h));
	return dispatch_ethertype(get16(h + 6));
}

static void etag_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, etag, l->offset);
}

#define NSH_FIXED 8

static const struct word nsh_protocols[] = {
        {1, "IPv4"}, {2, "IPv6"}, {3, "Ethernet"}, {4, "NSH"}, {5, "MPLS"}, {0, NULL}};
static const struct field_spec nsh[] = {
        {"nsh.version", N_("Version"), FIELD_UINT, 1, .bit = 0, .bits = 2},
        {"nsh.Obit", N_("Operation and maintenance"), FIELD_FLAG, 1, .bit = 2, .bits = 1},
        {"nsh.ttl", N_("Time to live"), FIELD_UINT, 1, .bit = 4, .bits = 6},
        {"nsh.length", N_("Length"), FIELD_UINT, 1, .bit = 10, .bits = 6, .scale = 4},
        {"nsh.mdtype", N_("Kind of metadata"), FIELD_UINT, 1, .bit = 20, .bits = 4},
        {"nsh.nextproto", N_("Next protocol"), FIELD_UINT, 1, .bit = 24, .bits = 8,
                .words = nsh_protocols},
        {"nsh.spi", N_("Service path"), FIELD_UINT, 1, .bit = 32, .bits = 24},
        {"nsh.si", N_("Service index"), FIELD_UINT, 1, .bit = 56, .bits = 8},
};
static const struct field_spec nsh_metadata = {
        "nsh.metadata", N_("Metadata"), FIELD_BYTES, .depth = 1};
static const struct spec_group nsh_groups[] = {SPEC_GROUP(nsh), {NULL, 0}};

static enum packet_layer_kind nsh_decode(struct decode *d)
{
	static const uint8_t next[] = {[1] = LAYER_IPV4,
	        [2] = LAYER_IPV6,
	        [3] = LAYER_ETHERNET,
	        [4] = LAYER_NSH,
	        [5] = LAYER_MPLS};
	uint8_t h[NSH_FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	uint32_t n = (h[1] & 0x3fu) * 4u;
	if (n < NSH_FIXED)
		return decode_malformed(d);
	if (decode_left(d) < n)
		return decode_refuse(d, n);
	decode_layer(d, LAYER_NSH, n);
	bool known = h[3] > 0 && h[3] < COUNT_OF(next);
	return known ? (enum packet_layer_kind)next[h[3]] : LAYER_PAYLOAD;
}

static void nsh_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, nsh, l->offset);
	if (l->length > NSH_FIXED)
		field_add_sized(b, &nsh_metadata, l->offset + NSH_FIXED, l->length - NSH_FIXED);
}

/* A whole frame follows its outer addresses and this. */
static const struct field_spec fabric[] = {
        {"cfp.ftag", N_("Forwarding tag"), FIELD_UINT, 1, .bit = 0, .bits = 10},
        {"cfp.ttl", N_("Time to live"), FIELD_UINT, 1, .bit = 10, .bits = 6},
};
static const struct spec_group fabric_groups[] = {SPEC_GROUP(fabric), {NULL, 0}};

static enum packet_layer_kind fabric_decode(struct decode *d)
{
	if (decode_left(d) < FABRIC_LENGTH)
		return decode_refuse(d, FABRIC_LENGTH);
	decode_layer(d, LAYER_FABRICPATH, FABRIC_LENGTH);
	return LAYER_ETHERNET;
}

static void fabric_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, fabric, l->offset);
}

const struct protocol protocol_backbone = {"ieee8021ah", N_("Provider backbone bridge"), "802.1ah",
        backbone_decode, backbone_fields, backbone_groups};
const struct protocol protocol_vntag = {"vntag", N_("Tag of a virtual interface"), "VN-Tag",
        vntag_decode, vntag_fields, vntag_groups};
const struct protocol protocol_fabricpath = {
        "cfp", N_("Cisco FabricPath"), "FabricPath", fabric_decode, fabric_fields, fabric_groups};
const struct protocol protocol_etag = {
        "etag", N_("Tag of a port extender"), "802.1BR", etag_decode, etag_fields, etag_groups};
const struct protocol protocol_nsh = {
        "nsh", N_("Network Service Header"), "NSH", nsh_decode, nsh_fields, nsh_groups};
