/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The expression on the command line.
 */
#include "cli/read_filter.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "cli/cli_internal.h"

char *read_expression(const struct cli_args *a)
{
	struct buf text = {0};
	for (size_t i = 0; i < a->word_count; i++) {
		if (i)
			buf_putc(&text, ' ');
		buf_puts(&text, a->words[i]);
	}
	return buf_steal(&text);
}

/* Control characters would move the caret, or worse. */
static char *shown(const char *text, size_t len)
{
	char *out = xmalloc(len + 1);
	text_printable(text, len, out, len + 1);
	return out;
}

int read_complain(const char *text, const struct traffic_filter_error *why)
{
	struct err e;
	size_t len = strlen(text), begin = why->offset < len ? why->offset : len;
	size_t end = why->length < len - begin ? begin + why->length : len;
	err_set(&e, ERR_USAGE, "%s", why->text);
	int status = cli_fail(&e);
	char *_cleanup_free_ whole = shown(text, len);
	char *_cleanup_free_ before = shown(text, begin);
	char *_cleanup_free_ token = shown(text + begin, end - begin);
	int under = text_width(token);
	struct buf mark = {0};
	for (int i = 0; i < (under > 0 ? under : 1); i++)
		buf_putc(&mark, '^');
	fprintf(stderr, "  %s\n  %*s%s\n", whole, text_width(before), "", buf_text(&mark));
	buf_finish(&mark);
	return status;
}
