/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a datagram to a tunnel's port holds what the port says: each looks at the bytes at
 * d->at and reads no further. Between files of src/packet only.
 */
#ifndef PACKET_TUNNEL_OVERLAY_INTERNAL_H
#define PACKET_TUNNEL_OVERLAY_INTERNAL_H

#include "packet/fields_internal.h"

bool gtp_fits(const struct decode *d);
bool teredo_fits(const struct decode *d);
bool ayiya_fits(const struct decode *d);
bool capwap_fits(const struct decode *d);

#endif
