/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where printed text goes: a large buffer in front of a file descriptor, or memory that grows.
 */
#ifndef PRINT_SINK_H
#define PRINT_SINK_H

#include <stdbool.h>
#include <stddef.h>

struct sink {
	int fd;   /* borrowed; -1: all text stays in memory */
	char *at; /* owned */
	size_t len, room;
	int error; /* errno of the write that failed; from then on text is dropped */
};

void sink_init(struct sink *s, int fd);
/* Frees without writing. */
void sink_finish(struct sink *s);
/* Hands all to the kernel; false when that failed now or before. Blocks. */
bool sink_flush(struct sink *s);

/* Used by sink_room(). */
char *sink_make_room(struct sink *s, size_t n);

/* Where n bytes (n at most 1 MiB) may be written; sink_end() says how far they were. */
static inline char *sink_room(struct sink *s, size_t n)
{
	return s->at && s->room - s->len >= n ? s->at + s->len : sink_make_room(s, n);
}

static inline void sink_end(struct sink *s, const char *end)
{
	s->len = (size_t)(end - s->at);
}

void sink_add(struct sink *s, const void *bytes, size_t n);
/* What a packet or file says, so that it can do nothing to a terminal: as whole UTF-8, '?' for
 * control characters but those in `kept`. */
void sink_add_foreign(struct sink *s, const char *text, size_t len, const char *kept);
void sink_puts(struct sink *s, const char *text);
void sink_putc(struct sink *s, char c);

#endif
