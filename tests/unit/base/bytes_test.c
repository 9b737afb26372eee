/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bounded cursor: takes what is there, refuses what is not, and stays refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/bytes.h"

static const uint8_t seven[] = {0x45, 0x00, 0xfe, 0xdc, 0xba, 0x98, 0x76};

static void numbers_are_in_network_order(void **state)
{
	(void)state;
	struct bytes b = bytes_over(seven, sizeof(seven));
	assert_int_equal(bytes_u8(&b), 0x45);
	assert_int_equal(bytes_be16(&b), 0x00fe);
	assert_int_equal(bytes_be32(&b), 0xdcba9876);
	assert_false(b.bad);
	assert_int_equal(bytes_left(&b), 0);
}

static void a_take_too_far_is_refused_for_good(void **state)
{
	(void)state;
	struct bytes b = bytes_over(seven, 3);
	bytes_u8(&b);
	assert_int_equal(bytes_be32(&b), 0);
	assert_true(b.bad);
	assert_int_equal(b.pos, 1);
	/* Two bytes are left, but whoever took the four can't have meant these. */
	assert_int_equal(bytes_be16(&b), 0);
	assert_false(bytes_skip(&b, 0));
	assert_int_equal(b.pos, 1);
}

static void huge_lengths_do_not_wrap(void **state)
{
	(void)state;
	struct bytes b = bytes_over(seven, sizeof(seven));
	bytes_skip(&b, 4);
	assert_false(bytes_skip(&b, SIZE_MAX - 1));
	assert_true(b.bad);
}

static void a_refused_copy_gives_zeros(void **state)
{
	(void)state;
	struct bytes b = bytes_over(seven, 2);
	uint8_t out[4] = {1, 2, 3, 4};
	assert_false(bytes_copy(&b, out, sizeof(out)));
	assert_memory_equal(out, ((uint8_t[4]){0}), 4);
}

static void a_part_is_bounded_by_itself(void **state)
{
	(void)state;
	struct bytes b = bytes_over(seven, sizeof(seven));
	bytes_u8(&b);
	struct bytes part = bytes_sub(&b, 2);
	assert_int_equal(bytes_be16(&part), 0x00fe);
	bytes_u8(&part);
	assert_true(part.bad);
	assert_false(b.bad);
	assert_int_equal(bytes_u8(&b), 0xdc);
	struct bytes none = bytes_sub(&b, 100);
	assert_true(none.bad && b.bad);
	assert_int_equal(bytes_left(&none), 0);
}

static void nothing_at_all_is_fine(void **state)
{
	(void)state;
	struct bytes b = bytes_over(NULL, 0);
	uint8_t out = 9;
	assert_true(bytes_copy(&b, &out, 0));
	struct bytes part = bytes_sub(&b, 0);
	assert_false(part.bad);
	assert_int_equal(bytes_u8(&b), 0);
	assert_true(b.bad);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(numbers_are_in_network_order),
	        cmocka_unit_test(a_take_too_far_is_refused_for_good),
	        cmocka_unit_test(huge_lengths_do_not_wrap),
	        cmocka_unit_test(a_refused_copy_gives_zeros),
	        cmocka_unit_test(a_part_is_bounded_by_itself),
	        cmocka_unit_test(nothing_at_all_is_fine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
