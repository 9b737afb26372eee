/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bounded read cursor: the only way into bytes that came from outside.
 *
 * Every take either copies a value out and moves on, or refuses: then `bad` is set, the cursor
 * stays where it is, and the value is 0. Callers may take several values and look at `bad` once.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const uint8_t *base; /* borrowed */
	size_t len;          /* bytes at base */
	size_t pos;          /* next byte to take, <= len */
	bool bad;            /* a take was refused */
};

static inline struct bytes bytes_over(const void *base, size_t len)
{
	return (struct bytes){.base = base, .len = len};
}

static inline size_t bytes_left(const struct bytes *b)
{
	return b->len - b->pos;
}

/* Moves on by n; refuses when fewer are left. */
static inline bool bytes_skip(struct bytes *b, size_t n)
{
	if (b->bad || n > bytes_left(b)) {
		b->bad = true;
		return false;
	}
	b->pos += n;
	return true;
}

/* Copies n bytes to out; refuses (out zeroed) when fewer are left. */
static inline bool bytes_copy(struct bytes *b, void *out, size_t n)
{
	if (b->bad || n > bytes_left(b)) {
		b->bad = true;
		memset(out, 0, n);
		return false;
	}
	if (n)
		memcpy(out, b->base + b->pos, n);
	b->pos += n;
	return true;
}

/* The next n bytes as a cursor of their own; an empty bad one when fewer are left. */
static inline struct bytes bytes_sub(struct bytes *b, size_t n)
{
	size_t at = b->pos;
	if (!bytes_skip(b, n))
		return (struct bytes){.bad = true};
	return (struct bytes){.base = n ? b->base + at : b->base, .len = n};
}

static inline uint8_t bytes_u8(struct bytes *b)
{
	uint8_t v = 0;
	bytes_copy(b, &v, 1);
	return v;
}

static inline uint16_t bytes_be16(struct bytes *b)
{
	uint8_t v[2];
	bytes_copy(b, v, sizeof(v));
	return (uint16_t)(v[0] << 8 | v[1]);
}

static inline uint32_t bytes_be32(struct bytes *b)
{
	uint8_t v[4];
	bytes_copy(b, v, sizeof(v));
	return (uint32_t)v[0] << 24 | (uint32_t)v[1] << 16 | (uint32_t)v[2] << 8 | v[3];
}

#endif
