/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads maps by their tables of keys.
 */
#include "lab/reader.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "lab/lab.h"
#include "base/near.h"
#include "lab/values.h"

#define KEYS_MAX 24

/* What the file said stands in sentences: as one line, and no character cut in two. */
static void make_printable(struct err *e)
{
	char text[sizeof(e->text)];
	if (!e)
		return;
	text_printable(e->text, strlen(e->text), text, sizeof(text));
	memcpy(e->text, text, strlen(text) + 1);
}

bool reader_fail(struct reader *r, unsigned line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	_cleanup_free_ char *text = xvasprintf(fmt, ap);
	va_end(ap);
	err_set(r->e, ERR_INPUT, "%s:%u: %s", r->file, line, text);
	make_printable(r->e);
	return false;
}

bool reader_place(struct reader *r, unsigned line)
{
	err_wrap(r->e, "%s:%u", r->file, line);
	make_printable(r->e);
	if (r->e)
		r->e->code = ERR_INPUT;
	return false;
}

bool reader_kind(struct reader *r, const struct tree *v, const char *name, enum tree_kind kind)
{
	if (v->kind == kind)
		return true;
	return reader_fail(r, v->line, "expected %s for `%s`, found %s", tree_kind_name(kind), name,
	        v->kind == TREE_TEXT && !*v->text ? "nothing" : tree_kind_name(v->kind));
}

const char *reader_text(struct reader *r, const struct tree *v, const char *name)
{
	if (!reader_kind(r, v, name, TREE_TEXT))
		return NULL;
	if (*v->text)
		return v->text;
	reader_fail(r, v->line, "`%s` is empty", name);
	return NULL;
}

static const struct key *find_key(const struct key *keys, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

/* Says which key was probably meant, or which there are. */
static bool fail_key(struct reader *r, const struct tree *entry, const char *what,
        const struct key *keys, size_t count)
{
	const char *names[KEYS_MAX];
	struct buf all = {0};
	for (size_t i = 0; i < count; i++) {
		names[i] = keys[i].name;
		buf_printf(&all, "%s%s", i ? ", " : "", names[i]);
	}
	const char *near = near_word(entry->key, names, count);
	if (near)
		reader_fail(r, entry->key_line, "%s has no key `%.40s`; did you mean `%s`?", what,
		        entry->key, near);
	else
		reader_fail(r, entry->key_line, "%s has no key `%.40s`; it has %s", what,
		        entry->key, buf_text(&all));
	buf_finish(&all);
	return false;
}

bool read_map(struct reader *r, const struct tree *map, const char *what, const struct key *keys,
        size_t count, void *into)
{
	if (map->kind != TREE_MAP)
		return reader_fail(r, map->line, "expected %s as a map of keys, found %s", what,
		        tree_kind_name(map->kind));
	for (size_t i = 0; i < map->count; i++) {
		const struct tree *v = &map->at[i];
		const struct key *k = find_key(keys, count, v->key);
		if (!k)
			return fail_key(r, v, what, keys, count);
		if (!k->read(r, v, k, (char *)into + k->offset))
			return false;
	}
	for (size_t i = 0; i < count; i++)
		if (keys[i].required && !tree_entry(map, keys[i].name))
			return reader_fail(r, map->line, "%s needs `%s`", what, keys[i].name);
	return true;
}

bool read_tree(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	(void)r, (void)k;
	*(const struct tree **)field = v;
	return true;
}

bool read_list(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	if (!reader_kind(r, v, k->name, TREE_LIST))
		return false;
	if ((double)v->count > k->most)
		return reader_fail(r, v->line, "`%s` has %zu entries; at most %g are possible",
		        k->name, v->count, k->most);
	*(const struct tree **)field = v;
	return true;
}

bool read_string(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (text)
		*(char **)field = xstrdup(text);
	return text != NULL;
}

bool read_name(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	if (!value_name(text))
		return reader_fail(r, v->line,
		        "expected a name for `%s` (letters, digits, `-`; at most 31), found "
		        "`%.40s`",
		        k->name, text);
	*(char **)field = xstrdup(text);
	return true;
}

bool read_borrowed(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	*(const char **)field = text;
	return text != NULL;
}

bool read_text(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	static const struct key langs[] = {
	        {"en", true, offsetof(struct lab_text, in[LAB_EN]), read_string, 0, 0, NULL},
	        {"zh", false, offsetof(struct lab_text, in[LAB_ZH]), read_string, 0, 0, NULL},
	};
	struct lab_text *text = field;
	text->line = v->line;
	if (v->kind == TREE_TEXT)
		return read_string(r, v, k, &text->in[LAB_EN]);
	return read_map(r, v, "a text", langs, KEY_COUNT(langs), text);
}

bool read_flag(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	if (value_flag(text, field))
		return true;
	return reader_fail(
	        r, v->line, "expected true or false for `%s`, found `%.40s`", k->name, text);
}

bool read_word(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	struct buf all = {0};
	for (int i = 0; k->words[i]; i++) {
		buf_printf(&all, "%s%s", i ? ", " : "", k->words[i]);
		if (strcmp(k->words[i], text) != 0)
			continue;
		*(int *)field = i;
		buf_finish(&all);
		return true;
	}
	reader_fail(r, v->line, "expected one of %s for `%s`, found `%.40s`", buf_text(&all),
	        k->name, text);
	buf_finish(&all);
	return false;
}

static bool whole(struct reader *r, const struct tree *v, const struct key *k, double *n)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	if (value_number(text, n) && *n >= k->least && *n <= k->most && floor(*n) == *n)
		return true;
	return reader_fail(r, v->line,
	        "expected a whole number from %.0f to %.0f for `%s`, found `%.40s`", k->least,
	        k->most, k->name, text);
}

bool read_whole(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	double n;
	if (!whole(r, v, k, &n))
		return false;
	*(unsigned *)field = (unsigned)n;
	return true;
}

bool read_whole16(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	double n;
	if (!whole(r, v, k, &n))
		return false;
	*(uint16_t *)field = (uint16_t)n;
	return true;
}

bool read_number(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	double n;
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	if (!value_number(text, &n) || n < k->least || n > k->most)
		return reader_fail(r, v->line,
		        "expected a number from %g to %g for `%s`, found `%.40s`", k->least,
		        k->most, k->name, text);
	*(double *)field = n;
	return true;
}

bool read_bound(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	if (value_bound(text, field))
		return true;
	return reader_fail(r, v->line,
	        "expected a bound such as 3, 2.., ..5, 0.8..1.4 for `%s`, found `%.40s`", k->name,
	        text);
}

int reader_node(struct reader *r, const struct tree *v, const char *what)
{
	const char *name = reader_text(r, v, what);
	if (!name)
		return -1;
	int node = topology_node(&r->lab->topology, name);
	if (node < 0)
		reader_fail(r, v->line, "no host or switch is called `%.40s`", name);
	return node;
}

bool reader_each(struct reader *r, const struct tree *list,
        bool (*add)(struct reader *, const struct tree *))
{
	for (size_t i = 0; list && i < list->count; i++)
		if (!add(r, &list->at[i]))
			return false;
	return true;
}
