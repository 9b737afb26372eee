/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The doctor's tries: they work here, fail with cause and cure where something is missing, and
 * leave the process that asks as it was.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/probe.h"
#include "tests/netns/support.h"

static size_t index_of(const char *name)
{
	for (size_t i = 0; i < probe_count(); i++)
		if (!strcmp(probe_get(i)->name, name))
			return i;
	fail_msg("no ability is called %s", name);
	return 0;
}

static void test_worlds_work_here(void **state)
{
	(void)state;
	static const char *const names[] = {"user-namespace", "network-namespace", "host-names",
	        "cable", "switch", "rate-limit", "wire", "socket-states", "terminal"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct probe_result r;
		if (!probe_run(index_of(names[i]), &r))
			fail_msg("%s: %s", names[i], r.cause);
		assert_string_equal(r.cause, "");
		assert_string_equal(r.cure, "");
		assert_string_equal(r.without, "");
	}
}

static void test_every_failure_is_explained(void **state)
{
	(void)state;
	for (size_t i = 0; i < probe_count(); i++) {
		struct probe_result r;
		assert_true(strlen(probe_get(i)->what) > 0);
		if (probe_run(i, &r))
			continue;
		print_message("%s: %s; %s\n", probe_get(i)->name, r.cause, r.cure);
		assert_true(r.cause[0] && r.without[0]);
	}
}

static void test_process_stays_as_it_was(void **state)
{
	(void)state;
	char before[64] = "", after[64] = "";
	assert_true(readlink("/proc/self/ns/net", before, sizeof(before) - 1) > 0);
	probe_run(index_of("wire"), &(struct probe_result){0});
	assert_true(readlink("/proc/self/ns/net", after, sizeof(after) - 1) > 0);
	assert_string_equal(before, after);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void test_no_compiler(void **state)
{
	(void)state;
	struct probe_result r;
	char *path = strdup(getenv("PATH"));
	setenv("PATH", "/nonexistent", 1);
	assert_false(probe_run(index_of("compiler"), &r));
	assert_string_equal(r.cause, "there is no C compiler called cc");
	assert_non_null(strstr(r.cure, "apt install"));
	setenv("PATH", path, 1);
	free(path);
}

static void test_plain_locale(void **state)
{
	(void)state;
	struct probe_result r;
	setenv("LC_ALL", "C", 1);
	assert_false(probe_run(index_of("utf-8"), &r));
	assert_non_null(strstr(r.cause, "not UTF-8"));
	setenv("LC_ALL", "C.UTF-8", 1);
	assert_true(probe_run(index_of("utf-8"), &r));
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_worlds_work_here),
	        cmocka_unit_test(test_every_failure_is_explained),
	        cmocka_unit_test(test_process_stays_as_it_was),
	        cmocka_unit_test(test_no_compiler),
	        cmocka_unit_test(test_plain_locale),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
