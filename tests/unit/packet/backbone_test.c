/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What switches put around frames: backbones, tags of interfaces, mirrors, service chains.
 */
#include "tests/unit/packet/frames.h"

#define UDP "9c40 22b8 000a 0000 6869"
#define FOUR IP4("001e", "11") UDP
#define INNER "060000000002 060000000001 0800 "

static void tags(void **state)
{
	(void)state;
	static const struct {
		const char *hex;
		uint8_t kind, next;
		const char *field, *value;
	} cases[] = {
	        {ETH "88e7 60000123 060000000002 060000000001 0800" FOUR, LAYER_BACKBONE,
	                LAYER_IPV4, "ieee8021ah.isid", "291"},
	        {ETH "8926 80070001 0800" FOUR, LAYER_VNTAG, LAYER_IPV4, "vntag.dst", "7"},
	        {ETH "893f 1000 00d3 0000 0800" FOUR, LAYER_ETAG, LAYER_IPV4, "etag.ecid_base",
	                "211"},
	        {ETH "8903 0441" INNER FOUR, LAYER_FABRICPATH, LAYER_ETHERNET, "cfp.ftag", "17"},
	        {ETH "894f 0fc6 0101 00000102 00000000 00000000 00000000 00000000" FOUR, LAYER_NSH,
	                LAYER_IPV4, "nsh.spi", "1"},
	        {ETH "894f 0fc2 0103 00000102" INNER FOUR, LAYER_NSH, LAYER_ETHERNET, "nsh.si",
	                "2"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		frame_mended(&f, cases[i].hex);
		assert_int_equal(f.p.layers[1].kind, cases[i].kind);
		assert_int_equal(f.p.layers[2].kind, cases[i].next);
		assert_int_equal(f.p.flags, 0);
		assert_int_equal(f.p.dport, 8888);
		assert_value(&f, cases[i].field, cases[i].value);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
	struct frame f;
	frame_raw(&f, ETH "894f 0fc1 0101 00000102");
	assert_true(f.p.flags & PACKET_MALFORMED); /* shorter than itself */
	frame_finish(&f);
}

static void mirrored_frames(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0044", "2f") "0000 88be" INNER FOUR "0000");
	assert_int_equal(f.p.layers[3].kind, LAYER_ETHERNET); /* type I */
	frame_finish(&f);
	frame_mended(&f,
	        ETH4 IP4("0050", "2f") "1000 88be 00000001 10640005 00000003" INNER FOUR "0000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_GRE, LAYER_ERSPAN, LAYER_ETHERNET,
	        LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_value(&f, "erspan.vlan", "100");
	assert_value(&f, "erspan.index", "0x00003");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("005c", "2f") "1000 22eb 00000001 20640005 00000009 0000 0001 "
	                                        "0000000000000000" INNER FOUR "0000");
	assert_int_equal(f.p.layers[3].length, 20);
	assert_int_equal(f.p.layers[4].kind, LAYER_ETHERNET);
	assert_value(&f, "erspan.timestamp", "9");
	frame_cut_everywhere(&f);
	f.bytes[52] = 7 << 2; /* another kind of frame */
	frame_look(&f);
	assert_int_equal(f.p.layers[4].kind, LAYER_PAYLOAD);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(tags),
	        cmocka_unit_test(mirrored_frames),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
