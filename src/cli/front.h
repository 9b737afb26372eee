/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the command line asks of a screen. The screen is above this layer, so main() hands a table
 * of its entrances to cli_main().
 */
#ifndef CLI_FRONT_H
#define CLI_FRONT_H

#include <stdbool.h>

#include "lab/lab.h"

struct bench_options;
struct tape_file;

/* All strings are borrowed for the call. */
struct front_options {
	const char *theme;  /* "dark", "light", "contrast", "mono"; NULL: by the environment */
	const char *prefix; /* the one key that is ours while a program has the keyboard, as
	                       key_parse() names it; NULL: "C-g" */
	bool ascii;         /* no character beyond ASCII although the terminal could */
	bool mouse;
	bool no_autosave; /* no session is kept */
	bool test_mark;   /* ESC ] 7777 ; frame=N BEL after each frame, for scripted tests */
	enum lab_lang lang;
	const char *labs_dir;
	const char *state_dir; /* NULL: keep nothing */
	const char *cache_dir; /* NULL: a temporary folder */
	/* One line on what this machine allows, for the home screen, asked when it is first shown;
	 * *ok: labs can run. NULL: no such line. */
	const char *(*machine)(bool *ok);
};

struct front_lab {
	const char *dir; /* of the lab */
	int step;        /* begin there, from 0; -1: where it was left */
	bool fresh;      /* forget the saved progress */
	bool recording;  /* its recording, though the lab may run here */
};

struct front_capture {
	const char *path;   /* "-": standard input, and then the terminal is /dev/tty */
	const char *filter; /* what is shown at first; NULL: all */
};

struct watch_options;

/* A lab is its recording where private hosts are refused. Each takes the terminal over, runs until
 * the person leaves, gives the terminal back and returns the exit status; what went wrong is said
 * on stderr, in one sentence. */
struct cli_front {
	int (*home)(const struct front_options *o);
	int (*lab)(const struct front_options *o, const struct front_lab *l);
	int (*bench)(const struct front_options *o, const struct bench_options *b);
	/* A reopened tape, borrowed. NULL: there is no such screen, it is printed. */
	int (*read)(const struct front_options *o, const struct tape_file *f);
	/* Packets of a capture. NULL: there is no such screen, they are printed. */
	int (*capture)(const struct front_options *o, const struct front_capture *c);
	/* Packets as they pass. NULL: there is no such screen, they are printed. */
	/* `shown`: filter of what is shown at first; NULL: all. */
	int (*watch)(
	        const struct front_options *o, const struct watch_options *w, const char *shown);
	int (*sock)(const struct front_options *o); /* lines on a plain terminal */
};

/* The program without its screen: reads the words, returns the exit status. */
int cli_main(int argc, char **argv, const struct cli_front *front);

#endif
