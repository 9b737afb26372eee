/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lesson: text, question, checks, hints and the reason after, at each stage of a step.
 */
#include "tests/unit/view/fixture.h"

static const char *const two[] = {"client", "server"};

static const char text[] = "# Test\n\nWelcome.\n\n## First\n\nStart the *server* with `s`.\n\n"
                           "| bytes | value |\n|---|---|\n| 22 b8 | 8888 |\n\n"
                           "1. one that is long enough to take more than a line here\n2. two\n\n"
                           "Which flags?\n\n- [ ] SYN\n- [x] SYN ACK\n\n"
                           "### Hints\n\n1. weak\n2. middling\n3. strong\n\n### Why\n\nBecause.\n";

struct stage {
	struct fixture f;
	struct lesson *lesson;
	struct lab lab;
	struct lab_check check;
	struct lab_step step;
	size_t until;
	void *view;
	bool holds;
};

static bool check(const void *from, size_t index, const char **detail)
{
	const struct stage *s = from;
	(void)index;
	*detail = "0 of 1";
	return s->holds;
}

static void begin(struct stage *s)
{
	struct err e = {0};
	*s = (struct stage){.view = xcalloc(1, view_lesson.state_size)};
	fixture_begin(&s->f, two, 2);
	s->lesson = lesson_parse(text, strlen(text), &e);
	assert_non_null(s->lesson);
	static char says[] = "the server listens", name[] = "listens", id[] = "first";
	s->check = (struct lab_check){.name = name, .says = {{says, NULL}}};
	s->step = (struct lab_step){.id = id, .until = &s->until, .until_count = 1, .asks = true};
	s->lab = (struct lab){
	        .steps = &s->step, .step_count = 1, .checks = &s->check, .check_count = 1};
	s->f.ops.check = check;
	s->f.source.from = s;
	s->f.source.lesson = s->lesson;
	s->f.source.lab = &s->lab;
	s->f.source.step = (struct bench_step_state){
	        .count = 1, .asked = true, .chosen = -1, .right_option = -1};
}

static void end(struct stage *s)
{
	view_lesson.finish(s->view);
	free(s->view);
	lesson_destroy(s->lesson);
	fixture_end(&s->f);
}

static void asks_first(void **state)
{
	(void)state;
	struct stage s;
	struct view_reply r = {0};
	begin(&s);
	expect_view(&s.f, "lesson-asks", &view_lesson, s.view, 44, 30);
	fixture_act(&s.f, &view_lesson, s.view, (struct view_act){.kind = ACT_MOVE, .by = 1}, &r);
	fixture_act(&s.f, &view_lesson, s.view, (struct view_act){.kind = ACT_OPEN}, &r);
	assert_string_equal(r.line, "predict 2");
	end(&s);
}

static void shows_hints_taken(void **state)
{
	(void)state;
	struct stage s;
	begin(&s);
	s.f.source.step.hints = 2;
	char *_cleanup_free_ picture =
	        fixture_picture(&s.f, &view_lesson, s.view, 44, 40, true, false);
	assert_non_null(strstr(picture, "middling"));
	assert_null(strstr(picture, "strong"));
	assert_null(strstr(picture, "Because"));
	end(&s);
}

static void tells_why_when_done(void **state)
{
	(void)state;
	struct stage s;
	struct view_reply r = {0};
	begin(&s);
	s.holds = true;
	s.f.source.step.done = s.f.source.step.answered = true;
	s.f.source.step.chosen = 0;
	s.f.source.step.right_option = 1;
	expect_view(&s.f, "lesson-done", &view_lesson, s.view, 44, 32);
	fixture_act(&s.f, &view_lesson, s.view, (struct view_act){.kind = ACT_OPEN}, &r);
	assert_string_equal(r.line, ""); /* the last step: nowhere to go on to */
	s.f.source.step.count = 2;
	fixture_act(&s.f, &view_lesson, s.view, (struct view_act){.kind = ACT_OPEN}, &r);
	assert_string_equal(r.line, "step next");
	end(&s);
}

static void an_open_step_does_not_go_on(void **state)
{
	(void)state;
	struct stage s;
	struct view_reply r = {0};
	begin(&s);
	s.f.source.step.asked = false;
	fixture_layout(&s.f, &view_lesson, s.view, 44, 10, true);
	fixture_act(&s.f, &view_lesson, s.view, (struct view_act){.kind = ACT_OPEN}, &r);
	assert_string_equal(r.line, "");
	assert_true(r.say[0] != 0);
	end(&s);
}

static void survives_any_size(void **state)
{
	(void)state;
	struct stage s;
	begin(&s);
	for (int w = 1; w < 90; w++)
		for (int h = 1; h < 12; h += 2)
			free(fixture_picture(&s.f, &view_lesson, s.view, w, h, true, false));
	end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(asks_first),
	        cmocka_unit_test(shows_hints_taken),
	        cmocka_unit_test(tells_why_when_done),
	        cmocka_unit_test(an_open_step_does_not_go_on),
	        cmocka_unit_test(survives_any_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
