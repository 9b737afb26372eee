/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sparklines, bars and plots, as goldens.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "ui/draw/graph.h"

static void expect(struct canvas *c, const char *want)
{
	struct buf got = {0};
	canvas_dump_text(c, &got);
	assert_string_equal(buf_text(&got), want);
	buf_finish(&got);
	canvas_finish(c);
}

static void test_spark(void **state)
{
	(void)state;
	static const double v[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 0.01, -3};
	struct canvas c;
	canvas_init(&c, 14, 4);
	graph_spark(&c, 0, 0, 12, v, 11, 0, style_of(ROLE_TEXT));
	graph_spark(&c, 0, 1, 3, v, 9, 8, style_of(ROLE_TEXT));
	graph_spark(&c, 0, 2, 3, v, 3, 1, style_of(ROLE_TEXT));
	graph_spark(&c, 0, 3, 3, v, 0, 0, style_of(ROLE_TEXT));
	expect(&c, "  ▁▂▃▄▅▆▇█▁\n▆▇█\n ██\n\n");
}

static void test_bar(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 8, 5);
	graph_bar(&c, 0, 0, 8, 0, 10, style_of(ROLE_OK));
	graph_bar(&c, 0, 1, 8, 0.01, 10, style_of(ROLE_OK)); /* something is not nothing */
	graph_bar(&c, 0, 2, 8, 9.99, 10, style_of(ROLE_OK)); /* and almost is not all */
	graph_bar(&c, 0, 3, 8, 20, 10, style_of(ROLE_OK));
	graph_bar(&c, 0, 4, 8, 5, 0, style_of(ROLE_OK));
	expect(&c, "░░░░░░░░\n█░░░░░░░\n███████░\n████████\n█░░░░░░░\n");
}

static void test_plot(void **state)
{
	(void)state;
	static const struct graph_point ramp[] = {{0, 0}, {4, 10000}, {8, 0}};
	static const struct graph_point flat[] = {{0, 5000}, {8, 5000}};
	const struct graph_series series[] = {{flat, 2, GLYPH_LAMP_OFF, ROLE_HOST1, false},
	        {ramp, 3, GLYPH_BULLET, ROLE_HOST2, false}};
	const struct graph_axes axes = {.x_unit = "s", .y_unit = "bytes"};
	struct canvas c;
	canvas_init(&c, 21, 7);
	graph_plot(&c, &axes, series, 2);
	expect(&c, "10k│ bytes •••\n"
	           "   │     ••   ••\n"
	           "   │○○○••○○○○○○○••○○○\n"
	           "   │ ••           ••\n"
	           "  0│•               •\n"
	           "   ╰─────────────────\n"
	           "    0             8 s\n");
}

static void test_plot_too_small(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 4, 2);
	graph_plot(&c, &(struct graph_axes){0}, NULL, 0);
	expect(&c, "\n\n");
	canvas_init(&c, 12, 5);
	graph_plot(&c, &(struct graph_axes){0}, NULL, 0);
	expect(&c, "1│\n │\n0│\n ╰──────────\n  0        1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_spark),
	        cmocka_unit_test(test_bar),
	        cmocka_unit_test(test_plot),
	        cmocka_unit_test(test_plot_too_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
