/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line as words, and bytes as C writes them.
 */
#ifndef SOCK_WORDS_H
#define SOCK_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

struct sock_word {
	char *text;  /* owned, NUL-terminated; may hold NULs */
	size_t len;  /* without the last NUL */
	bool quoted; /* at least in part: then it is text, not a number or a name */
};

struct sock_words {
	VEC(struct sock_word) all;
};

/* Takes the words of the first command in `line`, which ends at ';', a newline, or '#' where a
 * word could begin. Within "..." the escapes of a C string count (C17 6.4.4.4); '...' is as it
 * stands. Returns the rest of the line ("" at its end), or NULL with ERR_USAGE. The words are
 * appended to `out`, the caller's to finish in any case. */
const char *sock_words_take(const char *line, struct sock_words *out, struct err *e);
void sock_words_finish(struct sock_words *w);

/* Appends the bytes as a C string with its quotes; of more than `most` bytes the first `most`, and
 * "..." behind. */
void sock_quote(const void *bytes, size_t len, size_t most, struct buf *out);

#endif
