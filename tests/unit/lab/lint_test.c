/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of lint: a lab without fault, and each fault by its sentence.
 */
#include "lab/lint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "lab/catalogue.h"
#include "lab/lab.h"

static const char yaml[] = "name: good\n"
                           "title: {en: T, zh: 题}\n"
                           "about: {en: A, zh: 关}\n"
                           "chapter: B\n"
                           "minutes: 5\n"
                           "level: 1\n"
                           "network:\n"
                           "  hosts: [{name: a}, {name: b}]\n"
                           "  links: [{between: [a, b], mode: hold, gate: 'tcp'}]\n"
                           "programs: [{name: p, host: a, source: p.c, run: ./p}]\n"
                           "checks:\n"
                           "  one: {says: {en: one, zh: 一}, frame: {filter: 'from a'}}\n"
                           "  two: {says: {en: two, zh: 二}, frame: {field: ip.ttl, is: 64}}\n"
                           "steps:\n"
                           "  - id: s\n"
                           "    title: {en: S, zh: 步}\n"
                           "    predict: [one, two]\n"
                           "    until: [one]\n"
                           "    solution: [start p, wait two 3]\n"
                           "    task: true\n";

static const char lesson[] =
        "# T\n\n## S\n\nText.\n\n- [x] one\n- [ ] two\n\n### Hints\n1. a\n2. b\n"
        "3. c\n\n### Why\nSo.\n";

struct room {
	char dir[32];
	char *lab;
};

static void write_file(const struct room *r, const char *name, const char *text)
{
	struct err e = {0};
	_cleanup_free_ char *path = xasprintf("%s/%s", r->lab, name);
	assert_true(file_write(path, text, strlen(text), 0600, &e));
}

static int set_up(void **state)
{
	struct room *r = xcalloc(1, sizeof(*r));
	memcpy(r->dir, "/tmp/wirelab-test-XXXXXX", sizeof("/tmp/wirelab-test-XXXXXX"));
	assert_non_null(mkdtemp(r->dir));
	r->lab = xasprintf("%s/good", r->dir);
	assert_int_equal(mkdir(r->lab, 0700), 0);
	write_file(r, "lab.yaml", yaml);
	write_file(r, "lesson.md", lesson);
	write_file(r, "lesson.zh.md", lesson);
	write_file(r, "p.c", "int main(void) { return 0; }\n");
	*state = r;
	return 0;
}

static int tear_down(void **state)
{
	static const char *const names[] = {"lab.yaml", "lesson.md", "lesson.zh.md", "p.c"};
	struct room *r = *state;
	for (size_t i = 0; i < 4; i++) {
		_cleanup_free_ char *path = xasprintf("%s/%s", r->lab, names[i]);
		unlink(path);
	}
	rmdir(r->lab);
	rmdir(r->dir);
	free(r->lab);
	free(r);
	return 0;
}

static void collect(void *user, const char *sentence)
{
	buf_printf(user, "%s\n", sentence);
}

/* Lints the folder; the faults without the folder's name, each ending in a newline. */
static char *lint(const struct room *r)
{
	struct err e = {0};
	struct buf found = {0}, out = {0};
	struct lab *lab = lab_load(r->lab, &e);
	if (!lab)
		fail_msg("%s", e.text);
	bool clean = lab_lint(lab, collect, &found);
	assert_int_equal(clean, found.len == 0);
	lab_destroy(lab);
	size_t len = strlen(r->lab) + 1;
	const char *text = buf_text(&found);
	for (const char *at; (at = strstr(text, r->lab)); text = at + len)
		buf_add(&out, text, (size_t)(at - text));
	buf_puts(&out, text);
	buf_finish(&found);
	return buf_steal(&out);
}

/* The file with one place changed. */
static void change(const struct room *r, const char *name, const char *old, const char *new)
{
	const char *text = strcmp(name, "lab.yaml") == 0 ? yaml : lesson;
	const char *at = strstr(text, old);
	assert_non_null(at);
	struct buf out = {0};
	buf_add(&out, text, (size_t)(at - text));
	buf_puts(&out, new);
	buf_puts(&out, at + strlen(old));
	write_file(r, name, buf_text(&out));
	buf_finish(&out);
}

static void a_good_lab_has_no_fault(void **state)
{
	_cleanup_free_ char *found = lint(*state);
	assert_string_equal(found, "");
}

static void each_fault_is_named(void **state)
{
	static const struct {
		const char *file, *old, *new, *fault;
	} cases[] = {
	        {"lab.yaml", "name: good", "name: better",
	                "lab.yaml: the lab is called `better`, its folder `good`\n"},
	        {"lab.yaml", "title: {en: T, zh: 题}", "title: T",
	                "lab.yaml:2: `title` has no Chinese (`zh`)\n"},
	        {"lab.yaml", "{en: two, zh: 二}", "{en: two}",
	                "lab.yaml:13: `says` has no Chinese (`zh`)\n"},
	        {"lab.yaml", "{en: two,", "{en: two.,",
	                "lab.yaml:13: `says` ends with a full stop\n"},
	        {"lab.yaml", "mode: hold, ", "",
	                "lab.yaml:9: `gate` does nothing without `mode: hold`\n"},
	        {"lab.yaml", "source: p.c", "source: q.c",
	                "lab.yaml:10: the source `q.c` of `p` is not there\n"},
	        {"lab.yaml", "ip.ttl", "ip.tll",
	                "lab.yaml:13: no field is called `ip.tll`; did you mean `ip.ttl`?\n"},
	        {"lab.yaml",
	                "    predict: [one, two]\n    until: [one]\n    solution: [start p, wait "
	                "two 3]",
	                "    predict: true\n    until: [one]\n    solution: [start p]",
	                "lab.yaml:13: no step uses the check `two`\n"},
	        {"lab.yaml", "steps:\n", "  held: {says: {en: h, zh: 住}, not: one}\nsteps:\n",
	                "lab.yaml:14: `wait held` means something else: rename the check\n"
	                "lab.yaml:14: no step uses the check `held`\n"},
	        {"lab.yaml", "wait two 3", "wait held syn, wait ended p", ""},
	        {"lab.yaml", "wait two", "wait three",
	                "lab.yaml:15: `wait three 3` waits for no check of this lab\n"},
	        {"lab.yaml", "    task: true\n", "",
	                "lab.yaml: no step is the closing task (`task: true`)\n"},
	        {"lab.yaml", "{filter: 'from a'}", "{count: 0}",
	                "lab.yaml:15: `until` of step `s` holds before the learner did anything\n"},
	        {"lab.yaml", "    predict: [one, two]\n", "",
	                "lesson.md:3: there is a question, but step `s` has no `predict`\n"
	                "lesson.zh.md:3: there is a question, but step `s` has no `predict`\n"},
	        {"lesson.md", "- [ ] two\n", "",
	                "lesson.md:3: expected 2 answers, as `predict` of step `s` has, found 1\n"
	                "lesson.zh.md:3: the English lesson has 1 answers here, this one 2\n"},
	        {"lesson.md", "- [ ] two", "- [x] two",
	                "lesson.md:3: expected one answer with `[x]`, found 2\n"
	                "lesson.zh.md:3: another answer has the `[x]` than in English\n"},
	        {"lesson.zh.md", "- [x] one\n- [ ] two", "- [ ] one\n- [x] two",
	                "lesson.zh.md:3: another answer has the `[x]` than in English\n"},
	        {"lesson.md", "3. c\n", "", "lesson.md:3: expected three hints, found 2\n"},
	        {"lesson.md", "Text.\n", "", "lesson.md:3: the section has no text\n"},
	        {"lesson.md", "### Why", "### Wy",
	                "lesson.md:3: the section doesn't say why (`### Why`, `### 为什么`)\n"},
	        {"lesson.zh.md", "So.\n", "So.\n\n## More\n",
	                "lesson.zh.md: expected 1 sections, one for each step, found 2\n"},
	        {"lesson.zh.md", "# T", "T",
	                "lesson.zh.md: section 1 (S): expected a title, `# ...`, at the "
	                "top\n"},
	};
	struct room *r = *state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		write_file(r, "lab.yaml", yaml);
		write_file(r, "lesson.md", lesson);
		write_file(r, "lesson.zh.md", lesson);
		change(r, cases[i].file, cases[i].old, cases[i].new);
		_cleanup_free_ char *found = lint(r);
		assert_string_equal(found, cases[i].fault);
	}
}

static void a_wrong_filter_is_named(void **state)
{
	struct room *r = *state;
	change(r, "lab.yaml", "'from a'", "'from nobody'");
	_cleanup_free_ char *found = lint(r);
	assert_non_null(strstr(found, "lab.yaml:12: `filter`: "));
	assert_non_null(strstr(found, "nobody"));
}

static void a_missing_translation_is_named(void **state)
{
	struct room *r = *state;
	_cleanup_free_ char *path = xasprintf("%s/lesson.zh.md", r->lab);
	assert_int_equal(unlink(path), 0);
	_cleanup_free_ char *found = lint(r);
	assert_non_null(strstr(found, "lesson.zh.md"));
}

/* The block of code of that kind in a Markdown file, the first one. */
static char *code_of(const char *text, const char *fence)
{
	const char *begin = strstr(text, fence);
	assert_non_null(begin);
	begin = strchr(begin, '\n') + 1;
	const char *end = strstr(begin, "\n```\n");
	assert_non_null(end);
	return xstrndup(begin, (size_t)(end + 1 - begin));
}

/* What the manual shows as a complete lab is one. */
static void the_manuals_lab_has_no_fault(void **state)
{
	struct room *r = *state;
	struct buf manual = {0};
	struct err e = {0};
	assert_true(file_read(SOURCE_DIR "/labs/README.md", 1 << 20, &manual, &e));
	_cleanup_free_ char *lab = code_of(buf_text(&manual), "```yaml\n");
	_cleanup_free_ char *text = code_of(buf_text(&manual), "```markdown\n");
	write_file(r, "lab.yaml", lab);
	write_file(r, "lesson.md", text);
	write_file(r, "lesson.zh.md", text);
	_cleanup_free_ char *found = lint(r);
	assert_string_equal(found, "lab.yaml: the lab is called `first-syn`, its folder `good`\n");
	buf_finish(&manual);
}

static void labs_are_found(void **state)
{
	struct room *r = *state;
	struct err e = {0};
	struct catalogue *c = catalogue_load(r->dir, &e);
	assert_non_null(c);
	assert_int_equal(c->count, 1);
	assert_int_equal(c->broken_count, 0);
	assert_string_equal(c->labs[0]->name, "good");
	catalogue_destroy(c);
	_cleanup_free_ char *by_name = catalogue_find(r->dir, "good", &e);
	assert_string_equal(by_name, r->lab);
	_cleanup_free_ char *by_path = catalogue_find("/nonexistent", r->lab, &e);
	assert_string_equal(by_path, r->lab);
	assert_null(catalogue_find(r->dir, "gold", &e));
	assert_string_equal(e.text, "no lab is called gold; did you mean good?");
	assert_int_equal(e.code, ERR_USAGE);
	assert_null(catalogue_find(r->dir, "storm", &e));
	assert_string_equal(e.text, "no lab is called storm; there are good");
	assert_null(catalogue_find(r->dir, "../good", &e));
	assert_string_equal(e.text, "there is no lab.yaml in ../good");
	assert_null(catalogue_find(r->dir, "", &e));
}

static void broken_labs_are_told(void **state)
{
	struct room *r = *state;
	struct err e = {0};
	write_file(r, "lab.yaml", "name: good\n");
	struct catalogue *c = catalogue_load(r->dir, &e);
	assert_non_null(c);
	assert_int_equal(c->count, 0);
	assert_int_equal(c->broken_count, 1);
	assert_non_null(strstr(c->broken[0], "good/lab.yaml:1: a lab needs `title`"));
	catalogue_destroy(c);
	assert_null(catalogue_load("/nonexistent", &e));
	assert_int_equal(e.code, ERR_INPUT);
}

static void chapters_have_titles(void **state)
{
	(void)state;
	assert_string_equal(catalogue_chapter('B'), "TCP");
	assert_string_equal(catalogue_chapter('G'), "Applications");
	assert_string_equal(catalogue_chapter('H'), "");
	assert_string_equal(catalogue_chapter('@'), "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(a_good_lab_has_no_fault),
	        TEST(each_fault_is_named),
	        TEST(a_wrong_filter_is_named),
	        TEST(a_missing_translation_is_named),
	        TEST(the_manuals_lab_has_no_fault),
	        TEST(labs_are_found),
	        TEST(broken_labs_are_told),
	        cmocka_unit_test(chapters_have_titles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
