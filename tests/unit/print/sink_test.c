/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What packets say is put out so that it can do nothing to a terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "print/sink.h"

static void expect(const char *text, size_t len, const char *kept, const char *want)
{
	struct sink s;
	sink_init(&s, -1);
	sink_add_foreign(&s, text, len, kept);
	assert_int_equal(s.len, strlen(want));
	assert_memory_equal(s.at, want, s.len);
	sink_finish(&s);
}

static void test_foreign(void **state)
{
	(void)state;
	expect("GET /", 5, "", "GET /");
	expect("a\033[31mb\a", 8, "", "a?[31mb?");
	expect("a\0b", 3, "\t", "a?b");
	expect("a\tb\n", 4, "", "a?b?");
	expect("a\tb\n\v", 5, "\t\n", "a\tb\n?");
	expect("\xc3\xa9\xe4\xb8\xad", 5, "", "\xc3\xa9\xe4\xb8\xad");
	/* No UTF-8, its end cut off, and control characters in two bytes. */
	expect("\xff.", 2, "", "\xef\xbf\xbd.");
	expect("a\xc3", 2, "", "a\xef\xbf\xbd");
	expect("\xc2\x9b"
	       "31m",
	        5, "", "?31m");
}

/* Nothing at all may be put out before anything else is. */
static void test_nothing(void **state)
{
	(void)state;
	struct sink s;
	sink_init(&s, -1);
	sink_add(&s, NULL, 0);
	sink_end(&s, sink_room(&s, 0));
	assert_int_equal(s.len, 0);
	sink_finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_foreign),
	        cmocka_unit_test(test_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
