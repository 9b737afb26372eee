/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The running laboratory: brings its parts to life, keeps them looked after, takes them down.
 */
#include "bench/bench_internal.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "loop/loop.h"
#include "net/sockets.h"
#include "net/world.h"
#include "tape/tape.h"

#define TAPE_BYTES ((size_t)64 << 20)
#define POLL_BUSY (20 * NSEC_PER_MSEC)  /* after a frame or an output */
#define POLL_IDLE (150 * NSEC_PER_MSEC) /* accept() and the like make neither */

void bench_touch(struct bench *b)
{
	b->changed++;
}

void bench_poll_soon(struct bench *b)
{
	if (b->poll_soon)
		return;
	b->poll_soon = true;
	loop_timer_set(b->poll, POLL_BUSY, POLL_IDLE);
}

static void on_poll(void *user)
{
	struct bench *b = user;
	nsec now = loop_now(b->loop);
	b->poll_soon = false;
	if (b->sockets && sockets_poll(b->sockets, now))
		bench_touch(b);
	panes_tick(b, now);
	steps_update(b, now);
	loop_timer_set(b->poll, POLL_IDLE, POLL_IDLE);
}

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

const char *bench_address_of(void *bench, const char *name)
{
	struct bench *b = bench;
	int node = topology_node(&b->topology, name);
	const struct packet_addr *a = node < 0 ? NULL : topology_address(&b->topology, node, 4);
	if (node >= 0 && !a)
		a = topology_address(&b->topology, node, 16);
	if (!a)
		return NULL;
	packet_addr_text(a, b->address_text);
	return b->address_text;
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

static void world_down(struct bench *b)
{
	rates_end(b);
	panes_kill(b);
	sockets_destroy(b->sockets);
	b->sockets = NULL;
	wire_destroy(b->wire);
	b->wire = NULL;
	world_destroy(b->world);
	b->world = NULL;
	b->next.count = 0;
}

static bool world_up(struct bench *b, const struct bench_options *o, struct err *e)
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
	tape_add_note(b->tape, loop_now(b->loop), NOTE_WORLD, b->lab ? b->lab->name : "bench");
	rates_begin(b);
	return steps_world(b, e);
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
	b->lab = o->lab;
	b->lang = o->lang;
	b->topology = o->lab ? o->lab->topology : *o->topology;
	b->rows = o->rows ? o->rows : 24;
	b->cols = o->cols ? o->cols : 80;
	b->began = loop_now(l);
	b->tape = tape_create(o->tape_bytes ? o->tape_bytes : TAPE_BYTES);
	b->poll = loop_timer_add(l, on_poll, b);
	if (!folders_create(b, o, e) || !steps_create(b, o, e) || !panes_create(b, o, e) ||
	        !world_up(b, o, e)) {
		bench_destroy(b);
		return NULL;
	}
	loop_timer_set(b->poll, POLL_BUSY, POLL_IDLE);
	panes_autostart(b);
	if (b->lab && b->steps.progress.step > 0 && !steps_replay(b, e)) {
		bench_destroy(b);
		return NULL;
	}
	return b;
}

void bench_destroy(struct bench *b)
{
	if (!b)
		return;
	loop_timer_remove(b->poll);
	steps_destroy(b);
	world_down(b);
	panes_destroy(b);
	tape_destroy(b->tape);
	vec_free(&b->next);
	free(b->state_dir);
	free(b->cache_dir);
	free(b->work_dir);
	free(b->bin_dir);
	free(b);
}

bool bench_reset(struct bench *b, bool replay, struct err *e)
{
	struct bench_options as_before = {.mode = WIRE_PASS};
	if (b->wire && !b->lab)
		as_before.mode = wire_mode(b->wire, 0);
	char *_cleanup_free_ gate = xstrdup(b->wire && !b->lab ? wire_gate(b->wire, 0) : "");
	as_before.gate = gate;
	world_down(b);
	if (!world_up(b, &as_before, e))
		return false;
	panes_autostart(b);
	bench_touch(b);
	if (replay && b->lab && b->steps.progress.step > 0)
		return steps_replay(b, e);
	return true;
}

void bench_say(struct bench *b, bool is_error, const char *fmt, ...)
{
	b->message.when = loop_now(b->loop);
	b->message.is_error = is_error;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(b->message.text, sizeof(b->message.text), fmt, ap);
	va_end(ap);
	bench_touch(b);
}

const struct bench_message *bench_message(const struct bench *b)
{
	return b->message.when ? &b->message : NULL;
}

uint64_t bench_changed(const struct bench *b)
{
	return b->changed;
}

const struct topology *bench_topology(const struct bench *b)
{
	return &b->topology;
}

struct tape *bench_tape(const struct bench *b)
{
	return b->tape;
}

struct wire *bench_wire(const struct bench *b)
{
	return b->wire;
}

struct world *bench_world(const struct bench *b)
{
	return b->world;
}

const struct sockets *bench_sockets(const struct bench *b)
{
	return b->sockets;
}

struct loop *bench_loop(const struct bench *b)
{
	return b->loop;
}

const struct lab *bench_lab(const struct bench *b)
{
	return b->lab;
}

enum lab_lang bench_lang(const struct bench *b)
{
	return b->lang;
}

nsec bench_began(const struct bench *b)
{
	return b->began;
}
