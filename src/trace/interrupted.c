/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls that are interrupted only because their thread is traced.
 *
 * How it works: a signal that is ignored, or whose default is to be, is not even queued for an
 * untraced thread; for a traced one it is, so that the tracer may see it, and that interrupts the
 * call the thread waits in. Most calls are made again by the kernel then, but epoll_wait and those
 * with a timeout of the socket return EINTR, which the program would never see alone. They get the
 * number that makes the kernel start them again, too.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trace/regs.h"
#include "trace/tracer_internal.h"

/* Of the kernel, not in <errno.h>. */
enum { RESTART_SYS = 512, RESTART_NO_INTR = 513, RESTART_NO_HANDLER = 514, RESTART_BLOCK = 516 };

/* Sets of signals of a thread, proc_pid_status(5); bit 0 is signal 1. */
struct masks {
	uint64_t pending, shared, blocked, ignored, caught;
};

static void take_line(struct masks *m, const char *line)
{
	const struct {
		const char *name;
		uint64_t *mask;
	} lines[] = {{"SigPnd:", &m->pending}, {"ShdPnd:", &m->shared}, {"SigBlk:", &m->blocked},
	        {"SigIgn:", &m->ignored}, {"SigCgt:", &m->caught}};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (strncmp(line, lines[i].name, 7) == 0)
			*lines[i].mask = strtoull(line + 7, NULL, 16);
	}
}

static bool read_masks(pid_t tid, struct masks *m)
{
	char path[64], line[256];
	*m = (struct masks){0};
	snprintf(path, sizeof(path), "/proc/%d/status", (int)tid);
	FILE *f = fopen(path, "re");
	if (!f)
		return false;
	while (fgets(line, sizeof(line), f))
		take_line(m, line);
	fclose(f);
	return true;
}

static uint64_t bit(int signal)
{
	return (uint64_t)1 << (signal - 1);
}

bool interrupted_by_nothing(pid_t tid, int error)
{
	bool restarts = error == RESTART_SYS || error == RESTART_NO_INTR ||
	                error == RESTART_NO_HANDLER || error == RESTART_BLOCK;
	struct masks m;
	if ((error != EINTR && !restarts) || !read_masks(tid, &m))
		return false;
	uint64_t waiting = (m.pending | m.shared) & ~m.blocked;
	uint64_t nothing = (bit(SIGCHLD) | bit(SIGURG) | bit(SIGWINCH) | bit(SIGCONT)) & ~m.caught;
	if (!waiting || (waiting & ~(nothing | m.ignored)))
		return false;
	return restarts || regs_set_result(tid, -RESTART_NO_INTR) == 0;
}
