/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Key names in both directions, and the bytes of keys.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/input/key.h"

struct row {
	const char *given, *name; /* name NULL: not a key */
	const char *bytes;
};

static const struct row rows[] = {
        {"a", "a", "a"},
        {"Q", "Q", "Q"},
        {"é", "é", "\xc3\xa9"},
        {"你", "你", "\xe4\xbd\xa0"},
        {"-", "-", "-"},
        {"C", "C", "C"},
        {"<", "<Lt>", "<"},
        {">", ">", ">"},
        {"C-b", "C-b", "\x02"},
        {"C-B", "C-b", "\x02"},
        {"C-i", "<Tab>", "\t"},
        {"C-m", "<Enter>", "\r"},
        {"C-[", "<Esc>", "\x1b"},
        {"C--", "C--", ""},
        {"M-x", "M-x", "\x1bx"},
        {"M-X", "M-X", "\x1bX"},
        {"C-M-b", "C-M-b", "\x1b\x02"},
        {"M-C-b", "C-M-b", "\x1b\x02"},
        {"<Space>", "<Space>", " "},
        {"<enter>", "<Enter>", "\r"},
        {"<CR>", "<Enter>", "\r"},
        {"<escape>", "<Esc>", "\x1b"},
        {"<BS>", "<Backspace>", "\x7f"},
        {"<pgdn>", "<PageDown>", "\x1b[6~"},
        {"<F1>", "<F1>", "\x1b[11~"},
        {"<F12>", "<F12>", "\x1b[24~"},
        {"<Up>", "<Up>", "\x1b[A"},
        {"C-<Left>", "C-<Left>", "\x1b[1;5D"},
        {"M-S-<Delete>", "M-S-<Delete>", "\x1b[3;4~"},
        {"<C-Left>", "C-<Left>", "\x1b[1;5D"},
        {"S-<Tab>", "S-<Tab>", "\x1b[Z"},
        {"", NULL, NULL},
        {"ab", NULL, NULL},
        {"S-a", NULL, NULL},
        {"<F13>", NULL, NULL},
        {"<Nothing>", NULL, NULL},
        {"<Enter", NULL, NULL},
        {"\x01", NULL, NULL},
};

static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct key k, again;
		char name[KEY_NAME_MAX], bytes[KEY_NAME_MAX] = "";
		assert_int_equal(key_parse(rows[i].given, &k), rows[i].name != NULL);
		if (!rows[i].name)
			continue;
		key_to_name(k, name);
		assert_string_equal(name, rows[i].name);
		assert_true(key_parse(name, &again));
		assert_true(key_equal(k, again));
		bytes[key_encode(k, bytes)] = '\0';
		if (*rows[i].bytes)
			assert_string_equal(bytes, rows[i].bytes);
		else
			assert_int_equal(key_encode(k, bytes), 0);
	}
}

static void test_every_key_has_a_name(void **state)
{
	(void)state;
	for (unsigned sym = KEYSYM_ENTER; sym < KEYSYM_COUNT; sym++) {
		for (unsigned mods = 0; mods < 8; mods++) {
			struct key k = {.sym = (uint8_t)sym, .mods = (uint8_t)mods}, again;
			char name[KEY_NAME_MAX];
			key_to_name(k, name);
			assert_true(key_parse(name, &again));
			assert_true(key_equal(k, again));
		}
	}
}

static void test_row_of_keys(void **state)
{
	(void)state;
	static const char *const want[] = {"j", "j", "<Enter>", "C-b", "x", "<Esc>", ":", "q"};
	const char *s = "jj<Enter>C-b x <Esc>:q ";
	struct key k;
	char name[KEY_NAME_MAX];
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		assert_true(key_parse_next(&s, &k));
		key_to_name(k, name);
		assert_string_equal(name, want[i]);
	}
	assert_false(key_parse_next(&s, &k));
	assert_int_equal(*s, '\0');
	s = "a<bad>";
	assert_true(key_parse_next(&s, &k));
	assert_false(key_parse_next(&s, &k));
	assert_string_equal(s, "<bad>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_table),
	        cmocka_unit_test(test_every_key_has_a_name),
	        cmocka_unit_test(test_row_of_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
