/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of lessons: sections, questions, hints, and the blocks of Markdown.
 */
#include "lab/lesson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"

static struct lesson *parse(const char *markdown)
{
	struct err e = {0};
	struct lesson *l = lesson_parse(markdown, strlen(markdown), &e);
	if (!l)
		fail_msg("refused: %s", e.text);
	return l;
}

static void assert_refused(const char *markdown, size_t len, const char *sentence)
{
	struct err e = {0};
	assert_null(lesson_parse(markdown, len, &e));
	assert_string_equal(e.text, sentence);
}

/* Blocks as a text: kind and level, spans with their style. */
static const char *shown(struct buf *out, const struct lesson_blocks *blocks)
{
	static const char kinds[] = "PHINCQTR", styles[] = " *_`@";
	buf_clear(out);
	for (size_t i = 0; i < blocks->count; i++) {
		const struct lesson_block *b = &blocks->at[i];
		buf_printf(out, "%s%c%u", i ? "|" : "", kinds[b->kind], b->level);
		for (size_t j = 0; j < b->span_count; j++)
			buf_printf(out, "%c%s", styles[b->spans[j].style], b->spans[j].text);
	}
	return buf_text(out);
}

static void a_lesson_has_its_parts(void **state)
{
	static const char text[] = "# Title\n\nIntro text.\n\n## One\n\nBody *one*.\n\n"
	                           "- [ ] wrong\n- [x] right `syn`\n- [ ] no\n\n"
	                           "### Hints\n1. weak\n2. strong\n3. `:start server`\n\n"
	                           "### Why\nBecause.\n\n## Two\nMore.\n";
	(void)state;
	struct buf b = {0};
	struct lesson *l = parse(text);
	assert_string_equal(l->title, "Title");
	assert_string_equal(shown(&b, &l->intro), "P0 Intro text.");
	assert_int_equal(l->section_count, 2);
	const struct lesson_section *s = &l->sections[0];
	assert_string_equal(s->title, "One");
	assert_int_equal(s->line, 5);
	assert_string_equal(shown(&b, &s->body), "P0 Body _one .");
	assert_int_equal(s->option_count, 3);
	assert_true(!s->options[0].expected && s->options[1].expected && !s->options[2].expected);
	assert_string_equal(s->options[1].text.spans[1].text, "syn");
	assert_string_equal(shown(&b, &s->hints[0]), "P0 weak");
	assert_string_equal(shown(&b, &s->hints[2]), "P0`:start server");
	assert_string_equal(shown(&b, &s->why), "P0 Because.");
	assert_string_equal(l->sections[1].title, "Two");
	assert_int_equal(l->sections[1].option_count, 0);
	assert_int_equal(l->sections[1].hints[0].count, 0);
	lesson_destroy(l);
	buf_finish(&b);
}

static void chinese_words_name_the_parts(void **state)
{
	static const char text[] = "# 三次握手\n## 监听\n正文，\n第二行。ABC\n第三行\n\n### 提示\n"
	                           "1. 一\n\n2. 二\n\n   再说。\n3. 三\n\n### 为什么\n因为。\n";
	(void)state;
	struct buf b = {0};
	struct lesson *l = parse(text);
	const struct lesson_section *s = &l->sections[0];
	assert_string_equal(s->title, "监听");
	assert_string_equal(shown(&b, &s->body), "P0 正文，第二行。ABC 第三行");
	assert_string_equal(shown(&b, &s->hints[1]), "P0 二|P0 再说。");
	assert_string_equal(shown(&b, &s->hints[2]), "P0 三");
	assert_string_equal(shown(&b, &s->why), "P0 因为。");
	lesson_destroy(l);
	buf_finish(&b);
}

static void blocks_keep_their_kind(void **state)
{
	static const struct {
		const char *markdown, *blocks;
	} cases[] = {
	        {"a\nb", "P0 a b"},
	        {"三次\n`send()`", "P0 三次 `send()"},
	        {"`send()`\n三次", "P0`send()  三次"},
	        {"说\n**明**，\nTCP\n。“完\n”\n了", "P0 说*明 ，TCP。“完”了"},
	        {"a  \nb", "P0 a|P0 b"},
	        {"a **b** `c` [d](e) &lt;&copy;", "P0 a *b  `c  @d  <&copy;"},
	        {"- a\n- b\n  - c\n- d", "I1 a|I1 b|I2 c|I1 d"},
	        {"3. a\n4. b", "N3 a|N4 b"},
	        {"- a\n\n- b\n\n  c", "I1 a|I1 b|P0 c"},
	        {"```c\nint a;\n\n  b\n```", "C0 int a;|C0|C0   b"},
	        {"    x\n    y", "C0 x|C0 y"},
	        {"> a\n> b", "Q1 a b"},
	        {"|a|b|\n|---|---|\n|c|*d*|", "T0 a \t b|T0 c \t_d"},
	        {"a\n\n---\n\nb", "P0 a|R0|P0 b"},
	        {"### Other\nx", "H3 Other|P0 x"},
	        {"<b>a</b>", "P0 <b>a</b>"},
	        {"- a\n  ```\n  x\n  ```\n  b", "I1 a|C0 x|P0 b"},
	};
	(void)state;
	struct buf b = {0}, text = {0};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&text);
		buf_printf(&text, "# T\n## S\n%s\n", cases[i].markdown);
		struct lesson *l = parse(buf_text(&text));
		assert_string_equal(shown(&b, &l->sections[0].body), cases[i].blocks);
		lesson_destroy(l);
	}
	buf_finish(&b);
	buf_finish(&text);
}

static void wrong_lessons_are_named(void **state)
{
	static const struct {
		const char *markdown, *sentence;
	} bad[] = {
	        {"", "expected a title, `# ...`, at the top"},
	        {"## S\n", "section 1 (S): expected a title, `# ...`, at the top"},
	        {"# A\n# B\n", "expected one `# ` title at the top, found another"},
	        {"# A\n## S\n# B\n",
	                "section 1 (S): expected one `# ` title at the top, found another"},
	        {"# A\n- [ ] q\n",
	                "a question (`- [ ]`) stands in the text of a step, before its hints"},
	        {"# A\n## S\n### Why\n- [ ] q\n", "section 1 (S): a question (`- [ ]`) stands in "
	                                          "the text of a step, before its hints"},
	        {"# A\n## S\n### Hints\n1. a\n2. b\n3. c\n4. d\n",
	                "section 1 (S): a step has three hints, found more"},
	        {"# A\n## S\n### Hints\nJust so.\n",
	                "section 1 (S): expected hints as a numbered list"},
	        {"# A\n> ## S\n", "a heading can't stand in a list or a quote"},
	        {"# A\n\x1b[31mred\n", "line 2: a control character"},
	        {"# A\n\n\xc3(\n", "line 3: this is not UTF-8 text"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_refused(bad[i].markdown, strlen(bad[i].markdown), bad[i].sentence);
	assert_refused("# A\n\0", 5, "line 2: a control character");
}

static void too_many_sections_are_refused(void **state)
{
	(void)state;
	struct buf text = {0};
	buf_puts(&text, "# A\n");
	for (int i = 0; i < 65; i++)
		buf_puts(&text, "## S\n");
	struct err e = {0};
	assert_null(lesson_parse(buf_text(&text), text.len, &e));
	assert_string_equal(e.text, "section 64 (S): a lesson has at most 64 sections");
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_lesson_has_its_parts),
	        cmocka_unit_test(chinese_words_name_the_parts),
	        cmocka_unit_test(blocks_keep_their_kind),
	        cmocka_unit_test(wrong_lessons_are_named),
	        cmocka_unit_test(too_many_sections_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
