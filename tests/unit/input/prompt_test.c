/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The prompt without a terminal: editing, completion, history, searching.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "ui/input/prompt.h"

struct seen {
	struct buf lines; /* each ended by | */
	int cancelled;
};

static void on_line(void *user, const char *line)
{
	struct seen *s = user;
	buf_printf(&s->lines, "%s|", line);
}

static void on_cancel(void *user)
{
	struct seen *s = user;
	s->cancelled++;
}

static void complete(
        void *user, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to)
{
	static const char *const verbs[] = {"deliver", "delay", "drop", "duplicate", "help"};
	(void)user;
	(void)cursor;
	if (word > 0) {
		if (strncmp(line, "open", 4) == 0)
			emit(to, "labs/", "a folder");
		emit(to, "frame", NULL);
		return;
	}
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		emit(to, verbs[i], i == 2 ? "lose the frame" : NULL);
}

static const struct prompt_ops ops = {on_line, on_cancel, complete};

static void type(struct prompt *p, const char *keys)
{
	struct key k;
	while (key_parse_next(&keys, &k))
		prompt_key(p, k);
	assert_int_equal(*keys, '\0');
}

/* Opens, types, and gives the lines that came out. */
static void expect_line(const char *keys, const char *want)
{
	struct seen s = {0};
	struct prompt *p = prompt_create(&ops, &s);
	prompt_open(p, ":", NULL, true);
	type(p, keys);
	assert_false(prompt_is_open(p));
	assert_string_equal(buf_text(&s.lines), want);
	assert_int_equal(s.cancelled, 0);
	prompt_destroy(p);
	buf_finish(&s.lines);
}

static void test_editing(void **state)
{
	(void)state;
	expect_line("hello<Enter>", "hello|");
	expect_line("<Enter>", "|");
	expect_line("helo<Left>l<End>!<Enter>", "hello!|");
	expect_line("ab<Backspace>c<Enter>", "ac|");
	expect_line("abc<Home><Delete><Enter>", "bc|");
	expect_line("one<Space>two C-w three<Enter>", "one three|");
	expect_line("one<Space>two C-<Left>x<Enter>", "one xtwo|");
	expect_line("abc C-u d<Enter>", "d|");
	expect_line("one<Space>two M-b M-d C-y C-y<Enter>", "one twotwo|");
	expect_line("ab C-t<Enter>", "ba|");
	expect_line("a C-_ b<Enter>", "b|");
	expect_line("C-v <Tab>x<Enter>", "\tx|");
	expect_line("你好<Left>们<Enter>", "你们好|");
	expect_line("你好<Backspace><Enter>", "你|");
}

static void test_shown(void **state)
{
	(void)state;
	struct seen s = {0};
	struct prompt *p = prompt_create(&ops, &s);
	assert_string_equal(prompt_text(p), "");
	prompt_open(p, "/", "tcp 你", false);
	assert_string_equal(prompt_label(p), "/");
	assert_string_equal(prompt_text(p), "tcp 你");
	assert_int_equal(prompt_column(p), 6);
	type(p, "<Left>");
	assert_int_equal(prompt_column(p), 4);
	type(p, "<Esc>");
	assert_int_equal(s.cancelled, 1);
	assert_false(prompt_is_open(p));
	prompt_key(p, key_char('x')); /* closed: nothing happens */
	prompt_open(p, ":", NULL, true);
	assert_string_equal(prompt_text(p), "");
	type(p, "a<Backspace><Backspace>");
	assert_int_equal(s.cancelled, 2);
	prompt_open(p, ":", "abc", true);
	type(p, "C-c");
	assert_int_equal(s.cancelled, 3);
	prompt_open(p, ":", NULL, true);
	type(p, "C-d");
	assert_int_equal(s.cancelled, 4);
	prompt_open(p, ":", "abc", true);
	type(p, "C-g");
	assert_int_equal(s.cancelled, 5);
	assert_int_equal(s.lines.len, 0);
	prompt_destroy(p);
}

static void test_paste(void **state)
{
	(void)state;
	struct seen s = {0};
	struct prompt *p = prompt_create(&ops, &s);
	prompt_open(p, ":", NULL, true);
	static const char pasted[] = "two\nlines\x1b[A\xff";
	prompt_paste(p, pasted, sizeof(pasted) - 1);
	assert_string_equal(prompt_text(p), "two lines?[A\xef\xbf\xbd");
	for (int i = 0; i < 2000; i++)
		prompt_paste(p, "0123456789", 10);
	type(p, "more");
	assert_in_range(strlen(prompt_text(p)), PROMPT_LINE_MAX, PROMPT_LINE_MAX + 10);
	prompt_destroy(p);
}

static void test_completion(void **state)
{
	(void)state;
	struct seen s = {0};
	struct prompt *p = prompt_create(&ops, &s);
	prompt_open(p, ":", NULL, true);
	type(p, "h<Tab>");
	assert_string_equal(prompt_text(p), "help ");
	assert_int_equal(prompt_candidate_count(p), 0);
	type(p, "C-u d<Tab>");
	assert_string_equal(prompt_text(p), "d");
	assert_int_equal(prompt_candidate_count(p), 4);
	assert_string_equal(prompt_candidate(p, 0), "deliver");
	assert_string_equal(prompt_candidate(p, 2), "drop");
	assert_string_equal(prompt_candidate_help(p, 2), "lose the frame");
	assert_string_equal(prompt_candidate_help(p, 3), "");
	assert_string_equal(prompt_candidate(p, 99), "");
	type(p, "e<Tab>");
	assert_string_equal(prompt_text(p), "del");
	assert_int_equal(prompt_candidate_count(p), 2);
	type(p, "i<Tab>");
	assert_string_equal(prompt_text(p), "deliver ");
	assert_int_equal(prompt_candidate_count(p), 0);
	type(p, "f<Tab><Enter>");
	assert_string_equal(buf_text(&s.lines), "deliver frame |");
	prompt_open(p, ":", NULL, true);
	type(p, "open<Space>l<Tab>"); /* no space after a folder */
	assert_string_equal(prompt_text(p), "open labs/");
	type(p, "C-u zzz<Tab>"); /* no candidate, and no file names instead */
	assert_string_equal(prompt_text(p), "zzz");
	prompt_destroy(p);
	buf_finish(&s.lines);
}

static void test_history(void **state)
{
	(void)state;
	struct seen s = {0};
	struct prompt *p = prompt_create(&ops, &s);
	static const char *const lines[] = {"wire hold", "calls pass", "calls pass", "", " secret"};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		prompt_open(p, ":", lines[i], true);
		type(p, "<Enter>");
	}
	prompt_open(p, ":", NULL, true);
	type(p, "<Up>");
	assert_string_equal(prompt_text(p), "calls pass");
	type(p, "<Up><Up>");
	assert_string_equal(prompt_text(p), "wire hold");
	type(p, "<Down>");
	assert_string_equal(prompt_text(p), "calls pass");
	prompt_open(p, "/", NULL, false); /* a search has no history, and leaves none */
	type(p, "<Up>");
	assert_string_equal(prompt_text(p), "");
	type(p, "tcp<Enter>");
	prompt_open(p, ":", NULL, true);
	type(p, "<Up>");
	assert_string_equal(prompt_text(p), "calls pass");
	prompt_destroy(p);
	buf_finish(&s.lines);
}

static void test_search(void **state)
{
	(void)state;
	struct seen s = {0};
	struct prompt *p = prompt_create(&ops, &s);
	prompt_open(p, ":", "wire hold client", true);
	type(p, "<Enter>");
	prompt_open(p, ":", "calls pass", true);
	type(p, "<Enter>");
	prompt_open(p, ":", NULL, true);
	type(p, "C-r hold");
	assert_non_null(strstr(prompt_label(p), "hold"));
	assert_string_equal(prompt_text(p), "wire hold client");
	type(p, "<Esc>"); /* leaves the search, not the prompt */
	assert_true(prompt_is_open(p));
	assert_string_equal(prompt_label(p), ":");
	assert_string_equal(prompt_text(p), "");
	type(p, "C-r hold");
	prompt_open(p, ":", NULL, true); /* in the middle of a search */
	assert_string_equal(prompt_label(p), ":");
	type(p, "C-r hold<Enter>");
	assert_string_equal(buf_text(&s.lines), "wire hold client|calls pass|wire hold client|");
	assert_int_equal(s.cancelled, 0);
	prompt_destroy(p);
	buf_finish(&s.lines);
}

static void test_history_file(void **state)
{
	(void)state;
	struct seen s = {0};
	struct err e = {0};
	char dir[] = "/tmp/wirelab-prompt-XXXXXX", path[64];
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/history", dir);
	struct prompt *p = prompt_create(&ops, &s);
	assert_true(prompt_history_load(p, path, &e)); /* missing is fine */
	for (int i = 0; i < PROMPT_HISTORY_MAX + 5; i++) {
		char line[32];
		snprintf(line, sizeof(line), "line %d", i);
		prompt_open(p, ":", line, true);
		type(p, "<Enter>");
	}
	prompt_open(p, "/", NULL, false); /* saved even while it is put aside */
	assert_true(prompt_history_save(p, path, &e));
	prompt_destroy(p);
	struct buf file = {0};
	assert_true(file_read(path, 1u << 20, &file, &e));
	assert_memory_equal(file.at, "line 5\n", 7);
	p = prompt_create(&ops, &s);
	assert_true(prompt_history_load(p, path, &e));
	prompt_open(p, ":", NULL, true);
	type(p, "<Up>");
	assert_string_equal(prompt_text(p), "line 1004");
	assert_false(prompt_history_load(p, dir, &e)); /* a directory */
	assert_false(prompt_history_save(p, "/nowhere/at/all", &e));
	prompt_destroy(p);
	buf_finish(&file);
	buf_finish(&s.lines);
	unlink(path);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_editing),
	        cmocka_unit_test(test_shown),
	        cmocka_unit_test(test_paste),
	        cmocka_unit_test(test_completion),
	        cmocka_unit_test(test_history),
	        cmocka_unit_test(test_search),
	        cmocka_unit_test(test_history_file),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("INPUTRC", "/dev/null", 1);
	setlocale(LC_ALL, "");
	/* The prompt must not need a terminal, whatever the test runs in. */
	if (!freopen("/dev/null", "r", stdin))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
