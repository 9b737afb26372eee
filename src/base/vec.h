/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A growable array, the one generic container. `VEC(struct foo) foos = {0};` is an empty one.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define VEC(type)             \
	struct {              \
		type *at;     \
		size_t count; \
		size_t room;  \
	}

/* Makes room for one more. */
#define vec_grow(v)                                                                \
	do {                                                                       \
		if ((v)->count == (v)->room) {                                     \
			(v)->room = (v)->room ? (v)->room * 2 : 8;                 \
			(v)->at = xrealloc((v)->at, (v)->room * sizeof(*(v)->at)); \
		}                                                                  \
	} while (0)

#define vec_push(v, value)                       \
	do {                                     \
		vec_grow(v);                     \
		(v)->at[(v)->count++] = (value); \
	} while (0)

/* Removes entry i, keeping the order of the others. */
#define vec_remove(v, i)                                                                           \
	do {                                                                                       \
		size_t i_ = (i);                                                                   \
		memmove(&(v)->at[i_], &(v)->at[i_ + 1], ((v)->count - i_ - 1) * sizeof(*(v)->at)); \
		(v)->count--;                                                                      \
	} while (0)

/* Frees the array and leaves an empty one; what entries own is the caller's business. */
#define vec_free(v)                         \
	do {                                \
		free((v)->at);              \
		(v)->at = NULL;             \
		(v)->count = (v)->room = 0; \
	} while (0)

#define VEC_EACH(p, v) \
	for (__typeof__((v)->at)(p) = (v)->at; (v)->count && (p) < (v)->at + (v)->count; (p)++)

#endif
