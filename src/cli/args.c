/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line: tables of commands and options, and getopt_long over them.
 */
#include "cli/args.h"

#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/args_internal.h"

#define MANY 1000

struct command_row {
	const char *name, *arguments, *help;
	size_t least, most; /* words after the command */
};

static const struct command_row commands[] = {
        [CLI_HOME] = {"home", "", N_("home: chapters, labs, what this machine allows"), 0, 0},
        [CLI_LAB] = {"lab", "NAME|DIR", N_("a lab, where it was left"), 1, 1},
        [CLI_RUN] = {"run", "NAME|DIR|all",
                N_("the lab's own solution without a screen: every check"), 1, 1},
        [CLI_BENCH] = {"bench", "[HOST=COMMAND ...]", N_("a free bench: hosts and any programs"), 0,
                30},
        [CLI_READ] = {"read", "FILE|- [EXPR ...]",
                N_("a capture or a saved tape: look at it, print it, export it"), 0, MANY},
        [CLI_WATCH] = {"watch", "[EXPR ...] [-- COMMAND]",
                N_("packets of lo, an interface or a command, as they pass"), 0, MANY},
        [CLI_LABS] = {"labs", "", N_("list the labs"), 0, 0},
        [CLI_DOCTOR] = {"doctor", "", N_("what works here, why not, and the cure"), 0, 0},
        [CLI_LINT] = {"lint", "DIR", N_("check a lab's files"), 1, MANY},
        [CLI_NEW] = {"new", "DIR", N_("make a small lab that works, to begin from"), 1, 1},
        [CLI_SOCK] = {"sock", "", N_("a socket shell: the calls of sockets, one by one"), 0, 0},
        [CLI_HELP] = {"help", "", N_("this summary"), 0, 0},
        [CLI_VERSION] = {"version", "", N_("the version"), 0, 0},
};
_Static_assert(sizeof(commands) / sizeof(commands[0]) == CLI_COMMANDS, "one row a command");

#define OF(command) (1u << (command))
#define ANY_COMMAND (~0u)

struct option_row {
	int id; /* enum option_id, or its letter, which may mean another thing to other commands */
	const char *name, *argument, *help;
	unsigned commands;
};

static const struct option_row options[] = {
        {OPT_STEP, "step", "N",
                N_("begin at step N; the world is built as if those before were done"),
                OF(CLI_LAB)},
        {OPT_FRESH, "fresh", NULL, N_("forget what was saved of this lab"), OF(CLI_LAB)},
        {OPT_RECORDING, "recording", NULL,
                N_("look at the run that comes with the lab, though it may run here"), OF(CLI_LAB)},
        {OPT_JSON, "json", NULL, N_("print the results as JSON"),
                OF(CLI_RUN) | OF(CLI_DOCTOR) | OF(CLI_LABS)},
        {OPT_PLAY, "play", "FILE", N_("play this schedule instead of the lab's solution"),
                OF(CLI_RUN)},
        {OPT_WITHOUT, "without", "N",
                N_("leave out the solution of step N: the lab must then fail"), OF(CLI_RUN)},
        {OPT_RECORD, "record", NULL, N_("make the recording that comes with the lab"), OF(CLI_RUN)},
        {OPT_CALLS, "calls", "hold|pass",
                N_("trace the programs' calls, and hold each until you let it"), OF(CLI_BENCH)},
        {OPT_WIRE, "wire", "hold|pass", N_("whether frames wait for you (pass)"), OF(CLI_BENCH)},
        {OPT_GATE, "gate", "FILTER", N_("only frames that match wait"), OF(CLI_BENCH)},
        {OPT_HEADLESS, "headless", NULL, N_("no screen: the programs' output is printed"),
                OF(CLI_BENCH)},
        {OPT_FOR, "for", "SECONDS", N_("bench: end after this time; run: longest time of a step"),
                OF(CLI_BENCH) | OF(CLI_RUN)},
        {'w', "write", "FILE", N_("write the frames to a pcapng file"),
                OF(CLI_BENCH) | OF(CLI_RUN)},
        {OPT_SAVE, "save", "FILE", N_("save the whole tape, for wirelab read and for Wireshark"),
                OF(CLI_BENCH) | OF(CLI_RUN)},
        {OPT_TEXT, "text", NULL,
                N_("print one line a packet (of a tape: an event), as when it is no terminal"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'r', "read", "FILE", N_("the capture; all words are then the expression"), OF(CLI_READ)},
        {'w', "write", "FILE", N_("write the packets as pcapng, to a name in .pcap as pcap"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'c', "limit", "N", N_("end after N packets"), OF(CLI_READ) | OF(CLI_WATCH)},
        {OPT_COUNT, "count", NULL, N_("print only how many packets there are"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'t', "time", NULL,
                N_("-t no time, -tt since 1970, -ttt since the packet before, -tttt date and time, "
                   "-ttttt since the first (the default)"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'e', "link-header", NULL, N_("the link's addresses, too"), OF(CLI_READ) | OF(CLI_WATCH)},
        {'n', "numeric", NULL, N_("addresses and ports as numbers, as they always are"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'S', "absolute", NULL, N_("TCP's numbers as in the header"), OF(CLI_READ) | OF(CLI_WATCH)},
        {'v', "verbose", NULL, N_("all layers and fields below each line"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'x', "hex", NULL, N_("the bytes below each line, -xx with the link's header"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'X', "hex-ascii", NULL, N_("the same with ASCII beside them, -XX with the link's header"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'A', "as-ascii", NULL, N_("the bytes as ASCII below each line"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'l', "line-buffered", NULL, N_("hand on each line at once"), OF(CLI_READ) | OF(CLI_WATCH)},
        {'T', "format", "FORMAT", N_("print as text, json, csv, fields, hex or c"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'e', "field", "NAME", N_("with -T: this field, by Wireshark's name; may be repeated"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {'E', "style", "KEY=VALUE",
                N_("with -T fields, csv: header=y|n, separator=, quote=d|s|n, occurrence=f|l|a"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {OPT_JSONL, "jsonl", NULL, N_("with -T json: one object a line"),
                OF(CLI_READ) | OF(CLI_WATCH)},
        {OPT_FOLLOW, "follow", "tcp|udp:N", N_("print what the N-th conversation said"),
                OF(CLI_READ)},
        {OPT_FOLLOW_AS, "follow-as", "text|hex|raw", N_("how (text)"), OF(CLI_READ)},
        {'i', "interface", "NAME", N_("what is watched (lo); any: all interfaces"), OF(CLI_WATCH)},
        {'s', "snapshot-length", "BYTES", N_("bytes kept of each packet (all)"), OF(CLI_WATCH)},
        {'B', "buffer-size", "KIB", N_("memory that the kernel may fill (32768)"), OF(CLI_WATCH)},
        {'p', "no-promiscuous-mode", NULL, N_("only what is for this machine"), OF(CLI_WATCH)},
        {'C', "file-size", "MB", N_("with -w: a new file when one has so many million bytes"),
                OF(CLI_WATCH)},
        {'G', "rotate-seconds", "SECONDS",
                N_("with -w: a new file each so many seconds; its name may hold strftime's words"),
                OF(CLI_WATCH)},
        {'W', "file-count", "N", N_("with -C: write over the oldest of N files; with -G: end"),
                OF(CLI_WATCH)},
        {OPT_EXPORT, "export", "FORMAT", N_("write a tape as text, markdown, json or svg"),
                OF(CLI_READ)},
        {'o', "output", "FILE", N_("where the export goes (standard output)"), OF(CLI_READ)},
        {OPT_NO_AUTOSAVE, "no-autosave", NULL, N_("keep no copy of this session's tape"),
                OF(CLI_HOME) | OF(CLI_LAB) | OF(CLI_BENCH)},
        {'c', "command", "LINE", N_("run these commands instead of asking for them"), OF(CLI_SOCK)},
        {OPT_TAPE, "tape", "MIB", N_("memory for the tape (64)"), OF(CLI_BENCH)},
        {OPT_LANG, "lang", "en|zh", N_("language of lessons and interface"), ANY_COMMAND},
        {OPT_LABS, "labs", "DIR", N_("where the labs are"), ANY_COMMAND},
        {OPT_THEME, "theme", "NAME", N_("dark, light, contrast or mono"), ANY_COMMAND},
        {OPT_ASCII, "ascii", NULL, N_("draw with ASCII only"), ANY_COMMAND},
        {OPT_PREFIX, "prefix", "KEY",
                N_("the key that stays ours while a program has the keyboard (C-g)"), ANY_COMMAND},
        {OPT_NO_MOUSE, "no-mouse", NULL, N_("leave the mouse to the terminal"), ANY_COMMAND},
        {'h', "help", NULL, N_("this summary"), ANY_COMMAND},
        {'V', "version", NULL, N_("the version"), ANY_COMMAND},
};
#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

#define HELP_COLUMNS 100
#define COMMAND_INDENT 30
#define OPTION_INDENT 29

/* A name, and beside it from column `indent` on what it is for, in as many lines as that takes. */
static void print_beside(const char *name, int indent, const char *text)
{
	int at = text_width(name);
	printf("%s%*s", name, at < indent ? indent - at : 1, "");
	int room = HELP_COLUMNS - (at < indent ? indent : at + 1);
	while (text_width(text) > room) {
		int used;
		size_t len = text_prefix(text, room, &used), cut = len;
		while (cut && text[cut] != ' ')
			cut--;
		cut = cut ? cut : len; /* Chinese has no spaces */
		printf("%.*s\n%*s", (int)cut, text, indent, "");
		text += cut + strspn(text + cut, " ");
		room = HELP_COLUMNS - indent;
	}
	puts(text);
}

void cli_args_help(void)
{
	printf(_("wirelab: a laboratory for network programming in one terminal\n\n"));
	printf(_("Examples:\n"));
	printf("  wirelab\n  wirelab lab tcp-handshake\n"
	       "  wirelab bench server='python3 -m http.server' client='nc server 8000' --wire "
	       "hold\n"
	       "  wirelab run tcp-handshake --save t.pcapng && wirelab read t.pcapng\n"
	       "  wirelab watch tcp port 8000\n  wirelab watch -- ./my-tests\n"
	       "  wirelab read -T json FILE.pcap port 53\n\n");
	printf(_("Commands (none: home):\n"));
	for (size_t i = CLI_LAB; i < CLI_HELP; i++) {
		char name[48];
		snprintf(name, sizeof(name), "  %-7s%s", commands[i].name, commands[i].arguments);
		print_beside(name, COMMAND_INDENT, _(commands[i].help));
	}
	printf(_("\nOptions:\n"));
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		char name[48];
		snprintf(name, sizeof(name), "  %s--%s%s%s",
		        options[i].id < OPT_LONG ? (char[]){'-', (char)options[i].id, ',', ' ', 0}
		                                 : "",
		        options[i].name, options[i].argument ? " " : "",
		        options[i].argument ? options[i].argument : "");
		print_beside(name, OPTION_INDENT, _(options[i].help));
	}
	printf(_("\nExit status: 0 done, 1 a check failed, 2 usage, 3 this machine can't, 4 bad "
	         "input.\n"));
}

bool args_number(const char *word, int least, int most, int *out, struct err *e)
{
	char *end;
	long value = strtol(word, &end, 10);
	if (end == word || *end || value < least || value > most)
		return err_set(e, ERR_USAGE, _("expected a number from %d to %d, found \"%s\""),
		        least, most, word);
	*out = (int)value;
	return true;
}

static bool parse_seconds(const char *word, double *out, struct err *e)
{
	char *end;
	*out = strtod(word, &end);
	if (end == word || *end || !(*out > 0 && *out <= 86400))
		return err_set(e, ERR_USAGE, _("expected seconds above 0, found \"%s\""), word);
	return true;
}

static bool take_tape(struct cli_args *a, const char *word, struct err *e)
{
	int mib = 0;
	if (!args_number(word, 1, 16384, &mib, e))
		return false;
	a->tape_mib = (size_t)mib;
	return true;
}

/* Options that take no value; false: it is none of them. */
static bool take_flag(struct cli_args *a, int id)
{
	const struct {
		int id;
		bool *flag;
	} flags[] = {
	        {OPT_ASCII, &a->ascii},
	        {OPT_NO_MOUSE, &a->no_mouse},
	        {OPT_FRESH, &a->fresh},
	        {OPT_JSON, &a->json},
	        {OPT_HEADLESS, &a->headless},
	        {OPT_TEXT, &a->text},
	        {OPT_NO_AUTOSAVE, &a->no_autosave},
	        {OPT_RECORD, &a->record},
	        {OPT_RECORDING, &a->recording},
	};
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (flags[i].id != id)
			continue;
		*flags[i].flag = true;
		return true;
	}
	return false;
}

static bool take_option(struct cli_args *a, int id, const char *value, struct err *e)
{
	if (a->command == CLI_WATCH && args_is_watch(id))
		return args_take_watch(&a->watch, id, value, e);
	if ((a->command == CLI_READ || a->command == CLI_WATCH) && args_is_print(id))
		return args_take_print(&a->print, id, value, e);
	if (take_flag(a, id))
		return true;
	switch (id) {
	case OPT_LANG:
		a->lang = value;
		break;
	case OPT_LABS:
		a->labs = value;
		break;
	case OPT_THEME:
		a->theme = value;
		break;
	case OPT_PREFIX:
		a->prefix = value;
		break;
	case OPT_WIRE:
		a->wire = value;
		break;
	case OPT_CALLS:
		a->calls = value;
		break;
	case OPT_PLAY:
		a->play = value;
		break;
	case OPT_GATE:
		a->gate = value;
		break;
	case OPT_SAVE:
		a->save = value;
		break;
	case OPT_EXPORT:
		a->form = value;
		break;
	case 'o':
		a->output = value;
		break;
	case OPT_STEP:
		return args_number(value, 1, 64, &a->step, e);
	case OPT_WITHOUT:
		return args_number(value, 1, 64, &a->without, e);
	case OPT_FOR:
		return parse_seconds(value, &a->seconds, e);
	case OPT_TAPE:
		return take_tape(a, value, e);
	case 'c':
		a->commands = value;
		break;
	case 'w':
		a->write = value;
		break;
	case 'h':
		a->command = CLI_HELP;
		break;
	case 'V':
		a->command = CLI_VERSION;
		break;
	}
	return true;
}

static bool set_command(struct cli_args *a, const char *word, struct err *e)
{
	for (size_t i = 0; i < CLI_COMMANDS; i++) {
		if (strcmp(commands[i].name, word) == 0) {
			a->command = (enum cli_command)i;
			return true;
		}
	}
	return err_set(
	        e, ERR_USAGE, _("there is no command \"%s\" (`wirelab --help` lists them)"), word);
}

/* The tables of getopt_long() for one command. */
struct getopt_tables {
	struct option longs[OPTION_COUNT + 1]; /* val: index of the row + LONG_BASE */
	char shorts[2 * OPTION_COUNT + 3];
	int row_of[128]; /* by letter; -1: none */
};

#define LONG_BASE 256

/* The row of a letter: one of this command, else of any, so that the sentence can say whose it is.
 * Where a command has two, the one with a value goes with -T. */
static int find_letter(int letter, enum cli_command command, bool format)
{
	int found = -1;
	for (int i = 0; i < (int)OPTION_COUNT; i++) {
		const struct option_row *r = &options[i];
		if (r->id != letter)
			continue;
		bool ours = r->commands & OF(command);
		bool have = found >= 0 && (options[found].commands & OF(command));
		if (found < 0 || (ours && (!have || (r->argument && format))))
			found = i;
	}
	return found;
}

/* Shorts begin with ':' so that a missing value is told from an unknown option. */
static void make_tables(struct getopt_tables *t, enum cli_command command, bool format)
{
	*t = (struct getopt_tables){.shorts = ":"};
	size_t length = 1;
	for (int letter = 0; letter < 128; letter++) {
		int row = t->row_of[letter] = find_letter(letter, command, format);
		if (row < 0)
			continue;
		t->shorts[length++] = (char)letter;
		if (options[row].argument)
			t->shorts[length++] = ':';
	}
	for (size_t i = 0; i < OPTION_COUNT; i++)
		t->longs[i] = (struct option){options[i].name,
		        options[i].argument ? required_argument : no_argument, NULL,
		        LONG_BASE + (int)i};
}

/* What the words say before they are understood: the command, which decides what letters mean. */
struct glance {
	int command; /* index of its word, 0: none */
	bool format; /* -T or --format is there */
};

static bool long_takes_next(const char *word)
{
	size_t len = strlen(word);
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (strncmp(options[i].name, word, len) == 0)
			return options[i].argument;
	return false;
}

/* The letters of one word; whether the last of them takes the next word. */
static bool letters_take_next(const char *letters, struct glance *g)
{
	for (; *letters; letters++) {
		const struct option_row *row = options;
		while (row < options + OPTION_COUNT && row->id != *letters)
			row++;
		g->format = g->format || *letters == 'T';
		if (row < options + OPTION_COUNT && row->argument)
			return !letters[1];
	}
	return false;
}

static struct glance look(int argc, char **argv)
{
	struct glance g = {0};
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		bool takes = false;
		if (strcmp(word, "--") == 0) {
			g.command = g.command ? g.command : i + 1 < argc ? i + 1 : 0;
			break;
		}
		if (word[0] == '-' && word[1] == '-') {
			g.format = g.format || strncmp(word, "--format", 8) == 0;
			takes = !strchr(word, '=') && long_takes_next(word + 2);
		} else if (word[0] == '-' && word[1]) {
			takes = letters_take_next(word + 1, &g);
		} else if (!g.command) {
			g.command = i;
		}
		i += takes;
	}
	return g;
}

static bool check_choices(const struct cli_args *a, struct err *e)
{
	static const char *const themes[] = {"dark", "light", "contrast", "mono", NULL};
	const char *const *t = themes;
	while (a->theme && *t && strcmp(*t, a->theme) != 0)
		t++;
	if (!*t)
		return err_set(e, ERR_USAGE,
		        _("expected dark, light, contrast or mono, found \"%s\""), a->theme);
	const char *const gates[] = {a->wire, a->calls};
	for (size_t i = 0; i < sizeof(gates) / sizeof(gates[0]); i++)
		if (gates[i] && strcmp(gates[i], "hold") != 0 && strcmp(gates[i], "pass") != 0)
			return err_set(
			        e, ERR_USAGE, _("expected hold or pass, found \"%s\""), gates[i]);
	if (a->lang && !i18n_knows(a->lang))
		return err_set(e, ERR_USAGE, _("expected en or zh, found \"%s\""), a->lang);
	return true;
}

_Static_assert(OPTION_COUNT <= 64, "one bit an option");

static bool check_words(const struct cli_args *a, uint64_t given, struct err *e)
{
	const struct command_row *c = &commands[a->command];
	if (a->command == CLI_HELP || a->command == CLI_VERSION)
		return true;
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if ((given >> i & 1) && !(options[i].commands & OF(a->command)))
			return err_set(e, ERR_USAGE, _("--%s does not belong to %s"),
			        options[i].name, c->name);
	if (a->word_count < c->least || (a->command == CLI_READ && !a->print.file))
		return err_set(e, ERR_USAGE, _("expected: wirelab %s %s"), c->name, c->arguments);
	if (a->word_count > c->most)
		return err_set(e, ERR_USAGE, _("%s takes no \"%s\""), c->name, a->words[c->most]);
	return check_choices(a, e);
}

/* The rows of the options given, one bit each. */
static bool take_options(int argc, char **argv, const struct getopt_tables *t, struct cli_args *a,
        uint64_t *given, struct err *e)
{
	enum cli_command command = a->command, instead = a->command;
	int id;
	opterr = 0;
	optind = 0; /* also forgets what a call before left */
	while ((id = getopt_long(argc, argv, t->shorts, t->longs, NULL)) != -1) {
		const char *word = argv[optind - 1];
		if (id == '?')
			return err_set(e, ERR_USAGE,
			        _("there is no option \"%s\" (`wirelab --help` lists them)"), word);
		if (id == ':')
			return err_set(e, ERR_USAGE, _("%s needs a value"), word);
		int row = id >= LONG_BASE ? id - LONG_BASE : t->row_of[id];
		*given |= (uint64_t)1 << row;
		a->command = command;
		if (!(options[row].commands & OF(command)))
			continue;
		if (!take_option(a, options[row].id, optarg, e))
			return false;
		if (a->command != command)
			instead = a->command;
	}
	a->command = instead;
	return true;
}

/* What stands behind "--" is a command with options of its own. Returns how many words are ours. */
static int take_command(int argc, char **argv, struct cli_watch *w)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--") == 0) {
			w->command = argv + i + 1;
			w->command_count = (size_t)(argc - i - 1);
			return i;
		}
	return argc;
}

bool cli_args_parse(int argc, char **argv, struct cli_args *out, struct err *e)
{
	struct getopt_tables t;
	uint64_t given = 0;
	struct glance g = look(argc, argv);
	*out = (struct cli_args){.command = CLI_HOME};
	if (g.command && strcmp(argv[g.command], "watch") == 0)
		argc = take_command(argc, argv, &out->watch);
	if (g.command)
		set_command(out, argv[g.command], NULL);
	make_tables(&t, out->command, g.format);
	enum cli_command known = out->command;
	if (!take_options(argc, argv, &t, out, &given, e))
		return false;
	enum cli_command instead = out->command;
	out->command = CLI_HOME;
	if (optind < argc && !set_command(out, argv[optind++], e))
		return false;
	if (instead != known)
		out->command = instead;
	out->words = argv + optind;
	out->word_count = (size_t)(argc - optind);
	if (out->command == CLI_READ && !out->print.file && out->word_count) {
		out->print.file = *out->words++;
		out->word_count--;
	}
	return check_words(out, given, e);
}
