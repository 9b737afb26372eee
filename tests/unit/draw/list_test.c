/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists: moving, following, eviction, always inside.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/draw/list.h"

static void expect(const struct list *l, size_t selected, size_t top)
{
	assert_int_equal(l->selected, selected);
	assert_int_equal(l->top, top);
}

static void test_moves(void **state)
{
	(void)state;
	struct list l = {0};
	list_layout(&l, 100, 10);
	expect(&l, 0, 0);
	list_move(&l, -1);
	list_layout(&l, 100, 10);
	expect(&l, 0, 0);
	list_move(&l, 10);
	list_layout(&l, 100, 10);
	expect(&l, 10, 1);
	list_page(&l, 1);
	list_layout(&l, 100, 10);
	expect(&l, 19, 10);
	list_move(&l, 1000);
	list_layout(&l, 100, 10);
	expect(&l, 99, 90);
	list_home(&l);
	list_layout(&l, 100, 10);
	expect(&l, 0, 0);
}

static void test_follow(void **state)
{
	(void)state;
	struct list l = {.follow = true};
	list_layout(&l, 0, 5);
	expect(&l, 0, 0);
	list_layout(&l, 20, 5);
	expect(&l, 19, 15);
	list_move(&l, -1);
	assert_false(l.follow);
	list_layout(&l, 30, 5);
	expect(&l, 18, 15);
	list_end(&l);
	list_layout(&l, 40, 5);
	expect(&l, 39, 35);
}

static void test_shrinks(void **state)
{
	(void)state;
	struct list l = {.selected = 50, .top = 48};
	list_layout(&l, 3, 10);
	expect(&l, 2, 0);
	list_layout(&l, 0, 0);
	expect(&l, 0, 0);
	list_layout(&l, 7, 0);
	expect(&l, 0, 0);
}

static void test_eviction(void **state)
{
	(void)state;
	struct list l = {.selected = 50, .top = 45};
	list_layout(&l, 100, 10);
	list_evicted(&l, 30);
	list_layout(&l, 70, 10);
	expect(&l, 20, 15);
	list_evicted(&l, 60);
	list_layout(&l, 10, 10);
	expect(&l, 0, 0);
}

static void test_scroll_and_hit(void **state)
{
	(void)state;
	struct list l = {0};
	size_t entry;
	list_layout(&l, 30, 10);
	list_scroll(&l, 3);
	list_layout(&l, 30, 10);
	expect(&l, 3, 3);
	assert_true(list_at(&l, 2, &entry));
	assert_int_equal(entry, 5);
	assert_false(list_at(&l, 10, &entry));
	assert_false(list_at(&l, -1, &entry));
	list_scroll(&l, 1000);
	list_scroll(&l, -5);
	list_layout(&l, 30, 10);
	expect(&l, 20, 15);
	list_layout(&l, 4, 10);
	assert_false(list_at(&l, 4, &entry));
}

/* Whatever happens, the choice is inside and in sight after a layout. */
static void test_always_inside(void **state)
{
	(void)state;
	struct list l = {0};
	unsigned dice = 1;
	for (int i = 0; i < 20000; i++) {
		dice = dice * 1103515245u + 12345u;
		unsigned d = dice >> 16;
		size_t count = d % 57, rows = d / 57 % 13;
		switch (d % 6) {
		case 0:
			list_move(&l, (long)(d % 41) - 20);
			break;
		case 1:
			list_page(&l, (int)(d % 5) - 2);
			break;
		case 2:
			list_scroll(&l, (long)(d % 41) - 20);
			break;
		case 3:
			list_end(&l);
			break;
		case 4:
			list_evicted(&l, d % 9);
			break;
		case 5:
			list_select(&l, d);
			break;
		}
		list_layout(&l, count, rows);
		if (count == 0 || rows == 0)
			continue;
		assert_true(l.selected < count);
		assert_true(l.top <= l.selected && l.selected < l.top + rows);
		assert_true(l.top == 0 || l.top + rows <= count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_moves),
	        cmocka_unit_test(test_follow),
	        cmocka_unit_test(test_shrinks),
	        cmocka_unit_test(test_eviction),
	        cmocka_unit_test(test_scroll_and_hit),
	        cmocka_unit_test(test_always_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
