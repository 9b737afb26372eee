/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which key does what: mode x key -> a command line, the same words the prompt takes.
 */
#ifndef INPUT_KEYMAP_H
#define INPUT_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "ui/input/key.h"

/* A row of the table of defaults. */
struct key_binding {
	const char *mode;    /* "global", "next", "tape", "prefix", ... */
	const char *key;     /* key_parse()'s names */
	const char *command; /* the line to run */
	const char *help;    /* a few words for hints and the help; NULL: not shown there */
};

struct keymap;

struct keymap *keymap_create(void);
void keymap_destroy(struct keymap *m);

/* Adds rows (copied). False on a key that is none or is bound twice in the same mode. */
bool keymap_load(struct keymap *m, const struct key_binding *rows, size_t count, struct err *e);

/* Binds one key, replacing what it did (a person's choice). */
bool keymap_bind(struct keymap *m, const char *mode, const char *key, const char *command,
        const char *help, struct err *e);
bool keymap_unbind(struct keymap *m, const char *mode, const char *key);

/* The row for a key in exactly this mode; NULL when it is not bound there. Borrowed until the
 * next change. Ask the mode of the view first, then "global". */
const struct key_binding *keymap_find(const struct keymap *m, const char *mode, struct key key);

/* The first key that runs this command in the mode, for hints; NULL when none. */
const char *keymap_key_of(const struct keymap *m, const char *mode, const char *command);

/* All rows in the order they were added. */
size_t keymap_count(const struct keymap *m);
const struct key_binding *keymap_at(const struct keymap *m, size_t i);

#endif
