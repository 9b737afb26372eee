/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the bench's screen adds to the commands of the shell, and the way of a line to the bench.
 */
#include "ui/front/bench_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "bench/command.h"
#include "term/terminal.h"

/* Nothing can be done in the past; a saved tape has nothing else. */
static bool need_now(const struct bench_screen *b, struct err *e)
{
	if (b->saved)
		return err_set(e, ERR_USAGE, "%s",
		        b->recording ? _("this is a recording, it can only be looked at")
		                     : _("a saved tape can only be looked at"));
	return !b->looking_back ||
	       err_set(e, ERR_USAGE, "%s",
	               _("this is the past, it can't be changed: End returns to now"));
}

static bool run_keyboard(struct app *a, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	app_touch(b->app);
	if (argc > 1 && strcmp(argv[1], "off") == 0) {
		b->keyboard = b->editing = false;
		return true;
	}
	if (!need_now(b, e))
		return false;
	if (!bench_panes_on_terminal(b))
		return err_set(
		        e, ERR_USAGE, "%s", _("only a terminal can have the keyboard: Tab to one"));
	const struct bench_pane *p =
	        bench_pane(b->bench, (size_t)b->tiles.slots[b->tiles.focus].index);
	if (terminal_status(p->terminal).state != TERMINAL_RUNNING)
		return err_set(e, ERR_USAGE, _("%s does not run: s starts it"), p->name);
	app_act(b->app, b->tiles.focus, &(struct view_act){.kind = ACT_LAST});
	b->keyboard = true;
	b->editing = p->edits;
	if (argc > 1 && strcmp(argv[1], "literal") == 0 && b->app->prefix.sym == KEYSYM_CHAR) {
		unsigned mods = b->app->prefix.mods & KEYMOD_CTRL ? VT_CTRL : 0;
		terminal_key(
		        p->terminal, (struct vt_key){.unicode = b->app->prefix.cp, .mods = mods});
	}
	return true;
}

static bool run_absolute(struct app *a, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	(void)argc;
	(void)argv;
	(void)e;
	b->shared.absolute = !b->shared.absolute;
	app_say(b->app, false, "%s",
	        b->shared.absolute ? _("sequence numbers as in the header")
	                           : _("sequence numbers since the connection began"));
	return true;
}

static bool run_delta(struct app *a, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	(void)argc;
	(void)argv;
	(void)e;
	b->shared.delta = !b->shared.delta;
	app_say(b->app, false, "%s",
	        b->shared.delta ? _("times since the row before") : _("times since the beginning"));
	return true;
}

/* A host's address, for filters that name hosts; the name's text lives in the screen. */
static const char *address_of(void *user, const char *name)
{
	struct bench_screen *b = user;
	const struct topology *t = b->view->topology;
	int node = topology_node(t, name);
	const struct packet_addr *addr = node < 0 ? NULL : topology_address(t, node, 4);
	if (!addr && node >= 0)
		addr = topology_address(t, node, 16);
	if (!addr)
		return NULL;
	packet_addr_text(addr, b->address);
	return b->address;
}

static bool run_filter(struct app *a, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	char *_cleanup_free_ text = command_words_joined(argc, argv, 1);
	struct filter *f = argc > 1 ? filter_create(text, address_of, b, e) : NULL;
	if (argc > 1 && !f)
		return false;
	filter_destroy(b->shared.filter);
	b->shared.filter = f;
	if (b->tiles.focus != PANE_PACKETS && b->tiles.focus != PANE_LADDER)
		tiles_focus(&b->tiles, PANE_PACKETS);
	app_say(b->app, false, "%s",
	        f ? _("other frames are not shown; `filter` alone shows all")
	          : _("all frames are shown"));
	return true;
}

/* Unlike the bench's start, this never ends a program that runs. */
static bool run_run(struct app *a, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	if (!need_now(b, e))
		return false;
	int i = argc > 1 ? bench_pane_find(b->bench, argv[1]) : -1;
	if (i < 0)
		return err_set(e, ERR_USAGE, "%s", _("expected the name of a program"));
	if (terminal_status(bench_pane(b->bench, (size_t)i)->terminal).state == TERMINAL_RUNNING)
		return err_set(e, ERR_USAGE, _("%s runs; r ends it and starts it again"), argv[1]);
	char *_cleanup_free_ line = xasprintf("start %s", argv[1]);
	return command_run(b->bench, line, e);
}

/* What the ladder shows besides frames. */
static bool run_show(struct app *a, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	char *_cleanup_free_ text = command_words_joined(argc, argv, 1);
	struct view_act act = {.kind = ACT_TOGGLE, .text = text};
	return app_act(b->app, PANE_LADDER, &act) ||
	       err_set(e, ERR_USAGE, "%s",
	               _("expected calls, calls with names, sockets, all or none, or counters"));
}

static bool run_goto(struct app *a, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	char *end = NULL;
	const char *text = argc > 1 ? argv[1] + (argv[1][0] == '#') : "";
	unsigned long long id = strtoull(text, &end, 10);
	if (!text[0] || *end || id >= tape_end(b->view->tape))
		return err_set(e, ERR_USAGE, "%s", _("expected the number of an event"));
	tiles_focus(&b->tiles, PANE_LADDER);
	app_act(b->app, PANE_LADDER, &(struct view_act){.kind = ACT_GOTO, .by = (long)id});
	return true;
}

static bool run_scale(struct app *a, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	struct view_act act = {.kind = ACT_TOGGLE, .text = argc > 1 ? argv[1] : ""};
	return app_act(b->app, PANE_LANES, &act) ||
	       err_set(e, ERR_USAGE, "%s", _("expected in, out or fit"));
}

static const struct app_command table[] = {
        {"keyboard", N_("on|off|literal"), N_("give the keyboard to the terminal's program"),
                run_keyboard},
        {"absolute", "", N_("sequence numbers as in the header, or relative"), run_absolute},
        {"delta", "", N_("times since the row before, or since the beginning"), run_delta},
        {"filter", N_("[FILTER]"), N_("show only frames that match, in the ladder and the list"),
                run_filter},
        {"run", N_("PROGRAM"), N_("start a program unless it runs"), run_run},
        {"show", N_("calls [NAMES|sockets|all|none]|counters"),
                N_("hide or show calls in the ladder, all or some"), run_show},
        {"past",
                N_("back|forward|step-back|step-forward|first|now|here|EVENT|find TEXT|mark A|jump "
                   "A"),
                N_("look back: everything as it was after an event"), bench_travel},
        {"goto", N_("EVENT"), N_("show an event in the ladder"), run_goto},
        {"scale", "in|out|fit", N_("of the lanes"), run_scale},
};

const struct app_command *bench_commands(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

/* The entry of Next that a key means: the chosen one if it waits, else the one chosen in Next. */
uint64_t bench_entry_meant(const struct bench_screen *b)
{
	bool on_tape = b->tiles.focus == PANE_LADDER || b->tiles.focus == PANE_PACKETS ||
	               b->tiles.focus == PANE_FIELDS || b->tiles.focus == PANE_BYTES;
	if (on_tape && b->shared.event != TAPE_NONE && view_waiting(b->view, b->shared.event))
		return b->shared.event;
	return b->shared.waiting;
}

static void put_frame(const struct bench_screen *b, struct buf *out)
{
	uint64_t frame = bench_entry_meant(b);
	if (frame != TAPE_NONE)
		buf_printf(out, "#%llu", (unsigned long long)frame);
}

static void put_program(const struct bench_screen *b, struct buf *out)
{
	if (b->tiles.focus >= PANE_TERMINAL)
		buf_puts(
		        out, view_source_pane(b->view, b->tiles.slots[b->tiles.focus].index)->name);
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

static void put_edit(const struct bench_screen *b, struct buf *out)
{
	const struct dissected *d = &b->shared.dissected;
	const struct field *f = dissected_field(d);
	if (!f || b->shared.frame != bench_entry_meant(b)) {
		buf_puts(out, "tcp.window_size_value=0 ");
	} else {
		buf_printf(out, "%s=", f->name);
		put_value(d, f, out);
		buf_putc(out, ' ');
	}
	put_frame(b, out);
}

/* An error that the call that waits could well fail with, to begin with. */
static void put_error(const struct bench_screen *b, struct buf *out)
{
	static const struct {
		const char *name, *error;
	} likely[] = {{"connect", "ECONNREFUSED"}, {"bind", "EADDRINUSE"}, {"socket", "EMFILE"},
	        {"accept", "EMFILE"}, {"accept4", "EMFILE"}, {"send", "EPIPE"}, {"sendto", "EPIPE"},
	        {"write", "EPIPE"}, {"recv", "ECONNRESET"}, {"recvfrom", "ECONNRESET"},
	        {"read", "ECONNRESET"}};
	struct tape_event e;
	const char *error = "EINTR";
	bool call = tape_get(b->view->tape, bench_entry_meant(b), &e) && e.kind == TAPE_CALL;
	for (size_t i = 0; call && i < sizeof(likely) / sizeof(likely[0]); i++)
		if (strcmp(likely[i].name, e.call.name) == 0)
			error = likely[i].error;
	buf_puts(out, error);
}

/* Whether a line changes nothing of the world: the screen's own commands but those on programs,
 * and writing to files. */
bool bench_harmless(const struct app *a, const char *line)
{
	static const char *const safe[] = {"write", "save", "export"};
	static const char *const unsafe[] = {"keyboard", "run"};
	size_t len = strcspn(line, " ");
	char name[32];
	snprintf(name, sizeof(name), "%.*s", (int)len, line);
	/* A prompt begins another line. */
	if (strcmp(name, "prompt") == 0)
		return !line[len] || bench_harmless(a, line + len + 1);
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		if (strcmp(name, unsafe[i]) == 0)
			return false;
	for (size_t i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
		if (strcmp(name, safe[i]) == 0)
			return true;
	return !name[0] || app_command_named(a, name) || bench_recording_knows(a->bench, line);
}

/* The word in braces that stands at `at`, put; returns its length, 0 when there is none. */
static size_t put_word(const struct bench_screen *b, const char *at, struct buf *out)
{
	static const struct {
		const char *word;
		void (*put)(const struct bench_screen *, struct buf *);
	} words[] = {{"{frame}", put_frame}, {"{program}", put_program}, {"{edit}", put_edit},
	        {"{error}", put_error}};
	for (size_t i = 0; *at == '{' && i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(words[i].word);
		if (strncmp(at, words[i].word, len) != 0)
			continue;
		words[i].put(b, out);
		return len;
	}
	return 0;
}

bool bench_fill(struct app *a, const char *line, struct buf *out)
{
	const struct bench_screen *b = a->bench;
	bool needs_frame =
	        strstr(line, "{frame}") || strstr(line, "{edit}") || strstr(line, "{error}");
	if (needs_frame && !b->looking_back && bench_entry_meant(b) == TAPE_NONE) {
		app_say(a, false, "%s", _("nothing is waiting"));
		return false;
	}
	while (*line) {
		size_t len = put_word(b, line, out);
		if (!len)
			buf_putc(out, *line);
		line += len ? len : 1;
	}
	return true;
}

/* An editor opened in a program's terminal gets the keyboard at once, and room. */
static void go_to_editor(struct bench_screen *b, const char *program)
{
	int i = bench_pane_find(b->bench, program);
	if (i < 0 || i >= BENCH_PROGRAMS_MAX || !bench_pane(b->bench, (size_t)i)->edits)
		return;
	tiles_focus(&b->tiles, PANE_TERMINAL + i);
	b->keyboard = b->editing = true;
	const struct layout_tile *t = layout_find(&b->tiles.layout, b->tiles.focus);
	if (!b->tiles.arrangement.zoomed && t && t->area.h < 20) {
		layout_zoom(&b->tiles.arrangement, b->tiles.focus);
		b->zoomed_for_editor = true;
	}
}

bool bench_run(struct app *a, const char *line, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	if (!bench_harmless(a, line) && !need_now(b, e))
		return false;
	if (bench_recording_knows(b, line))
		return bench_recording_run(b, argc, argv, e);
	if (!b->bench)
		return err_set(e, ERR_USAGE, _("there is no command \"%s\" here; ? shows them all"),
		        argv[0]);
	if (!command_run(b->bench, line, e))
		return false;
	if (argc > 1 && strcmp(argv[0], "source") == 0)
		go_to_editor(b, argv[1]);
	return true;
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

void bench_complete(
        struct app *a, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to)
{
	struct offering o = {emit, to};
	if (word && strncmp(line, "show ", 5) == 0) {
		emit(to, "calls", _("system calls of programs"));
		emit(to, "counters", _("counters of the hosts' kernels"));
	}
	if (a->bench->bench)
		command_complete(a->bench->bench, line, cursor, offer, &o);
}
