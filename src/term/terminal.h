/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The terminal of a pane: a pty, the vt that understands it, and the program that lives there.
 *
 * How it works: NOT_STARTED --start--> RUNNING --> EXITED or SIGNALED --restart--> RUNNING.
 * The end is reported after the rest of the pty has been read, so that the last words are on
 * the screen (and the tape) before the exit is. The screen stays as the program left it.
 */
#ifndef TERM_TERMINAL_H
#define TERM_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/clock.h"
#include "base/err.h"
#include "loop/loop.h"
#include "term/vt.h"

struct terminal;

struct terminal_program {
	char *const *argv; /* argv[0] is looked up in the PATH of envp */
	char *const *envp; /* NULL: ours; TERM is set, LINES and COLUMNS are taken out */
	const char *term;  /* TERM; NULL: xterm-256color */
	const char *cwd;   /* NULL: ours */
	/* Called in the child before the exec, its stdio on the terminal: setns(2), ...; NULL is
	 * fine. A process that stays behind (fork for a PID namespace) has to close its fds above
	 * 2, for terminal_start waits until nobody but the program could still fail. */
	bool (*enter)(void *user, struct err *e);
	/* Called here right after the fork: for a tracer, which the child may wait for in enter.
	 * Stops of the child are served until the exec (loop_stops()). False: it is killed. */
	bool (*seize)(void *user, pid_t pid, struct err *e);
	void *enter_user; /* of both; borrowed as long as restarts are wanted */
};

enum terminal_state { TERMINAL_NOT_STARTED, TERMINAL_RUNNING, TERMINAL_EXITED, TERMINAL_SIGNALED };

struct terminal_status {
	enum terminal_state state;
	pid_t pid;         /* of the last program started, 0 before; its process group too */
	int code;          /* exit status when EXITED */
	int signal;        /* when SIGNALED */
	nsec began, ended; /* 0: not yet */
	size_t unsent;     /* bytes the program has not read yet */
};

struct terminal_hooks {
	/* What the program printed, before the vt sees it; at most 64 KiB a turn. */
	void (*on_output)(void *user, const char *bytes, size_t len);
	/* What the person typed or pasted, as the program gets it. */
	void (*on_input)(void *user, const char *bytes, size_t len);
	/* After the last output. The terminal may be restarted in it, but not destroyed. */
	void (*on_exit)(void *user, struct loop_exit how);
	void (*on_osc)(void *user, int number, const char *text, size_t len); /* as in vt.h */
	void *user;
};

struct terminal *terminal_create(struct loop *loop, int rows, int cols, int scrollback);
/* Kills a program that still runs, with its process group. NULL is fine. */
void terminal_destroy(struct terminal *t);
void terminal_set_hooks(struct terminal *t, const struct terminal_hooks *hooks);

/* Starts p (copied, but for enter_user); false with e when one is running, or when the pty, the
 * fork, enter or the exec failed: "can't start ./client: No such file or directory". The program
 * gets a session of its own, default signals, and no fds but 0, 1 and 2. */
bool terminal_start(struct terminal *t, const struct terminal_program *p, struct err *e);
/* The same program once more. One that still runs is killed, on_exit says so, then the new one
 * starts; should that fail, its sentence is printed and on_exit says code 127. */
bool terminal_restart(struct terminal *t, struct err *e);

/* Signals the process group of the program and the one in its foreground; false: none runs. */
bool terminal_kill(struct terminal *t, int signum);
void terminal_resize(struct terminal *t, int rows, int cols);

/* To the program, as if typed. What it doesn't read is kept up to 1 MiB, the rest is dropped. */
void terminal_send(struct terminal *t, const void *bytes, size_t len);
void terminal_key(struct terminal *t, struct vt_key key);
void terminal_paste(struct terminal *t, const char *text, size_t len);
void terminal_mouse(struct terminal *t, struct vt_mouse mouse);

struct terminal_status terminal_status(const struct terminal *t);
/* The pty's master (borrowed; -1 before the first start), to ask for its modes: termios(3). */
int terminal_fd(const struct terminal *t);
struct vt *terminal_vt(struct terminal *t);           /* borrowed; to look at, scroll and search */
const char *terminal_title(const struct terminal *t); /* the program's, else argv[0]; borrowed */

#endif
