/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ethernet and VLAN tags.
 */
#include <stdio.h>

#include "tests/unit/packet/frames.h"

#define ADDRESSES "ffffffffffff 020000000001 "

static void type_and_addresses(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ADDRESSES "88b5 0102");
	assert_layers(&f, LAYER_ETHERNET, LAYER_PAYLOAD);
	assert_value(&f, "eth.dst", "ff:ff:ff:ff:ff:ff");
	assert_meaning(&f, "eth.dst", "broadcast: to everybody on this link");
	assert_meaning(&f, "eth.src", "locally administered");
	assert_int_equal(f.p.mac_src.length, 6);
	assert_int_equal(f.p.payload_offset, 14);
	assert_int_equal(f.p.payload_length, 2);
	assert_int_equal(f.p.src.length, 0);
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void means_groups(void **state)
{
	(void)state;
	static const struct {
		const char *dst, *meaning;
	} cases[] = {
	        {"01005e000001", "IPv4 multicast"},
	        {"333300000001", "IPv6 multicast"},
	        {"0180c2000000", "to bridges: spanning tree"},
	        {"01000ccccccc", "multicast"},
	        {"001122334455", ""},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char hex[64];
		snprintf(hex, sizeof(hex), "%s 020000000001 88b5", cases[i].dst);
		frame_raw(&f, hex);
		assert_meaning(&f, "eth.dst", cases[i].meaning);
		frame_finish(&f);
	}
}

static void a_length_ends_the_content(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ADDRESSES "0004 f0f0 0301 0000 0000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_LLC, LAYER_PAYLOAD);
	assert_value(&f, "eth.len", "4");
	assert_int_equal(f.p.layers[2].length, 1);
	assert_int_equal(frame_field(&f, "eth.padding")->length, 4);
	frame_finish(&f);
	frame_raw(&f, ADDRESSES "05ff 0102"); /* neither length nor type */
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	frame_finish(&f);
}

static void tags(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH "8100 6005 0800" IP4("001e", "11") "9c40 22b8 000a 0000 6869");
	assert_layers(&f, LAYER_ETHERNET, LAYER_VLAN, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_value(&f, "vlan.priority", "3");
	assert_value(&f, "vlan.dei", "0");
	assert_value(&f, "vlan.id", "5");
	assert_value(&f, "vlan.etype", "0x0800");
	assert_int_equal(f.p.sport, 40000);
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_raw(&f, ETH "88a8 1064 8100 0005 88b5 00");
	assert_layers(&f, LAYER_ETHERNET, LAYER_VLAN, LAYER_VLAN, LAYER_PAYLOAD);
	assert_value(&f, "ieee8021ad.id", "100");
	assert_value(&f, "ieee8021ad.dei", "1");
	assert_value(&f, "vlan.id", "5");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

/* A length of nothing would leave the rest unsaid. */
static void type_zero_is_a_type(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH "0000 4500 0048");
	assert_layers(&f, LAYER_ETHERNET, LAYER_PAYLOAD);
	assert_int_equal(f.p.flags, 0);
	assert_value(&f, "eth.type", "0x0000");
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(type_and_addresses),
	        cmocka_unit_test(means_groups),
	        cmocka_unit_test(a_length_ends_the_content),
	        cmocka_unit_test(tags),
	        cmocka_unit_test(type_zero_is_a_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
