/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A command line split into words as sh does it: quotes and backslashes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "bench/command.h"

/* Copies what stands between quotes; returns the place after the closing one, NULL: none. */
static const char *take_quoted(const char *at, char quote, struct buf *word)
{
	for (; *at && *at != quote; at++) {
		bool escaped = quote == '"' && *at == '\\' && (at[1] == '"' || at[1] == '\\');
		if (escaped)
			at++;
		buf_putc(word, *at);
	}
	return *at ? at + 1 : NULL;
}

static const char *take_word(const char *at, struct buf *word, struct err *e)
{
	buf_add(word, "", 0);
	while (*at && !strchr(" \t", *at)) {
		if (*at == '\'' || *at == '"') {
			char quote = *at;
			at = take_quoted(at + 1, quote, word);
			if (at)
				continue;
			err_set(e, ERR_USAGE, _("a quote (%c) is not closed"), quote);
			return NULL;
		}
		if (*at == '\\' && at[1])
			at++;
		buf_putc(word, *at++);
	}
	return at;
}

char **command_split(const char *line, int *argc, struct err *e)
{
	VEC(char *) words = {0};
	while (line && *(line += strspn(line, " \t"))) {
		struct buf word = {0};
		line = take_word(line, &word, e);
		vec_push(&words, buf_steal(&word));
	}
	*argc = (int)words.count;
	vec_push(&words, NULL);
	if (line)
		return words.at;
	command_words_free(words.at);
	return NULL;
}

char *command_words_joined(int argc, char **argv, int from)
{
	struct buf text = {0};
	for (int i = from; i < argc; i++)
		buf_printf(&text, "%s%s", i > from ? " " : "", argv[i]);
	return buf_steal(&text);
}

void command_words_free(char **argv)
{
	for (size_t i = 0; argv && argv[i]; i++)
		free(argv[i]);
	free(argv);
}
