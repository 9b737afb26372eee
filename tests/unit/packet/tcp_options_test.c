/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TCP's options, each.
 */
#include "tests/unit/packet/frames.h"

/* A segment whose options are these; their length must be a multiple of 4. */
static void with_options(struct frame *f, const char *hex)
{
	frame_raw(f, ETH4 IP4("0028", "06") "9c40 22b8 00000001 00000002 5010 0100 0000 0000");
	struct frame options;
	frame_raw(&options, hex);
	frame_finish(&options);
	assert_int_equal(options.len % 4, 0);
	memcpy(f->bytes + f->len, options.bytes, options.len);
	f->len += options.len;
	f->bytes[17] = (uint8_t)(f->len - 14);
	f->bytes[46] = (uint8_t)((5 + options.len / 4) << 4);
	frame_finish(f);
	f->list = (struct field_list){0};
	frame_look(f);
	packet_mend_checksums(&f->p, f->bytes);
	frame_look(f);
	assert_int_equal(f->p.flags, 0);
	frame_cut_everywhere(f);
}

static void each_has_its_fields(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *field, *value;
	} cases[] = {
	        {"020405b4", "tcp.options.mss_val", "1460"},
	        {"020405b4", "tcp.options.mss", "4 bytes"},
	        {"01030307", "tcp.options.wscale.shift", "7"},
	        {"01010402", "tcp.options.sack_perm", "2 bytes"},
	        {"0101050a 000007d0 00000834", "tcp.options.sack_le", "2000"},
	        {"0101050a 000007d0 00000834", "tcp.options.sack_re", "2100"},
	        {"0101080a 00000005 00000009", "tcp.options.timestamp.tsval", "5"},
	        {"0101080a 00000005 00000009", "tcp.options.timestamp.tsecr", "9"},
	        {"0101220a 0102030405060708", "tcp.options.tfo.cookie", "01 02 03 04 05 06 07 08"},
	        {"01011312 000102030405060708090a0b0c0d0e0f", "tcp.options.md5.digest",
	                "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f"},
	        {"1c048005", "tcp.options.user_to_granularity", "1"},
	        {"1c048005", "tcp.options.user_to_val", "5"},
	        {"1e040181", "tcp.options.mptcp.subtype", "0"},
	        {"06060000 00110101", "tcp.options.echo_value", "17"},
	        {"fd060102 abcd0101", "tcp.options.experimental.exid", "0x0102"},
	        {"4d04aabb", "tcp.options.unknown.payload", "aa bb"},
	        {"4d04aabb", "tcp.option_kind", "77"},
	        {"4d04aabb", "tcp.option_len", "4"},
	        {"00000000", "tcp.options.eol", "1 byte"},
	        {"01010101", "tcp.options.nop", "1 byte"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		with_options(&f, cases[i].hex);
		assert_value(&f, cases[i].field, cases[i].value);
		frame_finish(&f);
	}
}

static void means_something(void **state)
{
	(void)state;
	struct frame f;
	with_options(&f, "01030307 020405b4");
	assert_meaning(&f, "tcp.options.mss", "1460 bytes");
	assert_meaning(&f, "tcp.options.wscale", "shift by 7");
	assert_meaning(&f, "tcp.options.wscale.shift", "window counts in units of 128 bytes");
	frame_finish(&f);
	with_options(&f, "22020101");
	assert_meaning(&f, "tcp.options.tfo", "asks for a cookie");
	frame_finish(&f);
	with_options(&f, "1c048005");
	assert_meaning(&f, "tcp.options.user_to_val", "minutes");
	frame_finish(&f);
}

static size_t count_of(const struct frame *f, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < f->list.count; i++)
		n += strcmp(f->list.at[i].name, name) == 0;
	return n;
}

static void all_sack_blocks(void **state)
{
	(void)state;
	struct frame f;
	with_options(&f, "0101051a 00000001 00000002 00000003 00000004 00000005 00000006");
	assert_int_equal(count_of(&f, "tcp.options.sack_le"), 3);
	assert_int_equal(count_of(&f, "tcp.options.sack_re"), 3);
	frame_finish(&f);
}

static void broken_ones_end_the_list(void **state)
{
	(void)state;
	static const char *const cases[] = {
	        "08000101", "08010101", "080a0101", "01010108", "05ff0000"};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		with_options(&f, cases[i]);
		frame_field(&f, "tcp.options.invalid");
		assert_null(fields_find(&f.list, "tcp.options.timestamp.tsval"));
		frame_finish(&f);
	}
	struct frame f;
	with_options(&f, "02060000 00000000"); /* an MSS has 4 bytes */
	assert_meaning(&f, "tcp.options.mss", "length 6 is wrong, should be 4");
	assert_null(fields_find(&f.list, "tcp.options.mss_val"));
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(each_has_its_fields),
	        cmocka_unit_test(means_something),
	        cmocka_unit_test(all_sack_blocks),
	        cmocka_unit_test(broken_ones_end_the_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
