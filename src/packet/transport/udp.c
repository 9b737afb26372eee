/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * User Datagram Protocol (RFC 768).
 */
#include "packet/fields_internal.h"

#define FIXED 8

static const struct field_spec specs[] = {
        {"udp.srcport", N_("Source port"), FIELD_UINT, 1, .bit = 0, .bits = 16},
        {"udp.dstport", N_("Destination port"), FIELD_UINT, 1, .bit = 16, .bits = 16},
        {"udp.length", N_("Length"), FIELD_UINT, 1, .bit = 32, .bits = 16},
        {"udp.checksum", N_("Checksum"), FIELD_HEX, 1, .bit = 48, .bits = 16},
};
static const struct spec_group groups[] = {SPEC_GROUP(specs), {NULL, 0}};

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	if (!d->quoted) {
		d->p->sport = get16(h);
		d->p->dport = get16(h + 2);
	}
	uint32_t length = get16(h + 4);
	/* RFC 2675 4: 0 in a jumbogram. A first fragment has less than the whole datagram. */
	bool jumbo = length == 0 && d->end - d->at > UINT16_MAX;
	bool cut = d->quoted || (d->p->flags & PACKET_FRAGMENT);
	if (length < FIXED && !jumbo) {
		decode_layer(d, LAYER_UDP, sizeof(h));
		return decode_malformed(d);
	}
	if (d->at + length > d->end && !cut)
		decode_malformed(d);
	else if (d->at + length <= d->end && !jumbo)
		d->end = d->at + length;
	decode_layer(d, LAYER_UDP, sizeof(h));
	decode_payload_here(d);
	return dispatch_port(d, get16(h), get16(h + 2));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	size_t from = b->list->count;
	FIELD_ADD_ALL(b, specs, l->offset);
	struct field *length = builder_find(b, from, "udp.length");
	if (length && length->value >= FIXED)
		field_mean(length, _("8 of header, %u of data"), (unsigned)length->value - FIXED);
	field_judge_checksum(b, builder_find(b, from, "udp.checksum"));
}

const struct protocol protocol_udp = {
        "udp", N_("User Datagram Protocol"), "UDP", decode, fields, groups};
