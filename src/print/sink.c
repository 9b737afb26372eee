/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text on its way out, written in large pieces.
 */
#include "print/sink.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/text.h"

#define SINK_ROOM ((size_t)256 << 10)

void sink_init(struct sink *s, int fd)
{
	*s = (struct sink){.fd = fd};
}

void sink_finish(struct sink *s)
{
	free(s->at);
	*s = (struct sink){.fd = -1};
}

bool sink_flush(struct sink *s)
{
	if (s->fd < 0 || s->len == 0)
		return s->error == 0;
	if (!s->error)
		s->error = -file_write_all(s->fd, s->at, s->len);
	s->len = 0;
	return s->error == 0;
}

char *sink_make_room(struct sink *s, size_t n)
{
	if (s->fd >= 0)
		sink_flush(s);
	if (!s->at || s->room - s->len < n) {
		size_t room = s->room ? s->room * 2 : s->fd >= 0 ? SINK_ROOM : 4096;
		while (room - s->len < n)
			room *= 2;
		s->at = xrealloc(s->at, room);
		s->room = room;
	}
	return s->at + s->len;
}

void sink_add(struct sink *s, const void *bytes, size_t n)
{
	char *at = sink_room(s, n);
	if (n)
		memcpy(at, bytes, n);
	s->len += n;
}

static size_t plain_length(const char *text, size_t len)
{
	size_t n = 0;
	while (n < len && text[n] >= ' ' && text[n] < 0x7f)
		n++;
	return n;
}

void sink_add_foreign(struct sink *s, const char *text, size_t len, const char *kept)
{
	while (len) {
		size_t n = plain_length(text, len);
		sink_add(s, text, n);
		text += n;
		len -= n;
		if (!len)
			return;
		uint32_t cp;
		n = text_decode(text, len, &cp);
		bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
		bool stays = cp && cp < 0x20 && strchr(kept, (int)cp);
		char *at = sink_room(s, 8);
		sink_end(s, at + text_encode(control && !stays ? '?' : cp, at));
		text += n;
		len -= n;
	}
}

void sink_puts(struct sink *s, const char *text)
{
	sink_add(s, text, strlen(text));
}

void sink_putc(struct sink *s, char c)
{
	*sink_room(s, 1) = c;
	s->len++;
}
