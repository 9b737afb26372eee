/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The event loop over libuv.
 */
#include "loop/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <uv.h>

#include "base/alloc.h"
#include "base/vec.h"

/* How long stops may keep the loop from a turn of its own. */
#define STOPS_MOST (5 * NSEC_PER_MSEC)

struct child {
	pid_t pid;
	loop_child_fn fn;
	void *user;
};

struct loop {
	uv_loop_t uv;
	uv_timer_t wait;    /* bounds loop_turn */
	uv_idle_t idle;     /* active while loop_again() was asked for */
	uv_signal_t reaper; /* SIGCHLD */
	uint64_t happened;  /* callbacks of sources so far */
	VEC(struct child) children;
	loop_stops_fn stops; /* NULL: nobody takes stops */
	void *stops_user;
	int stops_fd; /* signalfd for SIGCHLD while stops are served; -1 */
};

struct loop_fd {
	uv_poll_t uv; /* first: the handle is the object */
	loop_fd_fn fn;
	void *user;
	int fd;
	unsigned events; /* what is watched; 0 while it rests */
};

struct loop_timer {
	uv_timer_t uv;
	loop_timer_fn fn;
	void *user;
};

struct loop_signal {
	uv_signal_t uv;
	loop_signal_fn fn;
	void *user;
};

struct loop_hook {
	uv_prepare_t uv;
	loop_hook_fn fn;
	void *user;
};

static void count(const uv_handle_t *h)
{
	struct loop *l = h->loop->data;
	l->happened++;
}

static void on_closed(uv_handle_t *h)
{
	free(h);
}

static void close_handle(void *h)
{
	if (h && !uv_is_closing(h))
		uv_close(h, on_closed);
}

static void on_idle(uv_idle_t *idle)
{
	uv_idle_stop(idle);
}

static void on_wait_over(uv_timer_t *t)
{
	(void)t;
}

/* A traced child's stops come to waitpid() like ends do, whatever it asks for, and belong to the
 * taker of stops: so look before taking. */
static bool has_ended(pid_t pid)
{
	siginfo_t seen = {0};
	if (waitid(P_PID, (id_t)pid, &seen, WEXITED | WNOHANG | WNOWAIT) < 0)
		return errno != EINTR;
	return seen.si_pid != 0 && seen.si_code != CLD_TRAPPED && seen.si_code != CLD_STOPPED;
}

/* Only known children are waited for, so that others' waitpid() calls are left alone. */
static bool reap_one(struct loop *l)
{
	for (size_t i = 0; i < l->children.count; i++) {
		struct child c = l->children.at[i];
		int status = 0;
		if (!has_ended(c.pid))
			continue;
		/* Who traces it is to see its end before it is reaped, and may do anything then. */
		if (l->stops)
			l->stops(l->stops_user);
		if (i >= l->children.count || l->children.at[i].pid != c.pid)
			return true;
		pid_t got = waitpid(c.pid, &status, WNOHANG);
		vec_remove(&l->children, i);
		struct loop_exit how = {.pid = c.pid};
		if (got > 0 && WIFSIGNALED(status))
			how.signal = WTERMSIG(status);
		else if (got > 0)
			how.code = WEXITSTATUS(status);
		l->happened++;
		c.fn(c.user, how);
		return true;
	}
	return false;
}

/* From here on SIGCHLD comes through stops_fd, which costs a read instead of a handler. */
static void listen_to_stops(struct loop *l, sigset_t *before)
{
	sigset_t chld;
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, before);
	if (l->stops_fd < 0)
		l->stops_fd = signalfd(-1, &chld, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* Takes the stops of now, then waits for the next or for `other`; false once that is ready, or
 * after `wait` milliseconds (-1: for ever). */
static bool serve_stops(struct loop *l, int other, int wait)
{
	struct signalfd_siginfo told;
	while (read(l->stops_fd, &told, sizeof(told)) > 0)
		continue;
	if (l->stops && l->stops(l->stops_user))
		l->happened++;
	struct pollfd fds[] = {
	        {.fd = l->stops_fd, .events = POLLIN}, {.fd = other, .events = POLLIN}};
	int ready = poll(fds, 2, wait);
	return (ready > 0 && !fds[1].revents) || (ready < 0 && errno == EINTR);
}

static int wait_at_most(struct loop *l, nsec left)
{
	int ms = left <= 0 ? 0 : (int)((left + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC);
	int due = uv_backend_timeout(&l->uv);
	return due >= 0 && due < ms ? due : ms;
}

static void serve_burst(struct loop *l)
{
	if (!l->stops)
		return;
	sigset_t before;
	listen_to_stops(l, &before);
	bool more = l->stops(l->stops_user);
	l->happened += more;
	uv_update_time(&l->uv);
	nsec end = clock_now() + (nsec)wait_at_most(l, STOPS_MOST) * NSEC_PER_MSEC;
	while (more && l->stops_fd >= 0 && clock_now() < end)
		more = serve_stops(l, uv_backend_fd(&l->uv), 1);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static void on_sigchld(uv_signal_t *s, int signum)
{
	(void)signum;
	serve_burst(s->data);
	while (reap_one(s->data))
		continue;
}

struct loop *loop_create(void)
{
	struct loop *l = xcalloc(1, sizeof(*l));
	if (uv_loop_init(&l->uv) < 0)
		abort();
	uv_timer_init(&l->uv, &l->wait);
	uv_idle_init(&l->uv, &l->idle);
	uv_signal_init(&l->uv, &l->reaper);
	l->uv.data = l;
	l->reaper.data = l;
	l->stops_fd = -1;
	uv_signal_start(&l->reaper, on_sigchld, SIGCHLD);
	return l;
}

static void close_leftover(uv_handle_t *h, void *user)
{
	struct loop *l = user;
	bool ours = h == (uv_handle_t *)&l->wait || h == (uv_handle_t *)&l->idle ||
	            h == (uv_handle_t *)&l->reaper;
	if (!uv_is_closing(h))
		uv_close(h, ours ? NULL : on_closed);
}

void loop_destroy(struct loop *l)
{
	if (!l)
		return;
	uv_walk(&l->uv, close_leftover, l);
	while (uv_run(&l->uv, UV_RUN_DEFAULT))
		continue;
	uv_loop_close(&l->uv);
	vec_free(&l->children);
	if (l->stops_fd >= 0)
		close(l->stops_fd);
	free(l);
}

void loop_run(struct loop *l)
{
	uv_run(&l->uv, UV_RUN_DEFAULT);
}

static uint64_t milliseconds_up(nsec ns)
{
	return ns <= 0 ? 0 : (uint64_t)((ns + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC);
}

void loop_turn(struct loop *l, nsec wait)
{
	/* libuv sleeps even after a timer that was due ran: see first whether anything is. */
	uint64_t before = l->happened;
	uv_run(&l->uv, UV_RUN_NOWAIT);
	if (wait <= 0 || l->happened != before)
		return;
	uv_update_time(&l->uv);
	uv_timer_start(&l->wait, on_wait_over, milliseconds_up(wait), 0);
	uv_run(&l->uv, UV_RUN_ONCE);
	uv_timer_stop(&l->wait);
}

void loop_stop(struct loop *l)
{
	uv_stop(&l->uv);
}

nsec loop_now(const struct loop *l)
{
	(void)l;
	return clock_now();
}

static void on_poll(uv_poll_t *p, int status, int events);

static int uv_events(unsigned events)
{
	return ((events & LOOP_READ) ? UV_READABLE : 0) | ((events & LOOP_WRITE) ? UV_WRITABLE : 0);
}

static void watch(struct loop_fd *f)
{
	if (uv_events(f->events))
		uv_poll_start(&f->uv, uv_events(f->events), on_poll);
	else
		uv_poll_stop(&f->uv);
}

static void on_poll(uv_poll_t *p, int status, int events)
{
	struct loop_fd *f = (struct loop_fd *)p;
	unsigned seen = 0;
	if (events & UV_READABLE)
		seen |= LOOP_READ;
	if (events & UV_WRITABLE)
		seen |= LOOP_WRITE;
	if (status < 0) {
		/* libuv stops watching at an error, but a packet socket has one each time its
		 * interface goes down and works again afterwards: read() tells and clears it. */
		seen |= LOOP_HANGUP | f->events;
		watch(f);
	}
	count((uv_handle_t *)p);
	f->fn(f->user, f->fd, seen);
}

struct loop_fd *loop_fd_add(struct loop *l, int fd, unsigned events, loop_fd_fn fn, void *user)
{
	/* libuv makes the fd non-blocking. A terminal's fds share that flag with our output and
	 * with the shell that started us, so it is put back: readiness works without it. */
	int flags = fcntl(fd, F_GETFL);
	struct loop_fd *f = xcalloc(1, sizeof(*f));
	f->fn = fn;
	f->user = user;
	f->fd = fd;
	f->events = events;
	if (flags < 0 || uv_poll_init(&l->uv, &f->uv, fd) < 0) {
		free(f);
		return NULL;
	}
	fcntl(fd, F_SETFL, flags);
	watch(f);
	return f;
}

void loop_fd_change(struct loop_fd *f, unsigned events)
{
	f->events = events;
	watch(f);
}

void loop_fd_remove(struct loop_fd *f)
{
	if (f)
		uv_poll_stop(&f->uv);
	close_handle(f);
}

static void on_timer(uv_timer_t *u)
{
	struct loop_timer *t = (struct loop_timer *)u;
	count((uv_handle_t *)u);
	t->fn(t->user);
}

struct loop_timer *loop_timer_add(struct loop *l, loop_timer_fn fn, void *user)
{
	struct loop_timer *t = xcalloc(1, sizeof(*t));
	t->fn = fn;
	t->user = user;
	uv_timer_init(&l->uv, &t->uv);
	return t;
}

/* libuv counts in whole milliseconds of the same clock, rounded down: aim at the first of its
 * ticks that is not before the moment asked for, so that no timer fires early. */
static uint64_t ticks_until(const uv_loop_t *uv, nsec delay)
{
	if (delay <= 0)
		return 0;
	uint64_t due = (uint64_t)((clock_now() + delay + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC);
	uint64_t now = uv_now(uv);
	return due > now ? due - now : 0;
}

void loop_timer_set(struct loop_timer *t, nsec delay, nsec repeat)
{
	uv_update_time(t->uv.loop);
	uv_timer_start(&t->uv, on_timer, ticks_until(t->uv.loop, delay), milliseconds_up(repeat));
}

void loop_timer_clear(struct loop_timer *t)
{
	uv_timer_stop(&t->uv);
}

bool loop_timer_is_set(const struct loop_timer *t)
{
	return uv_is_active((const uv_handle_t *)&t->uv);
}

void loop_timer_remove(struct loop_timer *t)
{
	close_handle(t);
}

static void on_signal(uv_signal_t *u, int signum)
{
	struct loop_signal *s = (struct loop_signal *)u;
	count((uv_handle_t *)u);
	s->fn(s->user, signum);
}

struct loop_signal *loop_signal_add(struct loop *l, int signum, loop_signal_fn fn, void *user)
{
	struct loop_signal *s = xcalloc(1, sizeof(*s));
	s->fn = fn;
	s->user = user;
	uv_signal_init(&l->uv, &s->uv);
	uv_signal_start(&s->uv, on_signal, signum);
	return s;
}

void loop_signal_remove(struct loop_signal *s)
{
	close_handle(s);
}

void loop_child_add(struct loop *l, pid_t pid, loop_child_fn fn, void *user)
{
	struct child c = {.pid = pid, .fn = fn, .user = user};
	vec_push(&l->children, c);
	/* It may have ended before we asked: look once more in the next turn. */
	raise(SIGCHLD);
}

void loop_child_forget(struct loop *l, pid_t pid)
{
	for (size_t i = 0; i < l->children.count; i++) {
		if (l->children.at[i].pid == pid) {
			vec_remove(&l->children, i);
			return;
		}
	}
}

void loop_stops(struct loop *l, loop_stops_fn fn, void *user)
{
	l->stops = fn;
	l->stops_user = user;
}

void loop_stops_until(struct loop *l, int fd)
{
	if (!l->stops)
		return;
	sigset_t before;
	listen_to_stops(l, &before);
	while (l->stops_fd >= 0 && serve_stops(l, fd, -1))
		continue;
	sigprocmask(SIG_SETMASK, &before, NULL);
	raise(SIGCHLD); /* ends that were told meanwhile */
}

static void on_prepare(uv_prepare_t *u)
{
	struct loop_hook *h = (struct loop_hook *)u;
	h->fn(h->user);
}

struct loop_hook *loop_hook_add(struct loop *l, loop_hook_fn fn, void *user)
{
	struct loop_hook *h = xcalloc(1, sizeof(*h));
	h->fn = fn;
	h->user = user;
	uv_prepare_init(&l->uv, &h->uv);
	uv_prepare_start(&h->uv, on_prepare);
	return h;
}

void loop_hook_remove(struct loop_hook *h)
{
	close_handle(h);
}

void loop_again(struct loop *l)
{
	uv_idle_start(&l->idle, on_idle);
}
