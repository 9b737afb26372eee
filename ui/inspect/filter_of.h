/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters made from what is chosen: this conversation, this host, this field. And the words that
 * filters know, for completion.
 */
#ifndef INSPECT_FILTER_OF_H
#define INSPECT_FILTER_OF_H

#include "ui/inspect/inspect.h"

/* Appends a filter; false with e: the chosen packet has nothing of that kind. */
bool filter_of_conversation(const struct inspect *in, struct buf *out, struct err *e);
/* The sender, or the receiver when the chosen field is its address. */
bool filter_of_host(const struct inspect *in, struct buf *out, struct err *e);
/* The chosen field with its value. */
bool filter_of_field(const struct inspect *in, struct buf *out, struct err *e);

struct filter_word {
	const char *word, *help; /* help: English, to be translated where shown */
};
const struct filter_word *filter_words(size_t *count);

#endif
