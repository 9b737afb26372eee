/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text of bounded size under way.
 */
#include "packet/out_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define FOREIGN_MAX 200

struct out out_begin(char *at, size_t size)
{
	if (size)
		at[0] = '\0';
	return (struct out){at, size, 0};
}

void out_close(struct out *o)
{
	o->size = o->len + 1; /* nothing more: a hole would look like the end */
}

void out_add(struct out *o, const char *fmt, ...)
{
	if (o->len + 1 >= o->size)
		return;
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(o->at + o->len, o->size - o->len, fmt, ap);
	va_end(ap);
	if (n <= 0)
		return;
	if (o->len + (size_t)n < o->size) {
		o->len += (size_t)n;
		return;
	}
	o->len = text_whole(o->at, o->size - 1);
	o->at[o->len] = '\0';
	out_close(o);
}

static void put(struct out *o, const char *text, size_t n)
{
	if (o->len + 1 >= o->size)
		return;
	size_t room = o->size - 1 - o->len;
	memcpy(o->at + o->len, text, n < room ? n : room);
	o->len += n < room ? n : room;
	o->at[o->len] = '\0';
	if (n <= room)
		return;
	o->len = text_whole(o->at, o->size - 1);
	o->at[o->len] = '\0';
	out_close(o);
}

void out_text(struct out *o, const char *text)
{
	put(o, text, strlen(text));
}

void out_number(struct out *o, uint32_t number)
{
	char text[10];
	size_t at = sizeof(text);
	do {
		text[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	put(o, text + at, sizeof(text) - at);
}

void out_address(struct out *o, const struct packet_addr *a)
{
	char text[46];
	packet_addr_text(a, text);
	put(o, text, strlen(text));
}

void out_foreign(struct out *o, struct bytes b, size_t n)
{
	char text[FOREIGN_MAX + 1];
	size_t left = b.bad ? 0 : bytes_left(&b);
	if (n > left)
		n = left;
	if (n == 0)
		return;
	text_printable((const char *)b.base + b.pos, n, text, sizeof(text));
	out_add(o, "%s", text);
}
