/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bench from its first moment to its last; in between it looks after sockets and checks.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "bench/autosave.h"
#include "bench/bench_internal.h"
#include "bench/command.h"
#include "bench/schedule.h"
#include "bench/script.h"
#include "bench/owners.h"
#include "loop/loop.h"
#include "net/counters.h"
#include "net/sockets.h"
#include "net/world.h"
#include "tape/tape.h"
#include "term/terminal.h"

#define TAPE_BYTES ((size_t)64 << 20)

static void look_for_owners(struct bench *b, nsec now)
{
	pid_t roots[OWNERS_PROCESSES_MAX];
	size_t n = b->panes.count < OWNERS_PROCESSES_MAX ? b->panes.count : OWNERS_PROCESSES_MAX;
	for (size_t i = 0; i < n; i++) {
		struct terminal_status s = terminal_status(b->panes.at[i]->shown.terminal);
		roots[i] = s.state == TERMINAL_RUNNING ? s.pid : 0;
	}
	if (owners_look(b->owners, roots, n, now))
		bench_touch(b);
}

static void on_poll(void *user)
{
	struct bench *b = user;
	nsec now = loop_now(b->loop);
	/* Sockets first: a change that no frame made is what counters are asked for. */
	if (b->sockets && sockets_poll(b->sockets, now)) {
		owners_stale(b->owners);
		bench_touch(b);
	}
	look_for_owners(b, now);
	if (b->counters && counters_poll(b->counters, now))
		bench_touch(b);
	panes_tick(b, now);
	steps_update(b, now);
	bench_poll_later(b);
}

struct bench *bench_create(struct loop *l, const struct bench_options *o, struct err *e)
{
	if (!world_enter(e))
		return NULL;
	struct bench *b = xcalloc(1, sizeof(*b));
	b->loop = l;
	b->run_line = command_run;
	b->waiting_changed = next_refresh;
	b->lab = o->lab;
	b->lang = o->lang;
	b->topology = o->lab ? o->lab->topology : *o->topology;
	b->rows = o->rows ? o->rows : 24;
	b->cols = o->cols ? o->cols : 80;
	b->began = loop_now(l);
	b->tape = tape_create(o->tape_bytes ? o->tape_bytes : TAPE_BYTES);
	b->owners = owners_create();
	b->poll = loop_timer_add(l, on_poll, b);
	if (!calls_begin(b, o->calls, e) || !folders_create(b, o, e) || !steps_create(b, o, e) ||
	        !panes_create(b, o, e) || !hosts_up(b, o, e)) {
		bench_destroy(b);
		return NULL;
	}
	if (b->state_dir && !o->no_autosave)
		b->autosave = autosave_begin(b, b->state_dir);
	panes_autostart(b);
	bench_poll_soon(b);
	if (b->lab && b->steps.progress.step > 0)
		navigate_replay(b);
	return b;
}

void bench_destroy(struct bench *b)
{
	if (!b)
		return;
	loop_timer_remove(b->poll);
	player_destroy(b->player);
	schedule_stop(b->playing);
	script_clear(b);
	steps_destroy(b);
	hosts_down(b);
	autosave_end(b->autosave);
	panes_destroy(b);
	calls_destroy(b);
	owners_destroy(b->owners);
	tape_destroy(b->tape);
	vec_free(&b->next);
	folders_destroy(b);
	free(b);
}
