/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of keys: every row names a key, a mode that exists and a command that exists.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bench/command.h"
#include "ui/front/app.h"
#include "ui/front/bench_screen.h"
#include "ui/front/home.h"
#include "ui/front/inspect_screen.h"
#include "ui/inspect/views.h"

static const struct app_screen *const screens[] = {&home_screen, &bench_screen, &inspect_screen};
#define SCREENS (sizeof(screens) / sizeof(screens[0]))

static bool is_own(const char *name)
{
	for (size_t i = 0; i < SCREENS; i++) {
		struct app a = {.here = screens[i]};
		if (app_command_named(&a, name))
			return true;
	}
	return false;
}

static bool is_bench(const char *name)
{
	const struct command *c = command_find(name);
	return c && strcmp(c->name, name) == 0;
}

static void rows_name_commands(void **state)
{
	(void)state;
	struct front_options o = {0};
	struct app a = {.o = &o};
	struct err e = {0};
	if (!app_load_keys(&a, screens, SCREENS, &e))
		fail_msg("%s", e.text);
	assert_true(keymap_count(a.keys) > 50);
	for (size_t i = 0; i < keymap_count(a.keys); i++) {
		const struct key_binding *b = keymap_at(a.keys, i);
		char name[32] = "";
		size_t len = strcspn(b->command, " ");
		assert_true(len < sizeof(name));
		memcpy(name, b->command, len);
		if (!is_own(name) && !is_bench(name))
			fail_msg("%s runs %s, which is no command", b->key, b->command);
	}
	keymap_destroy(a.keys);
}

/* A name means one thing: the screen's commands are looked for first. */
static void names_do_not_collide(void **state)
{
	(void)state;
	size_t count;
	const struct app_command *c = app_commands(&count);
	for (size_t i = 0; i < count; i++)
		if (is_bench(c[i].name))
			fail_msg("%s is a command of the bench, too", c[i].name);
	c = bench_commands(&count);
	for (size_t i = 0; i < count; i++)
		if (is_bench(c[i].name))
			fail_msg("%s is a command of the bench, too", c[i].name);
}

static void modes_are_views(void **state)
{
	(void)state;
	static const char *const modes[] = {"next", "ladder", "packets", "fields", "bytes",
	        "network", "sockets", "states", "lanes", "past", "recording", "terminal", "source",
	        "lesson", "bench", "home", "global", "help", "inspect"};
	struct front_options o = {0};
	struct app a = {.o = &o};
	size_t views;
	const struct inspect_view *all = inspect_views(&views);
	assert_true(app_load_keys(&a, screens, SCREENS, NULL));
	for (size_t i = 0; i < keymap_count(a.keys); i++) {
		bool known = false;
		for (size_t m = 0; m < sizeof(modes) / sizeof(modes[0]); m++)
			known |= strcmp(modes[m], keymap_at(a.keys, i)->mode) == 0;
		for (size_t v = 0; v < views; v++)
			known |= strcmp(all[v].ops->name, keymap_at(a.keys, i)->mode) == 0;
		assert_true(known);
	}
	keymap_destroy(a.keys);
}

/* The help says in words what a key does, never the line that it runs. */
static void help_has_words(void **state)
{
	(void)state;
	struct front_options o = {0};
	struct app a = {.o = &o};
	assert_true(app_load_keys(&a, screens, SCREENS, NULL));
	for (size_t i = 0; i < keymap_count(a.keys); i++) {
		const struct key_binding *b = keymap_at(a.keys, i);
		bool said = false;
		for (size_t n = 0; n < SCREENS; n++) {
			a.here = screens[n];
			said |= !strchr(b->command, ' ') ||
			        strcmp(keys_help(&a, b), b->command) != 0;
		}
		if (!said)
			fail_msg("%s in %s: no words for %s", b->key, b->mode, b->command);
	}
	keymap_destroy(a.keys);
}

static void a_wrong_prefix_is_told(void **state)
{
	(void)state;
	struct front_options o = {.prefix = "C-nonsense"};
	struct app a = {.o = &o};
	struct err e = {0};
	assert_false(app_load_keys(&a, screens, SCREENS, &e));
	assert_int_equal(e.code, ERR_USAGE);
	assert_non_null(strstr(e.text, "C-nonsense"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(rows_name_commands),
	        cmocka_unit_test(names_do_not_collide),
	        cmocka_unit_test(modes_are_views),
	        cmocka_unit_test(help_has_words),
	        cmocka_unit_test(a_wrong_prefix_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
