/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A YAML file as a tree of values that remember their lines. tree.c is the only file that
 * includes libyaml.
 *
 * A tree and not libyaml's document: no aliases, so it is as large as its file at most, no empty
 * surprises (every text is NUL-terminated without a NUL inside), and depth is bounded.
 */
#ifndef LAB_TREE_H
#define LAB_TREE_H

#include <stddef.h>

struct err;

enum tree_kind { TREE_TEXT, TREE_LIST, TREE_MAP };

#define TREE_DEPTH_MAX 16

struct tree {
	enum tree_kind kind;
	unsigned line; /* from 1 */
	char *key;     /* entry of a map: its key; else NULL */
	unsigned key_line;
	char *text;      /* TREE_TEXT; "" for an empty value */
	struct tree *at; /* entries of lists and maps, in the file's order; owned */
	size_t count;
};

/* Reads one document. On failure NULL; e's sentence begins with "FILE:LINE: ". */
struct tree *tree_parse(const char *yaml, size_t len, const char *file, struct err *e);
void tree_destroy(struct tree *t);

/* The entry of a map, NULL when there is none (or t is no map). */
const struct tree *tree_entry(const struct tree *t, const char *key);
/* "a text", "a list", "a map": for sentences. Static. */
const char *tree_kind_name(enum tree_kind kind);

#endif
