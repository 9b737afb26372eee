/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frame filters in the pcap-filter(7) language, plus a few words that are spelt out first:
 * syn synack fin rst data ack (pure), "from HOST", "to HOST".
 */
#ifndef CAPTURE_FILTER_H
#define CAPTURE_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct filter;

/* Host names of the private world for "from client": name -> address text, several addresses
 * parted by spaces, NULL if unknown. Borrowed until the next call. */
typedef const char *(*filter_name_fn)(void *user, const char *name);

/* The expression with our words and host names spelt out; the caller frees. Never NULL. */
char *filter_expand(const char *text, filter_name_fn names, void *user);

/* Compiles for Ethernet frames; an empty text matches everything. On error NULL, and the sentence
 * says which word was not understood. No name is ever looked up in the network. */
struct filter *filter_create(const char *text, filter_name_fn names, void *user, struct err *e);
void filter_destroy(struct filter *f);
bool filter_match(const struct filter *f, const uint8_t *bytes, size_t captured, size_t length);
/* What was compiled, after expansion, and the text as given. Borrowed. */
const char *filter_expanded(const struct filter *f);
const char *filter_text(const struct filter *f);

#endif
