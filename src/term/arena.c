/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory in one piece: a mapping whose beginning is in use. Free blocks form a list by address,
 * inside the mapping like everything else, and neighbours are joined.
 */
#include "term/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/alloc.h"

#define ALIGN ((size_t)16)

/* In front of each block; `next` counts while it is free. */
struct block {
	size_t size; /* this head included, a multiple of ALIGN */
	struct block *next;
};

_Static_assert(sizeof(struct block) % ALIGN == 0, "what follows a head is aligned");

/* At the mapping's begin. */
struct arena {
	size_t used, room; /* bytes, this head included */
	struct block *free;
	size_t unused;
};

_Static_assert(sizeof(struct arena) % ALIGN == 0, "the first block is aligned");

struct arena *arena_create(size_t reserve)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	struct arena *a = mmap(NULL, reserve, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (a == MAP_FAILED)
		return NULL;
	a->used = sizeof(*a);
	a->room = reserve;
	return a;
}

void arena_destroy(struct arena *a)
{
	if (a)
		munmap(a, a->room);
}

/* Takes `size` from a free block; what is left of it stays free. */
static struct block *take_free(struct arena *a, size_t size)
{
	struct block **link = &a->free;
	while (*link && (*link)->size < size)
		link = &(*link)->next;
	struct block *b = *link;
	if (!b)
		return NULL;
	if (b->size - size < 4 * ALIGN) {
		*link = b->next;
		return b;
	}
	struct block *rest = (void *)((uint8_t *)b + size);
	*rest = (struct block){.size = b->size - size, .next = b->next};
	*link = rest;
	b->size = size;
	return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
	if (size > a->room)
		abort();
	size = sizeof(struct block) + (size + ALIGN - 1) / ALIGN * ALIGN;
	struct block *b = take_free(a, size);
	if (!b) {
		if (size > a->room - a->used)
			abort();
		b = (void *)((uint8_t *)a + a->used);
		b->size = size;
		a->used += size;
	}
	memset(b + 1, 0, b->size - sizeof(*b));
	return b + 1;
}

static bool touches(const struct block *b, const struct block *after)
{
	return (const uint8_t *)b + b->size == (const uint8_t *)after;
}

void arena_free(struct arena *a, void *at)
{
	if (!at)
		return;
	struct block *b = (struct block *)at - 1, *before = NULL, *after = a->free;
	while (after && after < b) {
		before = after;
		after = after->next;
	}
	b->next = after;
	if (after && touches(b, after)) {
		b->size += after->size;
		b->next = after->next;
	}
	if (before && touches(before, b)) {
		before->size += b->size;
		before->next = b->next;
	} else if (before) {
		before->next = b;
	} else {
		a->free = b;
	}
}

void *arena_copy(const struct arena *a, size_t *len)
{
	*len = a->used;
	void *copy = xmalloc(a->used);
	memcpy(copy, a, a->used);
	return copy;
}

void arena_restore(struct arena *a, const void *copy, size_t len)
{
	memcpy(a, copy, len);
}
