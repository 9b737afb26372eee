/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing of a world is seen outside, and nothing outlives its owner, not even kill -9.
 */
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "net/world.h"
#include "tests/netns/support.h"

/* What the machine shows of itself: interfaces, mounts, hosts file, hostname. */
static char *outside(void)
{
	struct buf b = {0};
	struct if_nameindex *all = if_nameindex();
	for (struct if_nameindex *i = all; i && i->if_index; i++)
		buf_printf(&b, "%u %s\n", i->if_index, i->if_name);
	if_freenameindex(all);
	char line[4096];
	static const char *const files[] = {"/proc/self/mountinfo", "/etc/hosts"};
	for (size_t i = 0; i < 2; i++) {
		FILE *f = fopen(files[i], "r");
		while (f && fgets(line, sizeof(line), f))
			buf_puts(&b, line);
		if (f)
			fclose(f);
	}
	gethostname(line, sizeof(line));
	buf_puts(&b, line);
	return buf_steal(&b);
}

/* Three generations: a program, its child in a new session, that one's child ignoring signals. */
static int family(const void *user)
{
	const int *life = user;
	for (int i = 0; i < 2; i++) {
		if (fork() == 0) {
			setsid();
			signal(SIGTERM, SIG_IGN);
			signal(SIGHUP, SIG_IGN);
			continue;
		}
		if (i == 0)
			_exit(0); /* so that support_on_host() comes back */
		break;
	}
	(void)!write(*life, "r", 1);
	for (;;)
		pause();
}

static _Noreturn void own_a_world(int life, int ready)
{
	struct topology t;
	support_star(&t, 2);
	struct world *w = world_create(&t, NULL);
	if (!w)
		_exit(1);
	for (int i = 0; i < 2; i++)
		support_on_host(w, i, family, &life);
	/* A program that is our child and holds the pipe as well. */
	if (fork() == 0) {
		struct world_seat seat = {.world = w, .node = 0};
		world_sit(&seat, NULL);
		(void)!write(life, "r", 1);
		for (;;)
			pause();
	}
	close(life);
	(void)!write(ready, "r", 1);
	for (;;)
		pause();
}

static void read_bytes(int fd, int count)
{
	char byte;
	for (int i = 0; i < count; i++)
		assert_int_equal(read(fd, &byte, 1), 1);
}

static void kill_owner_with(int signal_number)
{
	int life[2], ready[2];
	char *before = outside();
	assert_int_equal(pipe(life), 0);
	assert_int_equal(pipe(ready), 0);
	fflush(stdout);
	pid_t owner = fork();
	if (owner == 0) {
		close(life[0]);
		close(ready[0]);
		own_a_world(life[1], ready[1]);
	}
	close(life[1]);
	close(ready[1]);
	read_bytes(ready[0], 1);
	read_bytes(life[0], 5);
	char *during = outside();
	assert_string_equal(before, during);
	kill(owner, signal_number);
	assert_int_equal(waitpid(owner, NULL, 0), owner);
	/* The end of the pipe: every program is gone. The time bounds only a test that fails. */
	struct pollfd p = {.fd = life[0], .events = POLLIN};
	assert_int_equal(poll(&p, 1, 10000), 1);
	char byte;
	assert_int_equal(read(life[0], &byte, 1), 0);
	char *after = outside();
	assert_string_equal(before, after);
	free(before);
	free(during);
	free(after);
	close(life[0]);
	close(ready[0]);
}

static void test_kill_9_leaves_nothing(void **state)
{
	(void)state;
	kill_owner_with(SIGKILL);
}

static void test_termination_leaves_nothing(void **state)
{
	(void)state;
	kill_owner_with(SIGTERM);
}

/* The keeper must not hold what belongs to a shell or a test: its end would never come. */
static void test_keeper_holds_no_descriptor(void **state)
{
	(void)state;
	int ours[2], ready[2], stop[2];
	assert_int_equal(pipe(ours), 0);
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(stop), 0);
	fflush(stdout);
	pid_t owner = fork();
	if (owner == 0) {
		char byte;
		close(stop[1]);
		dup2(ours[1], STDOUT_FILENO);
		if (!world_enter(NULL))
			_exit(1);
		close(ours[1]);
		close(STDOUT_FILENO);
		(void)!write(ready[1], "r", 1);
		(void)!read(stop[0], &byte, 1);
		_exit(0);
	}
	close(ours[1]);
	read_bytes(ready[0], 1);
	struct pollfd p = {.fd = ours[0], .events = POLLIN};
	assert_int_equal(poll(&p, 1, 0), 1);
	assert_true(p.revents & POLLHUP);
	close(stop[1]);
	assert_int_equal(waitpid(owner, NULL, 0), owner);
	close(ours[0]);
	close(ready[0]);
	close(ready[1]);
	close(stop[0]);
}

static void test_hosts_file_is_private(void **state)
{
	(void)state;
	struct stat outer, inner;
	assert_int_equal(stat("/etc/hosts", &outer), 0);
	int result[2];
	assert_int_equal(pipe(result), 0);
	pid_t pid = fork();
	if (pid == 0) {
		struct topology t;
		support_star(&t, 2);
		struct world *w = world_create(&t, NULL);
		struct stat s;
		if (!w || stat("/etc/hosts", &s) < 0 || write(result[1], &s, sizeof(s)) < 0)
			_exit(1);
		/* The text is the world's, and the scaffold is gone. */
		struct buf b = {0};
		bool ok = file_read("/etc/hosts", 4096, &b, NULL) &&
		          !strcmp(buf_text(&b), "127.0.0.1 localhost\n10.0.0.1 client\n"
		                                "10.0.0.2 server\n");
		_exit(ok && access("/mnt/hosts", F_OK) < 0 ? 0 : 2);
	}
	int status = 1;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(read(result[0], &inner, sizeof(inner)), sizeof(inner));
	assert_true(inner.st_dev != outer.st_dev);
	close(result[0]);
	close(result[1]);
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_kill_9_leaves_nothing),
	        cmocka_unit_test(test_termination_leaves_nothing),
	        cmocka_unit_test(test_keeper_holds_no_descriptor),
	        cmocka_unit_test(test_hosts_file_is_private),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
