/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of packets that a filter lets through, against a plain list of them.
 */
#include "tests/unit/traffic/captures.h"
#include "traffic/filter.h"
#include "traffic/selection.h"

#define PACKETS 5000

/* A pattern with long gaps, dense runs, and ends of words and blocks. */
static bool is_long(uint32_t number)
{
	return number % 64 < 2 || (number > 1000 && number < 1700) || number % 512 == 0 ||
	       (number > 3000 && number % 3 == 0 && number < 4000) || number == PACKETS;
}

static struct selection *select_with(struct traffic *t, const char *text)
{
	struct traffic_filter_error e;
	const struct traffic_filter_context c = {.traffic = t};
	struct traffic_filter *f = traffic_filter_create(text, &c, &e);
	assert_non_null(f);
	return selection_create(t, f);
}

static void check_against_list(const struct selection *s, uint64_t first, uint64_t last)
{
	uint64_t i = 0;
	for (uint64_t n = first; n <= last; n++) {
		assert_int_equal(selection_index(s, n), i);
		assert_int_equal(selection_has(s, n), is_long((uint32_t)n));
		if (is_long((uint32_t)n))
			assert_int_equal(selection_number(s, i++), n);
	}
	assert_int_equal(selection_count(s), i);
	assert_int_equal(selection_number(s, i), 0);
	assert_int_equal(selection_index(s, last + 1), i);
	assert_int_equal(selection_index(s, UINT64_MAX), i);
	assert_false(selection_has(s, last + 1));
	assert_false(selection_has(s, 0));
}

static void is_right_while_under_way(void **state)
{
	(void)state;
	struct made m = {0};
	uint8_t zeros[100] = {0};
	pcap_head(&m, 0xa1b2c3d4, 147);
	for (uint32_t n = 1; n <= PACKETS; n++)
		pcap_packet(&m, 0, 0, zeros, is_long(n) ? 100 : 10, is_long(n) ? 100 : 10);
	struct traffic *t = traffic_create(made_open(&m));
	while (traffic_work(t, 100000) == TRAFFIC_MORE)
		;
	struct selection *s = select_with(t, "greater 50"), *all = selection_create(t, NULL);
	check_against_list(s, 1, 0);
	assert_true(selection_work(s, 700));
	assert_int_equal(selection_judged(s), 700);
	check_against_list(s, 1, 700);
	assert_true(selection_work(s, 2468));
	check_against_list(s, 1, 3168);
	assert_false(selection_work(s, 100000));
	check_against_list(s, 1, PACKETS);
	selection_restart(s);
	check_against_list(s, 1, 0);
	assert_false(selection_work(all, 1));
	assert_int_equal(selection_count(all), PACKETS);
	assert_int_equal(selection_number(all, 41), 42);
	assert_int_equal(selection_index(all, 42), 41);
	assert_int_equal(selection_number(all, PACKETS), 0);
	assert_int_equal(selection_index(all, PACKETS + 5), PACKETS);
	selection_destroy(all);
	selection_destroy(s);
	selection_destroy(NULL);
	traffic_destroy(t);
}

/* In a live capture the oldest go: indexes count from the oldest that is there. */
static void moves_on_with_a_live_capture(void **state)
{
	(void)state;
	struct err e;
	uint8_t zeros[100] = {0};
	struct traffic *t = traffic_create_live(1000, 0, &e);
	traffic_add_interface(t, 147, "x");
	struct selection *s = select_with(t, "greater 50"), *all = selection_create(t, NULL);
	for (uint32_t n = 1; n <= 10 * PACKETS; n++) {
		uint32_t len = is_long(n) ? 100 : 10;
		const struct capture_frame f = {.captured = len, .length = len, .bytes = zeros};
		assert_true(traffic_append(t, &f));
		if (n % 701 != 0 && n != 10 * PACKETS)
			continue;
		selection_work(s, UINT32_MAX);
		check_against_list(s, traffic_first(t), n);
	}
	selection_restart(s);
	selection_work(s, 700);
	check_against_list(s, traffic_first(t), selection_judged(s));
	selection_work(s, UINT32_MAX);
	check_against_list(s, traffic_first(t), 10 * PACKETS);
	assert_int_equal(selection_count(all), 1000);
	assert_int_equal(selection_number(all, 0), traffic_first(t));
	selection_destroy(all);
	selection_destroy(s);
	traffic_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(is_right_while_under_way),
	        cmocka_unit_test(moves_on_with_a_live_capture),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
