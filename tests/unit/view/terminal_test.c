/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The terminal pane: cells, scrollback, search and copy, how the program is; and a source's pane.
 */
#include "tests/unit/view/fixture.h"

#include "term/terminal.h"

static const char *const two[] = {"client", "server"};

struct desk {
	struct fixture f;
	struct loop *loop;
	struct bench_pane pane;
	void *view;
	const char *source;
};

static const struct bench_pane *pane(const void *from, size_t index)
{
	(void)index;
	return &((const struct desk *)from)->pane;
}

static const char *source(const void *from, size_t index, size_t *len)
{
	const struct desk *d = from;
	(void)index;
	*len = d->source ? strlen(d->source) : 0;
	return d->source;
}

static void begin(struct desk *d, const struct view_ops *ops)
{
	*d = (struct desk){.view = xcalloc(1, ops->state_size), .loop = loop_create()};
	fixture_begin(&d->f, two, 2);
	d->pane = (struct bench_pane){
	        .name = "server", .node = 1, .run = "./server 8888", .build_output = ""};
	d->pane.terminal = terminal_create(d->loop, 5, 30, 100);
	d->f.ops.pane = pane;
	d->f.ops.text = source;
	d->f.source.from = d;
	d->f.source.pane_count = 1;
}

static void end(struct desk *d, const struct view_ops *ops)
{
	if (ops->finish)
		ops->finish(d->view);
	free(d->view);
	terminal_destroy(d->pane.terminal);
	loop_destroy(d->loop);
	fixture_end(&d->f);
}

/* Runs a shell line in the terminal until it has ended. */
static void run(struct desk *d, char *line)
{
	struct err e = {0};
	char sh[] = "/bin/sh", c[] = "-c";
	char *argv[] = {sh, c, line, NULL};
	assert_true(terminal_start(d->pane.terminal, &(struct terminal_program){.argv = argv}, &e));
	for (int i = 0; i < 500 && terminal_status(d->pane.terminal).state == TERMINAL_RUNNING; i++)
		loop_turn(d->loop, 20 * NSEC_PER_MSEC);
	assert_int_not_equal(terminal_status(d->pane.terminal).state, TERMINAL_RUNNING);
}

static char *draw(struct desk *d)
{
	return fixture_picture(&d->f, &view_terminal, d->view, 30, 5, true, false);
}

static bool act(
        struct desk *d, enum view_act_kind kind, long by, const char *words, struct view_reply *r)
{
	bool used = fixture_act(&d->f, &view_terminal, d->view,
	        (struct view_act){.kind = kind, .by = by, .text = words}, r);
	fixture_layout(&d->f, &view_terminal, d->view, 30, 5, true);
	return used;
}

static void tells_how_it_is(void **state)
{
	(void)state;
	struct desk d;
	struct view_box b = {0};
	char line[] = "printf 'h\\303\\251llo \\344\\275\\240\\345\\245\\275\\n'; exit 3";
	begin(&d, &view_terminal);
	char *_cleanup_free_ before = draw(&d);
	assert_non_null(strstr(before, "s starts it"));
	run(&d, line);
	char *_cleanup_free_ after = draw(&d);
	assert_non_null(strstr(after, "héllo 你好"));
	struct view_env env = fixture_env(&d.f, true);
	view_terminal.box(d.view, &env, &b);
	assert_string_equal(b.note, "exited with 3");
	end(&d, &view_terminal);
}

static void reads_back_searches_copies(void **state)
{
	(void)state;
	struct desk d;
	struct view_reply r = {0};
	char line[] = "seq 1 40";
	begin(&d, &view_terminal);
	run(&d, line);
	fixture_layout(&d.f, &view_terminal, d.view, 30, 5, true);
	assert_true(act(&d, ACT_PAGE, -1, NULL, &r));
	char *_cleanup_free_ back = draw(&d);
	assert_non_null(strstr(back, "33\n"));
	assert_null(strstr(back, "40\n"));
	act(&d, ACT_SEARCH, -1, "12", &r);
	assert_string_equal(r.say, "");
	act(&d, ACT_TOGGLE, 0, "mark", &r);
	act(&d, ACT_MOVE, 2, NULL, &r);
	act(&d, ACT_COPY, 0, NULL, &r);
	assert_string_equal(buf_text(&r.copy), "12\n13\n14\n");
	act(&d, ACT_SEARCH, -1, "no such", &r);
	assert_true(r.say[0] != 0);
	assert_true(act(&d, ACT_BACK, 0, NULL, &r));
	char *_cleanup_free_ front = draw(&d);
	assert_non_null(strstr(front, "40\n"));
	assert_false(act(&d, ACT_BACK, 0, NULL, &r));
	buf_finish(&r.copy);
	end(&d, &view_terminal);
}

static void shows_a_source(void **state)
{
	(void)state;
	struct desk d;
	struct view_reply r = {0};
	begin(&d, &view_program);
	d.source = "/* a\n * b */\nint main(void)\n{\n\treturn \"x\"[0]; // é\n}\n";
	expect_view(&d.f, "source", &view_program, d.view, 40, 7);
	fixture_act(&d.f, &view_program, d.view,
	        (struct view_act){.kind = ACT_SEARCH, .by = 1, .text = "return"}, &r);
	fixture_act(&d.f, &view_program, d.view, (struct view_act){.kind = ACT_OPEN}, &r);
	assert_string_equal(r.line, "source server");
	d.pane.build = BUILD_FAILED;
	d.pane.build_output = "main.c:3: error: oh no";
	char *_cleanup_free_ broken =
	        fixture_picture(&d.f, &view_program, d.view, 40, 9, true, false);
	assert_non_null(strstr(broken, "oh no"));
	end(&d, &view_program);
}

/* The line of the call under way is marked: it blocks, or waits for you; answered, no more. */
static void shows_where_a_call_is(void **state)
{
	(void)state;
	struct desk d;
	begin(&d, &view_program);
	d.source = "int main(void)\n{\n\tint c = accept(s, 0, 0);\n\tsend(c, \"x\", 1, 0);\n}\n";
	d.pane.source = "/tmp/server.c";
	struct tape_call c = fixture_call(&d.f, 1, CALL_ACCEPT, "accept", "3, NULL, NULL");
	c.source = "server.c:3";
	fixture_stage(&d.f, &c, CALL_ENTERED, 0);
	expect_view(&d.f, "source-blocked", &view_program, d.view, 40, 5);
	fixture_stage(&d.f, &c, CALL_RETURNED, 4);
	char *_cleanup_free_ none =
	        fixture_picture(&d.f, &view_program, d.view, 40, 5, false, false);
	assert_null(strstr(none, "▶"));
	c = fixture_call(&d.f, 1, CALL_SEND, "send", "4, \"x\", 1, 0");
	c.source = "server.c:4";
	fixture_stage(&d.f, &c, CALL_HELD, 0);
	/* Two rows: the line comes into view by itself. */
	char *_cleanup_free_ held =
	        fixture_picture(&d.f, &view_program, d.view, 40, 2, false, false);
	assert_non_null(strstr(held, "send(c, \"x\", 1, 0); ⏸"));
	c = fixture_call(&d.f, 1, CALL_SEND, "send", "4, \"x\", 1, 0");
	c.source = "client.c:1";
	c.tid = 999;
	fixture_stage(&d.f, &c, CALL_HELD, 0);
	char *_cleanup_free_ other =
	        fixture_picture(&d.f, &view_program, d.view, 40, 5, false, false);
	assert_null(strstr(other, "▶  1"));
	end(&d, &view_program);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(tells_how_it_is),
	        cmocka_unit_test(reads_back_searches_copies),
	        cmocka_unit_test(shows_a_source),
	        cmocka_unit_test(shows_where_a_call_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
