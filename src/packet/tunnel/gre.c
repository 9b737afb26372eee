/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Generic Routing Encapsulation (RFC 2784, 2890), PPTP's version of it (RFC 2637), and the header
 * of ESP (RFC 4303), behind which all is encrypted.
 */
#include "packet/link/link_internal.h"
#include "packet/summary_internal.h"

#define FIXED 4
#define REDIRECT_LENGTH 4

/* Types that are protocols' own in GRE. */
enum {
	TYPE_PPP = 0x880b,
	TYPE_WCCP = 0x883e,
	TYPE_ERSPAN = 0x88be,
	TYPE_ERSPAN_3 = 0x22eb,
	/* Aruba's access points write the number of a tunnel into the middle digits. */
	TYPE_ARUBA_FIRST = 0x8200,
	TYPE_ARUBA_LAST = 0x8370,
	TYPE_ARUBA_OTHER = 0x9000,
};

/* Bits of the first word. */
enum {
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_ACK = 0x0080, /* of version 1 */
	GRE_VERSION = 0x0007,
};

static const struct word versions[] = {{0, "GRE"}, {1, N_("PPTP's")}, {0, NULL}};
static const struct field_spec specs[] = {
        {"gre.flags_and_version", N_("Flags and version"), FIELD_HEX, 1, .bit = 0, .bits = 16},
        {"gre.flags.checksum", N_("Checksum"), FIELD_FLAG, 2, .bit = 0, .bits = 1},
        {"gre.flags.routing", N_("Routing"), FIELD_FLAG, 2, .bit = 1, .bits = 1},
        {"gre.flags.key", N_("Key"), FIELD_FLAG, 2, .bit = 2, .bits = 1},
        {"gre.flags.sequence_number", N_("Sequence number"), FIELD_FLAG, 2, .bit = 3, .bits = 1},
        {"gre.flags.version", N_("Version"), FIELD_UINT, 2, .bit = 13, .bits = 3,
                .words = versions},
        {"gre.proto", N_("Type"), FIELD_HEX, 1, .bit = 16, .bits = 16, .words = ethertype_words},
};
enum { CHECKSUM, OFFSET, KEY, SEQUENCE, ACK, PPTP_LENGTH, PPTP_CALL };
static const struct field_spec optional[] = {
        [CHECKSUM] = {"gre.checksum", N_("Checksum"), FIELD_HEX, 1, .bits = 16},
        [OFFSET] = {"gre.offset", N_("Offset"), FIELD_UINT, 1, .bits = 16},
        [KEY] = {"gre.key", N_("Key"), FIELD_HEX, 1, .bits = 32},
        [SEQUENCE] = {"gre.sequence_number", N_("Sequence number"), FIELD_UINT, 1, .bits = 32},
        [ACK] = {"gre.ack_number", N_("Acknowledgment number"), FIELD_UINT, 1, .bits = 32},
        [PPTP_LENGTH] = {"gre.key.payload_length", N_("Payload length"), FIELD_UINT, 1, .bits = 16},
        [PPTP_CALL] = {"gre.key.call_id", N_("Call"), FIELD_UINT, 1, .bits = 16},
};
static const struct spec_group groups[] = {SPEC_GROUP(specs), SPEC_GROUP(optional), {NULL, 0}};

static bool is_pptp(unsigned flags)
{
	return (flags & GRE_VERSION) == 1;
}

static uint32_t header_length(unsigned flags)
{
	uint32_t n = FIXED;
	n += flags & (GRE_CHECKSUM | GRE_ROUTING) ? 4 : 0;
	n += flags & GRE_KEY ? 4 : 0;
	n += flags & GRE_SEQUENCE ? 4 : 0;
	n += is_pptp(flags) && (flags & GRE_ACK) ? 4 : 0;
	return n;
}

/* A web cache's redirect: of version 2 four more bytes come before the packet. */
static enum packet_layer_kind follow_redirect(struct decode *d)
{
	enum packet_layer_kind kind = dispatch_version(d);
	if (kind == LAYER_PAYLOAD && decode_left(d) > REDIRECT_LENGTH) {
		d->p->layers[d->p->layer_count - 1].length += REDIRECT_LENGTH;
		d->at += REDIRECT_LENGTH;
		kind = dispatch_version(d);
	}
	return kind;
}

static bool is_aruba(unsigned type)
{
	return type == TYPE_ARUBA_OTHER ||
	       (type >= TYPE_ARUBA_FIRST && type <= TYPE_ARUBA_LAST && (type & 15) == 0);
}

static enum packet_layer_kind follow(struct decode *d, unsigned type, unsigned flags)
{
	if (type == TYPE_PPP)
		return LAYER_PPP;
	if (type == TYPE_WCCP)
		return follow_redirect(d);
	if (type == TYPE_ERSPAN && !(flags & GRE_SEQUENCE)) /* type I is the frame alone */
		return LAYER_ETHERNET;
	if (type == TYPE_ERSPAN || type == TYPE_ERSPAN_3)
		return LAYER_ERSPAN;
	return is_aruba(type) ? LAYER_WLAN : dispatch_ethertype(type);
}

/* Lists of source routes (RFC 1701), which end with one of length 0, are given up as data. */
static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	unsigned flags = get16(h), type = get16(h + 2);
	uint32_t n = header_length(flags);
	if (decode_left(d) < n)
		return decode_refuse(d, n);
	decode_layer(d, LAYER_GRE, n);
	if ((flags & GRE_ROUTING) || decode_left(d) == 0)
		return LAYER_PAYLOAD;
	return follow(d, type, flags);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t h[FIXED];
	if (!builder_copy(b, l->offset, h, sizeof(h)))
		return;
	unsigned flags = get16(h);
	uint32_t at = l->offset + FIXED;
	FIELD_ADD_ALL(b, specs, l->offset);
	if (flags & (GRE_CHECKSUM | GRE_ROUTING)) {
		field_add(b, &optional[CHECKSUM], at);
		field_add(b, &optional[OFFSET], at + 2);
		at += 4;
	}
	if (flags & GRE_KEY) {
		field_add(b, &optional[is_pptp(flags) ? PPTP_LENGTH : KEY], at);
		if (is_pptp(flags))
			field_add(b, &optional[PPTP_CALL], at + 2);
		at += 4;
	}
	if (flags & GRE_SEQUENCE) {
		field_add(b, &optional[SEQUENCE], at);
		at += 4;
	}
	if (is_pptp(flags) && (flags & GRE_ACK))
		field_add(b, &optional[ACK], at);
}

#define ESP_LENGTH 8

static const struct field_spec esp_specs[] = {
        {"esp.spi", N_("Security parameters index"), FIELD_HEX, 1, .bit = 0, .bits = 32},
        {"esp.sequence", N_("Sequence number"), FIELD_UINT, 1, .bit = 32, .bits = 32},
};
static const struct spec_group esp_groups[] = {SPEC_GROUP(esp_specs), {NULL, 0}};

static enum packet_layer_kind esp_decode(struct decode *d)
{
	uint8_t h[ESP_LENGTH];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	decode_layer(d, LAYER_ESP, sizeof(h));
	return LAYER_PAYLOAD;
}

static void esp_fields(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, esp_specs, l->offset);
}

void gre_summary(struct bytes b, const struct packet *p, struct out *o)
{
	bytes_skip(&b, 2);
	unsigned type = bytes_be16(&b);
	const char *word = word_find(ethertype_words, type);
	if (b.bad)
		return;
	if (word)
		out_add(o, _("%s, %s, %u bytes"), "GRE", word, p->payload_length);
	else
		out_add(o, _("%s, type 0x%04x, %u bytes"), "GRE", type, p->payload_length);
}

void esp_summary(struct bytes b, const struct packet *p, struct out *o)
{
	uint32_t spi = bytes_be32(&b), sequence = bytes_be32(&b);
	if (!b.bad)
		out_add(o, _("ESP spi 0x%08x seq %u, %u bytes encrypted"), spi, sequence,
		        p->payload_length);
}

const struct protocol protocol_gre = {
        "gre", N_("Generic Routing Encapsulation"), "GRE", decode, fields, groups};
const struct protocol protocol_esp = {
        "esp", N_("Encapsulating Security Payload"), "ESP", esp_decode, esp_fields, esp_groups};
