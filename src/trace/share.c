/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tracer and programs on one CPU while stops are frequent: the change from one to the other is
 * then a switch instead of a wake-up of another CPU, 5 us instead of 100.
 *
 * How it works: a thread that stops BUSY_STOPS times within BUSY_TIME moves to the CPU the tracer
 * is on, which stays there too. At each tick those that no longer stop often get their own set of
 * CPUs back; with the last of them so does the tracer.
 */
#include <sched.h>

#include "base/clock.h"
#include "trace/tracer_internal.h"

enum {
	BUSY_STOPS = 12,
	IDLE_STOPS = 8, /* fewer in a tick: no longer busy */
};
#define BUSY_TIME (10 * NSEC_PER_MSEC)
#define TICK (50 * NSEC_PER_MSEC)

static bool stay_here(struct share *s)
{
	s->cpu = sched_getcpu();
	if (s->cpu < 0 || s->cpu >= CPU_SETSIZE ||
	        sched_getaffinity(0, sizeof(s->own), &s->own) < 0)
		return false;
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET((size_t)s->cpu, &one);
	s->on = sched_setaffinity(0, sizeof(one), &one) == 0;
	return s->on;
}

static void go_free(struct tracer *t)
{
	if (!t->share.on)
		return;
	sched_setaffinity(0, sizeof(t->share.own), &t->share.own);
	t->share.on = false;
	loop_timer_clear(t->share.timer);
}

void share_leave(struct thread *th)
{
	if (th->moved)
		sched_setaffinity(th->tid, sizeof(th->cpus), &th->cpus);
	th->moved = false;
}

static void on_tick(void *user)
{
	struct tracer *t = user;
	bool any = false;
	for (size_t i = 0; i < TRACER_BUCKETS; i++) {
		for (struct thread *th = t->buckets[i]; th; th = th->next) {
			if (th->moved && th->recent < IDLE_STOPS)
				share_leave(th);
			th->recent = 0;
			any = any || th->moved;
		}
	}
	if (!any)
		go_free(t);
}

static void move_here(struct thread *th)
{
	struct share *s = &th->tracer->share;
	if (!s->on) {
		if (!stay_here(s))
			return;
		if (!s->timer)
			s->timer = loop_timer_add(th->tracer->loop, on_tick, th->tracer);
		loop_timer_set(s->timer, TICK, TICK);
	}
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET((size_t)s->cpu, &one);
	if (sched_getaffinity(th->tid, sizeof(th->cpus), &th->cpus) < 0 ||
	        !CPU_ISSET((size_t)s->cpu, &th->cpus))
		return;
	th->moved = sched_setaffinity(th->tid, sizeof(one), &one) == 0;
}

void share_note(struct thread *th, nsec now)
{
	th->recent++;
	if (th->moved || th->tracer->options.own_cpu || th->process->keeps_cpus)
		return;
	if (now - th->window > BUSY_TIME) {
		th->window = now;
		th->recent = 1;
	} else if (th->recent >= BUSY_STOPS) {
		move_here(th);
	}
}

/* A child begins with the CPUs its parent has at that moment: the one of ours. */
void share_inherit(struct thread *child, const struct thread *parent)
{
	child->moved = parent->moved;
	child->cpus = parent->cpus;
	child->recent = parent->moved ? IDLE_STOPS : 0;
}

void share_keep_off(struct process *p, struct tracer *t)
{
	p->keeps_cpus = true;
	for (size_t i = 0; i < TRACER_BUCKETS; i++) {
		for (struct thread *th = t->buckets[i]; th; th = th->next) {
			if (th->process == p)
				share_leave(th);
		}
	}
}

void share_finish(struct tracer *t)
{
	for (size_t i = 0; i < TRACER_BUCKETS; i++) {
		for (struct thread *th = t->buckets[i]; th; th = th->next)
			share_leave(th);
	}
	go_free(t);
	loop_timer_remove(t->share.timer);
	t->share.timer = NULL;
}
