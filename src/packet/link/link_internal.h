/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What link layers share. Between files of src/packet only.
 */
#ifndef PACKET_LINK_LINK_INTERNAL_H
#define PACKET_LINK_LINK_INTERNAL_H

#include "packet/fields_internal.h"

/* EtherTypes (IEEE 802 Numbers, IANA). */
extern const struct word ethertype_words[];

/* What a MAC address tells: broadcast, multicast, made up locally. f may be NULL. */
void link_mean_mac(struct field *f);

#endif
