/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A piece of a file in memory, moved along by pread(): what is asked for and what follows it.
 */
#ifndef CAPTURE_WINDOW_H
#define CAPTURE_WINDOW_H

#include <stddef.h>
#include <stdint.h>

#define WINDOW_AHEAD ((size_t)256 << 10)
#define WINDOW_MOST ((size_t)1 << 20) /* asked for at once */

/* A zeroed one with fd set is ready. */
struct window {
	int fd;         /* borrowed */
	uint8_t *at;    /* owned */
	uint64_t begin; /* of what is in memory, in the file */
	size_t len, room;
	int error; /* -errno of the last read that failed */
};

/* n (at most WINDOW_MOST) bytes of the file at `offset`; NULL when it ends before (error 0) or
 * can't be read. Borrowed until the next call. */
const uint8_t *window_get(struct window *w, uint64_t offset, size_t n);
/* How many of the n bytes are there. */
size_t window_left(struct window *w, uint64_t offset, size_t n);
void window_finish(struct window *w);

#endif
