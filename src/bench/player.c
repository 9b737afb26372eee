/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plays the solutions of steps, each until its checks hold: for `wirelab run`, and to rebuild the
 * world for a later step.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/schedule.h"
#include "loop/loop.h"
#include "tape/tape.h"

#define STEP_SECONDS 30.0
#define LOOK_EVERY (10 * NSEC_PER_MSEC)

struct player {
	struct bench *bench;
	size_t at, end;
	int without;
	double seconds;
	bool played; /* every line of the step's solution was played */
	nsec deadline;
	struct schedule *schedule;
	struct loop_timer *timer;
	struct player_hooks hooks;
};

static void add_failed_builds(const struct bench *b, struct buf *text)
{
	for (size_t i = 0; i < b->panes.count; i++) {
		const struct bench_pane *p = &b->panes.at[i]->shown;
		if (p->build != BUILD_FAILED)
			continue;
		buf_puts(text, text->len ? "; " : "");
		buf_printf(text, _("%s does not compile"), p->name);
		buf_printf(text, ": %.*s", (int)strcspn(p->build_output, "\n"), p->build_output);
	}
}

/* What is missing: each check of the step that does not hold, with how it stands. */
static char *missing(const struct player *p)
{
	const struct lab *lab = p->bench->lab;
	const struct lab_step *step = &lab->steps[p->at];
	struct buf text = {0};
	add_failed_builds(p->bench, &text);
	if (p->schedule && text.len)
		buf_puts(&text, "; ");
	if (p->schedule)
		buf_printf(&text, _("line %zu, `%s`, was still waiting"),
		        schedule_at(p->schedule) + 1, step->solution[schedule_at(p->schedule)]);
	for (size_t i = 0; i < step->until_count; i++) {
		size_t check = step->until[i];
		if (bench_check(p->bench, check, NULL) == CHECK_TRUE)
			continue;
		buf_printf(&text, "%s%s: %s", text.len ? "; " : "", lab->checks[check].name,
		        bench_check_detail(p->bench, check));
	}
	const struct lab_prediction *q = &step->predict;
	if (!text.len)
		buf_puts(&text, _("the prediction was not what happened"));
	for (size_t i = 0; i < q->option_count; i++)
		buf_printf(&text, "; %s%s: %s", i == (size_t)p->bench->steps.chosen ? "[x] " : "",
		        lab->checks[q->options[i]].name,
		        bench_check_detail(p->bench, q->options[i]));
	return buf_steal(&text);
}

static void end(struct player *p, const struct err *error)
{
	loop_timer_clear(p->timer);
	p->hooks.on_end(p->hooks.user, error); /* may destroy p */
}

static void fail(struct player *p, const char *detail)
{
	struct err e;
	err_set(&e, ERR_CHECK, _("step %zu (%s): %s"), p->at + 1, p->bench->lab->steps[p->at].id,
	        detail);
	p->hooks.on_step(p->hooks.user, p->at, false, detail);
	end(p, &e);
}

static void on_schedule(void *user, const struct err *error)
{
	struct player *p = user;
	p->schedule = NULL;
	p->played = true;
	if (error)
		fail(p, error->text);
}

static void begin_step(struct player *p)
{
	struct bench *b = p->bench;
	const struct lab_step *step = &b->lab->steps[p->at];
	steps_begin(b, p->at);
	steps_choose_expected(b);
	p->played = (int)p->at == p->without;
	/* The steps that are there only to reach the one left out may take their time. */
	double seconds = p->without >= 0 && !p->played ? STEP_SECONDS : p->seconds;
	p->deadline = loop_now(b->loop) + (nsec)(seconds * (double)NSEC_PER_SEC);
	if (!p->played)
		p->schedule = schedule_play(
		        b, step->solution, step->solution_count, seconds, on_schedule, p);
}

/* The expected answer must be the one that came true: a lesson that teaches otherwise fails. */
static bool predicted_right(const struct bench *b)
{
	struct bench_step_state s = bench_step(b);
	return !s.asked || s.chosen == s.right_option;
}

static void on_look(void *user)
{
	struct player *p = user;
	struct bench *b = p->bench;
	if (p->at < p->end && p->played && b->steps.done) {
		if (!predicted_right(b)) {
			char *_cleanup_free_ detail = missing(p);
			fail(p, detail);
			return;
		}
		p->hooks.on_step(p->hooks.user, p->at, true, "");
		p->at++;
		if (p->at < p->end)
			begin_step(p);
	}
	if (p->at >= p->end) {
		end(p, NULL);
		return;
	}
	if (loop_now(b->loop) > p->deadline) {
		char *_cleanup_free_ detail = missing(p);
		schedule_stop(p->schedule);
		p->schedule = NULL;
		fail(p, detail);
	}
}

struct player *player_create(struct bench *b, size_t from, size_t last, int without, double seconds,
        const struct player_hooks *hooks)
{
	struct player *p = xcalloc(1, sizeof(*p));
	p->bench = b;
	p->at = from;
	p->end = last;
	p->without = without;
	p->seconds = seconds > 0 ? seconds : STEP_SECONDS;
	p->hooks = *hooks;
	p->timer = loop_timer_add(b->loop, on_look, p);
	loop_timer_set(p->timer, LOOK_EVERY, LOOK_EVERY);
	b->player = p;
	b->steps.replaying = true;
	if (p->at < p->end)
		begin_step(p);
	return p;
}

void player_destroy(struct player *p)
{
	if (!p)
		return;
	p->bench->player = NULL;
	p->bench->steps.replaying = false;
	schedule_stop(p->schedule);
	loop_timer_remove(p->timer);
	free(p);
}
