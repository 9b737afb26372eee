/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Failures as values: sentences, codes, exit statuses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

static void set_fills_and_returns_false(void **state)
{
	(void)state;
	struct err e = {0};
	assert_false(err_set(&e, ERR_INPUT, "line %d: expected a number", 7));
	assert_int_equal(e.code, ERR_INPUT);
	assert_string_equal(e.text, "line 7: expected a number");
}

static void sys_appends_the_reason(void **state)
{
	(void)state;
	struct err e = {0};
	assert_false(err_sys(&e, ENOENT, "cannot open %s", "x.pcap"));
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_string_equal(e.text, "cannot open x.pcap: No such file or directory");
}

static void wrap_keeps_the_code(void **state)
{
	(void)state;
	struct err e = {0};
	err_set(&e, ERR_CHECK, "no SYN seen");
	assert_false(err_wrap(&e, "step %d", 2));
	assert_int_equal(e.code, ERR_CHECK);
	assert_string_equal(e.text, "step 2: no SYN seen");
}

static void nobody_listening_is_fine(void **state)
{
	(void)state;
	assert_false(err_set(NULL, ERR_INPUT, "x"));
	assert_false(err_sys(NULL, EIO, "x"));
	assert_false(err_wrap(NULL, "x"));
}

/* A sentence may quote its own former text, and names from outside. */
static void text_may_be_its_own_argument(void **state)
{
	(void)state;
	struct err e = {0};
	err_set(&e, ERR_INPUT, "inner");
	err_set(&e, ERR_INPUT, "outer (%s)", e.text);
	assert_string_equal(e.text, "outer (inner)");
	err_set(&e, ERR_INPUT, "%s: bad", "a\033[2Jb\nc");
	assert_string_equal(e.text, "a?[2Jb?c: bad");
}

static void too_long_is_cut_between_characters(void **state)
{
	(void)state;
	char many[600] = "a";
	for (size_t i = 1; i + 3 < sizeof(many); i += 3)
		memcpy(many + i, "\xe5\x8c\x85", 3);
	struct err e = {0};
	err_set(&e, ERR_INPUT, "%s", many);
	size_t len = strlen(e.text);
	assert_in_range(len, sizeof(e.text) - 4, sizeof(e.text) - 1);
	assert_int_equal((len - 1) % 3, 0);
	for (int i = 0; i < 5; i++)
		err_wrap(&e, "%s", many);
	assert_memory_equal(e.text, many, len);
}

static void exit_statuses_are_the_manuals(void **state)
{
	(void)state;
	assert_int_equal(err_exit_status(ERR_NONE), 0);
	assert_int_equal(err_exit_status(ERR_CHECK), 1);
	assert_int_equal(err_exit_status(ERR_USAGE), 2);
	assert_int_equal(err_exit_status(ERR_MACHINE), 3);
	assert_int_equal(err_exit_status(ERR_INPUT), 4);
	assert_int_equal(err_exit_status(ERR_SYSTEM), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(set_fills_and_returns_false),
	        cmocka_unit_test(sys_appends_the_reason),
	        cmocka_unit_test(wrap_keeps_the_code),
	        cmocka_unit_test(nobody_listening_is_fine),
	        cmocka_unit_test(text_may_be_its_own_argument),
	        cmocka_unit_test(too_long_is_cut_between_characters),
	        cmocka_unit_test(exit_statuses_are_the_manuals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
