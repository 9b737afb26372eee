/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a program's output is handed on: the seam before libvterm.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "term/scan.h"

/* Everything in one text: passed bytes as they are, {osc}, {forget}. */
static void on_pass(void *user, const char *bytes, size_t len)
{
	assert_in_range(len, 1, SCAN_PASS_MAX + 64);
	buf_add(user, bytes, len);
}

static void on_osc(void *user, const char *text, size_t len)
{
	buf_putc(user, '{');
	buf_add(user, text, len);
	buf_putc(user, '}');
}

static void on_forget(void *user)
{
	buf_puts(user, "{forget}");
}

static const struct {
	const char *name, *in, *out;
} rows[] = {
        {"text", "abc\r\n", "abc\r\n"},
        {"NUL-like bytes", "a\177b", "ab"},
        {"style", "\033[1;31m", "\033[1;31m"},
        {"no arguments", "\033[m\033[;H", "\033[m\033[;H"},
        {"sub-arguments", "\033[4:3;38:2:1:2:3m", "\033[4:3;38:2:1:2:3m"},
        {"leader and intermediate", "\033[?25h\033[2 q\033[!p", "\033[?25h\033[2 q\033[!p"},
        {"list of modes", "\033[?1006;1000h\033[4;20l", "\033[?1006h\033[?1000h\033[4l\033[20l"},
        {"large argument", "\033[123456789A", "\033[16383A"},
        {"sixteen arguments", "\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m",
                "\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m"},
        {"seventeen arguments", "\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17mx", "x"},
        {"leader in the middle", "\033[1?2hx", "x"},
        {"argument after intermediate", "\033[1 2mx", "x"},
        {"byte that is none", "\033[1\xffmx", "mx"},
        {"control inside", "\033[3\r1m", "\r\033[31m"},
        {"cancel", "\033[3\03212\033]0;x\030y", "12y"},
        {"escape begins anew", "\033[3\033[1m\033\033[2m", "\033[1m\033[2m"},
        {"repeat", "ab\033[3b", "abbbb"},
        {"repeat once", "a\033[b\033[0b", "aaa"},
        {"save and restore", "\033[s\033[u", "\0337\0338\033[?16000l"},
        {"side margins", "\033[?69h\033[3;9s", "\033[?69h\033[3;9s"},
        {"restore is clamped", "\0338", "\0338\033[?16000l"},
        {"forget", "x\033[3Jy\033[2J", "x{forget}y\033[2J"},
        {"osc by BEL", "a\033]0;t\ab", "a{0;t}b"},
        {"osc by ST", "a\033]0;t\033\\b", "a{0;t}b"},
        {"osc with UTF-8", "\033]0;\u4e2d\a", "{0;\u4e2d}"},
        {"osc cut by another", "\033]0;a\033]1;b\a", "{1;b}"},
        {"empty osc", "\033]\ax", "{}x"},
        {"other strings", "\033Pa\ab\033\\1\033_a\033\\2\033^a\033\\3\033Xa\033\\4", "1234"},
        {"character sets", "\033(0\033)B\033(K\033([31m\033#8\033#6\033%G\033 G",
                "\033(0\033)B31m\033#8"},
        {"broken UTF-8", "\xc3\xe4\xb8\xf0\x9f\x98", "\ufffd\ufffd"},
        {"broken UTF-8, then text", "\xe4\xb8z", "\ufffdz"},
        {"beyond Unicode", "\xf4\x90\x80\x80\xf8", "\ufffd\ufffd\ufffd\ufffd\ufffd"},
        {"marks", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301\u0301"},
};

static char *scanned(const char *in, size_t piece)
{
	struct scan s = {0};
	struct buf out = {0};
	struct scan_sink sink = {on_pass, on_osc, on_forget, &out};
	size_t len = strlen(in);
	for (size_t i = 0; i < len; i += piece)
		scan_feed(&s, &sink, in + i, len - i < piece ? len - i : piece);
	scan_finish(&s);
	return buf_steal(&out);
}

static void scans(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (size_t piece = 1; piece < 40; piece += 6) {
			char *got = scanned(rows[i].in, piece);
			if (strcmp(got, rows[i].out) != 0)
				fail_msg("%s in pieces of %zu: got '%s', want '%s'", rows[i].name,
				        piece, got, rows[i].out);
			free(got);
		}
	}
}

static void bounds_a_repeat(void **state)
{
	(void)state;
	char *got = scanned("\u4e2d\033[99999b", 100);
	assert_int_equal(strlen(got), 3 + 16383 * 3);
	free(got);
}

static void drops_a_long_sequence(void **state)
{
	(void)state;
	struct buf in = {0};
	buf_puts(&in, "\033[");
	for (int i = 0; i < 1000; i++)
		buf_putc(&in, '0');
	buf_puts(&in, "1mx");
	char *got = scanned(in.at, in.len);
	assert_string_equal(got, "x");
	free(got);
	buf_finish(&in);
}

static void bounds_a_command(void **state)
{
	(void)state;
	for (size_t extra = 0; extra < 2; extra++) {
		struct buf in = {0};
		buf_puts(&in, "\033]");
		for (size_t i = 0; i < SCAN_STRING_MAX + extra; i++)
			buf_putc(&in, '1');
		buf_puts(&in, "\a.");
		char *got = scanned(in.at, 4096);
		assert_int_equal(strlen(got), extra ? 1 : SCAN_STRING_MAX + 3);
		free(got);
		buf_finish(&in);
	}
}

static void disguises_young_wide_characters(void **state)
{
	(void)state;
	char *got = scanned("\U0001f970", 4);
	assert_string_equal(got, "\U0003f970");
	free(got);
	assert_int_equal(scan_reveal(0x3f970), 0x1f970);
	assert_int_equal(scan_reveal(0x1f970), 0x1f970);
	assert_int_equal(scan_reveal(0x30000), 0x30000);
	assert_int_equal(scan_reveal('a'), 'a');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(scans),
	        cmocka_unit_test(bounds_a_repeat),
	        cmocka_unit_test(drops_a_long_sequence),
	        cmocka_unit_test(bounds_a_command),
	        cmocka_unit_test(disguises_young_wide_characters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
