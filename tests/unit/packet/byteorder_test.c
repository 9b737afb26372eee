/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The byte-order lens.
 */
#include "packet/byteorder.h"
#include "tests/unit/packet/frames.h"

#define DATA ETH4 IP4("0028", "06") "9c40 22b8 6b8b4567 00000002 5010 abab 1234 0000"

static bool little(void)
{
	const uint16_t one = 1;
	uint8_t first;
	memcpy(&first, &one, 1);
	return first == 1;
}

static void looks_at_a_port(void **state)
{
	(void)state;
	struct frame f;
	struct byteorder_lens lens;
	frame_raw(&f, DATA);
	assert_true(byteorder_look(frame_field(&f, "tcp.dstport"), f.bytes, &lens));
	assert_int_equal(lens.width, 2);
	assert_int_equal(lens.value, 8888);
	assert_memory_equal(lens.wire, "\x22\xb8", 2);
	assert_memory_equal(lens.memory, little() ? "\xb8\x22" : "\x22\xb8", 2);
	assert_int_equal(lens.misread, little() ? 0xb822 : 8888);
	assert_int_equal(lens.same, !little());
	assert_string_equal(lens.expression, "ntohs(tcp->th_dport)");
	frame_finish(&f);
}

static void looks_at_four_bytes(void **state)
{
	(void)state;
	struct frame f;
	struct byteorder_lens lens;
	frame_raw(&f, DATA);
	assert_true(byteorder_look(frame_field(&f, "tcp.seq"), f.bytes, &lens));
	assert_int_equal(lens.width, 4);
	assert_int_equal(lens.value, 0x6b8b4567);
	assert_memory_equal(lens.wire, "\x6b\x8b\x45\x67", 4);
	assert_int_equal(lens.misread, little() ? 0x67458b6b : 0x6b8b4567);
	assert_string_equal(lens.expression, "ntohl(tcp->th_seq)");
	assert_true(byteorder_look(frame_field(&f, "ip.src"), f.bytes, &lens));
	assert_int_equal(lens.value, 0x0a000001);
	assert_string_equal(lens.expression, "ntohl(ip->ip_src.s_addr)");
	frame_finish(&f);
}

static void sees_a_palindrome(void **state)
{
	(void)state;
	struct frame f;
	struct byteorder_lens lens;
	frame_raw(&f, DATA);
	assert_true(byteorder_look(frame_field(&f, "tcp.window_size_value"), f.bytes, &lens));
	assert_true(lens.same);
	assert_int_equal(lens.misread, lens.value);
	frame_finish(&f);
}

static void refuses_what_is_no_integer(void **state)
{
	(void)state;
	static const char *const names[] = {"ip.ttl", "eth.src", "tcp", "tcp.flags.syn",
	        "tcp.flags", "ip.hdr_len", "ip.frag_offset"};
	struct frame f;
	struct byteorder_lens lens;
	frame_raw(&f, DATA);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_false(byteorder_look(frame_field(&f, names[i]), f.bytes, &lens));
	frame_finish(&f);
}

static void names_the_unknown_x(void **state)
{
	(void)state;
	static const uint8_t bytes[] = {0, 0, 0, 0, 0, 0, 1, 2};
	struct field field = {.name = "lab.number", .form = FIELD_UINT, .bits = 64, .length = 8};
	struct byteorder_lens lens;
	assert_true(byteorder_look(&field, bytes, &lens));
	assert_int_equal(lens.value, 258);
	assert_string_equal(lens.expression, "be64toh(x)");
	field.bits = 16;
	field.length = 2;
	assert_true(byteorder_look(&field, bytes, &lens));
	assert_string_equal(lens.expression, "ntohs(x)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(looks_at_a_port),
	        cmocka_unit_test(looks_at_four_bytes),
	        cmocka_unit_test(sees_a_palindrome),
	        cmocka_unit_test(refuses_what_is_no_integer),
	        cmocka_unit_test(names_the_unknown_x),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
