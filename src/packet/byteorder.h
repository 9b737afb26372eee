/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The byte-order lens: one integer field seen as the wire has it, as this CPU's memory has it,
 * and as a program reads it that forgets to convert.
 */
#ifndef PACKET_BYTEORDER_H
#define PACKET_BYTEORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet/fields.h"

struct byteorder_lens {
	uint8_t width;       /* bytes: 2, 4 or 8 */
	uint8_t wire[8];     /* the bytes in the order of the wire */
	uint8_t memory[8];   /* the bytes of the same value in this CPU's memory */
	uint64_t value;      /* the value in network order: the right reading */
	uint64_t misread;    /* what this CPU reads when nobody converts */
	bool same;           /* this CPU is big-endian, or the bytes are a palindrome */
	char expression[48]; /* the C expression that is right: "ntohs(tcp->th_dport)" */
};

/* False when the field is not an integer of 2, 4 or 8 whole bytes. */
bool byteorder_look(const struct field *f, const uint8_t *bytes, struct byteorder_lens *out);

#endif
