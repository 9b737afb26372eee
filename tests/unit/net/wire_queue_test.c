/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames that leave later: by due time, first come first out among equals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "net/wire_queue.h"

static uint64_t put(struct wire_queue *q, nsec due, uint64_t frame)
{
	struct wire_later l = {.due = due, .frame = frame, .bytes = xmalloc(1), .length = 1};
	return wire_queue_put(q, &l);
}

static uint64_t take(struct wire_queue *q, nsec now)
{
	struct wire_later l;
	if (!wire_queue_take(q, now, &l))
		return UINT64_MAX;
	free(l.bytes);
	return l.frame;
}

static void test_order(void **state)
{
	(void)state;
	struct wire_queue q = {0};
	assert_true(wire_queue_due(&q) == WIRE_QUEUE_NEVER);
	assert_true(take(&q, INT64_MAX) == UINT64_MAX);
	uint32_t random = 1;
	for (uint64_t i = 0; i < 1000; i++) {
		random = random * 1664525 + 1013904223;
		put(&q, (nsec)(random >> 24), (uint64_t)(random >> 24) << 32 | i);
	}
	uint64_t last = 0;
	for (int i = 0; i < 1000; i++) {
		uint64_t frame = take(&q, 256);
		assert_true(frame >= last); /* by due, then by the order of putting */
		last = frame;
	}
	assert_int_equal(q.count, 0);
	wire_queue_finish(&q);
}

static void test_only_what_is_due(void **state)
{
	(void)state;
	struct wire_queue q = {0};
	put(&q, 10, 1);
	put(&q, 20, 2);
	assert_int_equal(wire_queue_due(&q), 10);
	assert_true(take(&q, 9) == UINT64_MAX);
	assert_int_equal(take(&q, 10), 1);
	assert_true(take(&q, 19) == UINT64_MAX);
	wire_queue_finish(&q); /* with one inside */
}

static void test_hasten_and_put_back(void **state)
{
	(void)state;
	struct wire_queue q = {0};
	uint64_t late = put(&q, 100, 1);
	put(&q, 10, 2);
	put(&q, 10, 3);
	wire_queue_hasten(&q, late, 10);
	wire_queue_hasten(&q, 999, 0); /* nobody */
	struct wire_later l;
	assert_true(wire_queue_take(&q, 10, &l));
	assert_int_equal(l.frame, 2);
	wire_queue_put(&q, &l); /* back to its place, before the others */
	assert_int_equal(take(&q, 10), 2);
	assert_int_equal(take(&q, 10), 3);
	assert_int_equal(take(&q, 10), 1);
	wire_queue_finish(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_order),
	        cmocka_unit_test(test_only_what_is_due),
	        cmocka_unit_test(test_hasten_and_put_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
