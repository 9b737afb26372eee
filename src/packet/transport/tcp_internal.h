/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TCP's options. Between files of src/packet only.
 */
#ifndef PACKET_TRANSPORT_TCP_INTERNAL_H
#define PACKET_TRANSPORT_TCP_INTERNAL_H

#include "packet/fields_internal.h"
#include "packet/out_internal.h"

extern const struct spec_group tcp_option_groups[];

/* Adds the options that lie in [at, end). */
void tcp_options_fields(struct builder *b, uint32_t at, uint32_t end);
/* tcpdump's form: "mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7". */
void tcp_options_text(struct bytes b, struct out *o);

#endif
