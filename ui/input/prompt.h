/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line editor behind ":" and "/": readline fed by us, drawing nothing itself.
 *
 * readline has one line at a time, so there is one prompt in a process. It never touches the
 * terminal; the view draws prompt_label(), prompt_text(), the cursor, and the candidates.
 * A person's ~/.inputrc counts.
 */
#ifndef INPUT_PROMPT_H
#define INPUT_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "ui/input/key.h"

#define PROMPT_HISTORY_MAX 1000
#define PROMPT_LINE_MAX 4096 /* bytes; more input is not taken */
#define PROMPT_CANDIDATES_MAX 512

struct prompt;

/* Adds a candidate: what would replace the word before the cursor, and a few words on it. */
typedef void (*prompt_emit_fn)(void *to, const char *candidate, const char *help);

struct prompt_ops {
	/* Enter: the prompt is closed already; line is borrowed for the call. */
	void (*on_line)(void *user, const char *line);
	/* Esc, C-c, C-g, or C-d or backspace on an empty line: the prompt is closed. */
	void (*on_cancel)(void *user);
	/* Tab: emit the candidates for the word that ends at byte `cursor` and begins at `word`;
	 * those that don't begin like the word are left out. May be NULL. */
	void (*complete)(void *user, const char *line, size_t word, size_t cursor,
	        prompt_emit_fn emit, void *to);
};

struct prompt *prompt_create(const struct prompt_ops *ops, void *user);
void prompt_destroy(struct prompt *p); /* NULL is fine */

/* Opens it with a label (":") and a text to begin with; `remember`: Enter adds to the history and
 * the arrows walk it. */
void prompt_open(struct prompt *p, const char *label, const char *text, bool remember);
void prompt_close(struct prompt *p); /* without a callback */
bool prompt_is_open(const struct prompt *p);

/* One key of the person; pasted text is inserted with its newlines as spaces. */
void prompt_key(struct prompt *p, struct key key);
void prompt_paste(struct prompt *p, const char *text, size_t len);

/* What to draw, while open. During C-r the label is readline's search message. All borrowed until
 * the next key. */
const char *prompt_label(const struct prompt *p);
const char *prompt_text(const struct prompt *p);
int prompt_column(const struct prompt *p); /* of the cursor, in columns from the text's begin */

/* The candidates of the last Tab when there were several; none after the next other key. */
size_t prompt_candidate_count(const struct prompt *p);
const char *prompt_candidate(const struct prompt *p, size_t i);
const char *prompt_candidate_help(const struct prompt *p, size_t i); /* "" when none */

/* The history file: at most PROMPT_HISTORY_MAX lines, written to a file beside and renamed. A
 * missing file is an empty history. */
bool prompt_history_load(struct prompt *p, const char *path, struct err *e);
bool prompt_history_save(const struct prompt *p, const char *path, struct err *e);

#endif
