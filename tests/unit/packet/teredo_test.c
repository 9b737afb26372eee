/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IPv6 in UDP: Teredo with and without what comes before the packet, and AYIYA.
 */
#include "tests/unit/packet/frames.h"

#define PING IP6("0008", "3a") "8000 0000 0001 0002"

static void teredo(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("004c", "11") "c350 0dd8 0038 0000" PING);
	assert_layers(
	        &f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_TEREDO, LAYER_IPV6, LAYER_ICMPV6);
	assert_int_equal(f.p.flags, 0);
	assert_int_equal(f.p.src.length, 16);
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0063", "11") "0dd8 c350 004f 0000 "
	                                        "0001 02 00 4142 1122334455667788 00 "
	                                        "0000 3caf f5fffffe" PING);
	assert_layers(
	        &f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_TEREDO, LAYER_IPV6, LAYER_ICMPV6);
	assert_value(&f, "teredo.auth.nonce", "0x1122334455667788");
	assert_meaning(&f, "teredo.orig.port", "50000");
	assert_meaning(&f, "teredo.orig.addr", "10.0.0.1");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0020", "11") "c350 0dd8 000c 0000 01020304");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	frame_finish(&f);
}

static void ayiya(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f,
	        ETH4 IP4("007c", "11") "c350 13d0 0068 0000 4152 1129 3b9aca00 "
	                               "20010db8000000000000000000000009 "
	                               "0102030405060708090a0b0c0d0e0f1011121314" PING "00000000");
	assert_layers(
	        &f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_AYIYA, LAYER_IPV6, LAYER_ICMPV6);
	assert_int_equal(f.p.layers[3].length, 44);
	assert_value(&f, "ayiya.siglen", "20");
	assert_meaning(&f, "ayiya.opcode", "forward");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0028", "11") "c350 13d0 0014 0000 4152 1106 3b9aca00 01020304");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(teredo),
	        cmocka_unit_test(ayiya),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
