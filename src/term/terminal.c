/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The terminal of a pane: pty, vt and child.
 */
#include "term/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/buf.h"
#include "base/vec.h"
#include "term/pty.h"

enum {
	READ_MAX = 65536, /* bytes of output taken in one turn */
	UNSENT_MAX = 1024 * 1024,
	REST_ROUNDS = 20, /* how often REST_QUIET may be waited for */
};
#define REST_QUIET (100 * NSEC_PER_MSEC)

struct terminal {
	struct loop *loop;
	struct vt *vt;
	struct pty pty;
	struct loop_fd *watch;   /* of the master; NULL once it hung up */
	struct loop_timer *rest; /* the child is gone, somebody else may hold the slave open */
	struct terminal_hooks hooks;
	struct terminal_status status;
	struct loop_exit how; /* the end that is reported once the rest has been read */
	bool child_gone;      /* and not reported yet */
	bool typing;          /* the vt is told what the person does */
	bool heard;           /* output came since the timer was set */
	int rest_rounds;
	bool restart_wanted;
	char **argv, **envp; /* of the program, owned */
	char *cwd;
	bool (*enter)(void *user, struct err *e);
	bool (*seize)(void *user, pid_t pid, struct err *e);
	void *enter_user;
	struct buf unsent;
};

/* ---- the program's words ---- */

static void free_strings(char **list)
{
	for (size_t i = 0; list && list[i]; i++)
		free(list[i]);
	free(list);
}

typedef bool (*keep_fn)(const char *s);

static char **copy_strings(char *const *list, keep_fn keep, const char *more)
{
	VEC(char *) copy = {0};
	for (size_t i = 0; list && list[i]; i++) {
		if (!keep || keep(list[i]))
			vec_push(&copy, xstrdup(list[i]));
	}
	if (more)
		vec_push(&copy, xstrdup(more));
	vec_push(&copy, NULL);
	return copy.at;
}

/* Size and kind of the terminal outside say nothing about this one. */
static bool belongs_inside(const char *variable)
{
	static const char *const outside[] = {"TERM=", "TERMCAP=", "LINES=", "COLUMNS="};
	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++) {
		if (strncmp(variable, outside[i], strlen(outside[i])) == 0)
			return false;
	}
	return true;
}

static void forget_program(struct terminal *t)
{
	free_strings(t->argv);
	free_strings(t->envp);
	free(t->cwd);
	t->argv = t->envp = NULL;
	t->cwd = NULL;
}

static void keep_program(struct terminal *t, const struct terminal_program *p)
{
	char *_cleanup_free_ term = xasprintf("TERM=%s", p->term ? p->term : "xterm-256color");
	char **argv = copy_strings(p->argv, NULL, NULL);
	char **envp = copy_strings(p->envp ? p->envp : environ, belongs_inside, term);
	char *cwd = p->cwd ? xstrdup(p->cwd) : NULL;
	forget_program(t);
	t->argv = argv;
	t->envp = envp;
	t->cwd = cwd;
	t->enter = p->enter;
	t->seize = p->seize;
	t->enter_user = p->enter_user;
}

/* ---- in the child ---- */

enum stage { STAGE_LOGIN, STAGE_ENTER, STAGE_CWD, STAGE_EXEC };

/* What the child writes into the pipe when it can't become the program. */
struct failure {
	enum stage stage;
	int error;      /* errno */
	struct err err; /* of enter */
};

static void reset_signals(void)
{
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Marks rather than closes, so that the pipe lasts until the exec has worked. */
static void close_at_exec(void)
{
	if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		return;
	long most = sysconf(_SC_OPEN_MAX);
	for (int fd = 3; fd < most && fd < 65536; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static struct failure become_program(const struct terminal *t)
{
	struct failure f = {.stage = STAGE_LOGIN};
	f.error = -pty_login(&t->pty);
	if (f.error)
		return f;
	f.stage = STAGE_ENTER;
	if (t->enter && !t->enter(t->enter_user, &f.err))
		return f;
	f.stage = STAGE_CWD;
	if (t->cwd && chdir(t->cwd) < 0) {
		f.error = errno;
		return f;
	}
	f.stage = STAGE_EXEC;
	close_at_exec();
	environ = t->envp;
	execvp(t->argv[0], t->argv);
	f.error = errno;
	return f;
}

static _Noreturn void run_child(const struct terminal *t, int pipe)
{
	reset_signals();
	struct failure f = become_program(t);
	ssize_t told = write(pipe, &f, sizeof(f));
	_exit(told == (ssize_t)sizeof(f) ? 127 : 126);
}

/* ---- starting ---- */

static bool sentence(const struct terminal *t, const struct failure *f, struct err *e)
{
	switch (f->stage) {
	case STAGE_LOGIN:
		err_sys(e, f->error, _("no terminal for it"));
		break;
	case STAGE_ENTER:
		err_set(e, f->err.code, "%s", f->err.text);
		break;
	case STAGE_CWD:
		err_sys(e, f->error, "%s", t->cwd);
		break;
	case STAGE_EXEC:
		return err_sys(e, f->error, "can't start %s", t->argv[0]);
	}
	return err_wrap(e, "can't start %s", t->argv[0]);
}

/* Signals are blocked over the fork: a handler of ours must not run in the child, where it
 * would write into the loop's own pipe. */
static pid_t fork_child(const struct terminal *t, const int pipe[2])
{
	sigset_t all, before;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	pid_t pid = fork();
	if (pid == 0)
		run_child(t, pipe[1]);
	int error = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return pid;
}

static ssize_t read_failure(int fd, struct failure *f)
{
	ssize_t got = 0;
	do
		got = read(fd, f, sizeof(*f));
	while (got < 0 && errno == EINTR);
	return got;
}

/* Waits for the end of a child that did not become the program. */
static void bury(const struct terminal *t, pid_t pid)
{
	_cleanup_fd_ int end = (int)syscall(SYS_pidfd_open, pid, 0);
	if (end >= 0)
		loop_stops_until(t->loop, end);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}

static bool seize(const struct terminal *t, pid_t pid, struct err *e)
{
	if (!t->seize || t->seize(t->enter_user, pid, e))
		return true;
	kill(pid, SIGKILL);
	bury(t, pid);
	return err_wrap(e, "can't start %s", t->argv[0]);
}

static bool spawn(struct terminal *t, struct err *e)
{
	int fds[2];
	if (pipe2(fds, O_CLOEXEC) < 0)
		return err_sys(e, errno, "can't start %s", t->argv[0]);
	_cleanup_fd_ int from_child = fds[0];
	pid_t pid = fork_child(t, fds);
	int error = errno;
	close(fds[1]);
	if (pid < 0)
		return err_sys(e, error, "can't start %s", t->argv[0]);
	if (!seize(t, pid, e))
		return false;
	loop_stops_until(t->loop, from_child);
	struct failure f;
	if (read_failure(from_child, &f) == (ssize_t)sizeof(f)) {
		bury(t, pid);
		return sentence(t, &f, e);
	}
	t->status = (struct terminal_status){
	        .state = TERMINAL_RUNNING, .pid = pid, .began = loop_now(t->loop)};
	return true;
}

static void close_pty(struct terminal *t)
{
	loop_fd_remove(t->watch);
	t->watch = NULL;
	pty_close(&t->pty);
	buf_clear(&t->unsent);
}

/* A program that was killed leaves its modes behind; its text stays, the next begins below. */
static void tidy_screen(struct terminal *t)
{
	struct vt_status s = vt_status(t->vt);
	struct buf text = {0};
	buf_puts(&text, "\030");
	if (s.alternate)
		buf_puts(&text, "\033[?1049l");
	buf_puts(&text, "\033[?1000l\033[?1006l\033[!p\017");
	vt_feed(t->vt, text.at, text.len);
	buf_finish(&text);
	if (vt_status(t->vt).cursor_col > 0)
		vt_feed(t->vt, "\r\n", 2);
}

/* ---- reading and the end ---- */

static bool start(struct terminal *t, struct err *e);

static void restart_now(struct terminal *t)
{
	struct err e = {0};
	t->restart_wanted = false;
	if (t->status.state == TERMINAL_RUNNING || start(t, &e))
		return;
	vt_feed(t->vt, e.text, strlen(e.text));
	vt_feed(t->vt, "\r\n", 2);
	t->status.state = TERMINAL_EXITED;
	t->status.code = 127;
	if (t->hooks.on_exit)
		t->hooks.on_exit(t->hooks.user, (struct loop_exit){.code = 127});
}

static void report_end(struct terminal *t)
{
	t->child_gone = false;
	loop_timer_clear(t->rest);
	t->status.state = t->how.signal ? TERMINAL_SIGNALED : TERMINAL_EXITED;
	t->status.code = t->how.code;
	t->status.signal = t->how.signal;
	if (t->hooks.on_exit)
		t->hooks.on_exit(t->hooks.user, t->how);
	if (t->restart_wanted)
		restart_now(t);
}

/* The last holder of the slave is gone and everything has been read. */
static void on_hangup(struct terminal *t)
{
	loop_fd_remove(t->watch);
	t->watch = NULL;
	if (t->child_gone)
		report_end(t);
}

static void take_output(struct terminal *t, const char *bytes, size_t len)
{
	t->heard = true;
	if (t->hooks.on_output)
		t->hooks.on_output(t->hooks.user, bytes, len);
	vt_feed(t->vt, bytes, len);
}

static void read_some(struct terminal *t)
{
	char bytes[8192];
	for (size_t total = 0; total < READ_MAX;) {
		ssize_t got = read(t->pty.master, bytes, sizeof(bytes));
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			return;
		if (got <= 0) {
			on_hangup(t);
			return;
		}
		take_output(t, bytes, (size_t)got);
		total += (size_t)got;
	}
}

static void write_some(struct terminal *t)
{
	ssize_t put = write(t->pty.master, t->unsent.at, t->unsent.len);
	if (put > 0) {
		size_t left = t->unsent.len - (size_t)put;
		memmove(t->unsent.at, t->unsent.at + put, left);
		t->unsent.len = left;
	} else if (put < 0 && errno != EAGAIN && errno != EINTR) {
		buf_clear(&t->unsent);
	}
	loop_fd_change(t->watch, LOOP_READ | (t->unsent.len ? LOOP_WRITE : 0u));
}

static void on_master(void *user, int fd, unsigned events)
{
	(void)fd;
	struct terminal *t = user;
	if ((events & LOOP_WRITE) && t->unsent.len)
		write_some(t);
	if (events & (LOOP_READ | LOOP_HANGUP))
		read_some(t);
}

/* A pty passes bytes on a little later than write(2) returns, so an empty master says nothing.
 * Normally the hang-up ends the wait; this is for when others of the program's live on. */
static void on_rest(void *user)
{
	struct terminal *t = user;
	if (t->heard && t->rest_rounds++ < REST_ROUNDS) {
		t->heard = false;
		loop_timer_set(t->rest, REST_QUIET, 0);
		return;
	}
	report_end(t);
}

static void on_child(void *user, struct loop_exit how)
{
	struct terminal *t = user;
	t->status.ended = loop_now(t->loop);
	t->how = how;
	t->child_gone = true;
	if (!t->watch) {
		report_end(t);
		return;
	}
	t->heard = true;
	t->rest_rounds = 0;
	loop_timer_set(t->rest, REST_QUIET, 0);
}

static bool open_pty(struct terminal *t, struct err *e)
{
	close_pty(t);
	struct vt_status s = vt_status(t->vt);
	int error = pty_open(&t->pty, s.rows, s.cols);
	if (error < 0)
		return err_sys(e, -error, _("can't open a terminal for %s"), t->argv[0]);
	t->watch = loop_fd_add(t->loop, t->pty.master, LOOP_READ, on_master, t);
	if (!t->watch)
		return err_set(e, ERR_SYSTEM, _("can't watch the terminal of %s"), t->argv[0]);
	return true;
}

static bool start(struct terminal *t, struct err *e)
{
	bool again = t->status.state != TERMINAL_NOT_STARTED;
	if (!open_pty(t, e) || !spawn(t, e)) {
		close_pty(t);
		return false;
	}
	if (again)
		tidy_screen(t);
	pty_close_slave(&t->pty);
	loop_child_add(t->loop, t->status.pid, on_child, t);
	return true;
}

static bool is_alive(const struct terminal *t)
{
	return t->status.state == TERMINAL_RUNNING && !t->child_gone;
}

bool terminal_start(struct terminal *t, const struct terminal_program *p, struct err *e)
{
	if (t->status.state == TERMINAL_RUNNING)
		return err_set(e, ERR_USAGE, _("%s is running in this terminal"), t->argv[0]);
	if (!p->argv || !p->argv[0])
		return err_set(e, ERR_USAGE, _("no program to start"));
	keep_program(t, p);
	return start(t, e);
}

bool terminal_restart(struct terminal *t, struct err *e)
{
	if (!t->argv)
		return err_set(e, ERR_USAGE, _("no program to start again"));
	if (t->status.state != TERMINAL_RUNNING)
		return start(t, e);
	t->restart_wanted = true;
	terminal_kill(t, SIGKILL);
	return true;
}

bool terminal_kill(struct terminal *t, int signum)
{
	if (!is_alive(t))
		return false;
	pid_t foreground = tcgetpgrp(t->pty.master);
	if (foreground > 1 && foreground != t->status.pid)
		kill(-foreground, signum);
	if (kill(-t->status.pid, signum) < 0)
		kill(t->status.pid, signum);
	return true;
}

/* ---- life ---- */

/* The vt speaks for the person while a key or a paste is handed to it, else it answers a question
 * of the program's. */
static void on_vt_output(void *user, const char *bytes, size_t len)
{
	struct terminal *t = user;
	if (t->typing && t->hooks.on_input)
		t->hooks.on_input(t->hooks.user, bytes, len);
	terminal_send(t, bytes, len);
}

static void on_vt_osc(void *user, int number, const char *text, size_t len)
{
	struct terminal *t = user;
	if (t->hooks.on_osc)
		t->hooks.on_osc(t->hooks.user, number, text, len);
}

struct terminal *terminal_create(struct loop *loop, int rows, int cols, int scrollback)
{
	struct terminal *t = xcalloc(1, sizeof(*t));
	t->loop = loop;
	t->pty = PTY_NONE;
	t->vt = vt_create(rows, cols, scrollback);
	t->rest = loop_timer_add(loop, on_rest, t);
	vt_set_hooks(t->vt, &(struct vt_hooks){on_vt_output, on_vt_osc, t});
	return t;
}

static void only_reap(void *user, struct loop_exit how)
{
	(void)user;
	(void)how;
}

void terminal_destroy(struct terminal *t)
{
	if (!t)
		return;
	if (is_alive(t)) {
		terminal_kill(t, SIGKILL);
		loop_child_forget(t->loop, t->status.pid);
		loop_child_add(t->loop, t->status.pid, only_reap, NULL);
	}
	close_pty(t);
	loop_timer_remove(t->rest);
	vt_destroy(t->vt);
	forget_program(t);
	buf_finish(&t->unsent);
	free(t);
}

void terminal_set_hooks(struct terminal *t, const struct terminal_hooks *hooks)
{
	t->hooks = *hooks;
}

void terminal_resize(struct terminal *t, int rows, int cols)
{
	vt_resize(t->vt, rows, cols);
	struct vt_status s = vt_status(t->vt);
	if (t->pty.master >= 0)
		pty_resize(&t->pty, s.rows, s.cols);
}

void terminal_send(struct terminal *t, const void *bytes, size_t len)
{
	if (!t->watch)
		return;
	size_t room = UNSENT_MAX - t->unsent.len;
	buf_add(&t->unsent, bytes, len < room ? len : room);
	if (t->unsent.len)
		write_some(t);
}

void terminal_key(struct terminal *t, struct vt_key key)
{
	t->typing = true;
	vt_key(t->vt, key);
	t->typing = false;
}

void terminal_paste(struct terminal *t, const char *text, size_t len)
{
	t->typing = true;
	vt_paste(t->vt, text, len);
	t->typing = false;
}

void terminal_mouse(struct terminal *t, struct vt_mouse mouse)
{
	vt_mouse(t->vt, mouse);
}

struct terminal_status terminal_status(const struct terminal *t)
{
	struct terminal_status s = t->status;
	s.unsent = t->unsent.len;
	return s;
}

int terminal_fd(const struct terminal *t)
{
	return t->pty.master;
}

struct vt *terminal_vt(struct terminal *t)
{
	return t->vt;
}

const char *terminal_title(const struct terminal *t)
{
	const char *title = vt_status(t->vt).title;
	if (*title)
		return title;
	return t->argv ? t->argv[0] : "";
}
