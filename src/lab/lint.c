/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The faults of a lab that can be played all the same.
 */
#include "lab/lint.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "capture/filter.h"
#include "lab/hosts.h"
#include "lab/lab.h"
#include "lab/lesson.h"
#include "base/near.h"
#include "packet/fields.h"

struct linter {
	const struct lab *lab;
	struct hosts hosts;
	lint_fn say;
	void *user;
	bool clean;
};

static void fault(struct linter *l, const char *file, unsigned line, const char *fmt, ...)
        __attribute__((format(printf, 4, 5)));

static void fault(struct linter *l, const char *file, unsigned line, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;
	va_start(ap, fmt);
	_cleanup_free_ char *what = xvasprintf(fmt, ap);
	va_end(ap);
	buf_printf(&text, "%s/%s", l->lab->dir, file);
	if (line)
		buf_printf(&text, ":%u", line);
	buf_printf(&text, ": %s", what);
	l->clean = false;
	l->say(l->user, buf_text(&text));
	buf_finish(&text);
}

#define YAML "lab.yaml"

/* ---- texts ---- */

static void lint_text(struct linter *l, const struct lab_text *t, const char *what)
{
	if (!t->in[LAB_ZH])
		fault(l, YAML, t->line, "%s has no Chinese (`zh`)", what);
	for (int i = 0; i < LAB_LANGS; i++)
		if (t->in[i] && strpbrk(t->in[i], "\n\t"))
			fault(l, YAML, t->line, "%s has more than one line", what);
}

static void lint_says(struct linter *l, const struct lab_check *c)
{
	lint_text(l, &c->says, "`says`");
	const char *en = lab_text(&c->says, LAB_EN);
	size_t len = strlen(en);
	if (len && en[len - 1] == '.')
		fault(l, YAML, c->says.line, "`says` ends with a full stop");
}

static void lint_top(struct linter *l)
{
	const struct lab *lab = l->lab;
	lint_text(l, &lab->title, "`title`");
	lint_text(l, &lab->about, "`about`");
	_cleanup_free_ char *full = realpath(lab->dir, NULL);
	const char *slash = full ? strrchr(full, '/') : NULL;
	if (slash && strcmp(slash + 1, lab->name) != 0)
		fault(l, YAML, 0, "the lab is called `%s`, its folder `%s`", lab->name, slash + 1);
}

/* ---- network and programs ---- */

static void lint_filter(struct linter *l, const char *text, unsigned line, const char *what)
{
	struct err e = {0};
	struct filter *f = filter_create(text, hosts_address, &l->hosts, &e);
	if (!f)
		fault(l, YAML, line, "%s: %s", what, e.text);
	filter_destroy(f);
}

static void lint_links(struct linter *l)
{
	const struct lab *lab = l->lab;
	for (int i = 0; i < lab->topology.link_count; i++) {
		const struct lab_link_start *start = &lab->links[i];
		if (*start->gate)
			lint_filter(l, start->gate, start->line, "`gate`");
		if (*start->gate && start->mode != WIRE_HOLD)
			fault(l, YAML, start->line, "`gate` does nothing without `mode: hold`");
	}
}

static void lint_programs(struct linter *l)
{
	const struct lab *lab = l->lab;
	for (size_t i = 0; i < lab->program_count; i++) {
		const struct lab_program *p = &lab->programs[i];
		if (!p->source)
			continue;
		_cleanup_free_ char *path = xasprintf("%s/%s", lab->dir, p->source);
		struct stat st;
		if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
			fault(l, YAML, p->line, "the source `%s` of `%s` is not there", p->source,
			        p->name);
	}
}

/* ---- checks ---- */

static void lint_field(struct linter *l, const struct lab_check *c)
{
	const char *const *names = fields_editable();
	size_t count = 0;
	for (; names[count]; count++)
		if (strcmp(names[count], c->field) == 0)
			return;
	const char *near = near_word(c->field, names, count);
	if (near)
		fault(l, YAML, c->line, "no field is called `%s`; did you mean `%s`?", c->field,
		        near);
	else
		fault(l, YAML, c->line, "no field is called `%s`", c->field);
}

static void mark(bool *used, const size_t *checks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		used[checks[i]] = true;
}

/* Words that `wait` takes for something else than a check. */
static bool is_reserved(const char *name)
{
	return strcmp(name, "held") == 0 || strcmp(name, "ended") == 0;
}

/* Whether a line of a solution is "wait NAME ...". */
static bool waits_for(const char *line, const char *name)
{
	size_t len = strlen(name);
	if (strncmp(line, "wait ", 5) != 0)
		return false;
	line += 5 + strspn(line + 5, " ");
	return strncmp(line, name, len) == 0 && (line[len] == '\0' || line[len] == ' ');
}

static bool is_waited_for(const struct lab *lab, const char *name)
{
	for (size_t i = 0; i < lab->step_count; i++)
		for (size_t j = 0; j < lab->steps[i].solution_count; j++)
			if (waits_for(lab->steps[i].solution[j], name))
				return true;
	return false;
}

static void lint_use(struct linter *l)
{
	const struct lab *lab = l->lab;
	_cleanup_free_ bool *used = xcalloc(lab->check_count + 1, sizeof(*used));
	for (size_t i = 0; i < lab->step_count; i++) {
		const struct lab_step *s = &lab->steps[i];
		mark(used, s->until, s->until_count);
		mark(used, s->predict.options, s->predict.option_count);
	}
	for (size_t i = 0; i < lab->check_count; i++)
		mark(used, lab->checks[i].parts, lab->checks[i].part_count);
	for (size_t i = 0; i < lab->check_count; i++) {
		const struct lab_check *c = &lab->checks[i];
		if (!used[i] && !is_waited_for(lab, c->name))
			fault(l, YAML, c->line, "no step uses the check `%s`", c->name);
	}
}

static void lint_checks(struct linter *l)
{
	const struct lab *lab = l->lab;
	for (size_t i = 0; i < lab->check_count; i++) {
		const struct lab_check *c = &lab->checks[i];
		lint_says(l, c);
		if (is_reserved(c->name))
			fault(l, YAML, c->line, "`wait %s` means something else: rename the check",
			        c->name);
		if (c->filter)
			lint_filter(l, c->filter, c->line, "`filter`");
		if (c->field)
			lint_field(l, c);
	}
	lint_use(l);
}

/* ---- steps ---- */

/* Whether the check is true before anybody did anything. */
static bool is_idle_truth(const struct lab *lab, size_t check)
{
	const struct lab_check *c = &lab->checks[check];
	return (c->kind <= CHECK_CALL && c->count.least <= 0) || c->kind == CHECK_NOT;
}

static void lint_waits(struct linter *l, const struct lab_step *s)
{
	for (size_t i = 0; i < s->solution_count; i++) {
		const char *line = s->solution[i];
		if (strncmp(line, "wait ", 5) != 0)
			continue;
		bool known =
		        strncmp(line, "wait held", 9) == 0 || strncmp(line, "wait ended ", 11) == 0;
		for (size_t j = 0; !known && j < l->lab->check_count; j++)
			known = waits_for(line, l->lab->checks[j].name);
		if (!known)
			fault(l, YAML, s->line, "`%.60s` waits for no check of this lab", line);
	}
}

static void lint_steps(struct linter *l)
{
	const struct lab *lab = l->lab;
	bool has_task = false;
	for (size_t i = 0; i < lab->step_count; i++) {
		const struct lab_step *s = &lab->steps[i];
		lint_text(l, &s->title, "`title`");
		lint_waits(l, s);
		has_task |= s->task;
		bool idle = true;
		for (size_t j = 0; j < s->until_count; j++)
			idle = idle && is_idle_truth(lab, s->until[j]);
		if (idle)
			fault(l, YAML, s->line,
			        "`until` of step `%s` holds before the learner did anything",
			        s->id);
	}
	if (!has_task)
		fault(l, YAML, 0, "no step is the closing task (`task: true`)");
}

/* ---- lessons ---- */

struct lesson_file {
	const char *name;
	struct lesson *lesson;
};

static void lint_question(struct linter *l, const char *file, const struct lesson_section *sec,
        const struct lab_step *step)
{
	size_t expected = 0;
	for (size_t i = 0; i < sec->option_count; i++)
		expected += sec->options[i].expected;
	if (!step->asks) {
		if (sec->option_count)
			fault(l, file, sec->line,
			        "there is a question, but step `%s` has no `predict`", step->id);
		return;
	}
	size_t wanted = step->predict.option_count;
	if (wanted && wanted != sec->option_count)
		fault(l, file, sec->line,
		        "expected %zu answers, as `predict` of step `%s` has, found %zu", wanted,
		        step->id, sec->option_count);
	else if (sec->option_count < 2 || sec->option_count > 6)
		fault(l, file, sec->line, "expected 2 to 6 answers (`- [ ]`), found %zu",
		        sec->option_count);
	if (expected != 1)
		fault(l, file, sec->line, "expected one answer with `[x]`, found %zu", expected);
}

static void lint_section(struct linter *l, const char *file, const struct lesson_section *sec,
        const struct lab_step *step)
{
	size_t hints = 0;
	while (hints < 3 && sec->hints[hints].count)
		hints++;
	if (hints != 3)
		fault(l, file, sec->line, "expected three hints, found %zu", hints);
	if (!sec->body.count)
		fault(l, file, sec->line, "the section has no text");
	if (!sec->why.count)
		fault(l, file, sec->line, "the section doesn't say why (`### Why`, `### 为什么`)");
	lint_question(l, file, sec, step);
}

static void lint_lesson(struct linter *l, struct lesson_file *f)
{
	const struct lab *lab = l->lab;
	_cleanup_free_ char *path = xasprintf("%s/%s", lab->dir, f->name);
	struct err e = {0};
	f->lesson = lesson_load(path, &e);
	if (!f->lesson) {
		l->clean = false;
		l->say(l->user, e.text);
		return;
	}
	size_t sections = f->lesson->section_count;
	if (sections != lab->step_count)
		fault(l, f->name, 0, "expected %zu sections, one for each step, found %zu",
		        lab->step_count, sections);
	for (size_t i = 0; i < sections && i < lab->step_count; i++)
		lint_section(l, f->name, &f->lesson->sections[i], &lab->steps[i]);
}

/* The same answer is right in every language. */
static void lint_answers(
        struct linter *l, const struct lesson_file *en, const struct lesson_file *zh)
{
	const struct lesson *a = en->lesson, *b = zh->lesson;
	for (size_t i = 0; a && b && i < a->section_count && i < b->section_count; i++) {
		const struct lesson_section *x = &a->sections[i], *y = &b->sections[i];
		if (x->option_count != y->option_count) {
			fault(l, zh->name, y->line,
			        "the English lesson has %zu answers here, this one %zu",
			        x->option_count, y->option_count);
			continue;
		}
		bool same = true;
		for (size_t j = 0; j < x->option_count; j++)
			same = same && x->options[j].expected == y->options[j].expected;
		if (!same)
			fault(l, zh->name, y->line, "another answer has the `[x]` than in English");
	}
}

bool lab_lint(const struct lab *lab, lint_fn say, void *user)
{
	struct linter l = {.lab = lab, .say = say, .user = user, .clean = true};
	l.hosts.topology = &lab->topology;
	lint_top(&l);
	lint_links(&l);
	lint_programs(&l);
	lint_checks(&l);
	lint_steps(&l);
	struct lesson_file en = {"lesson.md", NULL}, zh = {"lesson.zh.md", NULL};
	lint_lesson(&l, &en);
	lint_lesson(&l, &zh);
	lint_answers(&l, &en, &zh);
	lesson_destroy(en.lesson);
	lesson_destroy(zh.lesson);
	return l.clean;
}
