/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The threads and processes that a tracer knows: the lowest of its files.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "trace/tracer_internal.h"

struct thread **tracer_place(struct tracer *t, pid_t tid)
{
	struct thread **p = &t->buckets[(unsigned)tid % TRACER_BUCKETS];
	while (*p && (*p)->tid != tid)
		p = &(*p)->next;
	return p;
}

struct thread *tracer_thread(const struct tracer *t, pid_t tid)
{
	struct thread *th = t->buckets[(unsigned)tid % TRACER_BUCKETS];
	while (th && th->tid != tid)
		th = th->next;
	return th;
}

struct process *tracer_process(const struct tracer *t, pid_t pid)
{
	for (size_t i = 0; i < TRACER_BUCKETS; i++) {
		for (const struct thread *th = t->buckets[i]; th; th = th->next) {
			if (th->process->pid == pid)
				return th->process;
		}
	}
	return NULL;
}

static struct process *hold_process(const struct tracer *t, pid_t tid, pid_t pid)
{
	struct process *p = tid == pid ? NULL : tracer_process(t, pid);
	if (!p) {
		p = xcalloc(1, sizeof(*p));
		p->pid = pid;
		p->fds = fdmap_create(pid);
	}
	p->threads++;
	return p;
}

static void release_process(struct process *p)
{
	if (--p->threads)
		return;
	fdmap_destroy(p->fds);
	source_lines_destroy(p->lines);
	free(p);
}

struct thread *tracer_add_thread(struct tracer *t, pid_t tid, pid_t pid)
{
	if (t->counters.threads >= TRACER_THREADS_MAX)
		return NULL;
	struct thread *th = xcalloc(1, sizeof(*th));
	th->tracer = t;
	th->tid = tid;
	th->process = hold_process(t, tid, pid);
	th->put_back = -1;
	*tracer_place(t, tid) = th;
	t->counters.threads++;
	return th;
}

void tracer_forget_held(struct thread *th)
{
	for (size_t i = 0; i < th->tracer->held.count; i++) {
		if (th->tracer->held.at[i] == th) {
			vec_remove(&th->tracer->held, i);
			return;
		}
	}
}

/* Out of the table; freed once no caller further up can be at work with it. */
void tracer_remove_thread(struct thread *th)
{
	struct tracer *t = th->tracer;
	tracer_forget_held(th);
	*tracer_place(t, th->tid) = th->next;
	t->counters.threads--;
	th->gone = true;
	loop_timer_remove(th->timer);
	th->timer = NULL;
	th->next = t->graveyard;
	t->graveyard = th;
}

void tracer_clear_graveyard(struct tracer *t)
{
	while (t->graveyard) {
		struct thread *th = t->graveyard;
		t->graveyard = th->next;
		release_process(th->process);
		args_room_finish(&th->room);
		free(th);
	}
}

void tracer_emit(struct thread *th, enum tracer_event_kind kind, struct tracer_event ev)
{
	const struct tracer *t = th->tracer;
	if (!t->hooks.on_event)
		return;
	ev.kind = kind;
	ev.when = ev.when ? ev.when : clock_now();
	ev.tid = th->tid;
	ev.program = th->program;
	ev.pid = th->process->pid;
	t->hooks.on_event(t->hooks.user, &ev);
}

void tracer_resume(struct thread *th, int signal)
{
	/* A thread that was killed at its stop is gone for ptrace: its end will tell. */
	if (ptrace(th->wants_left ? PTRACE_SYSCALL : PTRACE_CONT, th->tid, NULL, (long)signal) < 0)
		raise(SIGCHLD);
}
