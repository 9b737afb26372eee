/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Results as JSON.
 */
#include "bench/report.h"

#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "base/alloc.h"
#include "lab/catalogue.h"
#include "net/probe.h"

struct report {
	json_t *whole, *list;
};

static struct report *begin(const char *list)
{
	struct report *r = xcalloc(1, sizeof(*r));
	r->whole = json_object();
	r->list = json_array();
	json_object_set(r->whole, list, r->list);
	return r;
}

static void print(struct report *r)
{
	json_dumpf(r->whole, stdout, JSON_INDENT(2) | JSON_SORT_KEYS);
	putchar('\n');
	json_decref(r->list);
	json_decref(r->whole);
	free(r);
}

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

struct report *report_begin(const char *lab)
{
	struct report *r = begin("steps");
	json_object_set_new(r->whole, "lab", json_string(lab));
	return r;
}

void report_step(struct report *r, const char *id, bool passed, const char *detail)
{
	json_t *step = json_object();
	json_object_set_new(step, "id", json_string(id));
	json_object_set_new(step, "passed", json_boolean(passed));
	json_object_set_new(step, "detail", json_string(detail));
	json_array_append_new(r->list, step);
}

void report_end(struct report *r, bool passed, const char *error)
{
	json_object_set_new(r->whole, "passed", json_boolean(passed));
	json_object_set_new(r->whole, "error", text_or_null(error));
	print(r);
}

void report_labs(const struct catalogue *c, enum lab_lang lang)
{
	struct report *r = begin("labs");
	for (size_t i = 0; i < c->count; i++) {
		const struct lab *lab = c->labs[i];
		json_t *o = json_object();
		json_object_set_new(o, "name", json_string(lab->name));
		json_object_set_new(o, "title", json_string(lab_text(&lab->title, lang)));
		json_object_set_new(o, "about", json_string(lab_text(&lab->about, lang)));
		json_object_set_new(o, "chapter", json_stringn(&lab->chapter, 1));
		json_object_set_new(o, "minutes", json_integer(lab->minutes));
		json_object_set_new(o, "steps", json_integer((json_int_t)lab->step_count));
		json_object_set_new(o, "dir", json_string(lab->dir));
		json_array_append_new(r->list, o);
	}
	print(r);
}

struct report *report_probes_begin(void)
{
	return begin("abilities");
}

void report_probe(
        struct report *r, const char *name, const char *what, const struct probe_result *p)
{
	json_t *o = json_object();
	json_object_set_new(o, "name", json_string(name));
	json_object_set_new(o, "what", json_string(what));
	json_object_set_new(o, "ok", json_boolean(p->ok));
	json_object_set_new(o, "cause", p->ok ? json_null() : json_string(p->cause));
	json_object_set_new(o, "cure", p->ok ? json_null() : json_string(p->cure));
	json_object_set_new(o, "without", p->ok ? json_null() : text_or_null(p->without));
	json_array_append_new(r->list, o);
}

void report_probes_end(struct report *r, bool labs_can_run)
{
	json_object_set_new(r->whole, "labs_can_run", json_boolean(labs_can_run));
	print(r);
}
