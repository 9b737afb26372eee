/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Our words in pcap-filter's. Between filter*.c only.
 */
#ifndef CAPTURE_FILTER_INTERNAL_H
#define CAPTURE_FILTER_INTERNAL_H

#include "capture/filter.h"

struct buf;

/* Appends the text with our words and names spelt out. False with where and why not. */
bool filter_spell_out(const char *text, filter_name_fn names, void *user, struct buf *out,
        struct filter_place *where, struct err *e);

/* Is a text a filter? */
typedef bool (*filter_tries_fn)(const void *user, const char *text);
/* Finds the place and the words for a text that is none: `why` is what libpcap said. False. */
bool filter_point(const char *text, filter_tries_fn tries, const void *user, const char *why,
        struct filter_place *where, struct err *e);

#endif
