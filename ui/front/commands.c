/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen's own commands, and the way of a line from a key or the prompt to who runs it.
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
#include "term/terminal.h"

bool app_act(struct app *a, int pane, const struct view_act *act)
{
	struct view_reply r = {0};
	struct view_env env = app_env(a, pane);
	bool used = a->slots[pane].ops->act(a->slots[pane].state, &env, act, &r);
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
	return a->view ? app_act(a, a->focus, act) : home_act(a->home, act);
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
		if (!act_here(a, &ways[i].act) && a->view && ways[i].act.kind == ACT_SIDE)
			app_tab_step(a, (int)ways[i].act.by);
		return true;
	}
	return err_set(e, ERR_USAGE, "%s",
	        _("expected up, down, left, right, page-up, page-down, first or last"));
}

static bool run_open(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	if (a->view) {
		app_act(a, a->focus, &(struct view_act){.kind = ACT_OPEN});
		return true;
	}
	const char *dir = home_choice(a->home);
	app_touch(a);
	return dir ? app_open_lab(a, dir, -1, false, e) : app_open_bench(a, NULL, e);
}

static bool need_bench(const struct app *a, struct err *e)
{
	return a->view || err_set(e, ERR_USAGE, "%s", _("open a lab or the bench first"));
}

/* Nothing can be done in the past; a saved tape has nothing else. */
static bool need_now(const struct app *a, struct err *e)
{
	if (!need_bench(a, e))
		return false;
	if (a->saved)
		return err_set(e, ERR_USAGE, "%s", _("a saved tape can only be looked at"));
	return !a->looking_back ||
	       err_set(e, ERR_USAGE, "%s",
	               _("this is the past, it can't be changed: End returns to now"));
}

static bool run_focus(struct app *a, int argc, char **argv, struct err *e)
{
	if (!need_bench(a, e))
		return false;
	const char *to = argc > 1 ? argv[1] : "next";
	if (strcmp(to, "next") == 0 || strcmp(to, "previous") == 0) {
		app_focus_step(a, to[0] == 'n' ? 1 : -1);
		return true;
	}
	int pane = strcmp(to, "next-list") == 0 ? PANE_NEXT : app_pane_named(a, to);
	if (pane < 0 || !app_pane_there(a, pane))
		return err_set(e, ERR_USAGE, _("there is no pane \"%s\" here"), to);
	app_focus(a, pane);
	return true;
}

static bool run_tab(struct app *a, int argc, char **argv, struct err *e)
{
	if (!need_bench(a, e))
		return false;
	app_tab_step(a, argc > 1 && argv[1][0] == 'p' ? -1 : 1);
	return true;
}

static bool run_zoom(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	if (!need_bench(a, e))
		return false;
	layout_zoom(&a->arrangement, a->focus);
	app_touch(a);
	return true;
}

static bool run_keyboard(struct app *a, int argc, char **argv, struct err *e)
{
	app_touch(a);
	if (argc > 1 && strcmp(argv[1], "off") == 0) {
		a->keyboard = a->editing = false;
		return true;
	}
	if (!need_now(a, e))
		return false;
	if (a->focus < PANE_TERMINAL || a->focus >= PANE_SOURCE)
		return err_set(
		        e, ERR_USAGE, "%s", _("only a terminal can have the keyboard: Tab to one"));
	const struct bench_pane *p = bench_pane(a->bench, (size_t)a->slots[a->focus].index);
	if (terminal_status(p->terminal).state != TERMINAL_RUNNING)
		return err_set(e, ERR_USAGE, _("%s does not run: s starts it"), p->name);
	app_act(a, a->focus, &(struct view_act){.kind = ACT_LAST});
	a->keyboard = true;
	a->editing = p->edits;
	if (argc > 1 && strcmp(argv[1], "literal") == 0 && a->prefix.sym == KEYSYM_CHAR) {
		unsigned mods = a->prefix.mods & KEYMOD_CTRL ? VT_CTRL : 0;
		terminal_key(p->terminal, (struct vt_key){.unicode = a->prefix.cp, .mods = mods});
	}
	return true;
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

static bool run_absolute(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	(void)e;
	a->shared.absolute = !a->shared.absolute;
	app_say(a, false, "%s",
	        a->shared.absolute ? _("sequence numbers as in the header")
	                           : _("sequence numbers since the connection began"));
	return true;
}

static bool run_delta(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	(void)e;
	a->shared.delta = !a->shared.delta;
	app_say(a, false, "%s",
	        a->shared.delta ? _("times since the row before") : _("times since the beginning"));
	return true;
}

/* A host's address, for filters that name hosts; the name's text lives in the app. */
static const char *address_of(void *user, const char *name)
{
	struct app *a = user;
	const struct topology *t = a->view->topology;
	int node = topology_node(t, name);
	const struct packet_addr *addr = node < 0 ? NULL : topology_address(t, node, 4);
	if (!addr && node >= 0)
		addr = topology_address(t, node, 16);
	if (!addr)
		return NULL;
	packet_addr_text(addr, a->address);
	return a->address;
}

static bool run_filter(struct app *a, int argc, char **argv, struct err *e)
{
	if (!need_bench(a, e))
		return false;
	struct buf text = {0};
	struct filter *f = NULL;
	for (int i = 1; i < argc; i++)
		buf_printf(&text, "%s%s", i > 1 ? " " : "", argv[i]);
	bool good = argc < 2 || (f = filter_create(buf_text(&text), address_of, a, e));
	buf_finish(&text);
	if (!good)
		return false;
	filter_destroy(a->shared.filter);
	a->shared.filter = f;
	if (a->focus != PANE_PACKETS && a->focus != PANE_LADDER)
		app_focus(a, PANE_PACKETS);
	app_say(a, false, "%s",
	        f ? _("other frames are not shown; `filter` alone shows all")
	          : _("all frames are shown"));
	return true;
}

/* Unlike the bench's start, this never ends a program that runs. */
static bool run_run(struct app *a, int argc, char **argv, struct err *e)
{
	if (!need_now(a, e))
		return false;
	int i = argc > 1 ? bench_pane_find(a->bench, argv[1]) : -1;
	if (i < 0)
		return err_set(e, ERR_USAGE, "%s", _("expected the name of a program"));
	if (terminal_status(bench_pane(a->bench, (size_t)i)->terminal).state == TERMINAL_RUNNING)
		return err_set(e, ERR_USAGE, _("%s runs; r ends it and starts it again"), argv[1]);
	char *_cleanup_free_ line = xasprintf("start %s", argv[1]);
	return command_run(a->bench, line, e);
}

static bool run_search(struct app *a, int argc, char **argv, struct err *e)
{
	if (!need_bench(a, e))
		return false;
	bool again = strcmp(argv[0], "search") != 0;
	struct view_act act = {.kind = ACT_SEARCH,
	        .by = strcmp(argv[0], "search-next") == 0 ? 1 : -1,
	        .text = argc > 1 && !again ? argv[1] : ""};
	if (a->focus >= PANE_SOURCE && !again)
		act.by = 1;
	if (!app_act(a, a->focus, &act))
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

/* What the ladder shows besides frames. */
static bool run_show(struct app *a, int argc, char **argv, struct err *e)
{
	if (!need_bench(a, e))
		return false;
	struct buf text = {0};
	for (int i = 1; i < argc; i++)
		buf_printf(&text, "%s%s", i > 1 ? " " : "", argv[i]);
	struct view_act act = {.kind = ACT_TOGGLE, .text = buf_text(&text)};
	bool good = app_act(a, PANE_LADDER, &act);
	buf_finish(&text);
	return good ||
	       err_set(e, ERR_USAGE, "%s",
	               _("expected calls, calls with names, sockets, all or none, or counters"));
}

static bool run_goto(struct app *a, int argc, char **argv, struct err *e)
{
	char *end = NULL;
	if (!need_bench(a, e))
		return false;
	const char *text = argc > 1 ? argv[1] + (argv[1][0] == '#') : "";
	unsigned long long id = strtoull(text, &end, 10);
	if (!text[0] || *end || id >= tape_end(a->view->tape))
		return err_set(e, ERR_USAGE, "%s", _("expected the number of an event"));
	app_focus(a, PANE_LADDER);
	app_act(a, PANE_LADDER, &(struct view_act){.kind = ACT_GOTO, .by = (long)id});
	return true;
}

static bool run_scale(struct app *a, int argc, char **argv, struct err *e)
{
	if (!need_bench(a, e))
		return false;
	struct view_act act = {.kind = ACT_TOGGLE, .text = argc > 1 ? argv[1] : ""};
	return app_act(a, PANE_LANES, &act) ||
	       err_set(e, ERR_USAGE, "%s", _("expected in, out or fit"));
}

static bool run_back(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	(void)e;
	app_touch(a);
	if (a->view && app_act(a, a->focus, &(struct view_act){.kind = ACT_BACK}))
		return true;
	if (a->view && a->arrangement.zoomed)
		layout_zoom(&a->arrangement, a->arrangement.zoom);
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

/* In a bench a question comes first: programs may run. At home nothing can be lost. */
static bool run_quit(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	(void)e;
	app_touch(a);
	if (a->bench) /* a saved tape is not lost */
		a->overlay = OVERLAY_QUIT;
	else
		a->leaving = true;
	return true;
}

static const struct app_command table[] = {
        {"focus", N_("PANE|next|previous"), N_("go to a pane"), run_focus},
        {"tab", N_("next|previous"), N_("show the next pane of the same place"), run_tab},
        {"zoom", "", N_("give the pane the whole screen, and back"), run_zoom},
        {"keyboard", N_("on|off|literal"), N_("give the keyboard to the terminal's program"),
                run_keyboard},
        {"cursor", N_("WAY"), N_("move the choice"), run_cursor},
        {"open", "", N_("open what is chosen"), run_open},
        {"back", "", N_("one level back"), run_back},
        {"absolute", "", N_("sequence numbers as in the header, or relative"), run_absolute},
        {"delta", "", N_("times since the row before, or since the beginning"), run_delta},
        {"filter", N_("[FILTER]"), N_("show only frames that match, in the ladder and the list"),
                run_filter},
        {"run", N_("PROGRAM"), N_("start a program unless it runs"), run_run},
        {"search", N_("TEXT"), N_("search the ladder, terminal or source"), run_search},
        {"search-next", "", N_("the next place downwards"), run_search},
        {"search-back", "", N_("the next place upwards"), run_search},
        {"show", N_("calls [NAMES|sockets|all|none]|counters"),
                N_("hide or show calls in the ladder, all or some"), run_show},
        {"past",
                N_("back|forward|step-back|step-forward|first|now|here|EVENT|find TEXT|mark A|jump "
                   "A"),
                N_("look back: everything as it was after an event"), app_travel},
        {"goto", N_("EVENT"), N_("show an event in the ladder"), run_goto},
        {"scale", "in|out|fit", N_("of the lanes"), run_scale},
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

static const struct app_command *own(const char *name)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

/* The entry of Next that a key means: the chosen one if it waits, else the one chosen in Next. */
uint64_t app_entry_meant(const struct app *a)
{
	bool on_tape = a->focus == PANE_LADDER || a->focus == PANE_PACKETS ||
	               a->focus == PANE_FIELDS || a->focus == PANE_BYTES;
	if (on_tape && a->shared.event != TAPE_NONE && view_waiting(a->view, a->shared.event))
		return a->shared.event;
	return a->shared.waiting;
}

static void put_frame(const struct app *a, struct buf *out)
{
	uint64_t frame = app_entry_meant(a);
	if (a->view && frame != TAPE_NONE)
		buf_printf(out, "#%llu", (unsigned long long)frame);
}

static void put_program(const struct app *a, struct buf *out)
{
	if (a->view && a->focus >= PANE_TERMINAL)
		buf_puts(out, view_source_pane(a->view, a->slots[a->focus].index)->name);
}

/* A field's value as field_edit() takes it; numbers also where people read words. */
static void put_value(const struct dissected *d, const struct field *f, struct buf *out)
{
	char value[96];
	if (f->form == FIELD_HEX || f->form == FIELD_FLAG) {
		buf_printf(out, "0x%llx", (unsigned long long)f->value);
	} else if (f->form == FIELD_UINT) {
		buf_printf(out, "%llu", (unsigned long long)f->value);
	} else if (f->form != FIELD_HEADER) {
		field_value_text(f, dissected_at(d), value, sizeof(value));
		buf_puts(out, value);
	}
}

static void put_edit(const struct app *a, struct buf *out)
{
	const struct dissected *d = &a->shared.dissected;
	const struct field *f = dissected_field(d);
	if (!a->view || !f || a->shared.frame != app_entry_meant(a)) {
		buf_puts(out, "tcp.window_size_value=0 ");
	} else {
		buf_printf(out, "%s=", f->name);
		put_value(d, f, out);
		buf_putc(out, ' ');
	}
	put_frame(a, out);
}

/* An error that the call that waits could well fail with, to begin with. */
static void put_error(const struct app *a, struct buf *out)
{
	static const struct {
		const char *name, *error;
	} likely[] = {{"connect", "ECONNREFUSED"}, {"bind", "EADDRINUSE"}, {"socket", "EMFILE"},
	        {"accept", "EMFILE"}, {"accept4", "EMFILE"}, {"send", "EPIPE"}, {"sendto", "EPIPE"},
	        {"write", "EPIPE"}, {"recv", "ECONNRESET"}, {"recvfrom", "ECONNRESET"},
	        {"read", "ECONNRESET"}};
	struct tape_event e;
	const char *error = "EINTR";
	bool call = tape_get(a->view->tape, app_entry_meant(a), &e) && e.kind == TAPE_CALL;
	for (size_t i = 0; call && i < sizeof(likely) / sizeof(likely[0]); i++)
		if (strcmp(likely[i].name, e.call.name) == 0)
			error = likely[i].error;
	buf_puts(out, error);
}

/* Whether a line changes nothing of the world: the screen's own commands but those on programs,
 * and writing to files. */
bool app_harmless(const char *line)
{
	static const char *const safe[] = {"write", "save", "export"};
	static const char *const unsafe[] = {"keyboard", "run"};
	size_t len = strcspn(line, " ");
	char name[32];
	snprintf(name, sizeof(name), "%.*s", (int)len, line);
	/* A prompt begins another line. */
	if (strcmp(name, "prompt") == 0)
		return !line[len] || app_harmless(line + len + 1);
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		if (strcmp(name, unsafe[i]) == 0)
			return false;
	for (size_t i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
		if (strcmp(name, safe[i]) == 0)
			return true;
	return !name[0] || own(name);
}

/* Replaces the words in braces of a key's line. */
static char *fill_in(const struct app *a, const char *line)
{
	static const struct {
		const char *word;
		void (*put)(const struct app *, struct buf *);
	} words[] = {{"{frame}", put_frame}, {"{program}", put_program}, {"{edit}", put_edit},
	        {"{error}", put_error}};
	struct buf out = {0};
	for (const char *at = line; *at;) {
		size_t len = 0;
		for (size_t i = 0; *at == '{' && i < sizeof(words) / sizeof(words[0]) && !len;
		        i++) {
			if (strncmp(at, words[i].word, strlen(words[i].word)) != 0)
				continue;
			words[i].put(a, &out);
			len = strlen(words[i].word);
		}
		if (!len)
			buf_putc(&out, *at);
		at += len ? len : 1;
	}
	return buf_steal(&out);
}

/* An editor opened in a program's terminal gets the keyboard at once, and room. */
static void go_to_editor(struct app *a, const char *program)
{
	int i = bench_pane_find(a->bench, program);
	if (i < 0 || i >= APP_PROGRAMS_MAX || !bench_pane(a->bench, (size_t)i)->edits)
		return;
	app_focus(a, PANE_TERMINAL + i);
	a->keyboard = a->editing = true;
	const struct layout_tile *t = layout_find(&a->layout, a->focus);
	if (!a->arrangement.zoomed && t && t->area.h < 20) {
		layout_zoom(&a->arrangement, a->focus);
		a->zoomed_for_editor = true;
	}
}

static bool run_line(struct app *a, const char *line, struct err *e)
{
	int argc = 0;
	char **argv = command_split(line, &argc, e);
	if (!argv)
		return false;
	const struct app_command *c = argc ? own(argv[0]) : NULL;
	bool good = true;
	if (c)
		good = c->run(a, argc, argv, e);
	else if (argc && a->view && !app_harmless(line) && !need_now(a, e))
		good = false;
	else if (argc && a->bench)
		good = command_run(a->bench, line, e);
	else if (argc)
		good = err_set(e, ERR_USAGE, _("there is no command \"%s\" here; ? shows them all"),
		        argv[0]);
	if (good && !c && argc > 1 && a->bench && strcmp(argv[0], "source") == 0)
		go_to_editor(a, argv[1]);
	command_words_free(argv);
	return good;
}

void app_command(struct app *a, const char *line)
{
	struct err e = {0};
	bool needs_frame =
	        strstr(line, "{frame}") || strstr(line, "{edit}") || strstr(line, "{error}");
	if (needs_frame && a->view && !a->looking_back && app_entry_meant(a) == TAPE_NONE) {
		app_say(a, false, "%s", _("nothing is waiting"));
		return;
	}
	char *_cleanup_free_ filled = fill_in(a, line);
	if (!run_line(a, filled, &e))
		app_say(a, true, "%s", e.text);
	app_touch(a);
}

void app_prompt_line(void *user, const char *line)
{
	app_command(user, line);
}

void app_prompt_cancel(void *user)
{
	app_touch(user);
}

/* Collects what the bench offers for the prompt. */
struct offering {
	prompt_emit_fn emit;
	void *to;
};

static void offer(void *user, const char *candidate)
{
	const struct offering *o = user;
	const struct command *c = command_find(candidate);
	o->emit(o->to, candidate, c && strcmp(c->name, candidate) == 0 ? _(c->help) : "");
}

static void complete_own_words(struct app *a, const char *line, prompt_emit_fn emit, void *to)
{
	if (strncmp(line, "theme ", 6) == 0)
		for (unsigned i = 0; theme_at(i); i++)
			emit(to, theme_at(i)->name, "");
	if (strncmp(line, "show ", 5) == 0) {
		emit(to, "calls", _("system calls of programs"));
		emit(to, "counters", _("counters of the hosts' kernels"));
	}
	if (strncmp(line, "focus ", 6) != 0 || !a->view)
		return;
	for (int i = 0; i < PANE_COUNT; i++)
		if (app_pane_there(a, i) && i != PANE_NEXT)
			emit(to, i < PANE_TERMINAL ? a->slots[i].ops->name : app_pane_name(a, i),
			        "");
	emit(to, "next-list", "");
}

void app_prompt_complete(
        void *user, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to)
{
	struct app *a = user;
	struct offering o = {emit, to};
	if (word == 0)
		for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
			emit(to, table[i].name, _(table[i].help));
	else
		complete_own_words(a, line, emit, to);
	if (a->bench)
		command_complete(a->bench, line, cursor, offer, &o);
}
