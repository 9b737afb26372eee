/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules of the wire: "drop syn from client when 1".
 */
#include "net/wire_rule.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/vec.h"

#define RULES_MAX 64
#define WORD_MAX 40

/* What a rule needs beside what is shown of it. */
struct condition {
	struct filter *filter; /* owned */
	struct wire_when when;
};

struct wire_rules {
	filter_name_fn names;
	void *user;
	VEC(struct wire_rule) list;
	VEC(struct condition) conditions; /* as many */
};

static const char *const action_words[] = {
        [WIRE_DELIVER] = "deliver",
        [WIRE_DROP] = "drop",
        [WIRE_DUPLICATE] = "duplicate",
        [WIRE_DELAY] = "delay",
        [WIRE_CORRUPT] = "corrupt",
        [WIRE_KEEP] = "hold",
};
_Static_assert(sizeof(action_words) / sizeof(action_words[0]) == WIRE_ACTIONS, "a word each");

/* Takes digits; false when there are none or the number is too large to mean anything. */
static bool take_number(const char **s, uint64_t *out)
{
	uint64_t n = 0;
	if (!isdigit((unsigned char)**s))
		return false;
	while (isdigit((unsigned char)**s)) {
		n = n * 10 + (uint64_t)(*(*s)++ - '0');
		if (n > UINT32_MAX)
			return false;
	}
	*out = n;
	return true;
}

static bool refuse_when(const char *text, struct err *e)
{
	return err_set(e, ERR_USAGE,
	        _("\"%.40s\" after \"when\": N, N+, N+STEP, N..M or N..M+STEP was expected, "
	          "counted from 1"),
	        text);
}

bool wire_when_parse(const char *text, struct wire_when *out, struct err *e)
{
	const char *s = text;
	struct wire_when w = {.step = 1};
	if (!take_number(&s, &w.first) || w.first == 0)
		return refuse_when(text, e);
	w.last = w.first;
	bool range = s[0] == '.' && s[1] == '.';
	if (range) {
		s += 2;
		if (!take_number(&s, &w.last) || w.last < w.first)
			return refuse_when(text, e);
	}
	if (*s == '+') {
		s++;
		if (!range)
			w.last = UINT64_MAX;
		if (*s && (!take_number(&s, &w.step) || w.step == 0))
			return refuse_when(text, e);
	}
	if (*s)
		return refuse_when(text, e);
	*out = w;
	return true;
}

bool wire_when_is(const struct wire_when *w, uint64_t count)
{
	return count >= w->first && count <= w->last && (count - w->first) % w->step == 0;
}

bool wire_time_parse(const char *text, nsec *out, struct err *e)
{
	static const struct {
		const char *unit;
		nsec ns;
	} units[] = {{"us", NSEC_PER_USEC}, {"ms", NSEC_PER_MSEC}, {"s", NSEC_PER_SEC}};
	const bool number = isdigit((unsigned char)text[0]) && text[1] != 'x' && text[1] != 'X';
	char *unit = NULL;
	double value = number ? strtod(text, &unit) : 0;
	for (size_t i = 0; unit && i < sizeof(units) / sizeof(units[0]); i++) {
		double ns = value * (double)units[i].ns;
		if (strcmp(unit, units[i].unit) != 0 || ns > 3600.0 * (double)NSEC_PER_SEC)
			continue;
		*out = (nsec)ns;
		return true;
	}
	return err_set(e, ERR_USAGE,
	        _("\"%.40s\" is no time: 20ms, 1.5s or 300us was expected, at most 3600s"), text);
}

/* The next word of s, at most WORD_MAX - 1 bytes of it; returns where the word ends. */
static const char *next_word(const char *s, char out[WORD_MAX])
{
	s += strspn(s, " \t");
	size_t len = strcspn(s, " \t");
	snprintf(out, WORD_MAX, "%.*s", (int)(len < WORD_MAX ? len : WORD_MAX - 1), s);
	return s + len;
}

static bool parse_action(const char *word, enum wire_action *out, struct err *e)
{
	for (int i = 0; i < WIRE_ACTIONS; i++) {
		if (strcmp(word, action_words[i]) == 0) {
			*out = (enum wire_action)i;
			return true;
		}
	}
	return err_set(e, ERR_USAGE,
	        _("\"%s\" begins no rule: drop, deliver, duplicate, hold, delay or corrupt was "
	          "expected"),
	        word);
}

/* A byte's place; what does not look like one belongs to the filter. */
static bool take_offset(const char *word, int *out)
{
	const char *digits = word + (*word == '-');
	if (!*digits || digits[strspn(digits, "0123456789")] || strlen(digits) > 6)
		return false;
	*out = (int)strtol(word, NULL, 10);
	return true;
}

/* What follows the action's word and belongs to it; *s moves over it. */
static bool parse_parameter(const char **s, struct wire_rule *rule, struct err *e)
{
	char word[WORD_MAX];
	const char *after = next_word(*s, word);
	rule->offset = -1;
	if (rule->action == WIRE_DELAY) {
		*s = after;
		return wire_time_parse(word, &rule->delay, e);
	}
	if (rule->action == WIRE_CORRUPT && take_offset(word, &rule->offset))
		*s = after;
	return true;
}

/* Where the last word "when" begins, or NULL. */
static const char *find_when(const char *s)
{
	const char *found = NULL;
	char word[WORD_MAX];
	while (*s) {
		const char *begin = s + strspn(s, " \t");
		s = next_word(s, word);
		if (strcmp(word, "when") == 0)
			found = begin;
	}
	return found;
}

static bool parse_when(const char *s, struct wire_when *out, struct err *e)
{
	char word[WORD_MAX], more[WORD_MAX];
	s = next_word(s + strlen("when"), word);
	next_word(s, more);
	if (*more)
		return err_set(e, ERR_USAGE,
		        _("\"%s\" after \"when %s\": nothing more was expected"), more, word);
	return wire_when_parse(word, out, e);
}

static bool parse(const struct wire_rules *r, const char *text, struct wire_rule *rule,
        struct condition *c, struct err *e)
{
	char word[WORD_MAX];
	const char *s = next_word(text, word);
	if (!parse_action(word, &rule->action, e) || !parse_parameter(&s, rule, e))
		return false;
	const char *when = find_when(s);
	c->when = (struct wire_when){.first = 1, .last = UINT64_MAX, .step = 1};
	if (when && !parse_when(when, &c->when, e))
		return false;
	s += strspn(s, " \t");
	size_t len = when ? (size_t)(when - s) : strlen(s);
	char *_cleanup_free_ filter = xstrndup(s, len);
	c->filter = filter_create(filter, r->names, r->user, e);
	return c->filter;
}

struct wire_rules *wire_rules_create(filter_name_fn names, void *user)
{
	struct wire_rules *r = xcalloc(1, sizeof(*r));
	r->names = names;
	r->user = user;
	return r;
}

void wire_rules_destroy(struct wire_rules *r)
{
	if (!r)
		return;
	while (wire_rules_remove(r, 0))
		;
	vec_free(&r->list);
	vec_free(&r->conditions);
	free(r);
}

bool wire_rules_add(struct wire_rules *r, const char *text, struct err *e)
{
	struct wire_rule rule = {0};
	struct condition c = {0};
	if (r->list.count == RULES_MAX)
		return err_set(e, ERR_USAGE, _("there are %d rules already"), RULES_MAX);
	if (strlen(text) >= sizeof(rule.text))
		return err_set(e, ERR_USAGE, _("a rule of at most %zu bytes was expected"),
		        sizeof(rule.text) - 1);
	if (!parse(r, text, &rule, &c, e))
		return false;
	snprintf(rule.text, sizeof(rule.text), "%s", text);
	vec_push(&r->list, rule);
	vec_push(&r->conditions, c);
	return true;
}

bool wire_rules_remove(struct wire_rules *r, size_t index)
{
	if (index >= r->list.count)
		return false;
	filter_destroy(r->conditions.at[index].filter);
	vec_remove(&r->list, index);
	vec_remove(&r->conditions, index);
	return true;
}

size_t wire_rules_list(const struct wire_rules *r, const struct wire_rule **out)
{
	*out = r->list.at;
	return r->list.count;
}

const struct wire_rule *wire_rules_take(
        struct wire_rules *r, const uint8_t *bytes, size_t captured, size_t length)
{
	for (size_t i = 0; i < r->list.count; i++) {
		struct wire_rule *rule = &r->list.at[i];
		const struct condition *c = &r->conditions.at[i];
		if (!filter_match(c->filter, bytes, captured, length))
			continue;
		rule->matched++;
		if (!wire_when_is(&c->when, rule->matched))
			continue;
		rule->acted++;
		return rule;
	}
	return NULL;
}
