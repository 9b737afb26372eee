/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lesson under way: which step, whether its checks hold, predictions and hints, and the
 * learner's progress on disk.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "loop/loop.h"
#include "tape/tape.h"

static const struct lab_step *step_now(const struct bench *b)
{
	return &b->lab->steps[b->steps.at];
}

static bool load_lesson(struct bench *b, struct err *e)
{
	char *_cleanup_free_ chinese = xasprintf("%s/lesson.zh.md", b->lab->dir);
	char *_cleanup_free_ english = xasprintf("%s/lesson.md", b->lab->dir);
	bool zh = b->lang == LAB_ZH && access(chinese, R_OK) == 0;
	b->steps.lesson = lesson_load(zh ? chinese : english, e);
	if (!b->steps.lesson)
		return false;
	if (b->steps.lesson->section_count == b->lab->step_count)
		return true;
	return err_set(e, ERR_INPUT, _("%s has %zu sections, but the lab has %zu steps"),
	        zh ? chinese : english, b->steps.lesson->section_count, b->lab->step_count);
}

bool steps_create(struct bench *b, const struct bench_options *o, struct err *e)
{
	progress_init(&b->steps.progress);
	b->steps.chosen = b->steps.right_option = -1;
	if (!b->lab)
		return true;
	if (!load_lesson(b, e))
		return false;
	e->code = ERR_NONE;
	if (b->state_dir && !o->fresh &&
	        !progress_load(b->lab, b->state_dir, &b->steps.progress, e))
		return false;
	if (e->code) /* a damaged file was set aside: worth a word, no obstacle */
		bench_say(b, true, "%s", e->text);
	b->steps.at = b->steps.progress.step;
	return true;
}

void steps_destroy(struct bench *b)
{
	checker_destroy(b->steps.checker);
	b->steps.checker = NULL;
	lesson_destroy(b->steps.lesson);
	b->steps.lesson = NULL;
}

static int program_of(void *bench, uint16_t pane)
{
	const struct bench *b = bench;
	return pane < b->panes.count ? pane : -1;
}

static double rate_of(void *bench, int link)
{
	const struct bench *b = bench;
	return b->rates.links[link].now;
}

bool steps_world(struct bench *b, struct err *e)
{
	if (!b->lab)
		return true;
	checker_destroy(b->steps.checker);
	struct check_world cw = {.tape = b->tape,
	        .world = b->world,
	        .wire = b->wire,
	        .sockets = b->sockets,
	        .program_of = program_of,
	        .rate = rate_of,
	        .user = b};
	b->steps.checker = checker_create(b->lab, &cw, e);
	if (!b->steps.checker)
		return false;
	checker_begin_lab(b->steps.checker, tape_end(b->tape));
	steps_begin(b, b->steps.progress.step);
	return true;
}

void steps_save(struct bench *b)
{
	struct err e;
	if (b->state_dir && !progress_save(b->lab, b->state_dir, &b->steps.progress, &e))
		bench_say(b, true, "%s", e.text);
}

void steps_begin(struct bench *b, size_t step)
{
	struct steps *s = &b->steps;
	s->at = step;
	s->done = false;
	s->right_option = -1;
	s->chosen = s->replaying ? -1 : s->progress.chosen[step];
	checker_begin_step(s->checker, tape_end(b->tape));
	tape_add_note(b->tape, loop_now(b->loop), NOTE_STEP, step_now(b)->id);
	bench_touch(b);
	bench_poll_soon(b);
}

/* The option that came true; for a question of knowledge the one the lesson marks. */
static int judge(const struct bench *b)
{
	const struct lab_prediction *q = &step_now(b)->predict;
	for (size_t i = 0; i < q->option_count; i++)
		if (checker_truth(b->steps.checker, q->options[i]) == CHECK_TRUE)
			return (int)i;
	if (q->option_count)
		return -1;
	const struct lesson_section *section = &b->steps.lesson->sections[b->steps.at];
	for (size_t i = 0; i < section->option_count; i++)
		if (section->options[i].expected)
			return (int)i;
	return -1;
}

static bool all_hold(const struct bench *b)
{
	const struct lab_step *step = step_now(b);
	for (size_t i = 0; i < step->until_count; i++)
		if (checker_truth(b->steps.checker, step->until[i]) != CHECK_TRUE)
			return false;
	return true;
}

/* A question must be answered before what it asks about counts: else it would be no prediction. */
static bool awaits_answer(const struct bench *b)
{
	return step_now(b)->asks && b->steps.chosen < 0;
}

static void finish_step(struct bench *b)
{
	struct steps *s = &b->steps;
	s->done = true;
	s->right_option = step_now(b)->asks ? judge(b) : -1;
	char text[96];
	snprintf(text, sizeof(text), "step %s", step_now(b)->id);
	tape_add_note(b->tape, loop_now(b->loop), NOTE_CHECK, text);
	if (!s->replaying) {
		s->progress.done[s->at] = true;
		if (step_now(b)->asks)
			s->progress.right[s->at] = s->chosen == s->right_option;
		steps_save(b);
	}
	next_refresh(b);
}

static void note_checks(struct bench *b, const bool *before)
{
	for (size_t i = 0; i < b->lab->check_count; i++) {
		bool now = checker_truth(b->steps.checker, i) == CHECK_TRUE;
		if (now == before[i])
			continue;
		char text[128];
		snprintf(
		        text, sizeof(text), "%s %s", b->lab->checks[i].name, now ? "pass" : "open");
		tape_add_note(b->tape, loop_now(b->loop), NOTE_CHECK, text);
	}
}

void steps_update(struct bench *b, nsec now)
{
	if (!b->lab || !b->steps.checker)
		return;
	bool *before = xcalloc(b->lab->check_count, sizeof(*before));
	for (size_t i = 0; i < b->lab->check_count; i++)
		before[i] = checker_truth(b->steps.checker, i) == CHECK_TRUE;
	if (checker_update(b->steps.checker, now)) {
		note_checks(b, before);
		bench_touch(b);
	}
	free(before);
	if (!b->steps.done && !awaits_answer(b) && all_hold(b)) {
		finish_step(b);
		bench_touch(b);
	}
}

bool steps_choose(struct bench *b, size_t option, struct err *e)
{
	struct steps *s = &b->steps;
	if (!b->lab || !step_now(b)->asks)
		return err_set(e, ERR_USAGE, _("this step asks nothing"));
	size_t options = s->lesson->sections[s->at].option_count;
	if (option < 1 || option > options)
		return err_set(e, ERR_USAGE, _("expected an answer from 1 to %zu"), options);
	if (s->done)
		return err_set(e, ERR_USAGE, _("this step is done: its question is judged"));
	s->chosen = (int)option - 1;
	if (!s->replaying) {
		s->progress.chosen[s->at] = s->chosen;
		steps_save(b);
	}
	char text[96];
	snprintf(text, sizeof(text), "%s %zu", step_now(b)->id, option);
	tape_add_note(b->tape, loop_now(b->loop), NOTE_PREDICTION, text);
	bench_touch(b);
	bench_poll_soon(b);
	return true;
}

void steps_choose_expected(struct bench *b)
{
	if (!step_now(b)->asks)
		return;
	const struct lesson_section *section = &b->steps.lesson->sections[b->steps.at];
	for (size_t i = 0; i < section->option_count; i++)
		if (section->options[i].expected)
			steps_choose(b, i + 1, NULL);
}

bool steps_hint(struct bench *b, struct err *e)
{
	if (!b->lab)
		return err_set(e, ERR_USAGE, _("there is no lesson here"));
	unsigned *taken = &b->steps.progress.hints[b->steps.at];
	const struct lesson_section *section = &b->steps.lesson->sections[b->steps.at];
	if (*taken >= 3 || section->hints[*taken].count == 0)
		return err_set(e, ERR_USAGE, _("there is no further hint"));
	(*taken)++;
	steps_save(b);
	bench_touch(b);
	return true;
}
