/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Process 1 of the programs' PID namespace: reaps, kills all on demand, never outlives its parent.
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

enum { KEEPER_PIPE = 3 };
enum keeper_answer {
	ANSWER_PRIVATE_PROC = 'P',
	ANSWER_SHARED_PROC = 'S',
	ANSWER_DONE = 'D',
	ANSWER_ALIVE = 'A'
};
#define KILL_PATIENCE (2 * NSEC_PER_SEC)

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

static _Noreturn void serve(void)
{
	/* The mask that lets SIGCHLD in only while waiting. */
	sigset_t open_mask;
	sigprocmask(SIG_SETMASK, NULL, &open_mask);
	sigdelset(&open_mask, SIGCHLD);
	for (;;) {
		reap();
		struct pollfd p = {.fd = KEEPER_PIPE, .events = POLLIN};
		if (ppoll(&p, 1, NULL, &open_mask) < 0)
			continue; /* a child ended */
		char command;
		if (read(KEEPER_PIPE, &command, 1) <= 0)
			_exit(0);
		answer(kill_all() ? ANSWER_DONE : ANSWER_ALIVE);
	}
}

static void on_child(int signal_number)
{
	(void)signal_number; /* only interrupts ppoll() */
}

static _Noreturn void keep(int pipe)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "wirelab-keeper");
	setsid();
	/* Nothing of ours may stay open through it: terminals, pipes of a shell, captures. */
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	dup2(pipe, KEEPER_PIPE);
	close_range(KEEPER_PIPE + 1, ~0u, 0);
	sigset_t block;
	sigfillset(&block);
	sigprocmask(SIG_SETMASK, &block, NULL);
	struct sigaction on = {.sa_handler = on_child};
	sigaction(SIGCHLD, &on, NULL);
	if (chdir("/") < 0)
		_exit(1);
	answer(mount_proc() ? ANSWER_PRIVATE_PROC : ANSWER_SHARED_PROC);
	serve();
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

bool keeper_start(struct keeper *k, struct err *e)
{
	*k = (struct keeper){.pipe = -1, .mnt = -1};
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return err_sys(e, errno, _("can't make a socket pair"));
	k->pid = fork();
	if (k->pid == 0)
		keep(ends[1]);
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

bool keeper_kill_all(struct keeper *k)
{
	char command = 'k';
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
