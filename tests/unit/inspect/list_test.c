/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list: its rows, moving, following, and that the same packet stays chosen whatever is shown.
 */
#include "tests/unit/inspect/capture.h"

#include "ui/inspect/views.h"

static void *new_state(void)
{
	return xcalloc(1, inspect_list.state_size);
}

static void tells_rows(void **state)
{
	(void)state;
	struct capture c;
	void *view = new_state();
	capture_begin(&c);
	char *_cleanup_free_ none = capture_draw(&c, &inspect_list, view, 100, 6);
	assert_non_null(strstr(none, "No packet has been seen yet"));
	capture_handshake(&c);
	capture_tcp(&c, false, TCP_PSH | TCP_ACK, 101, 501, "hello");
	capture_settle(&c);
	char *_cleanup_free_ text = capture_draw(&c, &inspect_list, view, 120, 8);
	assert_non_null(strstr(text, "10.0.0.1:40000 10.0.0.2:80"));
	assert_non_null(strstr(text, "SYN ACK seq 0 ack 1"));
	assert_non_null(strstr(text, "1:6, 1"));
	assert_non_null(strstr(text, "retransmission of #4"));
	assert_int_equal(c.in->chosen, 1);
	free(view);
	capture_end(&c);
}

static void moves_and_follows(void **state)
{
	(void)state;
	struct capture c;
	struct view_reply r;
	void *view = new_state();
	capture_begin(&c);
	for (unsigned i = 0; i < 100; i++)
		capture_tcp(&c, false, TCP_ACK, 101 + i, 1, "");
	free(capture_draw(&c, &inspect_list, view, 80, 11));
	const struct {
		struct view_act act;
		uint64_t chosen;
		bool follow;
	} steps[] = {
	        {{.kind = ACT_MOVE, .by = 3}, 4, false},
	        {{.kind = ACT_PAGE, .by = 1}, 13, false},
	        {{.kind = ACT_MOVE, .by = -1000}, 1, false},
	        {{.kind = ACT_LAST}, 100, true},
	        {{.kind = ACT_MOVE, .by = -1}, 99, false},
	        {{.kind = ACT_GOTO, .by = 50}, 50, false},
	        {{.kind = ACT_FIRST}, 1, false},
	        {{.kind = ACT_CLICK, .y = 3}, 3, false},
	};
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		assert_true(capture_act(&c, &inspect_list, view, steps[i].act, &r));
		assert_int_equal(c.in->chosen, steps[i].chosen);
		assert_int_equal(c.in->follow, steps[i].follow);
		free(capture_draw(&c, &inspect_list, view, 80, 11));
	}
	capture_act(&c, &inspect_list, view, (struct view_act){.kind = ACT_LAST}, &r);
	capture_tcp(&c, false, TCP_ACK, 500, 1, "");
	free(capture_draw(&c, &inspect_list, view, 80, 11));
	assert_int_equal(c.in->chosen, 101);
	free(view);
	capture_end(&c);
}

static void keeps_the_packet(void **state)
{
	(void)state;
	struct capture c;
	struct traffic_filter_error why;
	struct view_reply r;
	void *view = new_state();
	capture_begin(&c);
	for (unsigned i = 0; i < 50; i++) {
		capture_tcp(&c, i % 2, TCP_ACK, 101 + i, 1, "");
	}
	free(capture_draw(&c, &inspect_list, view, 80, 11));
	capture_act(&c, &inspect_list, view, (struct view_act){.kind = ACT_GOTO, .by = 31}, &r);
	free(capture_draw(&c, &inspect_list, view, 80, 11));
	assert_true(inspect_filter(c.in, "src port 40000", true, &why));
	char *_cleanup_free_ some = capture_draw(&c, &inspect_list, view, 80, 11);
	assert_int_equal(c.in->chosen, 31);
	assert_null(strstr(some, "10.0.0.2:80    10.0.0.1:40000"));
	inspect_filter_give_up(c.in);
	free(capture_draw(&c, &inspect_list, view, 80, 11));
	assert_int_equal(c.in->chosen, 31);
	assert_string_equal(inspect_filter_text(c.in), "");
	/* One that is hidden gives way to the next. */
	assert_true(inspect_filter(c.in, "src port 80", false, &why));
	free(capture_draw(&c, &inspect_list, view, 80, 11));
	assert_int_equal(c.in->chosen, 32);
	assert_false(inspect_filter(c.in, "src port", true, &why));
	assert_true(why.text[0]);
	assert_string_equal(inspect_filter_text(c.in), "src port 80");
	assert_true(inspect_filter(c.in, "udp", false, &why));
	char *_cleanup_free_ none = capture_draw(&c, &inspect_list, view, 80, 11);
	assert_non_null(strstr(none, "No packet is let through"));
	free(view);
	capture_end(&c);
}

/* Any size is drawn without a complaint of the sanitizers. */
static void fits_any_size(void **state)
{
	(void)state;
	struct capture c;
	size_t count;
	const struct inspect_view *views = inspect_views(&count);
	capture_begin(&c);
	capture_handshake(&c);
	capture_settle(&c);
	for (size_t i = 0; i < count; i++) {
		void *view = xcalloc(1, views[i].ops->state_size);
		for (int w = 1; w < 60; w += 7)
			for (int h = 1; h < 12; h += 2)
				free(capture_draw(&c, views[i].ops, view, w, h));
		if (views[i].ops->finish)
			views[i].ops->finish(view);
		free(view);
	}
	capture_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(tells_rows),
	        cmocka_unit_test(moves_and_follows),
	        cmocka_unit_test(keeps_the_packet),
	        cmocka_unit_test(fits_any_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
