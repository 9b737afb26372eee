/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protocols that carry others: MPLS, GRE, ESP, PPP, PPPoE, and SNAP.
 */
#include "tests/unit/packet/frames.h"

#define UDP "9c40 22b8 000a 0000 6869"
#define FOUR IP4("001e", "11") UDP
#define SIX IP6("000a", "11") UDP
#define INNER "060000000002 060000000001 0800 "

static void mpls_guesses_what_is_under_it(void **state)
{
	(void)state;
	static const struct {
		const char *hex;
		uint8_t kind;
	} cases[] = {
	        {ETH "8847 00064140" FOUR, LAYER_IPV4},
	        {ETH "8847 0001 4040 00064140" SIX, LAYER_IPV6},
	        {ETH "8847 00002140" SIX, LAYER_IPV6}, /* label 2 */
	        {ETH "8848 00064140 00000000" INNER FOUR, LAYER_ETHERNET},
	        {ETH "8847 00064140" INNER FOUR, LAYER_ETHERNET},
	        {ETH "8847 00064140 f000", LAYER_PAYLOAD},
	        {ETH "8847 00064040 00000000", LAYER_NULL}, /* no bottom: cut */
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		frame_mended(&f, cases[i].hex);
		if (cases[i].kind == LAYER_NULL) {
			assert_int_equal(f.p.flags, PACKET_MALFORMED);
			frame_finish(&f);
			continue;
		}
		assert_int_equal(f.p.layers[1].kind, LAYER_MPLS);
		assert_int_equal(f.p.layers[2].kind, cases[i].kind);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
	struct frame f;
	frame_raw(&f, ETH "8847 0001 4040 00064b3f" FOUR);
	assert_int_equal(f.p.layers[1].length, 8);
	assert_value(&f, "mpls.label", "20");
	assert_value(&f, "mpls.ttl", "64");
	assert_value(&f, "mpls.bottom", "0");
	assert_string_equal(f.list.at[f.list.count - 1].name, "data.data");
	frame_finish(&f);
}

static void gre(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("003e", "2f") "3000 0800 0000002a 00000007" FOUR);
	assert_layers(
	        &f, LAYER_ETHERNET, LAYER_IPV4, LAYER_GRE, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_value(&f, "gre.key", "0x0000002a");
	assert_value(&f, "gre.sequence_number", "7");
	assert_meaning(&f, "udp.checksum", "not used");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	/* PPTP: a call, and PPP in it. */
	frame_mended(&f, ETH4 IP4("0044", "2f") "3081 880b 0020 0005 00000001 00000002 0021" FOUR);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_GRE, LAYER_PPP, LAYER_IPV4, LAYER_UDP,
	        LAYER_PAYLOAD);
	assert_value(&f, "gre.key.call_id", "5");
	assert_value(&f, "gre.ack_number", "2");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0044", "2f") "0000 6558" INNER FOUR "00000000000000000000");
	assert_int_equal(f.p.layers[3].kind, LAYER_ETHERNET);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("003a", "2f") "0000 883e 80000001" FOUR);
	assert_int_equal(f.p.layers[3].kind, LAYER_IPV4); /* redirected to a web cache */
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0018", "2f") "b000 0800");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	frame_finish(&f);
}

static void esp_and_ip_in_ip(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0020", "32") "00000101 00000009 01020304");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_ESP, LAYER_PAYLOAD);
	assert_value(&f, "esp.spi", "0x00000101");
	assert_value(&f, "esp.sequence", "9");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0046", "29") SIX);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_IPV6, LAYER_UDP, LAYER_PAYLOAD);
	assert_int_equal(f.p.src.length, 16);
	frame_finish(&f);
}

static void pppoe(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH "8864 1100 0011 0020 0021" FOUR "0000");
	assert_layers(
	        &f, LAYER_ETHERNET, LAYER_PPPOE, LAYER_PPP, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_int_equal(f.p.flags, 0);
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_raw(&f, ETH "8863 1109 0000 000c 0101 0000 0102 0004 6e616d65");
	assert_layers(&f, LAYER_ETHERNET, LAYER_PPPOE);
	assert_meaning(&f, "pppoe.code", "PADI: who offers access?");
	assert_value(&f, "pppoed.tag_text", "name");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_raw(&f, ETH "8863 1109 0000 0008 0101 0000 0102 0044");
	assert_non_null(fields_find(&f.list, "pppoed.tag"));
	assert_string_equal(f.list.at[f.list.count - 1].meaning, "length 68 is wrong");
	frame_finish(&f);
}

static void ppp_control(void **state)
{
	(void)state;
	struct frame f;
	frame_of_link(&f, PACKET_LINK_PPP, "ff03 c021 0101 000e 0104 05dc 0506 01020304");
	assert_layers(&f, LAYER_PPP);
	assert_meaning(&f, "ppp.protocol", "LCP: the link itself");
	assert_meaning(&f, "ppp.code", "configure request");
	assert_meaning(&f, "ppp.option.type", "largest packet");
	assert_value(&f, "ppp.length", "14");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_PPP, "c223 0301 0006 4f6b");
	assert_meaning(&f, "chap.code", "success");
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_PPP, "c021 0101 000e 0100");
	assert_meaning(&f, "ppp.option.type", "length 0 is wrong");
	frame_finish(&f);
}

static void snap(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH "000c aaaa03 00000c 2000 01b40000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_LLC, LAYER_PAYLOAD);
	assert_meaning(&f, "llc.oui", "Cisco");
	assert_meaning(&f, "llc.cisco_pid", "discovery (CDP)");
	assert_null(fields_find(&f.list, "llc.type"));
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_ATM_RFC1483, "aaaa03 0080c2 0007 0000" INNER FOUR);
	assert_int_equal(f.p.layers[1].kind, LAYER_ETHERNET);
	assert_value(&f, "llc.pid", "0x0007");
	frame_finish(&f);
	frame_raw(&f, ETH "0024 060603" FOUR);
	assert_int_equal(f.p.layers[2].kind, LAYER_IPV4);
	frame_finish(&f);
}

static void vxlan_of_other_protocols(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0042", "11") "c350 12b6 002e 0000 0c000001 00002a00" FOUR);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_VXLAN_GPE, LAYER_IPV4,
	        LAYER_UDP, LAYER_PAYLOAD);
	assert_meaning(&f, "vxlan.next_proto", "IPv4");
	frame_cut_everywhere(&f);
	f.bytes[45] = 9;
	frame_look(&f);
	assert_int_equal(f.p.layers[4].kind, LAYER_PAYLOAD);
	frame_finish(&f);
}

/* Aruba's access points send frames of 802.11 to their controller. */
static void gre_of_access_points(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0058", "2f") "0000 8200 8801 0000 020000000001 020000000002 "
	                                        "020000000003 0000 0000 aaaa03 000000 0800" FOUR);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_GRE, LAYER_WLAN, LAYER_LLC, LAYER_IPV4,
	        LAYER_UDP, LAYER_PAYLOAD);
	frame_cut_everywhere(&f);
	f.bytes[37] = 1; /* 0x8201: not theirs */
	frame_look(&f);
	assert_int_equal(f.p.layers[3].kind, LAYER_PAYLOAD);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("003e", "11") "c350 1292 002a 0000 0000 0800" FOUR);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_GRE, LAYER_IPV4, LAYER_UDP,
	        LAYER_PAYLOAD);
	frame_finish(&f);
}

static void esp_in_udp(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0028", "11") "1194 1194 0014 0000 00000101 00000009 01020304");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_ESP, LAYER_PAYLOAD);
	assert_value(&f, "esp.spi", "0x00000101");
	frame_cut_everywhere(&f);
	f.bytes[45] = f.bytes[44] = 0; /* key exchange */
	frame_look(&f);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("001d", "11") "1194 1194 0009 0000 ff");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	frame_finish(&f);
}

/* Both datagrams' checksums are over their own addresses. */
static void overlays(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0050", "11") "c350 12b5 003c 0001 08000000 00002a00" INNER IP4(
	                         "001e", "11") "9c40 22b8 000a 0001 6869");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_VXLAN, LAYER_ETHERNET,
	        LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_int_equal(f.p.flags, 0);
	assert_value(&f, "vxlan.vni", "42");
	assert_meaning(&f, "udp.checksum", "correct");
	assert_int_equal(f.p.dport, 8888);
	f.bytes[33] ^= 1; /* the outer destination */
	frame_look(&f);
	assert_string_not_equal(frame_field(&f, "udp.checksum")->meaning, "correct");
	f.bytes[33] ^= 1;
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(
	        &f, ETH4 IP4("0046", "11") "c350 17c1 0032 0000 0100 0800 00002a00 01020000" FOUR);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_GENEVE, LAYER_IPV4,
	        LAYER_UDP, LAYER_PAYLOAD);
	assert_value(&f, "geneve.option.length", "4");
	assert_value(&f, "geneve.vni", "42");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(mpls_guesses_what_is_under_it),
	        cmocka_unit_test(gre),
	        cmocka_unit_test(esp_and_ip_in_ip),
	        cmocka_unit_test(overlays),
	        cmocka_unit_test(vxlan_of_other_protocols),
	        cmocka_unit_test(gre_of_access_points),
	        cmocka_unit_test(esp_in_udp),
	        cmocka_unit_test(pppoe),
	        cmocka_unit_test(ppp_control),
	        cmocka_unit_test(snap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
