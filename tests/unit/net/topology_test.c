/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Networks as data: what is filled in, what is refused, and in which words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "net/topology.h"

static void test_two_hosts_get_a_wire(void **state)
{
	(void)state;
	static const char *const names[] = {"client", "server"};
	static const uint8_t mac[6] = {2, 0, 0, 0, 2, 1};
	struct topology t;
	struct err e = {0};
	assert_true(topology_simple(&t, names, 2, &e));
	assert_int_equal(t.node_count, 2);
	assert_int_equal(t.link_count, 1);
	assert_string_equal(t.links[0].name, "client-server");
	assert_int_equal(t.links[0].carrier, LINK_WIRE);
	assert_string_equal(t.links[0].ends[1].interface, "eth0");
	assert_memory_equal(t.links[0].ends[1].mac, mac, 6);
	const struct packet_addr *a = topology_address(&t, 1, 4);
	assert_non_null(a);
	char text[46];
	packet_addr_text(a, text);
	assert_string_equal(text, "10.0.0.2");
	assert_int_equal(topology_owner(&t, a), 1);
	assert_null(topology_address(&t, 1, 16));
	assert_int_equal(topology_node(&t, "SERVER"), 1);
	assert_int_equal(topology_node(&t, "serve"), -1);
	assert_int_equal(topology_link(&t, "client-server"), 0);
	assert_int_equal(topology_link(&t, ""), -1);
}

static void test_more_hosts_get_a_switch(void **state)
{
	(void)state;
	static const char *const names[] = {"a", "b", "c"};
	struct topology t;
	struct err e = {0};
	assert_true(topology_simple(&t, names, 3, &e));
	int hub = topology_node(&t, "sw");
	assert_int_equal(hub, 3);
	assert_int_equal(t.nodes[hub].kind, NODE_SWITCH);
	assert_int_equal(t.link_count, 3);
	assert_string_equal(t.links[2].name, "c-sw");
	assert_string_equal(t.links[2].ends[1].interface, "sw-p3");
	assert_int_equal(t.links[2].ends[1].address_count, 0);
	assert_int_equal(t.links[2].ends[0].addresses[0].addr.bytes[3], 3);
	assert_true(topology_simple(&t, names, 1, &e));
	assert_int_equal(t.link_count, 1);
	assert_int_equal(t.links[0].carrier, LINK_LOOPBACK);
	assert_string_equal(t.links[0].ends[1].interface, "lo");
	assert_null(topology_address(&t, 0, 4));
	assert_false(topology_simple(&t, names, 0, &e));
}

static void test_names(void **state)
{
	(void)state;
	static const char *const good[] = {"a", "abcdefghijk", "x-1", "Web2"};
	static const char *const bad[] = {"", "1a", "-a", "a-", "abcdefghijkl", "a b", "a.b", "a_b",
	        "h\xc3\xa9", "localhost", "A"};
	struct topology t = {0};
	struct err e;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(topology_add_node(&t, good[i], NODE_HOST, &e), i);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		e = (struct err){0};
		assert_int_equal(topology_add_node(&t, bad[i], NODE_HOST, &e), -1);
		assert_int_equal(e.code, ERR_INPUT);
		assert_true(e.text[0]);
	}
	assert_int_equal(t.node_count, 4);
}

static void test_full(void **state)
{
	(void)state;
	struct topology t = {0};
	struct err e = {0};
	char name[TOPOLOGY_NAME_MAX];
	for (int i = 0; i < TOPOLOGY_NODES_MAX; i++) {
		snprintf(name, sizeof(name), "h%d", i);
		assert_int_equal(topology_add_node(&t, name, NODE_HOST, &e), i);
	}
	assert_int_equal(topology_add_node(&t, "more", NODE_HOST, &e), -1);
	assert_string_equal(e.text, "a network has at most 32 hosts, routers and switches");
	for (int i = 0; i < TOPOLOGY_LINKS_MAX; i++)
		assert_int_equal(topology_add_link(&t, NULL, i % 32, (i + 1) % 32, &e), i);
	assert_int_equal(topology_add_link(&t, NULL, 0, 1, &e), -1);
	assert_string_equal(e.text, "a network has at most 64 links");
	assert_true(topology_complete(&t, &e));
	assert_string_equal(t.links[32].name, "h0-h1-2");
}

static void test_addresses(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int bytes, length; /* 0: refused */
	} rows[] = {
	        {"10.0.0.1/24", 4, 24},
	        {"10.0.0.1", 4, 24},
	        {"10.0.0.1/32", 4, 32},
	        {"10.0.0.1/0", 4, 0},
	        {"2001:db8::1/64", 16, 64},
	        {"fd00::1", 16, 64},
	        {"::1/128", 16, 128},
	        {"10.0.0.1/33", 0, 0},
	        {"fd00::1/129", 0, 0},
	        {"10.0.0.1/", 0, 0},
	        {"10.0.0.1/2x", 0, 0},
	        {"10.0.0.1/-1", 0, 0},
	        {"10.0.0.1/4294967320", 0, 0},
	        {"10.0.0.256/24", 0, 0},
	        {"02:00:00:00:00:01", 0, 0},
	        {"/24", 0, 0},
	        {"", 0, 0},
	        {"server", 0, 0},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct topology_end end = {0};
		struct err e = {0};
		bool ok = topology_add_address(&end, rows[i].text, &e);
		assert_int_equal(ok, rows[i].bytes != 0);
		assert_int_equal(end.address_count, ok);
		if (!ok) {
			assert_int_equal(e.code, ERR_INPUT);
			assert_non_null(strstr(e.text, rows[i].text));
			continue;
		}
		assert_int_equal(end.addresses[0].addr.length, rows[i].bytes);
		assert_int_equal(end.addresses[0].length, rows[i].length);
	}
	struct topology_end end = {0};
	struct err e = {0};
	for (int i = 0; i < TOPOLOGY_ADDRESSES_MAX; i++)
		assert_true(topology_add_address(&end, "10.0.0.1", &e));
	assert_false(topology_add_address(&end, "10.0.0.1", &e));
}

/* Two hosts around a switch, for the refusals below. */
static struct topology star(void)
{
	struct topology t = {0};
	struct err e = {0};
	topology_add_node(&t, "a", NODE_HOST, &e);
	topology_add_node(&t, "b", NODE_HOST, &e);
	topology_add_node(&t, "sw", NODE_SWITCH, &e);
	topology_add_link(&t, NULL, 0, 2, &e);
	topology_add_link(&t, NULL, 1, 2, &e);
	return t;
}

static void refuse(struct topology *t, const char *sentence)
{
	struct err e = {0};
	assert_false(topology_complete(t, &e));
	assert_string_equal(e.text, sentence);
	assert_int_equal(e.code, ERR_INPUT);
}

static void test_addresses_are_checked(void **state)
{
	(void)state;
	struct err e = {0};
	struct topology t = star();
	topology_add_address(&t.links[0].ends[0], "10.0.0.9", &e);
	topology_add_address(&t.links[1].ends[0], "10.0.0.9", &e);
	refuse(&t, "the address 10.0.0.9 is given twice");
	t = star();
	topology_add_address(&t.links[0].ends[1], "10.0.0.9", &e);
	refuse(&t, "the switch \"sw\" can't have an address");
	t = star();
	memcpy(t.links[0].ends[0].mac, (uint8_t[6]){2, 1, 1, 1, 1, 1}, 6);
	memcpy(t.links[1].ends[0].mac, (uint8_t[6]){2, 1, 1, 1, 1, 1}, 6);
	refuse(&t, "the MAC of \"b\" is given twice");
	t = star();
	t.links[0].ends[0].mac[0] = 1;
	refuse(&t, "the MAC of an interface of \"a\" is a group address");
	t = star();
	topology_add_address(&t.links[1].ends[0], "10.0.0.1", &e);
	assert_true(topology_complete(&t, &e)); /* a takes the next free one */
	assert_int_equal(t.links[0].ends[0].addresses[0].addr.bytes[3], 2);
}

static void test_nodes_are_checked(void **state)
{
	(void)state;
	struct topology t = {0};
	refuse(&t, "a network needs at least one host");
	t = star();
	t.nodes[0].stp = true;
	refuse(&t, "\"a\" is no switch and has no spanning tree");
	t = star();
	t.nodes[2].forward_delay = 31;
	refuse(&t, "the forward delay of \"sw\" must be from 2 to 30 s");
	t = star();
	t.nodes[2].route_count = 1;
	refuse(&t, "the switch \"sw\" can't have routes or sysctls");
	t = star();
	t.nodes[0].route_count = 1;
	refuse(&t, "a route of \"a\" has no gateway");
	t = star();
	t.nodes[0].sysctl_count = 1;
	memcpy(t.nodes[0].sysctls[0].key, "../kernel/core_pattern", 23);
	refuse(&t, "a sysctl of \"a\" is wrong; expected one like ipv4/tcp_syncookies");
}

static void test_links_are_checked(void **state)
{
	(void)state;
	struct err e = {0};
	struct topology t = star();
	topology_add_link(&t, "x", 0, 1, &e);
	t.links[2].carrier = LINK_KERNEL;
	refuse(&t, "the link \"x\" is carried by the kernel, so one end must be a switch");
	t = star();
	t.links[0].rate_kbit = 5;
	refuse(&t, "the link \"a-sw\" is a wire: limit its rate as an impairment");
	t = star();
	t.links[0].mtu = 67;
	refuse(&t, "the MTU of \"a-sw\" must be from 68 to 65535");
	t = star();
	t.nodes[0].ipv6 = true;
	t.links[0].mtu = 1279;
	refuse(&t, "the MTU of \"a-sw\" must be from 1280 to 65535");
	t = star();
	topology_add_link(&t, NULL, 0, 0, &e);
	refuse(&t, "the link \"a-a\" ends twice at the same host");
	t = star();
	assert_int_equal(topology_add_link(&t, "loop", 2, 2, &e), 2);
	assert_true(topology_complete(&t, &e)); /* the shortest storm */
	assert_int_equal(topology_add_link(&t, "loop", 0, 1, &e), -1);
	assert_int_equal(topology_add_link(&t, "no good", 0, 1, &e), -1);
	assert_int_equal(topology_add_link(&t, NULL, 0, 3, &e), -1);
	assert_int_equal(topology_add_link(&t, NULL, -1, 0, &e), -1);
}

static void test_complete_twice_changes_nothing(void **state)
{
	(void)state;
	struct err e = {0};
	struct topology t = star();
	topology_add_address(&t.links[0].ends[0], "fd00::1", &e);
	assert_true(topology_complete(&t, &e));
	assert_true(t.nodes[0].ipv6);
	assert_false(t.nodes[1].ipv6);
	struct topology once = t;
	assert_true(topology_complete(&t, &e));
	assert_memory_equal(&once, &t, sizeof(t));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_two_hosts_get_a_wire),
	        cmocka_unit_test(test_more_hosts_get_a_switch),
	        cmocka_unit_test(test_names),
	        cmocka_unit_test(test_full),
	        cmocka_unit_test(test_addresses),
	        cmocka_unit_test(test_addresses_are_checked),
	        cmocka_unit_test(test_nodes_are_checked),
	        cmocka_unit_test(test_links_are_checked),
	        cmocka_unit_test(test_complete_twice_changes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
