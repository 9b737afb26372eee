/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The event loop: what each source promises, above all when it is removed while others run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loop/loop.h"

/* What callbacks note down, and what they are to touch. */
struct notes {
	struct loop *loop;
	int calls;
	unsigned events;
	int fd;
	struct loop_fd *watch[2];
	struct loop_timer *timer;
	struct loop_hook *hook;
	struct loop_exit how;
	nsec at;
};

/* Turns the loop until *counter reaches `least`; bounded, so that a lost event fails the test. */
static void turn_until(struct loop *l, const int *counter, int least)
{
	nsec end = clock_now() + 20 * NSEC_PER_SEC;
	while (*counter < least && clock_now() < end)
		loop_turn(l, NSEC_PER_SEC);
	assert_true(*counter >= least);
}

static int set_up(void **state)
{
	static struct notes notes;
	notes = (struct notes){.loop = loop_create()};
	*state = &notes;
	return 0;
}

static int tear_down(void **state)
{
	struct notes *n = *state;
	loop_destroy(n->loop);
	return 0;
}

static void note_fd(void *user, int fd, unsigned events)
{
	struct notes *n = user;
	n->calls++;
	n->fd = fd;
	n->events = events;
}

static void note_plain(void *user)
{
	struct notes *n = user;
	n->calls++;
	n->at = clock_now();
}

static void fds_become_ready(void **state)
{
	struct notes *n = *state;
	int p[2];
	assert_int_equal(pipe(p), 0);
	struct loop_fd *in = loop_fd_add(n->loop, p[0], LOOP_READ, note_fd, n);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 0);
	assert_int_equal(write(p[1], "x", 1), 1);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 1);
	assert_int_equal(n->fd, p[0]);
	assert_int_equal(n->events, LOOP_READ);
	loop_turn(n->loop, 0); /* not read yet: told again */
	assert_int_equal(n->calls, 2);
	loop_fd_change(in, 0);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 2);
	loop_fd_change(in, LOOP_READ);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 3);
	loop_fd_remove(in);
	struct loop_fd *out = loop_fd_add(n->loop, p[1], LOOP_WRITE, note_fd, n);
	loop_turn(n->loop, 0);
	assert_int_equal(n->events, LOOP_WRITE);
	loop_fd_remove(out);
	close(p[0]);
	close(p[1]);
}

static void a_closed_peer_is_readable(void **state)
{
	struct notes *n = *state;
	int p[2];
	assert_int_equal(pipe(p), 0);
	struct loop_fd *in = loop_fd_add(n->loop, p[0], LOOP_READ, note_fd, n);
	close(p[1]);
	loop_turn(n->loop, NSEC_PER_SEC);
	assert_int_equal(n->calls, 1);
	assert_true(n->events & LOOP_READ);
	loop_fd_remove(in);
	close(p[0]);
}

static void what_cannot_be_polled_is_refused(void **state)
{
	struct notes *n = *state;
	int fd = open("/proc/self/exe", O_RDONLY);
	assert_null(loop_fd_add(n->loop, fd, LOOP_READ, note_fd, n));
	close(fd);
	assert_null(loop_fd_add(n->loop, -1, LOOP_READ, note_fd, n));
	loop_turn(n->loop, 0);
}

/* The terminal's file description is also our output's and the shell's. */
static void flags_of_an_fd_stay(void **state)
{
	struct notes *n = *state;
	int master, slave;
	assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
	int before = fcntl(slave, F_GETFL);
	struct loop_fd *f = loop_fd_add(n->loop, slave, LOOP_READ, note_fd, n);
	assert_int_equal(fcntl(slave, F_GETFL), before);
	assert_int_equal(write(master, "x\n", 2), 2);
	turn_until(n->loop, &n->calls, 1);
	loop_fd_remove(f);
	assert_int_equal(fcntl(slave, F_GETFL), before);
	close(master);
	close(slave);
}

static void note_and_clear_error(void *user, int fd, unsigned events)
{
	note_fd(user, fd, events);
	char byte;
	(void)recv(fd, &byte, 1, MSG_DONTWAIT);
}

/* An error on a socket passes, as when an interface went down and comes up again. */
static void an_error_does_not_end_the_watch(void **state)
{
	struct notes *n = *state;
	int s = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	int gone = socket(AF_INET, SOCK_DGRAM, 0);
	struct sockaddr_in name = {
	        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(name);
	struct sockaddr *addr = (struct sockaddr *)&name;
	/* Bound to any free port of lo, then closed: the next datagram there is refused. */
	assert_int_equal(bind(gone, addr, len), 0);
	assert_int_equal(getsockname(gone, addr, &len), 0);
	assert_int_equal(connect(s, addr, len), 0);
	close(gone);
	struct loop_fd *f = loop_fd_add(n->loop, s, LOOP_READ, note_and_clear_error, n);
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(send(s, "x", 1, 0), 1);
		turn_until(n->loop, &n->calls, i);
		assert_int_equal(n->events, LOOP_READ | LOOP_HANGUP);
	}
	loop_turn(n->loop, 0); /* cleared by reading: quiet again */
	assert_int_equal(n->calls, 3);
	loop_fd_remove(f);
	close(s);
}

static void remove_both(void *user, int fd, unsigned events)
{
	struct notes *n = user;
	note_fd(n, fd, events);
	loop_fd_remove(n->watch[0]);
	loop_fd_remove(n->watch[1]);
}

/* Both are ready in one turn; whoever is first removes both, and the other must stay silent. */
static void a_source_removed_in_a_callback_is_silent(void **state)
{
	struct notes *n = *state;
	int p[2][2];
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pipe(p[i]), 0);
		assert_int_equal(write(p[i][1], "x", 1), 1);
		n->watch[i] = loop_fd_add(n->loop, p[i][0], LOOP_READ, remove_both, n);
	}
	loop_turn(n->loop, 0);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 1);
	/* The same number again, as after close and open. */
	n->watch[0] = loop_fd_add(n->loop, p[0][0], LOOP_READ, note_fd, n);
	assert_non_null(n->watch[0]);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 2);
	loop_fd_remove(n->watch[0]);
	for (int i = 0; i < 2; i++) {
		close(p[i][0]);
		close(p[i][1]);
	}
}

static void timers_are_never_early(void **state)
{
	struct notes *n = *state;
	struct loop_timer *t = loop_timer_add(n->loop, note_plain, n);
	assert_false(loop_timer_is_set(t));
	static const nsec delays[] = {
	        0, NSEC_PER_USEC, 1500 * NSEC_PER_USEC, 5 * NSEC_PER_MSEC, 20 * NSEC_PER_MSEC};
	for (size_t i = 0; i < 5 * sizeof(delays) / sizeof(delays[0]); i++) {
		nsec delay = delays[i % (sizeof(delays) / sizeof(delays[0]))];
		nsec before = clock_now();
		loop_timer_set(t, delay, 0);
		assert_true(loop_timer_is_set(t));
		turn_until(n->loop, &n->calls, (int)i + 1);
		assert_true(n->at - before >= delay);
		assert_false(loop_timer_is_set(t));
	}
	loop_timer_remove(t);
}

static void timers_repeat_until_cleared(void **state)
{
	struct notes *n = *state;
	struct loop_timer *t = loop_timer_add(n->loop, note_plain, n);
	loop_timer_set(t, NSEC_PER_MSEC, NSEC_PER_MSEC);
	turn_until(n->loop, &n->calls, 3);
	loop_timer_clear(t);
	int calls = n->calls;
	loop_turn(n->loop, 5 * NSEC_PER_MSEC);
	assert_int_equal(n->calls, calls);
	loop_timer_remove(t);
	loop_timer_remove(NULL);
}

static void set_again_or_remove(void *user)
{
	struct notes *n = user;
	if (++n->calls < 3)
		loop_timer_set(n->timer, NSEC_PER_MSEC, 0);
	else
		loop_timer_remove(n->timer);
}

static void a_timer_may_set_and_remove_itself(void **state)
{
	struct notes *n = *state;
	n->timer = loop_timer_add(n->loop, set_again_or_remove, n);
	loop_timer_set(n->timer, 0, NSEC_PER_MSEC);
	turn_until(n->loop, &n->calls, 3);
	loop_turn(n->loop, 3 * NSEC_PER_MSEC);
	assert_int_equal(n->calls, 3);
}

static void a_turn_waits_no_longer_than_asked(void **state)
{
	struct notes *n = *state;
	nsec before = clock_now();
	loop_turn(n->loop, 10 * NSEC_PER_MSEC);
	nsec took = clock_now() - before;
	assert_in_range(took, 9 * NSEC_PER_MSEC, 5 * NSEC_PER_SEC);
	/* And not at all when something happened already. */
	struct loop_timer *t = loop_timer_add(n->loop, note_plain, n);
	loop_timer_set(t, 0, 0);
	before = clock_now();
	loop_turn(n->loop, 100 * NSEC_PER_SEC);
	assert_int_equal(n->calls, 1);
	assert_true(clock_now() - before < 50 * NSEC_PER_SEC);
	loop_timer_remove(t);
}

static void note_child(void *user, struct loop_exit how)
{
	struct notes *n = user;
	n->calls++;
	n->how = how;
}

static pid_t child_exiting(int code)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(code);
	return pid;
}

static void wait_until_ended(pid_t pid)
{
	siginfo_t info;
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
}

static void a_child_that_ended_before_is_told(void **state)
{
	struct notes *n = *state;
	pid_t pid = child_exiting(7);
	wait_until_ended(pid);
	loop_turn(n->loop, 0); /* its SIGCHLD is used up before anybody asked for it */
	loop_child_add(n->loop, pid, note_child, n);
	assert_int_equal(n->calls, 0); /* never from inside the asking */
	turn_until(n->loop, &n->calls, 1);
	assert_int_equal(n->how.pid, pid);
	assert_int_equal(n->how.code, 7);
	assert_int_equal(n->how.signal, 0);
	assert_int_equal(waitpid(pid, NULL, WNOHANG), -1); /* reaped */
}

static void a_child_that_ends_later_is_told(void **state)
{
	struct notes *n = *state;
	pid_t pid = fork();
	if (pid == 0) {
		pause();
		_exit(1);
	}
	loop_child_add(n->loop, pid, note_child, n);
	loop_turn(n->loop, 0);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 0);
	kill(pid, SIGKILL);
	turn_until(n->loop, &n->calls, 1);
	assert_int_equal(n->how.signal, SIGKILL);
	assert_int_equal(n->how.code, 0);
}

/* One SIGCHLD may stand for many. */
static void many_children_are_all_told(void **state)
{
	struct notes *n = *state;
	enum { MANY = 50 };
	for (int i = 0; i < MANY; i++)
		loop_child_add(n->loop, child_exiting(0), note_child, n);
	turn_until(n->loop, &n->calls, MANY);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, MANY);
}

static void a_forgotten_child_is_not_told(void **state)
{
	struct notes *n = *state;
	pid_t pid = child_exiting(0);
	loop_child_add(n->loop, pid, note_child, n);
	loop_child_forget(n->loop, pid);
	loop_child_forget(n->loop, pid);
	wait_until_ended(pid);
	loop_turn(n->loop, 0);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid); /* left to whoever wants it */
}

static void others_children_are_left_alone(void **state)
{
	struct notes *n = *state;
	pid_t other = child_exiting(3);
	pid_t ours = child_exiting(0);
	loop_child_add(n->loop, ours, note_child, n);
	turn_until(n->loop, &n->calls, 1);
	int status = 0;
	assert_int_equal(waitpid(other, &status, 0), other);
	assert_int_equal(WEXITSTATUS(status), 3);
}

static void add_another(void *user, struct loop_exit how)
{
	struct notes *n = user;
	note_child(n, how);
	if (n->calls < 20)
		loop_child_add(n->loop, child_exiting(0), add_another, n);
}

static void a_child_may_be_added_in_a_callback(void **state)
{
	struct notes *n = *state;
	loop_child_add(n->loop, child_exiting(0), add_another, n);
	turn_until(n->loop, &n->calls, 20);
}

static void note_signal(void *user, int signum)
{
	struct notes *n = user;
	n->calls++;
	n->fd = signum;
}

static void signals_arrive_in_a_turn(void **state)
{
	struct notes *n = *state;
	struct loop_signal *s = loop_signal_add(n->loop, SIGUSR1, note_signal, n);
	raise(SIGUSR1);
	assert_int_equal(n->calls, 0);
	turn_until(n->loop, &n->calls, 1);
	assert_int_equal(n->fd, SIGUSR1);
	loop_signal_remove(s);
	loop_signal_remove(NULL);
}

static void ask_once_more(void *user)
{
	struct notes *n = user;
	if (++n->calls < 5)
		loop_again(n->loop);
	if (n->calls == 5)
		loop_stop(n->loop);
}

/* Nothing is ready here: without loop_again() the loop would sleep for good. */
static void again_from_a_hook_gives_another_turn(void **state)
{
	struct notes *n = *state;
	struct loop_timer *alarm_clock = loop_timer_add(n->loop, note_plain, n);
	loop_timer_set(alarm_clock, 100 * NSEC_PER_SEC, 0);
	struct loop_hook *h = loop_hook_add(n->loop, ask_once_more, n);
	nsec before = clock_now();
	loop_run(n->loop);
	assert_int_equal(n->calls, 5);
	assert_true(clock_now() - before < 50 * NSEC_PER_SEC);
	loop_hook_remove(h);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 5);
	loop_timer_remove(alarm_clock);
}

static void remove_hook(void *user)
{
	struct notes *n = user;
	n->calls++;
	loop_hook_remove(n->hook);
}

static void a_hook_may_remove_itself(void **state)
{
	struct notes *n = *state;
	n->hook = loop_hook_add(n->loop, remove_hook, n);
	loop_turn(n->loop, 0);
	loop_turn(n->loop, 0);
	assert_int_equal(n->calls, 1);
	loop_hook_remove(NULL);
}

/* Whatever is still registered goes with the loop (the leak checker tells). */
static void destroying_removes_the_rest(void **state)
{
	struct notes *n = *state;
	int p[2];
	assert_int_equal(pipe(p), 0);
	loop_fd_add(n->loop, p[0], LOOP_READ, note_fd, n);
	loop_timer_set(loop_timer_add(n->loop, note_plain, n), NSEC_PER_SEC, 0);
	loop_hook_add(n->loop, note_plain, n);
	loop_signal_add(n->loop, SIGUSR2, note_signal, n);
	loop_destroy(n->loop);
	n->loop = NULL;
	assert_int_equal(n->calls, 0);
	assert_int_equal(close(p[0]), 0); /* borrowed: still open */
	close(p[1]);
}

/* ---- stops of traced children ---- */

struct stops {
	int taken;
	int rounds;
};

/* Lets each go on, without the signal that stopped it. */
static bool take_stops(void *user)
{
	struct stops *s = user;
	siginfo_t si = {0};
	s->rounds++;
	if (waitid(P_ALL, 0, &si, WSTOPPED | WNOHANG | __WALL) < 0 || !si.si_pid)
		return false;
	s->taken++;
	ptrace(PTRACE_CONT, si.si_pid, NULL, NULL);
	raise(SIGCHLD); /* only one a time: there may be more */
	return true;
}

static pid_t traced_child(int stops, int fd)
{
	pid_t pid = fork();
	if (pid)
		return pid;
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	for (int i = 0; i < stops; i++)
		raise(SIGUSR1);
	if (fd >= 0 && write(fd, "x", 1) != 1)
		_exit(1);
	_exit(5);
}

static void stops_are_served_and_ends_told(void **state)
{
	struct notes *n = *state;
	struct stops s = {0};
	loop_stops(n->loop, take_stops, &s);
	pid_t one = traced_child(200, -1), two = traced_child(100, -1);
	loop_child_add(n->loop, one, note_child, n);
	loop_child_add(n->loop, two, note_child, n);
	turn_until(n->loop, &n->calls, 2);
	assert_int_equal(s.taken, 300);
	assert_int_equal(n->how.code, 5);
	assert_int_equal(n->how.signal, 0);
	loop_stops(n->loop, NULL, NULL);
}

static void other_sources_go_on_while_stops_come(void **state)
{
	struct notes *n = *state;
	struct stops s = {0};
	int p[2];
	assert_int_equal(pipe(p), 0);
	assert_int_equal(write(p[1], "x", 1), 1);
	loop_stops(n->loop, take_stops, &s);
	loop_fd_add(n->loop, p[0], LOOP_READ, note_fd, n);
	pid_t pid = traced_child(1000000, -1);
	turn_until(n->loop, &n->calls, 20); /* it stays readable: once a turn */
	assert_true(s.taken < 1000000);
	loop_stops(n->loop, NULL, NULL);
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) == pid)
		continue; /* a stop may be first */
	close(p[0]);
	close(p[1]);
}

static void serves_stops_until_an_fd_is_ready(void **state)
{
	struct notes *n = *state;
	struct stops s = {0};
	int p[2];
	char byte = 0;
	assert_int_equal(pipe(p), 0);
	loop_stops_until(n->loop, p[0]); /* nobody takes stops: at once */
	loop_stops(n->loop, take_stops, &s);
	pid_t pid = traced_child(50, p[1]);
	loop_stops_until(n->loop, p[0]);
	assert_int_equal(read(p[0], &byte, 1), 1);
	assert_int_equal(s.taken, 50);
	loop_child_add(n->loop, pid, note_child, n);
	turn_until(n->loop, &n->calls, 1);
	assert_int_equal(n->how.code, 5);
	loop_stops(n->loop, NULL, NULL);
	close(p[0]);
	close(p[1]);
}

#define loop_unit_test(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        loop_unit_test(fds_become_ready),
	        loop_unit_test(a_closed_peer_is_readable),
	        loop_unit_test(what_cannot_be_polled_is_refused),
	        loop_unit_test(flags_of_an_fd_stay),
	        loop_unit_test(an_error_does_not_end_the_watch),
	        loop_unit_test(a_source_removed_in_a_callback_is_silent),
	        loop_unit_test(timers_are_never_early),
	        loop_unit_test(timers_repeat_until_cleared),
	        loop_unit_test(a_timer_may_set_and_remove_itself),
	        loop_unit_test(a_turn_waits_no_longer_than_asked),
	        loop_unit_test(a_child_that_ended_before_is_told),
	        loop_unit_test(a_child_that_ends_later_is_told),
	        loop_unit_test(many_children_are_all_told),
	        loop_unit_test(a_forgotten_child_is_not_told),
	        loop_unit_test(others_children_are_left_alone),
	        loop_unit_test(a_child_may_be_added_in_a_callback),
	        loop_unit_test(stops_are_served_and_ends_told),
	        loop_unit_test(other_sources_go_on_while_stops_come),
	        loop_unit_test(serves_stops_until_an_fd_is_ready),
	        loop_unit_test(signals_arrive_in_a_turn),
	        loop_unit_test(again_from_a_hook_gives_another_turn),
	        loop_unit_test(a_hook_may_remove_itself),
	        loop_unit_test(destroying_removes_the_rest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
