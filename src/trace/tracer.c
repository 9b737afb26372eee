/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tracer: its threads, and the stops that move them (ptrace(2)).
 */
#include "trace/tracer.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "trace/consts.h"
#include "trace/stop.h"
#include "trace/syscalls.h"
#include "trace/tracer_internal.h"

enum {
	KEEP_USUAL = 4096,
	KEEP_MOST = 65536,
	STOPS_A_TIME = 32, /* frames and keys wait meanwhile */
	EARLY_MAX = 1024,
};

#ifndef __WALL
#define __WALL 0x40000000
#endif

/* ---- children ---- */

static unsigned long message_of(const struct thread *th)
{
	unsigned long message = 0;
	ptrace(PTRACE_GETEVENTMSG, th->tid, NULL, &message);
	return message;
}

/* The thread group of a new thread, proc(5). */
static pid_t group_of(pid_t tid)
{
	char path[64], line[128];
	snprintf(path, sizeof(path), "/proc/%d/status", (int)tid);
	FILE *f = fopen(path, "re");
	long group = tid;
	while (f && fgets(line, sizeof(line), f)) {
		if (strncmp(line, "Tgid:", 5) != 0)
			continue;
		group = strtol(line + 5, NULL, 10);
		break;
	}
	if (f)
		fclose(f);
	return group > 0 ? (pid_t)group : tid;
}

static bool take_early(struct tracer *t, pid_t tid)
{
	for (size_t i = 0; i < t->early.count; i++) {
		if (t->early.at[i] == tid) {
			vec_remove(&t->early, i);
			return true;
		}
	}
	return false;
}

/* A child and its parent both stop, in no order. */
static void at_child(struct thread *parent)
{
	struct tracer *t = parent->tracer;
	pid_t tid = (pid_t)message_of(parent);
	struct thread *th = tid > 0 ? tracer_add_thread(t, tid, group_of(tid)) : NULL;
	if (!th) {
		tracer_emit(parent, TRACER_WORD,
		        (struct tracer_event){
		                .text = _("there are too many threads to trace them all")});
		if (tid > 0)
			kill(tid, SIGKILL);
		tracer_resume(parent, 0);
		return;
	}
	th->before_exec = parent->before_exec;
	th->program = parent->program;
	share_inherit(th, parent);
	bool here = take_early(t, tid);
	th->fresh = !here;
	tracer_emit(th, TRACER_CHILD, (struct tracer_event){.parent = parent->process->pid});
	if (here)
		tracer_resume(th, 0);
	if (!parent->gone)
		tracer_resume(parent, 0);
}

/* ---- exec ---- */

static void end_thread(struct thread *th)
{
	if (th->gone)
		return;
	tracer_remove_thread(th);
	tracer_emit(th, TRACER_ENDED,
	        (struct tracer_event){.code = WIFEXITED(th->status) ? WEXITSTATUS(th->status) : 0,
	                .signal = WIFSIGNALED(th->status) ? WTERMSIG(th->status) : 0});
}

/* All threads but `th` are gone: execve(2). */
static void end_others(struct thread *th)
{
	struct tracer *t = th->tracer;
	for (size_t i = 0; i < TRACER_BUCKETS; i++) {
		for (struct thread *o = t->buckets[i], *next; o; o = next) {
			next = o->next;
			if (o != th && o->process == th->process)
				end_thread(o);
		}
	}
}

/* Another thread than the first called execve: it has the first one's number from now on. */
static struct thread *take_over(struct thread *leader)
{
	struct tracer *t = leader->tracer;
	pid_t former = (pid_t)message_of(leader);
	struct thread *th = former == leader->tid ? leader : tracer_thread(t, former);
	if (!th || th == leader)
		return leader;
	pid_t pid = leader->tid;
	bool direct = leader->direct;
	*tracer_place(t, former) = th->next;
	th->next = NULL;
	tracer_remove_thread(leader);
	th->tid = pid;
	th->call.tid = pid;
	th->direct = direct;
	*tracer_place(t, pid) = th;
	return th;
}

static void at_exec(struct thread *stopped)
{
	struct thread *th = take_over(stopped);
	char path[64], program[512];
	end_others(th);
	fdmap_forget_all(th->process->fds);
	source_lines_destroy(th->process->lines);
	th->process->lines = NULL;
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)th->tid);
	ssize_t n = readlink(path, program, sizeof(program) - 1);
	program[n < 0 ? 0 : n] = '\0';
	bool first = th->before_exec;
	th->before_exec = false;
	if (first)
		tracer_emit(th, TRACER_STARTED, (struct tracer_event){.text = program});
	tracer_emit(th, TRACER_EXEC, (struct tracer_event){.text = program});
	if (!th->gone)
		tracer_resume(th, 0);
}

/* ---- stops ---- */

static void at_signal(struct thread *th, int signal)
{
	tracer_emit(th, TRACER_SIGNAL, (struct tracer_event){.signal = signal});
	if (!th->gone)
		tracer_resume(th, signal);
}

static void at_stop(struct thread *th, struct stop s)
{
	switch (s.kind) {
	case STOP_CALL:
		tracer_at_call(th);
		break;
	case STOP_LEFT:
		tracer_at_left(th);
		break;
	case STOP_CHILD:
		at_child(th);
		break;
	case STOP_EXEC:
		at_exec(th);
		break;
	case STOP_SIGNAL:
		at_signal(th, s.signal);
		break;
	case STOP_GROUP: /* stays stopped until SIGCONT, as it would untraced */
		ptrace(PTRACE_LISTEN, th->tid, NULL, NULL);
		break;
	case STOP_EXIT:
	case STOP_FIRST:
	case STOP_OTHER:
		th->fresh = false;
		tracer_resume(th, 0);
		break;
	case STOPS:
		break;
	}
}

static void take_stop(struct tracer *t, pid_t tid, int status)
{
	struct thread *th = tracer_thread(t, tid);
	t->counters.stops++;
	if (!th) {
		if (t->early.count < EARLY_MAX)
			vec_push(&t->early, tid);
		return;
	}
	struct stop s = stop_of(status);
	if (s.kind == STOP_CALL)
		share_note(th, clock_now());
	at_stop(th, s);
}

/* ---- ends ---- */

/* Whether it has ended. The loop reaps our own children. */
static bool has_ended(struct thread *th)
{
	siginfo_t seen = {0};
	int options = WEXITED | WNOHANG | __WALL;
	if (waitid(P_PID, (id_t)th->tid, &seen, options | WNOWAIT) < 0)
		return errno == ECHILD;
	if (!seen.si_pid || seen.si_code == CLD_TRAPPED || seen.si_code == CLD_STOPPED)
		return false;
	th->status = seen.si_code == CLD_EXITED ? seen.si_status << 8 : seen.si_status & 0x7f;
	siginfo_t reaped;
	if (!th->direct)
		waitid(P_PID, (id_t)th->tid, &reaped, options);
	return true;
}

static void look_at_all(struct tracer *t)
{
	for (size_t i = 0; i < TRACER_BUCKETS; i++) {
		for (struct thread *th = t->buckets[i], *next; th; th = next) {
			next = th->next;
			if (has_ended(th))
				end_thread(th);
		}
	}
}

/* One that only the loop may reap is found each time, and hides others, until it has. */
static void bury(struct tracer *t)
{
	for (int i = 0; i < STOPS_A_TIME; i++) {
		siginfo_t s = {0};
		if (waitid(P_ALL, 0, &s, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 || !s.si_pid)
			return;
		struct thread *th = tracer_thread(t, s.si_pid);
		if (!th || th->direct || !has_ended(th)) {
			look_at_all(t);
			return;
		}
		end_thread(th);
	}
	raise(SIGCHLD);
}

static bool take_stops(void *user)
{
	struct tracer *t = user;
	int taken = 0;
	t->depth++;
	for (; taken < STOPS_A_TIME; taken++) {
		siginfo_t s;
		s.si_pid = 0;
		if (waitid(P_ALL, 0, &s, WSTOPPED | WNOHANG | __WALL) < 0 || !s.si_pid)
			break;
		take_stop(t, s.si_pid, s.si_status);
	}
	if (taken == STOPS_A_TIME)
		raise(SIGCHLD);
	if (t->counters.threads)
		bury(t);
	if (!--t->depth)
		tracer_clear_graveyard(t);
	return taken > 0;
}

/* ---- life ---- */

struct tracer *tracer_create(
        struct loop *l, const struct tracer_options *o, const struct tracer_hooks *h, struct err *e)
{
	uint32_t groups =
	        o->groups ? o->groups | TRACE_QUIET | TRACE_PROCESS | TRACE_FDS : TRACE_ALL_GROUPS;
	struct call_filter *filter = call_filter_create(groups, e);
	if (!filter)
		return NULL;
	/* Else, with capabilities of its own, a copy of us could not be traced before its exec. */
	prctl(PR_SET_DUMPABLE, 1);
	struct tracer *t = xcalloc(1, sizeof(*t));
	t->loop = l;
	t->options = *o;
	t->hooks = *h;
	t->filter = filter;
	t->options.keep = o->keep ? o->keep : KEEP_USUAL;
	if (t->options.keep > KEEP_MOST)
		t->options.keep = KEEP_MOST;
	size_t count = 0;
	const struct trace_syscall *all = syscalls_all(&count);
	for (size_t i = 0; i < count; i++) {
		if (all[i].sysno >= 0 && all[i].sysno < TRACER_NUMBERS)
			t->numbers[all[i].sysno] = &all[i];
	}
	loop_stops(l, take_stops, t);
	return t;
}

/* Waits for the end of a thread that was killed; a stop from before may be first. */
static void wait_for_end(const struct thread *th)
{
	siginfo_t s;
	int options = WEXITED | __WALL | (th->direct ? WNOWAIT : 0);
	while (waitid(P_PID, (id_t)th->tid, &s, options) == 0 &&
	        (s.si_code == CLD_TRAPPED || s.si_code == CLD_STOPPED)) {
		if (th->direct)
			waitid(P_PID, (id_t)th->tid, &s, WSTOPPED | WNOHANG | __WALL);
		ptrace(PTRACE_CONT, th->tid, NULL, NULL);
	}
}

static void wait_for_all(struct tracer *t, bool leaders)
{
	for (size_t i = 0; i < TRACER_BUCKETS; i++) {
		for (struct thread *th = t->buckets[i], *next; th; th = next) {
			next = th->next;
			if ((th->tid == th->process->pid) != leaders)
				continue;
			wait_for_end(th);
			tracer_remove_thread(th);
		}
	}
}

/* Detaching would leave the filter behind, and every call of it would fail. A process can be
 * waited for once its other threads are. */
static void kill_all(struct tracer *t)
{
	for (size_t i = 0; i < TRACER_BUCKETS; i++) {
		for (const struct thread *th = t->buckets[i]; th; th = th->next)
			kill(th->process->pid, SIGKILL);
	}
	VEC_EACH (tid, &t->early)
		kill(*tid, SIGKILL);
	wait_for_all(t, false);
	wait_for_all(t, true);
}

void tracer_destroy(struct tracer *t)
{
	if (!t)
		return;
	t->hooks.on_event = NULL;
	share_finish(t);
	kill_all(t);
	tracer_clear_graveyard(t);
	loop_stops(t->loop, NULL, NULL);
	call_filter_destroy(t->filter);
	vec_free(&t->rules);
	vec_free(&t->held);
	vec_free(&t->early);
	free(t);
}

static int add_rule(struct tracer *t, const struct trace_rule *r, bool once)
{
	struct tracer_rule added = {.id = ++t->last_rule, .once = once, .rule = *r};
	vec_push(&t->rules, added);
	return added.id;
}

int tracer_add_rule(struct tracer *t, const struct trace_rule *r)
{
	return add_rule(t, r, false);
}

int tracer_hold_once(struct tracer *t, const struct trace_rule *r)
{
	struct trace_rule hold = *r;
	hold.actions |= RULE_HOLD;
	return add_rule(t, &hold, true);
}

bool tracer_remove_rule(struct tracer *t, int id)
{
	for (size_t i = 0; i < t->rules.count; i++) {
		if (t->rules.at[i].id == id) {
			vec_remove(&t->rules, i);
			return true;
		}
	}
	return false;
}

const struct trace_fd *tracer_fd(struct tracer *t, pid_t pid, int fd)
{
	const struct process *p = tracer_process(t, pid);
	const struct trace_fd *f = p ? fdmap_find(p->fds, fd) : NULL;
	return f && f->kind != TRACE_FD_UNKNOWN ? f : NULL;
}

struct tracer_counters tracer_counters(const struct tracer *t)
{
	struct tracer_counters c = t->counters;
	c.held = (uint32_t)t->held.count;
	c.shares_cpu = t->share.on;
	return c;
}
