/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Themes: complete, readable at every depth; glyph sets: twins of one width.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "ui/draw/glyphs.h"
#include "ui/draw/style.h"

static void test_letters_differ(void **state)
{
	(void)state;
	for (unsigned a = 0; a < ROLE_COUNT; a++) {
		for (unsigned b = 0; b < a; b++)
			assert_int_not_equal(style_letter(a), style_letter(b));
	}
	assert_int_equal(style_letter(ROLE_COUNT), '?');
}

static int fg_index(struct look l)
{
	return l.fg.kind == PAINT_INDEX ? l.fg.v[0] : -1;
}

static void test_readable(void **state)
{
	(void)state;
	for (unsigned t = 0; theme_at(t); t++) {
		const struct theme *theme = theme_at(t);
		for (unsigned role = 0; role < ROLE_COUNT; role++) {
			struct style s = style_of((enum role)role);
			for (int depth = DEPTH_8; depth <= DEPTH_256; depth++) {
				struct look l = theme_look(theme, s, (enum depth)depth);
				bool ground = l.bg.kind != PAINT_DEFAULT;
				if (ground && l.fg.kind == PAINT_INDEX)
					assert_int_not_equal(l.fg.v[0], l.bg.v[0]);
				if (ground)
					continue;
				assert_int_not_equal(fg_index(l), theme->light ? 15 : 0);
				if (!theme->light)
					assert_int_not_equal(fg_index(l), 4);
				if (theme->light)
					assert_int_not_equal(fg_index(l), 7);
			}
		}
	}
}

static void test_depths_bound_colours(void **state)
{
	(void)state;
	static const int limits[] = {-1, 8, 16, 256};
	struct style rgb = {
	        .role = ROLE_RAW, .fg = {PAINT_RGB, {250, 10, 10}}, .bg = {PAINT_INDEX, {200}}};
	for (int depth = DEPTH_MONO; depth <= DEPTH_256; depth++) {
		struct look l = theme_look(theme_named("dark"), rgb, (enum depth)depth);
		assert_true(fg_index(l) < limits[depth] || depth == DEPTH_MONO);
		if (depth == DEPTH_MONO) {
			assert_int_equal(l.fg.kind, PAINT_DEFAULT);
			assert_int_equal(l.bg.kind, PAINT_DEFAULT);
			assert_int_equal(l.attrs, ATTR_REVERSE);
		}
	}
	struct look none = theme_look(theme_named("mono"), rgb, DEPTH_256);
	assert_int_equal(none.fg.kind, PAINT_DEFAULT);
	assert_int_equal(none.bg.kind, PAINT_DEFAULT);
	struct look eight = theme_look(theme_named("dark"), rgb, DEPTH_8);
	assert_int_equal(fg_index(eight), 1);
	struct style bright = {.role = ROLE_RAW, .fg = {PAINT_INDEX, {10}}};
	struct look l = theme_look(theme_named("dark"), bright, DEPTH_8);
	assert_int_equal(fg_index(l), 2);
	assert_true(l.attrs & ATTR_BOLD);
}

/* What matters is told apart without colours too: the chosen row, the lit bytes, the focus. */
static void test_mono_tells_apart(void **state)
{
	(void)state;
	static const enum role roles[] = {ROLE_SELECTED, ROLE_SELECTED_IDLE, ROLE_FIELD_LIT,
	        ROLE_HERE, ROLE_BORDER_FOCUS, ROLE_FLAG_ON, ROLE_ERROR, ROLE_MATCH};
	const struct theme *mono = theme_named("mono");
	struct look plain = theme_look(mono, style_of(ROLE_TEXT), DEPTH_256);
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		struct look l = theme_look(mono, style_of(roles[i]), DEPTH_256);
		assert_int_not_equal(l.attrs, plain.attrs);
		assert_int_equal(l.fg.kind, PAINT_DEFAULT);
	}
}

static void test_choose(void **state)
{
	(void)state;
	assert_string_equal(theme_choose(NULL, NULL, DEPTH_256)->name, "dark");
	assert_string_equal(theme_choose("light", "", DEPTH_8)->name, "light");
	assert_string_equal(theme_choose("light", "1", DEPTH_256)->name, "mono");
	assert_string_equal(theme_choose("light", NULL, DEPTH_MONO)->name, "mono");
	assert_string_equal(theme_choose("nonsense", NULL, DEPTH_256)->name, "dark");
	assert_int_equal(style_host(0), ROLE_HOST1);
	assert_int_equal(style_host(7), ROLE_HOST2);
}

static void test_glyph_twins(void **state)
{
	(void)state;
	for (int g = 0; g < GLYPH_COUNT; g++) {
		const char *utf8 = glyph(&glyphs_utf8, (enum glyph)g);
		const char *ascii = glyph(&glyphs_ascii, (enum glyph)g);
		assert_int_equal(text_width(utf8), text_width(ascii));
		assert_int_equal((int)strlen(ascii), text_width(ascii));
		for (const char *s = ascii; *s; s++)
			assert_in_range(*s, 0x20, 0x7e);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_letters_differ),
	        cmocka_unit_test(test_readable),
	        cmocka_unit_test(test_depths_bound_colours),
	        cmocka_unit_test(test_mono_tells_apart),
	        cmocka_unit_test(test_choose),
	        cmocka_unit_test(test_glyph_twins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
