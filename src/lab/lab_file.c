/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * lab.yaml to struct lab: the top, the network, the programs and the steps. Checks have a file of
 * their own, lab_checks.c; labs/README.md is the reference of the format.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/file.h"
#include "lab/lab.h"
#include "lab/reader.h"
#include "lab/values.h"

#define FILE_MAX ((size_t)256 * 1024)
#define PROGRAMS_MAX 16
#define STEPS_MAX 64
#define SOLUTION_MAX 64
#define HELD_MAX 32

/* The parts of the file, read in an order of our own: checks need names of hosts and programs. */
struct parts {
	char *name;
	struct lab_text title, about;
	const char *chapter;
	unsigned order, minutes, level;
	double storm_seconds;
	int calls;                     /* index into call_words */
	const struct tree *hold_calls; /* NULL: not given */
	const struct tree *network, *programs, *checks, *steps;
};

/* ---- programs ---- */

/* A file right in the lab's folder. */
static bool read_source(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	static const char bytes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	                            "._-";
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	size_t len = strlen(text);
	if (*text == '.' || *text == '-' || strspn(text, bytes) != len || len > 63)
		return reader_fail(r, v->line,
		        "expected the name of a file in the lab's folder for `%s`, found `%.40s`",
		        k->name, text);
	return read_string(r, v, k, field);
}

#define AT(field) offsetof(struct lab_program, field)
static const struct key program_keys[] = {
        {"name", true, AT(name), read_name, 0, 0, NULL},
        {"host", true, AT(host), read_string, 0, 0, NULL},
        {"source", false, AT(source), read_source, 0, 0, NULL},
        {"run", true, AT(run), read_string, 0, 0, NULL},
        {"start", false, AT(start), read_flag, 0, 0, NULL},
};
#undef AT

static bool read_program(struct reader *r, const struct tree *t)
{
	struct lab *lab = r->lab;
	struct lab_program *p = &lab->programs[lab->program_count++];
	p->line = t->line;
	if (!read_map(r, t, "a program", program_keys, KEY_COUNT(program_keys), p))
		return false;
	if (lab_program(lab, p->name) != (int)lab->program_count - 1)
		return reader_fail(r, t->line, "two programs are called `%s`", p->name);
	int node = reader_node(r, tree_entry(t, "host"), "host");
	if (node < 0)
		return false;
	if (lab->topology.nodes[node].kind == NODE_SWITCH)
		return reader_fail(r, t->line, "`%s` is a switch; programs run on hosts", p->host);
	return true;
}

static bool read_programs(struct reader *r, const struct tree *list)
{
	if (!list)
		return true;
	r->lab->programs = xcalloc(list->count + 1, sizeof(*r->lab->programs));
	return reader_each(r, list, read_program);
}

/* ---- steps ---- */

static bool read_until(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	struct lab_step *s = field;
	return read_check_list(r, v, k->name, &s->until, &s->until_count);
}

static bool read_predict(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	struct lab_step *s = field;
	if (v->kind == TREE_TEXT) {
		if (!read_flag(r, v, k, &s->asks))
			return false;
		return s->asks ||
		       reader_fail(r, v->line, "`predict` is `true` or a list of checks");
	}
	s->asks = true;
	struct lab_prediction *p = &s->predict;
	if (!read_check_list(r, v, k->name, &p->options, &p->option_count))
		return false;
	if (p->option_count < 2 || p->option_count > 6)
		return reader_fail(r, v->line, "expected 2 to 6 checks for `predict`, found %zu",
		        p->option_count);
	return true;
}

static bool read_solution(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	struct lab_step *s = field;
	const struct tree *list = NULL;
	if (!read_list(r, v, k, &list))
		return false;
	if (!list->count)
		return reader_fail(r, v->line, "`solution` has no command");
	s->solution = xcalloc(list->count, sizeof(*s->solution));
	for (size_t i = 0; i < list->count; i++) {
		const char *line = reader_text(r, &list->at[i], "solution");
		if (!line)
			return false;
		s->solution[s->solution_count++] = xstrdup(line);
	}
	return true;
}

#define AT(field) offsetof(struct lab_step, field)
static const struct key step_keys[] = {
        {"id", true, AT(id), read_name, 0, 0, NULL},
        {"title", true, AT(title), read_text, 0, 0, NULL},
        {"until", true, 0, read_until, 0, 0, NULL},
        {"predict", false, 0, read_predict, 0, 0, NULL},
        {"solution", true, 0, read_solution, 0, SOLUTION_MAX, NULL},
        {"task", false, AT(task), read_flag, 0, 0, NULL},
};
#undef AT

static bool read_step(struct reader *r, const struct tree *t)
{
	struct lab *lab = r->lab;
	struct lab_step *s = &lab->steps[lab->step_count++];
	s->line = t->line;
	if (!read_map(r, t, "a step", step_keys, KEY_COUNT(step_keys), s))
		return false;
	if (lab_step(lab, s->id) != (int)lab->step_count - 1)
		return reader_fail(r, t->line, "two steps are called `%s`", s->id);
	return true;
}

static bool read_steps(struct reader *r, const struct tree *list)
{
	if (!list->count)
		return reader_fail(r, list->line, "a lab needs at least one step");
	r->lab->steps = xcalloc(list->count, sizeof(*r->lab->steps));
	return reader_each(r, list, read_step);
}

/* ---- the whole ---- */

/* In the order of enum bench_calls. */
static const char *const call_words[] = {"off", "pass", "hold", NULL};

enum { HOLD = 2 };

/* Names of calls, as the command `calls hold` takes them: with commas. */
static bool read_hold_calls(struct reader *r, const struct tree *top, const struct tree *list)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	struct buf names = {0};
	bool good = list->count || reader_fail(r, list->line, "`hold-calls` names no call");
	if (good && tree_entry(top, "calls") && r->lab->calls != HOLD)
		good = reader_fail(r, list->line, "`hold-calls` needs `calls: hold`");
	for (size_t i = 0; good && i < list->count; i++) {
		const char *name = reader_text(r, &list->at[i], "hold-calls");
		good = name && (strspn(name, letters) == strlen(name) ||
		                       reader_fail(r, list->at[i].line,
		                               "expected the name of a call for `hold-calls`, "
		                               "found `%.40s`",
		                               name));
		if (good)
			buf_printf(&names, "%s%s", i ? "," : "", name);
	}
	r->lab->calls = HOLD;
	r->lab->hold_calls = buf_steal(&names);
	return good;
}

#define AT(field) offsetof(struct parts, field)
static const struct key lab_keys[] = {
        {"name", true, AT(name), read_name, 0, 0, NULL},
        {"title", true, AT(title), read_text, 0, 0, NULL},
        {"about", true, AT(about), read_text, 0, 0, NULL},
        {"chapter", true, AT(chapter), read_borrowed, 0, 0, NULL},
        {"order", false, AT(order), read_whole, 1, 999, NULL},
        {"minutes", true, AT(minutes), read_whole, 1, 240, NULL},
        {"level", true, AT(level), read_whole, 1, 3, NULL},
        {"calls", false, AT(calls), read_word, 0, 0, call_words},
        {"hold-calls", false, AT(hold_calls), read_list, 0, HELD_MAX, NULL},
        {"storm-seconds", false, AT(storm_seconds), read_number, 1, 60, NULL},
        {"network", true, AT(network), read_tree, 0, 0, NULL},
        {"programs", false, AT(programs), read_list, 0, PROGRAMS_MAX, NULL},
        {"checks", true, AT(checks), read_tree, 0, 0, NULL},
        {"steps", true, AT(steps), read_list, 0, STEPS_MAX, NULL},
};
#undef AT

static bool read_parts(struct reader *r, const struct tree *t, struct parts *p)
{
	bool ok = read_map(r, t, "a lab", lab_keys, KEY_COUNT(lab_keys), p);
	struct lab *lab = r->lab;
	lab->name = p->name;
	lab->title = p->title;
	lab->about = p->about;
	if (!ok)
		return false;
	if (strlen(p->chapter) != 1 || *p->chapter < 'A' || *p->chapter > 'G')
		return reader_fail(r, tree_entry(t, "chapter")->line,
		        "expected a letter from A to G for `chapter`, found `%.40s`", p->chapter);
	lab->chapter = *p->chapter;
	lab->order = p->order;
	lab->minutes = p->minutes;
	lab->level = p->level;
	lab->storm_seconds = p->storm_seconds;
	lab->calls = p->calls;
	return !p->hold_calls || read_hold_calls(r, t, p->hold_calls);
}

static bool read_lab(struct reader *r, const struct tree *t)
{
	struct parts p = {.order = 1000, .calls = 1};
	return read_parts(r, t, &p) && read_network(r, p.network) && read_programs(r, p.programs) &&
	       read_checks(r, p.checks) && read_steps(r, p.steps);
}

struct lab *lab_parse(const char *yaml, size_t len, const char *dir, struct err *e)
{
	_cleanup_free_ char *file = dir ? xasprintf("%s/lab.yaml", dir) : xstrdup("lab.yaml");
	if (len > FILE_MAX) {
		err_set(e, ERR_INPUT, "%s: longer than 256 kB", file);
		return NULL;
	}
	struct tree *t = tree_parse(yaml, len, file, e);
	if (!t)
		return NULL;
	struct lab *lab = xcalloc(1, sizeof(*lab));
	lab->dir = xstrdup(dir ? dir : ".");
	struct reader r = {.file = file, .lab = lab, .e = e};
	bool ok = read_lab(&r, t);
	tree_destroy(t);
	if (ok)
		return lab;
	lab_destroy(lab);
	return NULL;
}

struct lab *lab_load(const char *dir, struct err *e)
{
	_cleanup_free_ char *path = xasprintf("%s/lab.yaml", dir);
	_cleanup_free_ char *lesson = xasprintf("%s/lesson.md", dir);
	struct buf text = {0};
	if (!file_read(path, FILE_MAX, &text, e))
		return NULL;
	struct lab *lab = lab_parse(buf_text(&text), text.len, dir, e);
	buf_finish(&text);
	struct stat st;
	if (!lab || (stat(lesson, &st) == 0 && S_ISREG(st.st_mode)))
		return lab;
	err_set(e, ERR_INPUT, "%s: a lab needs a lesson, but there is none", lesson);
	lab_destroy(lab);
	return NULL;
}
