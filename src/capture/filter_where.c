/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where in a text a filter stops being one.
 *
 * How it works. libpcap says that something is wrong, not where. A beginning of the text is good if
 * something put behind it makes it a filter: a value, a condition, brackets that close. What is put
 * there is tried in turn, each time by compiling. A beginning of a good beginning is good too, so
 * the first word that spoils it is found by halving.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/filter_internal.h"

#define WORDS_MAX 512
#define DEPTH_MAX 8 /* of brackets; deeper ones are not looked into */

struct word {
	size_t at, len;
};

struct search {
	const char *text;
	filter_tries_fn tries;
	const void *user;
	unsigned count;
	struct word words[WORDS_MAX];
};

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("_-.:\\$", c));
}

/* Words with a length of a network behind them, signs of one or two characters. */
static size_t word_length(const char *s)
{
	static const char *const pairs[] = {"&&", "||", "<=", ">=", "!=", "==", "<<", ">>"};
	size_t n = 0;
	while (is_word_char(s[n]))
		n++;
	if (n && s[n] == '/' && isalnum((unsigned char)s[n + 1]))
		for (n++; is_word_char(s[n]);)
			n++;
	for (size_t i = 0; !n && i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (strncmp(s, pairs[i], 2) == 0)
			n = 2;
	return n ? n : 1;
}

static void find_words(struct search *s)
{
	for (size_t at = 0; s->count < WORDS_MAX;) {
		at += strspn(s->text + at, " \t\n\r\v\f");
		if (!s->text[at])
			return;
		struct word w = {at, word_length(s->text + at)};
		s->words[s->count++] = w;
		at += w.len;
	}
}

/* Which word among the first n opens a bracket that none of them closes: the outermost, or a square
 * one; how many others are open. */
static unsigned open_brackets(const struct search *s, unsigned n, unsigned *first, bool *square)
{
	unsigned depth = 0, outer = 0, inner = 0;
	*square = false;
	for (unsigned i = 0; i < n; i++) {
		char c = s->text[s->words[i].at];
		if (c == '[' || c == ']')
			*square = c == '[';
		inner = c == '[' ? i : inner;
		outer = c == '(' && !depth ? i : outer;
		depth += c == '(';
		depth -= c == ')' && depth;
	}
	*first = *square ? inner : outer;
	return depth;
}

/* Is it a filter with this behind it, and brackets closed? What is compared may stand in any of
 * them: "(tcp[13] & (1" goes on ")) = 0". */
static bool closes(const struct search *s, size_t len, const char *more, unsigned depth)
{
	bool good = false;
	for (unsigned equals = 0; !good && equals <= depth + 1; equals++) {
		struct buf text = {0};
		buf_add(&text, s->text, len);
		buf_puts(&text, more);
		for (unsigned i = 0; i < depth; i++)
			buf_puts(&text, i == equals ? " = 0)" : ")");
		buf_puts(&text, depth && equals == depth ? " = 0" : "");
		good = s->tries(s->user, buf_text(&text));
		buf_finish(&text);
	}
	return good;
}

/* Are the first n words the beginning of a filter? */
static bool is_good(const struct search *s, unsigned n)
{
	static const char *const more[] = {"", " tcp", " 80", " = 0", " 1 = 0", " 10.0.0.1", " ::1",
	        " 80-81", " 0:0:0:0:0:1", " 255.0.0.0", " mgt", " beacon"};
	static const char *const inside[] = {"] = 0", " 1] = 0"};
	unsigned first;
	bool square, good = false;
	if (n == 0)
		return true;
	unsigned depth = open_brackets(s, n, &first, &square);
	size_t len = s->words[n - 1].at + s->words[n - 1].len;
	const char *const *list = square ? inside : more;
	size_t count = square ? sizeof(inside) / sizeof(inside[0]) : sizeof(more) / sizeof(more[0]);
	if (depth > DEPTH_MAX)
		return true;
	for (size_t i = 0; !good && i < count; i++)
		good = closes(s, len, list[i], depth);
	return good;
}

/* How many words from the beginning are good: not all that are there. */
static unsigned count_good(const struct search *s)
{
	unsigned good = 0, bad = s->count;
	while (bad - good > 1) {
		unsigned middle = good + (bad - good) / 2;
		if (is_good(s, middle))
			good = middle;
		else
			bad = middle;
	}
	return good;
}

static bool refuse_end(const struct search *s, struct filter_place *where, struct err *e)
{
	unsigned first;
	bool square;
	unsigned depth = open_brackets(s, s->count, &first, &square);
	size_t len = strlen(s->text);
	if ((depth || square) && closes(s, len, square ? "] = 0" : "", depth)) {
		*where = (struct filter_place){s->words[first].at, s->words[first].len};
		return err_set(e, ERR_USAGE, _("the bracket that begins \"%.60s\" is never closed"),
		        s->text + where->offset);
	}
	while (len && isspace((unsigned char)s->text[len - 1]))
		len--;
	*where = (struct filter_place){len, 0};
	return err_set(e, ERR_USAGE,
	        _("the filter ends after \"%.80s\", where a condition or a value was expected"),
	        s->text);
}

/* The words before it are a filter, and it could go on. */
static bool refuse_word(const struct search *s, unsigned bad, const char *why, struct err *e)
{
	const struct word *w = &s->words[bad];
	char *_cleanup_free_ word = xstrndup(s->text + w->at, w->len);
	const struct word *last = bad ? w - 1 : w;
	char *_cleanup_free_ before = xstrndup(s->text, bad ? last->at + last->len : 0);
	if (!strstr(why, "syntax error"))
		return err_set(e, ERR_USAGE, _("\"%.60s\" is not understood: %.160s"), word, why);
	if (word[0] == ')' && bad && s->tries(s->user, before))
		return err_set(e, ERR_USAGE, _("no bracket is open that \"%s\" could close"), word);
	if (bad && s->tries(s->user, before))
		return err_set(e, ERR_USAGE,
		        _("\"and\" or \"or\" was expected after \"%.80s\", not \"%.60s\""), before,
		        word);
	return err_set(e, ERR_USAGE, _("a condition or a value was expected, not \"%.60s\""), word);
}

bool filter_point(const char *text, filter_tries_fn tries, const void *user, const char *why,
        struct filter_place *where, struct err *e)
{
	struct search *_cleanup_free_ s = xcalloc(1, sizeof(*s));
	s->text = text;
	s->tries = tries;
	s->user = user;
	find_words(s);
	if (s->count == 0 || is_good(s, s->count))
		return refuse_end(s, where, e);
	unsigned bad = count_good(s);
	*where = (struct filter_place){s->words[bad].at, s->words[bad].len};
	return refuse_word(s, bad, why, e);
}
