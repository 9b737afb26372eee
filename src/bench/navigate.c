/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ways through a lesson: to another step, back to where it began; the world is rebuilt as it must
 * have been there.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "net/wire.h"

static void on_replayed_step(void *user, size_t step, bool passed, const char *detail)
{
	struct bench *b = user;
	if (!passed)
		bench_say(b, true, _("Step %zu could not be replayed: %s"), step + 1, detail);
	else
		bench_say(b, false, _("Step %zu of %zu is replayed"), step + 1,
		        b->steps.progress.step);
}

static void on_replayed(void *user, const struct err *error)
{
	struct bench *b = user;
	player_destroy(b->player);
	if (!error)
		bench_say(b, false, _("Ready: the steps before this one were replayed"));
	steps_begin(b, b->steps.progress.step);
}

void navigate_replay(struct bench *b)
{
	struct player_hooks hooks = {.on_step = on_replayed_step, .on_end = on_replayed, .user = b};
	player_create(b, 0, b->steps.progress.step, -1, 0, &hooks);
}

bool bench_reset(struct bench *b, bool replay, struct err *e)
{
	struct bench_options as_before = {.mode = WIRE_PASS};
	if (b->wire && !b->lab)
		as_before.mode = wire_mode(b->wire, 0);
	char *_cleanup_free_ gate = xstrdup(b->wire && !b->lab ? wire_gate(b->wire, 0) : "");
	as_before.gate = gate;
	player_destroy(b->player);
	hosts_down(b);
	if (b->lab && !calls_begin(b, CALLS_OFF, e))
		return false;
	if (!hosts_up(b, &as_before, e))
		return false;
	panes_autostart(b);
	bench_touch(b);
	if (replay && b->lab && b->steps.progress.step > 0)
		navigate_replay(b);
	return true;
}

static bool go_next(struct bench *b, struct err *e)
{
	struct steps *s = &b->steps;
	if (!s->done && !s->progress.done[s->at])
		return err_set(e, ERR_CHECK,
		        _("this step is not done yet: its open checks say what is missing (`step "
		          "%zu` jumps)"),
		        s->at + 2);
	if (s->at + 1 == b->lab->step_count)
		return err_set(e, ERR_USAGE, _("that was the last step"));
	s->progress.step = s->at + 1;
	steps_save(b);
	/* A step that was done in an earlier visit has left nothing in this world. */
	if (!s->done)
		return bench_reset(b, true, e);
	steps_begin(b, s->progress.step);
	return true;
}

static bool step_named(const struct bench *b, const char *word, size_t *step, struct err *e)
{
	int by_id = lab_step(b->lab, word);
	char *end;
	unsigned long n = strtoul(word, &end, 10);
	if (by_id < 0 && (*end || end == word || n < 1 || n > b->lab->step_count))
		return err_set(e, ERR_USAGE,
		        _("expected next, back, or a step from 1 to %zu, found \"%s\""),
		        b->lab->step_count, word);
	*step = by_id >= 0 ? (size_t)by_id : n - 1;
	return true;
}

bool navigate_to(struct bench *b, const char *where, struct err *e)
{
	if (!b->lab)
		return err_set(e, ERR_USAGE, _("there is no lesson here"));
	if (b->player)
		return err_set(e, ERR_CHECK, _("earlier steps are being replayed: wait a moment"));
	if (strcmp(where, "next") == 0)
		return go_next(b, e);
	size_t target = b->steps.at ? b->steps.at - 1 : 0;
	if (strcmp(where, "back") != 0 && !step_named(b, where, &target, e))
		return false;
	b->steps.progress.step = target;
	steps_save(b);
	return bench_reset(b, true, e);
}
