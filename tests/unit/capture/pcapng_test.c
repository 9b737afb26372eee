/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pcapng files: libpcap and tshark read what was written; nothing is left when writing fails.
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
#include <dirent.h>
#include <errno.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "capture/pcapng.h"

/* UDP from 10.0.0.1:1000 to 10.0.0.2:2000 with two bytes, checksums 0 and right. */
static const uint8_t datagram[] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 30, 0, 1,
        0, 0, 64, 17, 0x66, 0xcc, 10, 0, 0, 1, 10, 0, 0, 2, 3, 0xe8, 7, 0xd0, 0, 10, 0, 0, 'h',
        'i'};

static char directory[] = "/tmp/pcapng-test-XXXXXX";

static char *in_directory(const char *name)
{
	return xasprintf("%s/%s", directory, name);
}

static int make_directory(void **state)
{
	(void)state;
	return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
	(void)state;
	return rmdir(directory); /* fails when anything was left in it */
}

static bool directory_is_empty(void)
{
	DIR *d = opendir(directory);
	int entries = 0;
	while (readdir(d))
		entries++;
	closedir(d);
	return entries == 2;
}

static void write_two(struct pcapng *p)
{
	assert_int_equal(pcapng_interface(p, "client-server:0", "client eth0"), 0);
	assert_int_equal(pcapng_interface(p, "client-server:1", NULL), 1);
	nsec when = 123 * NSEC_PER_SEC + 456789 - clock_realtime_offset();
	pcapng_frame(p, 0, when, datagram, sizeof(datagram), sizeof(datagram), "held, delivered");
	pcapng_frame(p, 1, when + 7, datagram, sizeof(datagram) - 1, 1514, NULL);
}

static uint32_t word(const struct buf *b, size_t at)
{
	uint32_t v;
	assert_true(at + sizeof(v) <= b->len);
	memcpy(&v, b->at + at, sizeof(v));
	return v;
}

static void test_blocks(void **state)
{
	(void)state;
	char *_cleanup_free_ path = in_directory("a.pcapng");
	struct pcapng *p = pcapng_create(path, NULL);
	assert_non_null(p);
	write_two(p);
	assert_true(directory_is_empty() || access(path, F_OK) != 0);
	assert_true(pcapng_close(p, NULL));
	struct buf b = {0};
	assert_true(file_read(path, 100000, &b, NULL));
	const uint32_t types[] = {0x0a0d0d0a, 1, 1, 6, 6};
	size_t at = 0;
	for (int i = 0; i < 5; i++) {
		uint32_t len = word(&b, at + 4);
		assert_int_equal(word(&b, at), types[i]);
		assert_int_equal(len % 4, 0);
		assert_int_equal(word(&b, at + len - 4), len); /* the length again at the end */
		at += len;
	}
	assert_int_equal(at, b.len);
	assert_int_equal(word(&b, 8), 0x1a2b3c4d);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	mode_t mask = umask(0);
	umask(mask);
	assert_int_equal(st.st_mode & 0777, 0666 & ~mask);
	buf_finish(&b);
	unlink(path);
	assert_true(directory_is_empty());
}

static char *output_of(const char *command)
{
	FILE *f = popen(command, "r");
	assert_non_null(f);
	struct buf b = {0};
	char line[512];
	while (fgets(line, sizeof(line), f))
		buf_puts(&b, line);
	pclose(f);
	return buf_steal(&b);
}

static void test_tshark_reads_it(void **state)
{
	(void)state;
	if (system("command -v tshark >/dev/null 2>&1") != 0)
		skip();
	char *_cleanup_free_ path = in_directory("b.pcapng");
	struct pcapng *p = pcapng_create(path, NULL);
	write_two(p);
	assert_true(pcapng_close(p, NULL));
	char *_cleanup_free_ command = xasprintf(
	        "tshark -r %s -T fields -e frame.time_epoch -e frame.cap_len -e frame.len -e "
	        "frame.interface_name -e frame.interface_description -e frame.comment -e "
	        "udp.dstport -o ip.check_checksum:TRUE -e ip.checksum.status 2>/dev/null",
	        path);
	char *_cleanup_free_ out = output_of(command);
	assert_string_equal(out,
	        "123.000456789\t44\t44\tclient-server:0\tclient eth0\theld, delivered\t2000\t1\n"
	        "123.000456796\t43\t1514\tclient-server:1\t\t\t2000\t1\n");
	unlink(path);
}

static void test_failures_are_sentences(void **state)
{
	(void)state;
	struct err e = {0};
	assert_null(pcapng_create("/nonexistent/x.pcapng", &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_non_null(strstr(e.text, "/nonexistent/x.pcapng"));
	assert_null(pcapng_create(directory, &e));
	assert_non_null(strstr(e.text, directory));

	struct pcapng *p = pcapng_create("/dev/full", &e);
	assert_non_null(p);
	write_two(p);
	assert_false(pcapng_close(p, &e));
	assert_non_null(strstr(e.text, "/dev/full"));
	assert_non_null(strstr(e.text, strerror(ENOSPC)));
}

static void test_old_file_is_replaced_at_the_end(void **state)
{
	(void)state;
	char *_cleanup_free_ path = in_directory("c.pcapng");
	char *_cleanup_free_ other = in_directory("link.pcapng");
	assert_true(file_write(path, "old", 3, 0640, NULL));
	assert_int_equal(symlink("c.pcapng", other), 0);
	struct pcapng *p = pcapng_create(other, NULL);
	write_two(p);
	struct buf b = {0};
	assert_true(file_read(path, 100000, &b, NULL));
	assert_int_equal(b.len, 3);
	assert_true(pcapng_close(p, NULL));
	buf_clear(&b);
	assert_true(file_read(path, 100000, &b, NULL));
	assert_true(b.len > 100);
	struct stat st;
	assert_int_equal(lstat(other, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(other, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	buf_finish(&b);
	unlink(other);
	unlink(path);
}

static void test_long_comment_is_cut(void **state)
{
	(void)state;
	char *_cleanup_free_ path = in_directory("d.pcapng");
	struct pcapng *p = pcapng_create(path, NULL);
	char *_cleanup_free_ comment = xmalloc(100001);
	memset(comment, 'x', 100000);
	comment[100000] = '\0';
	pcapng_interface(p, "a", NULL);
	pcapng_frame(p, 0, 0, datagram, sizeof(datagram), sizeof(datagram), comment);
	assert_true(pcapng_close(p, NULL));
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size > 32768 && st.st_size < 34000);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_blocks),
	        cmocka_unit_test(test_tshark_reads_it),
	        cmocka_unit_test(test_failures_are_sentences),
	        cmocka_unit_test(test_old_file_is_replaced_at_the_end),
	        cmocka_unit_test(test_long_comment_is_cut),
	};
	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
