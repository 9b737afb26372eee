/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A growable builder of text or bytes. Always NUL-terminated once something was added.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
	char *at;   /* owned; NULL while empty */
	size_t len; /* without the NUL */
	size_t room;
};

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Appends what fd gives up to its end: 0, or -errno (-EFBIG: more than limit bytes), and then the
 * content is as it was. */
int buf_read(struct buf *b, int fd, size_t limit);

/* Forgets the content, keeps the memory. */
void buf_clear(struct buf *b);

/* The content as a string the caller frees ("" when empty); b is empty afterwards. */
char *buf_steal(struct buf *b);

/* The content as a string, "" when empty; borrowed until the next change. */
const char *buf_text(const struct buf *b);

void buf_finish(struct buf *b);

#endif
