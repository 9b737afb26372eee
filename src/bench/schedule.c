/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plays command lines one after the other; a line whose time has not come yet is tried again.
 *
 * A command says "not yet" by failing with ERR_CHECK ("no such frame is waiting"); any other
 * failure ends the schedule.
 */
#include "bench/schedule.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "loop/loop.h"

#define TRY_EVERY (5 * NSEC_PER_MSEC)
#define LINE_SECONDS 15.0

struct schedule {
	struct bench *bench;
	char **lines;
	size_t count, at;
	double seconds;
	nsec line_since;
	struct loop_timer *timer;
	schedule_fn done;
	void *user;
};

static void end(struct schedule *s, const struct err *error)
{
	schedule_fn done = s->done;
	void *user = s->user;
	struct err copy = error ? *error : (struct err){0};
	schedule_stop(s);
	done(user, error ? &copy : NULL);
}

/* Plays as many lines as can be played now; false when the schedule has ended. */
static bool play_some(struct schedule *s)
{
	nsec now = loop_now(s->bench->loop);
	while (s->at < s->count) {
		struct err e = {0};
		if (s->bench->run_line(s->bench, s->lines[s->at], &e)) {
			s->at++;
			s->line_since = now;
			continue;
		}
		double waited = (double)(now - s->line_since) / (double)NSEC_PER_SEC;
		if (e.code == ERR_CHECK && waited < s->seconds)
			return true;
		err_wrap(&e, _("line %zu, `%s`"), s->at + 1, s->lines[s->at]);
		end(s, &e);
		return false;
	}
	end(s, NULL);
	return false;
}

static void on_try(void *user)
{
	play_some(user);
}

struct schedule *schedule_play(struct bench *b, char *const *lines, size_t count, double seconds,
        schedule_fn done, void *user)
{
	struct schedule *s = xcalloc(1, sizeof(*s));
	s->bench = b;
	s->lines = xcalloc(count, sizeof(*s->lines));
	s->count = count;
	for (size_t i = 0; i < count; i++)
		s->lines[i] = xstrdup(lines[i]);
	s->seconds = seconds > 0 ? seconds : LINE_SECONDS;
	s->line_since = loop_now(b->loop);
	s->done = done;
	s->user = user;
	s->timer = loop_timer_add(b->loop, on_try, s);
	loop_timer_set(s->timer, 0, TRY_EVERY);
	return s;
}

void schedule_stop(struct schedule *s)
{
	if (!s)
		return;
	loop_timer_remove(s->timer);
	for (size_t i = 0; i < s->count; i++)
		free(s->lines[i]);
	free(s->lines);
	free(s);
}

size_t schedule_at(const struct schedule *s)
{
	return s->at;
}
