/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who holds a socket: this process, children of it, several, nobody any more.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "bench/bench.h"
#include "bench/owners.h"

static uint64_t inode_of(int fd)
{
	struct stat st;
	assert_int_equal(fstat(fd, &st), 0);
	return st.st_ino;
}

/* A child that waits to be killed, and closes `gone` first. */
static pid_t start_child(int gone)
{
	int ready[2];
	char c;
	assert_int_equal(pipe(ready), 0);
	pid_t pid = fork();
	if (pid == 0) {
		close(gone);
		if (write(ready[1], "x", 1) == 1)
			pause();
		_exit(0);
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	return pid;
}

static void end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void finds_the_nearest_of_several(void **state)
{
	(void)state;
	struct owners *o = owners_create();
	struct bench_owner who;
	int both = socket(AF_INET, SOCK_STREAM, 0), mine = socket(AF_INET, SOCK_DGRAM, 0);
	pid_t child = start_child(mine), roots[] = {0, getpid()};
	assert_false(owners_find(o, inode_of(both), &who));
	assert_true(owners_look(o, roots, 2, 1));
	assert_true(owners_find(o, inode_of(both), &who));
	assert_int_equal(who.pane, 1);
	assert_int_equal(who.pid, getpid());
	assert_int_equal(who.fd, both);
	assert_true(who.program[0]);
	if (access("/proc/thread-self/children", R_OK) == 0)
		assert_int_equal(who.others, 1);
	assert_true(owners_find(o, inode_of(mine), &who));
	assert_int_equal(who.others, 0);
	assert_false(owners_find(o, 0, &who));
	assert_false(owners_find(o, UINT64_MAX, &who));
	end_child(child);
	close(both);
	close(mine);
	owners_destroy(o);
}

static void looks_again_only_when_old_and_not_too_often(void **state)
{
	(void)state;
	struct owners *o = owners_create();
	struct bench_owner who;
	pid_t roots[] = {getpid()};
	assert_false(owners_look(o, roots, 1, NSEC_PER_SEC));
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_false(owners_look(o, roots, 1, 2 * NSEC_PER_SEC));
	owners_stale(o);
	assert_false(owners_look(o, roots, 1, NSEC_PER_SEC + 1));
	assert_true(owners_look(o, roots, 1, 2 * NSEC_PER_SEC));
	assert_true(owners_find(o, inode_of(fd), &who));
	uint64_t inode = inode_of(fd);
	close(fd);
	owners_stale(o);
	assert_true(owners_look(o, roots, 1, 3 * NSEC_PER_SEC));
	assert_false(owners_find(o, inode, &who));
	/* A program that has ended. */
	owners_stale(o);
	roots[0] = start_child(-1);
	end_child(roots[0]);
	owners_look(o, roots, 1, 4 * NSEC_PER_SEC);
	owners_destroy(o);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(finds_the_nearest_of_several),
	        cmocka_unit_test(looks_again_only_when_old_and_not_too_often),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
