/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench's hosts and its wire: brought up as the lab wants them, taken down with their programs.
 */
#include <stdlib.h>

#include "base/err.h"
#include "bench/bench_internal.h"
#include "loop/loop.h"
#include "net/counters.h"
#include "net/sockets.h"
#include "net/world.h"
#include "tape/tape.h"

static void on_frame(
        void *user, uint64_t frame, const struct packet *p, const struct flow_note *note)
{
	(void)frame;
	(void)p;
	(void)note;
	bench_touch(user);
	bench_poll_soon(user);
}

static void on_waiting(void *user)
{
	next_refresh(user);
	bench_touch(user);
	bench_poll_soon(user);
}

/* The wire as the lab, or the command line, wants it at first. */
static bool wire_begin(struct bench *b, const struct bench_options *o, struct err *e)
{
	if (!b->lab)
		return wire_set_mode(b->wire, -1, o->mode, o->gate ? o->gate : "", e);
	for (int i = 0; i < b->topology.link_count; i++) {
		const struct lab_link_start *start = &b->lab->links[i];
		if (b->topology.links[i].carrier != LINK_WIRE)
			continue;
		if (!wire_set_mode(b->wire, i, start->mode, start->gate ? start->gate : "", e))
			return false;
		wire_impair(b->wire, i, -1, &start->impairment);
	}
	return true;
}

void hosts_down(struct bench *b)
{
	rates_end(b);
	panes_kill(b);
	counters_destroy(b->counters);
	b->counters = NULL;
	sockets_destroy(b->sockets);
	b->sockets = NULL;
	wire_destroy(b->wire);
	b->wire = NULL;
	world_destroy(b->world);
	b->world = NULL;
	b->next.count = 0;
}

bool hosts_up(struct bench *b, const struct bench_options *o, struct err *e)
{
	b->world = world_create(&b->topology, e);
	if (!b->world)
		return false;
	b->wire = wire_create(b->loop, b->world, b->tape, e);
	if (!b->wire)
		return false;
	wire_listen(b->wire, on_frame, on_waiting, b);
	if (!wire_begin(b, o, e))
		return false;
	b->sockets = sockets_create(b->world, b->tape, e);
	if (!b->sockets)
		return false;
	b->counters = counters_create(b->world, b->tape);
	tape_add_note(b->tape, loop_now(b->loop), NOTE_WORLD, b->lab ? b->lab->name : "bench");
	rates_begin(b);
	return steps_world(b, e);
}
