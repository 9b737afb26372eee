/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys: mode x key -> command line. Hints, help and documentation come from these tables: the
 * shell's below and one of each screen.
 *
 * A key is looked for in the modes that the screen names (of the pane with the focus), then in the
 * screen's own, then in "global".
 */
#include "ui/front/app.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

static const struct key_binding rows[] = {
        {"help", "j", "help down", NULL},
        {"help", "<Down>", "help down", NULL},
        {"help", "k", "help up", NULL},
        {"help", "<Up>", "help up", NULL},
        {"help", "<PageDown>", "help page-down", NULL},
        {"help", "<Space>", "help page-down", NULL},
        {"help", "<PageUp>", "help page-up", NULL},

        {"global", "<Down>", "cursor down", NULL},
        {"global", "<Up>", "cursor up", NULL},
        {"global", "j", "cursor down", NULL},
        {"global", "k", "cursor up", NULL},
        {"global", "<Left>", "cursor left", NULL},
        {"global", "<Right>", "cursor right", NULL},
        {"global", "h", "cursor left", NULL},
        {"global", "l", "cursor right", NULL},
        {"global", "<PageDown>", "cursor page-down", NULL},
        {"global", "<PageUp>", "cursor page-up", NULL},
        {"global", "C-f", "cursor page-down", NULL},
        {"global", "C-b", "cursor page-up", NULL},
        {"global", "<Home>", "cursor first", NULL},
        {"global", "<End>", "cursor last", NULL},
        {"global", "g", "cursor first", NULL},
        {"global", "G", "cursor last", NULL},
        {"global", "<Esc>", "back", NULL},
        {"global", "<F1>", "help", NULL},
        {"global", "?", "help", N_("help")},
        {"global", ":", "prompt", N_("command")},
        {"global", "C-l", "redraw", NULL},
        {"global", "C-z", "suspend", NULL},
        {"global", "q", "quit", N_("leave")},
        {"global", "Q", "quit", NULL},
        {"global", "C-c", "quit", NULL},
};

/* What keys do that no hint names. */
static const struct {
	const char *command, *help;
} unhinted[] = {
        {"help down", N_("a line down")},
        {"help up", N_("a line up")},
        {"help page-down", N_("a page down")},
        {"help page-up", N_("a page up")},
        {"cursor down", N_("down")},
        {"cursor up", N_("up")},
        {"cursor left", N_("left")},
        {"cursor right", N_("right")},
        {"cursor page-down", N_("a page down")},
        {"cursor page-up", N_("a page up")},
        {"cursor first", N_("the beginning")},
        {"cursor last", N_("the end")},
        {"focus previous", N_("the pane before")},
        {"focus lesson", N_("the lesson")},
        {"focus next-list", N_("what waits to happen")},
        {"focus ladder", N_("the ladder")},
        {"focus packets", N_("packets")},
        {"focus fields", N_("its fields")},
        {"focus bytes", N_("its bytes")},
        {"focus network", N_("the network")},
        {"tab next", N_("the next tab of the pane")},
        {"tab previous", N_("the tab before")},
        {"past find-next", N_("next found")},
        {"past find-back", N_("found before")},
        {"capture toggle", N_("stop the capture, or go on")},
};

bool app_load_keys(
        struct app *a, const struct app_screen *const *screens, size_t count, struct err *e)
{
	const char *name = a->o->prefix ? a->o->prefix : "C-g";
	if (!key_parse(name, &a->prefix))
		return err_set(
		        e, ERR_USAGE, _("\"%s\" names no key: expected one such as C-g"), name);
	key_to_name(a->prefix, a->prefix_name);
	a->keys = keymap_create();
	for (size_t i = 0; i < count; i++) {
		size_t n;
		const struct key_binding *own = screens[i]->keys(&n);
		if (!keymap_load(a->keys, own, n, e))
			return false;
	}
	return keymap_load(a->keys, rows, sizeof(rows) / sizeof(rows[0]), e);
}

const char *app_mode_at(const struct app *a, int i)
{
	const char *(*mode_at)(const struct app *a, int i) = a->here->mode_at;
	int n = 0;
	while (mode_at && mode_at(a, n))
		n++;
	if (mode_at && i < n)
		return mode_at(a, i);
	return i == n ? a->here->mode : i == n + 1 ? "global" : NULL;
}

const struct key_binding *app_binding(const struct app *a, struct key k)
{
	const char *mode;
	for (int i = 0; (mode = app_mode_at(a, i)); i++) {
		const struct key_binding *b = keymap_find(a->keys, mode, k);
		if (b)
			return b;
	}
	return NULL;
}

bool keys_alike(const struct key_binding *a, const struct key_binding *b)
{
	if (strcmp(a->mode, b->mode) != 0)
		return false;
	return strcmp(a->command, b->command) == 0 ||
	       (a->help && b->help && strcmp(a->help, b->help) == 0);
}

bool keys_told_before(const struct app *a, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (keys_alike(keymap_at(a->keys, i), keymap_at(a->keys, row)))
			return true;
	return false;
}

/* The words of the same command where it is a hint. */
static const char *hinted(const struct app *a, const char *command)
{
	for (size_t i = 0; i < keymap_count(a->keys); i++) {
		const struct key_binding *b = keymap_at(a->keys, i);
		if (b->help && strcmp(b->command, command) == 0)
			return b->help;
	}
	return NULL;
}

const char *keys_help(const struct app *a, const struct key_binding *b)
{
	char name[32];
	const char *help = b->help ? b->help : hinted(a, b->command);
	for (size_t i = 0; i < sizeof(unhinted) / sizeof(unhinted[0]) && !help; i++)
		if (strcmp(unhinted[i].command, b->command) == 0)
			help = unhinted[i].help;
	if (help)
		return _(help);
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(b->command, " "), b->command);
	const struct app_command *c = app_command_named(a, name);
	return c ? _(c->help) : b->command;
}
