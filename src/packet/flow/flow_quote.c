/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of which flow an ICMP error speaks: that of the packet which it quotes.
 */
#include "packet/decode_internal.h"
#include "packet/flow/flow_internal.h"

const struct packet_layer *flow_quoted_layer(const struct packet *p)
{
	for (unsigned i = 0; i + 1 < p->layer_count; i++) {
		unsigned kind = p->layers[i].kind, next = p->layers[i + 1].kind;
		if (kind == LAYER_ICMP || kind == LAYER_ICMPV6)
			return next == LAYER_IPV4 || next == LAYER_IPV6 ? &p->layers[i + 1] : NULL;
	}
	return NULL;
}

struct flow_quote flow_quoted(
        const struct flow_table *t, const struct packet *p, const uint8_t *bytes)
{
	const struct packet_layer *l = flow_quoted_layer(p);
	struct packet quoted;
	if (!l || l->offset >= p->captured)
		return (struct flow_quote){.flow = FLOW_NONE};
	size_t left = p->captured - l->offset;
	packet_decode(PACKET_LINK_RAW, bytes + l->offset, left, left, &quoted);
	struct flow_hit hit = flow_look(t, &quoted);
	if (!hit.flow)
		return (struct flow_quote){.flow = FLOW_NONE};
	/* It goes back to who sent that packet. */
	return (struct flow_quote){hit.handle, hit.from_low == hit.flow->low_began};
}
