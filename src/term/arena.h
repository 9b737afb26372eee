/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory in one piece at one address, so that all that lies in it can be copied away and back with
 * its pointers. Single-threaded.
 */
#ifndef TERM_ARENA_H
#define TERM_ARENA_H

#include <stddef.h>

struct arena;

/* Reserves addresses; memory is taken as it is used. NULL: the machine refuses. */
struct arena *arena_create(size_t reserve);
void arena_destroy(struct arena *a); /* NULL is fine */

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned to 16; aborts when full */
void arena_free(struct arena *a, void *at);      /* NULL is fine */

/* A copy of all of it, freed with free(); going back to it makes everything as it was then. */
void *arena_copy(const struct arena *a, size_t *len);
void arena_restore(struct arena *a, const void *copy, size_t len);

#endif
