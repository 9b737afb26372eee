/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The options of DHCP. Between files of src/packet only.
 */
#ifndef PACKET_DHCP_INTERNAL_H
#define PACKET_DHCP_INTERNAL_H

#include "packet/app_internal.h"
#include "packet/part_internal.h"

extern const struct word dhcp_types[];

/* The options from p on (RFC 2132, behind the magic cookie), as fields. */
void dhcp_options_fields(struct part *p);

#endif
