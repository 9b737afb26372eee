/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where things are: the build tree's labs, XDG homes, directories made private and on demand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/paths.h"

static char home[] = "/tmp/wirelab-paths-XXXXXX";

static int make_home(void **state)
{
	(void)state;
	static const char *const clear[] = {"WIRELAB_LABS", "XDG_STATE_HOME", "XDG_CONFIG_HOME",
	        "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"};
	for (size_t i = 0; i < sizeof(clear) / sizeof(clear[0]); i++)
		unsetenv(clear[i]);
	umask(022);
	return mkdtemp(home) ? setenv("HOME", home, 1) : -1;
}

/* Everything below was made by these tests; depth first, by name. */
static int remove_home(void **state)
{
	(void)state;
	static const char *const made[] = {"file", ".local/state/wirelab/progress",
	        ".local/state/wirelab", ".local/state", ".local", ".config/wirelab", ".config",
	        ".cache/wirelab", ".cache", "xdg/wirelab", "xdg", "run/wirelab", "run", "a/b/c",
	        "a/b", "a", ""};
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		char *_cleanup_free_ path = xasprintf("%s/%s", home, made[i]);
		if (rmdir(path) < 0)
			unlink(path);
	}
	return access(home, F_OK) == 0 ? -1 : 0;
}

static void expect(char *got, const char *below_home)
{
	assert_non_null(got);
	char *_cleanup_free_ want = xasprintf("%s/%s", home, below_home);
	assert_string_equal(got, want);
	char *slash = strrchr(got, '/');
	*slash = '\0';
	struct stat st;
	assert_int_equal(stat(got, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	free(got);
}

static void homes_are_made_private(void **state)
{
	(void)state;
	struct err e = {0};
	expect(paths_state_file("history", &e), ".local/state/wirelab/history");
	expect(paths_state_file("progress/tcp.json", &e), ".local/state/wirelab/progress/tcp.json");
	expect(paths_config_file("settings", &e), ".config/wirelab/settings");
	expect(paths_cache_file("x", &e), ".cache/wirelab/x");
}

static void xdg_variables_count_when_absolute(void **state)
{
	(void)state;
	struct err e = {0};
	char *_cleanup_free_ xdg = xasprintf("%s/xdg", home);
	setenv("XDG_STATE_HOME", xdg, 1);
	expect(paths_state_file("history", &e), "xdg/wirelab/history");
	setenv("XDG_STATE_HOME", "relative", 1);
	expect(paths_state_file("history", &e), ".local/state/wirelab/history");
	setenv("XDG_STATE_HOME", "", 1);
	expect(paths_state_file("history", &e), ".local/state/wirelab/history");
	unsetenv("XDG_STATE_HOME");
}

static void a_home_that_is_a_file_is_said(void **state)
{
	(void)state;
	struct err e = {0};
	char *_cleanup_free_ file = xasprintf("%s/file", home);
	assert_true(file_write(file, "", 0, 0600, &e));
	setenv("XDG_CACHE_HOME", file, 1);
	assert_null(paths_cache_file("x", &e));
	char *_cleanup_free_ want =
	        xasprintf("cannot make the directory %s: Not a directory", file);
	assert_string_equal(e.text, want);
	unsetenv("XDG_CACHE_HOME");
}

static void runtime_falls_back_to_a_private_place(void **state)
{
	(void)state;
	struct err e = {0};
	char *_cleanup_free_ run = xasprintf("%s/run", home);
	assert_int_equal(mkdir(run, 0700), 0);
	setenv("XDG_RUNTIME_DIR", run, 1);
	expect(paths_runtime_file("sock", &e), "run/wirelab/sock");
	setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
	char *_cleanup_free_ got = paths_runtime_file("sock", &e);
	char *_cleanup_free_ want = xasprintf("/tmp/wirelab-%u/sock", (unsigned)getuid());
	assert_string_equal(got, want);
	unsetenv("XDG_RUNTIME_DIR");
	*strrchr(want, '/') = '\0';
	rmdir(want); /* unless somebody uses it */
}

static void labs_are_the_sources_in_a_build_tree(void **state)
{
	(void)state;
	char *_cleanup_free_ labs = paths_labs();
	assert_string_equal(labs, SOURCE_DIR "/labs");
	setenv("WIRELAB_LABS", "/elsewhere", 1);
	char *_cleanup_free_ chosen = paths_labs();
	assert_string_equal(chosen, "/elsewhere");
	unsetenv("WIRELAB_LABS");
	char *_cleanup_free_ locale = paths_locale();
	assert_string_equal(locale + strlen(locale) - strlen("/locale"), "/locale");
}

static void directories_are_made_once(void **state)
{
	(void)state;
	struct err e = {0};
	char *_cleanup_free_ deep = xasprintf("%s/a/b/c", home);
	assert_true(paths_make_dir(deep, &e));
	assert_true(paths_make_dir(deep, &e));
	assert_true(paths_make_dir("/", &e));
	assert_false(paths_make_dir("/proc/nothing/here", &e));
	assert_non_null(strstr(e.text, "/proc/nothing"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(homes_are_made_private),
	        cmocka_unit_test(xdg_variables_count_when_absolute),
	        cmocka_unit_test(a_home_that_is_a_file_is_said),
	        cmocka_unit_test(runtime_falls_back_to_a_private_place),
	        cmocka_unit_test(labs_are_the_sources_in_a_build_tree),
	        cmocka_unit_test(directories_are_made_once),
	};
	return cmocka_run_group_tests(tests, make_home, remove_home);
}
