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

/* Where in a text something was not understood: bytes. */
struct filter_place {
	size_t offset, length;
};

/* Added to a link's number: the capture file is in this byte order, as its loopback links are. */
#define FILTER_BIG_ENDIAN ((uint32_t)1 << 31)

/* The same for frames of these links (LINKTYPE_ numbers, at least one): what can be said of frames
 * of one of them is right, and matches no frame of the others. A filter that is never true is
 * right too. On error `where` tells the place. */
struct filter *filter_create_for(const char *text, const uint32_t *links, size_t count,
        filter_name_fn names, void *user, struct filter_place *where, struct err *e);
/* Compiles at the first frame of another link. */
bool filter_match_link(
        struct filter *f, uint32_t link, const uint8_t *bytes, size_t captured, size_t length);

/* What was compiled, after expansion, and the text as given. Borrowed. */
const char *filter_expanded(const struct filter *f);
const char *filter_text(const struct filter *f);

#endif
