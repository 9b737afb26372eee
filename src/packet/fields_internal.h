/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How protocols describe their fields: tables of fixed bits, and a builder for the parts that
 * move. Between files of src/packet only.
 */
#ifndef PACKET_FIELDS_INTERNAL_H
#define PACKET_FIELDS_INTERNAL_H

#include "base/i18n.h"
#include "packet/decode_internal.h"
#include "packet/fields.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* A value and what it means; ended by a NULL text. */
struct word {
	uint32_t value;
	const char *text; /* N_() */
};

/* One field with a fixed place relative to some base. */
struct field_spec {
	const char *name, *label; /* the label with N_() */
	uint8_t form, depth;
	uint16_t bit, bits; /* from the base */
	uint16_t scale;     /* value = bits * scale; 0 is 1 */
	uint8_t little;     /* bytes of a little-endian integer that holds it; 0: network order */
	uint8_t low;        /* then: its lowest bit in that integer, which begins at `bit` */
	const struct word *words; /* meanings, or NULL */
};

/* Builds the list of one frame. Fields that lie behind the captured bytes are left out. */
struct builder {
	struct field_list *list;
	const struct packet *p;
	const uint8_t *bytes;
	uint32_t captured;
	uint8_t layer; /* index of the layer at work */
};

/* Each returns the new field, borrowed until the next add, or NULL when the bytes are not there. */
struct field *field_add(struct builder *b, const struct field_spec *s, uint32_t base);
struct field *field_add_sized(
        struct builder *b, const struct field_spec *s, uint32_t at, uint32_t n);
void field_add_all(struct builder *b, const struct field_spec *s, size_t count, uint32_t base);
#define FIELD_ADD_ALL(b, table, base) field_add_all(b, table, COUNT_OF(table), base)

/* Sets the meaning; f may be NULL. */
void field_mean(struct field *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The text of a value in the reader's language, or NULL. */
const char *word_find(const struct word *words, uint32_t value);

/* The header's bytes of layer l, copied to out; false when they were not captured. */
bool builder_copy(const struct builder *b, uint32_t at, void *out, size_t n);
/* A cursor over [at, end) as far as captured. */
struct bytes builder_cursor(const struct builder *b, uint32_t at, uint32_t end);

/* The first field after list position `from` with that name, or NULL. */
struct field *builder_find(struct builder *b, size_t from, const char *name);

/* Says of a checksum field whether it is correct, from what packet/checksum.h finds. */
void field_judge_checksum(struct builder *b, struct field *f);

#endif
