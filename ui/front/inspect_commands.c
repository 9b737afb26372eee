/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the screen of a capture adds to the commands of the shell.
 */
#include "ui/front/inspect_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "bench/command.h"
#include "explain/explain.h"
#include "ui/front/complete.h"
#include "ui/inspect/filter_of.h"
#include "ui/inspect/write.h"

#define COLUMNS_FILE_MAX 1024

static void back_to_list(struct inspect_screen *s)
{
	tiles_focus(&s->tiles, inspect_pane(s, "list"));
}

static bool set_filter(struct app *a, const char *text, struct err *e)
{
	struct inspect_screen *s = a->inspect;
	struct traffic_filter_error why;
	s->trying = s->wrong = false;
	if (!inspect_filter(s->in, text, false, &why)) {
		inspect_filter_give_up(s->in);
		return err_set(e, ERR_USAGE, "%s", why.text);
	}
	app_touch(a);
	return true;
}

static bool run_filter(struct app *a, int argc, char **argv, struct err *e)
{
	char *_cleanup_free_ text = command_words_joined(argc, argv, 1);
	if (!set_filter(a, text, e))
		return false;
	back_to_list(a->inspect);
	app_say(a, false, "%s",
	        text[0] ? _("other packets are not shown: F shows all")
	                : _("all packets are shown"));
	return true;
}

static bool run_only(struct app *a, int argc, char **argv, struct err *e)
{
	static const struct {
		const char *word;
		bool (*make)(const struct inspect *in, struct buf *out, struct err *e);
	} ways[] = {{"conversation", filter_of_conversation}, {"host", filter_of_host},
	        {"field", filter_of_field}};
	for (size_t i = 0; argc > 1 && i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct buf text = {0};
		if (strcmp(ways[i].word, argv[1]) != 0)
			continue;
		bool good =
		        ways[i].make(a->inspect->in, &text, e) && set_filter(a, buf_text(&text), e);
		if (good)
			app_say(a, false, _("only %s: F shows all"), buf_text(&text));
		buf_finish(&text);
		return good;
	}
	return err_set(e, ERR_USAGE, "%s", _("expected conversation, host or field"));
}

static bool run_search(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect_screen *s = a->inspect;
	int step = strcmp(argv[0], "search-back") == 0 ? -1 : 1;
	char *_cleanup_free_ text = command_words_joined(argc, argv, 1);
	/* A view that can search itself does so. */
	struct view_act act = {.kind = ACT_SEARCH, .by = step, .text = text};
	app_touch(a);
	if (s->tiles.focus != inspect_pane(s, "list") && app_act(a, s->tiles.focus, &act))
		return true;
	back_to_list(s);
	return inspect_search(s->in, text, step, e);
}

static bool run_time(struct app *a, int argc, char **argv, struct err *e)
{
	static const char *const words[INSPECT_TIMES] = {"since", "delta", "clock", "date"};
	struct inspect *in = a->inspect->in;
	if (argc < 2) {
		in->time = (in->time + 1) % INSPECT_TIMES;
		app_say(a, false, "%s", inspect_time_words(in->time));
		return true;
	}
	for (int i = 0; i < INSPECT_TIMES; i++)
		if (strcmp(words[i], argv[1]) == 0) {
			in->time = (enum inspect_time)i;
			app_touch(a);
			return true;
		}
	return err_set(e, ERR_USAGE, "%s", _("expected since, delta, clock or date"));
}

static bool need_packet(const struct inspect *in, struct err *e)
{
	return in->chosen || err_set(e, ERR_USAGE, "%s", _("no packet is chosen"));
}

static bool run_reference(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect *in = a->inspect->in;
	(void)argc;
	(void)argv;
	if (!need_packet(in, e))
		return false;
	bool again = traffic_reference(in->traffic) == in->chosen;
	traffic_set_reference(in->traffic, again ? 0 : in->chosen);
	in->time = INSPECT_TIME_SINCE;
	if (again)
		app_say(a, false, "%s", _("times since the first packet"));
	else
		app_say(a, false, _("times since packet %llu"), (unsigned long long)in->chosen);
	return true;
}

static bool run_absolute(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect *in = a->inspect->in;
	(void)argc;
	(void)argv;
	(void)e;
	in->absolute = !in->absolute;
	app_say(a, false, "%s",
	        in->absolute ? _("sequence numbers as in the header")
	                     : _("sequence numbers since the connection began"));
	return true;
}

static bool run_names(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect *in = a->inspect->in;
	(void)argc;
	(void)argv;
	(void)e;
	in->named = !in->named;
	app_say(a, false, "%s",
	        in->named ? _("names of the file, of /etc/hosts and of DNS answers in it; "
	                      "the network is not asked")
	                  : _("addresses as numbers"));
	return true;
}

static bool run_goto(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect_screen *s = a->inspect;
	struct inspect *in = s->in;
	char *end = NULL;
	const char *text = argc > 1 ? argv[1] + (argv[1][0] == '#') : "";
	unsigned long long n = strtoull(text, &end, 10);
	if (!text[0] || *end || text[0] == '-')
		return err_set(e, ERR_USAGE, "%s", _("expected the number of a packet"));
	if (n < traffic_first(in->traffic) || n > traffic_last(in->traffic) || !n)
		return err_set(e, ERR_USAGE, _("there is no packet %llu: they are %llu to %llu"), n,
		        (unsigned long long)traffic_first(in->traffic),
		        (unsigned long long)traffic_last(in->traffic));
	in->follow = false;
	inspect_choose(in, n);
	if (!selection_has(in->shown, n) && n <= selection_judged(in->shown))
		app_say(a, false, _("the filter hides packet %llu: this is the next one"), n);
	back_to_list(s);
	app_touch(a);
	return true;
}

static bool run_mark(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect *in = a->inspect->in;
	(void)argc;
	(void)argv;
	if (!need_packet(in, e))
		return false;
	traffic_mark(in->traffic, in->chosen, !traffic_marked(in->traffic, in->chosen));
	app_touch(a);
	return true;
}

static bool run_to_mark(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect *in = a->inspect->in;
	int step = strcmp(argv[0], "mark-back") == 0 ? -1 : 1;
	(void)argc;
	uint64_t to = traffic_find_mark(in->traffic, in->chosen, step);
	if (!to)
		return err_set(e, ERR_USAGE, "%s", _("no mark that way"));
	in->follow = false;
	inspect_choose(in, to);
	app_touch(a);
	return true;
}

static bool run_comment(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect *in = a->inspect->in;
	char *_cleanup_free_ text = command_words_joined(argc, argv, 1);
	if (!need_packet(in, e))
		return false;
	traffic_set_comment(in->traffic, in->chosen, text);
	app_say(a, false, "%s",
	        text[0] ? _("the comment is kept when the packets are written") : _("no comment"));
	return true;
}

static bool run_conversation(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect *in = a->inspect->in;
	int step = argc > 1 && argv[1][0] == 'b' ? -1 : 1;
	if (!inspect_conversation(in))
		return err_set(
		        e, ERR_USAGE, "%s", _("the chosen packet belongs to no conversation"));
	uint64_t to = inspect_conversation_step(in, step);
	if (!to)
		return err_set(e, ERR_USAGE, "%s",
		        step < 0 ? _("nothing of the conversation before it")
		                 : _("nothing of the conversation after it so far"));
	in->follow = false;
	inspect_choose(in, to);
	app_touch(a);
	return true;
}

/* Its own file would be gone before it is read. */
static bool is_own_file(const struct inspect_screen *s, const char *path)
{
	struct stat own, other;
	return s->path && stat(s->path, &own) == 0 && stat(path, &other) == 0 &&
	       own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

static bool run_write(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect_screen *s = a->inspect;
	bool replace = strcmp(argv[0], "write!") == 0;
	char *_cleanup_free_ path = command_words_joined(argc, argv, 1);
	app_touch(a);
	if (is_own_file(s, path))
		return err_set(e, ERR_USAGE, _("%s is the file that is shown"), path);
	return write_begin(s->in, path, replace, e);
}

static bool run_export(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect_screen *s = a->inspect;
	bool replace = strcmp(argv[0], "export!") == 0;
	char *_cleanup_free_ path = command_words_joined(argc, argv, 2);
	app_touch(a);
	if (is_own_file(s, path))
		return err_set(e, ERR_USAGE, _("%s is the file that is shown"), path);
	return write_begin_text(s->in, argc > 1 ? argv[1] : "", path, replace, e);
}

static char *columns_path(const struct app *a)
{
	return a->o->state_dir ? xasprintf("%s/columns", a->o->state_dir) : NULL;
}

void inspect_columns_load(struct inspect_screen *s)
{
	char *_cleanup_free_ path = columns_path(s->app);
	struct buf text = {0};
	/* Columns that can't be read, or that a later version wrote, are those at first. */
	if (path && file_read(path, COLUMNS_FILE_MAX, &text, NULL)) {
		char line[COLUMNS_FILE_MAX + 1];
		snprintf(line, sizeof(line), "%s", buf_text(&text));
		line[strcspn(line, "\n")] = 0;
		columns_parse(line, &s->in->columns, NULL);
	}
	buf_finish(&text);
}

static bool run_columns(struct app *a, int argc, char **argv, struct err *e)
{
	char *_cleanup_free_ text = command_words_joined(argc, argv, 1);
	struct buf line = {0};
	if (!columns_parse(text, &a->inspect->in->columns, e))
		return false;
	columns_text(&a->inspect->in->columns, &line);
	buf_putc(&line, '\n');
	char *_cleanup_free_ path = columns_path(a);
	bool good = !path || file_write(path, line.at, line.len, 0600, e);
	buf_finish(&line);
	app_touch(a);
	return good;
}

static bool run_as(struct app *a, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	int pane = inspect_pane(a->inspect, "stream");
	tiles_focus(&a->inspect->tiles, pane);
	return app_act(a, pane, &(struct view_act){.kind = ACT_TOGGLE, .text = "as"}) ||
	       err_set(e, ERR_USAGE, "%s", _("nothing has been said"));
}

/* The bytes as they were said, of both or of one. */
static bool run_save_stream(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect_screen *s = a->inspect;
	const struct pieces *p = &s->in->pieces;
	const char *who = argc > 2 ? argv[2] : "";
	int only = strcmp(who, "there") == 0 ? 0 : strcmp(who, "back") == 0 ? 1 : -1;
	struct buf out = {0};
	if (argc < 2 || (who[0] && only < 0))
		return err_set(e, ERR_USAGE, "%s",
		        _("expected the name of a file, and there or back for one side alone"));
	if (!p->all.count)
		return err_set(e, ERR_USAGE, "%s", _("f follows a stream first"));
	if (access(argv[1], F_OK) == 0)
		return err_set(e, ERR_USAGE, _("%s is there already"), argv[1]);
	for (size_t i = 0; i < p->all.count; i++)
		if (only < 0 || p->all.at[i].direction == only)
			buf_add(&out, p->bytes.at + p->all.at[i].at, p->all.at[i].len);
	bool good = file_write(argv[1], buf_text(&out), out.len, 0600, e);
	if (good)
		app_say(a, false, P_("%zu byte saved", "%zu bytes saved", out.len), out.len);
	buf_finish(&out);
	return good;
}

/* A term, or what is chosen. */
static bool run_explain(struct app *a, int argc, char **argv, struct err *e)
{
	struct inspect_screen *s = a->inspect;
	char *_cleanup_free_ term = command_words_joined(argc, argv, 1);
	if (term[0] && !explain_find(term))
		return err_set(e, ERR_USAGE, _("nothing is told of \"%.40s\""), term);
	snprintf(s->in->asked, sizeof(s->in->asked), "%s", term);
	tiles_focus(&s->tiles, inspect_pane(s, "explain"));
	app_touch(a);
	return true;
}

static bool run_capture(struct app *a, int argc, char **argv, struct err *e)
{
	const struct inspect_source *source = &a->inspect->source;
	app_touch(a);
	if (!source->run)
		return err_set(e, ERR_USAGE, "%s", _("no capture is under way here"));
	return source->run(source->user, argc - 1, argv + 1, e);
}

static const struct app_command table[] = {
        {"filter", N_("[FILTER]"), N_("show only packets that match, or all"), run_filter},
        {"only", "conversation|host|field", N_("show only what is like the chosen one"), run_only},
        {"search", N_("TEXT|0xHEX|bytes TEXT"), N_("search the list, or the packets' bytes"),
                run_search},
        {"search-next", "", N_("the next one found"), run_search},
        {"search-back", "", N_("the one found before"), run_search},
        {"goto", N_("NUMBER"), N_("go to a packet"), run_goto},
        {"conversation", "next|back", N_("to another packet of the conversation"),
                run_conversation},
        {"time", "[since|delta|clock|date]", N_("how times are told; alone: the next way"),
                run_time},
        {"reference", "", N_("tell times since the chosen packet, or not any more"), run_reference},
        {"absolute", "", N_("sequence numbers as in the header, or relative"), run_absolute},
        {"names", "", N_("names for addresses, without asking the network; or numbers"), run_names},
        {"mark", "", N_("mark the chosen packet, or not any more"), run_mark},
        {"mark-next", "", N_("go to the next marked packet"), run_to_mark},
        {"mark-back", "", N_("go to the marked packet before"), run_to_mark},
        {"comment", N_("[TEXT]"), N_("comment on the chosen packet; alone: none"), run_comment},
        {"write", N_("FILE"), N_("write the packets that are shown as pcapng, or pcap by its name"),
                run_write},
        {"write!", N_("FILE"), N_("the same over a file that is there"), run_write},
        {"export", N_("FORM FILE"), N_("write them as text, json, jsonl, csv, hex, c or pcapng"),
                run_export},
        {"export!", N_("FORM FILE"), N_("the same over a file that is there"), run_export},
        {"capture", N_("pause|resume|..."), N_("steer the capture that is under way"), run_capture},
        {"as", "", N_("the stream as text or as bytes"), run_as},
        {"save-stream", N_("FILE [there|back]"), N_("save what was said, by both or one of them"),
                run_save_stream},
        {"explain", N_("[TERM]"), N_("what the chosen field means, or a flag, an error, a call"),
                run_explain},
        {"columns", N_("[NAME[:WIDTH] ...]"), N_("columns of the list; alone: those at first"),
                run_columns},
};

const struct app_command *inspect_commands(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

static void put_filter(const struct inspect *in, struct buf *out)
{
	buf_puts(out, inspect_filter_text(in));
}

static void put_columns(const struct inspect *in, struct buf *out)
{
	columns_text(&in->columns, out);
}

static void put_comment(const struct inspect *in, struct buf *out)
{
	const char *text = in->chosen ? traffic_comment(in->traffic, in->chosen) : NULL;
	buf_puts(out, text ? text : "");
}

bool inspect_fill(struct app *a, const char *line, struct buf *out)
{
	static const struct {
		const char *word;
		void (*put)(const struct inspect *in, struct buf *out);
	} words[] = {
	        {"{filter}", put_filter}, {"{columns}", put_columns}, {"{comment}", put_comment}};
	while (*line) {
		size_t len = 0;
		for (size_t i = 0; *line == '{' && i < sizeof(words) / sizeof(words[0]); i++) {
			if (strncmp(line, words[i].word, strlen(words[i].word)) != 0)
				continue;
			len = strlen(words[i].word);
			words[i].put(a->inspect->in, out);
		}
		if (!len)
			buf_putc(out, *line);
		line += len ? len : 1;
	}
	return true;
}

void inspect_complete(
        struct app *a, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to)
{
	size_t count;
	const struct filter_word *words = filter_words(&count);
	(void)a;
	if (!word)
		return;
	const struct explanation *x;
	for (size_t i = 0; strncmp(line, "explain ", 8) == 0 && (x = explain_at(i)); i++)
		emit(to, x->term, x->source);
	static const char *const forms[] = {"text", "json", "jsonl", "csv", "hex", "c", "pcapng"};
	bool exports = strncmp(line, "export", 6) == 0;
	size_t first = strcspn(line, " ") + 1;
	for (size_t i = 0; exports && word == first && i < sizeof(forms) / sizeof(forms[0]); i++)
		emit(to, forms[i], "");
	if ((exports && word > first) || strncmp(line, "write", 5) == 0 ||
	        strncmp(line, "save-stream", 11) == 0)
		complete_path(line + word, cursor - word, emit, to);
	for (size_t i = 0; strncmp(line, "filter ", 7) == 0 && i < count; i++)
		emit(to, words[i].word, _(words[i].help));
	for (int k = 0; strncmp(line, "columns ", 8) == 0 && k < COLUMN_KINDS; k++)
		emit(to, column_name((enum column_kind)k), column_help((enum column_kind)k));
}
