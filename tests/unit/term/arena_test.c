/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arena: blocks that do not overlap, memory that comes back, states that return.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "term/arena.h"

#define BLOCKS 64
#define ROOM ((size_t)1 << 20)

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void test_blocks_keep_their_bytes(void **state)
{
	(void)state;
	struct arena *a = arena_create(ROOM);
	uint8_t *at[BLOCKS] = {0};
	size_t size[BLOCKS] = {0};
	uint32_t seed = 5;
	for (int i = 0; i < 20000; i++) {
		size_t n = next_random(&seed) % BLOCKS;
		for (size_t j = 0; j < size[n]; j++)
			assert_int_equal(at[n][j], n);
		arena_free(a, at[n]);
		size[n] = next_random(&seed) % 3000;
		at[n] = arena_alloc(a, size[n]);
		assert_int_equal((uintptr_t)at[n] % 16, 0);
		for (size_t j = 0; j < size[n]; j++)
			assert_int_equal(at[n][j], 0);
		if (size[n])
			memset(at[n], (int)n, size[n]);
	}
	arena_destroy(a);
}

/* All of it can be had in one block again: neighbours were joined. */
static void test_free_blocks_are_joined(void **state)
{
	(void)state;
	struct arena *a = arena_create(ROOM);
	void *at[BLOCKS];
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < BLOCKS; i++)
			at[i] = arena_alloc(a, ROOM / BLOCKS - 64);
		for (size_t i = 0; i < BLOCKS; i++)
			arena_free(a, at[i * 37 % BLOCKS]);
		void *whole = arena_alloc(a, ROOM - 65 * BLOCKS);
		arena_free(a, whole);
	}
	arena_destroy(a);
}

static void test_states_return(void **state)
{
	(void)state;
	struct arena *a = arena_create(ROOM);
	char *one = arena_alloc(a, 100), *two = arena_alloc(a, 200);
	memcpy(one, "one", sizeof("one"));
	memcpy(two, "two", sizeof("two"));
	size_t len;
	void *copy = arena_copy(a, &len);
	arena_free(a, two);
	memcpy(one, "changed", sizeof("changed"));
	char *three = arena_alloc(a, 150);
	memcpy(three, "three", sizeof("three"));
	arena_restore(a, copy, len);
	assert_string_equal(one, "one");
	assert_string_equal(two, "two");
	char *four = arena_alloc(a, 300);
	memset(four, 'x', 300);
	assert_string_equal(one, "one");
	assert_string_equal(two, "two");
	free(copy);
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_blocks_keep_their_bytes),
	        cmocka_unit_test(test_free_blocks_are_joined),
	        cmocka_unit_test(test_states_return),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
