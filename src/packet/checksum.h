/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Internet checksum (RFC 1071), SCTP's (RFC 9260 6.8), and where a layer keeps its own.
 */
#ifndef PACKET_CHECKSUM_H
#define PACKET_CHECKSUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet/packet.h"

/* Adds bytes to a running sum; begin with 0. Only the last piece may have an odd length. */
uint64_t checksum_add(uint64_t sum, const uint8_t *bytes, size_t len);
/* Folds and complements: the value a header carries, in host order. */
uint16_t checksum_fold(uint64_t sum);

enum checksum_state {
	CHECKSUM_NONE,      /* this layer has none */
	CHECKSUM_UNCHECKED, /* can't be known: cut off, a fragment, quoted, or not used (UDP 0) */
	CHECKSUM_CORRECT,
	CHECKSUM_WRONG,
};

struct checksum_result {
	enum checksum_state state;
	uint32_t offset;   /* of its bytes, from the start of the frame */
	uint32_t size;     /* how many: 2, of SCTP's CRC32c 4 */
	uint32_t found;    /* what the frame says */
	uint32_t expected; /* what it should say; where known */
	bool unused;       /* UDP over IPv4 without a checksum (RFC 768) */
	bool partial;      /* holds the sum of the pseudo-header only, or SCTP's nothing: left to
	                    * an offload */
};

/* Looks at the checksum of layer `index`. */
struct checksum_result checksum_of(const struct packet *p, const uint8_t *bytes, unsigned index);

#endif
