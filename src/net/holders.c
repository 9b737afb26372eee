/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How it works. What a look finds goes into an array, which is sorted by inode at its end and has
 * one entry a socket then.
 */
#include "net/holders.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"

struct held {
	uint64_t inode;
	unsigned order; /* of processes as they were looked at */
	struct holder owner;
};

struct list {
	struct held *at;
	size_t count, room;
};

struct holders {
	struct list now, next;
	unsigned looked; /* processes of this look */
};

struct holders *holders_create(void)
{
	return xcalloc(1, sizeof(struct holders));
}

void holders_destroy(struct holders *h)
{
	if (!h)
		return;
	free(h->now.at);
	free(h->next.at);
	free(h);
}

static void list_add(struct list *l, const struct held *h)
{
	if (l->count == HOLDERS_MAX)
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

static void read_name(pid_t pid, char out[16])
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	_cleanup_fd_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	char name[17] = "";
	if (fd >= 0 && read(fd, name, sizeof(name) - 1) < 0)
		name[0] = '\0';
	/* A program may call itself anything, and its name is shown on terminals. */
	text_printable(name, strcspn(name, "\n"), out, 16);
}

void holders_begin(struct holders *h)
{
	h->next.count = 0;
	h->looked = 0;
}

void holders_look(struct holders *h, pid_t pid, int root)
{
	struct held found = {.order = h->looked++, .owner = {.root = root, .pid = pid}};
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	DIR *dir = opendir(path);
	if (!dir)
		return;
	const struct dirent *d;
	for (int i = 0; i < HOLDERS_FDS_MAX && (d = readdir(dir));) {
		if (!isdigit((unsigned char)d->d_name[0]))
			continue;
		i++;
		found.inode = socket_inode(dirfd(dir), d->d_name);
		found.owner.fd = (int)strtol(d->d_name, NULL, 10);
		if (found.inode && !found.owner.program[0])
			read_name(pid, found.owner.program);
		if (found.inode)
			list_add(&h->next, &found);
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

bool holders_end(struct holders *h)
{
	fold(&h->next);
	bool changed = differs(&h->now, &h->next);
	struct list spare = h->now;
	h->now = h->next;
	h->next = spare;
	return changed;
}

static int youngest_first(const void *left, const void *right)
{
	pid_t a = *(const pid_t *)left, b = *(const pid_t *)right;
	return a > b ? -1 : a < b;
}

bool holders_look_everywhere(struct holders *h, size_t most)
{
	holders_begin(h);
	size_t count = 0, room = 0;
	pid_t *_cleanup_free_ pids = NULL;
	DIR *dir = opendir("/proc");
	const struct dirent *d;
	while (dir && (d = readdir(dir))) {
		if (!isdigit((unsigned char)d->d_name[0]))
			continue;
		if (count == room) {
			room = room ? room * 2 : 256;
			pids = xrealloc(pids, room * sizeof(*pids));
		}
		pids[count++] = (pid_t)strtol(d->d_name, NULL, 10);
	}
	if (dir)
		closedir(dir);
	if (count > 1)
		qsort(pids, count, sizeof(*pids), youngest_first);
	for (size_t i = 0; i < count && i < most; i++)
		holders_look(h, pids[i], 0);
	return holders_end(h);
}

bool holders_find(const struct holders *h, uint64_t inode, struct holder *out)
{
	size_t low = 0, high = inode ? h->now.count : 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct held *found = &h->now.at[middle];
		if (found->inode == inode) {
			*out = found->owner;
			return true;
		}
		if (found->inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}
