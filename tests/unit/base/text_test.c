/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UTF-8 and columns: right for what is valid, harmless for what is not, in any locale.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/text.h"

static void every_code_point_survives(void **state)
{
	(void)state;
	for (uint32_t cp = 1; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		char utf8[5];
		uint32_t back = 0;
		size_t n = text_encode(cp, utf8);
		assert_int_equal(strlen(utf8), n);
		assert_int_equal(text_decode(utf8, n, &back), n);
		assert_int_equal(back, cp);
	}
}

/* Overlong forms, surrogates, beyond Unicode, lone and missing continuations: one byte each. */
static void invalid_bytes_are_replaced_one_by_one(void **state)
{
	(void)state;
	static const char *const bad[] = {"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf",
	        "\xf0\x80\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
	        "\x80", "\xe4\xb8", "\xe4\x41\x42", "\xf0\x9f\x98"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		uint32_t cp = 0;
		assert_int_equal(text_decode(bad[i], strlen(bad[i]), &cp), 1);
		assert_int_equal(cp, 0xfffd);
	}
	char utf8[5];
	text_encode(0xd800, utf8);
	assert_string_equal(utf8, "\xef\xbf\xbd");
	text_encode(0x110000, utf8);
	assert_string_equal(utf8, "\xef\xbf\xbd");
}

static void width_counts_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("SYN"), 3);
	assert_int_equal(text_width("\u7c98\u5305"), 4); /* CJK, although this program runs in C */
	assert_int_equal(text_width("e\u0301"), 1);      /* a combining accent */
	assert_int_equal(text_width("\u2192\u2502"), 2);
	assert_int_equal(text_width_cp('\t'), 0);
	assert_int_equal(text_width_cp(0x7f), 0);
}

static void prefix_never_splits_a_wide_character(void **state)
{
	(void)state;
	const char *s = "a\u5305b";
	int used = -1;
	assert_int_equal(text_prefix(s, 0, &used), 0);
	assert_int_equal(text_prefix(s, 2, &used), 1);
	assert_int_equal(used, 1);
	assert_int_equal(text_prefix(s, 3, &used), 4);
	assert_int_equal(used, 3);
	assert_int_equal(text_prefix(s, 99, NULL), strlen(s));
	/* What combines with the last character still belongs to it. */
	assert_int_equal(text_prefix("e\u0301x", 1, &used), 3);
}

static void a_cut_text_ends_with_a_whole_character(void **state)
{
	(void)state;
	static const char s[] = "a\u5305\u00e9";
	static const size_t whole[] = {0, 1, 1, 1, 4, 4, 6};
	for (size_t len = 0; len < sizeof(whole) / sizeof(whole[0]); len++)
		assert_int_equal(text_whole(s, len), whole[len]);
	/* What was never a character is nobody's to mend. */
	assert_int_equal(text_whole("\x80\x80\x80\x80", 4), 4);
}

static void printable_is_safe_to_show(void **state)
{
	(void)state;
	char out[16];
	text_printable("a\033[2J\n\x7f", 7, out, sizeof(out));
	assert_string_equal(out, "a?[2J??");
	text_printable("\xc2\x9b!", 3, out, sizeof(out)); /* CSI as one C1 character */
	assert_string_equal(out, "?!");
	text_printable("a\0b", 3, out, sizeof(out));
	assert_string_equal(out, "a?b");
	text_printable("\xff", 1, out, sizeof(out));
	assert_string_equal(out, "\xef\xbf\xbd");
	text_printable("ab\u5305", 5, out, 5);
	assert_string_equal(out, "ab");
	text_printable("ab\u5305", 5, out, 6);
	assert_string_equal(out, "ab\u5305");
	text_printable("ab", 2, out, 1);
	assert_string_equal(out, "");
	out[0] = 'x';
	text_printable("ab", 2, out, 0);
	assert_int_equal(out[0], 'x');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(every_code_point_survives),
	        cmocka_unit_test(invalid_bytes_are_replaced_one_by_one),
	        cmocka_unit_test(width_counts_columns),
	        cmocka_unit_test(prefix_never_splits_a_wide_character),
	        cmocka_unit_test(a_cut_text_ends_with_a_whole_character),
	        cmocka_unit_test(printable_is_safe_to_show),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
