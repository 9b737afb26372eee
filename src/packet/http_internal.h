/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How an HTTP/1.x message is recognised. Between files of src/packet only.
 */
#ifndef PACKET_HTTP_INTERNAL_H
#define PACKET_HTTP_INTERNAL_H

#include <stdbool.h>

#include "base/bytes.h"

/* The bytes begin with a method and a space, or with "HTTP/1." (RFC 9112 3 and 4). */
bool http_starts(struct bytes b);

#endif
