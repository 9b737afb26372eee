/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IPv6 and its extension headers.
 */
#include "tests/unit/packet/frames.h"

#define UDP "9c40 22b8 000a 0000 6869"

static void header(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH6 "6ab12345 000a 11 40 fe800000000000000000000000000001 "
	                      "ff020000000000000000000000000001" UDP);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV6, LAYER_UDP, LAYER_PAYLOAD);
	assert_int_equal(f.p.flags, 0);
	assert_value(&f, "ipv6.version", "6");
	assert_value(&f, "ipv6.tclass", "0xab");
	assert_value(&f, "ipv6.tclass.dscp", "42");
	assert_value(&f, "ipv6.tclass.ecn", "3");
	assert_value(&f, "ipv6.flow", "0x12345");
	assert_value(&f, "ipv6.plen", "10");
	assert_value(&f, "ipv6.nxt", "17");
	assert_meaning(&f, "ipv6.nxt", "UDP");
	assert_value(&f, "ipv6.hlim", "64");
	assert_value(&f, "ipv6.src", "fe80::1");
	assert_meaning(&f, "ipv6.src", "link-local");
	assert_value(&f, "ipv6.dst", "ff02::1");
	assert_meaning(&f, "ipv6.dst", "all nodes on this link");
	assert_int_equal(f.p.src.length, 16);
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void each_extension(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *layer, *field, *value;
	} cases[] = {
	        {ETH6 IP6("0012", "00") "1100 0502 0000 0100" UDP, "ipv6.hopopts",
	                "ipv6.opt.router_alert", "0"},
	        {ETH6 IP6("0012", "3c") "1100 0104 00000000" UDP, "ipv6.dstopts",
	                "ipv6.dstopts.nxt", "17"},
	        {ETH6 IP6("0012", "3c") "1100 3e04 01020304" UDP, "ipv6.dstopts",
	                "ipv6.opt.unknown", "01 02 03 04"},
	        {ETH6 IP6("0022", "2b") "1102 0400 00000000 20010db8000000000000000000000009" UDP,
	                "ipv6.routing", "ipv6.routing.src.addr", "2001:db8::9"},
	        {ETH6 IP6("0012", "2c") "1100 0000 00000007" UDP, "ipv6.fraghdr",
	                "ipv6.fraghdr.ident", "0x00000007"},
	        {ETH6 IP6("001a", "33") "1102 0000 00000001 00000005 aabbccdd" UDP, "ah", "ah.icv",
	                "aa bb cc dd"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		frame_mended(&f, cases[i].hex);
		assert_layers(
		        &f, LAYER_ETHERNET, LAYER_IPV6, LAYER_IPV6_EXT, LAYER_UDP, LAYER_PAYLOAD);
		assert_int_equal(f.p.protocol, 17);
		assert_int_equal(f.p.flags, 0);
		frame_field(&f, cases[i].layer);
		assert_value(&f, cases[i].field, cases[i].value);
		assert_meaning(&f, "udp.checksum", "correct");
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

static void fragments(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH6 IP6("0010", "2c") "1100 0011 00000007 6162636465666768");
	assert_int_equal(f.p.flags, PACKET_FRAGMENT);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV6, LAYER_IPV6_EXT, LAYER_PAYLOAD);
	assert_value(&f, "ipv6.fraghdr.offset", "2");
	assert_meaning(&f, "ipv6.fraghdr.offset", "byte 16 of the whole");
	assert_value(&f, "ipv6.fraghdr.more", "1");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

/* While segments are left, the checksum is over the last address: not this header's. Not all
 * kinds of routes tell it. */
static void a_route_hides_the_destination(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f,
	        ETH6 IP6("0022", "2b") "1102 0401 00000000 20010db8000000000000000000000009" UDP);
	assert_meaning(&f, "udp.checksum", "correct");
	f.bytes[77] ^= 1; /* the route's last address */
	frame_look(&f);
	assert_true(f.p.flags & PACKET_BAD_CHECKSUM);
	f.bytes[53] ^= 1; /* the destination so far: it does not matter */
	f.bytes[77] ^= 1;
	frame_look(&f);
	assert_false(f.p.flags & PACKET_BAD_CHECKSUM);
	frame_finish(&f);
	frame_raw(&f,
	        ETH6 IP6("0022", "2b") "1102 0301 00000000 20010db8000000000000000000000009" UDP);
	assert_meaning(&f, "udp.checksum", "not checked: parts are not here");
	frame_finish(&f);
}

static void contradictions(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH6 "50000000 0000 11 40 00000000000000000000000000000000 "
	                   "00000000000000000000000000000000");
	assert_int_equal(f.p.flags, PACKET_MALFORMED); /* version 5 */
	frame_finish(&f);
	frame_raw(&f, ETH6 IP6("0012", "00") "11ff 0502 0000 0100" UDP);
	assert_int_equal(f.p.flags, PACKET_MALFORMED); /* longer than its packet */
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV6, LAYER_PAYLOAD);
	frame_finish(&f);
	frame_raw(&f, ETH6 IP6("0008", "3c") "3b00 01ff 00000000");
	assert_meaning(&f, "ipv6.opt.type", "its length is wrong");
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(header),
	        cmocka_unit_test(each_extension),
	        cmocka_unit_test(fragments),
	        cmocka_unit_test(a_route_hides_the_destination),
	        cmocka_unit_test(contradictions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
