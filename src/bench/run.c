/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab's own solution, played without a screen.
 */
#include "bench/run.h"

#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/record.h"
#include "capture/pcapng.h"
#include "loop/loop.h"

struct run {
	struct loop *loop;
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

static bool play(struct run *r, struct bench *b, struct err *e)
{
	struct player_hooks hooks = {.on_step = on_step, .on_end = on_end, .user = r};
	player_create(b, 0, b->lab->step_count, r->options->without, r->options->seconds, &hooks);
	loop_run(r->loop);
	if (!record_finish(b, r->options->out, e))
		return false;
	if (r->failed && e)
		*e = r->error;
	return !r->failed;
}

bool run_lab(const struct run_options *o, struct err *e)
{
	struct run r = {.loop = loop_create(), .options = o};
	struct bench_options bo = {.lab = o->lab, .cache_dir = o->cache_dir};
	struct bench *b = bench_create(r.loop, &bo, e);
	if (!b)
		pcapng_abandon(o->out);
	bool passed = b && play(&r, b, e);
	bench_destroy(b);
	loop_destroy(r.loop);
	return passed;
}
