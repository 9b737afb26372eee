/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines from a person on a plain terminal: readline with everything people know of it.
 *
 * It reads standard input and draws on standard output, one at a time in a process, and not beside
 * a prompt (prompt.h). A person's ~/.inputrc counts.
 */
#ifndef INPUT_LINE_H
#define INPUT_LINE_H

#include <stdbool.h>
#include <stddef.h>

#define LINE_HISTORY_MAX 1000

struct line;

typedef void (*line_emit_fn)(void *to, const char *candidate, const char *help);
/* Tab: emit candidates for the word that begins at byte `word` and ends at `cursor`; those that
 * don't begin like it are left out. */
typedef void (*line_complete_fn)(
        void *user, const char *line, size_t word, size_t cursor, line_emit_fn emit, void *to);

/* `history` is a file to read and add to, or NULL. `complete` may be NULL. */
struct line *line_create(const char *history, line_complete_fn complete, void *user);
void line_destroy(struct line *l); /* NULL is fine */

enum line_outcome {
	LINE_READ,        /* *out is the line, the caller frees it */
	LINE_INTERRUPTED, /* C-c: what was typed is thrown away */
	LINE_END,         /* C-d on an empty line, hang-up, or the wish to terminate */
};

/* Draws the prompt and waits. While it waits the terminal is readline's; otherwise it is as
 * before, so that C-c reaches what runs between two lines. SIGINT, SIGTERM, SIGHUP, SIGTSTP and
 * SIGWINCH are its own while it waits; the handlers from before are back afterwards. */
enum line_outcome line_read(struct line *l, const char *prompt, char **out);

#endif
