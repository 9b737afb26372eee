/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading pcapng files.
 */
#include <stdlib.h>

#include "tests/unit/traffic/captures.h"

static const uint8_t hello[] = "hello, wire";

static void expect_packet(struct capture_file *f, uint32_t id, nsec when, uint32_t captured,
        uint32_t length, const char *comment)
{
	struct capture_frame p;
	enum capture_step step = capture_file_next(f, &p);
	if (step != CAPTURE_FRAME)
		fail_msg("step %d: %s", (int)step, capture_file_damage(f));
	assert_int_equal(p.interface, id);
	assert_int_equal(p.when, when);
	assert_int_equal(p.captured, captured);
	assert_int_equal(p.length, length);
	assert_memory_equal(p.bytes, hello, captured);
	assert_int_equal(p.comment_length, strlen(comment));
	assert_memory_equal(p.comment_length ? p.comment : "", comment, p.comment_length);
	assert_memory_equal(capture_file_bytes(f, p.offset, captured), hello, captured);
}

static void expect_end(struct capture_file *f)
{
	struct capture_frame p;
	assert_int_equal(capture_file_next(f, &p), CAPTURE_END);
	assert_string_equal(capture_file_damage(f), "");
	capture_file_close(f);
}

static void expect_damage(struct capture_file *f, const char *part)
{
	struct capture_frame p;
	assert_int_equal(capture_file_next(f, &p), CAPTURE_DAMAGED);
	if (!strstr(capture_file_damage(f), part))
		fail_msg("\"%s\" is not in \"%s\"", part, capture_file_damage(f));
	capture_file_close(f);
}

/* An interface with options; the caller adds them and ends the block. */
static void begin_interface(struct made *m, uint16_t link)
{
	block_begin(m, 1);
	put16(m, link);
	put16(m, 0);
	put32(m, 0);
}

/* Two sections, each in its own byte order, each with interfaces of its own. */
static void sections_have_their_own_order(void **state)
{
	(void)state;
	for (int first = 0; first < 2; first++) {
		struct made m = {.big = first};
		section(&m);
		interface(&m, 1, 0);
		interface(&m, 113, 96);
		packet(&m, 1, 1000001, hello, 5, 60, NULL);
		m.big = !m.big;
		section(&m);
		interface(&m, 101, 0);
		packet(&m, 0, 2000002, hello, 7, 70, "odd one");
		struct capture_file *f = made_open(&m);
		expect_packet(f, 1, 1000001000, 5, 60, "");
		expect_packet(f, 2, 2000002000, 7, 70, "odd one");
		assert_int_equal(capture_file_interface_count(f), 3);
		assert_int_equal(capture_file_interface(f, 1)->link, 113);
		assert_int_equal(capture_file_interface(f, 1)->snaplen, 96);
		assert_int_equal(capture_file_interface(f, 2)->link, 101);
		assert_int_equal(capture_file_interface(f, 2)->section, 1);
		expect_end(f);
	}
}

static void stamps_have_resolutions(void **state)
{
	(void)state;
	static const struct {
		uint8_t resolution;
		int64_t offset;
		uint64_t stamp;
		nsec when;
	} rows[] = {
	        {0, 0, 12, 12 * NSEC_PER_SEC},
	        {3, 0, 1500, 1500 * NSEC_PER_MSEC},
	        {6, 10, 1500000, 11500 * NSEC_PER_MSEC},
	        {9, -1, 3000000007, 2000000007},
	        {12, 0, 5000000000123, 5 * NSEC_PER_SEC},
	        {12, 0, 5000000009123, 5 * NSEC_PER_SEC + 9},
	        {19, 0, 15000000000000000000u, 1500 * NSEC_PER_MSEC},
	        {100, 5, 77, 5 * NSEC_PER_SEC},
	        {0x80, 0, 3, 3 * NSEC_PER_SEC},
	        {0x80 | 10, 0, 1024 + 512, 1500 * NSEC_PER_MSEC},
	        {0x80 | 63, 0, (uint64_t)3 << 62, 1500 * NSEC_PER_MSEC},
	        {0x80 | 127, 1, UINT64_MAX, NSEC_PER_SEC},
	        {0, 0, UINT64_MAX, CAPTURE_TIME_MAX},
	        {9, INT64_MIN, 0, -CAPTURE_TIME_MAX},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct made m = {.big = i % 2};
		section(&m);
		begin_interface(&m, 1);
		option(&m, 9, &rows[i].resolution, 1);
		put16(&m, 14);
		put16(&m, 8);
		put64(&m, (uint64_t)rows[i].offset);
		option(&m, 0, "", 0);
		block_end(&m);
		packet(&m, 0, rows[i].stamp, hello, 11, 11, NULL);
		struct capture_file *f = made_open(&m);
		expect_packet(f, 0, rows[i].when, 11, 11, "");
		expect_end(f);
	}
}

static void simple_and_obsolete_packets(void **state)
{
	(void)state;
	struct made m = {0};
	section(&m);
	interface(&m, 1, 5);
	interface(&m, 1, 0);
	block_begin(&m, 3);
	put32(&m, 60);
	buf_add(&m.out, hello, 5);
	block_end(&m);
	block_begin(&m, 3);
	put32(&m, 3);
	buf_add(&m.out, hello, 3);
	block_end(&m);
	block_begin(&m, 2);
	put16(&m, 1);
	put16(&m, UINT16_MAX);
	put32(&m, 0);
	put32(&m, 9);
	put32(&m, 11);
	put32(&m, 12);
	buf_add(&m.out, hello, 12);
	option(&m, 1, "from before", 11);
	block_end(&m);
	struct capture_file *f = made_open(&m);
	expect_packet(f, 0, 0, 5, 60, "");
	expect_packet(f, 0, 0, 3, 3, "");
	expect_packet(f, 1, 9000, 11, 12, "from before");
	expect_end(f);
}

static void comments_are_kept(void **state)
{
	(void)state;
	struct made m = {0};
	block_begin(&m, 0x0a0d0d0a);
	put32(&m, 0x1a2b3c4d);
	put32(&m, 1);
	put64(&m, UINT64_MAX);
	option(&m, 1, "first word", 10);
	option(&m, 4, "dumpcap", 7);
	option(&m, 1, "second", 6);
	block_end(&m);
	interface(&m, 1, 0);
	block_begin(&m, 6);
	put32(&m, 0);
	put64(&m, 0);
	put32(&m, 0);
	put32(&m, 0);
	option(&m, 2, "\0\0\0\0", 4);
	option(&m, 1, "one", 3);
	option(&m, 1, "two", 3);
	block_end(&m);
	struct capture_file *f = made_open(&m);
	expect_packet(f, 0, 0, 0, 0, "one\ntwo");
	assert_string_equal(capture_file_comment(f), "first word\nsecond");
	expect_end(f);
}

static void counters_and_texts_are_kept(void **state)
{
	(void)state;
	struct made m = {.big = true};
	section(&m);
	begin_interface(&m, 1);
	option(&m, 2, "eth0", 4);
	option(&m, 3, "to the world", 12);
	option(&m, 11, "\0tcp port 80", 12);
	block_end(&m);
	block_begin(&m, 5);
	put32(&m, 0);
	put64(&m, 0);
	for (uint16_t code = 4; code < 8; code++) {
		put16(&m, code);
		put16(&m, 8);
		put64(&m, 1000u * code);
	}
	block_end(&m);
	block_begin(&m, 5); /* of an interface that is not there */
	put32(&m, 7);
	put64(&m, 0);
	block_end(&m);
	struct capture_file *f = made_open(&m);
	struct capture_frame p;
	assert_int_equal(capture_file_next(f, &p), CAPTURE_END);
	const struct capture_interface *i = capture_file_interface(f, 0);
	assert_string_equal(i->name, "eth0");
	assert_string_equal(i->description, "to the world");
	assert_string_equal(i->filter, "tcp port 80");
	assert_true(i->counted);
	assert_int_equal(i->received, 4000);
	assert_int_equal(i->dropped, 5000 + 7000);
	capture_file_close(f);
}

static void names_are_kept(void **state)
{
	(void)state;
	struct made m = {0};
	section(&m);
	block_begin(&m, 4);
	option(&m, 1, "\x0a\0\0\1server\0www.example", 4 + 7 + 11);
	option(&m, 1, "\x0a\0\0\2server", 4 + 6);
	option(&m, 2, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1six\0", 16 + 4);
	option(&m, 1, "\x0a\0", 2);
	option(&m, 0, "", 0);
	block_end(&m);
	struct capture_file *f = made_open(&m);
	struct capture_frame p;
	assert_int_equal(capture_file_next(f, &p), CAPTURE_END);
	struct packet_addr a;
	assert_true(packet_addr_parse("10.0.0.1", &a));
	assert_string_equal(capture_file_name(f, &a), "server");
	assert_true(packet_addr_parse("2001:db8::1", &a));
	assert_string_equal(capture_file_name(f, &a), "six");
	assert_true(packet_addr_parse("10.0.0.9", &a));
	assert_null(capture_file_name(f, &a));
	assert_true(capture_file_named(f, "server", 1, &a));
	assert_int_equal(a.bytes[3], 2);
	assert_false(capture_file_named(f, "server", 2, &a));
	capture_file_close(f);
}

/* Secrets, custom blocks, blocks of tomorrow: long ones too, which nobody reads. */
static void strangers_are_passed_over(void **state)
{
	(void)state;
	static const uint32_t types[] = {0x0000000a, 0x00000bad, 0x40000bad, 0x80574c54, 9, 77};
	static char much[3 << 20];
	struct made m = {0};
	section(&m);
	interface(&m, 1, 0);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		block_begin(&m, types[i]);
		buf_add(&m.out, much, i == 1 ? sizeof(much) : 40);
		block_end(&m);
	}
	packet(&m, 0, 1, hello, 11, 11, NULL);
	struct capture_file *f = made_open(&m);
	expect_packet(f, 0, 1000, 11, 11, "");
	expect_end(f);
}

/* The same at each place where a block may be wrong. */
static void damage_is_told(void **state)
{
	(void)state;
	enum { NO_INTERFACE, LONG_FRAME, ABSURD, LENGTH_TWICE, ODD, SHORT, ORDER, WAYS };
	for (int way = 0; way < WAYS; way++) {
		struct made m = {0};
		section(&m);
		interface(&m, 1, 0);
		packet(&m, 0, 1, hello, 11, 11, NULL);
		size_t at = m.out.len;
		packet(&m, way == NO_INTERFACE ? 1 : 0, 1, hello, 11, 11, NULL);
		uint8_t *bytes = (uint8_t *)m.out.at + at;
		if (way == LONG_FRAME)
			bytes[20] = 17;
		if (way == ABSURD)
			memset(bytes + 20, 0xff, 4);
		if (way == LENGTH_TWICE)
			m.out.at[m.out.len - 4]++;
		if (way == ODD)
			bytes[4]++;
		if (way == SHORT)
			bytes[4] = 8;
		if (way == ORDER) {
			m.out.len = at;
			section(&m);
			m.out.at[at + 8] = 'x';
		}
		struct capture_file *f = made_open(&m);
		expect_packet(f, 0, 1000, 11, 11, "");
		expect_damage(f, "damaged at byte");
	}
}

static void cuts_are_told(void **state)
{
	(void)state;
	struct made m = {0};
	section(&m);
	interface(&m, 1, 0);
	packet(&m, 0, 1, hello, 11, 11, "a comment");
	size_t begin = m.out.len;
	packet(&m, 0, 1, hello, 11, 11, "a comment");
	for (size_t len = begin + 1; len < m.out.len; len++) {
		struct made part = {0};
		buf_add(&part.out, m.out.at, len);
		struct capture_file *f = made_open(&part);
		expect_packet(f, 0, 1000, 11, 11, "a comment");
		expect_damage(f, "in the middle of packet 2");
	}
	buf_finish(&m.out);
}

static void tapes_are_told_apart(void **state)
{
	(void)state;
	char path[] = "/tmp/wirelab-test-XXXXXX";
	for (int tape = 0; tape < 2; tape++) {
		struct made m = {0};
		section(&m);
		if (tape) {
			block_begin(&m, 0x80574c54);
			put64(&m, 0);
			block_end(&m);
		}
		interface(&m, 1, 0);
		memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
		int fd = mkstemp(path);
		assert_true(fd >= 0);
		assert_int_equal(write(fd, m.out.at, m.out.len), (ssize_t)m.out.len);
		close(fd);
		assert_int_equal(capture_file_is_tape(path), tape);
		unlink(path);
		buf_finish(&m.out);
	}
	assert_false(capture_file_is_tape("/nonexistent"));
	assert_false(capture_file_is_tape("-"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(sections_have_their_own_order),
	        cmocka_unit_test(stamps_have_resolutions),
	        cmocka_unit_test(simple_and_obsolete_packets),
	        cmocka_unit_test(comments_are_kept),
	        cmocka_unit_test(names_are_kept),
	        cmocka_unit_test(counters_and_texts_are_kept),
	        cmocka_unit_test(strangers_are_passed_over),
	        cmocka_unit_test(damage_is_told),
	        cmocka_unit_test(cuts_are_told),
	        cmocka_unit_test(tapes_are_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
