/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Captures that come compressed, through pipes, or both.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zlib.h>

#include "capture/spool.h"
#include "tests/unit/traffic/captures.h"

#define PACKETS 3000

static uint8_t noise[1500];

static void make_capture(struct buf *out)
{
	struct made m = {0};
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (uint8_t)(i * i >> 3);
	pcap_head(&m, 0xa1b2c3d4, 1);
	for (uint32_t i = 0; i < PACKETS; i++)
		pcap_packet(&m, i, 0, noise, sizeof(noise), sizeof(noise));
	*out = m.out;
}

static void compress_part(struct buf *out, const char *from, size_t len)
{
	z_stream z = {0};
	assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	size_t room = deflateBound(&z, len) + 64;
	char *to = malloc(room);
	char *copy = malloc(len + 1);
	memcpy(copy, from, len);
	z.next_in = (Bytef *)copy;
	z.avail_in = (uInt)len;
	z.next_out = (Bytef *)to;
	z.avail_out = (uInt)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	buf_add(out, to, room - z.avail_out);
	deflateEnd(&z);
	free(to);
	free(copy);
}

/* How many frames there are before it ends; they are the right ones. */
static unsigned count_frames(struct capture_file *f, enum capture_step end)
{
	struct capture_frame frame;
	enum capture_step step;
	unsigned frames = 0;
	while ((step = capture_file_next(f, &frame)) == CAPTURE_FRAME || step == CAPTURE_WAIT) {
		if (step == CAPTURE_WAIT)
			continue;
		assert_int_equal(frame.when, frames * NSEC_PER_SEC);
		assert_memory_equal(frame.bytes, noise, sizeof(noise));
		frames++;
	}
	assert_int_equal(step, end);
	return frames;
}

static void two_members_are_one_file(void **state)
{
	(void)state;
	struct buf plain;
	struct made m = {0};
	make_capture(&plain);
	compress_part(&m.out, plain.at, 1000000);
	compress_part(&m.out, plain.at + 1000000, plain.len - 1000000);
	buf_add(&m.out, "\0\0\0\0\0\0", 6); /* as from a tape */
	size_t size = m.out.len;
	struct capture_file *f = made_open(&m);
	assert_int_equal(capture_file_size(f), size);
	assert_int_equal(capture_file_fd(f), -1);
	assert_int_equal(count_frames(f, CAPTURE_END), PACKETS);
	assert_int_equal(capture_file_position(f), size);
	assert_memory_equal(capture_file_bytes(f, 40, sizeof(noise)), noise, sizeof(noise));
	capture_file_close(f);
	buf_finish(&plain);
}

static void what_is_there_of_a_cut_one_is_read(void **state)
{
	(void)state;
	struct buf plain;
	struct made m = {0};
	make_capture(&plain);
	compress_part(&m.out, plain.at, plain.len);
	m.out.len -= 100;
	struct capture_file *f = made_open(&m);
	unsigned frames = count_frames(f, CAPTURE_DAMAGED);
	assert_true(frames > 1000 && frames < PACKETS);
	assert_non_null(strstr(capture_file_damage(f), "compressed file is cut off"));
	capture_file_close(f);
	buf_finish(&plain);
}

static void damage_inside_is_told(void **state)
{
	(void)state;
	struct buf plain;
	struct made m = {0};
	make_capture(&plain);
	compress_part(&m.out, plain.at, plain.len);
	memset(m.out.at + m.out.len - 300, 0xff, 100);
	struct capture_file *f = made_open(&m);
	assert_true(count_frames(f, CAPTURE_DAMAGED) < PACKETS);
	assert_non_null(strstr(capture_file_damage(f), "compressed file is damaged"));
	capture_file_close(f);
	buf_finish(&plain);
}

static void compressed_rubbish_is_no_capture(void **state)
{
	(void)state;
	struct made m = {0};
	struct err e;
	compress_part(&m.out, "just a letter", 13);
	assert_null(capture_file_take(made_fd(&m), "letter.gz", &e));
	assert_non_null(strstr(e.text, "no capture"));
	m.out.len = 5;
	assert_null(capture_file_take(made_fd(&m), "letter.gz", &e));
	assert_int_equal(e.code, ERR_INPUT);
	buf_finish(&m.out);
}

/* Byte by byte, so that even the two that tell the kind come apart. */
static void a_pipe_may_be_compressed(void **state)
{
	(void)state;
	struct made plain = {0};
	struct buf packed = {0};
	struct err e;
	struct capture_frame frame;
	int ends[2];
	pcap_head(&plain, 0xa1b2c3d4, 1);
	pcap_packet(&plain, 0, 0, noise, 5, 5);
	compress_part(&packed, plain.out.at, plain.out.len);
	assert_int_equal(pipe(ends), 0);
	struct capture_file *f = capture_file_take(ends[0], "pipe", &e);
	for (size_t i = 0; i < packed.len; i++) {
		assert_int_not_equal(capture_file_next(f, &frame), CAPTURE_DAMAGED);
		assert_int_equal(write(ends[1], packed.at + i, 1), 1);
	}
	close(ends[1]);
	assert_int_equal(capture_file_next(f, &frame), CAPTURE_END);
	assert_memory_equal(capture_file_bytes(f, 40, 5), noise, 5);
	capture_file_close(f);
	buf_finish(&packed);
	buf_finish(&plain.out);
}

static void a_spool_is_bounded_and_nameless(void **state)
{
	(void)state;
	struct err e;
	struct spool *s = spool_create(100, &e);
	assert_non_null(s);
	struct stat st;
	assert_int_equal(fstat(spool_fd(s), &st), 0);
	assert_int_equal(st.st_nlink, 0);
	assert_int_equal(spool_add(s, noise, 60), 0);
	assert_int_equal(spool_add(s, noise, 41), -EFBIG);
	assert_int_equal(spool_add(s, noise, 40), 0);
	assert_int_equal(spool_put(s, 0, "over", 4), 0);
	assert_int_equal(spool_put(s, 101, "x", 1), -EFBIG);
	assert_int_equal(spool_size(s), 100);
	char back[4];
	assert_int_equal(pread(spool_fd(s), back, 4, 0), 4);
	assert_memory_equal(back, "over", 4);
	spool_destroy(s);
	spool_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(two_members_are_one_file),
	        cmocka_unit_test(what_is_there_of_a_cut_one_is_read),
	        cmocka_unit_test(damage_inside_is_told),
	        cmocka_unit_test(compressed_rubbish_is_no_capture),
	        cmocka_unit_test(a_pipe_may_be_compressed),
	        cmocka_unit_test(a_spool_is_bounded_and_nameless),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
