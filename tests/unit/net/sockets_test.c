/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of socket states, both ways. The states themselves: tests/netns/sockets_test.c.
 */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/sockets.h"

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(sockets_state_name(IPPROTO_TCP, 1), "ESTABLISHED");
	assert_string_equal(sockets_state_name(IPPROTO_TCP, 10), "LISTEN");
	assert_string_equal(sockets_state_name(IPPROTO_TCP, 7), "CLOSED");
	assert_string_equal(sockets_state_name(IPPROTO_UDP, 7), "UNCONN");
	assert_string_equal(sockets_state_name(IPPROTO_UDP, 1), "ESTABLISHED");
	assert_string_equal(sockets_state_name(IPPROTO_TCP, 0), "");
	assert_string_equal(sockets_state_name(IPPROTO_TCP, 13), "");
	assert_string_equal(sockets_state_name(IPPROTO_TCP, -1), "");
}

static void test_parse(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		int state;
	} rows[] = {{"ESTABLISHED", 1}, {"syn-sent", 2}, {"SYN_SENT", 2}, {"SYN-RECEIVED", 3},
	        {"SYN_RECV", 3}, {"FIN-WAIT-1", 4}, {"FIN_WAIT1", 4}, {"FIN-WAIT-2", 5},
	        {"TIME_WAIT", 6}, {"CLOSE", 7}, {"CLOSED", 7}, {"CLOSE_WAIT", 8}, {"LAST-ACK", 9},
	        {"LISTEN", 10}, {"CLOSING", 11}, {"", -1}, {"LISTENING", -1}, {"EST", -1},
	        {"AVERYVERYLONGNAMEINDEED", -1}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(sockets_state_parse(rows[i].name), rows[i].state);
}

static void test_both_ways(void **state)
{
	(void)state;
	for (int i = 1; i <= 11; i++)
		assert_int_equal(sockets_state_parse(sockets_state_name(IPPROTO_TCP, i)), i);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_names),
	        cmocka_unit_test(test_parse),
	        cmocka_unit_test(test_both_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
