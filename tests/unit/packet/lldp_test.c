/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Link layer discovery.
 */
#include "tests/unit/packet/frames.h"

#define LLDP "0180c200000e 020000000001 88cc "

static void a_switch_introduces_itself(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, LLDP "0207 04 020000000001"  /* chassis: MAC address */
	                   "0404 05 657431"        /* port: interface name */
	                   "0602 0078"             /* 120 s */
	                   "0802 7570 0a03 737731" /* port description, name */
	                   "0c05 6c696e7578"       /* description */
	                   "0e04 0014 0010"        /* bridge and router; router */
	                   "100c 0501 0a000001 02 00000007 00"
	                   "fe06 00120f 01 0203"
	                   "0000 0000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_LLDP);
	assert_int_equal(f.p.flags, 0);
	static const struct {
		const char *name, *value, *meaning;
	} cases[] = {
	        {"lldp.chassis.subtype", "4", "MAC address"},
	        {"lldp.chassis.id.mac", "02:00:00:00:00:01", ""},
	        {"lldp.port.subtype", "5", "interface name"},
	        {"lldp.port.id", "et1", ""},
	        {"lldp.time_to_live", "120", ""},
	        {"lldp.port.desc", "up", ""},
	        {"lldp.tlv.system.name", "sw1", ""},
	        {"lldp.tlv.system.desc", "linux", ""},
	        {"lldp.tlv.system_cap", "0x0014", "bridge, router"},
	        {"lldp.tlv.enable_system_cap", "0x0010", "router"},
	        {"lldp.mgn.addr.ip4", "10.0.0.1", ""},
	        {"lldp.mgn.interface.number", "7", ""},
	        {"lldp.orgtlv.oui", "0x00120f", "IEEE 802.3"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_value(&f, cases[i].name, cases[i].value);
		assert_meaning(&f, cases[i].name, cases[i].meaning);
	}
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void addresses_of_other_kinds(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, LLDP "0206 05 01 0a000001 0412 04 02 20010db8000000000000000000000001 0000");
	assert_value(&f, "lldp.chassis.id.ip4", "10.0.0.1");
	assert_int_equal(f.p.flags, 0);
	frame_finish(&f);
}

static void an_element_that_is_too_long(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, LLDP "0207 04 020000000001 0a40 7377");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	assert_string_equal(f.list.at[f.list.count - 2].meaning, "length 64 is wrong");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_switch_introduces_itself),
	        cmocka_unit_test(addresses_of_other_kinds),
	        cmocka_unit_test(an_element_that_is_too_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
