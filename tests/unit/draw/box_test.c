/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames, as goldens in both glyph sets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "ui/draw/box.h"

static void expect(const struct box *b, int w, int h, const struct glyphs *set, const char *want)
{
	struct canvas c;
	struct buf got = {0};
	canvas_init(&c, w, h);
	c.glyphs = set;
	box_draw(&c, b);
	canvas_dump_text(&c, &got);
	assert_string_equal(buf_text(&got), want);
	buf_finish(&got);
	canvas_finish(&c);
}

static void test_plain(void **state)
{
	(void)state;
	struct box b = {.title = "Tape", .note = "held", .foot = "fd 3", .foot_note = "0/5"};
	expect(&b, 24, 3, &glyphs_utf8,
	        "╭ Tape ────────── held ╮\n"
	        "│                      │\n"
	        "╰ fd 3 ─────────── 0/5 ╯\n");
	expect(&b, 24, 3, &glyphs_ascii,
	        "+ Tape ---------- held +\n"
	        "|                      |\n"
	        "+ fd 3 ----------- 0/5 +\n");
	expect(&b, 12, 3, &glyphs_utf8,
	        "╭ Tape ────╮\n"
	        "│          │\n"
	        "╰ fd 3 ────╯\n");
	expect(&b, 7, 3, &glyphs_utf8,
	        "╭ Ta… ╮\n"
	        "│     │\n"
	        "╰ fd… ╯\n");
	expect(&b, 3, 3, &glyphs_utf8, "╭─╮\n│ │\n╰─╯\n");
	expect(&b, 2, 2, &glyphs_utf8, "\n\n");
}

static void test_focus(void **state)
{
	(void)state;
	struct box b = {.title = "下一步", .focus = true, .count = 30, .rows = 4, .top = 13};
	expect(&b, 16, 6, &glyphs_utf8,
	        "┏▶下一步 ━━━━━━┓\n"
	        "┃              ▲\n"
	        "┃              █\n"
	        "┃              ┃\n"
	        "┃              ▼\n"
	        "┗━━━━━━━━━━━━━━┛\n");
	expect(&b, 16, 3, &glyphs_ascii,
	        "#>下一步 ======#\n"
	        "#              v\n"
	        "#==============#\n");
}

static void test_scroll_ends(void **state)
{
	(void)state;
	struct box b = {.count = 10, .rows = 4, .top = 6};
	expect(&b, 4, 6, &glyphs_utf8, "╭──╮\n│  ▲\n│  │\n│  █\n│  │\n╰──╯\n");
	b.top = 0;
	expect(&b, 4, 6, &glyphs_utf8, "╭──╮\n│  │\n│  █\n│  │\n│  ▼\n╰──╯\n");
}

static void test_tabs(void **state)
{
	(void)state;
	static const char *const names[] = {"client", "server", "tape"};
	struct box b = {.tabs = names, .tab_count = 3, .tab = 1, .focus = true};
	expect(&b, 30, 3, &glyphs_utf8,
	        "┏▶ client [server] tape ━━━━━┓\n"
	        "┃                            ┃\n"
	        "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛\n");
	b.tab = 2;
	expect(&b, 16, 3, &glyphs_ascii,
	        "#>erver [tape]=#\n"
	        "#              #\n"
	        "#==============#\n");
	assert_int_equal(box_tab_at(&b, 30, 3), 0);
	assert_int_equal(box_tab_at(&b, 30, 10), 1);
	assert_int_equal(box_tab_at(&b, 30, 0), -1);
	assert_int_equal(box_tab_at(&b, 30, 27), -1);
	assert_int_equal(box_tab_at(&b, 16, 9), 2);
	assert_int_equal(box_tab_at(&b, 16, 3), 1);
}

static void test_inside(void **state)
{
	(void)state;
	struct canvas c;
	struct box b = {.title = "t"};
	canvas_init(&c, 20, 9);
	struct canvas in = box_draw(&c, &b);
	assert_int_equal(in.w, 18);
	assert_int_equal(in.h, 7);
	struct canvas dialog = box_dialog(&c, 6, 3, &b);
	assert_int_equal(dialog.w, 6);
	canvas_text(&dialog, 0, 0, style_of(ROLE_TEXT), "inside");
	assert_int_equal(canvas_at(&c, 7, 3)->cp, 'i');
	dialog = box_dialog(&c, 600, 300, &b);
	assert_int_equal(dialog.w, 18);
	assert_int_equal(dialog.h, 7);
	canvas_finish(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_plain),
	        cmocka_unit_test(test_focus),
	        cmocka_unit_test(test_scroll_ends),
	        cmocka_unit_test(test_tabs),
	        cmocka_unit_test(test_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
