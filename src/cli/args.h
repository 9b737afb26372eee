/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line as values: one table of options, each with the commands it belongs to.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

enum cli_command {
	CLI_HOME,
	CLI_LAB,
	CLI_RUN,
	CLI_BENCH,
	CLI_READ,
	CLI_WATCH,
	CLI_LABS,
	CLI_DOCTOR,
	CLI_LINT,
	CLI_NEW,
	CLI_SOCK,
	CLI_HELP,
	CLI_VERSION,
	CLI_COMMANDS
};

#define CLI_FIELDS_MAX 128

/* How packets are printed. Texts are borrowed from argv. */
struct cli_print {
	const char *file; /* read: -r or the first word */
	uint64_t limit;   /* -c; 0: all */
	int time;         /* how often -t */
	int hex, ascii;   /* how often -x and -X */
	bool count, link_header, absolute, verbose, text, line_buffered, jsonl;
	const char *format; /* -T; NULL: none */
	const char *fields[CLI_FIELDS_MAX];
	size_t field_count;
	const char *style[16]; /* -E */
	size_t style_count;
	const char *follow, *follow_as;
};

/* What watch captures. Numbers are 0 where they were not given. */
struct cli_watch {
	const char *interface;
	int snaplen, buffer_kib;
	bool not_promiscuous;
	int megabytes, seconds, files; /* -C, -G, -W */
	char **command;                /* what stands behind "--", borrowed from argv */
	size_t command_count;
};

struct cli_args {
	enum cli_command command;
	char **words; /* what follows the command (read: and its file), borrowed from argv */
	size_t word_count;
	const char *calls; /* bench: "hold", "pass"; NULL: off */
	const char *play;  /* run: a schedule's file */
	const char *lang, *labs, *theme, *prefix, *gate, *wire, *write;
	const char *save;   /* bench, run: the whole tape goes there */
	const char *output; /* read: -o; NULL: standard output */
	const char *form;   /* read: --export, one of export_format()'s; NULL: none */
	bool ascii, no_mouse, fresh, json, headless, text, no_autosave;
	bool record;          /* run: make the lab's recording */
	bool recording;       /* lab: look at it */
	const char *commands; /* sock: -c */
	int step;             /* from 1; 0: not given */
	int without;          /* run: step whose solution is left out, from 1; 0: none */
	double seconds;       /* --for; 0: not given */
	size_t tape_mib;      /* 0: not given */
	struct cli_print print;
	struct cli_watch watch;
};

/* Parses argv (which is permuted). False with ERR_USAGE and one sentence. */
bool cli_args_parse(int argc, char **argv, struct cli_args *out, struct err *e);
/* The summary for --help. */
void cli_args_help(void);

#endif
