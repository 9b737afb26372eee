/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A piece of a file in memory.
 */
#include "capture/window.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"

#define AHEAD_ELSEWHERE ((size_t)16 << 10) /* after a jump: who jumps will jump again */

/* Reads from w->begin on until `want` bytes are there, or the file ends. */
static void fill(struct window *w, size_t want)
{
	w->len = 0;
	w->error = 0;
	while (w->len < want) {
		ssize_t n = pread(w->fd, w->at + w->len, want - w->len, (off_t)(w->begin + w->len));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			w->error = -errno;
		if (n <= 0)
			return;
		w->len += (size_t)n;
	}
}

static bool covers(const struct window *w, uint64_t offset, size_t n)
{
	return offset >= w->begin && offset - w->begin <= w->len &&
	       n <= w->len - (size_t)(offset - w->begin);
}

static void move(struct window *w, uint64_t offset, size_t n)
{
	bool on = w->at && offset >= w->begin && offset - w->begin <= w->len + WINDOW_AHEAD;
	size_t want = on || !w->at ? WINDOW_AHEAD : AHEAD_ELSEWHERE;
	if (want < n)
		want = n;
	if (want > w->room) {
		w->room = want < WINDOW_AHEAD ? WINDOW_AHEAD : want;
		w->at = xrealloc(w->at, w->room);
	}
	w->begin = offset;
	fill(w, want);
}

size_t window_left(struct window *w, uint64_t offset, size_t n)
{
	if (offset > INT64_MAX - WINDOW_MOST || n > WINDOW_MOST)
		return 0;
	if (!w->at || !covers(w, offset, n))
		move(w, offset, n);
	size_t left = w->len - (size_t)(offset - w->begin);
	return n < left ? n : left;
}

const uint8_t *window_get(struct window *w, uint64_t offset, size_t n)
{
	return window_left(w, offset, n) == n && w->at ? w->at + (offset - w->begin) : NULL;
}

void window_finish(struct window *w)
{
	free(w->at);
	*w = (struct window){.fd = -1};
}
