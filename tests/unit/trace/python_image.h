/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The memory of a Python 3.11 made by hand: one interpreter, one thread, frames with code objects.
 */
#ifndef TESTS_TRACE_PYTHON_IMAGE_H
#define TESTS_TRACE_PYTHON_IMAGE_H

#include <stdint.h>
#include <string.h>

#include "trace/args.h"

/* Addresses in the program: the image begins here, and with _PyRuntime. */
#define IMAGE_AT 0x100000u

enum { IMAGE_SIZE = 16384, IMAGE_THREAD = 77 };

struct image {
	uint8_t bytes[IMAGE_SIZE];
	size_t used;
	uint64_t thread, cframe, frame; /* the innermost frame */
	uint64_t text_type, bytes_type, code_type;
};

static inline size_t image_read(void *user, uint64_t address, void *out, size_t len)
{
	const struct image *m = user;
	if (address < IMAGE_AT || address - IMAGE_AT >= IMAGE_SIZE)
		return 0;
	size_t at = (size_t)(address - IMAGE_AT), left = IMAGE_SIZE - at;
	memcpy(out, m->bytes + at, len < left ? len : left);
	return len < left ? len : left;
}

static inline size_t image_read_pieces(
        void *user, const struct args_piece *pieces, size_t count, void *out)
{
	size_t sum = 0;
	for (size_t i = 0; i < count; i++) {
		size_t got =
		        image_read(user, pieces[i].address, (uint8_t *)out + sum, pieces[i].len);
		sum += got;
		if (got != pieces[i].len)
			break;
	}
	return sum;
}

static inline struct args_memory image_memory(struct image *m)
{
	return (struct args_memory){
	        .read = image_read, .read_pieces = image_read_pieces, .user = m};
}

static inline uint64_t image_take(struct image *m, size_t len)
{
	uint64_t at = IMAGE_AT + m->used;
	m->used += (len + 7) & ~(size_t)7;
	return at;
}

static inline void image_put(struct image *m, uint64_t address, const void *bytes, size_t len)
{
	memcpy(m->bytes + (address - IMAGE_AT), bytes, len);
}

static inline void image_word(struct image *m, uint64_t address, uint64_t value)
{
	image_put(m, address, &value, sizeof(value));
}

static inline uint64_t image_type(struct image *m, const char *name)
{
	uint64_t type = image_take(m, 32), text = image_take(m, 8);
	image_put(m, text, name, strlen(name) + 1);
	image_word(m, type + 24, text);
	return type;
}

/* A str: of one byte a code point (ASCII) or of two. */
static inline uint64_t image_text(struct image *m, const void *bytes, size_t length, unsigned kind)
{
	size_t head = kind == 1 ? 48 : 72;
	uint64_t at = image_take(m, head + length * kind);
	uint32_t state = kind << 2 | 1u << 5 | (kind == 1 ? 1u << 6 : 0) | 1u << 7;
	image_word(m, at + 8, m->text_type);
	image_word(m, at + 16, length);
	image_put(m, at + 32, &state, sizeof(state));
	image_put(m, at + head, bytes, length * kind);
	return at;
}

static inline uint64_t image_ascii(struct image *m, const char *text)
{
	return image_text(m, text, strlen(text), 1);
}

struct image_code {
	uint64_t file, name;
	int32_t first_line;
	size_t units;
	const uint8_t *table;
	size_t table_size;
};

static inline void image_code_at(struct image *m, uint64_t at, const struct image_code *c)
{
	uint64_t table = image_take(m, 32 + c->table_size);
	image_word(m, table + 8, m->bytes_type);
	image_word(m, table + 16, c->table_size);
	image_put(m, table + 32, c->table, c->table_size);
	image_word(m, at + 8, m->code_type);
	image_word(m, at + 16, c->units);
	image_put(m, at + 72, &c->first_line, sizeof(c->first_line));
	image_word(m, at + 112, c->file);
	image_word(m, at + 120, c->name);
	image_word(m, at + 136, table);
}

static inline uint64_t image_code(struct image *m, const struct image_code *c)
{
	uint64_t at = image_take(m, 184 + 2 * c->units);
	image_code_at(m, at, c);
	return at;
}

/* A frame inside the one before: at its instruction number `unit` (-1: before the first). */
static inline uint64_t image_frame(struct image *m, uint64_t code, int64_t unit)
{
	uint64_t at = image_take(m, 72);
	image_word(m, at + 32, code);
	image_word(m, at + 48, m->frame);
	image_word(m, at + 56, code + 184 + (uint64_t)(2 * unit));
	m->frame = at;
	image_word(m, m->cframe + 8, at);
	return at;
}

static inline void image_begin(struct image *m)
{
	memset(m, 0, sizeof(*m));
	uint64_t runtime = image_take(m, 64), interpreter = image_take(m, 64);
	m->thread = image_take(m, 168);
	m->cframe = image_take(m, 24);
	image_word(m, runtime + 40, interpreter);
	image_word(m, interpreter + 16, m->thread);
	image_word(m, m->thread + 56, m->cframe);
	image_word(m, m->thread + 160, IMAGE_THREAD);
	m->text_type = image_type(m, "str");
	m->bytes_type = image_type(m, "bytes");
	m->code_type = image_type(m, "code");
}

#endif
