/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Columns: read from a line, told as a line, and what goes first where it is narrow.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "ui/inspect/columns.h"

static void reads_what_it_tells(void **state)
{
	struct columns c;
	struct buf text = {0};
	struct err e = {0};
	(void)state;
	assert_true(columns_parse("info time from:30 number", &c, &e));
	assert_int_equal(c.count, 4);
	assert_int_equal(c.at[2].kind, COLUMN_FROM);
	assert_int_equal(c.at[2].width, 30);
	columns_text(&c, &text);
	assert_string_equal(buf_text(&text), "info time from:30 number");
	buf_finish(&text);
	assert_true(columns_parse("  ", &c, &e));
	assert_int_equal(c.at[0].kind, COLUMN_NUMBER);
	assert_true(c.count > 5);
}

static void refuses_what_is_none(void **state)
{
	static const char *const wrong[] = {"nonsense", "from:", "from:x", "from:0", "from:-3",
	        "from:100000", "number from:3x",
	        "info info info info info info info info info info info info info info info info "
	        "info"};
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct columns c = {.count = 77};
		struct err e = {0};
		if (columns_parse(wrong[i], &c, &e))
			fail_msg("%s was taken", wrong[i]);
		assert_int_equal(e.code, ERR_USAGE);
		assert_int_equal(c.count, 77);
	}
}

/* Names of those that have room, as a line. */
static void shown(const char *line, int room, char *out, size_t size)
{
	int need[COLUMN_KINDS] = {[COLUMN_NUMBER] = 5,
	        [COLUMN_TIME] = 8,
	        [COLUMN_FROM] = 14,
	        [COLUMN_TO] = 14,
	        [COLUMN_PROTOCOL] = 5,
	        [COLUMN_LAMPS] = 8,
	        [COLUMN_SEQ] = 9,
	        [COLUMN_LENGTH] = 4};
	int widths[COLUMNS_MAX], used = 0;
	struct columns c;
	size_t at = 0;
	assert_true(columns_parse(line, &c, NULL));
	columns_fit(&c, need, room, widths);
	out[0] = 0;
	for (int i = 0; i < c.count; i++) {
		used += widths[i] ? widths[i] + 1 : 0;
		if (widths[i])
			at += (size_t)snprintf(out + at, size - at, "%s%s", at ? " " : "",
			        column_name(c.at[i].kind));
	}
	/* One space behind the last is not drawn. */
	assert_true(used <= room + 1 || !strchr(out, ' '));
}

static void the_least_go_first(void **state)
{
	char text[200];
	(void)state;
	shown("", 120, text, sizeof(text));
	assert_string_equal(text, "number time from to protocol lamps seq length info");
	shown("", 100, text, sizeof(text));
	assert_string_equal(text, "number time from to protocol lamps length info");
	shown("", 75, text, sizeof(text));
	assert_string_equal(text, "number time from to info");
	shown("", 40, text, sizeof(text));
	assert_string_equal(text, "number time info");
	shown("", 3, text, sizeof(text));
	assert_string_equal(text, "info");
	shown("number", 3, text, sizeof(text));
	assert_string_equal(text, "number");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(reads_what_it_tells),
	        cmocka_unit_test(refuses_what_is_none),
	        cmocka_unit_test(the_least_go_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
