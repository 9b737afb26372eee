/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What descriptors are, asked of a process that knows: this one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "trace/fdmap.h"
#include "trace/format.h"

static int set_up(void **state)
{
	*state = fdmap_create(getpid());
	return 0;
}

static int tear_down(void **state)
{
	fdmap_destroy(*state);
	return 0;
}

/* What fd is, in words; the caller closes it. */
static void check(struct fdmap *m, int fd, enum trace_fd_kind kind, const char *words)
{
	struct buf text = {0};
	const struct trace_fd *f = fdmap_find(m, fd);
	assert_int_equal(f->kind, kind);
	format_fd(&text, f);
	assert_string_equal(buf_text(&text), words);
	buf_finish(&text);
}

static void kinds(void **state)
{
	struct fdmap *m = *state;
	char words[64], fifo[] = "/tmp/wirelab-fifo-XXXXXX";
	struct stat st;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fstat(ends[0], &st), 0);
	snprintf(words, sizeof(words), "pipe %llu", (unsigned long long)st.st_ino);
	check(m, ends[0], TRACE_FD_PIPE, words);
	assert_non_null(mkdtemp(fifo));
	char path[64];
	snprintf(path, sizeof(path), "%s/f", fifo);
	assert_int_equal(mkfifo(path, 0600), 0);
	int f = open(path, O_RDWR);
	assert_int_equal(fdmap_find(m, f)->kind, TRACE_FD_PIPE);
	int file = open("/dev/null", O_RDONLY), ep = epoll_create1(0), ev = eventfd(0, 0);
	check(m, file, TRACE_FD_FILE, "file");
	check(m, ep, TRACE_FD_EPOLL, "epoll");
	check(m, ev, TRACE_FD_EVENT, "event");
	check(m, -1, TRACE_FD_UNKNOWN, "closed");
	check(m, 1 << 20, TRACE_FD_UNKNOWN, "closed");
	const int all[] = {ends[0], ends[1], f, file, ep, ev};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		close(all[i]);
	unlink(path);
	rmdir(fifo);
}

static void sockets(void **state)
{
	struct fdmap *m = *state;
	char words[96];
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	int s = socket(AF_INET, SOCK_STREAM, 0);
	check(m, s, TRACE_FD_SOCKET, "TCP 0.0.0.0:0");
	assert_int_equal(bind(s, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(listen(s, 1), 0);
	/* Kept until there is a reason to doubt. */
	check(m, s, TRACE_FD_SOCKET, "TCP 0.0.0.0:0");
	fdmap_doubt(m, s);
	assert_int_equal(getsockname(s, (struct sockaddr *)&a, &len), 0);
	snprintf(words, sizeof(words), "TCP 127.0.0.1:%d", ntohs(a.sin_port));
	check(m, s, TRACE_FD_SOCKET, words);
	int c = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(c, (struct sockaddr *)&a, sizeof(a)), 0);
	const struct trace_fd *f = fdmap_find(m, c);
	struct stat st;
	assert_int_equal(fstat(c, &st), 0);
	assert_int_equal(f->inode, st.st_ino);
	assert_int_equal(f->remote.port, ntohs(a.sin_port));
	assert_true(f->local.port != 0);
	/* Closed and opened as something else. */
	close(c);
	int other = socket(AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(other, c);
	fdmap_forget(m, c);
	check(m, c, TRACE_FD_SOCKET, "unix (unnamed)");
	close(other);
	fdmap_forget_all(m);
	check(m, c, TRACE_FD_UNKNOWN, "closed");
	close(s);
}

/* The mode belongs to the socket: whatever call set it, and whichever number it has. */
static void nonblocking(void **state)
{
	struct fdmap *m = *state;
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0), copy = dup(s);
	int other = socket(AF_UNIX, SOCK_STREAM, 0);
	check(m, s, TRACE_FD_SOCKET, "unix stream (unnamed), non-blocking");
	check(m, copy, TRACE_FD_SOCKET, "unix stream (unnamed), non-blocking");
	check(m, other, TRACE_FD_SOCKET, "unix stream (unnamed)");
	fdmap_set_nonblocking(m, fdmap_find(m, s)->inode, false);
	assert_false(fdmap_find(m, copy)->nonblocking);
	fdmap_set_nonblocking(m, fdmap_find(m, other)->inode, true);
	assert_true(fdmap_find(m, other)->nonblocking);
	assert_false(fdmap_find(m, s)->nonblocking);
	close(s);
	close(copy);
	close(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(kinds, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(sockets, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(nonblocking, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
