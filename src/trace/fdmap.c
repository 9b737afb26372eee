/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What descriptors of a traced process are.
 */
#include "trace/fdmap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/vec.h"
#include "trace/args.h"

enum { FDS_MAX = 65536, LINK_MAX_BYTES = 256 };

struct entry {
	bool known;
	bool names_known;
	struct trace_fd fd;
};

struct fdmap {
	pid_t pid;
	int pidfd;                   /* -1: not opened, or not to be had */
	VEC(struct entry *) entries; /* by number; NULL: never asked */
};

struct fdmap *fdmap_create(pid_t pid)
{
	struct fdmap *m = xcalloc(1, sizeof(*m));
	m->pid = pid;
	m->pidfd = -1;
	return m;
}

void fdmap_destroy(struct fdmap *m)
{
	if (!m)
		return;
	if (m->pidfd >= 0)
		close(m->pidfd);
	VEC_EACH (p, &m->entries)
		free(*p);
	vec_free(&m->entries);
	free(m);
}

static const struct {
	const char *start;
	enum trace_fd_kind kind;
} kinds[] = {
        {"socket:[", TRACE_FD_SOCKET},
        {"pipe:[", TRACE_FD_PIPE},
        {"anon_inode:[eventpoll]", TRACE_FD_EPOLL},
        {"anon_inode:[eventfd]", TRACE_FD_EVENT},
        {"anon_inode:[signalfd]", TRACE_FD_EVENT},
        {"anon_inode:[timerfd]", TRACE_FD_EVENT},
        {"anon_inode:[io_uring]", TRACE_FD_URING},
        {"/dev/pts/", TRACE_FD_TERMINAL},
        {"/dev/tty", TRACE_FD_TERMINAL},
};

static void classify(struct trace_fd *fd, const char *link)
{
	fd->kind = TRACE_FD_FILE;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncmp(link, kinds[i].start, strlen(kinds[i].start)) != 0)
			continue;
		fd->kind = (uint8_t)kinds[i].kind;
		const char *number = strchr(link, '[');
		if (number)
			fd->inode = strtoull(number + 1, NULL, 10);
		return;
	}
}

static uint16_t option(int fd, int name)
{
	int value = 0;
	socklen_t len = sizeof(value);
	return getsockopt(fd, SOL_SOCKET, name, &value, &len) < 0 ? 0 : (uint16_t)value;
}

static void take_name(
        int fd, int (*ask)(int, struct sockaddr *, socklen_t *), struct trace_address *out)
{
	struct sockaddr_storage s;
	socklen_t len = sizeof(s);
	*out = (struct trace_address){0};
	if (ask(fd, (struct sockaddr *)&s, &len) < 0)
		return;
	args_address(&s, len < sizeof(s) ? len : sizeof(s), out);
}

/* glibc gives these a union of pointers, which is no pointer to a function of ours. */
static int own_name(int fd, struct sockaddr *s, socklen_t *len)
{
	return getsockname(fd, s, len);
}

static int peer_name(int fd, struct sockaddr *s, socklen_t *len)
{
	return getpeername(fd, s, len);
}

/* Borrows the socket itself: it may be in a namespace whose /proc/net we can't see. */
static void ask_socket(struct fdmap *m, int number, struct entry *e)
{
	if (m->pidfd < 0)
		m->pidfd = (int)syscall(SYS_pidfd_open, m->pid, 0);
	if (m->pidfd < 0)
		return;
	_cleanup_fd_ int fd = (int)syscall(SYS_pidfd_getfd, m->pidfd, number, 0);
	if (fd < 0)
		return;
	e->names_known = true;
	e->fd.family = option(fd, SO_DOMAIN);
	e->fd.type = option(fd, SO_TYPE);
	e->fd.protocol = option(fd, SO_PROTOCOL);
	e->fd.nonblocking = (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0;
	take_name(fd, own_name, &e->fd.local);
	take_name(fd, peer_name, &e->fd.remote);
}

static bool read_link(const struct fdmap *m, int fd, char out[LINK_MAX_BYTES])
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)m->pid, fd);
	ssize_t n = readlink(path, out, LINK_MAX_BYTES - 1);
	out[n < 0 ? 0 : n] = '\0';
	return n >= 0;
}

/* A FIFO has a path like any file. */
static void look_at_file(const struct fdmap *m, int fd, struct trace_fd *out)
{
	char path[64];
	struct stat st;
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)m->pid, fd);
	if (stat(path, &st) < 0 || !S_ISFIFO(st.st_mode))
		return;
	out->kind = TRACE_FD_PIPE;
	out->inode = st.st_ino;
}

static void look(struct fdmap *m, int fd, struct entry *e)
{
	char link[LINK_MAX_BYTES];
	e->fd = (struct trace_fd){0};
	e->known = read_link(m, fd, link);
	if (!e->known)
		return;
	classify(&e->fd, link);
	if (e->fd.kind == TRACE_FD_FILE)
		look_at_file(m, fd, &e->fd);
	e->names_known = e->fd.kind != TRACE_FD_SOCKET;
}

static struct entry *entry_at(struct fdmap *m, int fd)
{
	while ((size_t)fd >= m->entries.count)
		vec_push(&m->entries, NULL);
	if (!m->entries.at[fd])
		m->entries.at[fd] = xcalloc(1, sizeof(struct entry));
	return m->entries.at[fd];
}

const struct trace_fd *fdmap_find(struct fdmap *m, int fd)
{
	static const struct trace_fd none = {.kind = TRACE_FD_UNKNOWN};
	if (fd < 0 || fd >= FDS_MAX)
		return &none;
	struct entry *e = entry_at(m, fd);
	if (!e->known)
		look(m, fd, e);
	if (e->known && !e->names_known)
		ask_socket(m, fd, e);
	return &e->fd;
}

static struct entry *existing(const struct fdmap *m, int fd)
{
	return fd >= 0 && (size_t)fd < m->entries.count ? m->entries.at[fd] : NULL;
}

void fdmap_forget(struct fdmap *m, int fd)
{
	struct entry *e = existing(m, fd);
	if (e)
		e->known = false;
}

void fdmap_forget_all(struct fdmap *m)
{
	for (size_t i = 0; i < m->entries.count; i++)
		fdmap_forget(m, (int)i);
}

void fdmap_doubt(struct fdmap *m, int fd)
{
	struct entry *e = existing(m, fd);
	if (e && e->fd.kind == TRACE_FD_SOCKET)
		e->names_known = false;
}

void fdmap_set_nonblocking(struct fdmap *m, uint64_t inode, bool on)
{
	VEC_EACH (p, &m->entries) {
		struct entry *e = *p;
		if (e && e->known && e->fd.kind == TRACE_FD_SOCKET && e->fd.inode == inode)
			e->fd.nonblocking = on;
	}
}
