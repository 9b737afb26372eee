/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How it works. From each pane's program down through its children, breadth first, every
 * descriptor that is "socket:[INODE]" is noted, in an array sorted by inode. Of several holders
 * (a listener after fork) the oldest, that is the one nearest to the pane, is told, with the
 * number of others.
 */
#include "bench/owners.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "bench/bench.h"

#define LOOK_EVERY (200 * NSEC_PER_MSEC)

struct held {
	uint64_t inode;
	unsigned order; /* of processes as they were found */
	struct bench_owner owner;
};

struct list {
	struct held *at;
	size_t count, room;
};

struct process {
	pid_t pid;
	int pane;
};

struct owners {
	struct list now, next;
	bool stale;
	nsec looked;
	struct process queue[OWNERS_PROCESSES_MAX];
	size_t queued;
};

struct owners *owners_create(void)
{
	struct owners *o = xcalloc(1, sizeof(*o));
	o->stale = true;
	return o;
}

void owners_destroy(struct owners *o)
{
	if (!o)
		return;
	free(o->now.at);
	free(o->next.at);
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

static void list_add(struct list *l, const struct held *h)
{
	if (l->count == OWNERS_MAX)
		return;
	if (l->count == l->room) {
		l->room = l->room ? l->room * 2 : 32;
		l->at = xrealloc(l->at, l->room * sizeof(*l->at));
	}
	l->at[l->count++] = *h;
}

/* "socket:[4711]" -> 4711; 0 when the descriptor is something else. */
static uint64_t socket_inode(int dir, const char *name)
{
	static const char prefix[] = "socket:[";
	char target[64];
	ssize_t n = readlinkat(dir, name, target, sizeof(target) - 1);
	if (n < (ssize_t)sizeof(prefix) || memcmp(target, prefix, sizeof(prefix) - 1) != 0)
		return 0;
	target[n] = '\0';
	return strtoull(target + sizeof(prefix) - 1, NULL, 10);
}

static void look_at_process(struct owners *o, unsigned order)
{
	const struct process *p = &o->queue[order];
	struct held h = {.order = order, .owner = {.pane = p->pane, .pid = p->pid}};
	char path[64], name[32];
	snprintf(path, sizeof(path), "/proc/%d/comm", (int)p->pid);
	read_proc(path, name, sizeof(name));
	name[strcspn(name, "\n")] = '\0';
	snprintf(h.owner.program, sizeof(h.owner.program), "%.15s", name);
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)p->pid);
	DIR *dir = opendir(path);
	if (!dir)
		return;
	const struct dirent *d;
	for (int i = 0; i < OWNERS_FDS_MAX && (d = readdir(dir));) {
		if (!isdigit((unsigned char)d->d_name[0]))
			continue;
		i++;
		h.inode = socket_inode(dirfd(dir), d->d_name);
		h.owner.fd = (int)strtol(d->d_name, NULL, 10);
		if (h.inode)
			list_add(&o->next, &h);
	}
	closedir(dir);
}

static int compare(const void *left, const void *right)
{
	const struct held *a = left, *b = right;
	if (a->inode != b->inode)
		return a->inode < b->inode ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return a->owner.fd < b->owner.fd ? -1 : a->owner.fd > b->owner.fd;
}

/* One entry a socket. */
static void fold(struct list *l)
{
	size_t kept = 0;
	if (l->count > 1)
		qsort(l->at, l->count, sizeof(*l->at), compare);
	for (size_t i = 0; i < l->count; i++) {
		struct held *last = kept ? &l->at[kept - 1] : NULL;
		if (!last || last->inode != l->at[i].inode)
			l->at[kept++] = l->at[i];
		else if (last->order != l->at[i].order)
			last->owner.others++;
	}
	l->count = kept;
}

static bool differs(const struct list *a, const struct list *b)
{
	if (a->count != b->count)
		return true;
	for (size_t i = 0; i < a->count; i++)
		if (a->at[i].inode != b->at[i].inode || a->at[i].owner.pid != b->at[i].owner.pid ||
		        a->at[i].owner.others != b->at[i].owner.others)
			return true;
	return false;
}

bool owners_look(struct owners *o, const pid_t *roots, size_t count, nsec now)
{
	if (!o->stale || (o->looked && now - o->looked < LOOK_EVERY))
		return false;
	o->stale = false;
	o->looked = now;
	o->queued = 0;
	o->next.count = 0;
	for (size_t i = 0; i < count; i++)
		enqueue(o, roots[i], (int)i);
	for (unsigned i = 0; i < o->queued; i++) {
		look_at_process(o, i);
		add_children(o, &o->queue[i]);
	}
	fold(&o->next);
	bool changed = differs(&o->now, &o->next);
	struct list spare = o->now;
	o->now = o->next;
	o->next = spare;
	return changed;
}

bool owners_find(const struct owners *o, uint64_t inode, struct bench_owner *out)
{
	size_t low = 0, high = inode ? o->now.count : 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct held *h = &o->now.at[middle];
		if (h->inode == inode) {
			*out = h->owner;
			return true;
		}
		if (h->inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}
