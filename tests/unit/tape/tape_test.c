/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tape: ids, eviction, fates as of any moment, bounds on memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tape/tape.h"

static uint64_t add(struct tape *t, nsec when, const uint8_t *bytes, uint32_t len)
{
	struct tape_frame f = {.link = 3,
	        .direction = 1,
	        .fate = FATE_HELD,
	        .by = BY_LEARNER,
	        .related = TAPE_NONE,
	        .captured = len,
	        .length = len + 4,
	        .bytes = bytes};
	return tape_add_frame(t, when, &f);
}

static void test_every_kind_reads_back(void **state)
{
	(void)state;
	struct tape *t = tape_create(1 << 20);
	const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7};
	assert_int_equal(add(t, 10, bytes, 7), 0);
	struct tape_socket s = {.node = 2, .state = 1, .old_state = 2, .inode = 77, .rtt_us = 9};
	assert_int_equal(tape_add_socket(t, 11, &s), 1);
	struct tape_program p = {
	        .node = 1, .pane = 4, .ended = 2, .code = 9, .command = "nc server"};
	assert_int_equal(tape_add_program(t, 12, &p), 2);
	assert_int_equal(tape_add_output(t, 13, 4, "a\0b", 3), 3);
	assert_int_equal(tape_add_note(t, 14, NOTE_CHECK, "syn-seen pass"), 4);

	struct tape_event e;
	assert_true(tape_get(t, 0, &e));
	assert_int_equal(e.kind, TAPE_FRAME);
	assert_int_equal(e.when, 10);
	assert_int_equal(e.frame.link, 3);
	assert_int_equal(e.frame.direction, 1);
	assert_int_equal(e.frame.captured, 7);
	assert_int_equal(e.frame.length, 11);
	assert_true(e.frame.related == TAPE_NONE);
	assert_memory_equal(e.frame.bytes, bytes, 7);
	assert_true(tape_get(t, 1, &e));
	assert_int_equal(e.kind, TAPE_SOCKET);
	assert_memory_equal(&e.socket, &s, sizeof(s));
	assert_true(tape_get(t, 2, &e));
	assert_string_equal(e.program.command, "nc server");
	assert_int_equal(e.program.code, 9);
	assert_int_equal(e.program.ended, 2);
	assert_true(tape_get(t, 3, &e));
	assert_int_equal(e.output.length, 3);
	assert_memory_equal(e.output.bytes, "a\0b", 3);
	assert_true(tape_get(t, 4, &e));
	assert_int_equal(e.note.kind, NOTE_CHECK);
	assert_string_equal(e.note.text, "syn-seen pass");
	assert_false(tape_get(t, 5, &e));
	assert_false(tape_get(t, TAPE_NONE, &e));
	tape_destroy(t);
}

static void test_time_never_goes_back(void **state)
{
	(void)state;
	struct tape *t = tape_create(1 << 16);
	tape_add_note(t, 100, NOTE_STEP, "a");
	tape_add_note(t, 50, NOTE_STEP, "b");
	struct tape_event e;
	assert_true(tape_get(t, 1, &e));
	assert_int_equal(e.when, 100);
	tape_destroy(t);
}

static void test_fate_as_of(void **state)
{
	(void)state;
	struct tape *t = tape_create(1 << 16);
	uint64_t a = add(t, 1, (const uint8_t *)"x", 1);
	uint64_t other = tape_add_note(t, 2, NOTE_STEP, "between");
	assert_true(tape_set_fate(t, 3, a, FATE_DELAYED, BY_LEARNER, MARK_EDITED));
	uint64_t delayed = tape_end(t) - 1;
	uint64_t b = add(t, 4, (const uint8_t *)"y", 1);
	assert_true(tape_set_fate(t, 5, a, FATE_DELIVERED, BY_RULE, MARK_DOUBLED));
	uint64_t delivered = tape_end(t) - 1;

	struct tape_fate f;
	assert_true(tape_fate_at(t, a, a, &f));
	assert_int_equal(f.fate, FATE_HELD);
	assert_int_equal(f.marks, 0);
	assert_true(tape_fate_at(t, a, other, &f));
	assert_int_equal(f.fate, FATE_HELD);
	assert_true(tape_fate_at(t, a, delayed, &f));
	assert_int_equal(f.fate, FATE_DELAYED);
	assert_int_equal(f.marks, MARK_EDITED);
	assert_true(tape_fate_at(t, a, b, &f));
	assert_int_equal(f.fate, FATE_DELAYED);
	assert_true(tape_fate_at(t, a, delivered, &f));
	assert_int_equal(f.fate, FATE_DELIVERED);
	assert_int_equal(f.by, BY_RULE);
	assert_int_equal(f.marks, MARK_EDITED | MARK_DOUBLED);
	assert_true(tape_fate_at(t, b, delivered, &f));
	assert_int_equal(f.fate, FATE_HELD);
	assert_false(tape_fate_at(t, b, delayed, &f));       /* not there yet */
	assert_false(tape_fate_at(t, other, delivered, &f)); /* no frame */

	struct tape_event e;
	assert_true(tape_get(t, a, &e));
	assert_int_equal(e.frame.fate, FATE_DELIVERED);
	assert_true(tape_get(t, delivered, &e));
	assert_int_equal(e.kind, TAPE_FATE);
	assert_int_equal(e.fate.frame, a);
	assert_false(tape_set_fate(t, 6, other, FATE_DROPPED, BY_LEARNER, 0));
	tape_destroy(t);
}

static void test_relate_and_fold(void **state)
{
	(void)state;
	struct tape *t = tape_create(1 << 16);
	uint64_t a = add(t, 1, (const uint8_t *)"x", 1);
	uint64_t b = add(t, 2, (const uint8_t *)"x", 1);
	tape_relate(t, b, a, MARK_REPEAT);
	tape_fold(t, a);
	tape_fold(t, a);
	struct tape_event e;
	assert_true(tape_get(t, b, &e));
	assert_int_equal(e.frame.related, a);
	assert_int_equal(e.frame.marks, MARK_REPEAT);
	assert_true(tape_get(t, a, &e));
	assert_int_equal(e.frame.folded, 2);
	for (int i = 0; i < 70000; i++)
		tape_fold(t, a);
	assert_true(tape_get(t, a, &e));
	assert_int_equal(e.frame.folded, 65535);
	tape_relate(t, a, b, MARK_COPY); /* only earlier frames can be related */
	assert_true(tape_get(t, a, &e));
	assert_true(e.frame.related == TAPE_NONE);
	tape_destroy(t);
}

static void test_find(void **state)
{
	(void)state;
	struct tape *t = tape_create(1 << 16);
	assert_true(tape_find(t, 0, TAPE_NOTE, 1) == TAPE_NONE);
	assert_true(tape_find(t, TAPE_NONE, TAPE_NOTE, -1) == TAPE_NONE);
	add(t, 1, NULL, 0);
	tape_add_note(t, 1, NOTE_STEP, "one");
	add(t, 1, NULL, 0);
	tape_add_note(t, 1, NOTE_STEP, "two");
	assert_int_equal(tape_find(t, 0, TAPE_NOTE, 1), 1);
	assert_int_equal(tape_find(t, 2, TAPE_NOTE, 1), 3);
	assert_int_equal(tape_find(t, 2, TAPE_NOTE, -1), 1);
	assert_int_equal(tape_find(t, TAPE_NONE, TAPE_FRAME, -1), 2);
	assert_true(tape_find(t, 0, TAPE_NOTE, -1) == TAPE_NONE);
	assert_true(tape_find(t, 4, TAPE_NOTE, 1) == TAPE_NONE);
	assert_int_equal(tape_count(t, TAPE_NOTE), 2);
	tape_destroy(t);
}

/* Frame n has the content that follows from n, so that any mix-up in the ring shows. */
static uint32_t fill(uint8_t *bytes, uint32_t n)
{
	uint32_t len = (n * 2654435761u >> 16) % 1500;
	memset(bytes, (int)(n & 0xff), len);
	return len;
}

static void test_eviction_keeps_the_newest(void **state)
{
	(void)state;
	struct tape *t = tape_create(100000);
	uint8_t bytes[1500], expect[1500];
	for (uint32_t n = 0; n < 20000; n++) {
		assert_int_equal(add(t, n, bytes, fill(bytes, n)), n);
		assert_true(tape_used(t) <= tape_capacity(t));
		if (n % 97)
			continue;
		assert_int_equal(tape_end(t), n + 1);
		assert_int_equal(tape_lost(t), tape_first(t));
		for (uint64_t id = tape_first(t); id < tape_end(t); id++) {
			struct tape_event e;
			assert_true(tape_get(t, id, &e));
			assert_int_equal(e.frame.captured, fill(expect, (uint32_t)id));
			assert_memory_equal(e.frame.bytes, expect, e.frame.captured);
		}
	}
	/* Well used: at least half of it holds records. */
	assert_true(tape_used(t) > tape_capacity(t) / 2);
	struct tape_event e;
	assert_false(tape_get(t, tape_first(t) - 1, &e));
	assert_false(tape_set_fate(t, 99999, 5, FATE_DROPPED, BY_LEARNER, 0));
	struct tape_fate f;
	assert_false(tape_fate_at(t, 5, tape_end(t), &f));
	tape_fold(t, 5);
	tape_relate(t, 5, 4, MARK_REPEAT);
	tape_destroy(t);
}

/* The FATE event's own room may cost exactly the frame whose fate it tells. */
static void test_fate_of_a_frame_that_goes_with_it(void **state)
{
	(void)state;
	struct tape *t = tape_create(65536);
	uint8_t bytes[64] = {0};
	for (int n = 0; n < 20000; n++) {
		add(t, n, bytes, (uint32_t)(n % 64));
		uint64_t oldest = tape_find(t, 0, TAPE_FRAME, 1);
		bool kept = tape_set_fate(t, n, oldest, FATE_DROPPED, BY_LEARNER, 0);
		struct tape_event e;
		assert_int_equal(kept, tape_get(t, oldest, &e));
		assert_true(tape_used(t) <= tape_capacity(t));
	}
	assert_true(tape_lost(t) > 0);
	tape_destroy(t);
}

static void test_small_events_are_bounded_by_the_index(void **state)
{
	(void)state;
	struct tape *t = tape_create(65536);
	for (int n = 0; n < 50000; n++) {
		tape_add_output(t, n, 0, "", 0);
		assert_true(tape_used(t) <= tape_capacity(t));
	}
	assert_true(tape_end(t) - tape_first(t) > 1000);
	tape_destroy(t);
}

static void test_large_frame_is_cut(void **state)
{
	(void)state;
	struct tape *t = tape_create(65536);
	static uint8_t bytes[65535];
	memset(bytes, 7, sizeof(bytes));
	for (int n = 0; n < 100; n++) {
		uint64_t id = add(t, n, bytes, sizeof(bytes));
		struct tape_event e;
		assert_true(tape_get(t, id, &e));
		assert_true(e.frame.captured <= 65536 / 4 && e.frame.captured > 10000);
		assert_int_equal(e.frame.length, sizeof(bytes) + 4);
		assert_int_equal(e.frame.bytes[e.frame.captured - 1], 7);
	}
	tape_destroy(t);
}

static void test_clear_keeps_counting(void **state)
{
	(void)state;
	struct tape *t = tape_create(65536);
	add(t, 1, NULL, 0);
	add(t, 1, NULL, 0);
	tape_clear(t);
	struct tape_event e;
	assert_false(tape_get(t, 0, &e));
	assert_int_equal(tape_first(t), 2);
	assert_int_equal(tape_lost(t), 0);
	assert_int_equal(add(t, 1, NULL, 0), 2);
	assert_true(tape_get(t, 2, &e));
	tape_destroy(t);
}

/* The promise of the header: 1.5 times their bytes, by the tape's own account and by what it is
 * given altogether. */
static void test_a_million_frames(void **state)
{
	(void)state;
	size_t all = (size_t)106 * 1000000;
	struct tape *t = tape_create(all * 3 / 2);
	uint8_t bytes[106] = {0};
	for (uint32_t n = 0; n < 1000000; n++) {
		memcpy(bytes, &n, sizeof(n));
		add(t, n, bytes, sizeof(bytes));
	}
	assert_int_equal(tape_lost(t), 0);
	assert_int_equal(tape_first(t), 0);
	print_message("a million frames of 106 bytes: %.3f times their bytes\n",
	        (double)tape_used(t) / (double)all);
	assert_true(tape_used(t) <= all * 3 / 2);
	for (uint32_t n = 0; n < 1000000; n += 999) {
		struct tape_event e;
		assert_true(tape_get(t, n, &e));
		assert_memory_equal(e.frame.bytes, &n, sizeof(n));
	}
	tape_destroy(t);
}

static void a_call_keeps_texts_and_bytes(void **state)
{
	(void)state;
	struct tape *t = tape_create(0);
	struct tape_call enter = {.pid = 10,
	        .tid = 11,
	        .stage = CALL_ENTERED,
	        .kind = CALL_SEND,
	        .fd = 3,
	        .enter = TAPE_NONE,
	        .name = "send",
	        .args = "3, \"hello\", 5, 0",
	        .source = "client.c:31",
	        .offset = 7,
	        .local_port = 4000,
	        .remote = {10, 0, 0, 2},
	        .data_total = 5,
	        .data_kept = 5,
	        .data = (const uint8_t *)"hello"};
	uint64_t first = tape_add_call(t, 1, &enter);
	struct tape_call back = enter;
	back.stage = CALL_RETURNED;
	back.enter = first;
	back.result = 5;
	back.source = NULL;
	uint64_t second = tape_add_call(t, 2, &back);
	struct tape_event ev;
	assert_true(tape_get(t, first, &ev));
	assert_int_equal(ev.kind, TAPE_CALL);
	assert_int_equal(ev.call.enter, first);
	assert_string_equal(ev.call.name, "send");
	assert_string_equal(ev.call.args, "3, \"hello\", 5, 0");
	assert_string_equal(ev.call.source, "client.c:31");
	assert_int_equal(ev.call.local_port, 4000);
	assert_int_equal(ev.call.remote[3], 2);
	assert_int_equal(ev.call.data_kept, 5);
	assert_memory_equal(ev.call.data, "hello", 5);
	assert_true(tape_get(t, second, &ev));
	assert_int_equal(ev.call.enter, first);
	assert_int_equal(ev.call.result, 5);
	assert_string_equal(ev.call.source, "");
	tape_destroy(t);
}

static void a_counter_keeps_its_name(void **state)
{
	(void)state;
	struct tape *t = tape_create(0);
	struct tape_counter c = {.node = 2,
	        .by = 1,
	        .value = 9,
	        .frame = TAPE_NONE,
	        .name = "TcpExtListenOverflows"};
	uint64_t id = tape_add_counter(t, 1, &c);
	struct tape_event ev;
	assert_true(tape_get(t, id, &ev));
	assert_int_equal(ev.kind, TAPE_COUNTER);
	assert_int_equal(ev.counter.node, 2);
	assert_int_equal(ev.counter.by, 1);
	assert_int_equal(ev.counter.value, 9);
	assert_string_equal(ev.counter.name, "TcpExtListenOverflows");
	tape_destroy(t);
}

static void a_counter_points_at_its_frame(void **state)
{
	(void)state;
	struct tape *t = tape_create(0);
	struct tape_frame f = {.related = TAPE_NONE, .fate = FATE_HELD, .bytes = (const void *)""};
	uint64_t frame = tape_add_frame(t, 1, &f), none, one;
	assert_int_equal(tape_fate_event(t, frame), frame);
	tape_set_fate(t, 2, frame, FATE_DELIVERED, BY_LEARNER, 0);
	assert_int_equal(tape_fate_event(t, frame), tape_end(t) - 1);
	none = tape_add_counter(t, 3, &(struct tape_counter){.frame = TAPE_NONE, .name = "x"});
	one = tape_add_counter(t, 3, &(struct tape_counter){.frame = frame, .name = "y"});
	struct tape_event ev;
	assert_true(tape_get(t, none, &ev) && ev.counter.frame == TAPE_NONE);
	assert_true(tape_get(t, one, &ev) && ev.counter.frame == frame);
	assert_true(tape_get(t, frame, &ev) && ev.frame.marks == MARK_COUNTED);
	tape_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_kind_reads_back),
	        cmocka_unit_test(test_time_never_goes_back),
	        cmocka_unit_test(test_fate_as_of),
	        cmocka_unit_test(test_relate_and_fold),
	        cmocka_unit_test(test_find),
	        cmocka_unit_test(test_eviction_keeps_the_newest),
	        cmocka_unit_test(test_fate_of_a_frame_that_goes_with_it),
	        cmocka_unit_test(test_small_events_are_bounded_by_the_index),
	        cmocka_unit_test(test_large_frame_is_cut),
	        cmocka_unit_test(test_clear_keeps_counting),
	        cmocka_unit_test(test_a_million_frames),
	        cmocka_unit_test(a_call_keeps_texts_and_bytes),
	        cmocka_unit_test(a_counter_keeps_its_name),
	        cmocka_unit_test(a_counter_points_at_its_frame),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
