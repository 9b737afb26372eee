/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bad line: the seed alone fixes what happens; rates, delays and order are what was asked for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/wire_impair.h"

#define FRAMES 20000

static void run(const struct wire_impairment *set, uint64_t salt, struct wire_verdict *out, int n)
{
	struct wire_impair w = {.last_due = INT64_MIN};
	wire_impair_set(&w, set, salt);
	for (int i = 0; i < n; i++)
		out[i] = wire_impair_frame(&w, (nsec)i * NSEC_PER_USEC, 100);
	wire_impair_finish(&w);
}

static bool same(const struct wire_verdict *a, const struct wire_verdict *b)
{
	return a->drop == b->drop && a->duplicate == b->duplicate && a->late == b->late &&
	       a->corrupt == b->corrupt && a->flip == b->flip && a->offset == b->offset &&
	       a->due == b->due;
}

static int differ(const struct wire_verdict *a, const struct wire_verdict *b, int n)
{
	int count = 0;
	for (int i = 0; i < n; i++)
		count += !same(&a[i], &b[i]);
	return count;
}

static struct wire_verdict first[FRAMES], second[FRAMES];

static void test_seed_fixes_everything(void **state)
{
	(void)state;
	struct wire_impairment set = {.delay = NSEC_PER_MSEC,
	        .jitter = NSEC_PER_MSEC / 2,
	        .loss_ppm = 100000,
	        .duplicate_ppm = 50000,
	        .reorder_ppm = 50000,
	        .corrupt_ppm = 50000,
	        .seed = 7};
	run(&set, 0, first, FRAMES);
	run(&set, 0, second, FRAMES);
	assert_int_equal(differ(first, second, FRAMES), 0);
	run(&set, 1, second, FRAMES); /* the other direction */
	assert_true(differ(first, second, FRAMES) > FRAMES / 2);
	set.seed = 8;
	run(&set, 0, second, FRAMES);
	assert_true(differ(first, second, FRAMES) > FRAMES / 2);
}

static void test_chances_do_not_disturb_each_other(void **state)
{
	(void)state;
	struct wire_impairment set = {.loss_ppm = 100000};
	run(&set, 0, first, FRAMES);
	set.corrupt_ppm = 500000;
	set.duplicate_ppm = 10000;
	set.delay = 1;
	run(&set, 0, second, FRAMES);
	for (int i = 0; i < FRAMES; i++)
		assert_int_equal(first[i].drop, second[i].drop);
}

static int count_of(size_t member)
{
	int n = 0;
	for (int i = 0; i < FRAMES; i++)
		n += *((const bool *)(const void *)((const char *)&first[i] + member));
	return n;
}

static void test_chances_are_what_was_asked(void **state)
{
	(void)state;
	struct wire_impairment set = {
	        .duplicate_ppm = 100000, .reorder_ppm = 10000, .corrupt_ppm = 500000};
	run(&set, 0, first, FRAMES);
	assert_int_equal(count_of(offsetof(struct wire_verdict, drop)), 0);
	assert_in_range(count_of(offsetof(struct wire_verdict, duplicate)), 1800, 2200);
	assert_in_range(count_of(offsetof(struct wire_verdict, late)), 150, 250);
	assert_in_range(count_of(offsetof(struct wire_verdict, corrupt)), 9700, 10300);
	for (int i = 0; i < FRAMES; i++) {
		if (!first[i].corrupt)
			continue;
		assert_in_range(first[i].offset, 14, 99);
		assert_true(first[i].flip && !(first[i].flip & (first[i].flip - 1)));
	}
	set = (struct wire_impairment){.loss_ppm = 1000000};
	run(&set, 0, first, FRAMES);
	assert_int_equal(count_of(offsetof(struct wire_verdict, drop)), FRAMES);
}

static void test_jitter_keeps_order(void **state)
{
	(void)state;
	struct wire_impairment set = {.delay = 10 * NSEC_PER_MSEC, .jitter = 3 * NSEC_PER_MSEC};
	run(&set, 0, first, FRAMES);
	for (int i = 0; i < FRAMES; i++) {
		nsec delay = first[i].due - (nsec)i * NSEC_PER_USEC;
		assert_true(delay >= 7 * NSEC_PER_MSEC);
		assert_true(delay <= 13 * NSEC_PER_MSEC);
		if (i)
			assert_true(first[i].due >= first[i - 1].due);
	}
}

static void test_rate(void **state)
{
	(void)state;
	struct wire_impairment set = {.rate_bit = 800000}; /* 100 bytes take 1 ms */
	struct wire_impair w = {.last_due = INT64_MIN};
	wire_impair_set(&w, &set, 0);
	for (int i = 0; i < WIRE_RATE_QUEUE; i++) {
		struct wire_verdict v = wire_impair_frame(&w, 0, 100);
		assert_false(v.drop);
		assert_int_equal(v.due, (i + 1) * NSEC_PER_MSEC);
	}
	assert_true(wire_impair_frame(&w, 0, 100).drop);
	assert_true(wire_impair_frame(&w, NSEC_PER_MSEC - 1, 100).drop);
	/* One has left: there is room for one. */
	assert_false(wire_impair_frame(&w, NSEC_PER_MSEC, 100).drop);
	assert_true(wire_impair_frame(&w, NSEC_PER_MSEC, 100).drop);
	/* An idle line does not save up. */
	struct wire_verdict v = wire_impair_frame(&w, 100 * NSEC_PER_SEC, 100);
	assert_int_equal(v.due, 100 * NSEC_PER_SEC + NSEC_PER_MSEC);
	wire_impair_finish(&w);
}

static void test_mtu(void **state)
{
	(void)state;
	struct wire_impairment set = {.mtu = 1000};
	struct wire_impair w = {.last_due = INT64_MIN};
	wire_impair_set(&w, &set, 0);
	assert_true(w.on);
	assert_false(wire_impair_frame(&w, 0, 1014).drop);
	assert_true(wire_impair_frame(&w, 0, 1015).drop);
	set.mtu = 0;
	wire_impair_set(&w, &set, 0);
	assert_false(w.on);
	wire_impair_finish(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_seed_fixes_everything),
	        cmocka_unit_test(test_chances_do_not_disturb_each_other),
	        cmocka_unit_test(test_chances_are_what_was_asked),
	        cmocka_unit_test(test_jitter_keeps_order),
	        cmocka_unit_test(test_rate),
	        cmocka_unit_test(test_mtu),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
