/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CRC32c against the vectors of RFC 3720 B.4.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "packet/crc32c.h"

static uint32_t crc_of(const uint8_t *bytes, size_t len)
{
	return crc32c_end(crc32c_add(CRC32C_BEGIN, bytes, len));
}

static void known_values(void **state)
{
	(void)state;
	uint8_t bytes[32] = {0};
	assert_int_equal(crc_of(bytes, 32), 0x8a9136aa);
	memset(bytes, 0xff, sizeof(bytes));
	assert_int_equal(crc_of(bytes, 32), 0x62a8ab43);
	for (uint8_t i = 0; i < 32; i++)
		bytes[i] = i;
	assert_int_equal(crc_of(bytes, 32), 0x46dd794e);
	assert_int_equal(crc_of((const uint8_t *)"123456789", 9), 0xe3069283);
	assert_int_equal(crc_of(bytes, 0), 0);
}

static void in_pieces(void **state)
{
	(void)state;
	const uint8_t *bytes = (const uint8_t *)"123456789";
	uint32_t crc = crc32c_add(CRC32C_BEGIN, bytes, 4);
	assert_int_equal(crc32c_end(crc32c_add(crc, bytes + 4, 5)), 0xe3069283);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(known_values),
	        cmocka_unit_test(in_pieces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
