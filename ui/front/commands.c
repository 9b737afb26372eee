/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shell's own commands, and the way of a line from a key or the prompt to who runs it: the
 * shell, the screen that is shown, or what that screen is about.
 */
#include "ui/front/app.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "bench/command.h"

struct tiles *app_tiles(const struct app *a)
{
	return a->here && a->here->tiles ? a->here->tiles(a) : NULL;
}

bool app_act(struct app *a, int pane, const struct view_act *act)
{
	struct view_reply r = {0};
	struct tiles *t = app_tiles(a);
	struct view_env env = tiles_env(t, pane);
	bool used = t->slots[pane].ops->act(t->slots[pane].state, &env, act, &r);
	app_touch(a);
	if (r.copy.len) {
		if (screen_copy(a->screen, r.copy.at, r.copy.len))
			app_say(a, false, P_("%zu byte copied", "%zu bytes copied", r.copy.len),
			        r.copy.len);
		else
			app_say(a, true, "%s", _("too long for the clipboard"));
	}
	buf_finish(&r.copy);
	if (r.say[0])
		app_say(a, false, "%s", r.say);
	if (r.line[0])
		app_command(a, r.line);
	return used;
}

static bool act_here(struct app *a, const struct view_act *act)
{
	struct tiles *t = app_tiles(a);
	return t ? app_act(a, t->focus, act) : a->here->act(a, act);
}

static bool run_cursor(struct app *a, int argc, char **argv, struct err *e)
{
	static const struct {
		const char *word;
		struct view_act act;
	} ways[] = {
	        {"up", {.kind = ACT_MOVE, .by = -1}},
	        {"down", {.kind = ACT_MOVE, .by = 1}},
	        {"left", {.kind = ACT_SIDE, .by = -1}},
	        {"right", {.kind = ACT_SIDE, .by = 1}},
	        {"page-up", {.kind = ACT_PAGE, .by = -1}},
	        {"page-down", {.kind = ACT_PAGE, .by = 1}},
	        {"first", {.kind = ACT_FIRST}},
	        {"last", {.kind = ACT_LAST}},
	};
	app_touch(a);
	for (size_t i = 0; argc > 1 && i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (strcmp(ways[i].word, argv[1]) != 0)
			continue;
		if (!act_here(a, &ways[i].act) && app_tiles(a) && ways[i].act.kind == ACT_SIDE)
			tiles_tab_step(app_tiles(a), (int)ways[i].act.by);
		return true;
	}
	return err_set(e, ERR_USAGE, "%s",
	        _("expected up, down, left, right, page-up, page-down, first or last"));
}

static bool run_open(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	app_touch(a);
	if (!app_tiles(a))
		return a->here->open(a, e);
	act_here(a, &(struct view_act){.kind = ACT_OPEN});
	return true;
}

static struct tiles *need_tiles(const struct app *a, struct err *e)
{
	struct tiles *t = app_tiles(a);
	if (!t)
		err_set(e, ERR_USAGE, "%s", _("open a lab or the bench first"));
	return t;
}

static bool run_focus(struct app *a, int argc, char **argv, struct err *e)
{
	struct tiles *t = need_tiles(a, e);
	if (!t)
		return false;
	const char *to = argc > 1 ? argv[1] : "next";
	app_touch(a);
	if (strcmp(to, "next") == 0 || strcmp(to, "previous") == 0) {
		tiles_focus_step(t, to[0] == 'n' ? 1 : -1);
		return true;
	}
	/* The list Next is a pane, too. */
	int pane = tiles_named(t, strcmp(to, "next-list") == 0 ? "next" : to);
	if (pane < 0)
		return err_set(e, ERR_USAGE, _("there is no pane \"%s\" here"), to);
	tiles_focus(t, pane);
	return true;
}

static bool run_tab(struct app *a, int argc, char **argv, struct err *e)
{
	struct tiles *t = need_tiles(a, e);
	if (t)
		tiles_tab_step(t, argc > 1 && argv[1][0] == 'p' ? -1 : 1);
	app_touch(a);
	return t != NULL;
}

static bool run_zoom(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	struct tiles *t = need_tiles(a, e);
	if (t)
		layout_zoom(&t->arrangement, t->focus);
	app_touch(a);
	return t != NULL;
}

static bool run_help(struct app *a, int argc, char **argv, struct err *e)
{
	static const char *const ways[] = {"down", "up", "page-down", "page-up"};
	(void)e;
	app_touch(a);
	if (a->overlay != OVERLAY_HELP || argc < 2) {
		a->overlay = OVERLAY_HELP;
		a->help = (struct list){0};
		return true;
	}
	long page = a->help.rows > 1 ? (long)a->help.rows - 1 : 1;
	const long by[] = {1, -1, page, -page};
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(ways[i], argv[1]) == 0)
			list_scroll(&a->help, by[i]);
	return true;
}

/* "prompt": an empty line; "prompt WORDS ": begun with them. */
static bool run_prompt(struct app *a, int argc, char **argv, struct err *e)
{
	(void)e;
	struct buf text = {0};
	for (int i = 1; i < argc; i++)
		buf_printf(&text, "%s%s", argv[i], i + 1 < argc || argc == 2 ? " " : "");
	prompt_open(a->prompt, ":", buf_text(&text), true);
	buf_finish(&text);
	app_touch(a);
	return true;
}

static bool run_theme(struct app *a, int argc, char **argv, struct err *e)
{
	const struct theme *t = argc > 1 ? theme_named(argv[1]) : NULL;
	if (!t)
		return err_set(
		        e, ERR_USAGE, "%s", _("expected a theme: dark, light, contrast or mono"));
	a->theme = t;
	screen_set_theme(a->screen, t);
	screen_redraw(a->screen);
	app_touch(a);
	return true;
}

static bool run_search(struct app *a, int argc, char **argv, struct err *e)
{
	struct tiles *t = need_tiles(a, e);
	if (!t)
		return false;
	bool again = strcmp(argv[0], "search") != 0;
	int first = t->slots[t->focus].ops->search_down ? 1 : -1;
	struct view_act act = {.kind = ACT_SEARCH,
	        .by = !again                                ? first
	              : strcmp(argv[0], "search-next") == 0 ? 1
	                                                    : -1,
	        .text = argc > 1 && !again ? argv[1] : ""};
	if (!app_act(a, t->focus, &act))
		return err_set(e, ERR_USAGE, "%s", _("nothing to search in this pane"));
	return true;
}

static bool run_simple(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	bool copy = strcmp(argv[0], "copy") == 0;
	struct view_act act = {.kind = copy ? ACT_COPY : ACT_TOGGLE, .text = "mark"};
	if (!act_here(a, &act))
		return err_set(e, ERR_USAGE, "%s",
		        copy ? _("nothing to copy in this pane")
		             : _("nothing to mark in this pane"));
	return true;
}

static bool run_back(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	(void)e;
	struct tiles *t = app_tiles(a);
	app_touch(a);
	if (t && !app_act(a, t->focus, &(struct view_act){.kind = ACT_BACK}) &&
	        t->arrangement.zoomed)
		layout_zoom(&t->arrangement, t->arrangement.zoom);
	return true;
}

static bool run_redraw(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	(void)e;
	screen_redraw(a->screen);
	app_touch(a);
	return true;
}

static bool run_suspend(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	(void)e;
	screen_suspend(a->screen);
	raise(SIGSTOP);
	screen_resume(a->screen);
	screen_resize(a->screen);
	screen_redraw(a->screen);
	app_touch(a);
	return true;
}

/* Where something would be lost a question comes first. */
static bool run_quit(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	(void)e;
	app_touch(a);
	if (a->here->asks && a->here->asks(a))
		a->overlay = OVERLAY_QUESTION;
	else
		a->leaving = true;
	return true;
}

static const struct app_command table[] = {
        {"focus", N_("PANE|next|previous"), N_("go to a pane"), run_focus},
        {"tab", N_("next|previous"), N_("show the next pane of the same place"), run_tab},
        {"zoom", "", N_("give the pane the whole screen, and back"), run_zoom},
        {"cursor", N_("WAY"), N_("move the choice"), run_cursor},
        {"open", "", N_("open what is chosen"), run_open},
        {"back", "", N_("one level back"), run_back},
        {"search", N_("TEXT"), N_("search the ladder, terminal or source"), run_search},
        {"search-next", "", N_("the next place downwards"), run_search},
        {"search-back", "", N_("the next place upwards"), run_search},
        {"mark", "", N_("begin to mark lines for copying"), run_simple},
        {"copy", "", N_("copy what is chosen to the clipboard"), run_simple},
        {"theme", N_("NAME"), N_("dark, light, contrast or mono"), run_theme},
        {"prompt", N_("[TEXT]"), N_("open the command line"), run_prompt},
        {"help", "", N_("this page"), run_help},
        {"redraw", "", N_("paint the screen anew"), run_redraw},
        {"suspend", "", N_("give the terminal back to the shell for a while"), run_suspend},
        {"quit", "", N_("leave; progress is kept"), run_quit},
};

const struct app_command *app_commands(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

static const struct app_command *in_table(
        const struct app_command *t, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(t[i].name, name) == 0)
			return &t[i];
	return NULL;
}

const struct app_command *app_command_named(const struct app *a, const char *name)
{
	size_t count;
	const struct app_command *own = a->here->commands(&count);
	const struct app_command *c = in_table(own, count, name);
	return c ? c : in_table(table, sizeof(table) / sizeof(table[0]), name);
}

static bool run_line(struct app *a, const char *line, struct err *e)
{
	int argc = 0;
	char **argv = command_split(line, &argc, e);
	if (!argv)
		return false;
	const struct app_command *c = argc ? app_command_named(a, argv[0]) : NULL;
	bool good = true;
	if (c)
		good = c->run(a, argc, argv, e);
	else if (argc && a->here->run)
		good = a->here->run(a, line, argc, argv, e);
	else if (argc)
		good = err_set(e, ERR_USAGE, _("there is no command \"%s\" here; ? shows them all"),
		        argv[0]);
	command_words_free(argv);
	return good;
}

void app_command(struct app *a, const char *line)
{
	struct err e = {0};
	struct buf filled = {0};
	bool whole = !a->here->fill || a->here->fill(a, line, &filled);
	if (whole && !run_line(a, a->here->fill ? buf_text(&filled) : line, &e))
		app_say(a, true, "%s", e.text);
	buf_finish(&filled);
	app_touch(a);
}

void app_prompt_line(void *user, const char *line)
{
	app_command(user, line);
}

void app_prompt_cancel(void *user)
{
	struct app *a = user;
	if (a->here->typed)
		a->here->typed(a, NULL);
	app_touch(a);
}

static void complete_commands(
        const struct app_command *c, size_t count, prompt_emit_fn emit, void *to)
{
	for (size_t i = 0; i < count; i++)
		emit(to, c[i].name, _(c[i].help));
}

static void complete_own_words(struct app *a, const char *line, prompt_emit_fn emit, void *to)
{
	if (strncmp(line, "theme ", 6) == 0)
		for (unsigned i = 0; theme_at(i); i++)
			emit(to, theme_at(i)->name, "");
	const struct tiles *t = app_tiles(a);
	if (strncmp(line, "focus ", 6) != 0 || !t)
		return;
	for (int i = 0; i < LAYOUT_PANES_MAX; i++) {
		const char *own =
		        tiles_there(t, i) && t->ops->name ? t->ops->name(t->user, i) : NULL;
		const char *name = tiles_there(t, i) ? t->slots[i].ops->name : NULL;
		if (name && strcmp(name, "next") == 0)
			emit(to, "next-list", "");
		else if (name)
			emit(to, own ? own : name, "");
	}
}

void app_prompt_complete(
        void *user, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to)
{
	struct app *a = user;
	size_t count;
	const struct app_command *own = a->here->commands(&count);
	if (word == 0) {
		complete_commands(table, sizeof(table) / sizeof(table[0]), emit, to);
		complete_commands(own, count, emit, to);
	} else {
		complete_own_words(a, line, emit, to);
	}
	if (a->here->complete)
		a->here->complete(a, line, word, cursor, emit, to);
}
