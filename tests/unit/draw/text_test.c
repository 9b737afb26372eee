/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wrapping: words, CJK with its punctuation rules, styles across lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "ui/draw/text.h"

struct row {
	const char *text;
	int columns, hang;
	const char *want; /* lines, each ended by | */
};

static const struct row rows[] = {
        {"hello world", 20, 0, "hello world|"},
        {"hello world", 8, 0, "hello|world|"},
        {"hello world", 5, 0, "hello|world|"},
        {"hello   world", 6, 0, "hello|world|"},
        {"abcdefghij", 4, 0, "abcd|efgh|ij|"},
        {"a abcdefghij", 4, 0, "a|abcd|efgh|ij|"},
        {"one\n\ntwo\n", 9, 0, "one||two|"},
        {"  keep this", 8, 0, "  keep|this|"},
        {"- item that goes on", 8, 2, "- item|  that|  goes|  on|"},
        {"你好世界", 4, 0, "你好|世界|"},
        {"你好世界", 5, 0, "你好|世界|"},
        {"你好，世界。", 4, 0, "你|好，|世|界。|"},
        {"你好（世界）", 6, 0, "你好|（世|界）|"},
        {"监听 listen() 后", 8, 0, "监听|listen()|后|"},
        {"服务器listen之后", 10, 0, "服务器|listen之后|"},
        {"你", 1, 0, "你|"},
        {"", 9, 0, ""},
        {"\n", 9, 0, "|"},
        {"a b c", 0, 0, "a|b|c|"},
};

static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rich r = {0};
		struct rich_lines l = {0};
		struct buf got = {0};
		rich_add(&r, style_of(ROLE_TEXT), rows[i].text);
		rich_wrap(&r, rows[i].columns, rows[i].hang, &l);
		VEC_EACH (line, &l.lines) {
			buf_printf(&got, "%*s%.*s|", line->indent, "", (int)line->len,
			        buf_text(&r.text) + line->at);
		}
		assert_string_equal(buf_text(&got), rows[i].want);
		buf_finish(&got);
		rich_lines_finish(&l);
		rich_finish(&r);
	}
}

static bool starts_with_any(const char *s, size_t len, const char *const *set)
{
	for (; *set; set++) {
		if (len >= strlen(*set) && memcmp(s, *set, strlen(*set)) == 0)
			return true;
	}
	return false;
}

/* At every width that has room for the longest unbreakable piece: nothing lost, no line too wide,
 * none begins with closing punctuation. */
static void test_all_widths(void **state)
{
	(void)state;
	static const char *const closing[] = {"，", "。", "）", "；", "：", "！", "」", NULL};
	static const char text[] = "客户端停在 connect() 里：它的内核发出了一个报文段（SYN），"
	                           "线路把它扣住了。服务器呢？它在 accept() 里等待；什么也没收到！";
	struct rich r = {0};
	rich_add(&r, style_of(ROLE_TEXT), text);
	for (int columns = 12; columns < 140; columns++) {
		struct rich_lines l = {0};
		size_t seen = 0;
		rich_wrap(&r, columns, 0, &l);
		VEC_EACH (line, &l.lines) {
			assert_true(line->columns <= columns);
			const char *s = text + line->at;
			assert_false(starts_with_any(s, line->len, closing));
			for (size_t i = seen; i < line->at; i++)
				assert_int_equal(text[i], ' ');
			seen = line->at + line->len;
		}
		assert_int_equal(seen, strlen(text));
		rich_lines_finish(&l);
	}
	rich_finish(&r);
}

static void test_styles_follow(void **state)
{
	(void)state;
	struct rich r = {0};
	struct rich_lines l = {0};
	struct canvas c;
	struct buf got = {0};
	rich_add(&r, style_of(ROLE_TEXT), "the ");
	rich_add(&r, style_of(ROLE_STRONG), "wire is");
	rich_add(&r, style_of(ROLE_CODE), " held");
	rich_wrap(&r, 8, 1, &l);
	canvas_init(&c, 8, 4);
	rich_draw(&c, &r, &l, 0);
	canvas_dump_text(&c, &got);
	canvas_dump_styles(&c, &got);
	assert_string_equal(buf_text(&got), "the wire\n is held\n\n\n"
	                                    "....bbbb\n.bbccccc\n........\n........\n");
	buf_finish(&got);
	canvas_finish(&c);
	rich_lines_finish(&l);
	rich_finish(&r);
}

static void test_tabs_and_returns(void **state)
{
	(void)state;
	struct rich r = {0};
	rich_add(&r, style_of(ROLE_CODE), "a\tb\r\n\tc");
	assert_string_equal(buf_text(&r.text), "a       b\n        c");
	rich_finish(&r);
}

static void test_plain(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 5, 2);
	assert_int_equal(text_draw_wrapped(&c, style_of(ROLE_TEXT), "one two six"), 3);
	assert_int_equal(canvas_at(&c, 0, 1)->cp, 't');
	canvas_finish(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_table),
	        cmocka_unit_test(test_all_widths),
	        cmocka_unit_test(test_styles_follow),
	        cmocka_unit_test(test_tabs_and_returns),
	        cmocka_unit_test(test_plain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
