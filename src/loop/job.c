/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Children whose output is collected.
 */
#include "loop/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"

#define NICENESS 5

struct job {
	struct loop *loop;
	struct loop_fd *watch;
	int fd; /* read end of the child's output; -1 once it is at its end */
	pid_t pid;
	struct buf output;
	job_fn fn;
	void *user;
};

static void close_output(struct job *j)
{
	loop_fd_remove(j->watch);
	j->watch = NULL;
	if (j->fd >= 0)
		close(j->fd);
	j->fd = -1;
}

static void free_job(struct job *j)
{
	close_output(j);
	buf_finish(&j->output);
	free(j);
}

/* Takes what is there; false once nothing more can come. */
static bool drain(struct job *j)
{
	char bytes[4096];
	ssize_t n;
	while ((n = read(j->fd, bytes, sizeof(bytes))) > 0) {
		size_t room = JOB_OUTPUT_MAX - j->output.len;
		buf_add(&j->output, bytes, (size_t)n < room ? (size_t)n : room);
	}
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static void on_output(void *user, int fd, unsigned events)
{
	(void)fd;
	(void)events;
	struct job *j = user;
	if (!drain(j))
		close_output(j);
}

/* The child has ended; a grandchild that keeps the pipe open is not waited for. */
static void on_end(void *user, struct loop_exit how)
{
	struct job *j = user;
	if (j->fd >= 0)
		drain(j);
	j->fn(j->user, how, buf_text(&j->output), j->output.len);
	free_job(j);
}

static void become(char *const *argv, const char *cwd, const char *tmpdir, int out)
{
	int null = open("/dev/null", O_RDONLY);
	if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(127);
	if (cwd && chdir(cwd) < 0)
		_exit(127);
	if (tmpdir)
		setenv("TMPDIR", tmpdir, 1);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0);
	setpriority(PRIO_PROCESS, 0, NICENESS);
	execvp(argv[0], argv);
	static const char words[] = "can't be started\n";
	if (write(2, words, sizeof(words) - 1) < 0)
		_exit(126);
	_exit(127);
}

struct job *job_start(struct loop *l, char *const *argv, const char *cwd, const char *tmpdir,
        job_fn fn, void *user, struct err *e)
{
	int pipe_fds[2];
	if (pipe2(pipe_fds, O_CLOEXEC) < 0) {
		err_sys(e, errno, "can't make a pipe for %s", argv[0]);
		return NULL;
	}
	pid_t pid = fork();
	if (pid == 0)
		become(argv, cwd, tmpdir, pipe_fds[1]);
	close(pipe_fds[1]);
	if (pid < 0) {
		err_sys(e, errno, "can't start %s", argv[0]);
		close(pipe_fds[0]);
		return NULL;
	}
	setpgid(pid, pid);
	fcntl(pipe_fds[0], F_SETFL, O_NONBLOCK);
	struct job *j = xcalloc(1, sizeof(*j));
	j->loop = l;
	j->fd = pipe_fds[0];
	j->pid = pid;
	j->fn = fn;
	j->user = user;
	j->watch = loop_fd_add(l, j->fd, LOOP_READ, on_output, j);
	loop_child_add(l, pid, on_end, j);
	return j;
}

void job_cancel(struct job *j)
{
	if (!j)
		return;
	loop_child_forget(j->loop, j->pid);
	kill(-j->pid, SIGKILL);
	kill(j->pid, SIGKILL);
	waitpid(j->pid, NULL, 0);
	free_job(j);
}
