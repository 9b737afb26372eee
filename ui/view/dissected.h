/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One frame taken apart: what the tree of fields and the dump of bytes show, and the field that
 * both have lit. Neither of them knows where the frame came from.
 */
#ifndef VIEW_DISSECTED_H
#define VIEW_DISSECTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "packet/fields.h"
#include "packet/packet.h"

/* Zeroed is none. */
struct dissected {
	uint64_t frame; /* its number, while `any` */
	bool any;
	bool edited;    /* the bytes are not those that arrived */
	char fate[128]; /* what became of it, "" for nothing to tell */
	/* Of a SYN: the first bytes of the address that connect() was given, as they lay in the
	 * program's memory, and where in its source; 0: not known. */
	uint8_t given[8];
	uint8_t given_len;
	char given_by[64];
	size_t field; /* the chosen one of `fields` */
	struct packet packet;
	struct field_list fields;
	struct buf bytes;
};

/* A frame's bytes as they were seen. */
struct dissected_bytes {
	enum packet_link link;
	const uint8_t *at; /* copied */
	size_t captured;
	size_t length; /* on the wire */
};

/* Takes a frame apart. Of the same frame the chosen field stays, of another one it is what that
 * frame is about. */
void dissected_set(struct dissected *d, uint64_t frame, const struct dissected_bytes *b);
/* No frame. */
void dissected_clear(struct dissected *d);
void dissected_finish(struct dissected *d);

/* NULL: there is none. */
const struct field *dissected_field(const struct dissected *d);
const uint8_t *dissected_at(const struct dissected *d);

#endif
