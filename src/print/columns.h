/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Named values of a packet: Wireshark's field names, found in the packet itself, in what its
 * conversation says of it, or among its fields. Between files of src/print only.
 */
#ifndef PRINT_COLUMNS_H
#define PRINT_COLUMNS_H

#include "print/print_internal.h"

enum value_kind {
	VALUE_NUMBER,
	VALUE_HEX,     /* a number, told with `digits` */
	VALUE_TRUTH,   /* 0 or 1 */
	VALUE_SECONDS, /* nsec in number, as int64_t */
	VALUE_TEXT,    /* foreign bytes that should be UTF-8 */
	VALUE_BYTES,
};

struct value {
	enum value_kind kind;
	uint8_t digits;
	uint64_t number;
	const char *text; /* TEXT, BYTES: of `length`; borrowed until the next value */
	size_t length;
	char room[PRINT_INFO_MAX]; /* what text may point to */
};

struct builtin;

struct column {
	const char *name;              /* borrowed */
	const struct builtin *builtin; /* NULL: among the fields alone */
};

/* False: no such field. */
bool column_find(const char *name, struct column *out);
/* The known name that was probably meant, or NULL. */
const char *column_near(const char *name);

typedef void (*value_fn)(void *user, const struct value *v);

/* Makes what columns of this packet need: call once before column_each(). */
void columns_begin(struct printer *p, const struct print_packet *k);
/* Hands over each value the packet has of it, in their order; returns how many. */
unsigned column_each(struct printer *p, const struct column *c, const struct print_packet *k,
        value_fn fn, void *user);
/* The value of one field, for those who walk over all. */
void value_of_field(const struct field *f, const struct print_packet *k, struct value *out);

/* What a JSON object without named fields says besides the fields themselves. */
extern const char *const columns_of_json[];

#endif
