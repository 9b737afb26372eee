/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench itself: what it is made of, for reading, and the word that something changed.
 */
#include "bench/bench_internal.h"
#include "bench/owners.h"

#include <stdarg.h>
#include <stdio.h>

#include "loop/loop.h"

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

void bench_poll_later(struct bench *b)
{
	b->poll_soon = false;
	loop_timer_set(b->poll, POLL_IDLE, POLL_IDLE);
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

bool bench_socket_owner(const struct bench *b, uint64_t inode, struct bench_owner *out)
{
	return owners_find(b->owners, inode, out);
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

const struct lesson *bench_lesson(const struct bench *b)
{
	return b->steps.lesson;
}

struct bench_step_state bench_step(const struct bench *b)
{
	const struct steps *s = &b->steps;
	if (!b->lab)
		return (struct bench_step_state){.chosen = -1, .right_option = -1};
	return (struct bench_step_state){.index = s->at,
	        .count = b->lab->step_count,
	        .done = s->done,
	        .asked = b->lab->steps[s->at].asks,
	        .answered = s->chosen >= 0,
	        .chosen = s->chosen,
	        .right_option = s->right_option,
	        .hints = s->progress.hints[s->at]};
}

const struct progress *bench_progress(const struct bench *b)
{
	return &b->steps.progress;
}

enum check_truth bench_check(const struct bench *b, size_t index, uint64_t *event)
{
	if (!b->steps.checker)
		return CHECK_OPEN;
	if (event)
		*event = checker_event(b->steps.checker, index);
	return checker_truth(b->steps.checker, index);
}

const char *bench_check_detail(const struct bench *b, size_t index)
{
	return b->steps.checker ? checker_detail(b->steps.checker, index) : "";
}
