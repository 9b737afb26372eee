/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GPRS tunnelling: headers of three versions, what users send in it, what is something else.
 */
#include <stdio.h>

#include "tests/unit/packet/frames.h"

#define TCP_SYN_8 "c350 0050 00000001 00000000 5002 2000 0000 0000"
#define USER IP4("0028", "06") TCP_SYN_8

static void a_users_packet(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("004c", "11") "0868 0868 0038 0000 30ff 0028 00000007" USER);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_GTP, LAYER_IPV4, LAYER_TCP);
	assert_int_equal(f.p.flags, 0);
	assert_int_equal(f.p.dport, 80);
	assert_value(&f, "gtp.teid", "0x00000007");
	assert_meaning(&f, "gtp.message", "a user's packet");
	assert_meaning(&f, "tcp.checksum", "correct");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void extension_headers(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0054", "11") "0868 0868 0040 0000 36ff 0030 00000007 0005 00 c0 "
	                                        "01 0109 00" USER);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_GTP, LAYER_IPV4, LAYER_TCP);
	assert_int_equal(f.p.layers[3].length, 16);
	assert_value(&f, "gtp.seq_number", "5");
	assert_value(&f, "gtp.ext_hdr.next", "0xc0");
	frame_cut_everywhere(&f);
	f.bytes[54] = 0; /* an extension of no words */
	frame_look(&f);
	assert_true(f.p.flags & PACKET_MALFORMED);
	f.bytes[54] = 200; /* longer than the datagram */
	frame_look(&f);
	assert_true(f.p.flags & PACKET_MALFORMED);
	frame_finish(&f);
}

static void control_of_versions(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0028", "11") "c350 084b 0014 0000 4820 0008 00000001 00000200");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_GTP);
	assert_value(&f, "gtpv2.seq", "2");
	assert_meaning(&f, "gtpv2.message_type", "create session request");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0058", "11") "0d3a 0d3a 0044 0000 1eff 0028 0001 0002 03ffffff "
	                                        "1122334455667788" USER);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_GTP, LAYER_IPV4, LAYER_TCP);
	assert_value(&f, "gtp.tid", "0x1122334455667788");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void others_on_its_port(void **state)
{
	(void)state;
	static const char *const cases[] = {
	        "30ff 0029 00000007", /* longer than the datagram */
	        "20ff 0028 00000007", /* GTP prime */
	        "70ff 0028 00000007", /* version 3 */
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char hex[400];
		struct frame f;
		snprintf(hex, sizeof(hex), ETH4 IP4("004c", "11") "0868 0868 0038 0000 %s" USER,
		        cases[i]);
		frame_mended(&f, hex);
		assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
		frame_finish(&f);
	}
}

/* IP fragmented the datagram: the user's packet begins here, and ends in another frame. */
static void in_a_first_fragment(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH4 "4500 0054 1c46 2000 40 11 0000 0a000001 0a000002 "
	                   "0868 0868 05e0 0000 30ff 05d0 00000007" IP4("05d0", "06") TCP_SYN_8
	        "4142434445464748");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_GTP, LAYER_IPV4, LAYER_TCP,
	        LAYER_PAYLOAD);
	assert_int_equal(f.p.flags & (PACKET_MALFORMED | PACKET_FRAGMENT), 0);
	assert_int_equal(f.p.payload_length, 0x5d0 - 40);
	assert_meaning(&f, "tcp.checksum", "not checked: parts are not here");
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_users_packet),
	        cmocka_unit_test(extension_headers),
	        cmocka_unit_test(control_of_versions),
	        cmocka_unit_test(others_on_its_port),
	        cmocka_unit_test(in_a_first_fragment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
