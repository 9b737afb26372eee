/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab's own solution, played without a screen.
 */
#include "bench/run.h"

#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/record.h"
#include "bench/recording.h"
#include "bench/schedule.h"
#include "bench/script.h"
#include "loop/loop.h"
#include "tape/tape.h"

#define SETTLE_LOOK (50 * NSEC_PER_MSEC)
#define SETTLED_AFTER (700 * NSEC_PER_MSEC)

struct run {
	struct loop *loop;
	struct bench *bench;
	struct loop_timer *settle;
	uint64_t notes; /* on the tape at the last look: a check that changes makes one */
	nsec since;     /* when they last changed */
	const struct run_options *options;
	struct err error;
	bool failed;
};

static void on_step(void *user, size_t step, bool passed, const char *detail)
{
	struct run *r = user;
	if (r->options->on_step)
		r->options->on_step(r->options->user, step, passed, detail);
}

static void on_end(void *user, const struct err *error)
{
	struct run *r = user;
	r->failed = error;
	if (error)
		r->error = *error;
	loop_stop(r->loop);
}

/* Looks until no check has changed for a while, since the last line's effects take their time. */
static void on_settle(void *user)
{
	struct run *r = user;
	nsec now = loop_now(r->loop);
	uint64_t notes = tape_count(r->bench->tape, TAPE_NOTE);
	if (notes != r->notes) {
		r->notes = notes;
		r->since = now;
	}
	if (now - r->since >= SETTLED_AFTER)
		loop_stop(r->loop);
}

static void on_played(void *user, const struct err *error)
{
	struct run *r = user;
	r->failed = error;
	if (error) {
		r->error = *error;
		loop_stop(r->loop);
		return;
	}
	r->since = loop_now(r->loop);
	loop_timer_set(r->settle, SETTLE_LOOK, SETTLE_LOOK);
}

static bool play_file(struct run *r, struct bench *b, struct err *e)
{
	size_t count;
	char **lines = script_load(r->options->play, &count, e);
	if (!lines)
		return false;
	r->bench = b;
	r->settle = loop_timer_add(r->loop, on_settle, r);
	schedule_play(b, lines, count, r->options->seconds, on_played, r);
	loop_run(r->loop);
	loop_timer_remove(r->settle);
	script_lines_free(lines, count);
	for (size_t i = 0; i < b->lab->check_count && r->options->on_check; i++)
		r->options->on_check(r->options->user, i, bench_check(b, i, NULL) == CHECK_TRUE,
		        bench_check_detail(b, i));
	if (r->failed && e)
		*e = r->error;
	return !r->failed;
}

static bool play_solution(struct run *r, struct bench *b, struct err *e)
{
	struct player_hooks hooks = {.on_step = on_step, .on_end = on_end, .user = r};
	player_create(b, 0, b->lab->step_count, r->options->without, r->options->seconds, &hooks);
	loop_run(r->loop);
	if (r->failed && e)
		*e = r->error;
	return !r->failed;
}

bool run_lab(const struct run_options *o, struct err *e)
{
	struct run r = {.loop = loop_create(), .options = o};
	struct bench_options bo = {.lab = o->lab, .cache_dir = o->cache_dir};
	struct bench *b = bench_create(r.loop, &bo, e);
	bool passed = b && (o->play ? play_file(&r, b, e) : play_solution(&r, b, e));
	if (passed && o->record)
		passed = recording_save(b, e);
	if (o->files)
		passed = record_close(b, o->files, passed ? e : NULL) && passed;
	bench_destroy(b);
	loop_destroy(r.loop);
	return passed;
}
