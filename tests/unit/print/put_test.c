/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and addresses come out as printf(3) and inet_ntop(3) write them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "packet/packet.h"
#include "print/print_internal.h"

static void test_numbers(void **state)
{
	(void)state;
	char at[64], expected[64];
	uint64_t v = 1;
	for (int i = 0; i < 20; i++, v *= 10) {
		const uint64_t near[] = {v - 1, v, v + 1, UINT64_MAX - v};
		for (size_t k = 0; k < sizeof(near) / sizeof(near[0]); k++) {
			*put_u64(at, near[k]) = '\0';
			snprintf(expected, sizeof(expected), "%llu", (unsigned long long)near[k]);
			assert_string_equal(at, expected);
			*put_zeros(at, near[k] % 1000000, 6) = '\0';
			snprintf(expected, sizeof(expected), "%06u", (unsigned)(near[k] % 1000000));
			assert_string_equal(at, expected);
		}
	}
	*put_hex(at, 0xbeef, 6) = '\0';
	assert_string_equal(at, "00beef");
}

/* Every place and length of zeros, and what inet_ntop() tells apart. */
static void test_addresses(void **state)
{
	(void)state;
	char at[64], expected[46];
	for (unsigned mask = 0; mask < 256; mask++) {
		struct packet_addr a = {.length = 16};
		for (unsigned i = 0; i < 8; i++)
			if (mask >> i & 1)
				a.bytes[2 * i + 1] = (uint8_t)(0x0f << (i % 3));
		a.bytes[0] = mask & 1 ? 0x20 : 0;
		*put_addr(at, &a) = '\0';
		packet_addr_text(&a, expected);
		assert_string_equal(at, expected);
	}
	struct packet_addr mapped = {16, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 255}};
	*put_addr(at, &mapped) = '\0';
	assert_string_equal(at, "::ffff:10.0.0.255");
	struct packet_addr mac = {6, {2, 0, 0xab, 0, 0, 1}};
	*put_addr(at, &mac) = '\0';
	assert_string_equal(at, "02:00:ab:00:00:01");
}

static void test_times(void **state)
{
	(void)state;
	char at[64];
	*put_seconds(at, 1500000001, 9) = '\0';
	assert_string_equal(at, "1.500000001");
	*put_seconds(at, -1500000, 6) = '\0';
	assert_string_equal(at, "-0.001500");
	struct print_clock c = {0};
	*put_time(at, &c, PRINT_TIME_FIRST, 5 * NSEC_PER_SEC) = '\0';
	assert_string_equal(at, "0.000000");
	print_clock_tick(&c, 5 * NSEC_PER_SEC);
	*put_time(at, &c, PRINT_TIME_FIRST, 4 * NSEC_PER_SEC) = '\0';
	assert_string_equal(at, "-1.000000");
}

static void test_json_text(void **state)
{
	(void)state;
	struct sink s;
	static const char foreign[] = "a\"\\\n\x01\xff"
	                              "\xe4\xbd\xa0";
	sink_init(&s, -1);
	print_json_text(&s, foreign, sizeof(foreign) - 1);
	sink_putc(&s, '\0');
	assert_string_equal(s.at, "\"a\\\"\\\\\\n\\u0001\xef\xbf\xbd\xe4\xbd\xa0\"");
	sink_finish(&s);
}

static void test_dump(void **state)
{
	(void)state;
	struct sink s;
	sink_init(&s, -1);
	print_dump(&s, (const uint8_t *)"ABCDEFGHIJKLMNOPQ", 17, true);
	sink_putc(&s, '\0');
	assert_string_equal(s.at,
	        "\t0x0000:  4142 4344 4546 4748 494a 4b4c 4d4e 4f50  ABCDEFGHIJKLMNOP\n"
	        "\t0x0010:  51                                       Q\n");
	sink_finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_numbers),
	        cmocka_unit_test(test_addresses),
	        cmocka_unit_test(test_times),
	        cmocka_unit_test(test_json_text),
	        cmocka_unit_test(test_dump),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
