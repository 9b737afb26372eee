/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What IPv4 and IPv6 share. Between files of src/packet only.
 */
#ifndef PACKET_IP_INTERNAL_H
#define PACKET_IP_INTERNAL_H

#include "packet/fields_internal.h"

extern const struct word ip_protocol_words[], ip_dscp_words[], ip_ecn_words[];

void ip_mean_ttl(struct field *f);

/* The IP protocol number by which the header before layer `index` announced it. */
uint8_t ip_announced(const struct packet *p, const uint8_t *bytes, unsigned index);

#endif
