/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How it works. From each pane's program down through its children, breadth first, so that of
 * several holders (a listener after fork) the oldest, that is the one nearest to the pane, is told.
 */
#include "bench/owners.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "bench/bench.h"
#include "net/holders.h"

#define LOOK_EVERY (200 * NSEC_PER_MSEC)

struct process {
	pid_t pid;
	int pane;
};

struct owners {
	struct holders *holders;
	bool stale;
	nsec looked;
	struct process queue[OWNERS_PROCESSES_MAX];
	size_t queued;
};

struct owners *owners_create(void)
{
	struct owners *o = xcalloc(1, sizeof(*o));
	o->holders = holders_create();
	o->stale = true;
	return o;
}

void owners_destroy(struct owners *o)
{
	if (!o)
		return;
	holders_destroy(o->holders);
	free(o);
}

void owners_stale(struct owners *o)
{
	o->stale = true;
}

static void enqueue(struct owners *o, pid_t pid, int pane)
{
	if (pid > 0 && o->queued < OWNERS_PROCESSES_MAX)
		o->queue[o->queued++] = (struct process){pid, pane};
}

/* Reads a small file of /proc; its length, 0 when it is not there any more. */
static size_t read_proc(const char *path, char *out, size_t room)
{
	_cleanup_fd_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, out, room - 1);
	out[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

/* Children of the main thread; kernels without CONFIG_PROC_CHILDREN tell none. */
static void add_children(struct owners *o, const struct process *p)
{
	char path[64], text[2048];
	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)p->pid, (int)p->pid);
	read_proc(path, text, sizeof(text));
	for (char *at = text; isdigit((unsigned char)*at);) {
		enqueue(o, (pid_t)strtol(at, &at, 10), p->pane);
		while (*at == ' ')
			at++;
	}
}

bool owners_look(struct owners *o, const pid_t *roots, size_t count, nsec now)
{
	if (!o->stale || (o->looked && now - o->looked < LOOK_EVERY))
		return false;
	o->stale = false;
	o->looked = now;
	o->queued = 0;
	for (size_t i = 0; i < count; i++)
		enqueue(o, roots[i], (int)i);
	holders_begin(o->holders);
	for (size_t i = 0; i < o->queued; i++) {
		holders_look(o->holders, o->queue[i].pid, o->queue[i].pane);
		add_children(o, &o->queue[i]);
	}
	return holders_end(o->holders);
}

bool owners_find(const struct owners *o, uint64_t inode, struct bench_owner *out)
{
	struct holder found;
	if (!holders_find(o->holders, inode, &found))
		return false;
	*out = (struct bench_owner){
	        .pane = found.root, .pid = found.pid, .fd = found.fd, .others = found.others};
	memcpy(out->program, found.program, sizeof(out->program));
	return true;
}
