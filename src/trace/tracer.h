/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tracer: every socket call of unchanged programs, held, let go, changed, as events.
 *
 * How it works. A program is started with a seccomp filter that stops it at the calls of
 * syscalls.h and nowhere else (call_filter.h), and seized by ptrace(2) before its exec; its threads
 * and children are followed. At such a stop the arguments are decoded, rules are asked, and the
 * thread goes on to a second stop where the result is read. While stops are frequent, tracer and
 * programs share a CPU, which makes a stop 10 to 20 times cheaper; afterwards each gets its CPUs
 * back. If this process dies, the kernel kills what it traces.
 *
 * A thread: RUNNING --call--> (held, delayed) --> IN_CALL --result--> RUNNING --> gone.
 *
 * Limits: 32-bit programs on a 64-bit kernel run untraced; a child made with CLONE_UNTRACED fails
 * at traced calls; set-user-ID programs run without their rights.
 */
#ifndef TRACE_TRACER_H
#define TRACE_TRACER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "loop/loop.h"
#include "trace/call.h"
#include "trace/rule.h"

#define TRACER_THREADS_MAX 4096

struct tracer;
struct tracer_ticket;

struct tracer_options {
	uint32_t groups;   /* enum trace_group; 0: all */
	uint32_t keep;     /* bytes kept of a buffer, 0: 4096; at most 65536 */
	bool source_lines; /* find the line that makes each call; C with debug information */
	bool own_cpu;      /* never share a CPU with the programs */
};

enum tracer_event_kind {
	TRACER_STARTED, /* a program began: pid */
	TRACER_BEGAN, /* a call was let go and is in the kernel; only with its own result to come */
	TRACER_HELD,  /* a call waits at the gate for tracer_let() */
	TRACER_CALL,  /* a call is over; one that does not return (exit) too */
	TRACER_CHILD, /* a new process or thread: tid, pid, parent */
	TRACER_EXEC,  /* text: the program that pid is now */
	TRACER_SIGNAL, /* a signal is delivered: signal */
	TRACER_ENDED,  /* thread tid is gone: code or signal when pid itself ended */
	TRACER_WORD,   /* something a person should know: text, one sentence */
	TRACER_EVENTS
};

struct tracer_event {
	enum tracer_event_kind kind;
	nsec when;
	pid_t tid, pid, parent;
	int program; /* the tag of the ticket it was started with, or its parent was */
	const struct trace_call *call; /* BEGAN, HELD, CALL; borrowed until the hook returns */
	int signal;
	int code;
	const char *text; /* borrowed, may be NULL */
};

struct tracer_hooks {
	/* May call anything below but tracer_destroy(). */
	void (*on_event)(void *user, const struct tracer_event *ev);
	void *user;
};

/* Whether this machine allows it, by tracing a child for one call; false with the cause. */
bool tracer_probe(struct err *e);

/* One tracer a loop. NULL with e when this machine does not allow it. */
struct tracer *tracer_create(struct loop *l, const struct tracer_options *o,
        const struct tracer_hooks *h, struct err *e);
/* Kills what it still traces. NULL is fine. */
void tracer_destroy(struct tracer *t);

/* A ticket for one program to start: give tracer_enter and tracer_seize with it to
 * terminal_program (enter, seize). `enter` is what the program needs besides (world_sit), may be
 * NULL. The ticket lives until tracer_ticket_destroy(), and serves restarts. Events of the program
 * and of all its children carry the tag, such as the number of a pane. */
struct tracer_ticket *tracer_ticket_create(
        struct tracer *t, int tag, bool (*enter)(void *user, struct err *e), void *enter_user);
void tracer_ticket_destroy(struct tracer_ticket *k);
bool tracer_enter(void *ticket, struct err *e);            /* in the child */
bool tracer_seize(void *ticket, pid_t pid, struct err *e); /* in the parent */

/* Whether a program can be traced at all: false with a sentence for set-user-ID ones and ones of
 * another machine type. name is looked up in path (as PATH). Unknown files pass. */
bool tracer_may_trace(const char *name, const char *path, struct err *e);

/* The gate and changes: rules are asked in the order they were added, actions add up. Returns an
 * id. Without rules nothing is held. */
int tracer_add_rule(struct tracer *t, const struct trace_rule *r);
bool tracer_remove_rule(struct tracer *t, int id); /* what it held stays held */
/* Holds the next call that r names, and then goes away: "run until". Returns an id. */
int tracer_hold_once(struct tracer *t, const struct trace_rule *r);

/* Lets a held thread make its call, or make it fail with `error` instead. False: not held. */
bool tracer_let(struct tracer *t, pid_t tid);
bool tracer_fail(struct tracer *t, pid_t tid, int error);
/* The same with whatever else a rule can do to a call (but hold it): short, retval, delays. */
bool tracer_let_changed(struct tracer *t, pid_t tid, const struct trace_rule *how);
void tracer_let_all(struct tracer *t);

/* The calls that wait, oldest first: fills at most `max`, returns how many there are. Borrowed
 * until the loop runs on. */
size_t tracer_held(const struct tracer *t, const struct trace_call **out, size_t max);
/* The call that a thread is in (blocked, held), NULL when it is in none. */
const struct trace_call *tracer_current(const struct tracer *t, pid_t tid);
/* What a process' descriptor is; NULL: not traced, or not open. Borrowed until the loop runs on. */
const struct trace_fd *tracer_fd(struct tracer *t, pid_t pid, int fd);

struct tracer_counters {
	uint64_t stops, calls; /* ptrace stops; calls reported */
	uint32_t threads, held;
	bool shares_cpu;
};
struct tracer_counters tracer_counters(const struct tracer *t);

#endif
