/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One call of a traced thread: at its begin, at the gate, at its end.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/types.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
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

struct args_memory tracer_memory(struct thread *th)
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

/* ---- which calls are shown ---- */

/* The argument that says which descriptor a call is about; -1 none. */
static int first_fd(const struct trace_syscall *s)
{
	for (int i = 0; i < TRACE_ARGS && s->specs[i] != SPEC_END; i++) {
		if (s->specs[i] == SPEC_FD)
			return i;
	}
	return -1;
}

static bool carries_data(const struct trace_fd *fd)
{
	return fd->kind != TRACE_FD_FILE && fd->kind != TRACE_FD_TERMINAL;
}

/* splice, sendfile and tee have two ends, and one that matters is enough. */
static bool any_end_matters(struct thread *th, const struct trace_syscall *s, const uint64_t *raw)
{
	for (int i = 0; i < TRACE_ARGS && s->specs[i] != SPEC_END; i++) {
		if (s->specs[i] == SPEC_FD &&
		        carries_data(fdmap_find(th->process->fds, (int)raw[i])))
			return true;
	}
	return false;
}

/* Reading and closing files is nobody's business here. */
static bool is_shown(struct thread *th, const struct trace_syscall *s, const uint64_t *raw)
{
	if (!(s->groups & (TRACE_IO | TRACE_FDS)) || first_fd(s) < 0)
		return true;
	return any_end_matters(th, s, raw);
}

/* ---- what calls do to descriptors ---- */

static bool is_call(const struct trace_syscall *s, const char *name)
{
	return strcmp(s->name, name) == 0;
}

static bool makes_fd(const struct trace_call *c)
{
	static const char *const makers[] = {"socket", "accept", "accept4", "dup", "dup2", "dup3",
	        "epoll_create", "epoll_create1", "eventfd", "eventfd2", "io_uring_setup"};
	if (c->groups & (TRACE_SEND | TRACE_RECV))
		return false;
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		if (strcmp(makers[i], c->name) == 0)
			return true;
	}
	return strcmp(c->name, "fcntl") == 0 &&
	       (c->args[1].raw == F_DUPFD || c->args[1].raw == F_DUPFD_CLOEXEC);
}

/* Before the call, also when it is not shown: its number may be another file a moment later. */
static void forget_closed(struct thread *th, const struct trace_syscall *s, const uint64_t *raw)
{
	if (!(s->groups & TRACE_FDS))
		return;
	if (is_call(s, "close"))
		fdmap_forget(th->process->fds, (int)raw[0]);
	else if (is_call(s, "close_range"))
		fdmap_forget_all(th->process->fds);
	else if (is_call(s, "dup2") || is_call(s, "dup3"))
		fdmap_forget(th->process->fds, (int)raw[1]);
}

static void forget_pair(struct thread *th, const struct trace_arg *pair)
{
	if (pair->kind != TRACE_ARG_PAIR)
		return;
	fdmap_forget(th->process->fds, (int)pair->number);
	fdmap_forget(th->process->fds, (int)pair->second);
}

/* Whether the names of the socket may be others than before the call. */
static bool renames(const struct trace_call *c)
{
	static const int namers[] = {SYS_bind, SYS_connect, SYS_listen};
	if (!c->fd || c->fd->kind != TRACE_FD_SOCKET)
		return false;
	for (size_t i = 0; i < sizeof(namers) / sizeof(namers[0]); i++) {
		if (c->sysno == namers[i])
			return true;
	}
	if (c->fd->family != AF_INET && c->fd->family != AF_INET6)
		return false;
	/* A first datagram gives an unbound socket its port, and a connection that was under way
	 * is there once data goes through. */
	bool carries = c->result >= 0 && (c->groups & (TRACE_SEND | TRACE_RECV));
	bool half = c->fd->type == SOCK_STREAM && !c->fd->remote.family;
	return carries && (!c->fd->local.port || half);
}

/* Whether the call set what its descriptor does instead of waiting: fcntl(2), ioctl_tty(2). */
static bool sets_nonblocking(const struct trace_call *c, bool *on)
{
	if (c->sysno == SYS_fcntl && c->args[1].raw == F_SETFL)
		*on = (c->args[2].raw & O_NONBLOCK) != 0;
	else if (c->sysno == SYS_ioctl && (uint32_t)c->args[1].raw == FIONBIO && !c->args[2].unread)
		*on = c->args[2].number != 0;
	else
		return false;
	return c->result >= 0;
}

/* The mode is the socket's own: of all its descriptors, in all processes that have it. */
static void learn_nonblocking(struct thread *th, const struct trace_call *c)
{
	bool on = false;
	if (!c->fd || c->fd->kind != TRACE_FD_SOCKET || !sets_nonblocking(c, &on))
		return;
	const struct tracer *t = th->tracer;
	for (size_t i = 0; i < TRACER_BUCKETS; i++) {
		for (const struct thread *o = t->buckets[i]; o; o = o->next)
			fdmap_set_nonblocking(o->process->fds, c->fd->inode, on);
	}
}

static void learn_from(struct thread *th)
{
	struct trace_call *c = &th->call;
	struct fdmap *fds = th->process->fds;
	if (c->result >= 0 && makes_fd(c))
		fdmap_forget(fds, (int)c->result);
	if (c->result >= 0 && (c->groups & (TRACE_FDS | TRACE_SOCKET))) {
		forget_pair(th, &c->args[0]);
		forget_pair(th, &c->args[3]);
	}
	learn_nonblocking(th, c);
	int i = first_fd(th->sys);
	if (i < 0 || !renames(c))
		return;
	fdmap_doubt(fds, (int)c->args[i].raw);
	c->fd = fdmap_find(fds, (int)c->args[i].raw);
}

/* ---- the begin ---- */

static void report_quiet(struct thread *th, const struct trace_syscall *s)
{
	if (is_call(s, "ptrace"))
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
	struct args_memory m = tracer_memory(th);
	th->call.source = source_lines_find(
	        th->process->lines, th->tid, info->instruction_pointer, info->stack_pointer, &m);
	tell_of_lines(th);
}

static void begin_call(struct thread *th, const struct trace_syscall *s,
        const struct __ptrace_syscall_info *info, const uint64_t *raw)
{
	struct trace_call *c = &th->call;
	struct args_memory m = tracer_memory(th);
	th->sys = s;
	args_enter(c, s, raw, &m, &th->room);
	c->tid = th->tid;
	c->pid = th->process->pid;
	c->program = th->program;
	c->count = th->count++;
	c->entered = c->let = clock_now();
	c->left = 0;
	int fd = first_fd(s);
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

void tracer_forget_held(struct thread *th)
{
	for (size_t i = 0; i < th->tracer->held.count; i++) {
		if (th->tracer->held.at[i] == th) {
			vec_remove(&th->tracer->held, i);
			return;
		}
	}
}

/* Whether this is the call that was interrupted by nothing. */
static bool goes_on(struct thread *th, const struct trace_syscall *s, const uint64_t *raw)
{
	if (is_call(s, "restart_syscall"))
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
	bool passed =
	        (s->groups & TRACE_QUIET) || (th->before_exec && !starts) || !is_shown(th, s, raw);
	if (passed)
		forget_closed(th, s, raw);
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
	struct args_memory m = tracer_memory(th);
	/* After exec the arguments' memory is another program's. */
	if (!(th->sys->groups & TRACE_PROCESS))
		args_leave(&th->call, th->sys, &m, &th->room);
	if (!th->forced)
		forget_closed(th, th->sys,
		        (const uint64_t[]){th->call.args[0].raw, th->call.args[1].raw});
	th->state = THREAD_RUNNING;
	learn_from(th);
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
