/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a layer of the lower half says in a few words, from its own bytes (b). Each writes nothing
 * when they don't tell. Between files of src/packet only.
 */
#ifndef PACKET_SUMMARY_INTERNAL_H
#define PACKET_SUMMARY_INTERNAL_H

#include "base/bytes.h"
#include "packet/out_internal.h"
#include "packet/packet.h"

/* "Ethernet 802.1X, 46 bytes": what nobody decodes further, by its type. */
void eth_summary(struct bytes b, const struct packet *p, struct out *o);
void vlan_summary(struct bytes b, const struct packet *p, struct out *o);
void sll_summary(struct bytes b, const struct packet *p, struct out *o);
/* "802.11 beacon", "802.11 QoS data, encrypted". */
void wlan_summary(struct bytes b, const struct packet *p, struct out *o);
void pppoe_summary(struct bytes b, const struct packet *p, struct out *o);
/* "PPP LCP: the link itself: configure request". */
void ppp_summary(struct bytes b, const struct packet *p, struct out *o);
void mpls_summary(struct bytes b, const struct packet *p, struct out *o);
void llc_summary(struct bytes b, const struct packet *p, struct out *o);
/* "STP 02:00:00:00:00:01 takes itself for the root". */
void stp_summary(struct bytes b, const struct packet *p, struct out *o);
/* "LLDP sw1, port et1". */
void lldp_summary(struct bytes b, const struct packet *p, struct out *o);
/* VXLAN and Geneve. */
void overlay_summary(struct bytes b, const struct packet *p, struct out *o);
/* "GTPv1 echo request". */
void gtp_summary(struct bytes b, const struct packet *p, struct out *o);
void gre_summary(struct bytes b, const struct packet *p, struct out *o);
void esp_summary(struct bytes b, const struct packet *p, struct out *o);
/* "SCTP DATA, SACK". */
void sctp_summary(struct bytes b, const struct packet *p, struct out *o);

#endif
