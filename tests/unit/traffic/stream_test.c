/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Segments in any order become what was said; what is missing is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "traffic/stream.h"

static void segment(struct stream *s, int direction, uint32_t seq, uint32_t ack, const char *text)
{
	uint32_t len = (uint32_t)strlen(text);
	const struct packet p = {
	        .protocol = 6, .tcp_flags = TCP_ACK, .captured = len, .payload_length = len};
	const struct flow_note n = {.direction = (uint8_t)direction, .seq = seq, .ack = ack};
	stream_take(s, 1, 0, &p, (const uint8_t *)text, &n);
}

/* All of one direction, what is missing as '?'. */
static const char *said(const struct stream *s, int direction, char out[256])
{
	size_t len = 0;
	for (size_t i = 0; i < stream_count(s); i++) {
		struct stream_chunk c = stream_chunk(s, i);
		if (c.direction != direction)
			continue;
		memset(out + len, '?', c.missing);
		len += c.missing;
		assert_int_equal(c.offset, len);
		memcpy(out + len, c.bytes, c.length);
		len += c.length;
	}
	out[len] = '\0';
	return out;
}

static void test_in_order(void **state)
{
	(void)state;
	char text[256];
	struct stream *s = stream_create(0);
	segment(s, 0, 1, 1, "hello ");
	segment(s, 1, 1, 7, "yes?");
	segment(s, 0, 7, 5, "world");
	stream_end(s);
	assert_int_equal(stream_count(s), 3);
	assert_int_equal(stream_chunk(s, 1).direction, 1);
	assert_string_equal(said(s, 0, text), "hello world");
	assert_string_equal(said(s, 1, text), "yes?");
	stream_destroy(s);
}

static void test_disorder_and_repeats(void **state)
{
	(void)state;
	char text[256];
	struct stream *s = stream_create(0);
	segment(s, 0, 4, 1, "def");
	segment(s, 0, 10, 1, "jkl");
	segment(s, 0, 7, 1, "ghi");
	segment(s, 0, 1, 1, "abcde"); /* overlaps */
	segment(s, 0, 7, 1, "ghi");
	stream_end(s);
	assert_string_equal(said(s, 0, text), "abcdefghijkl");
	assert_int_equal(stream_side(s, 0).repeated, 5);
	assert_int_equal(stream_side(s, 0).missing, 0);
	stream_destroy(s);
}

static void test_gap(void **state)
{
	(void)state;
	char text[256];
	struct stream *s = stream_create(0);
	segment(s, 0, 1, 1, "ab");
	segment(s, 0, 6, 1, "fg");
	assert_int_equal(stream_count(s), 1);
	segment(s, 1, 1, 8, "");
	assert_string_equal(said(s, 0, text), "ab???fg");
	segment(s, 0, 9, 1, "i");
	stream_end(s);
	assert_string_equal(said(s, 0, text), "ab???fg?i");
	assert_int_equal(stream_side(s, 0).missing, 4);
	stream_destroy(s);
}

/* Nothing of the segment between two gaps was captured: they are told as one, of more than 2^32. */
static void test_gaps_in_a_row(void **state)
{
	(void)state;
	struct stream *s = stream_create(0);
	const struct flow_note n = {.seq = 0x70000000};
	const struct packet p = {.protocol = 6, .captured = 0, .payload_length = 0x40000000};
	segment(s, 0, 1, 1, "a");
	stream_take(s, 2, 0, &p, (const uint8_t *)"", &n);
	segment(s, 1, 1, 0xb0000000, "");
	segment(s, 0, 0x10000001, 1, "b");
	stream_end(s);
	assert_int_equal(stream_count(s), 2);
	assert_int_equal(stream_chunk(s, 1).missing, 0x10fffffff);
	assert_int_equal(stream_chunk(s, 1).offset, 0x110000000);
	stream_destroy(s);
}

static void test_bounds(void **state)
{
	(void)state;
	struct stream *s = stream_create(10);
	for (uint32_t i = 0; i < 1000; i++)
		segment(s, 0, 3 + 2 * i, 1, "x"); /* never their turn */
	segment(s, 0, 1, 1, "ab");
	stream_end(s);
	assert_true(stream_is_cut(s));
	assert_int_equal(stream_side(s, 0).bytes, 10);
	stream_destroy(s);
}

/* Each piece has a record, larger than a few bytes. */
static void test_many_small_pieces(void **state)
{
	(void)state;
	enum { LIMIT = 20000, ALWAYS = 1024 };
	struct stream *s = stream_create(LIMIT);
	for (uint32_t seq = 1; seq <= LIMIT; seq++)
		segment(s, 0, seq, 1, "a");
	stream_end(s);
	assert_true(stream_is_cut(s));
	assert_int_equal(stream_count(s), LIMIT / 16 + ALWAYS);
	stream_destroy(s);
}

static void test_datagrams(void **state)
{
	(void)state;
	char text[256];
	struct stream *s = stream_create(0);
	const struct flow_note n = {.direction = 1};
	const struct packet p = {.protocol = 17, .captured = 3, .payload_length = 5};
	stream_take(s, 1, 0, &p, (const uint8_t *)"abc", &n);
	stream_take(s, 2, 0, &p, (const uint8_t *)"def", &n);
	stream_end(s);
	assert_string_equal(said(s, 1, text), "abc??def");
	stream_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_in_order),
	        cmocka_unit_test(test_disorder_and_repeats),
	        cmocka_unit_test(test_gap),
	        cmocka_unit_test(test_gaps_in_a_row),
	        cmocka_unit_test(test_bounds),
	        cmocka_unit_test(test_many_small_pieces),
	        cmocka_unit_test(test_datagrams),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
