/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading capture files: what both formats share, and pcap.
 */
#include <errno.h>
#include <stdlib.h>

#include "tests/unit/traffic/captures.h"

static const uint8_t hello[] = "hello, wire";

static void expect_frame(struct capture_file *f, nsec when, uint32_t captured, uint32_t length)
{
	struct capture_frame frame;
	assert_int_equal(capture_file_next(f, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.when, when);
	assert_int_equal(frame.captured, captured);
	assert_int_equal(frame.length, length);
	assert_memory_equal(frame.bytes, hello, captured);
	assert_memory_equal(capture_file_bytes(f, frame.offset, frame.captured), hello, captured);
}

static void expect_end(struct capture_file *f)
{
	struct capture_frame frame;
	assert_int_equal(capture_file_next(f, &frame), CAPTURE_END);
	assert_int_equal(capture_file_next(f, &frame), CAPTURE_END);
	assert_string_equal(capture_file_damage(f), "");
	capture_file_close(f);
}

static void expect_damage(struct capture_file *f, const char *part)
{
	struct capture_frame frame;
	assert_int_equal(capture_file_next(f, &frame), CAPTURE_DAMAGED);
	assert_int_equal(capture_file_next(f, &frame), CAPTURE_DAMAGED);
	if (!strstr(capture_file_damage(f), part))
		fail_msg("\"%s\" is not in \"%s\"", part, capture_file_damage(f));
	capture_file_close(f);
}

/* Every magic number, in both byte orders. */
static void reads_pcap(void **state)
{
	(void)state;
	static const struct {
		uint32_t magic;
		nsec unit;
		int more_head, more_record;
	} forms[] = {{0xa1b2c3d4, 1000, 0, 0}, {0xa1b23c4d, 1, 0, 0}, {0xa1b2cd34, 1000, 0, 8},
	        {0x1c0001ac, 1, 4, 0}, {0x1c0001ab, 1000, 4, 0}};
	for (size_t i = 0; i < 2 * sizeof(forms) / sizeof(forms[0]); i++) {
		struct made m = {.big = i % 2};
		pcap_head(&m, forms[i / 2].magic, 101);
		for (int k = 0; k < forms[i / 2].more_head; k++)
			buf_putc(&m.out, 0);
		for (uint32_t k = 0; k < 3; k++) {
			put32(&m, 4000000000u);
			put32(&m, 7 + k);
			put32(&m, 5 + k);
			put32(&m, 100);
			for (int z = 0; z < forms[i / 2].more_record; z++)
				buf_putc(&m.out, 'x');
			buf_add(&m.out, hello, 5 + k);
		}
		struct capture_file *f = made_open(&m);
		for (uint32_t k = 0; k < 3; k++)
			expect_frame(f, 4000000000 * NSEC_PER_SEC + (7 + k) * forms[i / 2].unit,
			        5 + k, 100);
		assert_int_equal(capture_file_interface_count(f), 1);
		assert_int_equal(capture_file_interface(f, 0)->link, 101);
		assert_int_equal(capture_file_position(f), capture_file_size(f));
		expect_end(f);
	}
}

static void cuts_are_told(void **state)
{
	(void)state;
	struct made m = {0};
	pcap_head(&m, 0xa1b2c3d4, 1);
	pcap_packet(&m, 1, 0, hello, 11, 11);
	pcap_packet(&m, 2, 0, hello, 11, 11);
	size_t len = m.out.len;
	for (size_t cut = 1; cut < 27; cut++) {
		struct made part = {0};
		buf_add(&part.out, m.out.at, len - cut);
		struct capture_file *f = made_open(&part);
		expect_frame(f, NSEC_PER_SEC, 11, 11);
		expect_damage(f, "in the middle of packet 2");
	}
	buf_finish(&m.out);
}

static void absurd_lengths_are_damage(void **state)
{
	(void)state;
	struct made m = {0};
	pcap_head(&m, 0xa1b2c3d4, 1);
	pcap_packet(&m, 1, 0, hello, 11, 11);
	put32(&m, 0);
	put32(&m, 0);
	put32(&m, 262145);
	put32(&m, 262145);
	for (int i = 0; i < 262145; i++)
		buf_putc(&m.out, 'x');
	struct capture_file *f = made_open(&m);
	expect_frame(f, NSEC_PER_SEC, 11, 11);
	expect_damage(f, "packet 2 says it has 262145 bytes");
}

/* More captured than there was: kept as the file says, as tshark does. */
static void odd_lengths_are_kept(void **state)
{
	(void)state;
	struct made m = {0};
	pcap_head(&m, 0xa1b2c3d4, 1);
	pcap_packet(&m, 5, 0, hello, 11, 3);
	pcap_packet(&m, 1, 0, hello, 0, 0);
	pcap_packet(&m, 2, 0, hello, 1, UINT32_MAX);
	struct capture_file *f = made_open(&m);
	expect_frame(f, 5 * NSEC_PER_SEC, 11, 3);
	expect_frame(f, 1 * NSEC_PER_SEC, 0, 0);
	expect_frame(f, 2 * NSEC_PER_SEC, 1, UINT32_MAX);
	expect_end(f);
}

static void old_versions_swap_lengths(void **state)
{
	(void)state;
	for (uint8_t minor = 2; minor < 5; minor++) {
		struct made m = {0};
		pcap_head(&m, 0xa1b2c3d4, 1);
		m.out.at[6] = (char)minor;
		put64(&m, 0);
		put32(&m, minor == 4 ? 5 : 60);
		put32(&m, minor == 4 ? 60 : 5);
		buf_add(&m.out, hello, 5);
		struct capture_file *f = made_open(&m);
		expect_frame(f, 0, 5, 60);
		expect_end(f);
	}
}

static void refuses(const char *bytes, size_t len, const char *part)
{
	struct made m = {0};
	struct err e = {0};
	buf_add(&m.out, bytes, len);
	assert_null(capture_file_take(made_fd(&m), "made", &e));
	assert_int_equal(e.code, ERR_INPUT);
	if (!strstr(e.text, part))
		fail_msg("\"%s\" is not in \"%s\"", part, e.text);
	buf_finish(&m.out);
}

static void what_is_no_capture_is_refused(void **state)
{
	(void)state;
	struct err e;
	refuses("", 0, "empty");
	refuses("abc", 3, "no capture");
	refuses("hello, this is text", 19, "no capture");
	refuses("\xd4\xc3\xb2\xa1\x02\x00", 6, "cut off in its head");
	refuses("\xac\x01\x00\x1c\x02\0\4\0________________", 24, "cut off in its head");
	refuses("\xd4\xc3\xb2\xa1\x01\x00\x00\x00"
	        "0123456789abcdef",
	        24, "version 1");
	refuses("\x0a\x0d\x0d\x0a\x1c\x00\x00\x00xxxx0123456789ab\x1c\x00\x00\x00", 28, "damaged");
	assert_null(capture_file_open("/nonexistent", &e));
	assert_int_equal(e.code, ERR_INPUT);
	assert_null(capture_file_open("/", &e));
	assert_int_equal(e.code, ERR_INPUT);
}

/* A file that somebody cuts while it is looked at. */
static void a_file_may_shrink(void **state)
{
	(void)state;
	struct made m = {0};
	pcap_head(&m, 0xa1b2c3d4, 1);
	static const uint8_t zeros[60000];
	for (uint32_t i = 0; i < 20; i++)
		pcap_packet(&m, i, 0, zeros, sizeof(zeros), sizeof(zeros));
	struct err e;
	int fd = made_fd(&m), other = dup(fd);
	struct capture_file *f = capture_file_take(fd, "made", &e);
	struct capture_frame frame;
	assert_int_equal(capture_file_next(f, &frame), CAPTURE_FRAME);
	assert_int_equal(ftruncate(other, 1000000), 0);
	enum capture_step step;
	while ((step = capture_file_next(f, &frame)) == CAPTURE_FRAME)
		;
	assert_int_equal(step, CAPTURE_DAMAGED);
	assert_int_equal(ftruncate(other, 0), 0);
	assert_null(capture_file_bytes(f, frame.offset, frame.captured));
	capture_file_close(f);
	close(other);
	buf_finish(&m.out);
}

/* A pipe: what is there can be read, the rest is waited for. */
static void pipes_are_waited_for(void **state)
{
	(void)state;
	struct made m = {0};
	struct err e;
	struct capture_frame frame;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pcap_head(&m, 0xa1b23c4d, 1);
	pcap_packet(&m, 1, 0, hello, 11, 11);
	pcap_packet(&m, 2, 0, hello, 11, 11);
	struct capture_file *f = capture_file_take(ends[0], "pipe", &e);
	size_t frames = 0;
	for (size_t i = 0; i < m.out.len; i++) {
		enum capture_step step = capture_file_next(f, &frame);
		frames += step == CAPTURE_FRAME;
		if (step == CAPTURE_FRAME)
			step = capture_file_next(f, &frame);
		assert_int_equal(step, CAPTURE_WAIT);
		assert_int_equal(frames, i < 24 + 27 ? 0 : 1);
		assert_int_equal(capture_file_fd(f), ends[0]);
		assert_int_equal(write(ends[1], m.out.at + i, 1), 1);
	}
	expect_frame(f, 2 * NSEC_PER_SEC, 11, 11);
	assert_int_equal(capture_file_size(f), 0);
	close(ends[1]);
	expect_end(f);
	buf_finish(&m.out);
}

static void a_pipe_of_rubbish_is_damage(void **state)
{
	(void)state;
	struct err e;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	struct capture_file *f = capture_file_take(ends[0], "pipe", &e);
	assert_int_equal(write(ends[1], "tcpdump: no such device", 23), 23);
	expect_damage(f, "no capture");
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(reads_pcap),
	        cmocka_unit_test(cuts_are_told),
	        cmocka_unit_test(absurd_lengths_are_damage),
	        cmocka_unit_test(odd_lengths_are_kept),
	        cmocka_unit_test(old_versions_swap_lengths),
	        cmocka_unit_test(what_is_no_capture_is_refused),
	        cmocka_unit_test(a_file_may_shrink),
	        cmocka_unit_test(pipes_are_waited_for),
	        cmocka_unit_test(a_pipe_of_rubbish_is_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
