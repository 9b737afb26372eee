/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire's rules: what is understood, which frames are meant, what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "net/wire_rule.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const uint8_t arp[42] = {
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1};

static const char *names(void *user, const char *name)
{
	(void)user;
	return strcmp(name, "client") == 0 ? "10.0.0.1" : NULL;
}

struct when_case {
	const char *text;
	const char *meant; /* of the first eight, 'x' for those that are */
};

static const struct when_case when_cases[] = {
        {"1", "x......."},
        {"3", "..x....."},
        {"1+", "xxxxxxxx"},
        {"2+", ".xxxxxxx"},
        {"2+3", ".x..x..x"},
        {"1..3", "xxx....."},
        {"2..2", ".x......"},
        {"2..7+2", ".x.x.x.."},
        {"1..8+7", "x......x"},
};

static void test_when(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(when_cases); i++) {
		struct wire_when w;
		struct err e = {0};
		if (!wire_when_parse(when_cases[i].text, &w, &e))
			fail_msg("%s: %s", when_cases[i].text, e.text);
		for (uint64_t n = 1; n <= 8; n++)
			if (wire_when_is(&w, n) != (when_cases[i].meant[n - 1] == 'x'))
				fail_msg("%s: %d", when_cases[i].text, (int)n);
	}
	static const char *const wrong[] = {"", "0", "x", "-1", "1..", "3..2", "1+0", "1.3", "1 2",
	        "2+x", "99999999999999999999", "1..3+", "+2"};
	for (size_t i = 0; i < LEN(wrong); i++) {
		struct wire_when w;
		struct err e = {0};
		bool open_range = strcmp(wrong[i], "1..3+") == 0; /* the step may be left out */
		assert_int_equal(wire_when_parse(wrong[i], &w, &e), open_range);
		if (!open_range)
			assert_non_null(strstr(e.text, "N..M+STEP"));
	}
}

static void test_time(void **state)
{
	(void)state;
	nsec t;
	assert_true(wire_time_parse("20ms", &t, NULL));
	assert_int_equal(t, 20 * NSEC_PER_MSEC);
	assert_true(wire_time_parse("1.5s", &t, NULL));
	assert_int_equal(t, 1500 * NSEC_PER_MSEC);
	assert_true(wire_time_parse("300us", &t, NULL));
	assert_int_equal(t, 300 * NSEC_PER_USEC);
	static const char *const wrong[] = {
	        "", "20", "ms", "-1s", "20m", "0x10s", "3601s", "inf", "1e300s", "nan"};
	for (size_t i = 0; i < LEN(wrong); i++)
		if (wire_time_parse(wrong[i], &t, NULL))
			fail_msg("%s", wrong[i]);
}

struct rule_case {
	const char *text;
	enum wire_action action;
	nsec delay;
	int offset;
};

static const struct rule_case rule_cases[] = {
        {"drop syn from client when 1", WIRE_DROP, 0, -1},
        {"drop", WIRE_DROP, 0, -1},
        {"deliver arp", WIRE_DELIVER, 0, -1},
        {"duplicate data when 2+3", WIRE_DUPLICATE, 0, -1},
        {"hold synack", WIRE_KEEP, 0, -1},
        {"delay 20ms arp", WIRE_DELAY, 20 * NSEC_PER_MSEC, -1},
        {"delay 1s", WIRE_DELAY, NSEC_PER_SEC, -1},
        {"corrupt data", WIRE_CORRUPT, 0, -1},
        {"corrupt 20 arp", WIRE_CORRUPT, 0, 20},
        {"  corrupt  -3   arp  when  1..2 ", WIRE_CORRUPT, 0, -3},
};

static void test_rules_are_understood(void **state)
{
	(void)state;
	struct wire_rules *r = wire_rules_create(names, NULL);
	for (size_t i = 0; i < LEN(rule_cases); i++) {
		struct err e = {0};
		const struct wire_rule *list;
		if (!wire_rules_add(r, rule_cases[i].text, &e))
			fail_msg("%s: %s", rule_cases[i].text, e.text);
		assert_int_equal(wire_rules_list(r, &list), i + 1);
		assert_int_equal(list[i].action, rule_cases[i].action);
		assert_int_equal(list[i].delay, rule_cases[i].delay);
		assert_int_equal(list[i].offset, rule_cases[i].offset);
		assert_string_equal(list[i].text, rule_cases[i].text);
	}
	wire_rules_destroy(r);
}

static const char *const wrong_rules[][2] = {
        {"", "drop, deliver, duplicate, hold, delay or corrupt"},
        {"dorp syn", "\"dorp\""},
        {"delay syn", "\"syn\" is no time"},
        {"delay", "no time"},
        {"drop sin", "\"sin\""},
        {"drop from nobody", "\"nobody\""},
        {"drop syn when", "after \"when\""},
        {"drop syn when 0", "\"0\""},
        {"drop syn when 1 2", "\"2\" after \"when 1\""},
};

static void test_rules_are_refused(void **state)
{
	(void)state;
	struct wire_rules *r = wire_rules_create(names, NULL);
	const struct wire_rule *list;
	for (size_t i = 0; i < LEN(wrong_rules); i++) {
		struct err e = {0};
		assert_false(wire_rules_add(r, wrong_rules[i][0], &e));
		assert_int_equal(e.code, ERR_USAGE);
		if (!strstr(e.text, wrong_rules[i][1]))
			fail_msg("%s: %s", wrong_rules[i][0], e.text);
	}
	char longest[200];
	memset(longest, ' ', sizeof(longest));
	memcpy(longest, "drop", 4);
	longest[199] = '\0';
	assert_false(wire_rules_add(r, longest, NULL));
	assert_int_equal(wire_rules_list(r, &list), 0);
	for (int i = 0; i < 64; i++)
		assert_true(wire_rules_add(r, "drop arp", NULL));
	assert_false(wire_rules_add(r, "drop arp", NULL));
	wire_rules_destroy(r);
	wire_rules_destroy(NULL);
}

static void test_the_first_that_acts_takes_it(void **state)
{
	(void)state;
	struct wire_rules *r = wire_rules_create(names, NULL);
	const struct wire_rule *list;
	assert_true(wire_rules_add(r, "drop arp when 2", NULL));
	assert_true(wire_rules_add(r, "deliver syn", NULL));
	assert_true(wire_rules_add(r, "duplicate arp when 1", NULL));
	const struct wire_rule *took = wire_rules_take(r, arp, sizeof(arp), sizeof(arp));
	assert_non_null(took);
	assert_int_equal(took->action, WIRE_DUPLICATE);
	took = wire_rules_take(r, arp, sizeof(arp), sizeof(arp));
	assert_int_equal(took->action, WIRE_DROP);
	assert_null(wire_rules_take(r, arp, sizeof(arp), sizeof(arp)));
	wire_rules_list(r, &list);
	assert_int_equal(list[0].matched, 3);
	assert_int_equal(list[0].acted, 1);
	assert_int_equal(list[1].matched, 0);
	assert_int_equal(list[2].matched, 2); /* the second one never came to it */
	assert_false(wire_rules_remove(r, 3));
	assert_true(wire_rules_remove(r, 0));
	assert_int_equal(wire_rules_list(r, &list), 2);
	assert_string_equal(list[0].text, "deliver syn");
	wire_rules_destroy(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_when),
	        cmocka_unit_test(test_time),
	        cmocka_unit_test(test_rules_are_understood),
	        cmocka_unit_test(test_rules_are_refused),
	        cmocka_unit_test(test_the_first_that_acts_takes_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
