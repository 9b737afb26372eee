/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What decoders share: giving up, remembering the payload, looking back at what was found.
 */
#include "packet/application/app_internal.h"
#include "packet/internet/ip_internal.h"

enum packet_layer_kind decode_refuse(struct decode *d, uint32_t n)
{
	/* What an ICMP error quotes is cut on purpose (RFC 792: 8 bytes beyond the header). */
	if (d->quoted)
		return LAYER_PAYLOAD;
	bool missing = d->at + n <= d->end || d->end > d->captured;
	d->p->flags |= missing ? PACKET_TRUNCATED : PACKET_MALFORMED;
	return LAYER_PAYLOAD;
}

enum packet_layer_kind decode_malformed(struct decode *d)
{
	if (!d->quoted)
		d->p->flags |= PACKET_MALFORMED;
	return LAYER_PAYLOAD;
}

void decode_payload_here(struct decode *d)
{
	if (d->quoted)
		return;
	d->p->payload_offset = d->at;
	d->p->payload_length = d->end > d->at ? d->end - d->at : 0;
}

enum packet_layer_kind app_decode(struct decode *d)
{
	decode_layer(d, d->kind, decode_left(d));
	return LAYER_NONE;
}

const struct packet_layer *packet_find(const struct packet *p, enum packet_layer_kind kind)
{
	for (unsigned i = 0; i < p->layer_count; i++) {
		if (p->layers[i].kind == kind)
			return &p->layers[i];
	}
	return NULL;
}

uint8_t ip_announced(const struct packet *p, const uint8_t *bytes, unsigned index)
{
	static const uint8_t place[LAYER_KINDS] = {[LAYER_IPV4] = 9, [LAYER_IPV6] = 6};
	if (index == 0)
		return IP_NONE;
	const struct packet_layer *before = &p->layers[index - 1];
	struct bytes c = bytes_over(bytes, p->captured);
	bytes_skip(&c, (size_t)before->offset + place[before->kind]);
	return bytes_u8(&c);
}
