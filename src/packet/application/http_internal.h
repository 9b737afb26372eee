/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP/1.x messages, which SSDP sends in datagrams. Between files of src/packet only.
 */
#ifndef PACKET_APPLICATION_HTTP_INTERNAL_H
#define PACKET_APPLICATION_HTTP_INTERNAL_H

#include "packet/application/app_internal.h"

struct builder;

void http_fields(struct builder *b, const struct packet_layer *l);
extern const struct spec_group http_groups[];

#endif
