/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words with C escapes, both ways.
 */
#include "sock/words.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

#define SPACES " \t\r"
#define ENDS ";\n"

struct escape {
	char letter;
	char byte;
};

static const struct escape escapes[] = {{'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'a', '\a'},
        {'b', '\b'}, {'f', '\f'}, {'v', '\v'}, {'e', '\033'}, {'\\', '\\'}, {'"', '"'},
        {'\'', '\''}, {'?', '?'}};
#define ESCAPES (sizeof(escapes) / sizeof(escapes[0]))

static int digit_of(char c, int base)
{
	if (c >= '0' && c <= '9')
		return c - '0' < base ? c - '0' : -1;
	int letter = tolower((unsigned char)c) - 'a' + 10;
	return isxdigit((unsigned char)c) && letter < base ? letter : -1;
}

/* Up to `most` digits; returns the place behind them. */
static const char *take_number(const char *at, int base, int most, struct buf *out)
{
	int value = 0;
	for (int i = 0; i < most && digit_of(*at, base) >= 0; i++)
		value = value * base + digit_of(*at++, base);
	buf_putc(out, (char)(value & 0xff));
	return at;
}

/* `at` is behind the backslash. */
static const char *take_escape(const char *at, struct buf *out, struct err *e)
{
	for (size_t i = 0; i < ESCAPES; i++) {
		if (escapes[i].letter == *at) {
			buf_putc(out, escapes[i].byte);
			return at + 1;
		}
	}
	if (digit_of(*at, 8) >= 0)
		return take_number(at, 8, 3, out);
	if (*at == 'x' && digit_of(at[1], 16) >= 0)
		return take_number(at + 1, 16, 2, out);
	err_set(e, ERR_USAGE, _("C has no escape \"\\%c\"; a backslash itself is \\\\"),
	        *at ? *at : ' ');
	return NULL;
}

/* `at` is behind the opening quote. */
static const char *take_quoted(const char *at, char quote, struct buf *out, struct err *e)
{
	while (*at && *at != quote) {
		if (quote == '"' && *at == '\\' && at[1]) {
			at = take_escape(at + 1, out, e);
			if (!at)
				return NULL;
			continue;
		}
		buf_putc(out, *at++);
	}
	if (*at)
		return at + 1;
	err_set(e, ERR_USAGE, _("a quote (%c) is not closed"), quote);
	return NULL;
}

static const char *take_word(const char *at, struct sock_words *out, struct err *e)
{
	struct buf text = {0};
	bool quoted = false;
	while (at && *at && !strchr(SPACES ENDS, *at)) {
		if (*at == '"' || *at == '\'') {
			quoted = true;
			at = take_quoted(at + 1, *at, &text, e);
		} else {
			buf_putc(&text, *at++);
		}
	}
	size_t len = text.len;
	struct sock_word word = {.text = buf_steal(&text), .len = len, .quoted = quoted};
	vec_push(&out->all, word);
	return at;
}

const char *sock_words_take(const char *line, struct sock_words *out, struct err *e)
{
	const char *at = line;
	while (at) {
		at += strspn(at, SPACES);
		if (*at == '#')
			at += strcspn(at, "\n");
		if (!*at)
			return at;
		if (strchr(ENDS, *at))
			return at + 1;
		at = take_word(at, out, e);
	}
	return NULL;
}

void sock_words_finish(struct sock_words *w)
{
	VEC_EACH (word, &w->all)
		free(word->text);
	vec_free(&w->all);
}

static void quote_byte(uint8_t byte, bool digit_follows, struct buf *out)
{
	for (size_t i = 0; i < ESCAPES - 2; i++) { /* ' and ? need none in a string */
		if ((uint8_t)escapes[i].byte == byte && escapes[i].letter != 'e') {
			buf_printf(out, "\\%c", escapes[i].letter);
			return;
		}
	}
	if (byte >= 0x20 && byte < 0x7f)
		buf_putc(out, (char)byte);
	else
		buf_printf(out, digit_follows ? "\\%03o" : "\\%o", byte);
}

void sock_quote(const void *bytes, size_t len, size_t most, struct buf *out)
{
	const uint8_t *at = bytes;
	size_t shown = len < most ? len : most;
	buf_putc(out, '"');
	for (size_t i = 0; i < shown; i++)
		quote_byte(at[i], i + 1 < shown && isdigit(at[i + 1]), out);
	buf_puts(out, len > shown ? "\"..." : "\"");
}
