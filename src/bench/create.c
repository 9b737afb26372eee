/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bench from its first moment to its last; in between it looks after sockets and checks.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "bench/bench_internal.h"
#include "bench/command.h"
#include "loop/loop.h"
#include "net/sockets.h"
#include "net/world.h"
#include "tape/tape.h"

#define TAPE_BYTES ((size_t)64 << 20)

static void on_poll(void *user)
{
	struct bench *b = user;
	nsec now = loop_now(b->loop);
	if (b->sockets && sockets_poll(b->sockets, now))
		bench_touch(b);
	panes_tick(b, now);
	steps_update(b, now);
	bench_poll_later(b);
}

/* Where the learner's sources are, and where programs are built. */
static bool folders_create(struct bench *b, const struct bench_options *o, struct err *e)
{
	b->state_dir = o->state_dir ? xstrdup(o->state_dir) : NULL;
	b->cache_dir = o->cache_dir ? xstrdup(o->cache_dir) : NULL;
	if (!b->lab)
		return true;
	if (b->state_dir)
		b->work_dir = xasprintf("%s/work/%s", b->state_dir, b->lab->name);
	if (b->cache_dir)
		b->bin_dir = xasprintf(
		        "%s/%s/%s", b->cache_dir, b->state_dir ? "work" : "labs", b->lab->name);
	return (!b->work_dir || paths_make_dir(b->work_dir, e)) &&
	       (!b->bin_dir || paths_make_dir(b->bin_dir, e));
}

struct bench *bench_create(struct loop *l, const struct bench_options *o, struct err *e)
{
	if (!world_enter(e))
		return NULL;
	struct bench *b = xcalloc(1, sizeof(*b));
	b->loop = l;
	b->run_line = command_run;
	b->lab = o->lab;
	b->lang = o->lang;
	b->topology = o->lab ? o->lab->topology : *o->topology;
	b->rows = o->rows ? o->rows : 24;
	b->cols = o->cols ? o->cols : 80;
	b->began = loop_now(l);
	b->tape = tape_create(o->tape_bytes ? o->tape_bytes : TAPE_BYTES);
	b->poll = loop_timer_add(l, on_poll, b);
	if (!folders_create(b, o, e) || !steps_create(b, o, e) || !panes_create(b, o, e) ||
	        !hosts_up(b, o, e)) {
		bench_destroy(b);
		return NULL;
	}
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
	steps_destroy(b);
	hosts_down(b);
	panes_destroy(b);
	tape_destroy(b->tape);
	vec_free(&b->next);
	free(b->state_dir);
	free(b->cache_dir);
	free(b->work_dir);
	free(b->bin_dir);
	free(b);
}
