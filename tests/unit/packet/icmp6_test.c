/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ICMPv6 and neighbour discovery.
 */
#include "tests/unit/packet/frames.h"

#define TARGET "20010db8000000000000000000000009 "
#define UDP "9c40 22b8 000a 0000 6869"

static void each_message(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *type, *field, *value;
	} cases[] = {
	        {ETH6 IP6("000a", "3a") "8000 0000 0003 0001 6162", "echo request",
	                "icmpv6.echo.sequence_number", "1"},
	        {ETH6 IP6("0020", "3a") "8700 0000 00000000" TARGET "0101 020000000001",
	                "neighbour solicitation", "icmpv6.nd.ns.target_address", "2001:db8::9"},
	        {ETH6 IP6("0020", "3a") "8700 0000 00000000" TARGET "0101 020000000001",
	                "neighbour solicitation", "icmpv6.opt.linkaddr", "02:00:00:00:00:01"},
	        {ETH6 IP6("0018", "3a") "8800 0000 60000000" TARGET, "neighbour advertisement",
	                "icmpv6.nd.na.flag.s", "1"},
	        {ETH6 IP6("0008", "3a") "8500 0000 00000000", "router solicitation",
	                "icmpv6.reserved", "00 00 00 00"},
	        {ETH6 IP6("0038",
	                 "3a") "8600 0000 40c00708 00000000 00000000"
	                       "0501 0000 000005dc 0304 40c0 00000e10 00000708 00000000" TARGET,
	                "router advertisement", "icmpv6.nd.ra.router_lifetime", "1800"},
	        {ETH6 IP6("0038",
	                 "3a") "8600 0000 40c00708 00000000 00000000"
	                       "0501 0000 000005dc 0304 40c0 00000e10 00000708 00000000" TARGET,
	                "router advertisement", "icmpv6.opt.prefix", "2001:db8::9"},
	        {ETH6 IP6("0038",
	                 "3a") "8600 0000 40c00708 00000000 00000000"
	                       "0501 0000 000005dc 0304 40c0 00000e10 00000708 00000000" TARGET,
	                "router advertisement", "icmpv6.opt.mtu", "1500"},
	        {ETH6 IP6("0028", "3a") "8900 0000 00000000" TARGET TARGET, "redirect",
	                "icmpv6.rd.na.destination_address", "2001:db8::9"},
	        {ETH6 IP6("001c", "3a") "8f00 0000 00000001 04000000" TARGET,
	                "multicast listener report v2", "icmpv6.mldr.mar.multicast_address",
	                "2001:db8::9"},
	        {ETH6 IP6("0028", "3a") "8500 0000 00000000 1804 4008 00000e10" TARGET
	                                "0000000000000000",
	                "router solicitation", "icmpv6.opt.route_lifetime", "3600"},
	        {ETH6 IP6("0020", "3a") "8500 0000 00000000 1f03 0000 00000e10 036c616200 "
	                                "03636f6d00 000000000000",
	                "router solicitation", "icmpv6.opt.dnssl", "03 6c 61 62 00"},
	        {ETH6 IP6("0020", "3a") "8500 0000 00000000 1903 0000 00000e10" TARGET,
	                "router solicitation", "icmpv6.opt.rdnss", "2001:db8::9"},
	        {ETH6 IP6("002c", "3a") "8200 0000 00640000" TARGET "0a7d 0001" TARGET,
	                "multicast listener query", "icmpv6.mld.source_address", "2001:db8::9"},
	        {ETH6 IP6("002c", "3a") "8f00 0000 00000001 04000001" TARGET TARGET,
	                "multicast listener report v2", "icmpv6.mldr.mar.source_address",
	                "2001:db8::9"},
	        {ETH6 IP6("0018", "3a") "8200 0000 00640000" TARGET, "multicast listener query",
	                "icmpv6.mld.maximum_response_delay", "100"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		frame_mended(&f, cases[i].hex);
		assert_int_equal(f.p.flags, 0);
		assert_int_equal(f.p.layers[2].kind, LAYER_ICMPV6);
		assert_meaning(&f, "icmpv6.type", cases[i].type);
		assert_meaning(&f, "icmpv6.checksum", "correct");
		assert_value(&f, cases[i].field, cases[i].value);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

static void quotes(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH6 IP6("003a", "3a") "0104 0000 00000000" IP6("000a", "11") UDP);
	assert_layers(
	        &f, LAYER_ETHERNET, LAYER_IPV6, LAYER_ICMPV6, LAYER_IPV6, LAYER_UDP, LAYER_PAYLOAD);
	assert_meaning(&f, "icmpv6.code", "port unreachable");
	assert_value(&f, "udp.dstport", "8888");
	assert_int_equal(f.p.dport, 0);
	assert_int_equal(f.p.protocol, 58);
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_mended(&f, ETH6 IP6("003a", "3a") "0200 0000 00000500" IP6("000a", "11") UDP);
	assert_value(&f, "icmpv6.mtu", "1280");
	frame_finish(&f);
}

static void an_option_without_length_ends(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH6 IP6("0010", "3a") "8500 0000 00000000 0100 000000000000");
	assert_meaning(&f, "icmpv6.opt.type", "its length is wrong");
	frame_finish(&f);
}

static void a_redirect_quotes_in_an_option(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH6 IP6("0062", "3a") "8900 0000 00000000 "
	                                        "20010db8000000000000000000000003 "
	                                        "20010db8000000000000000000000004 "
	                                        "0407 000000000000" IP6(
	                                                "000a", "11") "9c40 22b8 000a 1234 6869");
	assert_layers(
	        &f, LAYER_ETHERNET, LAYER_IPV6, LAYER_ICMPV6, LAYER_IPV6, LAYER_UDP, LAYER_PAYLOAD);
	assert_int_equal(f.p.layers[2].length, 48);
	assert_int_equal(f.p.sport, 0);
	assert_meaning(&f, "icmpv6.checksum", "correct");
	assert_meaning(&f, "icmpv6.opt.type", "redirected packet");
	frame_cut_everywhere(&f);
	f.bytes[14 + 40 + 41] = 0; /* an option of no bytes */
	f.bytes[14 + 40 + 40] = 2;
	frame_look(&f);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV6, LAYER_ICMPV6);
	frame_finish(&f);
}

static void what_is_there_of_a_short_message(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH6 IP6("000c", "3a") "8600 0000 4008 0708 00000000");
	assert_value(&f, "icmpv6.nd.ra.router_lifetime", "1800");
	assert_null(fields_find(&f.list, "icmpv6.nd.ra.retrans_timer"));
	frame_finish(&f);
	frame_mended(
	        &f, ETH6 IP6("0018", "3a") "8500 0000 00000000 0102 0102030405060708090a0b0c0d0e");
	assert_value(&f, "icmpv6.opt.linkaddr", "01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e");
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(each_message),
	        cmocka_unit_test(quotes),
	        cmocka_unit_test(an_option_without_length_ends),
	        cmocka_unit_test(a_redirect_quotes_in_an_option),
	        cmocka_unit_test(what_is_there_of_a_short_message),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
