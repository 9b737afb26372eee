/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keymaps: looking up, rebinding, refusing conflicts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/input/keymap.h"

static const struct key_binding table[] = {
        {"global", "?", "help", "help"},
        {"global", "<F1>", "help", "help"},
        {"next", "<Space>", "next deliver", "let it happen"},
        {"next", "d", "next drop", "drop"},
        {"tape", "d", "tape details", NULL},
};
#define ROWS (sizeof(table) / sizeof(table[0]))

static const char *command_of(const struct keymap *m, const char *mode, const char *key)
{
	struct key k;
	assert_true(key_parse(key, &k));
	const struct key_binding *b = keymap_find(m, mode, k);
	return b ? b->command : NULL;
}

static void test_find(void **state)
{
	(void)state;
	struct err e = {0};
	struct keymap *m = keymap_create();
	assert_true(keymap_load(m, table, ROWS, &e));
	assert_int_equal(keymap_count(m), ROWS);
	assert_string_equal(command_of(m, "next", "d"), "next drop");
	assert_string_equal(command_of(m, "tape", "d"), "tape details");
	assert_string_equal(command_of(m, "next", "<Space>"), "next deliver");
	assert_null(command_of(m, "global", "d"));
	assert_null(command_of(m, "next", "C-d"));
	assert_string_equal(keymap_key_of(m, "global", "help"), "?");
	assert_null(keymap_key_of(m, "next", "help"));
	assert_string_equal(keymap_at(m, 1)->key, "<F1>");
	assert_null(keymap_at(m, ROWS));
	keymap_destroy(m);
}

static void test_rebind(void **state)
{
	(void)state;
	struct err e = {0};
	struct keymap *m = keymap_create();
	assert_true(keymap_load(m, table, ROWS, &e));
	assert_true(keymap_bind(m, "next", "d", "next double", "double", &e));
	assert_string_equal(command_of(m, "next", "d"), "next double");
	assert_int_equal(keymap_count(m), ROWS);
	assert_true(keymap_bind(m, "next", "C-<Right>", "next all", NULL, &e));
	assert_int_equal(keymap_count(m), ROWS + 1);
	assert_false(keymap_bind(m, "next", "<What>", "x", NULL, &e));
	assert_int_equal(e.code, ERR_USAGE);
	assert_true(keymap_unbind(m, "next", "<space>"));
	assert_false(keymap_unbind(m, "next", "<space>"));
	assert_null(command_of(m, "next", "<Space>"));
	keymap_destroy(m);
}

static void test_conflicts(void **state)
{
	(void)state;
	static const struct key_binding twice[] = {
	        {"next", "<Tab>", "pane next", NULL}, {"next", "C-i", "info", NULL}};
	static const struct key_binding wrong[] = {{"next", "<Foo>", "pane next", NULL}};
	struct err e = {0};
	struct keymap *m = keymap_create();
	assert_false(keymap_load(m, twice, 2, &e));
	assert_string_equal(e.text, "C-i in next would do both \"pane next\" and \"info\"");
	assert_false(keymap_load(m, wrong, 1, &e));
	assert_string_equal(e.text, "\"<Foo>\" is not the name of a key");
	keymap_destroy(m);
	keymap_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_find),
	        cmocka_unit_test(test_rebind),
	        cmocka_unit_test(test_conflicts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
