/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the message of an application or a bridge says, in one line. Between files of src/packet
 * only.
 */
#ifndef PACKET_APP_INTERNAL_H
#define PACKET_APP_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

/* The start line. */
void http_summary(struct bytes b, char *out, size_t size);
/* "query A example.com", "answer A 192.0.2.1"; over TCP a length comes first. */
void dns_summary(struct bytes b, bool over_tcp, char *out, size_t size);
/* "STP 02:00:00:00:00:01 takes itself for the root". */
void stp_summary(struct bytes b, char *out, size_t size);

#endif
