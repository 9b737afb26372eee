/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the tracer share: threads, processes, and what each file does for the others.
 */
#ifndef TRACE_TRACER_INTERNAL_H
#define TRACE_TRACER_INTERNAL_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/vec.h"
#include "loop/loop.h"
#include "trace/args.h"
#include "trace/fdmap.h"
#include "trace/call_filter.h"
#include "trace/source_line.h"
#include "trace/tracer.h"

#define TRACER_BUCKETS 1024
#define TRACER_NUMBERS 512

/* RUNNING --stop at a call--> HELD or DELAYED --let--> IN_CALL --its end--> RUNNING. */
enum thread_state { THREAD_RUNNING, THREAD_HELD, THREAD_DELAYED, THREAD_IN_CALL };

struct process {
	pid_t pid;
	unsigned threads; /* that point here */
	struct fdmap *fds;
	struct source_lines *lines; /* NULL until asked */
	bool keeps_cpus;            /* it asks for its CPUs: never moved */
};

struct thread {
	struct thread *next; /* in its bucket, or in the graveyard */
	struct tracer *tracer;
	pid_t tid;
	struct process *process;
	int program; /* tag of the ticket */
	enum thread_state state;
	bool direct;      /* our own child: the loop reaps it */
	bool before_exec; /* still a copy of us */
	bool fresh;       /* its first stop has not come */
	bool gone;
	int status;      /* as wait(2) will tell it, known at the exit stop */
	bool wants_left; /* the end of the call is a stop too */

	const struct trace_syscall *sys; /* of `call` */
	struct trace_call call;
	struct args_room room;
	uint64_t count;

	/* The kernel will make the call once more, after a signal that means nothing to the
	 * program: that is the same call still. */
	bool again;

	/* What rules do to the call. */
	bool forced; /* it is not made; result: forced_result */
	int64_t forced_result;
	int put_back; /* argument that was changed, -1 */
	uint64_t shorten;
	nsec delay_enter, delay_exit;
	struct loop_timer *timer; /* delays; NULL until needed */

	/* Sharing a CPU: share.c. */
	bool moved;
	cpu_set_t cpus; /* its own, to give back */
	nsec window;    /* begin of the time in which stops are counted */
	uint32_t recent;
};

struct tracer_rule {
	int id;
	bool once;
	struct trace_rule rule;
};

struct share {
	bool on;
	int cpu;
	cpu_set_t own; /* ours, to give back */
	struct loop_timer *timer;
};

struct tracer {
	struct loop *loop;
	struct tracer_options options;
	struct tracer_hooks hooks;
	struct call_filter *filter;
	struct thread *buckets[TRACER_BUCKETS];
	struct thread *graveyard; /* freed when nobody can hold a pointer any more */
	const struct trace_syscall *numbers[TRACER_NUMBERS];
	VEC(struct tracer_rule) rules;
	VEC(struct thread *) held; /* oldest first */
	VEC(pid_t) early;          /* new threads whose parent's stop is yet to come */
	int last_rule;
	unsigned depth; /* of calls of take_stops() */
	struct share share;
	bool told_of_lines; /* why some program has none */
	struct tracer_counters counters;
};

/* From the lowest file to the highest: each uses those before it. */

/* ---- tracer_threads.c ---- */

struct thread *tracer_thread(const struct tracer *t, pid_t tid);
struct thread **tracer_place(struct tracer *t, pid_t tid); /* where it is or would be linked */
struct process *tracer_process(const struct tracer *t, pid_t pid); /* NULL: not traced */
struct thread *tracer_add_thread(struct tracer *t, pid_t tid, pid_t pid);
void tracer_remove_thread(struct thread *th); /* freed by tracer_clear_graveyard() */
void tracer_clear_graveyard(struct tracer *t);
void tracer_forget_held(struct thread *th);
void tracer_emit(struct thread *th, enum tracer_event_kind kind, struct tracer_event ev);
/* Goes on; to the end of the call when that is wanted, delivering the signal. */
void tracer_resume(struct thread *th, int signal);

/* ---- tracer_fds.c ---- */

bool tracer_is_call(const struct trace_syscall *s, const char *name);
/* The argument that says which descriptor a call is about; -1 none. */
int tracer_first_fd(const struct trace_syscall *s);
/* Reading and closing files is nobody's business here. */
bool tracer_is_shown(struct thread *th, const struct trace_syscall *s, const uint64_t *raw);
/* Before the call, also when it is not shown: its number may be another file a moment later. */
void tracer_forget_closed(struct thread *th, const struct trace_syscall *s, const uint64_t *raw);
void tracer_learn(struct thread *th); /* from a call that is over */

/* ---- tracer_call.c; tracer.c is above it ---- */

void tracer_at_call(struct thread *th); /* STOP_CALL */
void tracer_at_left(struct thread *th); /* STOP_LEFT */

/* ---- interrupted.c ---- */

/* Whether a call that ended with `error` was interrupted only because it is traced: by signals
 * that an untraced thread would not have noticed. If so the kernel will make it again. */
bool interrupted_by_nothing(pid_t tid, int error);

/* ---- share.c ---- */

void share_note(struct thread *th, nsec now); /* a stop */
void share_inherit(struct thread *child, const struct thread *parent);
void share_leave(struct thread *th); /* gives its CPUs back */
void share_keep_off(struct process *p, struct tracer *t);
void share_finish(struct tracer *t);

#endif
