/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The builder of text and the growable array.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"

static void text_grows(void **state)
{
	(void)state;
	struct buf b = {0};
	assert_string_equal(buf_text(&b), "");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i);
	buf_puts(&b, "end");
	buf_putc(&b, '.');
	assert_int_equal(b.len, 10 * 2 + 90 * 3 + 900 * 4 + 4);
	assert_string_equal(buf_text(&b) + b.len - 8, "999,end.");
	buf_finish(&b);
	assert_null(b.at);
}

static void bytes_may_hold_nul(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_add(&b, "a\0b", 3);
	buf_add(&b, NULL, 0);
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.at, "a\0b", 4);
	buf_finish(&b);
}

static void clear_keeps_memory_steal_gives_it(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_clear(&b);
	buf_puts(&b, "first");
	size_t room = b.room;
	buf_clear(&b);
	assert_string_equal(buf_text(&b), "");
	assert_int_equal(b.room, room);
	buf_puts(&b, "second");
	char *mine = buf_steal(&b);
	assert_string_equal(mine, "second");
	assert_int_equal(b.len + b.room, 0);
	free(mine);
	mine = buf_steal(&b);
	assert_string_equal(mine, "");
	free(mine);
}

static void array_grows_and_keeps_order(void **state)
{
	(void)state;
	VEC(int) v = {0};
	for (int i = 0; i < 100; i++)
		vec_push(&v, i);
	vec_remove(&v, 0);
	vec_remove(&v, 98); /* the last one: 99 */
	vec_remove(&v, 49); /* 50 */
	assert_int_equal(v.count, 97);
	int expected = 1;
	VEC_EACH (p, &v) {
		assert_int_equal(*p, expected);
		expected += expected == 49 ? 2 : 1;
	}
	vec_free(&v);
	assert_null(v.at);
	assert_int_equal(v.count, 0);
	size_t seen = 0;
	VEC_EACH (p, &v)
		seen += (size_t)*p;
	assert_int_equal(seen, 0);
	vec_push(&v, 5);
	assert_int_equal(v.at[0], 5);
	vec_free(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(text_grows),
	        cmocka_unit_test(bytes_may_hold_nul),
	        cmocka_unit_test(clear_keeps_memory_steal_gives_it),
	        cmocka_unit_test(array_grows_and_keeps_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
