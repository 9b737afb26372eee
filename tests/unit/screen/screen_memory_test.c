/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen's common half through the screen in memory: frames, input, the ESC delay.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "ui/screen/screen.h"

static void test_frames(void **state)
{
	(void)state;
	struct screen *s = screen_memory_open(6, 2);
	struct canvas c;
	struct buf got = {0};
	int x, y;
	assert_null(screen_memory_frame(s));
	canvas_init(&c, 9, 3);
	canvas_text(&c, 0, 0, style_of(ROLE_OK), "abc你你你");
	canvas_cursor(&c, 2, 1);
	screen_present(s, &c);
	canvas_dump_text(screen_memory_frame(s), &got);
	assert_string_equal(buf_text(&got), "abc你\n\n");
	assert_true(canvas_cursor_at(screen_memory_frame(s), &x, &y));
	assert_int_equal(x, 2);
	assert_int_equal(screen_frames(s), 1);
	assert_false(screen_resize(s));
	screen_memory_size(s, 9, 3);
	assert_true(screen_resize(s));
	assert_int_equal(screen_width(s), 9);
	screen_suspend(s);
	screen_present(s, &c);
	assert_int_equal(screen_memory_frame(s)->w, 6);
	screen_resume(s);
	screen_present(s, &c);
	assert_int_equal(screen_memory_frame(s)->w, 9);
	canvas_finish(&c);
	buf_finish(&got);
	screen_close(s);
	screen_close(NULL);
}

static void test_escape_waits(void **state)
{
	(void)state;
	struct screen *s = screen_memory_open(80, 24);
	struct screen_event e;
	nsec now = 5 * NSEC_PER_SEC;
	assert_int_equal(screen_deadline(s), 0);
	screen_memory_feed(s, "\x1b", 1);
	assert_false(screen_read(s, now, &e));
	assert_int_equal(screen_deadline(s), now + SCREEN_ESC_DELAY);
	assert_false(screen_read(s, now + SCREEN_ESC_DELAY - 1, &e));
	screen_memory_feed(s, "[A", 2);
	assert_true(screen_read(s, now + SCREEN_ESC_DELAY - 1, &e));
	assert_int_equal(e.key.sym, KEYSYM_UP);
	assert_int_equal(screen_deadline(s), 0);
	screen_memory_feed(s, "\x1b", 1);
	assert_false(screen_read(s, now, &e));
	assert_true(screen_read(s, now + SCREEN_ESC_DELAY, &e));
	assert_int_equal(e.key.sym, KEYSYM_ESC);
	screen_memory_feed(s, "\x1b[200~half", 10); /* a paste may take as long as it likes */
	assert_false(screen_read(s, now, &e));
	assert_false(screen_read(s, now + NSEC_PER_SEC, &e));
	assert_int_equal(screen_deadline(s), 0);
	screen_close(s);
}

static void test_copy_and_title(void **state)
{
	(void)state;
	static char large[SCREEN_COPY_MAX + 1];
	struct screen *s = screen_memory_open(80, 24);
	assert_true(screen_copy(s, "10.0.0.1:8888 etc", 13));
	assert_string_equal(screen_memory_copied(s), "10.0.0.1:8888");
	assert_false(screen_copy(s, large, sizeof(large)));
	screen_title(s, "lab\x1b]0;evil\x07");
	assert_string_equal(screen_memory_title(s), "lab?]0;evil?");
	assert_true(screen_utf8(s));
	assert_string_equal(screen_theme(s)->name, "dark");
	screen_set_theme(s, theme_named("mono"));
	assert_string_equal(screen_theme(s)->name, "mono");
	screen_emergency_restore(); /* nothing is open: nothing happens */
	screen_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_frames),
	        cmocka_unit_test(test_escape_waits),
	        cmocka_unit_test(test_copy_and_title),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
