/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which key does what.
 */
#include "ui/input/keymap.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/vec.h"

struct row {
	struct key key;
	struct key_binding binding; /* strings owned */
};

struct keymap {
	VEC(struct row) rows;
};

/* The owned strings of a binding are const for its readers only. */
static void free_string(const char *s)
{
	free((void *)(uintptr_t)s);
}

static void row_finish(struct row *r)
{
	free_string(r->binding.mode);
	free_string(r->binding.key);
	free_string(r->binding.command);
	free_string(r->binding.help);
}

static struct row row_make(struct key key, const char *mode, const char *command, const char *help)
{
	char name[KEY_NAME_MAX];
	key_to_name(key, name);
	return (struct row){.key = key,
	        .binding = {.mode = xstrdup(mode),
	                .key = xstrdup(name),
	                .command = xstrdup(command),
	                .help = help ? xstrdup(help) : NULL}};
}

static struct row *find_row(const struct keymap *m, const char *mode, struct key key)
{
	for (size_t i = 0; i < m->rows.count; i++) {
		struct row *r = &m->rows.at[i];
		if (key_equal(r->key, key) && strcmp(r->binding.mode, mode) == 0)
			return r;
	}
	return NULL;
}

struct keymap *keymap_create(void)
{
	return xcalloc(1, sizeof(struct keymap));
}

void keymap_destroy(struct keymap *m)
{
	if (!m)
		return;
	VEC_EACH (r, &m->rows)
		row_finish(r);
	vec_free(&m->rows);
	free(m);
}

bool keymap_load(struct keymap *m, const struct key_binding *rows, size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		const struct key_binding *b = &rows[i];
		struct key key;
		if (!key_parse(b->key, &key))
			return err_set(e, ERR_USAGE, _("\"%s\" is not the name of a key"), b->key);
		const struct row *old = find_row(m, b->mode, key);
		if (old)
			return err_set(e, ERR_USAGE, _("%s in %s would do both \"%s\" and \"%s\""),
			        b->key, b->mode, old->binding.command, b->command);
		struct row added = row_make(key, b->mode, b->command, b->help);
		vec_push(&m->rows, added);
	}
	return true;
}

bool keymap_bind(struct keymap *m, const char *mode, const char *key, const char *command,
        const char *help, struct err *e)
{
	struct key value;
	if (!key_parse(key, &value))
		return err_set(e, ERR_USAGE, _("\"%s\" is not the name of a key"), key);
	struct row made = row_make(value, mode, command, help);
	struct row *old = find_row(m, mode, value);
	if (old) {
		row_finish(old);
		*old = made;
	} else {
		vec_push(&m->rows, made);
	}
	return true;
}

bool keymap_unbind(struct keymap *m, const char *mode, const char *key)
{
	struct key value;
	struct row *r = key_parse(key, &value) ? find_row(m, mode, value) : NULL;
	if (!r)
		return false;
	row_finish(r);
	vec_remove(&m->rows, (size_t)(r - m->rows.at));
	return true;
}

const struct key_binding *keymap_find(const struct keymap *m, const char *mode, struct key key)
{
	const struct row *r = find_row(m, mode, key);
	return r ? &r->binding : NULL;
}

const char *keymap_key_of(const struct keymap *m, const char *mode, const char *command)
{
	for (size_t i = 0; i < m->rows.count; i++) {
		const struct key_binding *b = &m->rows.at[i].binding;
		if (strcmp(b->mode, mode) == 0 && strcmp(b->command, command) == 0)
			return b->key;
	}
	return NULL;
}

size_t keymap_count(const struct keymap *m)
{
	return m->rows.count;
}

const struct key_binding *keymap_at(const struct keymap *m, size_t i)
{
	return i < m->rows.count ? &m->rows.at[i].binding : NULL;
}
