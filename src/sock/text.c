/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Events as lines of text.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "sock/shell.h"

#define BYTES_MOST 256  /* shown of what was received */
#define COLUMNS_WIDE 75 /* 16 bytes as hex and as text take so many */

static void put_result(const struct sock_event *e, struct buf *out)
{
	const char *name = strerrorname_np(e->error), *says = strerrordesc_np(e->error);
	buf_printf(out, " = %ld", e->value);
	if (e->error && name && says)
		buf_printf(out, " %s (%s)", name, says);
	if (*e->text)
		buf_printf(out, "  %s", e->text);
	buf_putc(out, '\n');
}

static void put_row(const uint8_t *bytes, size_t len, size_t at, size_t row, struct buf *out)
{
	buf_printf(out, "  %04zx ", at);
	for (size_t i = 0; i < row; i++) {
		if (i < len)
			buf_printf(out, " %02x", bytes[i]);
		else
			buf_puts(out, "   ");
	}
	buf_puts(out, "  ");
	for (size_t i = 0; i < len; i++)
		buf_putc(out, bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char)bytes[i] : '.');
	buf_putc(out, '\n');
}

static void put_bytes(const struct sock_event *e, int columns, struct buf *out)
{
	size_t row = columns >= COLUMNS_WIDE ? 16 : 8;
	size_t shown = e->len < BYTES_MOST ? e->len : BYTES_MOST;
	for (size_t at = 0; at < shown; at += row)
		put_row(e->bytes + at, shown - at < row ? shown - at : row, at, row, out);
	size_t more = e->len - shown;
	if (!more)
		return;
	buf_puts(out, "  ");
	buf_printf(out, P_("... and %zu byte more", "... and %zu bytes more", more), more);
	buf_putc(out, '\n');
}

void sock_event_text(const struct sock_event *event, int columns, struct buf *out)
{
	switch (event->kind) {
	case SOCK_CALL:
		buf_puts(out, event->text);
		break;
	case SOCK_RESULT:
		put_result(event, out);
		break;
	case SOCK_BYTES:
		put_bytes(event, columns, out);
		break;
	case SOCK_NOTE:
		buf_printf(out, "  %s\n", event->text);
		break;
	case SOCK_TEXT:
		buf_printf(out, "%s\n", event->text);
		break;
	case SOCK_KINDS:
		break;
	}
}
