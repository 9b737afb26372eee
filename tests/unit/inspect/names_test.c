/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names: from lines of hosts(5), from DNS answers that went by, and never twice.
 */
#include "tests/unit/inspect/capture.h"

#include "ui/inspect/names.h"

static const struct packet_addr one = {4, {10, 0, 0, 1}}, two = {4, {10, 0, 0, 2}};

static void reads_hosts(void **state)
{
	(void)state;
	struct capture c;
	struct names n = {0};
	struct packet_addr six = {0};
	capture_begin(&c);
	names_read_hosts(&n, "# 10.0.0.1 commented\n10.0.0.1\tserver other\n\n  \nnonsense here\n"
	                     "10.0.0.1 second\n2001:db8::1  six # words\n10.0.0.2");
	assert_string_equal(names_of(&n, c.traffic, &one), "server");
	assert_null(names_of(&n, c.traffic, &two));
	assert_true(packet_addr_parse("2001:db8::1", &six));
	assert_string_equal(names_of(&n, c.traffic, &six), "six");
	names_finish(&n);
	capture_end(&c);
}

static void keeps_many_apart(void **state)
{
	(void)state;
	struct capture c;
	struct names n = {0};
	capture_begin(&c);
	for (unsigned i = 0; i < 2000; i++) {
		struct packet_addr a = {4, {10, 1, (uint8_t)(i >> 8), (uint8_t)i}};
		char name[24];
		snprintf(name, sizeof(name), "host-%u", i);
		names_learn(&n, &a, name);
	}
	for (unsigned i = 0; i < 2000; i += 37) {
		struct packet_addr a = {4, {10, 1, (uint8_t)(i >> 8), (uint8_t)i}};
		char name[24];
		snprintf(name, sizeof(name), "host-%u", i);
		assert_string_equal(names_of(&n, c.traffic, &a), name);
	}
	names_learn(&n, &one, "bad\033name");
	assert_null(strchr(names_of(&n, c.traffic, &one), '\033'));
	names_finish(&n);
	capture_end(&c);
}

/* An answer: server.lab is 10.0.0.2. */
static void add_answer(struct capture *c)
{
	static const uint8_t dns[] = {0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 6, 's', 'e', 'r',
	        'v', 'e', 'r', 3, 'l', 'a', 'b', 0, 0, 1, 0, 1, 0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60,
	        0, 4, 10, 0, 0, 2};
	uint8_t bytes[256];
	uint8_t *u = capture_ip(bytes, true, 17, 8 + sizeof(dns));
	capture_put(u, 53, 2);
	capture_put(u + 2, 5000, 2);
	capture_put(u + 4, 8 + sizeof(dns), 2);
	memcpy(u + 8, dns, sizeof(dns));
	capture_add(c, bytes, 42 + sizeof(dns));
}

static void learns_answers_when_wanted(void **state)
{
	(void)state;
	struct capture c;
	char text[96];
	capture_begin(&c);
	capture_handshake(&c);
	add_answer(&c);
	capture_settle(&c);
	inspect_end_text(c.in, &two, 80, text, sizeof(text));
	assert_string_equal(text, "10.0.0.2:80");
	c.in->named = true;
	c.in->names.hosts_read = true; /* this machine's own would be in the way */
	capture_settle(&c);
	inspect_end_text(c.in, &two, 80, text, sizeof(text));
	assert_string_equal(text, "server.lab:80");
	inspect_end_text(c.in, &one, 0, text, sizeof(text));
	assert_string_equal(text, "10.0.0.1");
	capture_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(reads_hosts),
	        cmocka_unit_test(keeps_many_apart),
	        cmocka_unit_test(learns_answers_when_wanted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
