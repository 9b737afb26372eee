/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses as text and back.
 */
#include <arpa/inet.h>

#include "tests/unit/packet/frames.h"

static void round_trips(void **state)
{
	(void)state;
	static const struct {
		const char *text, *canonical;
		uint8_t length;
	} cases[] = {
	        {"10.0.0.1", "10.0.0.1", 4},
	        {"255.255.255.255", "255.255.255.255", 4},
	        {"2001:DB8:0:0:0:0:0:1", "2001:db8::1", 16},
	        {"::", "::", 16},
	        {"fe80::1:0:0:2", "fe80::1:0:0:2", 16},
	        {"02:00:00:00:00:01", "02:00:00:00:00:01", 6},
	        {"02-0A-0b-00-00-01", "02:0a:0b:00:00:01", 6},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct packet_addr a;
		char text[46];
		assert_true(packet_addr_parse(cases[i].text, &a));
		assert_int_equal(a.length, cases[i].length);
		packet_addr_text(&a, text);
		assert_string_equal(text, cases[i].canonical);
	}
}

/* Every pattern of groups that are 0, 1 or 0xffff, as inet_ntop() writes it. */
static void writes_as_the_c_library_does(void **state)
{
	(void)state;
	static const uint8_t values[3][2] = {{0, 0}, {0, 1}, {0xff, 0xff}};
	for (unsigned pattern = 0; pattern < 6561; pattern++) {
		struct packet_addr a = {.length = 16};
		unsigned left = pattern;
		for (unsigned i = 0; i < 8; i++, left /= 3)
			memcpy(a.bytes + 2 * i, values[left % 3], 2);
		char ours[46], theirs[46];
		packet_addr_text(&a, ours);
		assert_non_null(inet_ntop(AF_INET6, a.bytes, theirs, sizeof(theirs)));
		assert_string_equal(ours, theirs);
	}
}

static void refuses(void **state)
{
	(void)state;
	static const char *const cases[] = {"", "10.0.0", "10.0.0.256", "1.2.3.4.5",
	        "02:00:00:00:00", "02:00:00:00:00:01:", "02:00:00:00:00:0", "0200:00:00:00:01",
	        "gg::1", "server"};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct packet_addr a;
		assert_false(packet_addr_parse(cases[i], &a));
		assert_int_equal(a.length, 0);
	}
}

static void compares(void **state)
{
	(void)state;
	struct packet_addr a, b, none = {0};
	packet_addr_parse("10.0.0.1", &a);
	packet_addr_parse("10.0.0.2", &b);
	assert_true(packet_addr_equal(&a, &a));
	assert_false(packet_addr_equal(&a, &b));
	assert_false(packet_addr_equal(&a, &none));
	assert_true(packet_addr_equal(&none, &none));
	char text[46] = "x";
	packet_addr_text(&none, text);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(round_trips),
	        cmocka_unit_test(writes_as_the_c_library_does),
	        cmocka_unit_test(refuses),
	        cmocka_unit_test(compares),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
