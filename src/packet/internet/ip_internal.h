/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What IPv4 and IPv6 share. Between files of src/packet only.
 */
#ifndef PACKET_INTERNET_IP_INTERNAL_H
#define PACKET_INTERNET_IP_INTERNAL_H

#include "packet/fields_internal.h"

extern const struct word ip_protocol_words[], ip_dscp_words[], ip_ecn_words[];

/* Of IPv4's options: while a source route goes on, its last address is whom the packet is for (RFC
 * 791 3.1, 1122 3.2.1.8). False, and dst as it was, where none does. */
bool ip4_route_end(struct bytes options, struct packet_addr *dst);

void ip_mean_ttl(struct field *f);

/* The IP protocol number by which the header before layer `index` announced it. */
uint8_t ip_announced(const struct packet *p, const uint8_t *bytes, unsigned index);

#endif
