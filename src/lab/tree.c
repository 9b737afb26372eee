/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Builds the tree from libyaml's events, refusing what lab files have no use for.
 */
#include "lab/tree.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/alloc.h"
#include "base/err.h"

#define KEY_MAX 64

struct builder {
	yaml_parser_t parser;
	yaml_event_t event; /* the one at hand; deleted by step() */
	bool held;          /* event holds something to delete */
	const char *file;
	struct err *e;
};

static unsigned line_of(const yaml_mark_t *mark)
{
	return mark->line < UINT32_MAX ? (unsigned)mark->line + 1 : UINT32_MAX;
}

static bool fail(const struct builder *b, unsigned line, const char *what)
{
	return err_set(b->e, ERR_INPUT, "%s:%u: %s", b->file, line, what);
}

/* libyaml names a problem and, mostly, what it was doing when it met it. */
static bool fail_yaml(const struct builder *b)
{
	const yaml_parser_t *p = &b->parser;
	const char *problem = p->problem ? p->problem : "it can't be read";
	unsigned line = line_of(&p->problem_mark);
	if (p->error == YAML_READER_ERROR)
		return fail(b, line, "this is not UTF-8 text");
	if (!p->context)
		return err_set(
		        b->e, ERR_INPUT, "%s:%u: this is not YAML: %s", b->file, line, problem);
	return err_set(b->e, ERR_INPUT, "%s:%u: this is not YAML: %s (%s that began in line %u)",
	        b->file, line, problem, p->context, line_of(&p->context_mark));
}

/* Moves to the next event. */
static bool step(struct builder *b)
{
	if (b->held)
		yaml_event_delete(&b->event);
	b->held = yaml_parser_parse(&b->parser, &b->event) != 0;
	return b->held || fail_yaml(b);
}

static bool expect(struct builder *b, yaml_event_type_t type, const char *otherwise)
{
	if (!step(b))
		return false;
	return b->event.type == type || fail(b, line_of(&b->event.start_mark), otherwise);
}

static void finish(struct tree *t)
{
	for (size_t i = 0; i < t->count; i++)
		finish(&t->at[i]);
	free(t->at);
	free(t->key);
	free(t->text);
}

/* Texts reach the screen and shells: "\e" and "\0" of YAML have no place in them. */
static bool take_text(const struct builder *b, char **out)
{
	const char *text = (const char *)b->event.data.scalar.value;
	size_t len = b->event.data.scalar.length;
	for (size_t i = 0; i < len; i++)
		if (((unsigned char)text[i] < 0x20 && text[i] != '\n' && text[i] != '\t') ||
		        text[i] == 0x7f)
			return fail(b, line_of(&b->event.start_mark),
			        "a text can't contain a control character");
	*out = xstrndup(text, len);
	return true;
}

static bool take_key(struct builder *b, const struct tree *map, struct tree *entry)
{
	unsigned line = line_of(&b->event.start_mark);
	if (b->event.type != YAML_SCALAR_EVENT)
		return fail(b, line, "expected a key, a word before a colon");
	if (!take_text(b, &entry->key))
		return false;
	entry->key_line = line;
	if (strlen(entry->key) > KEY_MAX || strpbrk(entry->key, "\n\t"))
		return fail(b, line, "a key is one word of at most 64 bytes");
	if (!tree_entry(map, entry->key))
		return true;
	return err_set(b->e, ERR_INPUT, "%s:%u: `%s` is given twice, first in line %u", b->file,
	        line, entry->key, tree_entry(map, entry->key)->key_line);
}

static bool build(struct builder *b, struct tree *t, unsigned depth);

/* The entries up to the event that ends the list or map. */
static bool build_entries(struct builder *b, struct tree *t, unsigned depth)
{
	yaml_event_type_t end =
	        t->kind == TREE_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
	size_t room = 0;
	for (;;) {
		if (!step(b))
			return false;
		if (b->event.type == end)
			return true;
		struct tree entry = {0};
		bool ok = t->kind != TREE_MAP || (take_key(b, t, &entry) && step(b));
		ok = ok && build(b, &entry, depth + 1);
		if (!ok) {
			finish(&entry);
			return false;
		}
		if (t->count == room) {
			room = room ? room * 2 : 4;
			t->at = xrealloc(t->at, room * sizeof(*t->at));
		}
		t->at[t->count++] = entry;
	}
}

/* Builds one value from the event at hand. */
static bool build(struct builder *b, struct tree *t, unsigned depth)
{
	t->line = line_of(&b->event.start_mark);
	if (depth > TREE_DEPTH_MAX)
		return fail(b, t->line, "this lies deeper than 16 levels");
	if (b->event.type == YAML_SCALAR_EVENT)
		return take_text(b, &t->text);
	if (b->event.type == YAML_ALIAS_EVENT)
		return fail(b, t->line, "aliases (`*name`) are not understood here; write it out");
	t->kind = b->event.type == YAML_MAPPING_START_EVENT ? TREE_MAP : TREE_LIST;
	return build_entries(b, t, depth);
}

static bool build_document(struct builder *b, struct tree *t)
{
	if (!expect(b, YAML_STREAM_START_EVENT, "this is not YAML"))
		return false;
	if (!expect(b, YAML_DOCUMENT_START_EVENT, "the file is empty"))
		return false;
	if (!step(b) || !build(b, t, 0))
		return false;
	return expect(b, YAML_DOCUMENT_END_EVENT, "expected the end of the file") &&
	       expect(b, YAML_STREAM_END_EVENT, "expected one document only, found another");
}

struct tree *tree_parse(const char *yaml, size_t len, const char *file, struct err *e)
{
	struct builder b = {.file = file, .e = e};
	if (!yaml_parser_initialize(&b.parser)) {
		err_set(e, ERR_SYSTEM, "libyaml could not begin: out of memory");
		return NULL;
	}
	yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&b.parser, (const unsigned char *)yaml, len);
	struct tree *t = xcalloc(1, sizeof(*t));
	bool ok = build_document(&b, t);
	if (b.held)
		yaml_event_delete(&b.event);
	yaml_parser_delete(&b.parser);
	if (ok)
		return t;
	tree_destroy(t);
	return NULL;
}

void tree_destroy(struct tree *t)
{
	if (!t)
		return;
	finish(t);
	free(t);
}

const struct tree *tree_entry(const struct tree *t, const char *key)
{
	for (size_t i = 0; t->kind == TREE_MAP && i < t->count; i++)
		if (strcmp(t->at[i].key, key) == 0)
			return &t->at[i];
	return NULL;
}

const char *tree_kind_name(enum tree_kind kind)
{
	static const char *const names[] = {
	        [TREE_TEXT] = "a text",
	        [TREE_LIST] = "a list",
	        [TREE_MAP] = "a map",
	};
	return names[kind];
}
