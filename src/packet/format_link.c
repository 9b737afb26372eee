/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What frames of link layers, tunnels and SCTP say, in a few words.
 */
#include "packet/decode_internal.h"
#include "packet/format_internal.h"
#include "packet/summary_internal.h"

static const struct {
	uint8_t kind;
	void (*say)(struct bytes b, const struct packet *p, struct out *o);
} links[] = {
        {LAYER_ETHERNET, eth_summary},
        {LAYER_VLAN, vlan_summary},
        {LAYER_SLL, sll_summary},
        {LAYER_WLAN, wlan_summary},
        {LAYER_PPPOE, pppoe_summary},
        {LAYER_PPP, ppp_summary},
        {LAYER_MPLS, mpls_summary},
        {LAYER_LLC, llc_summary},
        {LAYER_STP, stp_summary},
        {LAYER_LLDP, lldp_summary},
        {LAYER_VXLAN, overlay_summary},
        {LAYER_VXLAN_GPE, overlay_summary},
        {LAYER_GENEVE, overlay_summary},
        {LAYER_GTP, gtp_summary},
        {LAYER_GRE, gre_summary},
        {LAYER_ESP, esp_summary},
        {LAYER_SCTP, sctp_summary},
};

/* The last layer of that kind: tunnels may have several. */
static const struct packet_layer *last_of(const struct packet *p, enum packet_layer_kind kind)
{
	const struct packet_layer *last = NULL;
	for (unsigned i = 0; i < p->layer_count; i++) {
		if (p->layers[i].kind == kind)
			last = &p->layers[i];
	}
	return last;
}

bool format_add_link(
        struct out *o, const struct packet *p, enum packet_layer_kind kind, const uint8_t *bytes)
{
	const struct packet_layer *l = last_of(p, kind);
	struct bytes c = bytes_over(bytes, p->captured);
	size_t before = o->len;
	if (!l || !bytes_skip(&c, l->offset))
		return false;
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		if (links[i].kind == kind)
			links[i].say(bytes_sub(&c, l->length), p, o);
	}
	return o->len > before;
}
