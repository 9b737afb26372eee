/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The walk over the layers of a frame.
 */
#include "packet/packet.h"

#include <string.h>

#include "packet/decode_internal.h"

#define CAPTURED_MAX 262144u

void packet_decode(enum packet_link link, const uint8_t *bytes, size_t captured, size_t length,
        struct packet *out)
{
	memset(out, 0, offsetof(struct packet, layers));
	if (captured > CAPTURED_MAX)
		captured = CAPTURED_MAX;
	if (length < captured)
		length = captured;
	if (length > UINT32_MAX / 2)
		length = UINT32_MAX / 2;
	out->captured = (uint32_t)captured;
	out->length = (uint32_t)length;
	out->link = (uint16_t)link;
	out->tcp_wscale = PACKET_NO_WSCALE;
	struct decode d = {
	        .bytes = bytes,
	        .captured = out->captured,
	        .end = out->length,
	        .p = out,
	};
	enum packet_layer_kind kind = link_begin(&d, link);
	while (kind != LAYER_NONE) {
		if (out->layer_count == PACKET_LAYERS_MAX - 1) /* the last place is the payload's */
			kind = LAYER_PAYLOAD;
		if (kind == LAYER_PAYLOAD && !out->payload_offset)
			decode_payload_here(&d);
		d.kind = (uint8_t)kind;
		kind = protocol_of(kind)->decode(&d);
	}
	if (!out->payload_offset)
		out->payload_offset = d.at;
}
