/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * MPLS: a stack of labels (RFC 3032). Nothing says what is under it; that is guessed.
 */
#include "packet/fields_internal.h"
#include "packet/summary_internal.h"

#define ENTRY 4
#define STACK_MAX 32
#define CONTROL_WORD 4 /* RFC 4385: begins with four zero bits */

/* RFC 3032 2.1, RFC 5586, RFC 6790. */
static const struct word labels[] = {
        {0, N_("explicit null: IPv4 follows")},
        {1, N_("router alert")},
        {2, N_("explicit null: IPv6 follows")},
        {3, N_("implicit null")},
        {7, N_("an entropy label follows")},
        {13, N_("generic associated channel")},
        {14, N_("operation and maintenance")},
        {0, NULL},
};
static const struct field_spec specs[] = {
        {"mpls.label", N_("Label"), FIELD_UINT, 1, .bit = 0, .bits = 20, .words = labels},
        {"mpls.exp", N_("Traffic class"), FIELD_UINT, 2, .bit = 20, .bits = 3},
        {"mpls.bottom", N_("Bottom of the stack"), FIELD_FLAG, 2, .bit = 23, .bits = 1},
        {"mpls.ttl", N_("Time to live"), FIELD_UINT, 2, .bit = 24, .bits = 8},
};
static const struct spec_group groups[] = {SPEC_GROUP(specs), {NULL, 0}};

/* Ethernet over MPLS has usual addresses' first bytes and a type that we know. */
static bool looks_like_ethernet(const struct decode *d, uint32_t skip)
{
	uint8_t h[14];
	struct bytes c = decode_cursor(d);
	if (!bytes_skip(&c, skip) || !bytes_copy(&c, h, sizeof(h)))
		return false;
	unsigned type = get16(h + 12);
	bool multicast_source = h[6] & 1;
	return !multicast_source && (type <= 1500 || dispatch_ethertype(type) != LAYER_PAYLOAD);
}

static enum packet_layer_kind guess(struct decode *d, uint32_t label)
{
	if (label == 0 || label == 2)
		return label ? LAYER_IPV6 : LAYER_IPV4;
	enum packet_layer_kind kind = dispatch_version(d);
	if (kind != LAYER_PAYLOAD)
		return kind;
	if (looks_like_ethernet(d, 0))
		return LAYER_ETHERNET;
	struct bytes c = decode_cursor(d);
	uint8_t first = bytes_u8(&c);
	if (!c.bad && first >> 4 == 0 && looks_like_ethernet(d, CONTROL_WORD)) {
		d->p->layers[d->p->layer_count - 1].length += CONTROL_WORD;
		d->at += CONTROL_WORD;
		return LAYER_ETHERNET;
	}
	return LAYER_PAYLOAD;
}

static enum packet_layer_kind decode(struct decode *d)
{
	struct bytes c = decode_cursor(d);
	uint32_t entry = 0, n = 0;
	while (n < STACK_MAX * ENTRY && !(entry & 0x100)) {
		entry = bytes_be32(&c);
		if (c.bad)
			return decode_refuse(d, n + ENTRY);
		n += ENTRY;
	}
	decode_layer(d, LAYER_MPLS, n);
	return entry & 0x100 ? guess(d, entry >> 12) : LAYER_PAYLOAD;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	static const struct field_spec word = {
	        "pwmcw", N_("Pseudowire control word"), FIELD_BYTES, .depth = 1};
	uint32_t at = l->offset, end = at + l->length;
	bool bottom = false;
	for (; at + ENTRY <= end && !bottom; at += ENTRY) {
		uint8_t h[ENTRY];
		bottom = builder_copy(b, at, h, sizeof(h)) && (h[2] & 1);
		struct field *label = field_add(b, &specs[0], at);
		if (bottom && label && !label->meaning[0])
			field_mean(label, _("the last; what follows is guessed by its first bits"));
		field_add_all(b, specs + 1, COUNT_OF(specs) - 1, at);
	}
	if (at < end)
		field_add_sized(b, &word, at, end - at);
}

void mpls_summary(struct bytes b, const struct packet *p, struct out *o)
{
	uint32_t entry = bytes_be32(&b);
	if (!b.bad)
		out_add(o, _("MPLS label %u, %u bytes"), entry >> 12, p->payload_length);
}

const struct protocol protocol_mpls = {
        "mpls", N_("Multiprotocol Label Switching"), "MPLS", decode, fields, groups};
