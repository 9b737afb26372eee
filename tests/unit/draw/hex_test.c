/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hex dumps, as goldens.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "ui/draw/hex.h"

static const uint8_t frame[] = {0x45, 0x00, 0x00, 0x3c, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x06, 0x0a,
        0x00, 0x00, 0x01, 0x0a, 0x00, 0x00, 0x02, 0xd2, 0x04, 0x22, 0xb8, 0x41, 0x42};

static void expect(struct hex h, int w, int rows, const char *want)
{
	struct canvas c;
	struct buf got = {0};
	canvas_init(&c, w, rows);
	hex_draw(&c, &h);
	canvas_dump_text(&c, &got);
	assert_string_equal(buf_text(&got), want);
	buf_finish(&got);
	canvas_finish(&c);
}

static void test_sixteen(void **state)
{
	(void)state;
	expect((struct hex){.bytes = frame, .len = 24, .lit = 20, .lit_len = 2}, 80, 3,
	        "0000  45 00 00 3c 1c 46 40 00  40 06 0a 00 00 01 0a 00  E..<.F@.@.......\n"
	        "0010  00 02 d2 04[22 b8]41 42"
	        "                           ....\".AB\n"
	        "\n");
}

static void test_eight_and_four(void **state)
{
	(void)state;
	expect((struct hex){.bytes = frame, .len = 20, .lit = 3, .lit_len = 6}, 50, 3,
	        "0000  45 00 00[3c  1c 46 40 00  E..<.F@.\n"
	        "0008  40]06 0a 00  00 01 0a 00  @.......\n"
	        "0010  00 02 d2 04               ....\n");
	expect((struct hex){.bytes = frame, .len = 6, .lit = 4, .lit_len = 9}, 24, 2,
	        "0000  45 00 00 3c  E..<\n"
	        "0004 [1c 46]       .F\n");
	assert_int_equal(hex_per_row(hex_columns(16)), 16);
	assert_int_equal(hex_per_row(hex_columns(16) - 1), 8);
	assert_int_equal(hex_per_row(hex_columns(8) - 1), 4);
}

static void test_roles(void **state)
{
	(void)state;
	static const struct hex_range layers[] = {{0, 2, ROLE_LAYER_NET}, {2, 2, ROLE_LAYER_DATA}};
	struct hex h = {.bytes = frame,
	        .len = 5,
	        .first = 0x10000,
	        .ranges = layers,
	        .range_count = 2,
	        .lit = 3,
	        .lit_len = 1};
	struct canvas c;
	struct buf got = {0};
	canvas_init(&c, 25, 2);
	hex_draw(&c, &h);
	canvas_dump_text(&c, &got);
	canvas_dump_styles(&c, &got);
	assert_string_equal(buf_text(&got), "10000  45 00 00[3c] E..<\n"
	                                    "10004  1c           .\n"
	                                    "ddddd..33.33.77LLLL.337L.\n"
	                                    "ddddd....................\n");
	buf_finish(&got);
	canvas_finish(&c);
}

static void test_top_for_lit(void **state)
{
	(void)state;
	struct hex h = {.bytes = frame, .len = 24, .lit = 20, .lit_len = 2};
	assert_int_equal(hex_rows(24, 24), 6);
	assert_int_equal(hex_top_for_lit(&h, 24, 2), 4);
	h.lit = 0;
	h.top = 4;
	assert_int_equal(hex_top_for_lit(&h, 24, 2), 0);
	h.lit_len = 0;
	h.top = 99;
	assert_int_equal(hex_top_for_lit(&h, 24, 2), 4);
	assert_int_equal(hex_top_for_lit(&h, 24, 0), 5);
	assert_int_equal(hex_top_for_lit(&(struct hex){0}, 80, 5), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_sixteen),
	        cmocka_unit_test(test_eight_and_four),
	        cmocka_unit_test(test_roles),
	        cmocka_unit_test(test_top_for_lit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
