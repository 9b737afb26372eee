/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every field of a frame: where it lies, what it holds, what that means.
 *
 * Names are Wireshark's display filter names ("tcp.dstport", "ip.ttl"), so that what a learner
 * meets here works there; labs, edits and checks use the same names.
 */
#ifndef PACKET_FIELDS_H
#define PACKET_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet/packet.h"

struct err;

enum field_form {
	FIELD_HEADER, /* a whole layer or option: its children follow with a greater depth */
	FIELD_UINT,   /* unsigned integer in network order, decimal */
	FIELD_HEX,    /* the same, shown as hexadecimal */
	FIELD_FLAG,   /* one bit */
	FIELD_MAC,
	FIELD_IPV4,
	FIELD_IPV6,
	FIELD_TEXT,  /* bytes that are text */
	FIELD_BYTES, /* bytes */
};

/* Room for the longest domain name with all its bytes escaped, which nothing else needs. */
#define FIELD_MEANING 1024

struct field {
	const char *name;  /* "tcp.dstport"; static */
	const char *label; /* "Destination port"; static, English, to be translated where shown */
	uint8_t depth;     /* 0: a layer, 1: its fields, 2: parts of those */
	uint8_t form;      /* enum field_form */
	uint8_t layer;     /* index into packet.layers */
	uint8_t bit;       /* first bit within the first byte, 0 = most significant */
	uint8_t little;  /* > 0: the bytes are a little-endian integer, `bit` counts in it reversed
	                  */
	uint16_t scale;  /* value = the bits * scale: 4 for a header length in words */
	uint16_t bits;   /* width in bits; a multiple of 8 unless it is a part of bytes */
	uint32_t offset; /* first byte, from the start of the frame */
	uint32_t length; /* bytes it touches */
	uint64_t value;  /* for UINT, HEX, FLAG: the value in host order */
	char meaning[FIELD_MEANING]; /* words in the reader's language: "correct", ...; or empty */
};

struct field_list {
	struct field *at; /* owned */
	size_t count, room;
};

/* Builds the fields of a decoded frame in frame order; the list is cleared first. Checksums are
 * verified here and their meaning says "correct" or "wrong, should be 0x....". */
void fields_build(const struct packet *p, const uint8_t *bytes, struct field_list *out);
void field_list_finish(struct field_list *list);

/* The first field of that name, or NULL. */
const struct field *fields_find(const struct field_list *list, const char *name);
/* The deepest field that covers byte `offset`, or NULL. */
const struct field *fields_at(const struct field_list *list, uint32_t offset);

/* The value as text: "8888", "0x22b8", "10.0.0.1", "SYN ACK", bytes as hex (cut to fit). */
void field_value_text(const struct field *f, const uint8_t *bytes, char *out, size_t size);

/* Writes a new value (decimal, 0x..., an address, text of equal length, per form) over the
 * field's bits in `bytes`. Checksums stay as they are: see packet_mend_checksums. */
bool field_edit(
        const struct field *f, uint8_t *bytes, size_t len, const char *value, struct err *e);

/* NULL-terminated list of all field names that can be edited, for completion. Static. */
const char *const *fields_editable(void);
/* Names of fields that are found by what is before them; fields_editable() has all others. */
const char *const *fields_placed_by_content(size_t *count);
/* Does any protocol have a field, or is there a protocol, of that name? */
bool fields_known(const char *name);

#endif
