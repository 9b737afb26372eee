/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An abridged tape: the same events but for the middle of a flood, cut to length, with every
 * reference still to what it meant.
 */
#include "record/abridge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tape/tape.h"

static const struct abridge_limits limits = {
        .frame_bytes = 20, .call_bytes = 3, .frames_a_step = 4};

static uint64_t add_frame(struct tape *t, nsec when, enum frame_by by, uint64_t related)
{
	static const uint8_t bytes[64] = {1, 2, 3};
	struct tape_frame f = {.fate = by == BY_LEARNER ? FATE_HELD : FATE_SEEN,
	        .by = (uint8_t)by,
	        .marks = related == TAPE_NONE ? 0 : MARK_REPEAT,
	        .related = related,
	        .captured = sizeof(bytes),
	        .length = 1500,
	        .bytes = bytes};
	return tape_add_frame(t, when, &f);
}

static struct tape_event get(const struct tape *t, uint64_t id, enum tape_kind kind)
{
	struct tape_event ev;
	assert_true(tape_get(t, id, &ev));
	assert_int_equal(ev.kind, kind);
	return ev;
}

static void leaves_the_middle_out(void **state)
{
	(void)state;
	struct tape *t = tape_create(1 << 20);
	uint64_t flood[9];
	tape_add_note(t, 1, NOTE_STEP, "flood");
	tape_add_note(t, 1, NOTE_STEP, "flood");
	tape_add_note(t, 1, NOTE_PREDICTION, "flood 1");
	for (int i = 0; i < 9; i++) {
		/* The fifth is held by hand, the last repeats the third. */
		uint64_t related = i == 8 ? flood[2] : TAPE_NONE;
		flood[i] = add_frame(t, 10 + i, i == 4 ? BY_LEARNER : BY_WIRE, related);
	}
	tape_set_fate(t, 30, flood[4], FATE_DROPPED, BY_LEARNER, 0);
	tape_set_fate(t, 31, flood[3], FATE_DELIVERED, BY_WIRE, 0);
	struct tape_counter c = {.name = "TcpRetransSegs", .by = 1, .frame = flood[3]};
	tape_add_counter(t, 32, &c);
	c.frame = flood[8];
	tape_add_counter(t, 33, &c);
	tape_add_note(t, 40, NOTE_STEP, "calm");
	add_frame(t, 41, BY_WIRE, TAPE_NONE);

	struct tape *a = abridge_tape(t, &limits);
	static const enum tape_kind kinds[] = {TAPE_NOTE, TAPE_FRAME, TAPE_FRAME, TAPE_FRAME,
	        TAPE_NOTE, TAPE_FRAME, TAPE_FRAME, TAPE_FRAME, TAPE_FATE, TAPE_COUNTER,
	        TAPE_COUNTER, TAPE_NOTE, TAPE_FRAME};
	assert_int_equal(tape_end(a), sizeof(kinds) / sizeof(kinds[0]));
	for (uint64_t i = 0; i < tape_end(a); i++)
		get(a, i, kinds[i]);
	struct tape_event cut = get(a, 4, TAPE_NOTE);
	assert_int_equal(cut.note.kind, NOTE_CUT);
	assert_string_equal(cut.note.text, "3"); /* the fourth, sixth and seventh */
	assert_int_equal(get(a, 5, TAPE_FRAME).frame.fate, FATE_DROPPED);
	assert_int_equal(get(a, 8, TAPE_FATE).fate.frame, 5);
	struct tape_fate before;
	assert_true(tape_fate_at(a, 5, 7, &before));
	assert_int_equal(before.fate, FATE_HELD);
	struct tape_event last = get(a, 7, TAPE_FRAME);
	assert_int_equal(last.frame.related, 3);
	assert_int_equal(last.frame.captured, 20);
	assert_int_equal(last.frame.length, 1500);
	assert_int_equal(get(a, 9, TAPE_COUNTER).counter.frame, TAPE_NONE);
	assert_int_equal(get(a, 10, TAPE_COUNTER).counter.frame, 7);
	tape_destroy(a);
	tape_destroy(t);
}

static void keeps_calls_together(void **state)
{
	(void)state;
	struct tape *t = tape_create(1 << 20);
	for (int i = 0; i < 10; i++)
		add_frame(t, i, BY_WIRE, TAPE_NONE);
	struct tape_call c = {.kind = CALL_SEND,
	        .stage = CALL_ENTERED,
	        .enter = TAPE_NONE,
	        .data_total = 5,
	        .data_kept = 5,
	        .data = (const uint8_t *)"hello",
	        .name = "send",
	        .args = "3, \"hello\", 5, 0",
	        .source = "client.c:3"};
	c.enter = tape_add_call(t, 20, &c);
	c.stage = CALL_RETURNED;
	c.result = 5;
	tape_add_call(t, 21, &c);
	struct tape *a = abridge_tape(t, &limits);
	uint64_t enter = tape_find(a, 0, TAPE_CALL, 1);
	struct tape_event first = get(a, enter, TAPE_CALL), second = get(a, enter + 1, TAPE_CALL);
	assert_int_equal(first.call.enter, enter);
	assert_int_equal(second.call.enter, enter);
	assert_int_equal(second.call.data_kept, 3);
	assert_int_equal(second.call.data_total, 5);
	assert_memory_equal(second.call.data, "hel", 3);
	assert_string_equal(second.call.args, "3, \"hello\", 5, 0");
	tape_destroy(a);
	tape_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(leaves_the_middle_out),
	        cmocka_unit_test(keeps_calls_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
