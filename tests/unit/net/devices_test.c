/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counters out of the text of /proc/net/dev, and out of the real file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/devices.h"
#include "net/world.h"

static const char head[] =
        "Inter-|   Receive                                                |  Transmit\n"
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs "
        "drop fifo colls carrier compressed\n";

static int file_of(const char *text)
{
	int fd = memfd_create("dev", MFD_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	return fd;
}

static void test_one_line(void **state)
{
	(void)state;
	char text[1024];
	snprintf(text, sizeof(text), "%s    lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n%s", head,
	        "w0.1:18446744073709551615 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36\n");
	int fd = file_of(text);
	struct world_counters c;
	assert_true(devices_read(fd, "lo", &c));
	assert_int_equal(c.rx_bytes, 1);
	assert_int_equal(c.rx_frames, 2);
	assert_int_equal(c.rx_dropped, 4);
	assert_int_equal(c.tx_bytes, 9);
	assert_int_equal(c.tx_frames, 10);
	assert_int_equal(c.tx_dropped, 12);
	assert_true(devices_read(fd, "w0.1", &c));
	assert_true(c.rx_bytes == UINT64_MAX);
	assert_int_equal(c.tx_frames, 30);
	assert_false(devices_read(fd, "w0.", &c));
	assert_false(devices_read(fd, "w0.12", &c));
	assert_false(devices_read(fd, "", &c));
	close(fd);
}

/* More lines than one read gives, so that some are cut at its end. */
static void test_many_lines(void **state)
{
	(void)state;
	static char text[32768];
	size_t len = (size_t)snprintf(text, sizeof(text), "%s", head);
	for (int i = 0; i < 200; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		        "%6s%d: 1 %d 0 0 0 0 0 0 2 %d 0 0 0 0 0 0\n", "w", i, i, i + 1000);
	int fd = file_of(text);
	for (int i = 0; i < 200; i++) {
		struct world_counters c;
		char name[16];
		snprintf(name, sizeof(name), "w%d", i);
		assert_true(devices_read(fd, name, &c));
		assert_int_equal(c.rx_frames, i);
		assert_int_equal(c.tx_frames, i + 1000);
	}
	close(fd);
}

static void test_strange_files(void **state)
{
	(void)state;
	static char text[8192];
	struct world_counters c;
	int fd = file_of("");
	assert_false(devices_read(fd, "lo", &c));
	close(fd);
	memset(text, 'x', sizeof(text) - 1);
	fd = file_of(text);
	assert_false(devices_read(fd, "lo", &c));
	close(fd);
	fd = file_of("lo: 5");
	assert_false(devices_read(fd, "lo", &c)); /* a line has an end */
	close(fd);
	assert_false(devices_read(-1, "lo", &c));
}

static void test_real_file(void **state)
{
	(void)state;
	struct world_counters c;
	int fd = devices_open();
	assert_true(fd >= 0);
	assert_true(devices_read(fd, "lo", &c));
	assert_false(devices_read(fd, "no such device", &c));
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_one_line),
	        cmocka_unit_test(test_many_lines),
	        cmocka_unit_test(test_strange_files),
	        cmocka_unit_test(test_real_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
