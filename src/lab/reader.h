/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The schema of lab files as tables: which keys a map has, how each is read, where it goes.
 *
 * Every failure is one sentence that begins with "FILE:LINE: " and says what was expected.
 */
#ifndef LAB_READER_H
#define LAB_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/tree.h"

struct err;
struct lab;

struct reader {
	const char *file; /* as shown in sentences */
	struct lab *lab;  /* being filled */
	struct err *e;
};

struct key {
	const char *name;
	bool required;
	size_t offset; /* of the field in the struct that is filled */
	bool (*read)(struct reader *r, const struct tree *v, const struct key *k, void *field);
	double least, most;       /* read_whole, read_port, read_number */
	const char *const *words; /* read_word: NULL-terminated */
};

#define KEY_COUNT(keys) (sizeof(keys) / sizeof((keys)[0]))

/* Fills the fields of `into` from a map. `what` names it: "a host". */
bool read_map(struct reader *r, const struct tree *map, const char *what, const struct key *keys,
        size_t count, void *into);

/* Readers for the table; the field's type stands behind each. */
typedef bool read_fn(struct reader *r, const struct tree *v, const struct key *k, void *field);
read_fn read_tree;     /* const struct tree * */
read_fn read_list;     /* const struct tree *, a list of at most k->most entries */
read_fn read_text;     /* struct lab_text */
read_fn read_string;   /* char *, owned by the struct */
read_fn read_name;     /* char *, owned */
read_fn read_borrowed; /* const char *, owned by the tree */
read_fn read_flag;     /* bool */
read_fn read_word;     /* int, index into k->words */
read_fn read_whole;    /* unsigned */
read_fn read_whole16;  /* uint16_t */
read_fn read_number;   /* double */
read_fn read_bound;    /* struct lab_bound */

/* Fills r->e and returns false. */
bool reader_fail(struct reader *r, unsigned line, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
/* Puts the place before a sentence that is already in r->e; returns false. */
bool reader_place(struct reader *r, unsigned line);
/* The text of a value; NULL with r->e when it is a list, a map or empty. `name`: whose value. */
const char *reader_text(struct reader *r, const struct tree *v, const char *name);
/* Whether the value is of that kind; fills r->e. */
bool reader_kind(struct reader *r, const struct tree *v, const char *name, enum tree_kind kind);

/* A host or switch by its name, -1 with r->e; `what`: whose value. */
int reader_node(struct reader *r, const struct tree *v, const char *what);
/* Calls add for each entry (list may be NULL) until one fails. */
bool reader_each(struct reader *r, const struct tree *list,
        bool (*add)(struct reader *, const struct tree *));

/* lab_network.c: the part `network`. */
bool read_network(struct reader *r, const struct tree *t);
/* lab_checks.c: the part `checks` and lists of checks' names. */
bool read_checks(struct reader *r, const struct tree *map);
bool read_check_list(
        struct reader *r, const struct tree *v, const char *name, size_t **out, size_t *count);

#endif
