/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stretch of an application's message that is being read into fields, front to back. Between
 * files of src/packet only.
 *
 * A message may go on in the next segment or be cut by the capture: a part ends where the bytes
 * do, and everything that asks for more than is left gets nothing and uses the part up. A part
 * that was taken out of another by length knows (`cut`) that some of it is missing.
 */
#ifndef PACKET_APPLICATION_PART_INTERNAL_H
#define PACKET_APPLICATION_PART_INTERNAL_H

#include "packet/fields_internal.h"

struct part {
	struct builder *b;
	uint32_t at, end; /* offsets in the frame, at <= end <= captured */
	bool cut;         /* its length said more than there is */
};

/* The bytes of layer l. */
struct part part_of_layer(struct builder *b, const struct packet_layer *l);

static inline uint32_t part_left(const struct part *p)
{
	return p->end - p->at;
}

/* A field of s->bits (whole bytes) here; moves behind it. NULL when it is not all there. */
struct field *part_add(struct part *p, const struct field_spec *s);
/* The same, n bytes long; none when n is 0. */
struct field *part_sized(struct part *p, const struct field_spec *s, uint32_t n);
/* Up to n bytes, as many as are here. */
struct field *part_upto(struct part *p, const struct field_spec *s, uint32_t n);
/* A table of fixed fields `n` bytes long altogether; those that are not here are left out. */
void part_table(struct part *p, const struct field_spec *s, size_t count, uint32_t n);
#define PART_TABLE(p, table, n) part_table(p, table, COUNT_OF(table), n)
/* Fields that lie in the bytes here, without moving. */
void part_peep(struct part *p, const struct field_spec *s, size_t count);

/* Takes n bytes out as a part of their own; what is missing makes it `cut`. */
struct part part_take(struct part *p, uint32_t n);
bool part_skip(struct part *p, uint32_t n);

/* The big-endian number of n <= 8 bytes that lies `skip` bytes from here; 0 when not there. */
uint64_t part_number(const struct part *p, uint32_t skip, unsigned n);
/* What is left, as a cursor. */
struct bytes part_bytes(const struct part *p);

/* Says on a length field (may be NULL) that the message goes on behind this segment. */
void part_say_cut(struct field *length, const struct part *body);

/* A heading over bytes that are listed next: from `at`, n bytes, with words (may be NULL). */
struct field *part_head(
        struct part *p, const char *name, const char *label, uint8_t depth, uint32_t n);

#endif
