/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pair of pseudo terminals (pty(7)): the master stays here, the child lives on the slave.
 */
#ifndef TERM_PTY_H
#define TERM_PTY_H

struct pty {
	int master; /* non-blocking, close-on-exec; -1: none */
	int slave;  /* close-on-exec; -1 once pty_close_slave() was called */
};

#define PTY_NONE ((struct pty){.master = -1, .slave = -1})

/* Opens a pair of this size; 0 or -errno. Finish with pty_close(). */
int pty_open(struct pty *p, int rows, int cols);
void pty_close_slave(struct pty *p);
void pty_close(struct pty *p);

/* The kernel tells the foreground programs with SIGWINCH. 0 or -errno. */
int pty_resize(const struct pty *p, int rows, int cols);

/* In the child after fork: a new session with the slave as its controlling terminal and as
 * stdin, stdout and stderr. Only async-signal-safe calls. 0 or -errno. */
int pty_login(const struct pty *p);

#endif
