/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pair of pseudo terminals.
 */
#include "term/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* TIOCGPTPEER works where /dev/pts is another one or not mounted; ptsname() would not. */
static int open_slave(int master)
{
	int fd = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	char name[64];
	if (ptsname_r(master, name, sizeof(name)) != 0)
		return -1;
	return open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

/* So that the kernel's line editing erases whole code points. */
static void set_utf8(int fd)
{
	struct termios t;
	if (tcgetattr(fd, &t) < 0)
		return;
	t.c_iflag |= IUTF8;
	tcsetattr(fd, TCSANOW, &t);
}

static unsigned short cells(int n)
{
	return (unsigned short)(n < 1 ? 1 : n > 0xffff ? 0xffff : n);
}

int pty_resize(const struct pty *p, int rows, int cols)
{
	struct winsize size = {.ws_row = cells(rows), .ws_col = cells(cols)};
	return ioctl(p->master, TIOCSWINSZ, &size) < 0 ? -errno : 0;
}

static int fail(struct pty *p)
{
	int error = errno ? -errno : -EIO;
	pty_close(p);
	return error;
}

int pty_open(struct pty *p, int rows, int cols)
{
	*p = PTY_NONE;
	p->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (p->master < 0)
		return fail(p);
	if (grantpt(p->master) < 0 || unlockpt(p->master) < 0)
		return fail(p);
	p->slave = open_slave(p->master);
	if (p->slave < 0)
		return fail(p);
	set_utf8(p->slave);
	return pty_resize(p, rows, cols) < 0 ? fail(p) : 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void pty_close_slave(struct pty *p)
{
	close_fd(&p->slave);
}

void pty_close(struct pty *p)
{
	close_fd(&p->slave);
	close_fd(&p->master);
}

int pty_login(const struct pty *p)
{
	if (setsid() < 0 || ioctl(p->slave, TIOCSCTTY, 0) < 0)
		return -errno;
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (dup2(p->slave, fd) < 0 || fcntl(fd, F_SETFD, 0) < 0)
			return -errno;
	}
	return 0;
}
