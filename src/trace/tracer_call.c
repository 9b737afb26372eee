/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One call of a traced thread: at its begin, at the gate, at its end.
 */
#include <errno.h>
#include <linux/types.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "trace/regs.h"
#include "trace/syscalls.h"
#include "trace/tracer_internal.h"

static size_t read_memory(void *user, uint64_t address, void *out, size_t len)
{
	const struct thread *th = user;
	struct iovec here = {.iov_base = out, .iov_len = len};
	/* An address of another process. */
	struct iovec there = {.iov_len = len};
	memcpy(&there.iov_base, &address, sizeof(there.iov_base));
	ssize_t n = process_vm_readv(th->tid, &here, 1, &there, 1, 0);
	return n < 0 ? 0 : (size_t)n;
}

static size_t read_pieces(void *user, const struct args_piece *pieces, size_t count, void *out)
{
	const struct thread *th = user;
	struct iovec there[ARGS_PIECES_MAX], here = {.iov_base = out};
	for (size_t i = 0; i < count && i < ARGS_PIECES_MAX; i++) {
		there[i] = (struct iovec){.iov_len = pieces[i].len};
		memcpy(&there[i].iov_base, &pieces[i].address, sizeof(there[i].iov_base));
		here.iov_len += pieces[i].len;
	}
	ssize_t n = process_vm_readv(th->tid, &here, 1, there, count, 0);
	return n < 0 ? 0 : (size_t)n;
}

static struct args_memory memory_of(struct thread *th)
{
	return (struct args_memory){.read = read_memory,
	        .read_pieces = read_pieces,
	        .user = th,
	        .keep = th->tracer->options.keep};
}

static bool ask_kernel(const struct thread *th, struct __ptrace_syscall_info *info)
{
	long n = ptrace(PTRACE_GET_SYSCALL_INFO, th->tid, sizeof(*info), info);
	return n > (long)offsetof(struct __ptrace_syscall_info, entry);
}

/* ---- the begin ---- */

static void report_quiet(struct thread *th, const struct trace_syscall *s)
{
	if (tracer_is_call(s, "ptrace"))
		tracer_emit(th, TRACER_WORD,
		        (struct tracer_event){
		                .text = _("this program traces others itself, which a "
		                          "traced program can't: start it untraced")});
	else
		share_keep_off(th->process, th->tracer);
}

/* Once is enough: it would be said of each process. */
static void tell_of_lines(struct thread *th)
{
	const char *word = source_lines_word(th->process->lines);
	if (!word || th->tracer->told_of_lines)
		return;
	th->tracer->told_of_lines = true;
	tracer_emit(th, TRACER_WORD, (struct tracer_event){.text = word});
}

static void find_source(struct thread *th, const struct __ptrace_syscall_info *info)
{
	th->call.source = (struct trace_source){0};
	if (!th->tracer->options.source_lines || th->before_exec)
		return;
	if (!th->process->lines)
		th->process->lines = source_lines_create(th->process->pid);
	struct args_memory m = memory_of(th);
	th->call.source = source_lines_find(
	        th->process->lines, th->tid, info->instruction_pointer, info->stack_pointer, &m);
	tell_of_lines(th);
}

static void begin_call(struct thread *th, const struct trace_syscall *s,
        const struct __ptrace_syscall_info *info, const uint64_t *raw)
{
	struct trace_call *c = &th->call;
	struct args_memory m = memory_of(th);
	th->sys = s;
	args_enter(c, s, raw, &m, &th->room);
	c->tid = th->tid;
	c->pid = th->process->pid;
	c->program = th->program;
	c->count = th->count++;
	c->entered = c->let = clock_now();
	c->left = 0;
	int fd = tracer_first_fd(s);
	c->fd = fd < 0 ? NULL : fdmap_find(th->process->fds, (int)raw[fd]);
	find_source(th, info);
	th->again = th->forced = false;
	th->put_back = -1;
	th->shorten = UINT64_MAX;
	th->delay_exit = 0;
}

/* ---- letting go ---- */

/* The argument that bounds how much is transferred; -1 none. */
static int length_arg(const struct trace_syscall *s)
{
	for (int i = 1; i < TRACE_ARGS; i++) {
		if (s->specs[i] == SPEC_SIZE)
			return i;
	}
	return -1;
}

static void apply_changes(struct thread *th)
{
	if (th->forced) {
		th->call.changed = true;
		regs_skip_call(th->tid);
		return;
	}
	int i = th->shorten == UINT64_MAX ? -1 : length_arg(th->sys);
	if (i < 0 || th->call.args[i].raw <= th->shorten)
		return;
	if (regs_set_arg(th->tid, i, th->shorten) < 0)
		return;
	th->put_back = i;
	th->call.changed = true;
}

static void report(struct thread *th)
{
	th->tracer->counters.calls++;
	tracer_emit(th, TRACER_CALL, (struct tracer_event){.call = &th->call});
}

static void let_go(struct thread *th)
{
	apply_changes(th);
	th->state = THREAD_IN_CALL;
	th->call.let = clock_now();
	bool returns = strncmp(th->call.name, "exit", 4) != 0 || th->forced;
	th->wants_left = returns;
	if (returns && !th->before_exec) {
		tracer_emit(th, TRACER_BEGAN, (struct tracer_event){.call = &th->call});
	} else if (!returns) {
		th->call.done = true;
		th->call.left = th->call.let;
		report(th);
	}
	if (!th->gone)
		tracer_resume(th, 0);
}

static void on_delay_over(void *user)
{
	struct thread *th = user;
	if (th->gone)
		return;
	if (th->state == THREAD_DELAYED)
		let_go(th);
	else
		tracer_resume(th, 0);
}

static void delay(struct thread *th, nsec time)
{
	if (!th->timer)
		th->timer = loop_timer_add(th->tracer->loop, on_delay_over, th);
	loop_timer_set(th->timer, time, 0);
}

/* ---- rules ---- */

/* What all rules that apply ask for, together. */
struct verdict {
	bool hold;
	nsec delay;
};

static void take_rule(struct thread *th, const struct trace_rule *r, struct verdict *v)
{
	v->hold = v->hold || (r->actions & RULE_HOLD);
	if (r->actions & (RULE_ERROR | RULE_RETVAL)) {
		th->forced = true;
		th->forced_result = r->actions & RULE_ERROR ? -r->error : r->retval;
	}
	if ((r->actions & RULE_SHORT) && r->shorten < th->shorten)
		th->shorten = r->shorten;
	if (r->actions & RULE_DELAY_ENTER)
		v->delay += r->delay_enter;
	if (r->actions & RULE_DELAY_EXIT)
		th->delay_exit += r->delay_exit;
	if (r->actions & RULE_SIGNAL)
		syscall(SYS_tgkill, th->process->pid, th->tid, r->signal);
}

static struct verdict ask_rules(struct thread *th)
{
	struct tracer *t = th->tracer;
	struct verdict v = {0};
	for (size_t i = 0; i < t->rules.count;) {
		struct tracer_rule *r = &t->rules.at[i];
		bool applies = rule_applies(&r->rule, &th->call);
		if (applies)
			take_rule(th, &r->rule, &v);
		if (applies && r->once)
			vec_remove(&t->rules, i);
		else
			i++;
	}
	th->call.changed = v.delay || th->delay_exit;
	return v;
}

static void hold(struct thread *th)
{
	th->state = THREAD_HELD;
	vec_push(&th->tracer->held, th);
	tracer_emit(th, TRACER_HELD, (struct tracer_event){.call = &th->call});
}

/* Whether this is the call that was interrupted by nothing. */
static bool goes_on(struct thread *th, const struct trace_syscall *s, const uint64_t *raw)
{
	if (tracer_is_call(s, "restart_syscall"))
		return true;
	bool same = s == th->sys;
	for (int i = 0; i < th->call.arg_count && same; i++)
		same = raw[i] == th->call.args[i].raw || i == th->put_back ||
		       s->specs[i] == SPEC_SELECT_SET;
	return same;
}

/* It was, but a signal that does mean something came right after. */
static void report_interrupted(struct thread *th)
{
	th->call.result = -1;
	th->call.error = 512; /* ERESTARTSYS */
	th->call.left = clock_now();
	th->call.done = true;
	report(th);
}

/* What nobody wants to see; a copy of us before its exec starts a program or is silent. */
static bool is_passed(struct thread *th, const struct trace_syscall *s, const uint64_t *raw)
{
	if (s->groups & TRACE_QUIET)
		report_quiet(th, s);
	bool starts = s->sysno == SYS_execve || s->sysno == SYS_execveat;
	bool passed = (s->groups & TRACE_QUIET) || (th->before_exec && !starts) ||
	              !tracer_is_shown(th, s, raw);
	if (passed)
		tracer_forget_closed(th, s, raw);
	return passed;
}

static void go_after(struct thread *th, nsec wait)
{
	if (!wait) {
		let_go(th);
		return;
	}
	th->state = THREAD_DELAYED;
	delay(th, wait);
}

static void decide(struct thread *th)
{
	struct verdict v = th->before_exec ? (struct verdict){0} : ask_rules(th);
	th->delay_enter = v.delay;
	if (v.hold)
		hold(th);
	else
		go_after(th, v.delay);
}

void tracer_at_call(struct thread *th)
{
	struct __ptrace_syscall_info info;
	memset(&info, 0, sizeof(info));
	bool known = ask_kernel(th, &info) && info.op == PTRACE_SYSCALL_INFO_SECCOMP &&
	             info.seccomp.nr < TRACER_NUMBERS;
	const struct trace_syscall *s = known ? th->tracer->numbers[info.seccomp.nr] : NULL;
	uint64_t raw[TRACE_ARGS];
	for (int i = 0; i < TRACE_ARGS; i++)
		raw[i] = info.seccomp.args[i];
	if (!s || is_passed(th, s, raw)) {
		tracer_resume(th, 0);
		return;
	}
	bool again = th->again;
	th->again = false;
	if (again && goes_on(th, s, raw)) {
		th->wants_left = true;
		tracer_resume(th, 0);
		return;
	}
	if (again)
		report_interrupted(th);
	begin_call(th, s, &info, raw);
	decide(th);
}

/* ---- the end ---- */

static void take_result(struct thread *th, const struct __ptrace_syscall_info *info)
{
	struct trace_call *c = &th->call;
	int64_t value = info->exit.rval;
	if (th->forced) {
		value = th->forced_result;
		regs_set_result(th->tid, value);
	}
	if (th->put_back >= 0)
		regs_set_arg(th->tid, th->put_back, c->args[th->put_back].raw);
	bool failed = th->forced ? value < 0 && value > -4096 : info->exit.is_error;
	c->result = failed ? -1 : value;
	c->error = failed ? (int)-value : 0;
	c->left = clock_now();
	c->done = true;
}

void tracer_at_left(struct thread *th)
{
	struct __ptrace_syscall_info info;
	memset(&info, 0, sizeof(info));
	th->wants_left = false;
	if (th->state != THREAD_IN_CALL || !ask_kernel(th, &info) ||
	        info.op != PTRACE_SYSCALL_INFO_EXIT) {
		tracer_resume(th, 0);
		return;
	}
	if (!th->forced && info.exit.is_error &&
	        interrupted_by_nothing(th->tid, (int)-info.exit.rval)) {
		th->again = true;
		tracer_resume(th, 0);
		return;
	}
	take_result(th, &info);
	struct args_memory m = memory_of(th);
	/* After exec the arguments' memory is another program's. */
	if (!(th->sys->groups & TRACE_PROCESS))
		args_leave(&th->call, th->sys, &m, &th->room);
	if (!th->forced)
		tracer_forget_closed(th, th->sys,
		        (const uint64_t[]){th->call.args[0].raw, th->call.args[1].raw});
	th->state = THREAD_RUNNING;
	tracer_learn(th);
	if (!th->before_exec)
		report(th);
	if (th->gone)
		return;
	if (th->delay_exit)
		delay(th, th->delay_exit);
	else
		tracer_resume(th, 0);
}

/* ---- the gate, from outside ---- */

bool tracer_let(struct tracer *t, pid_t tid)
{
	struct thread *th = tracer_thread(t, tid);
	if (!th || th->state != THREAD_HELD)
		return false;
	tracer_forget_held(th);
	go_after(th, th->delay_enter);
	return true;
}

bool tracer_let_changed(struct tracer *t, pid_t tid, const struct trace_rule *how)
{
	struct thread *th = tracer_thread(t, tid);
	if (!th || th->state != THREAD_HELD)
		return false;
	struct verdict v = {0};
	take_rule(th, how, &v);
	tracer_forget_held(th);
	th->call.changed = th->call.changed || v.delay || th->delay_exit;
	go_after(th, th->delay_enter + v.delay);
	return true;
}

bool tracer_fail(struct tracer *t, pid_t tid, int error)
{
	struct trace_rule how = {.actions = RULE_ERROR, .error = error};
	return error > 0 && error < 4096 && tracer_let_changed(t, tid, &how);
}

void tracer_let_all(struct tracer *t)
{
	/* A thread that is let go may come back at once: only those that wait now. */
	for (size_t n = t->held.count; n > 0 && t->held.count; n--)
		tracer_let(t, t->held.at[0]->tid);
}

size_t tracer_held(const struct tracer *t, const struct trace_call **out, size_t max)
{
	for (size_t i = 0; i < t->held.count && i < max; i++)
		out[i] = &t->held.at[i]->call;
	return t->held.count;
}

const struct trace_call *tracer_current(const struct tracer *t, pid_t tid)
{
	const struct thread *th = tracer_thread(t, tid);
	return th && th->state != THREAD_RUNNING ? &th->call : NULL;
}
