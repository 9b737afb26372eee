/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The options of DHCP. Between files of src/packet only.
 */
#ifndef PACKET_APPLICATION_DHCP_INTERNAL_H
#define PACKET_APPLICATION_DHCP_INTERNAL_H

#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

extern const struct word dhcp_types[];

/* The options from p on (RFC 2132, behind the magic cookie), as fields. Those in the file's and
 * the server's name (its option 52) come right behind that option: `file` and `sname` are these
 * places. */
void dhcp_options_fields(struct part *p, const struct part *file, const struct part *sname);
/* What option 52 says, 0 when there is none: 1 the file's name, 2 the server's, 3 both. */
unsigned dhcp_overload(struct bytes c);

#endif
