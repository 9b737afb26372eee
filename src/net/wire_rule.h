/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules of the wire: what to do by itself with frames that a filter matches.
 */
#ifndef NET_WIRE_RULE_H
#define NET_WIRE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/filter.h"
#include "net/wire.h"

struct err;
struct wire_rules;

/* Which of the matching frames, counted from 1, are meant (strace(1), --inject, when=):
 * "N", "N+" (from N on), "N+STEP", "N..M", "N..M+STEP". */
struct wire_when {
	uint64_t first, last, step; /* last UINT64_MAX: no end */
};

bool wire_when_parse(const char *text, struct wire_when *out, struct err *e);
bool wire_when_is(const struct wire_when *w, uint64_t count);

/* "20ms", "1.5s", "300us"; at most an hour. */
bool wire_time_parse(const char *text, nsec *out, struct err *e);

struct wire_rules *wire_rules_create(filter_name_fn names, void *user);
void wire_rules_destroy(struct wire_rules *r);

bool wire_rules_add(struct wire_rules *r, const char *text, struct err *e);
bool wire_rules_remove(struct wire_rules *r, size_t index);
size_t wire_rules_list(const struct wire_rules *r, const struct wire_rule **out);

/* Counts the frame with each rule that matches, up to the one that acts on it; NULL: none does.
 * Borrowed until a rule is added or removed. */
const struct wire_rule *wire_rules_take(
        struct wire_rules *r, const uint8_t *bytes, size_t captured, size_t length);

#endif
