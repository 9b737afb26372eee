/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys: mode x key -> command line. Hints, help and documentation come from this table.
 *
 * A key is looked for in the mode of the pane that has the focus, then in "bench" (or "home"),
 * then in "global". Words in braces are replaced: {frame} the frame that waits and is chosen,
 * {program} the program of the pane, {edit} the chosen field as an assignment, {error} an error for
 * a call.
 */
#include "ui/front/app.h"

#include <string.h>

#include "base/i18n.h"

static const struct key_binding rows[] = {
        {"lesson", "<Enter>", "open", N_("answer or go on")},
        {"lesson", "1", "predict 1", N_("answer")},
        {"lesson", "2", "predict 2", N_("answer")},
        {"lesson", "3", "predict 3", N_("answer")},
        {"lesson", "4", "predict 4", N_("answer")},
        {"lesson", "5", "predict 5", N_("answer")},
        {"lesson", "6", "predict 6", N_("answer")},

        {"next", "<Enter>", "open", NULL},
        {"ladder", "<Enter>", "open", N_("its fields")},
        {"packets", "<Enter>", "open", N_("its fields")},
        {"ladder", "v", "show calls", N_("which calls")},
        {"ladder", "V", "prompt 'show calls'", N_("only these calls")},
        {"ladder", "s", "prompt search ", N_("search")},
        {"ladder", "n", "search-next", NULL},
        {"ladder", "N", "search-back", NULL},
        {"ladder", "/", "prompt filter ", N_("filter")},
        {"packets", "/", "prompt filter ", N_("filter")},
        {"fields", "<Enter>", "open", N_("open, its bytes")},
        {"bytes", "<Enter>", "open", N_("its fields")},
        {"lanes", "<Enter>", "open", N_("where it happened")},
        {"lanes", "<Right>", "cursor right", N_("next flow")},
        {"lanes", "+", "scale in", N_("larger")},
        {"lanes", "-", "scale out", N_("smaller")},
        {"lanes", "0", "scale fit", N_("all of it")},
        {"network", "<Enter>", "open", N_("pull or plug the cable")},
        {"sockets", "<Enter>", "open", N_("its states")},
        {"states", "<Enter>", "open", N_("all sockets")},

        {"terminal", "<Enter>", "keyboard on", N_("type here")},
        {"terminal", "i", "keyboard on", NULL},
        {"terminal", "s", "run {program}", N_("start")},
        {"terminal", "r", "start {program}", N_("start again")},
        {"terminal", "x", "stop {program}", N_("interrupt it")},
        {"terminal", "X", "stop {program} kill", N_("kill it")},
        {"terminal", "e", "source {program}", N_("edit its source")},
        {"terminal", "b", "build {program}", N_("build it")},
        {"terminal", "v", "mark", N_("mark lines")},
        {"terminal", "/", "prompt search ", N_("search")},
        {"terminal", "n", "search-next", NULL},
        {"terminal", "N", "search-back", NULL},
        {"source", "<Enter>", "open", N_("edit it")},
        {"source", "e", "source {program}", NULL},
        {"source", "b", "build {program}", N_("build it")},
        {"source", "s", "run {program}", N_("start")},
        {"source", "r", "start {program}", N_("start again")},
        {"source", "/", "prompt search ", N_("search")},
        {"source", "n", "search-next", NULL},
        {"source", "N", "search-back", NULL},

        {"past", "[", "past back", N_("an event back")},
        {"past", "]", "past forward", N_("an event on")},
        {"past", "<End>", "past now", N_("to the end")},
        {"past", "{", "past step-back", N_("a step back")},
        {"past", "}", "past step-forward", N_("a step on")},
        {"past", "<Home>", "past first", N_("the beginning")},
        {"past", "/", "prompt 'past find'", N_("find")},
        {"past", "n", "past find-next", NULL},
        {"past", "N", "past find-back", NULL},
        {"past", "m", "past mark", N_("mark")},
        {"past", "'", "past jump", N_("to a mark")},

        {"help", "j", "help down", NULL},
        {"help", "<Down>", "help down", NULL},
        {"help", "k", "help up", NULL},
        {"help", "<Up>", "help up", NULL},
        {"help", "<PageDown>", "help page-down", NULL},
        {"help", "<Space>", "help page-down", NULL},
        {"help", "<PageUp>", "help page-up", NULL},

        {"bench", "<Space>", "deliver {frame}", N_("let it happen")},
        {"bench", "f", "prompt fail {error} {frame}", N_("make it fail")},
        {"bench", "d", "drop {frame}", N_("drop")},
        {"bench", "2", "duplicate {frame}", N_("duplicate")},
        {"bench", "D", "duplicate {frame}", NULL},
        {"bench", "c", "corrupt {frame}", N_("corrupt")},
        {"bench", "e", "prompt edit {edit}", N_("edit")},
        {"bench", "w", "prompt delay 1s {frame}", N_("delay")},
        {"bench", "<Lt>", "move {frame}", N_("first")},
        {"bench", "r", "restore {frame}", N_("restore")},
        {"bench", "A", "deliver all", N_("let all")},
        {"bench", ">", "step next", N_("next step")},
        {"bench", "n", "hint", N_("a hint")},
        {"bench", "<Tab>", "focus next", N_("pane")},
        {"bench", "S-<Tab>", "focus previous", NULL},
        {"bench", "z", "zoom", N_("zoom")},
        {"bench", "a", "absolute", N_("absolute numbers")},
        {"bench", "t", "delta", N_("time since the row before")},
        {"bench", "R", "prompt reset", N_("begin the step afresh")},
        {"bench", "<F2>", "focus lesson", NULL},
        {"bench", "<F3>", "focus next-list", NULL},
        {"bench", "<F4>", "focus ladder", NULL},
        {"bench", "<F5>", "focus packets", NULL},
        {"bench", "<F6>", "focus fields", NULL},
        {"bench", "<F7>", "focus bytes", NULL},
        {"bench", "<F8>", "focus network", NULL},
        {"bench", "<F9>", "focus sockets", N_("sockets")},
        {"bench", "S", "focus states", N_("TCP states")},
        {"bench", "L", "focus lanes", N_("lanes")},
        {"bench", "[", "past back", N_("look back")},
        {"bench", "]", "past forward", NULL},
        {"bench", "{", "past step-back", NULL},
        {"bench", "}", "past step-forward", NULL},
        {"bench", "m", "past mark", NULL},
        {"bench", "'", "past jump", NULL},
        {"ladder", "b", "past here", N_("look back to here")},
        {"packets", "b", "past here", N_("look back to here")},
        {"bench", "M-<Right>", "tab next", NULL},
        {"bench", "M-<Left>", "tab previous", NULL},
        {"bench", "y", "copy", N_("copy")},

        {"home", "<Enter>", "open", N_("open")},
        {"home", "<Space>", "open", NULL},

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

bool app_load_keys(struct app *a, struct err *e)
{
	const char *name = a->o->prefix ? a->o->prefix : "C-g";
	if (!key_parse(name, &a->prefix))
		return err_set(
		        e, ERR_USAGE, _("\"%s\" names no key: expected one such as C-g"), name);
	key_to_name(a->prefix, a->prefix_name);
	a->keys = keymap_create();
	return keymap_load(a->keys, rows, sizeof(rows) / sizeof(rows[0]), e);
}

const char *app_mode(const struct app *a)
{
	if (a->overlay == OVERLAY_HELP)
		return "help";
	return a->view ? a->slots[a->focus].ops->name : "home";
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
