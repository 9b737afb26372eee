/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IPv4: header, options, fragments, tunnels.
 */
#include <stdio.h>

#include "tests/unit/packet/frames.h"

static void header(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 "45 bb 0018 1c46 4000 01 59 0000 7f000001 e0000005 01020304");
	static const struct {
		const char *name, *value, *meaning;
	} cases[] = {
	        {"ip.version", "4", ""},
	        {"ip.hdr_len", "20", "5 words of 4 bytes"},
	        {"ip.dsfield", "0xbb", ""},
	        {"ip.dsfield.dscp", "46", "expedited forwarding"},
	        {"ip.dsfield.ecn", "3", "congestion experienced"},
	        {"ip.len", "24", ""},
	        {"ip.id", "0x1c46", ""},
	        {"ip.flags", "0x2", "don't fragment"},
	        {"ip.flags.df", "1", ""},
	        {"ip.flags.mf", "0", ""},
	        {"ip.frag_offset", "0", ""},
	        {"ip.ttl", "1", "goes no further than this hop"},
	        {"ip.proto", "89", "OSPF"},
	        {"ip.src", "127.0.0.1", "loopback"},
	        {"ip.dst", "224.0.0.5", "multicast"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_value(&f, cases[i].name, cases[i].value);
		assert_meaning(&f, cases[i].name, cases[i].meaning);
	}
	assert_meaning(&f, "ip.checksum", "correct");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_PAYLOAD);
	assert_int_equal(f.p.protocol, 89);
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void options(void **state)
{
	(void)state;
	struct frame f;
	/* record route with two addresses, no operation, end */
	frame_mended(&f, ETH4 "48 00 0024 0000 0000 40 59 0000 0a000001 0a000002 "
	                      "07 0b 08 0a000009 00000000 00 01020304");
	assert_int_equal(f.p.flags, 0);
	assert_int_equal(f.p.layers[1].length, 32);
	assert_value(&f, "ip.opt.type", "7");
	assert_meaning(&f, "ip.opt.type", "record route");
	assert_value(&f, "ip.opt.len", "11");
	assert_value(&f, "ip.opt.ptr", "8");
	assert_value(&f, "ip.opt.addr", "10.0.0.9");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(&f, ETH4 "46 00 0018 0000 0000 40 59 0000 0a000001 0a000002 94040000");
	assert_value(&f, "ip.opt.ra", "0");
	frame_finish(&f);
	frame_mended(&f, ETH4 "46 00 0018 0000 0000 40 59 0000 0a000001 0a000002 44ff0000");
	assert_meaning(&f, "ip.opt.type", "length 255 is wrong");
	frame_finish(&f);
	frame_mended(&f, ETH4 "46 00 0018 0000 0000 40 59 0000 0a000001 0a000002 44000000");
	assert_meaning(&f, "ip.opt.type", "length 0 is wrong");
	frame_finish(&f);
}

static void fragments(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 "4500 0020 1c46 2000 4011 0000 0a000001 0a000002 9c40 22b8 0040 0000 "
	                      "61626364");
	assert_int_equal(f.p.flags, PACKET_FRAGMENT);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_int_equal(f.p.dport, 8888);
	assert_meaning(&f, "ip.flags", "more fragments");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(
	        &f, ETH4 "4500 001c 1c46 0002 4011 0000 0a000001 0a000002 9c40 22b8 0040 0000");
	assert_int_equal(f.p.flags, PACKET_FRAGMENT);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_PAYLOAD);
	assert_int_equal(f.p.dport, 0);
	assert_value(&f, "ip.frag_offset", "2");
	assert_meaning(&f, "ip.frag_offset", "byte 16 of the whole");
	frame_finish(&f);
}

/* Whom a packet is for is told by a route that goes on; where it goes next, by the header. */
static void source_routes(void **state)
{
	(void)state;
	static const struct {
		const char *options, *to;
	} cases[] = {
	        {"83 0b 04 0a000008 0a000009 00", "10.0.0.9"},
	        {"89 0b 08 0a000008 0a000009 00", "10.0.0.9"},
	        {"01 89 07 04 0a000009 00000000", "10.0.0.9"},
	        {"83 0b 0c 0a000008 0a000009 00", "10.0.0.2"}, /* all of it is gone */
	        {"83 0b 03 0a000008 0a000009 00", "10.0.0.2"},
	        {"83 0b 05 0a000008 0a000009 00", "10.0.0.2"},
	        {"83 06 04 0a0000 00 0a000009 00", "10.0.0.2"}, /* no room for an address */
	        {"83 0d 04 0a000008 0a000009 00", "10.0.0.2"},  /* longer than the header */
	        {"83 00 04 0a000008 0a000009 00", "10.0.0.2"},
	        {"00 83 07 04 0a000009 00000000", "10.0.0.2"},
	        {"07 0b 04 0a000008 0a000009 00", "10.0.0.2"}, /* records a route */
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char hex[300], text[46];
		snprintf(hex, sizeof(hex), "%s%s 9c40 22b8 0008 0000",
		        ETH4 "4800 0028 0000 0000 4011 0000 0a000001 0a000002 ", cases[i].options);
		frame_mended(&f, hex);
		packet_addr_text(&f.p.dst, text);
		assert_string_equal(text, cases[i].to);
		assert_value(&f, "ip.dst", "10.0.0.2");
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

static void tunnels(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 "4500 0032 0000 0000 4004 0000 c0000201 c0000202" IP4(
	                         "001e", "11") "9c40 22b8 000a 0000 6869");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	char text[46];
	packet_addr_text(&f.p.src, text);
	assert_string_equal(text, "10.0.0.1"); /* who talks is inside */
	assert_int_equal(f.p.protocol, 17);
	assert_int_equal(f.p.flags, 0);
	frame_cut_everywhere(&f);
	frame_finish(&f);
	/* In a fragment of the outer packet the inner one is cut, but none itself. */
	frame_mended(&f, ETH4 "4500 0032 0000 2000 4004 0000 c0000201 c0000202" IP4(
	                         "0020", "11") "9c40 22b8 000c 0000 6869");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	assert_int_equal(f.p.dport, 8888);
	frame_finish(&f);
}

/* Segmentation left to the card: the total is not known yet, the frame's end is the end. */
static void a_total_of_nothing(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0000", "11") "9c40 22b8 000a 0000 6869");
	assert_int_equal(f.p.flags, 0);
	assert_int_equal(f.p.payload_length, 2);
	assert_meaning(&f, "ip.len", "left to the network card");
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(header),
	        cmocka_unit_test(options),
	        cmocka_unit_test(fragments),
	        cmocka_unit_test(source_routes),
	        cmocka_unit_test(tunnels),
	        cmocka_unit_test(a_total_of_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
