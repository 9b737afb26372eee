/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ICMP and the packets that its errors quote.
 */
#include <stdio.h>

#include "tests/unit/packet/frames.h"

static void echo(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0024", "01") "0800 0000 0003 0001 6162636465666768");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_ICMP, LAYER_PAYLOAD);
	assert_int_equal(f.p.icmp_type, 8);
	assert_int_equal(f.p.icmp_id, 3);
	assert_int_equal(f.p.icmp_seq, 1);
	assert_int_equal(f.p.payload_length, 8);
	assert_meaning(&f, "icmp.type", "echo request");
	assert_value(&f, "icmp.ident", "3");
	assert_value(&f, "icmp.seq", "1");
	assert_meaning(&f, "icmp.checksum", "correct");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void each_type_has_its_fields(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *field, *value, *code;
	} cases[] = {
	        {"0304 0000 0000 05dc", "icmp.mtu", "1500", "fragmentation needed"},
	        {"0303 0000 0000 0000", "icmp.unused", "00 00 00 00", "port unreachable"},
	        {"0501 0000 0a00 0009", "icmp.redir_gw", "10.0.0.9", "for the host"},
	        {"0b00 0000 0000 0000", "icmp.unused", "00 00 00 00", "TTL came to 0 on the way"},
	        {"0c00 0000 1400 0000", "icmp.pointer", "20", "the pointer shows where"},
	        {"1100 0000 0003 0007", "icmp.seq", "7", ""},
	        {"c800 0000 0003 0007", "icmp.type", "200", ""},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char hex[300];
		snprintf(hex, sizeof(hex), "%s%s", ETH4 IP4("001c", "01"), cases[i].hex);
		frame_mended(&f, hex);
		assert_value(&f, cases[i].field, cases[i].value);
		assert_meaning(&f, "icmp.code", cases[i].code);
		assert_int_equal(f.p.flags, 0);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

static void time_stamps(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0028", "01") "0d00 0000 0003 0001 00000001 00000002 00000003");
	assert_value(&f, "icmp.originate_timestamp", "1");
	assert_value(&f, "icmp.transmit_timestamp", "3");
	assert_int_equal(f.p.layers[2].length, 20);
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

/* The quoted headers are layers; who talks to whom stays the outer packet's. */
static void quotes(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f,
	        ETH4 "4500 0038 0000 0000 4001 0000 0a0000fe 0a000001 0303 0000 00000000"
	             "4500 003c 1c46 4000 40 06 0a74 0a000001 0a000002 d204 22b8 6b8b4567");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_ICMP, LAYER_IPV4, LAYER_TCP);
	char text[46];
	packet_addr_text(&f.p.src, text);
	assert_string_equal(text, "10.0.0.254");
	assert_int_equal(f.p.protocol, 1);
	assert_int_equal(f.p.sport, 0);
	assert_int_equal(f.p.tcp_seq, 0);
	assert_int_equal(f.p.payload_length, 28);
	assert_int_equal(f.p.flags, 0); /* that the quote is cut is no fault */
	assert_value(&f, "tcp.dstport", "8888");
	assert_value(&f, "tcp.seq", "1804289383");
	assert_null(fields_find(&f.list, "tcp.flags"));
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

/* An error about an error must not make us dig without end. */
static void quotes_once(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(
	        &f, ETH4 IP4("0054", "01") "0303 0000 00000000" IP4("0038",
	                    "01") "0b00 0000 00000000" IP4("001c", "11") "9c40 22b8 0008 0000");
	assert_layers(
	        &f, LAYER_ETHERNET, LAYER_IPV4, LAYER_ICMP, LAYER_IPV4, LAYER_ICMP, LAYER_PAYLOAD);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(echo),
	        cmocka_unit_test(each_type_has_its_fields),
	        cmocka_unit_test(time_stamps),
	        cmocka_unit_test(quotes),
	        cmocka_unit_test(quotes_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
