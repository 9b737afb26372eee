/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IEEE 802.11 and what radios say before it.
 */
#include <stdio.h>

#include "tests/unit/packet/frames.h"

#define A1 "020000000001 "
#define A2 "020000000002 "
#define A3 "020000000003 "
#define A4 "020000000004 "
#define SNAP "aaaa03 000000 0806 "

static void addresses_by_direction(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *sa, *da, *bssid;
	} cases[] = {
	        {"0800 0000 " A1 A2 A3 "0000" SNAP, "02:00:00:00:00:02", "02:00:00:00:00:01",
	                "02:00:00:00:00:03"},
	        {"0801 0000 " A1 A2 A3 "0000" SNAP, "02:00:00:00:00:02", "02:00:00:00:00:03",
	                "02:00:00:00:00:01"},
	        {"0802 0000 " A1 A2 A3 "0000" SNAP, "02:00:00:00:00:03", "02:00:00:00:00:01",
	                "02:00:00:00:00:02"},
	        {"0803 0000 " A1 A2 A3 "0000" A4 SNAP, "02:00:00:00:00:04", "02:00:00:00:00:03",
	                NULL},
	        {"8000 0000 " A1 A2 A3 "0000", "02:00:00:00:00:02", "02:00:00:00:00:01",
	                "02:00:00:00:00:03"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char text[46];
		frame_of_link(&f, PACKET_LINK_WLAN, cases[i].hex);
		assert_value(&f, "wlan.sa", cases[i].sa);
		assert_value(&f, "wlan.da", cases[i].da);
		if (cases[i].bssid)
			assert_value(&f, "wlan.bssid", cases[i].bssid);
		packet_addr_text(&f.p.mac_src, text);
		assert_string_equal(text, cases[i].sa);
		packet_addr_text(&f.p.mac_dst, text);
		assert_string_equal(text, cases[i].da);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

static void control_frames_are_short(void **state)
{
	(void)state;
	struct frame f;
	frame_of_link(&f, PACKET_LINK_WLAN, "d400 0000 " A1);
	assert_layers(&f, LAYER_WLAN);
	assert_meaning(&f, "wlan.fc.subtype", "acknowledgment");
	assert_value(&f, "wlan.ra", "02:00:00:00:00:01");
	assert_int_equal(f.p.mac_src.length, 0);
	assert_int_equal(f.p.mac_dst.length, 6);
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_WLAN, "b400 9001 " A1 A2);
	assert_layers(&f, LAYER_WLAN);
	assert_value(&f, "wlan.ta", "02:00:00:00:00:02");
	assert_value(&f, "wlan.duration", "400");
	frame_finish(&f);
}

/* What is encrypted, a later fragment, or without data is not read. */
static void closed_data(void **state)
{
	(void)state;
	static const char *const frames[] = {
	        "0842 0000 " A1 A2 A3 "0000" SNAP, /* protected */
	        "0802 0000 " A1 A2 A3 "0100" SNAP, /* fragment 1 */
	        "4802 0000 " A1 A2 A3 "0000" SNAP, /* no data */
	};
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		struct frame f;
		frame_of_link(&f, PACKET_LINK_WLAN, frames[i]);
		assert_layers(&f, LAYER_WLAN, LAYER_PAYLOAD);
		frame_finish(&f);
	}
	struct frame f;
	frame_of_link(&f, PACKET_LINK_WLAN, "8802 0000 " A1 A2 A3 "0000 0000 " SNAP "01");
	assert_int_equal(f.p.layers[0].length, 26);
	assert_int_equal(f.p.layers[1].kind, LAYER_LLC);
	frame_finish(&f);
}

static void radiotap_says_how_to_read_on(void **state)
{
	(void)state;
	struct frame f;
	/* A clock, flags (padded), a rate, a channel, a signal. */
	frame_of_link(&f, PACKET_LINK_RADIOTAP,
	        "0000 1700 2f000000 0100000000000000 20 0c 6c09 a000 d6"
	        "8802 0000 " A1 A2 A3 "0000 0000 0000 " SNAP "0001");
	assert_value(&f, "radiotap.mactime", "1");
	assert_value(&f, "radiotap.channel.freq", "2412");
	assert_meaning(&f, "radiotap.dbm_antsignal", "-42 dBm");
	assert_meaning(&f, "radiotap.datarate", "6 Mb/s");
	assert_int_equal(f.p.layers[1].length, 28);
	assert_int_equal(f.p.layers[2].kind, LAYER_LLC);
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void older_headers(void **state)
{
	(void)state;
	struct frame f = {.not_ethernet = PACKET_LINK_PRISM + 1, .len = 144 + 10};
	memcpy(f.bytes, "\x44\0\0\0\x90\0\0\0wlan0", 13);
	f.bytes[144] = 0xd4;
	frame_look(&f);
	assert_layers(&f, LAYER_RADIO, LAYER_WLAN);
	assert_value(&f, "prism.msglen", "144");
	assert_non_null(fields_find(&f.list, "prism"));
	frame_cut_everywhere(&f);
	memcpy(f.bytes, "\x80\x21\x10\x01\0\0\0\x40", 8);
	f.bytes[64] = 0xd4;
	f.not_ethernet = PACKET_LINK_AVS + 1;
	frame_look(&f);
	assert_int_equal(f.p.layers[0].length, 64);
	assert_int_equal(f.p.layers[1].kind, LAYER_WLAN);
	assert_value(&f, "wlancap.length", "64");
	frame_finish(&f);
}

/* A length that is less than the header has or more than there is. */
static void lengths_that_lie(void **state)
{
	(void)state;
	struct frame f;
	frame_of_link(&f, PACKET_LINK_RADIOTAP, "0000 0400 00000000 d400");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	assert_layers(&f, LAYER_PAYLOAD);
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_RADIOTAP, "0000 ff00 ffffffff d400");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_RADIOTAP, "0000 0800 ffffffff d400 0000 " A1);
	assert_layers(&f, LAYER_RADIO, LAYER_WLAN);
	frame_finish(&f);
}

#define CAPWAP(t) ETH4 IP4("0050", "11") "c350 147f 003c 0000 0010 " t "00 00000000 "

/* Their two bytes of frame control may be exchanged, in CAPWAP alone. */
static void through_a_controller(void **state)
{
	(void)state;
	static const char *const controls[] = {"0801", "0108"};
	for (size_t i = 0; i < 2; i++) {
		char hex[400];
		struct frame f;
		snprintf(hex, sizeof(hex),
		        CAPWAP("03") "%s 0000 " A1 A2 A3 "0000 aaaa03 000000 0800", controls[i]);
		frame_raw(&f, hex);
		assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_CAPWAP, LAYER_WLAN,
		        LAYER_LLC);
		assert_value(&f, "wlan.fc.type", "2");
		assert_value(&f, "wlan.fc.tods", "1");
		assert_value(&f, "wlan.da", "02:00:00:00:00:03");
		frame_finish(&f);
	}
	struct frame f;
	frame_mended(&f, CAPWAP("02") A1 A2 "0800" IP4("0026", "11") "9c40 22b8 0012 0000 "
	                                                             "6869000000000000");
	assert_int_equal(f.p.layers[4].kind, LAYER_ETHERNET); /* not as it was in the air */
	frame_cut_everywhere(&f);
	f.bytes[44] = 0x80; /* a fragment */
	f.bytes[45] = 0x80;
	frame_look(&f);
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_WLAN, "0108 0000 " A1 A2 A3 "0000" SNAP);
	assert_value(&f, "wlan.fc.type", "0");
	frame_finish(&f);
}

/* Two packets in one frame: the first is followed, with its own addresses. */
static void aggregates(void **state)
{
	(void)state;
	struct frame f;
	frame_of_link(&f, PACKET_LINK_WLAN,
	        "8802 0000 " A1 A2 A2 "0000 8000 " A1 A4 "000c" SNAP "00000000 0000" A1 A4
	        "0008" SNAP);
	assert_int_equal(f.p.layers[1].kind, LAYER_LLC);
	assert_int_equal(f.p.layers[0].length, 26 + 14);
	assert_value(&f, "wlan_aggregate.a_mdsu.length", "12");
	char text[46];
	packet_addr_text(&f.p.mac_src, text);
	assert_string_equal(text, "02:00:00:00:00:04");
	frame_cut_everywhere(&f);
	f.bytes[38] = 9; /* longer than the frame */
	frame_look(&f);
	assert_true(f.p.flags & PACKET_MALFORMED);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(addresses_by_direction),
	        cmocka_unit_test(control_frames_are_short),
	        cmocka_unit_test(closed_data),
	        cmocka_unit_test(radiotap_says_how_to_read_on),
	        cmocka_unit_test(older_headers),
	        cmocka_unit_test(lengths_that_lie),
	        cmocka_unit_test(aggregates),
	        cmocka_unit_test(through_a_controller),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
