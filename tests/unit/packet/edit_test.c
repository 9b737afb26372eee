/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Editing fields.
 */
#include "base/err.h"
#include "tests/unit/packet/frames.h"

#define DATA ETH4 IP4("002d", "06") "9c40 22b8 00000001 00000002 5018 0100 0000 0000 68656c6c6f"

static void edits(void **state)
{
	(void)state;
	static const struct {
		const char *name, *value, *reads;
	} cases[] = {
	        {"tcp.dstport", "80", "80"},
	        {"tcp.dstport", "0x1f90", "8080"},
	        {"tcp.seq", "4294967295", "4294967295"},
	        {"tcp.flags.syn", "1", "1"},
	        {"tcp.flags.ack", "0", "0"},
	        {"tcp.flags", "0x011", "FIN ACK"},
	        {"tcp.hdr_len", "24", "24"},
	        {"ip.ttl", "1", "1"},
	        {"ip.flags.df", "0", "0"},
	        {"ip.frag_offset", "8191", "8191"},
	        {"ip.src", "192.168.1.7", "192.168.1.7"},
	        {"eth.dst", "ff:ff:ff:ff:ff:ff", "ff:ff:ff:ff:ff:ff"},
	        {"eth.type", "0x0806", "0x0806"},
	        {"data.data", "48 45 4c 4c 4f", "48 45 4c 4c 4f"},
	        {"data.data", "48454c4c4f", "48 45 4c 4c 4f"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		struct err e = {0};
		frame_mended(&f, DATA);
		struct field field = *frame_field(&f, cases[i].name);
		uint8_t before[sizeof(f.bytes)];
		memcpy(before, f.bytes, sizeof(before));
		assert_true(field_edit(&field, f.bytes, f.len, cases[i].value, &e));
		/* Nothing beside the field has changed. */
		for (size_t at = 0; at < f.len; at++) {
			if (at < field.offset || at >= field.offset + field.length)
				assert_int_equal(f.bytes[at], before[at]);
		}
		struct packet same = f.p;
		fields_build(&same, f.bytes, &f.list);
		const struct field *again = fields_find(&f.list, cases[i].name);
		char text[64];
		assert_non_null(again ? again : &field);
		if (again) {
			field_value_text(again, f.bytes, text, sizeof(text));
			assert_string_equal(text, cases[i].reads);
		}
		frame_finish(&f);
	}
}

static void refuses_with_a_reason(void **state)
{
	(void)state;
	static const struct {
		const char *name, *value, *says;
	} cases[] = {
	        {"tcp.dstport", "65536", "does not fit into 16 bits, at most 65535"},
	        {"tcp.dstport", "http", "expected a number"},
	        {"tcp.dstport", "", "expected a number"},
	        {"tcp.dstport", "-1", "expected a number"},
	        {"tcp.dstport", "80x", "expected a number"},
	        {"tcp.flags.syn", "2", "does not fit into 1 bits, at most 1"},
	        {"tcp.hdr_len", "22", "multiple of 4"},
	        {"tcp.hdr_len", "64", "at most 60"},
	        {"ip.src", "2001:db8::1", "expected an address such as 10.0.0.1"},
	        {"ip.src", "7", "expected an address"},
	        {"eth.dst", "10.0.0.1", "such as 02:00:00:00:00:01"},
	        {"data.data", "4845", "expected 5 bytes"},
	        {"data.data", "zz", "expected 5 bytes"},
	        {"tcp", "1", "whole header"},
	};
	struct frame f;
	frame_mended(&f, DATA);
	uint8_t before[sizeof(f.bytes)];
	memcpy(before, f.bytes, sizeof(before));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = {0};
		const struct field *field = frame_field(&f, cases[i].name);
		assert_false(field_edit(field, f.bytes, f.len, cases[i].value, &e));
		assert_non_null(strstr(e.text, cases[i].says));
		assert_int_equal(e.code, ERR_USAGE);
		assert_memory_equal(before, f.bytes, sizeof(before));
	}
	struct err e = {0};
	assert_false(field_edit(frame_field(&f, "tcp.dstport"), f.bytes, 37, "1", &e));
	frame_finish(&f);
}

static void edits_text_of_equal_length(void **state)
{
	(void)state;
	struct frame f;
	struct err e = {0};
	frame_mended(&f, ETH4 IP4("003c", "06") "9c40 1f40 00000001 00000002 5018 0100 0000 0000 "
	                                        "474554202f20485454502f312e300d0a0d0a0d0a");
	assert_value(&f, "http.request.method", "GET");
	const struct field *method = frame_field(&f, "http.request.method");
	assert_false(field_edit(method, f.bytes, f.len, "POST", &e));
	assert_true(field_edit(method, f.bytes, f.len, "PUT", &e));
	frame_look(&f);
	assert_value(&f, "http.request.method", "PUT");
	frame_finish(&f);
}

static void an_edit_breaks_the_checksum_until_mended(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, DATA);
	assert_true(field_edit(frame_field(&f, "ip.ttl"), f.bytes, f.len, "3", NULL));
	frame_look(&f);
	assert_true(f.p.flags & PACKET_BAD_CHECKSUM);
	assert_int_equal(
	        strncmp(frame_field(&f, "ip.checksum")->meaning, "wrong, should be 0x", 19), 0);
	packet_mend_checksums(&f.p, f.bytes);
	frame_look(&f);
	assert_false(f.p.flags & PACKET_BAD_CHECKSUM);
	frame_finish(&f);
}

static void lists_what_can_be_edited(void **state)
{
	(void)state;
	static const char *const some[] = {"eth.dst", "vlan.id", "arp.opcode", "arp.src.proto_ipv4",
	        "ip.ttl", "ip.flags.df", "ipv6.hlim", "tcp.flags.syn", "tcp.options.mss_val",
	        "udp.length", "icmp.seq", "icmpv6.type", "dns.id", "stp.root.prio"};
	const char *const *names = fields_editable();
	assert_ptr_equal(names, fields_editable());
	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++) {
		bool found = false;
		for (const char *const *n = names; *n; n++)
			found = found || strcmp(*n, some[i]) == 0;
		assert_true(found);
	}
	for (const char *const *n = names; *n; n++) {
		for (const char *const *m = n + 1; *m; m++)
			assert_string_not_equal(*n, *m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(edits),
	        cmocka_unit_test(refuses_with_a_reason),
	        cmocka_unit_test(edits_text_of_equal_length),
	        cmocka_unit_test(an_edit_breaks_the_checksum_until_mended),
	        cmocka_unit_test(lists_what_can_be_edited),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
