/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command table of the bench: one language for keys, the `:` prompt, solutions of labs,
 * schedules and the command line.
 */
#ifndef BENCH_COMMAND_H
#define BENCH_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct bench;
struct buf;
struct err;

/* What a word of a command stands for, so that completion can offer it. */
enum command_word {
	WORD_NONE,
	WORD_PANE,
	WORD_HOST,
	WORD_SWITCH,
	WORD_LINK,
	WORD_WAITING,
	WORD_FIELD,
	WORD_FILTER,
	WORD_STEP,
	WORD_CHECK,
	WORD_ONOFF,
	WORD_FILE,
	WORD_IMPAIRMENT,
	WORD_FORMAT,
	WORD_TEXT,
	COMMAND_WORDS
};

struct command {
	const char *name;
	const char *arguments;      /* "[WHICH] [FIELD=VALUE]", for help */
	const char *help;           /* one sentence, English; translate where shown */
	enum command_word words[4]; /* what its first words are */
	bool (*run)(struct bench *b, int argc, char **argv, struct err *e);
};

/* The table, in the order of help. */
const struct command *command_table(size_t *count);
const struct command *command_find(const char *name); /* exact, or the only one that begins so */

/* Runs one line; errors say what was expected. Words are split like a shell's (quotes, \). The
 * line goes onto the tape as a NOTE. */
bool command_run(struct bench *b, const char *line, struct err *e);

/* Offers completions for the word at `cursor` of the line. */
typedef void (*command_offer_fn)(void *user, const char *candidate);
void command_complete(
        const struct bench *b, const char *line, size_t cursor, command_offer_fn offer, void *user);

/* Splits a line into words, quotes and backslashes as in sh. The caller frees argv[0..] with
 * command_words_free. NULL with e on an open quote. */
char **command_split(const char *line, int *argc, struct err *e);
void command_words_free(char **argv);
/* The words from argv[from] on, with a space between two. The caller frees. */
char *command_words_joined(int argc, char **argv, int from);

#endif
