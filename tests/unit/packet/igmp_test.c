/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IGMP.
 */
#include "tests/unit/packet/frames.h"

static void versions(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *type, *field, *value;
	} cases[] = {
	        {ETH4 IP4("001c", "02") "1164 0000 00000000", "membership query", "igmp.max_resp",
	                "100"},
	        {ETH4 IP4("001c", "02") "1600 0000 e00000fb", "membership report v2", "igmp.maddr",
	                "224.0.0.251"},
	        {ETH4 IP4("0020", "02") "1164 0000 00000000 027d0000", "membership query",
	                "igmp.qrv", "2"},
	        {ETH4 IP4("0028", "02") "2200 0000 00000001 04000001 e00000fb 0a000002",
	                "membership report v3", "igmp.maddr", "224.0.0.251"},
	        {ETH4 IP4("0028", "02") "2200 0000 00000001 04000001 e00000fb 0a000002",
	                "membership report v3", "igmp.num_grp_recs", "1"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		frame_mended(&f, cases[i].hex);
		assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_IGMP);
		assert_meaning(&f, "igmp.type", cases[i].type);
		assert_meaning(&f, "igmp.checksum", "correct");
		assert_value(&f, cases[i].field, cases[i].value);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(versions)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
