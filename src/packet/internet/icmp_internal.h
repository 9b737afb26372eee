/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for the numbers of ICMP, ICMPv6 and IGMP. Between files of src/packet only.
 */
#ifndef PACKET_INTERNET_ICMP_INTERNAL_H
#define PACKET_INTERNET_ICMP_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "packet/fields_internal.h"

/* Messages of that type quote the packet that caused them. */
bool icmp_quotes(uint8_t type);
bool icmpv6_quotes(uint8_t type);

/* NULL where there are none. */
const char *icmp_type_words(uint8_t type);
const char *icmp_code_words(uint8_t type, uint8_t code);
const char *icmpv6_type_words(uint8_t type);
const char *icmpv6_code_words(uint8_t type, uint8_t code);
const char *igmp_type_words(uint8_t type);
/* Of group records: IGMPv3's (RFC 3376 4.2.12), and those of MLDv2 (RFC 3810 5.2.12). */
extern const struct word igmp_record_words[];

/* The options of neighbour discovery that lie in [at, end). */
void icmpv6_options_fields(struct builder *b, uint32_t at, uint32_t end);
extern const struct spec_group icmpv6_option_groups[];

#endif
