/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Schedules as files: what the learner let happen, in order, as command lines that can be played
 * against fresh hosts.
 *
 * How it works: every command that changed the world is kept, with frames named by what they are
 * ("deliver syn from client dst port 8888") instead of by their number. Before a line, the facts
 * that it built on are waited for: a socket that had begun to listen, words that a program had
 * printed before something was typed into it. No line waits for a time.
 */
#ifndef BENCH_SCRIPT_H
#define BENCH_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

struct bench;
struct buf;
struct err;

/* A word of a command that named what waits, to be replaced by what it was. */
struct script_name {
	int at, count; /* words argv[at] .. argv[at + count - 1] */
	char text[96];
};

/* Keeps a command that has just been done. Commands that are about the lesson or about files are
 * not kept. */
void script_keep(
        struct bench *b, int argc, char **argv, const struct script_name *names, size_t name_count);
void script_clear(struct bench *b);
/* Keeps what was typed into a pane; a line of it becomes one command. */
void script_typed(struct bench *b, size_t pane, const char *bytes, size_t len);

/* Whether a pane's program has printed this text since it was started; control characters are
 * passed over. */
bool script_printed(const struct bench *b, size_t pane, const char *text);

/* What was kept, as a file's text, and to a file. */
void script_text(const struct bench *b, struct buf *out);
bool script_save(struct bench *b, const char *path, struct err *e);

/* Reads a file's lines: comments (#) and blank lines left out. The caller frees each and the
 * array. NULL with e. */
char **script_load(const char *path, size_t *count, struct err *e);
void script_lines_free(char **lines, size_t count);

#endif
