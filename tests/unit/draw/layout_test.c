/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layout: the bench's tree at every size from 20x5 to 300x100, goldens at some, tabs, zoom.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "ui/draw/layout.h"

enum { LESSON, CLIENT, SOURCE, SERVER, TAPE, NEXT, BYTES, PANES };

static const char letters[] = "LcsSTNB";

static const struct layout_node client[] = {
        {.pane = CLIENT, .min_w = 30, .min_h = 6, .priority = 5, .weight = 2},
        {.pane = SOURCE, .min_w = 30, .min_h = 5, .priority = 2},
};
static const struct layout_node hosts[] = {
        {.kind = LAYOUT_COLUMN, .children = client, .count = 2},
        {.pane = SERVER, .min_w = 30, .min_h = 6, .priority = 5},
};
static const struct layout_node right[] = {
        {.kind = LAYOUT_ROW, .children = hosts, .count = 2},
        {.pane = TAPE, .min_w = 44, .min_h = 7, .priority = 6, .weight = 2},
        {.pane = BYTES, .min_w = 40, .min_h = 4, .priority = 1, .max = 6},
};
static const struct layout_node left[] = {
        {.pane = LESSON, .min_w = 28, .min_h = 8, .priority = 7, .weight = 3},
        {.pane = NEXT, .min_w = 28, .min_h = 4, .priority = 8, .max = 10},
};
static const struct layout_node halves[] = {
        {.kind = LAYOUT_COLUMN, .children = left, .count = 2},
        {.kind = LAYOUT_COLUMN, .children = right, .count = 3, .weight = 3},
};
static const struct layout_node bench = {.kind = LAYOUT_ROW, .children = halves, .count = 2};

static const int min_w[] = {28, 30, 30, 30, 44, 28, 40};
static const int min_h[] = {8, 6, 5, 6, 7, 4, 4};

/* Draws the shown panes as letters, every fourth cell, for goldens a person can read. */
static void expect_picture(const struct layout *l, int w, int h, const char *want)
{
	struct buf got = {0};
	for (int y = 0; y < h; y += 4) {
		for (int x = 0; x < w; x += 4) {
			int pane = layout_hit(l, x, y);
			buf_putc(&got, pane < 0 ? ' ' : letters[pane]);
		}
		buf_putc(&got, '\n');
	}
	assert_string_equal(buf_text(&got), want);
	buf_finish(&got);
}

static void test_pictures(void **state)
{
	(void)state;
	struct layout_state s = {0};
	struct layout l;
	layout_compute(&l, &bench, &s, (struct rect){0, 0, 120, 40});
	expect_picture(&l, 120, 40,
	        "LLLLLLLLLcccccccccccSSSSSSSSSS\n"
	        "LLLLLLLLLcccccccccccSSSSSSSSSS\n"
	        "LLLLLLLLLcccccccccccSSSSSSSSSS\n"
	        "LLLLLLLLLsssssssssssSSSSSSSSSS\n"
	        "LLLLLLLLLTTTTTTTTTTTTTTTTTTTTT\n"
	        "LLLLLLLLLTTTTTTTTTTTTTTTTTTTTT\n"
	        "LLLLLLLLLTTTTTTTTTTTTTTTTTTTTT\n"
	        "LLLLLLLLLTTTTTTTTTTTTTTTTTTTTT\n"
	        "NNNNNNNNNTTTTTTTTTTTTTTTTTTTTT\n"
	        "NNNNNNNNNBBBBBBBBBBBBBBBBBBBBB\n");
	layout_compute(&l, &bench, &s, (struct rect){0, 0, 80, 24});
	assert_int_equal(layout_find(&l, SERVER)->tabs, 3);
	assert_true(layout_find(&l, TAPE)->shown);
	assert_true(layout_find(&l, NEXT)->shown);
	assert_true(layout_find(&l, LESSON)->shown);
}

static void check_size(int w, int h)
{
	struct layout_state s = {0};
	struct layout l;
	static unsigned char taken[100][300];
	memset(taken, 0, sizeof(taken));
	layout_compute(&l, &bench, &s, (struct rect){0, 0, w, h});
	assert_int_equal(l.count, PANES);
	int shown = 0, cells = 0;
	bool roomy = w >= 44 && h >= 8;
	for (int i = 0; i < l.count; i++) {
		const struct layout_tile *t = &l.tiles[i];
		if (!t->shown)
			continue;
		shown++;
		assert_true(!rect_empty(t->area));
		assert_true(t->area.x >= 0 && t->area.x + t->area.w <= w);
		assert_true(t->area.y >= 0 && t->area.y + t->area.h <= h);
		if (roomy)
			assert_true(t->area.w >= min_w[t->pane] && t->area.h >= min_h[t->pane]);
		for (int y = t->area.y; y < t->area.y + t->area.h; y++) {
			for (int x = t->area.x; x < t->area.x + t->area.w; x++) {
				assert_int_equal(taken[y][x], 0);
				taken[y][x] = 1;
				cells++;
			}
		}
	}
	assert_int_equal(shown, l.places);
	assert_int_equal(cells, w * h); /* no space is left empty */
}

static void test_all_sizes(void **state)
{
	(void)state;
	for (int w = 20; w <= 300; w += w < 140 ? 1 : 7) {
		for (int h = 5; h <= 100; h += h < 40 ? 1 : 5)
			check_size(w, h);
	}
	check_size(300, 100);
	check_size(1, 1);
}

static void test_growing_never_hides(void **state)
{
	(void)state;
	struct layout_state s = {0};
	struct layout l;
	layout_compute(&l, &bench, &s, (struct rect){0, 0, 200, 60});
	assert_int_equal(l.places, PANES);
	layout_compute(&l, &bench, &s, (struct rect){0, 0, 20, 5});
	assert_int_equal(l.places, 1);
}

/* A tall narrow window has its row turned into a column rather than panes hidden in tabs. */
static void test_turns(void **state)
{
	(void)state;
	struct layout_state s = {0};
	struct layout l;
	layout_compute(&l, &bench, &s, (struct rect){0, 0, 60, 40});
	assert_int_equal(l.places, PANES);
	assert_int_equal(layout_find(&l, TAPE)->area.w, 60);
	assert_true(layout_find(&l, TAPE)->area.y > layout_find(&l, LESSON)->area.y);
	layout_compute(&l, &bench, &s, (struct rect){0, 0, 60, 16});
	assert_int_equal(layout_find(&l, NEXT)->area.y, layout_find(&l, LESSON)->area.y);
}

/* A bench may have no host yet: what holds no pane takes no space. */
static void test_empty_parts(void **state)
{
	(void)state;
	static const struct layout_node none = {.kind = LAYOUT_ROW};
	const struct layout_node parts[] = {
	        {.pane = 0, .min_w = 20, .min_h = 3}, none, {.pane = 1, .min_w = 20, .min_h = 3}};
	const struct layout_node root = {.kind = LAYOUT_COLUMN, .children = parts, .count = 3};
	struct layout_state s = {0};
	struct layout l;
	layout_compute(&l, &root, &s, (struct rect){0, 0, 30, 10});
	assert_int_equal(l.places, 2);
	assert_int_equal(l.tiles[0].area.h + l.tiles[1].area.h, 10);
	layout_compute(&l, &root, &s, (struct rect){0, 0, 30, 5});
	assert_int_equal(l.places, 1);
	assert_int_equal(l.tiles[1].tabs, 2);
	layout_compute(&l, &none, &s, (struct rect){0, 0, 30, 5});
	assert_int_equal(l.count, 0);
}

static void test_limits(void **state)
{
	(void)state;
	struct layout_state s = {0};
	struct layout l;
	layout_compute(&l, &bench, &s, (struct rect){0, 0, 200, 90});
	assert_int_equal(layout_find(&l, BYTES)->area.h, 6);
	assert_int_equal(layout_find(&l, NEXT)->area.h, 10);
}

static void test_focus_chooses_tab(void **state)
{
	(void)state;
	struct layout_state s = {0};
	struct layout l;
	struct rect small = {0, 0, 40, 10};
	for (int pane = 0; pane < PANES; pane++) {
		layout_focus(&s, pane);
		layout_compute(&l, &bench, &s, small);
		assert_true(layout_find(&l, pane)->shown);
	}
}

static void test_zoom(void **state)
{
	(void)state;
	struct layout_state s = {0};
	struct layout l;
	struct rect area = {3, 2, 100, 40};
	layout_zoom(&s, TAPE);
	layout_compute(&l, &bench, &s, area);
	const struct layout_tile *t = layout_find(&l, TAPE);
	assert_true(t->shown);
	assert_memory_equal(&t->area, &area, sizeof(area));
	assert_int_equal(layout_hit(&l, 50, 20), TAPE);
	assert_int_equal(t->tabs, PANES);
	layout_focus(&s, NEXT); /* the zoom moves along */
	layout_compute(&l, &bench, &s, area);
	assert_true(layout_find(&l, NEXT)->shown);
	assert_false(layout_find(&l, TAPE)->shown);
	layout_zoom(&s, NEXT);
	layout_compute(&l, &bench, &s, area);
	assert_true(l.places > 1);
}

static void test_moving(void **state)
{
	(void)state;
	struct layout_state s = {0};
	struct layout l;
	layout_compute(&l, &bench, &s, (struct rect){0, 0, 140, 50});
	assert_int_equal(layout_next(&l, BYTES, 1), LESSON);
	assert_int_equal(layout_next(&l, LESSON, -1), BYTES);
	assert_int_equal(layout_towards(&l, LESSON, 0, 1), NEXT);
	assert_int_equal(layout_towards(&l, CLIENT, 1, 0), SERVER);
	assert_int_equal(layout_towards(&l, TAPE, 0, 1), BYTES);
	assert_int_equal(layout_towards(&l, NEXT, -1, 0), NEXT);
	assert_int_equal(layout_towards(&l, SERVER, 0, -1), SERVER);
	assert_null(layout_find(&l, 31));
	assert_int_equal(layout_hit(&l, 999, 0), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_pictures),
	        cmocka_unit_test(test_all_sizes),
	        cmocka_unit_test(test_growing_never_hides),
	        cmocka_unit_test(test_turns),
	        cmocka_unit_test(test_empty_parts),
	        cmocka_unit_test(test_limits),
	        cmocka_unit_test(test_focus_chooses_tab),
	        cmocka_unit_test(test_zoom),
	        cmocka_unit_test(test_moving),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
