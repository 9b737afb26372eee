/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What calls say of descriptors and do to them.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "trace/syscalls.h"
#include "trace/tracer_internal.h"

/* ---- which calls are shown ---- */

int tracer_first_fd(const struct trace_syscall *s)
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

bool tracer_is_shown(struct thread *th, const struct trace_syscall *s, const uint64_t *raw)
{
	if (!(s->groups & (TRACE_IO | TRACE_FDS)) || tracer_first_fd(s) < 0)
		return true;
	return any_end_matters(th, s, raw);
}

/* ---- what calls do to descriptors ---- */

bool tracer_is_call(const struct trace_syscall *s, const char *name)
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

void tracer_forget_closed(struct thread *th, const struct trace_syscall *s, const uint64_t *raw)
{
	if (!(s->groups & TRACE_FDS))
		return;
	if (tracer_is_call(s, "close"))
		fdmap_forget(th->process->fds, (int)raw[0]);
	else if (tracer_is_call(s, "close_range"))
		fdmap_forget_all(th->process->fds);
	else if (tracer_is_call(s, "dup2") || tracer_is_call(s, "dup3"))
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

void tracer_learn(struct thread *th)
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
	int i = tracer_first_fd(th->sys);
	if (i < 0 || !renames(c))
		return;
	fdmap_doubt(fds, (int)c->args[i].raw);
	c->fd = fdmap_find(fds, (int)c->args[i].raw);
}
