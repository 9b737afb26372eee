/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * LLC and the spanning tree.
 */
#include "packet/format.h"
#include "tests/unit/packet/frames.h"

#define HEAD "0180c2000000 020000000001 "
#define ROOT "8001 020000000001 "
#define TIMES "8002 0100 1400 0200 0f00 "

static void a_configuration(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, HEAD "0026 424203 0000 00 00 01" ROOT "00000004 8005020000000002" TIMES
	                   "0000000000000000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_LLC, LAYER_STP);
	assert_int_equal(f.p.flags, 0);
	static const struct {
		const char *name, *value, *meaning;
	} cases[] = {
	        {"llc.dsap", "0x42", "spanning tree"},
	        {"stp.version", "0", "spanning tree (STP)"},
	        {"stp.type", "0x00", "configuration"},
	        {"stp.flags.tc", "1", ""},
	        {"stp.root.prio", "32768", "the lowest becomes root"},
	        {"stp.root.ext", "1", ""},
	        {"stp.root.hw", "02:00:00:00:00:01", ""},
	        {"stp.root.cost", "4", ""},
	        {"stp.bridge.ext", "5", ""},
	        {"stp.bridge.hw", "02:00:00:00:00:02", ""},
	        {"stp.port", "0x8002", ""},
	        {"stp.msg_age", "256", "1 s"},
	        {"stp.max_age", "5120", "20 s"},
	        {"stp.hello", "512", "2 s"},
	        {"stp.forward", "3840", "15 s"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_value(&f, cases[i].name, cases[i].value);
		assert_meaning(&f, cases[i].name, cases[i].meaning);
	}
	assert_int_equal(frame_field(&f, "eth.padding")->length, 8);
	char text[160];
	format_summary_bytes(&f.p, f.bytes, NULL, false, text, sizeof(text));
	assert_string_equal(text, "STP 02:00:00:00:00:02 reaches root 02:00:00:00:00:01 at cost 4, "
	                          "topology change");
	format_summary(&f.p, NULL, false, text, sizeof(text));
	assert_string_equal(text, "STP");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void a_multiple_one(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f,
	        HEAD "0079 424203 0000 03 02 3c" ROOT "00000000" ROOT TIMES "00"
	             "0050 00 7265676900000000000000000000000000000000000000000000000000000000"
	             "0002 ac36177f50283cd4b83821d8ab26de62 000000c8 8001 020000000003 13"
	             "3c 8005 020000000004 00000064 80 70 12");
	assert_int_equal(f.p.flags, 0);
	static const struct {
		const char *name, *value;
	} cases[] = {
	        {"mstp.config_revision_level", "2"},
	        {"mstp.cist_internal_root_path_cost", "200"},
	        {"mstp.cist_bridge.hw", "02:00:00:00:00:03"},
	        {"mstp.cist_remaining_hops", "19"},
	        {"mstp.msti.msti_id", "5"},
	        {"mstp.msti.root.hw", "02:00:00:00:00:04"},
	        {"mstp.msti.root_cost", "100"},
	        {"mstp.msti.port_priority", "7"},
	        {"mstp.msti.remaining_hops", "18"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_value(&f, cases[i].name, cases[i].value);
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void a_tree_per_vlan(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, HEAD "0032 aaaa03 00000c 010b 0000 00 00 01" ROOT
	                   "00000004 8005020000000002" TIMES "00 0000 0002 0005");
	assert_value(&f, "stp.pvst.origvlan", "5");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void a_rapid_one(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, HEAD "0027 424203 0000 02 02 3c" ROOT "00000000" ROOT TIMES "00");
	assert_meaning(&f, "stp.version", "rapid (RSTP)");
	assert_meaning(&f, "stp.flags.port_role", "designated");
	assert_value(&f, "stp.flags.forwarding", "1");
	assert_value(&f, "stp.version_1_length", "0");
	assert_meaning(&f, "stp.bridge.hw", "it takes itself for the root");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void a_topology_change(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, HEAD "0007 424203 0000 00 80 0000000000");
	assert_int_equal(f.p.flags, 0);
	assert_meaning(&f, "stp.type", "topology change notification");
	assert_null(fields_find(&f.list, "stp.flags"));
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void snap(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, HEAD "0024 aaaa03 000000 0806 0001 0800 06 04 0001 020000000001 0a000001 "
	                   "000000000000 0a000002");
	assert_layers(&f, LAYER_ETHERNET, LAYER_LLC, LAYER_ARP);
	assert_value(&f, "llc.oui", "0x000000");
	assert_value(&f, "llc.type", "0x0806");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_raw(&f, HEAD "000c aaaa03 00000c 010b 0000 00 80");
	assert_layers(&f, LAYER_ETHERNET, LAYER_LLC, LAYER_STP); /* Cisco's tree per VLAN */
	frame_finish(&f);
	frame_raw(&f, HEAD "0005 f0f0 0102 00");
	assert_value(&f, "llc.control", "0x0102");
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_configuration),
	        cmocka_unit_test(a_rapid_one),
	        cmocka_unit_test(a_multiple_one),
	        cmocka_unit_test(a_tree_per_vlan),
	        cmocka_unit_test(a_topology_change),
	        cmocka_unit_test(snap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
