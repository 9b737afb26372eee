/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Process 1 of the programs' PID namespace: reaps, kills all on demand, never outlives its parent
 * but for what it has to clear away after it.
 */
#include "net/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/i18n.h"
#include "net/rtnl.h"
#include "net/sysctl.h"
#include "net/topology.h"

enum {
	KEEPER_PIPE = 3,
	KEEPER_NET = 4,   /* the room's network namespace */
	LAST_SECONDS = 5, /* after a parent that was killed */
};
enum keeper_command { COMMAND_KILL = 'k', COMMAND_HOST = 'h' };
enum keeper_answer {
	ANSWER_PRIVATE_PROC = 'P',
	ANSWER_SHARED_PROC = 'S',
	ANSWER_DONE = 'D',
	ANSWER_ALIVE = 'A'
};
#define KILL_PATIENCE (2 * NSEC_PER_SEC)

/* Of the keeper itself; it is a process of its own. */
struct keeping {
	uint32_t group;
	int hosts[TOPOLOGY_NODES_MAX]; /* network namespaces */
	int host_count;
};

/* By on_parent(): the parent is no more. */
static volatile sig_atomic_t orphaned;

static void reap(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

/* The highest PID given out so far: a child's own. After a fork bomb there is room for one only
 * when some of the dead have been reaped. */
static pid_t newest_pid(nsec deadline)
{
	pid_t pid;
	while ((pid = fork()) < 0 && clock_now() < deadline)
		reap();
	if (pid == 0)
		_exit(0);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return pid;
}

/* Waits until the process has exited. A zombie counts: its parent may be outside and busy with
 * waiting for us. A pidfd tells (readable after exit), kill(2) could not. */
static bool await_exit(pid_t pid, nsec deadline)
{
	_cleanup_fd_ int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (fd < 0)
		return true;
	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		nsec left = deadline - clock_now();
		int n = poll(&p, 1, left > 0 ? (int)(left / NSEC_PER_MSEC) + 1 : 0);
		if (n > 0)
			return true;
		if (n == 0)
			return false;
	}
}

static bool kill_all(void)
{
	nsec deadline = clock_now() + KILL_PATIENCE;
	/* One kill is enough: fork(2) fails for a parent with a signal pending. */
	if (kill(-1, SIGKILL) < 0 && errno == ESRCH)
		return true;
	pid_t newest = newest_pid(deadline);
	bool all = newest > 0;
	for (pid_t pid = 2; pid < newest; pid++)
		all &= await_exit(pid, deadline);
	reap();
	return all;
}

/* Only /proc is different from our parent's mounts. Refused where parts of /proc are covered, as
 * containers do: then programs see the machine's /proc. */
static bool mount_proc(void)
{
	return unshare(CLONE_NEWNS) == 0 &&
	       mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0;
}

static void answer(char byte)
{
	while (write(KEEPER_PIPE, &byte, 1) < 0 && errno == EINTR)
		;
}

/* Connections whose programs are gone get one more try instead of hours of them. */
static void forget_hosts(struct keeping *k)
{
	for (int i = 0; i < k->host_count; i++) {
		if (setns(k->hosts[i], CLONE_NEWNET) == 0)
			sysctl_write("ipv4/tcp_orphan_retries", "1");
		close(k->hosts[i]);
	}
	if (k->host_count)
		(void)setns(KEEPER_NET, CLONE_NEWNET);
	k->host_count = 0;
}

/* What default actions can't do to process 1. */
static void on_alarm(int signal_number)
{
	(void)signal_number;
	_exit(1);
}

static void end_in_time(void)
{
	sigset_t set;
	struct sigaction end = {.sa_handler = on_alarm};
	sigaction(SIGALRM, &end, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	alarm(LAST_SECONDS);
}

/* The parent can't do it any more. Each part may fail, none may hold up the end. */
static _Noreturn void end_without_parent(struct keeping *k)
{
	kill(-1, SIGKILL);
	end_in_time();
	forget_hosts(k);
	struct rtnl *r = rtnl_create(NULL);
	if (r) {
		rtnl_delete_group(r, k->group);
		rtnl_flush_errno(r);
	}
	_exit(0);
}

/* A command, and with COMMAND_HOST a namespace; 0: the parent is no more. */
static char take_command(int *fd)
{
	char command = 0;
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} extra = {0};
	struct iovec part = {&command, 1};
	struct msghdr m = {.msg_iov = &part,
	        .msg_iovlen = 1,
	        .msg_control = &extra,
	        .msg_controllen = sizeof(extra)};
	*fd = -1;
	if (recvmsg(KEEPER_PIPE, &m, MSG_CMSG_CLOEXEC) <= 0)
		return 0;
	const struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
		memcpy(fd, CMSG_DATA(c), sizeof(*fd));
	return command;
}

static void add_host(struct keeping *k, int fd)
{
	if (fd < 0)
		return;
	if (k->host_count < TOPOLOGY_NODES_MAX)
		k->hosts[k->host_count++] = fd;
	else
		close(fd);
}

static _Noreturn void serve(struct keeping *k)
{
	/* The mask that lets signals in only while waiting. */
	sigset_t open_mask;
	sigprocmask(SIG_SETMASK, NULL, &open_mask);
	sigdelset(&open_mask, SIGCHLD);
	sigdelset(&open_mask, SIGTERM);
	for (;;) {
		reap();
		struct pollfd p = {.fd = KEEPER_PIPE, .events = POLLIN};
		int n = ppoll(&p, 1, NULL, &open_mask);
		if (orphaned)
			end_without_parent(k);
		if (n < 0)
			continue; /* a child ended */
		int fd;
		switch (take_command(&fd)) {
		case 0:
			end_without_parent(k);
		case COMMAND_HOST:
			add_host(k, fd);
			break;
		default: { /* a byte from our parent, no enum of ours */
			bool all = kill_all();
			forget_hosts(k);
			answer(all ? ANSWER_DONE : ANSWER_ALIVE);
		}
		}
	}
}

static void on_child(int signal_number)
{
	(void)signal_number; /* only interrupts ppoll() */
}

/* Programs may send it, too; our parent is outside of their namespace and has no number in it. */
static void on_parent(int signal_number, siginfo_t *from, void *context)
{
	(void)signal_number;
	(void)context;
	if (from->si_pid == 0)
		orphaned = 1;
}

static void handle_signals(void)
{
	sigset_t block;
	sigfillset(&block);
	sigprocmask(SIG_SETMASK, &block, NULL);
	struct sigaction child = {.sa_handler = on_child};
	struct sigaction parent = {.sa_sigaction = on_parent, .sa_flags = SA_SIGINFO};
	sigaction(SIGCHLD, &child, NULL);
	sigaction(SIGTERM, &parent, NULL);
}

static _Noreturn void keep(int pipe, uint32_t group)
{
	struct keeping k = {.group = group};
	handle_signals();
	/* Not SIGKILL: there is something to do first. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	prctl(PR_SET_NAME, "wirelab-keeper");
	setsid();
	/* Nothing of ours may stay open through it: terminals, pipes of a shell, captures. */
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	dup2(pipe, KEEPER_PIPE);
	close_range(KEEPER_PIPE + 1, ~0u, 0);
	if (open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC) != KEEPER_NET || chdir("/") < 0)
		_exit(1);
	answer(mount_proc() ? ANSWER_PRIVATE_PROC : ANSWER_SHARED_PROC);
	serve(&k);
}

static int read_answer(const struct keeper *k)
{
	char byte;
	ssize_t n;
	do
		n = read(k->pipe, &byte, 1);
	while (n < 0 && errno == EINTR);
	return n == 1 ? byte : -1;
}

bool keeper_start(struct keeper *k, uint32_t group, struct err *e)
{
	*k = (struct keeper){.pipe = -1, .mnt = -1};
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return err_sys(e, errno, _("can't make a socket pair"));
	k->pid = fork();
	if (k->pid == 0)
		keep(ends[1], group);
	int why = errno;
	close(ends[1]);
	k->pipe = ends[0];
	if (k->pid < 0) {
		keeper_stop(k);
		return err_sys(e, why, _("can't start the keeper of the programs"));
	}
	int first = read_answer(k);
	if (first < 0) {
		keeper_stop(k);
		return err_set(e, ERR_MACHINE, _("the keeper of the programs died at once"));
	}
	char path[48];
	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", (int)k->pid);
	if (first == ANSWER_PRIVATE_PROC)
		k->mnt = open(path, O_RDONLY | O_CLOEXEC);
	return true;
}

bool keeper_tell_host(struct keeper *k, int net)
{
	char command = COMMAND_HOST;
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} extra = {.head = {.cmsg_len = CMSG_LEN(sizeof(int)),
	                   .cmsg_level = SOL_SOCKET,
	                   .cmsg_type = SCM_RIGHTS}};
	struct iovec part = {&command, 1};
	struct msghdr m = {.msg_iov = &part,
	        .msg_iovlen = 1,
	        .msg_control = &extra,
	        .msg_controllen = sizeof(extra)};
	memcpy(CMSG_DATA(&extra.head), &net, sizeof(net));
	return k->pid > 0 && sendmsg(k->pipe, &m, MSG_NOSIGNAL) == 1;
}

bool keeper_kill_all(struct keeper *k)
{
	char command = COMMAND_KILL;
	if (k->pid <= 0 || send(k->pipe, &command, 1, MSG_NOSIGNAL) != 1)
		return false;
	return read_answer(k) == ANSWER_DONE;
}

void keeper_stop(struct keeper *k)
{
	if (k->pid == 0)
		return;
	if (k->pipe >= 0)
		close(k->pipe);
	if (k->mnt >= 0)
		close(k->mnt);
	if (k->pid > 0)
		kill(k->pid, SIGKILL);
	*k = (struct keeper){.pipe = -1, .mnt = -1};
}
