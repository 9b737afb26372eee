/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Link types and their headers, to the network layer.
 */
#include "tests/unit/packet/frames.h"

#define UDP "9c40 22b8 000a 0000 6869"
#define FOUR IP4("001e", "11") UDP
#define SIX IP6("000a", "11") UDP
#define WLAN_DATA "0802 3a01 020000000001 020000000002 020000000003 1002 "

static void each_link_reaches_the_network(void **state)
{
	(void)state;
	static const struct {
		enum packet_link link;
		const char *hex;
		uint8_t count, first;
		const char *field, *value;
	} cases[] = {
	        {PACKET_LINK_NULL, "02000000" FOUR, 4, LAYER_NULL, "null.family", "2"},
	        {PACKET_LINK_NULL, "00000002" FOUR, 4, LAYER_NULL, "null.family", "2"},
	        {PACKET_LINK_NULL, "1e000000" SIX, 4, LAYER_NULL, "null.family", "30"},
	        {PACKET_LINK_LOOP, "0000001c" SIX, 4, LAYER_NULL, "null.family", "28"},
	        {PACKET_LINK_RAW, FOUR, 3, LAYER_IPV4, "ip.src", "10.0.0.1"},
	        {PACKET_LINK_RAW, SIX, 3, LAYER_IPV6, "ipv6.src", "2001:db8::1"},
	        {PACKET_LINK_RAW_BSD, FOUR, 3, LAYER_IPV4, "ip.src", "10.0.0.1"},
	        {PACKET_LINK_RAW_OPENBSD, SIX, 3, LAYER_IPV6, "ipv6.src", "2001:db8::1"},
	        {PACKET_LINK_IPV4, FOUR, 3, LAYER_IPV4, "ip.src", "10.0.0.1"},
	        {PACKET_LINK_IPV6, SIX, 3, LAYER_IPV6, "ipv6.src", "2001:db8::1"},
	        {PACKET_LINK_LINUX_SLL, "0004 0001 0006 020000000001 0000 0800" FOUR, 4, LAYER_SLL,
	                "sll.src.eth", "02:00:00:00:00:01"},
	        {PACKET_LINK_LINUX_SLL, "0000 0304 0006 000000000000 0000 86dd" SIX, 4, LAYER_SLL,
	                "sll.etype", "0x86dd"},
	        {PACKET_LINK_LINUX_SLL, "0000 030a 0004 c0000201 00000000 0800" FOUR, 4, LAYER_SLL,
	                "sll.src.ipv4", "192.0.2.1"},
	        {PACKET_LINK_LINUX_SLL2, "0800 0000 00000002 0001 04 06 020000000001 0000" FOUR, 4,
	                LAYER_SLL, "sll.ifindex", "2"},
	        {PACKET_LINK_PPP, "ff03 0021" FOUR, 4, LAYER_PPP, "ppp.protocol", "0x0021"},
	        {PACKET_LINK_PPP, "0021" FOUR, 4, LAYER_PPP, "ppp.protocol", "0x0021"},
	        {PACKET_LINK_PPP, "21" FOUR, 4, LAYER_PPP, "ppp.protocol", "0x21"},
	        {PACKET_LINK_PPP, "ff03 0057" SIX, 4, LAYER_PPP, "ppp.address", "0xff"},
	        {PACKET_LINK_PPP_HDLC, "0f00 0800" FOUR, 4, LAYER_CHDLC, "chdlc.protocol",
	                "0x0800"},
	        {PACKET_LINK_PPP_WITH_DIR, "01 ff03 0021" FOUR, 4, LAYER_PPP, "ppp.protocol",
	                "0x0021"},
	        {PACKET_LINK_PPP_PPPD, "01 03 0021" FOUR, 4, LAYER_PPP, "ppp.protocol", "0x0021"},
	        {PACKET_LINK_PPP_ETHER, "1100 0007 0020 0021" FOUR, 5, LAYER_PPPOE,
	                "pppoe.session_id", "0x0007"},
	        {PACKET_LINK_C_HDLC, "8f00 86dd" SIX, 4, LAYER_CHDLC, "chdlc.address", "0x8f"},
	        {PACKET_LINK_ATM_RFC1483, "aaaa03 000000 0800" FOUR, 4, LAYER_LLC, "llc.type",
	                "0x0800"},
	        {PACKET_LINK_WLAN, WLAN_DATA "aaaa03 000000 0800" FOUR, 5, LAYER_WLAN, "wlan.seq",
	                "33"},
	        {PACKET_LINK_RADIOTAP,
	                "00000900 02000000 10" WLAN_DATA "aaaa03 000000 0800" FOUR "deadbeef", 6,
	                LAYER_RADIO, "radiotap.flags", "0x10"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		frame_of_link(&f, cases[i].link, cases[i].hex);
		assert_int_equal(f.p.flags & ~PACKET_BAD_CHECKSUM, 0);
		assert_int_equal(f.p.layer_count, cases[i].count);
		assert_int_equal(f.p.layers[0].kind, cases[i].first);
		assert_int_equal(f.p.dport, 8888);
		assert_int_equal(f.p.payload_length, 2);
		assert_value(&f, cases[i].field, cases[i].value);
		assert_non_null(packet_link_name(cases[i].link));
		packet_mend_checksums(&f.p, f.bytes);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

static void cooked_frames_say_who_sent_them(void **state)
{
	(void)state;
	struct frame f;
	frame_of_link(&f, PACKET_LINK_LINUX_SLL, "0004 0001 0006 020000000001 0000 0800" FOUR);
	assert_int_equal(f.p.mac_src.length, 6);
	assert_int_equal(f.p.mac_dst.length, 0);
	assert_meaning(&f, "sll.pkttype", "sent by us");
	assert_meaning(&f, "sll.hatype", "Ethernet");
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_LINUX_SLL, "0004 0338 0000 0000000000000000 0000 01020304");
	assert_layers(&f, LAYER_SLL, LAYER_PAYLOAD); /* netlink */
	frame_finish(&f);
}

static void unknown_links_are_data(void **state)
{
	(void)state;
	struct frame f;
	frame_of_link(&f, (enum packet_link)147, "4500 0014");
	assert_layers(&f, LAYER_PAYLOAD);
	assert_int_equal(f.p.payload_length, 4);
	assert_null(packet_link_name(147));
	assert_string_equal(packet_link_name(PACKET_LINK_ETHERNET), "Ethernet");
	assert_string_equal(packet_link_name(PACKET_LINK_RAW), "raw IP");
	assert_string_equal(packet_link_name(187), "Bluetooth HCI");
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_RAW, "7500 0014");
	assert_layers(&f, LAYER_PAYLOAD);
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_NULL, "09000000 0102");
	assert_layers(&f, LAYER_NULL, LAYER_PAYLOAD);
	frame_finish(&f);
}

/* Loopback segments are longer than 16 bits count. */
static void long_frames(void **state)
{
	(void)state;
	enum { LENGTH = 14 + 65535 + 30000 };
	uint8_t *bytes = calloc(1, LENGTH);
	assert_non_null(bytes);
	struct packet p;
	struct field_list list = {0};
	bytes[12] = 0x86;
	bytes[13] = 0xdd;
	bytes[14] = 0x60;
	bytes[14 + 6] = 6; /* length 0: left to segmentation offload */
	bytes[54 + 12] = 0x50;
	packet_decode(PACKET_LINK_ETHERNET, bytes, LENGTH, LENGTH, &p);
	assert_int_equal(p.payload_offset, 74);
	assert_int_equal(p.payload_length, LENGTH - 74);
	assert_int_equal(p.layers[p.layer_count - 1].length, LENGTH - 74);
	fields_build(&p, bytes, &list);
	assert_int_equal(fields_find(&list, "data.data")->length, LENGTH - 74);
	field_list_finish(&list);
	/* A tunnel in a jumbogram begins where 16 bits end. */
	bytes[14 + 6] = 0; /* options of 2048 bytes, many times */
	for (size_t at = 54; at + 2048 < 70000; at += 2048) {
		bytes[at] = 60;
		bytes[at + 1] = 255;
	}
	packet_decode(PACKET_LINK_ETHERNET, bytes, LENGTH, LENGTH, &p);
	assert_int_equal(p.layer_count, PACKET_LAYERS_MAX);
	assert_int_equal(p.layers[PACKET_LAYERS_MAX - 1].offset, 54 + 2048 * 13);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(each_link_reaches_the_network),
	        cmocka_unit_test(cooked_frames_say_who_sent_them),
	        cmocka_unit_test(unknown_links_are_data),
	        cmocka_unit_test(long_frames),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
