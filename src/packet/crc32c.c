/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CRC32c, four bits at a time.
 */
#include "packet/crc32c.h"

/* What each four bits leave behind, with the polynomial 0x82f63b78 (reflected). */
static const uint32_t left[16] = {
        0x00000000,
        0x105ec76f,
        0x20bd8ede,
        0x30e349b1,
        0x417b1dbc,
        0x5125dad3,
        0x61c69362,
        0x7198540d,
        0x82f63b78,
        0x92a8fc17,
        0xa24bb5a6,
        0xb21572c9,
        0xc38d26c4,
        0xd3d3e1ab,
        0xe330a81a,
        0xf36e6f75,
};

uint32_t crc32c_add(uint32_t crc, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		crc = crc >> 4 ^ left[(crc ^ bytes[i]) & 15];
		crc = crc >> 4 ^ left[(crc ^ bytes[i] >> 4) & 15];
	}
	return crc;
}

uint32_t crc32c_end(uint32_t crc)
{
	return ~crc;
}
