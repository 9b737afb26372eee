/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole files: bounds, refusals with their reason, and nothing half-written or left behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

static char dir[] = "/tmp/wirelab-file-XXXXXX";

static int enter_dir(void **state)
{
	(void)state;
	return mkdtemp(dir) ? chdir(dir) : -1;
}

static int count_entries(void)
{
	DIR *d = opendir(".");
	int n = 0;
	for (const struct dirent *entry; (entry = readdir(d));)
		n += entry->d_name[0] != '.';
	closedir(d);
	return n;
}

static int leave_dir(void **state)
{
	(void)state;
	DIR *d = opendir(".");
	for (const struct dirent *entry; (entry = readdir(d));)
		if (unlink(entry->d_name) < 0)
			rmdir(entry->d_name);
	closedir(d);
	return rmdir(dir);
}

static void what_is_written_is_read(void **state)
{
	(void)state;
	struct err e = {0};
	struct buf b = {0};
	assert_true(file_write("a", "x\0y", 3, 0600, &e));
	assert_true(file_read("a", 3, &b, &e));
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.at, "x\0y", 3);
	assert_true(file_write("empty", "", 0, 0600, &e));
	assert_true(file_read("empty", 0, &b, &e)); /* appends nothing */
	assert_int_equal(b.len, 3);
	buf_finish(&b);
	struct stat st;
	assert_int_equal(stat("a", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void too_long_is_refused(void **state)
{
	(void)state;
	struct err e = {0};
	struct buf b = {0};
	buf_puts(&b, "before");
	assert_true(file_write("long", "12345", 5, 0600, NULL));
	assert_false(file_read("long", 4, &b, &e));
	assert_int_equal(e.code, ERR_INPUT);
	assert_string_equal(e.text, "long: longer than the 4 bytes allowed here");
	assert_string_equal(buf_text(&b), "before");
	/* A file of /proc says it has no bytes, and then has some. */
	assert_false(file_read("/proc/self/status", 10, &b, &e));
	assert_string_equal(buf_text(&b), "before");
	assert_true(file_read("/proc/self/status", 1 << 20, &b, &e));
	assert_true(b.len > 20);
	buf_finish(&b);
}

static void what_is_no_file_is_refused(void **state)
{
	(void)state;
	struct err e = {0};
	struct buf b = {0};
	assert_false(file_read("missing", 9, &b, &e));
	assert_string_equal(e.text, "missing: No such file or directory");
	assert_int_equal(e.code, ERR_INPUT);
	assert_false(file_read(".", 9, &b, &e));
	assert_string_equal(e.text, ".: Is a directory");
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_false(file_read("pipe", 9, &b, &e)); /* and does not wait for a writer */
	assert_string_equal(e.text, "pipe: not a regular file");
	assert_false(file_read("/dev/zero", 9, &b, &e));
	assert_int_equal(b.len, 0);
	buf_finish(&b);
}

static void replacing_keeps_mode_and_links(void **state)
{
	(void)state;
	struct err e = {0};
	assert_true(file_write("target", "old", 3, 0640, &e));
	assert_int_equal(symlink("target", "link"), 0);
	assert_true(file_write("link", "new", 3, 0600, &e));
	struct stat st;
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat("target", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(st.st_size, 3);
}

static void failing_leaves_the_old_one(void **state)
{
	(void)state;
	struct err e = {0};
	assert_true(file_write("kept", "old", 3, 0600, &e));
	int before = count_entries();

	/* A limit on file size stands for a full disk: write() comes up short in the middle. */
	struct rlimit normal, tight;
	getrlimit(RLIMIT_FSIZE, &normal);
	tight = normal;
	tight.rlim_cur = 4096;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &tight);
	char *_cleanup_free_ big = xcalloc(1, 10000);
	bool written = file_write("kept", big, 10000, 0600, &e);
	setrlimit(RLIMIT_FSIZE, &normal);
	assert_false(written);
	assert_string_equal(e.text, "cannot write kept: File too large");
	assert_int_equal(e.code, ERR_SYSTEM);

	struct buf b = {0};
	assert_true(file_read("kept", 100, &b, &e));
	assert_string_equal(buf_text(&b), "old");
	buf_finish(&b);
	assert_int_equal(count_entries(), before);
}

static void places_that_cannot_be_written_say_why(void **state)
{
	(void)state;
	struct err e = {0};
	assert_false(file_write("no/such/dir", "x", 1, 0600, &e));
	assert_string_equal(e.text, "cannot write no/such/dir: No such file or directory");
	assert_int_equal(mkdir("sub", 0700), 0);
	assert_false(file_write("sub", "x", 1, 0600, &e));
	assert_string_equal(e.text, "cannot write sub: Is a directory");
	assert_false(file_write("/proc/self/x", "x", 1, 0600, &e));
	assert_int_equal(file_write_all(-1, "x", 1), -EBADF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_is_written_is_read),
	        cmocka_unit_test(too_long_is_refused),
	        cmocka_unit_test(what_is_no_file_is_refused),
	        cmocka_unit_test(replacing_keeps_mode_and_links),
	        cmocka_unit_test(failing_leaves_the_old_one),
	        cmocka_unit_test(places_that_cannot_be_written_say_why),
	};
	return cmocka_run_group_tests(tests, enter_dir, leave_dir);
}
