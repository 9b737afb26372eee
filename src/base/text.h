/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UTF-8 and display columns. Widths do not depend on the program's locale.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes one code point at s (of len bytes, len > 0) into *cp; returns the bytes it took, at
 * least 1. An invalid sequence takes one byte and gives U+FFFD. */
size_t text_decode(const char *s, size_t len, uint32_t *cp);

/* Encodes cp into out (room for 5, NUL-terminated); returns the number of bytes. */
size_t text_encode(uint32_t cp, char *out);

/* Columns of one code point: 0 (combining, control), 1 or 2 (CJK, emoji). */
int text_width_cp(uint32_t cp);

/* Columns of a NUL-terminated string. */
int text_width(const char *s);

/* Bytes of the longest prefix of s that fits into `columns`; *used gets its columns. */
size_t text_prefix(const char *s, int columns, int *used);

/* Bytes of s up to its last whole code point: what snprintf() cut off may end inside one. */
size_t text_whole(const char *s, size_t len);

/* Copies s into out (size bytes), control characters replaced by '?' so that foreign text can
 * be shown; NUL-terminated unless size is 0, never cuts inside a code point. */
void text_printable(const char *s, size_t len, char *out, size_t size);

#endif
