/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding things in a lab, and letting it go.
 */
#include "lab/lab.h"

#include <stdlib.h>
#include <string.h>

static void finish_text(struct lab_text *t)
{
	for (int i = 0; i < LAB_LANGS; i++)
		free(t->in[i]);
}

static void finish_program(struct lab_program *p)
{
	free(p->name);
	free(p->host);
	free(p->source);
	free(p->run);
}

static void finish_check(struct lab_check *c)
{
	char *const owned[] = {c->name, c->host, c->from, c->to, c->link, c->program, c->filter,
	        c->field, c->payload, c->text, c->matches, c->counter, c->call};
	for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
		free(owned[i]);
	finish_text(&c->says);
	free(c->parts);
}

static void finish_step(struct lab_step *s)
{
	free(s->id);
	finish_text(&s->title);
	free(s->until);
	free(s->predict.options);
	for (size_t i = 0; i < s->solution_count; i++)
		free(s->solution[i]);
	free(s->solution);
}

void lab_destroy(struct lab *lab)
{
	if (!lab)
		return;
	for (size_t i = 0; lab->links && i < lab->topology.link_count; i++)
		free(lab->links[i].gate);
	for (size_t i = 0; i < lab->program_count; i++)
		finish_program(&lab->programs[i]);
	for (size_t i = 0; i < lab->check_count; i++)
		finish_check(&lab->checks[i]);
	for (size_t i = 0; i < lab->step_count; i++)
		finish_step(&lab->steps[i]);
	finish_text(&lab->title);
	finish_text(&lab->about);
	free(lab->links);
	free(lab->programs);
	free(lab->checks);
	free(lab->steps);
	free(lab->dir);
	free(lab->name);
	free(lab->hold_calls);
	free(lab);
}

const char *lab_text(const struct lab_text *t, enum lab_lang lang)
{
	const char *text = t->in[lang] ? t->in[lang] : t->in[LAB_EN];
	return text ? text : "";
}

int lab_check(const struct lab *lab, const char *name)
{
	for (size_t i = 0; i < lab->check_count; i++)
		if (strcmp(lab->checks[i].name, name) == 0)
			return (int)i;
	return -1;
}

int lab_step(const struct lab *lab, const char *id)
{
	for (size_t i = 0; i < lab->step_count; i++)
		if (strcmp(lab->steps[i].id, id) == 0)
			return (int)i;
	return -1;
}

int lab_program(const struct lab *lab, const char *name)
{
	for (size_t i = 0; i < lab->program_count; i++)
		if (strcmp(lab->programs[i].name, name) == 0)
			return (int)i;
	return -1;
}
