/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A growable builder of text or bytes.
 */
#include "base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

static void make_room(struct buf *b, size_t more)
{
	size_t need = b->len + more + 1;
	if (need <= b->room)
		return;
	size_t room = b->room ? b->room : 64;
	while (room < need)
		room *= 2;
	b->at = xrealloc(b->at, room);
	b->room = room;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
	make_room(b, len);
	if (len)
		memcpy(b->at + b->len, bytes, len);
	b->len += len;
	b->at[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *_cleanup_free_ s = xvasprintf(fmt, ap);
	va_end(ap);
	buf_puts(b, s);
}

int buf_read(struct buf *b, int fd, size_t limit)
{
	size_t before = b->len;
	char chunk[16384];
	ssize_t n;
	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || b->len - before + (size_t)n > limit)
			break;
		buf_add(b, chunk, (size_t)n);
	}
	if (n == 0)
		return 0;
	int why = n < 0 ? -errno : -EFBIG;
	b->len = before;
	if (b->at)
		b->at[before] = '\0';
	return why;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->at)
		b->at[0] = '\0';
}

char *buf_steal(struct buf *b)
{
	char *s = b->at ? b->at : xstrdup("");
	*b = (struct buf){0};
	return s;
}

const char *buf_text(const struct buf *b)
{
	return b->at ? b->at : "";
}

void buf_finish(struct buf *b)
{
	free(b->at);
	*b = (struct buf){0};
}
