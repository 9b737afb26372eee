/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets by their number, marks, comments, live captures.
 */
#include "base/err.h"
#include "tests/unit/packet/frames.h"
#include "tests/unit/traffic/captures.h"
#include "traffic/traffic.h"

static void packets_are_found_by_number(void **state)
{
	(void)state;
	struct made m = {0};
	pcap_head(&m, 0xa1b2c3d4, 1);
	struct frame f;
	frame_raw(&f, ETH4 IP4("0028", "06") "c000 0050 00000064 00000000 5002 ffff 0000 0000");
	for (uint32_t i = 0; i < 10000; i++) {
		f.bytes[f.len - 1] = (uint8_t)i;
		pcap_packet(&m, i, 0, f.bytes, (uint32_t)f.len, 1000 + i);
	}
	field_list_finish(&f.list);
	struct traffic *t = traffic_create(made_open(&m));
	assert_int_equal(traffic_last(t), 0);
	assert_int_equal(traffic_work(t, 10), TRAFFIC_MORE);
	assert_int_equal(traffic_last(t), 10);
	assert_true(traffic_progress(t) > 0 && traffic_progress(t) < 0.5);
	while (traffic_work(t, 1000) == TRAFFIC_MORE)
		;
	assert_int_equal(traffic_state(t), TRAFFIC_DONE);
	assert_int_equal(traffic_last(t), 10000);
	struct traffic_packet p;
	assert_false(traffic_get(t, 0, &p));
	assert_false(traffic_get(t, 10001, &p));
	for (uint64_t n = 1; n <= 10000; n += 1111) {
		assert_true(traffic_get(t, n, &p));
		assert_int_equal(p.number, n);
		assert_int_equal(p.when, (nsec)(n - 1) * NSEC_PER_SEC);
		assert_int_equal(p.length, 999 + n);
		assert_int_equal(p.bytes[p.captured - 1], (n - 1) & 0xff);
		assert_int_equal(p.kind, LAYER_TCP);
		assert_int_equal(p.dport, 80);
		assert_int_equal(p.tcp_flags, TCP_SYN);
		assert_int_equal(p.note.flow, 0);
	}
	traffic_set_reference(t, 11);
	assert_int_equal(traffic_since(t, 5 * NSEC_PER_SEC), -5 * NSEC_PER_SEC);
	traffic_destroy(t);
}

static void damage_leaves_what_came_before(void **state)
{
	(void)state;
	struct made m = {0};
	pcap_head(&m, 0xa1b2c3d4, 147);
	for (uint32_t i = 0; i < 17; i++)
		pcap_packet(&m, 100 - i, 0, "abc", 3, 3);
	m.out.len -= 2;
	struct traffic *t = traffic_create(made_open(&m));
	assert_int_equal(traffic_work(t, 1000), TRAFFIC_DONE);
	assert_int_equal(traffic_last(t), 16);
	assert_non_null(strstr(traffic_damage(t), "packet 17"));
	struct traffic_packet p;
	assert_true(traffic_get(t, 16, &p));
	assert_int_equal(p.link, 147);
	assert_int_equal(p.kind, LAYER_PAYLOAD);
	assert_int_equal(traffic_since(t, p.when), -15 * NSEC_PER_SEC);
	traffic_destroy(t);
}

static void marks_and_comments(void **state)
{
	(void)state;
	struct made m = {0};
	section(&m);
	interface(&m, 1, 0);
	for (int i = 0; i < 9; i++)
		packet(&m, 0, 0, "abc", 3, 3, i == 4 ? "the file's" : NULL);
	struct traffic *t = traffic_create(made_open(&m));
	while (traffic_work(t, 100) == TRAFFIC_MORE)
		;
	uint64_t changed = traffic_changed(t);
	traffic_mark(t, 7, true);
	traffic_mark(t, 2, true);
	traffic_mark(t, 2, true);
	traffic_mark(t, 70, true);
	assert_int_equal(traffic_mark_count(t), 2);
	assert_true(traffic_changed(t) > changed);
	assert_int_equal(traffic_find_mark(t, 0, 1), 2);
	assert_int_equal(traffic_find_mark(t, 2, 1), 7);
	assert_int_equal(traffic_find_mark(t, 7, 1), 0);
	assert_int_equal(traffic_find_mark(t, 7, -1), 2);
	assert_int_equal(traffic_find_mark(t, 2, -1), 0);
	traffic_mark(t, 2, false);
	assert_false(traffic_marked(t, 2));
	assert_int_equal(traffic_find_mark(t, 7, -1), 0);
	assert_string_equal(traffic_comment(t, 5), "the file's");
	assert_null(traffic_comment(t, 4));
	traffic_set_comment(t, 5, "mine");
	traffic_set_comment(t, 7, "mine too");
	assert_string_equal(traffic_comment(t, 5), "mine");
	traffic_set_comment(t, 5, "");
	assert_string_equal(traffic_comment(t, 5), "the file's");
	traffic_mark(t, 7, false);
	assert_string_equal(traffic_comment(t, 7), "mine too");
	traffic_destroy(t);
}

/* Number i begins with these four bytes. */
static void fill(uint8_t *bytes, size_t len, uint32_t number)
{
	memset(bytes, (int)(number % 251), len);
	memcpy(bytes, &number, sizeof(number));
}

static void append(struct traffic *t, uint32_t number, uint32_t len)
{
	static uint8_t bytes[70000];
	fill(bytes, len, number);
	const struct capture_frame f = {
	        .when = number * NSEC_PER_SEC, .captured = len, .length = len + 1, .bytes = bytes};
	assert_true(traffic_append(t, &f));
}

static void expect_kept(struct traffic *t, uint32_t (*len_of)(uint32_t))
{
	static uint8_t bytes[70000];
	struct traffic_packet p;
	for (uint64_t n = traffic_first(t); n <= traffic_last(t); n++) {
		assert_true(traffic_get(t, n, &p));
		assert_int_equal(p.captured, len_of((uint32_t)n));
		assert_int_equal(p.when, (nsec)n * NSEC_PER_SEC);
		fill(bytes, p.captured, (uint32_t)n);
		assert_non_null(p.bytes);
		assert_memory_equal(p.bytes, bytes, p.captured);
	}
	assert_false(traffic_peek(t, traffic_first(t) - 1, &p));
}

static uint32_t odd_length(uint32_t number)
{
	return 4 + number * 7919 % 60000;
}

/* A ring on the disk: the oldest go, numbers stay. */
static void a_live_capture_keeps_the_latest(void **state)
{
	(void)state;
	struct err e;
	struct traffic *t = traffic_create_live(0, (uint64_t)3 << 20, &e);
	assert_non_null(t);
	assert_int_equal(traffic_add_interface(t, 1, "eth7"), 0);
	assert_int_equal(traffic_state(t), TRAFFIC_WAIT);
	for (uint32_t n = 1; n <= 1000; n++) {
		append(t, n, odd_length(n));
		if (n % 97 == 0)
			expect_kept(t, odd_length);
	}
	assert_int_equal(traffic_last(t), 1000);
	assert_true(traffic_first(t) > 850 && traffic_first(t) < 950);
	assert_string_equal(traffic_interface(t, 0)->name, "eth7");
	traffic_destroy(t);
}

static uint32_t short_length(uint32_t number)
{
	(void)number;
	return 4;
}

static void a_live_capture_keeps_so_many(void **state)
{
	(void)state;
	struct err e;
	struct traffic *t = traffic_create_live(5000, 0, &e);
	traffic_add_interface(t, 1, "eth7");
	for (uint32_t n = 1; n <= 30000; n++)
		append(t, n, 4);
	assert_int_equal(traffic_first(t), 25001);
	expect_kept(t, short_length);
	const struct capture_frame stranger = {.interface = 1};
	assert_false(traffic_append(t, &stranger));
	assert_int_equal(traffic_lost(t), 1);
	traffic_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(packets_are_found_by_number),
	        cmocka_unit_test(damage_leaves_what_came_before),
	        cmocka_unit_test(marks_and_comments),
	        cmocka_unit_test(a_live_capture_keeps_the_latest),
	        cmocka_unit_test(a_live_capture_keeps_so_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
