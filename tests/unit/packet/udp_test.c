/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UDP.
 */
#include "tests/unit/packet/frames.h"

static void a_datagram(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0021", "11") "9c40 22b8 000d ffff 68656c6c6f");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_int_equal(f.p.sport, 40000);
	assert_int_equal(f.p.dport, 8888);
	assert_int_equal(f.p.payload_offset, 42);
	assert_int_equal(f.p.payload_length, 5);
	assert_value(&f, "udp.length", "13");
	assert_meaning(&f, "udp.length", "8 of header, 5 of data");
	assert_meaning(&f, "udp.checksum", "correct");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void lengths_that_lie(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0021", "11") "9c40 22b8 0007 0000 68656c6c6f");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0021", "11") "9c40 22b8 0100 0000 68656c6c6f");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	assert_int_equal(f.p.payload_length, 5);
	frame_finish(&f);
	/* Shorter than its packet: what lies behind is nobody's. */
	frame_mended(&f, ETH4 IP4("0021", "11") "9c40 22b8 000a 0000 68656c6c6f");
	assert_int_equal(f.p.flags, 0);
	assert_int_equal(f.p.payload_length, 2);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_datagram),
	        cmocka_unit_test(lengths_that_lie),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
