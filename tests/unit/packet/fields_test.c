/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of fields: order, place, search.
 */
#include "tests/unit/packet/frames.h"

#define DATA                                                                               \
	ETH4 IP4("0031", "06") "9c40 22b8 00000001 00000002 6018 0100 0000 0000 020405b4 " \
	                       "68656c6c6f"

static void come_in_frame_order(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, DATA);
	static const char *const first[] = {
	        "eth", "eth.dst", "eth.src", "eth.type", "ip", "ip.version"};
	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		assert_string_equal(f.list.at[i].name, first[i]);
	for (size_t i = 1; i < f.list.count; i++) {
		const struct field *a = &f.list.at[i - 1], *b = &f.list.at[i];
		assert_true(b->offset >= a->offset);
		assert_true(b->depth <= a->depth + 1); /* a tree: no step is left out */
		assert_true(b->layer >= a->layer);
	}
	frame_finish(&f);
}

/* Every byte of the frame belongs to some field that is not a whole header. */
static void cover_every_byte(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, DATA);
	for (uint32_t at = 0; at < f.len; at++) {
		const struct field *field = fields_at(&f.list, at);
		assert_non_null(field);
		assert_int_not_equal(field->form, FIELD_HEADER);
		assert_true(at >= field->offset && at - field->offset < field->length);
	}
	assert_null(fields_at(&f.list, (uint32_t)f.len));
	frame_finish(&f);
}

static void answer_what_a_byte_is(void **state)
{
	(void)state;
	static const struct {
		uint32_t offset;
		const char *name;
	} cases[] = {{0, "eth.dst"}, {11, "eth.src"}, {12, "eth.type"}, {14, "ip.version"},
	        {15, "ip.dsfield"}, {22, "ip.ttl"}, {29, "ip.src"}, {36, "tcp.dstport"},
	        {47, "tcp.flags"}, {54, "tcp.option_kind"}, {57, "tcp.options.mss_val"},
	        {58, "data.data"}};
	struct frame f;
	frame_mended(&f, DATA);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(fields_at(&f.list, cases[i].offset)->name, cases[i].name);
	frame_finish(&f);
}

static void know_bits_and_values(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, DATA);
	const struct field *offset = frame_field(&f, "tcp.hdr_len");
	assert_int_equal(offset->offset, 46);
	assert_int_equal(offset->bit, 0);
	assert_int_equal(offset->bits, 4);
	assert_int_equal(offset->length, 1);
	assert_int_equal(offset->value, 24);
	const struct field *flags = frame_field(&f, "tcp.flags");
	assert_int_equal(flags->bit, 4);
	assert_int_equal(flags->bits, 12);
	assert_int_equal(flags->length, 2);
	assert_int_equal(flags->value, 0x18);
	const struct field *push = frame_field(&f, "tcp.flags.push");
	assert_int_equal(push->offset, 47);
	assert_int_equal(push->bit, 4);
	assert_int_equal(push->value, 1);
	assert_int_equal(push->depth, 2);
	assert_ptr_equal(frame_field(&f, "tcp.seq"), frame_field(&f, "tcp.seq_raw"));
	assert_null(fields_find(&f.list, "tcp.nothing"));
	frame_finish(&f);
}

static void show_values(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text;
	} cases[] = {{"tcp.dstport", "8888"}, {"ip.id", "0x1c46"}, {"ip.src", "10.0.0.1"},
	        {"eth.src", "02:00:00:00:00:01"}, {"tcp.flags", "PSH ACK"}, {"tcp.flags.push", "1"},
	        {"data.data", "68 65 6c 6c 6f"}, {"tcp", "24 bytes"}, {"eth.type", "0x0800"},
	        {"ip.flags", "0x2"}};
	struct frame f;
	frame_mended(&f, DATA);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_value(&f, cases[i].name, cases[i].text);
	assert_meaning(&f, "ip.flags", "don't fragment");
	assert_meaning(&f, "data.data", "hello");
	char tiny[8];
	field_value_text(frame_field(&f, "data.data"), f.bytes, tiny, sizeof(tiny));
	assert_string_equal(tiny, "68 65 ");
	frame_finish(&f);
}

static void are_cleared_and_bounded(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, DATA);
	size_t count = f.list.count;
	fields_build(&f.p, f.bytes, &f.list);
	assert_int_equal(f.list.count, count);
	frame_finish(&f);
	assert_null(f.list.at);
	/* 1900 times an IPv6 option of one byte of padding would be 1900 fields; it is still a
	 * list. */
	struct packet p;
	uint8_t big[70000] = {0};
	memcpy(big, "\2\0\0\0\0\2\2\0\0\0\0\1\x86\xdd\x60\0\0\0\xff\xf0\0\x40", 22);
	big[54] = 60;
	for (size_t at = 54; at < 60000; at += 2048) {
		big[at] = 60;
		big[at + 1] = 255;
	}
	packet_decode(PACKET_LINK_ETHERNET, big, sizeof(big), sizeof(big), &p);
	fields_build(&p, big, &f.list);
	assert_true(f.list.count <= 4096);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(come_in_frame_order),
	        cmocka_unit_test(cover_every_byte),
	        cmocka_unit_test(answer_what_a_byte_is),
	        cmocka_unit_test(know_bits_and_values),
	        cmocka_unit_test(show_values),
	        cmocka_unit_test(are_cleared_and_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
