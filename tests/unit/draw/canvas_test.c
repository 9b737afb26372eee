/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The canvas: clipping, wide characters, dumps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "ui/draw/canvas.h"

static const struct style text = {.role = ROLE_TEXT};

static void expect_text(const struct canvas *c, const char *want)
{
	struct buf got = {0};
	canvas_dump_text(c, &got);
	assert_string_equal(buf_text(&got), want);
	buf_finish(&got);
}

static void expect_styles(const struct canvas *c, const char *want)
{
	struct buf got = {0};
	canvas_dump_styles(c, &got);
	assert_string_equal(buf_text(&got), want);
	buf_finish(&got);
}

/* Every wide cell has its right half and the other way round. */
static void expect_whole(const struct canvas *c)
{
	for (int y = 0; y < c->h; y++) {
		for (int x = 0; x < c->w; x++) {
			const struct cell *cell = canvas_at(c, x, y);
			if (cell->width == 2)
				assert_int_equal(canvas_at(c, x + 1, y)->width, 0);
			if (cell->width == 0)
				assert_int_equal(canvas_at(c, x - 1, y)->width, 2);
		}
	}
}

static void test_text_and_styles(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 10, 3);
	assert_int_equal(canvas_text(&c, 1, 0, text, "ab你c"), 5);
	assert_int_equal(canvas_text(&c, 8, 1, style_of(ROLE_ERROR), "long one"), 8);
	canvas_text(&c, -2, 2, style_of(ROLE_OK), "xyz");
	expect_text(&c, " ab你c\n        lo\nz\n");
	expect_styles(&c, "..........\n........ee\no.........\n");
	expect_whole(&c);
	canvas_finish(&c);
}

static void test_wide_cut(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 8, 1);
	struct canvas sub = canvas_sub(&c, (struct rect){1, 0, 4, 1});
	canvas_text(&c, 0, 0, text, "........");
	canvas_text(&sub, -1, 0, text, "你好吗"); /* columns -1..4: first and last are cut */
	expect_text(&c, ". 好 ...\n");
	canvas_text(&c, 2, 0, text, "!"); /* overwrites the left half */
	expect_text(&c, ". !  ...\n");
	expect_whole(&c);
	canvas_finish(&c);
}

static void test_wide_overwritten(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 6, 1);
	canvas_text(&c, 0, 0, text, "你好吗");
	canvas_text(&c, 1, 0, text, "好"); /* over the halves of two others */
	expect_text(&c, " 好 吗\n");
	canvas_fill(&c, (struct rect){5, 0, 1, 1}, '#', text);
	expect_text(&c, " 好  #\n");
	expect_whole(&c);
	canvas_finish(&c);
}

static void test_foreign_text(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 12, 1);
	assert_int_equal(canvas_text(&c, 0, 0, text, "a\x1b[2J\xff\x07z"), 8);
	expect_text(&c, "a?[2J\xef\xbf\xbd?z\n");
	canvas_clear(&c, text);
	canvas_text(&c, 0, 0, text, "e\xcc\x81!"); /* e + combining acute */
	expect_text(&c, "e\xcc\x81!\n");
	assert_int_equal(canvas_at(&c, 0, 0)->marks[0], 0x301);
	canvas_finish(&c);
}

static void test_fit(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 8, 1);
	assert_int_equal(canvas_fit(&c, 0, 0, 5, text, "hello"), 5);
	expect_text(&c, "hello\n");
	assert_int_equal(canvas_fit(&c, 0, 0, 4, text, "hello"), 4);
	expect_text(&c, "hel…o\n");
	canvas_clear(&c, text);
	assert_int_equal(canvas_fit(&c, 0, 0, 4, text, "你好吗"), 3);
	expect_text(&c, "你…\n");
	assert_int_equal(canvas_fit(&c, 0, 0, 0, text, "x"), 0);
	canvas_clear(&c, text);
	canvas_right(&c, 7, 0, text, "你a");
	expect_text(&c, "     你a\n");
	canvas_finish(&c);
}

static void test_restyle(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 6, 2);
	canvas_text(&c, 0, 0, text, "ab你cd");
	canvas_restyle(&c, (struct rect){1, -3, 3, 4}, style_of(ROLE_SELECTED));
	expect_text(&c, "ab你cd\n\n");
	expect_styles(&c, ".SSS..\n......\n");
	canvas_finish(&c);
}

static void test_lines(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 5, 3);
	canvas_hline(&c, -2, 1, 99, text, GLYPH_H);
	canvas_vline(&c, 2, -9, 99, text, GLYPH_V);
	expect_text(&c, "  │\n──│──\n  │\n");
	canvas_resize(&c, 3, 1);
	c.glyphs = &glyphs_ascii;
	canvas_hline(&c, 0, 0, 2, text, GLYPH_H);
	expect_text(&c, "--\n");
	canvas_finish(&c);
}

static void test_sub_never_writes_outside(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 9, 5);
	canvas_fill(&c, canvas_area(&c), '.', text);
	for (int x = -4; x < 10; x++) {
		for (int w = -1; w < 8; w++) {
			struct canvas part = canvas_sub(&c, (struct rect){2, 1, 4, 3});
			struct canvas sub = canvas_sub(&part, (struct rect){x, -1, w, 9});
			canvas_fill(&sub, (struct rect){-9, -9, 99, 99}, '#', text);
			for (int y = -2; y < 9; y++)
				canvas_text(&sub, -1, y, text, "世界世界世界");
		}
	}
	for (int y = 0; y < 5; y++) {
		for (int x = 0; x < 9; x++) {
			if (!rect_has((struct rect){2, 1, 4, 3}, x, y))
				assert_int_equal(canvas_at(&c, x, y)->cp, '.');
		}
	}
	expect_whole(&c);
	canvas_finish(&c);
}

static void test_cursor(void **state)
{
	(void)state;
	struct canvas c;
	int x, y;
	canvas_init(&c, 10, 4);
	assert_false(canvas_cursor_at(&c, &x, &y));
	struct canvas sub = canvas_sub(&c, (struct rect){3, 1, 4, 2});
	canvas_cursor(&sub, 5, 0);
	assert_false(canvas_cursor_at(&c, &x, &y));
	canvas_cursor(&sub, 2, 1);
	assert_true(canvas_cursor_at(&c, &x, &y));
	assert_int_equal(x, 5);
	assert_int_equal(y, 2);
	canvas_clear(&sub, text);
	assert_true(canvas_cursor_at(&c, &x, &y));
	canvas_clear(&c, text);
	assert_false(canvas_cursor_at(&c, &x, &y));
	canvas_finish(&c);
}

static void test_copy(void **state)
{
	(void)state;
	struct canvas from, to;
	canvas_init(&from, 8, 2);
	canvas_init(&to, 6, 2);
	canvas_text(&from, 0, 0, text, "你好吗哦");
	canvas_text(&from, 0, 1, style_of(ROLE_OK), "abcdefgh");
	canvas_copy(&to, 1, 0, &from, (struct rect){1, 0, 4, 2});
	expect_text(&to, "  好\n bcde\n");
	expect_styles(&to, "......\n.oooo.\n");
	expect_whole(&to);
	canvas_finish(&from);
	canvas_finish(&to);
}

static void test_raw_cells(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 4, 1);
	struct cell cell = {.cp = 0x4f60, .width = 2, .style = {.role = ROLE_RAW}};
	canvas_put(&c, 1, 0, &cell);
	canvas_put(&c, 3, 0, &cell); /* half outside */
	cell = (struct cell){.cp = 0, .width = 1};
	canvas_put(&c, 0, 0, &cell); /* what an empty terminal cell looks like */
	expect_text(&c, " 你\n");
	expect_styles(&c, ".***\n");
	expect_whole(&c);
	canvas_finish(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_text_and_styles),
	        cmocka_unit_test(test_wide_cut),
	        cmocka_unit_test(test_wide_overwritten),
	        cmocka_unit_test(test_foreign_text),
	        cmocka_unit_test(test_fit),
	        cmocka_unit_test(test_restyle),
	        cmocka_unit_test(test_lines),
	        cmocka_unit_test(test_sub_never_writes_outside),
	        cmocka_unit_test(test_cursor),
	        cmocka_unit_test(test_copy),
	        cmocka_unit_test(test_raw_cells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
