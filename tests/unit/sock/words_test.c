/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines into words, with the escapes of C, and bytes back into C.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "sock/words.h"

struct row {
	const char *line;
	const char *words; /* each in brackets; quoted ones with a q before */
	const char *rest;  /* NULL: refused */
};

static const struct row rows[] = {
        {"", "", ""},
        {"  \t ", "", ""},
        {"send 3 hi", "[send][3][hi]", ""},
        {"send 3 \"a b\\n\"", "[send][3]q[a b\n]", ""},
        {"send 3 'a \\n'", "[send][3]q[a \\n]", ""},
        {"x a\"b\"c", "[x]q[abc]", ""},
        {"x \"\"", "[x]q[]", ""},
        {"a;b", "[a]", "b"},
        {"a \"x;y\"; b", "[a]q[x;y]", " b"},
        {"a\nb", "[a]", "b"},
        {";a", "", "a"},
        {"a # b ; c", "[a]", ""},
        {"# b ; c\nd", "", "d"},
        {"a#b", "[a#b]", ""},
        {"\"\\x41\\102\\e\\\\\\\"\\a\\b\\f\\v\\r\\t\"", "q[AB\033\\\"\a\b\f\v\r\t]", ""},
        {"\"\\1234\"", "q[S4]", ""},
        {"\"\\x414\"", "q[A4]", ""},
        {"\"it's\"", "q[it's]", ""},
        {"\"open", NULL, NULL},
        {"'open", NULL, NULL},
        {"\"\\q\"", NULL, NULL},
        {"\"\\x\"", NULL, NULL},
        {"\"\\", NULL, NULL},
};

static void lines_become_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sock_words words = {0};
		struct buf text = {0};
		struct err e = {0};
		const char *rest = sock_words_take(rows[i].line, &words, &e);
		VEC_EACH (word, &words.all)
			buf_printf(&text, "%s[%s]", word->quoted ? "q" : "", word->text);
		if (!rows[i].rest) {
			assert_null(rest);
			assert_int_equal(e.code, ERR_USAGE);
			assert_true(e.text[0]);
		} else {
			assert_non_null(rest);
			assert_string_equal(rest, rows[i].rest);
			assert_string_equal(buf_text(&text), rows[i].words);
		}
		buf_finish(&text);
		sock_words_finish(&words);
	}
}

static void zeros_are_bytes_like_others(void **state)
{
	(void)state;
	struct sock_words words = {0};
	assert_non_null(sock_words_take("\"a\\0b\\x00\"", &words, NULL));
	assert_int_equal(words.all.count, 1);
	assert_int_equal(words.all.at[0].len, 4);
	assert_memory_equal(words.all.at[0].text, "a\0b\0", 5);
	sock_words_finish(&words);
}

static void bytes_are_quoted_as_in_c(void **state)
{
	(void)state;
	struct buf out = {0};
	sock_quote("a\n\"\\\0"
	           "1\x7f\xff",
	        8, 100, &out);
	assert_string_equal(buf_text(&out), "\"a\\n\\\"\\\\\\0001\\177\\377\"");
	buf_clear(&out);
	sock_quote("abcdef", 6, 3, &out);
	assert_string_equal(buf_text(&out), "\"abc\"...");
	buf_clear(&out);
	sock_quote("it's?", 5, 5, &out);
	assert_string_equal(buf_text(&out), "\"it's?\"");
	buf_finish(&out);
}

/* What is quoted is read back as the same bytes, whatever they are and whatever follows. */
static void quoting_is_undone_by_reading(void **state)
{
	(void)state;
	uint8_t bytes[512];
	for (size_t i = 0; i < sizeof(bytes); i += 2) {
		bytes[i] = (uint8_t)(i / 2);
		bytes[i + 1] = '7';
	}
	struct buf out = {0};
	struct sock_words words = {0};
	sock_quote(bytes, sizeof(bytes), sizeof(bytes), &out);
	assert_non_null(sock_words_take(buf_text(&out), &words, NULL));
	assert_int_equal(words.all.count, 1);
	assert_int_equal(words.all.at[0].len, sizeof(bytes));
	assert_memory_equal(words.all.at[0].text, bytes, sizeof(bytes));
	sock_words_finish(&words);
	buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(lines_become_words),
	        cmocka_unit_test(zeros_are_bytes_like_others),
	        cmocka_unit_test(bytes_are_quoted_as_in_c),
	        cmocka_unit_test(quoting_is_undone_by_reading),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
