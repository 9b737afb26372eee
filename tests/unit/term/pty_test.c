/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pair of pseudo terminals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "term/pty.h"

static void opens_with_a_size(void **state)
{
	(void)state;
	struct pty p;
	struct winsize w;
	struct termios t;
	assert_int_equal(pty_open(&p, 33, 101), 0);
	assert_int_equal(ioctl(p.slave, TIOCGWINSZ, &w), 0);
	assert_int_equal(w.ws_row, 33);
	assert_int_equal(w.ws_col, 101);
	assert_int_equal(pty_resize(&p, 5, 70000), 0);
	assert_int_equal(ioctl(p.slave, TIOCGWINSZ, &w), 0);
	assert_int_equal(w.ws_row, 5);
	assert_int_equal(w.ws_col, 65535);
	assert_int_equal(tcgetattr(p.slave, &t), 0);
	assert_true(t.c_iflag & IUTF8);
	assert_true(fcntl(p.master, F_GETFL) & O_NONBLOCK);
	assert_true(fcntl(p.master, F_GETFD) & FD_CLOEXEC);
	assert_true(fcntl(p.slave, F_GETFD) & FD_CLOEXEC);
	pty_close(&p);
	assert_int_equal(p.master, -1);
	assert_int_equal(p.slave, -1);
	pty_close(&p);
	assert_int_equal(pty_resize(&p, 5, 5), -EBADF);
}

/* In the child: is the terminal ours, in a session of our own? */
static int child(const struct pty *p)
{
	if (pty_login(p) < 0)
		return 1;
	if (getsid(0) != getpid() || tcgetpgrp(0) != getpid())
		return 2;
	for (int fd = 0; fd < 3; fd++) {
		if (!isatty(fd) || (fcntl(fd, F_GETFD) & FD_CLOEXEC))
			return 3;
	}
	return write(1, "hi", 2) == 2 ? 0 : 4;
}

static void logs_a_child_in(void **state)
{
	(void)state;
	struct pty p;
	assert_int_equal(pty_open(&p, 24, 80), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(child(&p));
	pty_close_slave(&p);
	assert_int_equal(p.slave, -1);
	int status = -1;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	struct pollfd ready = {.fd = p.master, .events = POLLIN};
	assert_int_equal(poll(&ready, 1, 10000), 1);
	char bytes[8] = "";
	assert_int_equal(read(p.master, bytes, sizeof(bytes)), 2);
	assert_string_equal(bytes, "hi");
	assert_int_equal(read(p.master, bytes, sizeof(bytes)), -1);
	assert_int_equal(errno, EIO);
	pty_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(opens_with_a_size),
	        cmocka_unit_test(logs_a_child_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
