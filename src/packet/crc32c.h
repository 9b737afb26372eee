/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CRC32c (Castagnoli's polynomial), the checksum of SCTP (RFC 9260 appendix A).
 */
#ifndef PACKET_CRC32C_H
#define PACKET_CRC32C_H

#include <stddef.h>
#include <stdint.h>

#define CRC32C_BEGIN 0xffffffffu

/* Goes on from crc, CRC32C_BEGIN at first, over len bytes. */
uint32_t crc32c_add(uint32_t crc, const uint8_t *bytes, size_t len);
/* The value; its lowest byte is sent first. */
uint32_t crc32c_end(uint32_t crc);

#endif
