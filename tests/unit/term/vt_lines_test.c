/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scrolled lines: what was set is got back, however it is kept; the oldest go; copies are their
 * own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "term/vt_lines.h"

/* Cell i of line n: every third line has more looks than are packed, every fifth marks on bases. */
static struct vt_cell cell_of(int n, int i)
{
	struct vt_cell c = {.chars = {(uint32_t)('a' + (n + i) % 26)}, .width = 1};
	c.fg = (struct vt_color){VT_COLOR_INDEXED, n % 3 ? 7u : (uint32_t)i};
	if (n % 5 == 0 && i == 4)
		c.chars[1] = 0x301;
	if (n % 4 == 0 && i == 2)
		c = (struct vt_cell){.chars = {0x4f60}, .width = 2, .attrs = VT_BOLD};
	if (n % 4 == 0 && i == 3)
		c = (struct vt_cell){.width = 0};
	return c;
}

static int width_of(int n)
{
	return n % 7 * 4;
}

static void push(struct vt_lines *l, int n)
{
	vt_lines_push(l, width_of(n));
	for (int i = 0; i < width_of(n); i++) {
		struct vt_cell c = cell_of(n, i);
		vt_lines_set(l, i, &c);
	}
}

/* The youngest is line n. */
static void check(const struct vt_lines *l, int n, int count)
{
	assert_int_equal(l->count, count);
	for (int age = 0; age < count; age++) {
		assert_int_equal(vt_lines_width(l, age), width_of(n - age));
		for (int i = 0; i < width_of(n - age); i++) {
			struct vt_cell got = vt_lines_cell(l, age, i), want = cell_of(n - age, i);
			assert_memory_equal(got.chars, want.chars, sizeof(got.chars));
			assert_int_equal(got.width, want.width);
			assert_int_equal(got.attrs, want.attrs);
			assert_int_equal(got.fg.kind, want.fg.kind);
			assert_int_equal(got.fg.value, want.fg.value);
		}
	}
}

static void ring(void **state)
{
	(void)state;
	struct vt_lines l;
	vt_lines_init(&l, 20);
	for (int n = 0; n < 100; n++) {
		push(&l, n);
		check(&l, n, n < 20 ? n + 1 : 20);
	}
	vt_lines_pop(&l);
	check(&l, 98, 19);
	assert_true(vt_lines_bytes(&l, 3) < vt_lines_bytes(&l, 19));
	vt_lines_clear(&l);
	assert_int_equal(l.count, 0);
	assert_int_equal(vt_lines_bytes(&l, 20), 0);
	vt_lines_finish(&l);
}

static void copies(void **state)
{
	(void)state;
	struct vt_lines l, kept;
	vt_lines_init(&l, 8);
	for (int n = 0; n < 30; n++)
		push(&l, n);
	vt_lines_copy(&kept, &l);
	for (int n = 30; n < 50; n++)
		push(&l, n);
	check(&kept, 29, 8);
	check(&l, 49, 8);
	vt_lines_finish(&l);
	check(&kept, 29, 8);
	vt_lines_finish(&kept);
}

static void no_room(void **state)
{
	(void)state;
	struct vt_lines l;
	vt_lines_init(&l, 0);
	vt_lines_push(&l, 10);
	assert_int_equal(l.count, 0);
	vt_lines_finish(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(ring),
	        cmocka_unit_test(copies),
	        cmocka_unit_test(no_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
