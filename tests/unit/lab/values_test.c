/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of the small words of lab files, and of finding the word that was meant.
 */
#include "lab/values.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/near.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void bounds_have_ends(void **state)
{
	static const struct {
		const char *text;
		double inside, outside;
		const char *shown;
	} good[] = {
	        {"3", 3, 4, "3"},
	        {"= 3", 3, 2, "3"},
	        {"== 3", 3, 2, "3"},
	        {"2..", 2, 1, ">= 2"},
	        {">= 2", 2, 1, ">= 2"},
	        {">2", 3, 2, "> 2"},
	        {"..5", 5, 6, "<= 5"},
	        {"<= 5", 0, 6, "<= 5"},
	        {"< 5", 4, 5, "< 5"},
	        {"0.8..1.4", 0.8, 1.5, "0.8..1.4"},
	        {"0.8 .. 1.4", 1.4, 0.79, "0.8..1.4"},
	        {"0", 0, 1, "0"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct lab_bound b;
		char shown[48];
		assert_true(value_bound(good[i].text, &b));
		assert_true(bound_has(&b, good[i].inside));
		assert_false(bound_has(&b, good[i].outside));
		bound_text(&b, shown);
		assert_string_equal(shown, good[i].shown);
	}
}

static void wrong_bounds_are_refused(void **state)
{
	static const char *const bad[] = {"", "..", "x", "3..2", "1..x", "> ", ">", "=", "!= 3",
	        "-1", "3 4", "0x10", "inf", "nan", "1e5", "1...2", "99999999999999999999"};
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct lab_bound b;
		if (value_bound(bad[i], &b))
			fail_msg("took \"%s\"", bad[i]);
	}
}

static void measures_have_units(void **state)
{
	nsec t;
	uint32_t ppm;
	uint64_t rate;
	(void)state;
	assert_true(value_time("20 ms", &t) && t == 20000000);
	assert_true(value_time("1.5s", &t) && t == 1500000000);
	assert_true(value_time("7 us", &t) && t == 7000);
	assert_false(value_time("20", &t));
	assert_false(value_time("20 min", &t));
	assert_false(value_time("3601 s", &t));
	assert_false(value_time("-1 s", &t));
	assert_true(value_share("0.5 %", &ppm) && ppm == 5000);
	assert_true(value_share("100%", &ppm) && ppm == 1000000);
	assert_false(value_share("101 %", &ppm));
	assert_false(value_share("0.5", &ppm));
	assert_true(value_rate("512 kbit", &rate) && rate == 512000);
	assert_true(value_rate("10 Mbit", &rate) && rate == 10000000);
	assert_false(value_rate("10 mbit", &rate));
}

static void flags_are_six_words(void **state)
{
	bool b = false;
	(void)state;
	assert_true(value_flag("on", &b) && b);
	assert_true(value_flag("no", &b) && !b);
	assert_true(value_flag("true", &b) && b);
	assert_true(value_flag("off", &b) && !b);
	assert_false(value_flag("On", &b));
	assert_false(value_flag("1", &b));
}

static void bytes_have_escapes(void **state)
{
	uint8_t out[32];
	size_t len;
	(void)state;
	assert_true(value_bytes("a\\r\\n\\0\\\\\\x7F", out, &len));
	assert_int_equal(len, 6);
	assert_memory_equal(out, "a\r\n\0\\\x7f", 6);
	assert_false(value_bytes("\\", out, &len));
	assert_false(value_bytes("\\x7", out, &len));
	assert_false(value_bytes("\\q", out, &len));
}

static void names_begin_with_a_letter(void **state)
{
	(void)state;
	assert_true(value_name("syn-held2"));
	assert_false(value_name(""));
	assert_false(value_name("2nd"));
	assert_false(value_name("-a"));
	assert_false(value_name("a b"));
	assert_false(value_name("../x"));
	assert_true(value_name("a234567890123456789012345678901"));
	assert_false(value_name("a2345678901234567890123456789012"));
}

static void near_words_are_found(void **state)
{
	static const char *const words[] = {"filter", "fate", "field", "from"};
	(void)state;
	assert_string_equal(near_word("filtr", words, 4), "filter");
	assert_string_equal(near_word("fiedl", words, 4), "field");
	assert_string_equal(near_word("form", words, 4), "from");
	assert_string_equal(near_word("fat", words, 4), "fate");
	assert_null(near_word("colour", words, 4));
	assert_null(near_word("x", words, 0));
	assert_null(near_word("a-word-that-is-longer-than-any-name-could-ever-be-here", words, 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(bounds_have_ends),
	        cmocka_unit_test(wrong_bounds_are_refused),
	        cmocka_unit_test(measures_have_units),
	        cmocka_unit_test(flags_are_six_words),
	        cmocka_unit_test(bytes_have_escapes),
	        cmocka_unit_test(names_begin_with_a_letter),
	        cmocka_unit_test(near_words_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
