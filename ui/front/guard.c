/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guard of the terminal: reads a pipe; a byte means that all is well, its end that we died.
 */
#include "ui/front/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ui/screen/screen.h"

/* The signals of the terminal and of a shell that ends; the pipe is all it listens to. */
static void turn_deaf(void)
{
	static const int signums[] = {SIGTTOU, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
	for (size_t i = 0; i < sizeof(signums) / sizeof(signums[0]); i++)
		signal(signums[i], SIG_IGN);
}

static _Noreturn void stand_guard(int in)
{
	char byte;
	ssize_t n;
	turn_deaf();
	/* Out of our process group: who kills that means the programs, not the terminal. A
	 * background process may set the terminal's modes while it ignores SIGTTOU (termios(3)). */
	setpgid(0, 0);
	prctl(PR_SET_NAME, "wirelab-guard");
	if (dup2(in, 3) != 3 || close_range(4, ~0U, 0) < 0)
		_exit(1);
	do {
		n = read(3, &byte, 1);
	} while (n < 0 && errno == EINTR);
	if (n == 0)
		screen_emergency_restore();
	_exit(0);
}

struct guard guard_start(void)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return (struct guard){.pipe = -1};
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[1]);
		stand_guard(ends[0]);
	}
	close(ends[0]);
	if (pid > 0)
		return (struct guard){.pipe = ends[1], .pid = pid};
	close(ends[1]);
	return (struct guard){.pipe = -1};
}

void guard_stop(struct guard *g)
{
	if (g->pipe < 0)
		return;
	/* A guard that is gone already needs no word. */
	(void)!write(g->pipe, "x", 1);
	close(g->pipe);
	while (waitpid(g->pid, NULL, 0) < 0 && errno == EINTR)
		;
	g->pipe = -1;
}
