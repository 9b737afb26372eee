/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Next: the choice stays with its frame, and says what letting it happen means.
 */
#include "tests/unit/view/fixture.h"

static const char *const two[] = {"client", "server"};

static void wait_for(struct fixture *f, size_t at, uint64_t id, const char *what, int from)
{
	f->next[at] = (struct bench_next){.id = id,
	        .since = NSEC_PER_SEC,
	        .from = from,
	        .to = !from,
	        .repeats = (uint32_t)at};
	snprintf(f->next[at].what, sizeof(f->next[at].what), "%s", what);
	snprintf(f->next[at].effect, sizeof(f->next[at].effect), "its kernel answers %s", what);
	f->source.next_count = at + 1;
}

static void draws(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_next.state_size);
	fixture_begin(&f, two, 2);
	expect_view(&f, "next-passes", &view_next, view, 50, 5);
	f.source.holds = true;
	expect_view(&f, "next-nothing", &view_next, view, 50, 5);
	fixture_later(&f, 3200);
	wait_for(&f, 0, 7, "SYN seq 0", 0);
	wait_for(&f, 1, 9, "ACK seq 1", 1);
	expect_view(&f, "next-two", &view_next, view, 50, 7);
	free(view);
	fixture_end(&f);
}

/* Frames come and go around the chosen one; when it goes itself, its place is chosen. */
static void keeps_the_choice(void **state)
{
	(void)state;
	struct fixture f;
	struct view_reply r = {0};
	void *view = xcalloc(1, view_next.state_size);
	fixture_begin(&f, two, 2);
	wait_for(&f, 0, 7, "a", 0);
	wait_for(&f, 1, 9, "b", 0);
	wait_for(&f, 2, 11, "c", 0);
	fixture_layout(&f, &view_next, view, 40, 6, true);
	assert_int_equal(f.shared.waiting, 7);
	fixture_act(&f, &view_next, view, (struct view_act){.kind = ACT_MOVE, .by = 1}, &r);
	fixture_layout(&f, &view_next, view, 40, 6, true);
	assert_int_equal(f.shared.waiting, 9);
	assert_int_equal(f.shared.frame, 9);
	f.next[0] = f.next[1];
	f.next[1] = f.next[2];
	f.source.next_count = 2;
	fixture_layout(&f, &view_next, view, 40, 6, true);
	assert_int_equal(f.shared.waiting, 9);
	f.next[0] = f.next[1];
	f.source.next_count = 1;
	fixture_layout(&f, &view_next, view, 40, 6, true);
	assert_int_equal(f.shared.waiting, 11);
	fixture_act(&f, &view_next, view, (struct view_act){.kind = ACT_OPEN}, &r);
	assert_string_equal(r.line, "deliver #11");
	f.source.next_count = 0;
	fixture_layout(&f, &view_next, view, 40, 6, true);
	assert_true(f.shared.waiting == TAPE_NONE);
	free(view);
	fixture_end(&f);
}

/* What the person chose on the tape stays shown when something else arrives. */
static void leaves_the_pinned_frame(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_next.state_size);
	fixture_begin(&f, two, 2);
	view_shared_choose(&f.shared, 3, true);
	wait_for(&f, 0, 7, "a", 0);
	fixture_layout(&f, &view_next, view, 40, 6, false);
	assert_int_equal(f.shared.frame, 3);
	assert_int_equal(f.shared.waiting, 7);
	free(view);
	fixture_end(&f);
}

/* A call says who asks for what and from which line; a frame keeps its two ends. */
static void holds_calls_too(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_next.state_size);
	fixture_begin(&f, two, 2);
	struct tape_call c = fixture_call(&f, 0, CALL_SEND, "send", "3, \"hello\", 5, 0");
	c.source = "client.c:40";
	uint64_t id = fixture_stage(&f, &c, CALL_HELD, 0);
	wait_for(&f, 0, id, "send(3, \"hello\", 5, 0)", 0);
	f.next[0].kind = NEXT_CALL;
	wait_for(&f, 1, 9, "ACK seq 1", 1);
	fixture_later(&f, 1200);
	expect_view(&f, "next-call", &view_next, view, 70, 7);
	assert_int_equal(f.shared.waiting, id);
	assert_int_equal(f.shared.event, id);
	assert_true(f.shared.frame == TAPE_NONE);
	free(view);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(draws),
	        cmocka_unit_test(keeps_the_choice),
	        cmocka_unit_test(leaves_the_pinned_frame),
	        cmocka_unit_test(holds_calls_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
