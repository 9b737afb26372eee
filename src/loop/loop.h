/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The event loop: fds, timers, signals, children, and a hook before each sleep. One thread.
 *
 * How it works: libuv underneath. Callbacks run one at a time and never nest; a source removed
 * inside a callback is not called again, and its memory goes after the turn.
 */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/clock.h"

struct loop;
struct loop_fd;
struct loop_timer;
struct loop_signal;
struct loop_hook;

enum loop_events { LOOP_READ = 1, LOOP_WRITE = 2, LOOP_HANGUP = 4 };

/* How a child ended: exit code, or the signal that killed it (then code is 0). */
struct loop_exit {
	pid_t pid;
	int code;
	int signal;
};

typedef void (*loop_fd_fn)(void *user, int fd, unsigned events);
typedef void (*loop_timer_fn)(void *user);
typedef void (*loop_signal_fn)(void *user, int signum);
typedef void (*loop_child_fn)(void *user, struct loop_exit how);
typedef void (*loop_hook_fn)(void *user);
typedef bool (*loop_stops_fn)(void *user);

struct loop *loop_create(void);
/* Removes what is still registered (fds are not closed). NULL is fine. */
void loop_destroy(struct loop *l);

/* Runs until loop_stop(). loop_turn runs one turn, waiting at most `wait` ns (0: not at all). */
void loop_run(struct loop *l);
void loop_turn(struct loop *l, nsec wait);
void loop_stop(struct loop *l);

/* The time now on the one clock. Callbacks read it once and pass it on as `now`. */
nsec loop_now(const struct loop *l);

/* Watches fd (borrowed) for LOOP_READ and/or LOOP_WRITE; NULL when the fd can't be polled (a
 * regular file, say). The fd's flags stay as they are: make it non-blocking before draining it.
 * An error on it is LOOP_HANGUP and what was asked for; it is seen again each turn until a read
 * clears it or the fd is removed. A hang-up without an error is LOOP_READ: read() returns 0. */
struct loop_fd *loop_fd_add(struct loop *l, int fd, unsigned events, loop_fd_fn fn, void *user);
void loop_fd_change(struct loop_fd *f, unsigned events);
void loop_fd_remove(struct loop_fd *f); /* before closing the fd; NULL is fine */

/* A timer that is not set yet. Set: fires once after `delay`, then every `repeat` if not 0. */
struct loop_timer *loop_timer_add(struct loop *l, loop_timer_fn fn, void *user);
void loop_timer_set(struct loop_timer *t, nsec delay, nsec repeat); /* resolution 1 ms, up */
void loop_timer_clear(struct loop_timer *t);
bool loop_timer_is_set(const struct loop_timer *t);
void loop_timer_remove(struct loop_timer *t); /* NULL is fine */

struct loop_signal *loop_signal_add(struct loop *l, int signum, loop_signal_fn fn, void *user);
void loop_signal_remove(struct loop_signal *s);

/* Calls fn once when the child pid has ended (it is reaped here). Forget: no call any more. */
void loop_child_add(struct loop *l, pid_t pid, loop_child_fn fn, void *user);
void loop_child_forget(struct loop *l, pid_t pid);

/* The one taker of ptrace(2) stops, NULL: none. fn is called when children may have stopped; it
 * waits for stops itself, without blocking, and tells whether there were any; should it leave some
 * for later, it raises SIGCHLD. While there are, the loop looks for more before anything else, for
 * a few milliseconds at most and only until another source is ready, so that a stop costs little.
 * Ends of children come as ever. */
void loop_stops(struct loop *l, loop_stops_fn fn, void *user);
/* Blocks, serving nothing but stops, until fd is readable or hung up; at once when nobody takes
 * stops. For whoever waits for a child that may be traced. */
void loop_stops_until(struct loop *l, int fd);

/* Runs fn each turn just before the loop sleeps: the place to draw. */
struct loop_hook *loop_hook_add(struct loop *l, loop_hook_fn fn, void *user);
void loop_hook_remove(struct loop_hook *h);

/* Asks for another turn at once although nothing is ready (work is left over). */
void loop_again(struct loop *l);

#endif
