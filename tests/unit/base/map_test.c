/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The map against a plain array that says the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/map.h"

#define KEYS 257

static void it_holds_what_was_put(void **state)
{
	(void)state;
	struct map m = {0};
	assert_null(map_find(&m, 1));
	map_put(&m, 1, 10);
	map_put(&m, 0, 20);
	map_put(&m, 1, 30);
	assert_int_equal(*map_find(&m, 1), 30);
	assert_int_equal(*map_find(&m, 0), 20);
	assert_int_equal(m.count, 2);
	assert_false(map_remove(&m, 2));
	assert_true(map_remove(&m, 1));
	assert_null(map_find(&m, 1));
	map_finish(&m);
}

/* Puts and removals in a fixed pseudo-random order, compared after each. */
static void it_agrees_with_an_array(void **state)
{
	(void)state;
	struct map m = {0};
	uint64_t there[KEYS] = {0};
	uint32_t dice = 1;
	for (int n = 0; n < 20000; n++) {
		dice = dice * 1664525u + 1013904223u;
		uint32_t key = (dice >> 8) % KEYS;
		if (dice >> 31) {
			map_put(&m, key, (uint64_t)n + 1);
			there[key] = (uint64_t)n + 1;
		} else {
			assert_int_equal(map_remove(&m, key), there[key] != 0);
			there[key] = 0;
		}
		uint32_t look = (dice >> 16) % KEYS;
		uint64_t *value = map_find(&m, look);
		assert_int_equal(value ? *value : 0, there[look]);
	}
	size_t count = 0;
	for (size_t i = 0; i < KEYS; i++)
		count += there[i] != 0;
	assert_int_equal(m.count, count);
	map_finish(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(it_holds_what_was_put),
	        cmocka_unit_test(it_agrees_with_an_array),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
