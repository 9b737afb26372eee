/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files in a row, by size and by time, and what is in them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/err.h"
#include "capture/save.h"

#define T0 ((nsec)1700000000 * NSEC_PER_SEC)

static char folder[] = "/tmp/wirelab-save-XXXXXX";

static int go_there(void **state)
{
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	(void)state;
	return chdir("/") || rmdir(folder);
}

/* Its size; -1: there is none. The file is gone then. */
static long take(const char *name)
{
	struct stat st;
	if (stat(name, &st) < 0)
		return -1;
	unlink(name);
	return (long)st.st_size;
}

static const uint8_t frame[100];

static void one_classic_file(void **state)
{
	(void)state;
	struct err e;
	struct save_options o = {.path = "a.pcap", .link = 101};
	struct save *s = save_create(&o, &e);
	assert_non_null(s);
	int i = save_interface(s, 101, 0, "tun0");
	for (int k = 0; k < 10; k++)
		assert_true(save_frame(s, i, T0 + k, frame, sizeof(frame), 200, NULL));
	assert_true(save_flush(s));
	assert_string_equal(save_path(s), "a.pcap");
	assert_true(save_close(s, &e));
	uint32_t head[6];
	FILE *f = fopen("a.pcap", "rb");
	assert_non_null(f);
	assert_int_equal(fread(head, sizeof(head), 1, f), 1);
	fclose(f);
	assert_int_equal(head[0], 0xa1b23c4d);
	assert_int_equal(head[5], 101);
	assert_int_equal(take("a.pcap"), 24 + 10 * (16 + 100));
}

static void a_classic_file_has_one_link_type(void **state)
{
	(void)state;
	struct err e;
	struct save_options o = {.path = "a.pcap", .link = 1};
	struct save *s = save_create(&o, &e);
	assert_non_null(s);
	save_interface(s, 1, 0, "eth0");
	int other = save_interface(s, 113, 0, "any");
	assert_false(save_frame(s, other, T0, frame, sizeof(frame), 100, NULL));
	assert_false(save_close(s, &e));
	assert_int_equal(e.code, ERR_INPUT);
	assert_non_null(strstr(e.text, ".pcapng"));
	take("a.pcap");
}

static void a_ring_by_size(void **state)
{
	(void)state;
	struct err e;
	struct save_options o = {.path = "r.pcap", .bytes = 24 + 116 * 2, .files = 11, .link = 1};
	struct save *s = save_create(&o, &e);
	assert_non_null(s);
	int i = save_interface(s, 1, 0, "eth0");
	/* Three frames a file: the third makes it larger than it may be. */
	for (int k = 0; k < 3 * 12 + 1; k++)
		assert_true(save_frame(s, i, T0, frame, sizeof(frame), 100, NULL));
	assert_string_equal(save_path(s), "r.pcap01");
	assert_true(save_close(s, &e));
	assert_int_equal(take("r.pcap00"), 24 + 3 * 116);
	assert_int_equal(take("r.pcap01"), 24 + 1 * 116);
	for (int k = 2; k < 11; k++) {
		char name[16];
		snprintf(name, sizeof(name), "r.pcap%02d", k);
		assert_int_equal(take(name), 24 + 3 * 116);
	}
}

static void a_row_by_size(void **state)
{
	(void)state;
	struct err e;
	struct save_options o = {.path = "r.cap", .bytes = 24 + 116, .link = 1};
	struct save *s = save_create(&o, &e);
	assert_non_null(s);
	int i = save_interface(s, 1, 0, "eth0");
	for (int k = 0; k < 5; k++)
		assert_true(save_frame(s, i, T0, frame, sizeof(frame), 100, NULL));
	assert_true(save_close(s, &e));
	assert_int_equal(take("r.cap"), 24 + 2 * 116);
	assert_int_equal(take("r.cap1"), 24 + 2 * 116);
	assert_int_equal(take("r.cap2"), 24 + 1 * 116);
}

static void a_few_by_time(void **state)
{
	(void)state;
	struct err e;
	setenv("TZ", "UTC", 1);
	nsec now = clock_now() + clock_realtime_offset();
	struct save_options o = {.path = "%s.pcapng", .seconds = 60, .files = 2, .link = 1};
	struct save *s = save_create(&o, &e);
	assert_non_null(s);
	char *first = xstrdup(save_path(s));
	int i = save_interface(s, 1, 0, "eth0");
	assert_true(save_frame(s, i, now, frame, sizeof(frame), 100, "hello"));
	assert_true(save_frame(s, i, now + 61 * NSEC_PER_SEC, frame, sizeof(frame), 100, NULL));
	char *second = xstrdup(save_path(s));
	assert_string_not_equal(first, second);
	assert_false(save_done(s));
	assert_false(save_frame(s, i, now + 122 * NSEC_PER_SEC, frame, sizeof(frame), 100, NULL));
	assert_true(save_done(s));
	assert_true(save_close(s, &e));
	long with_comment = take(first), without = take(second);
	assert_true(without > 100);
	assert_int_equal(
	        with_comment - without, 4 + 8 + 4); /* the comment and the end of options */
	free(first);
	free(second);
}

static void what_cant_be_written_is_said(void **state)
{
	(void)state;
	struct err e;
	struct save_options o = {.path = "none/a.pcapng", .link = 1};
	assert_null(save_create(&o, &e));
	assert_non_null(strstr(e.text, "none/a.pcapng"));
	o.path = "/dev/full";
	struct save *s = save_create(&o, &e);
	assert_non_null(s);
	int i = save_interface(s, 1, 0, "eth0");
	save_frame(s, i, T0, frame, sizeof(frame), 100, NULL);
	assert_false(save_flush(s));
	assert_false(save_close(s, &e));
	assert_non_null(strstr(e.text, "No space left"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(one_classic_file),
	        cmocka_unit_test(a_classic_file_has_one_link_type),
	        cmocka_unit_test(a_ring_by_size),
	        cmocka_unit_test(a_row_by_size),
	        cmocka_unit_test(a_few_by_time),
	        cmocka_unit_test(what_cant_be_written_is_said),
	};
	return cmocka_run_group_tests(tests, go_there, leave);
}
