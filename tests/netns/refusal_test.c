/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Machines that refuse: the sentence names the cause and the cure, and the doctor splits it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "net/probe.h"
#include "net/world.h"
#include "tests/netns/support.h"

static bool write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* A machine without user namespaces, inside one: its own limit can be set to none. */
static bool forbid_by_sysctl(void)
{
	char map[32];
	if (geteuid() == 0 && setresuid(65534, 65534, 65534) < 0)
		return false;
	snprintf(map, sizeof(map), "%u %u 1", geteuid(), geteuid());
	return unshare(CLONE_NEWUSER) == 0 && prctl(PR_SET_DUMPABLE, 1) == 0 &&
	       write_text("/proc/self/uid_map", map) &&
	       write_text("/proc/sys/user/max_user_namespaces", "0");
}

/* What a container does: unshare(2) fails with EPERM, seccomp(2). */
static bool forbid_by_seccomp(void)
{
	struct sock_filter code[] = {
	        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 0, 1),
	        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof(code) / sizeof(code[0]), .filter = code};
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

struct told {
	bool prepared, entered;
	struct err e;
	bool cable;
	struct probe_result doctor;
};

static struct told try_under(bool (*forbid)(void))
{
	struct told t = {0};
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		t.prepared = forbid();
		t.cable = probe_run(0, &t.doctor);
		t.entered = world_enter(&t.e);
		_exit(write(ends[1], &t, sizeof(t)) == sizeof(t) ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(read(ends[0], &t, sizeof(t)), sizeof(t));
	close(ends[0]);
	close(ends[1]);
	return t;
}

static void test_no_user_namespaces(void **state)
{
	(void)state;
	struct told t = try_under(forbid_by_sysctl);
	if (!t.prepared)
		skip();
	assert_false(t.entered);
	assert_int_equal(t.e.code, ERR_MACHINE);
	assert_string_equal(t.e.text,
	        "no user namespaces are allowed; allow them with: sudo sysctl "
	        "user.max_user_namespaces=10000");
	assert_false(t.cable);
	assert_string_equal(t.doctor.cause, "no user namespaces are allowed");
	assert_string_equal(
	        t.doctor.cure, "allow them with: sudo sysctl user.max_user_namespaces=10000");
}

static void test_container(void **state)
{
	(void)state;
	struct told t = try_under(forbid_by_seccomp);
	if (!t.prepared)
		skip();
	assert_false(t.entered);
	assert_int_equal(t.e.code, ERR_MACHINE);
	assert_non_null(strstr(t.e.text, "container"));
	assert_non_null(strstr(t.e.text, "--security-opt seccomp=unconfined"));
	assert_false(t.doctor.ok);
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_no_user_namespaces),
	        cmocka_unit_test(test_container),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
