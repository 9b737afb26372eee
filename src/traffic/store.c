/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ring of frames in a spool.
 *
 * How it works: offsets count laps too; a frame never goes over the end of the ring but begins the
 * next lap. Frames gather in memory and are written a piece at a time.
 */
#include "traffic/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "capture/file.h"
#include "capture/spool.h"
#include "capture/window.h"

#define PIECE ((size_t)1 << 20) /* holds every frame */

struct store {
	struct spool *spool;
	struct window window;
	uint64_t room, end; /* of the ring; behind the latest frame */
	uint64_t piece;     /* where `bytes` belong */
	size_t used;
	uint8_t bytes[PIECE];
};

struct store *store_create(uint64_t bytes, struct err *e)
{
	uint64_t room = bytes < PIECE ? PIECE : bytes;
	struct spool *spool = spool_create(room, e);
	if (!spool)
		return NULL;
	struct store *s = xcalloc(1, sizeof(*s));
	s->spool = spool;
	s->room = room;
	s->window.fd = spool_fd(spool);
	return s;
}

void store_destroy(struct store *s)
{
	if (!s)
		return;
	window_finish(&s->window);
	spool_destroy(s->spool);
	free(s);
}

uint64_t store_room(const struct store *s)
{
	return s->room;
}

uint64_t store_end(const struct store *s)
{
	return s->end;
}

uint64_t store_place(const struct store *s, uint32_t len)
{
	uint64_t left = s->room - s->end % s->room;
	return len <= left ? s->end : s->end + left;
}

static int write_piece(struct store *s)
{
	int rc = spool_put(s->spool, s->piece % s->room, s->bytes, s->used);
	s->window.len = 0; /* may hold what was there a lap ago */
	if (rc < 0)
		return rc; /* what is in memory stays there */
	s->piece += s->used;
	s->used = 0;
	return 0;
}

int store_put(struct store *s, const void *bytes, uint32_t len)
{
	if (len > CAPTURE_FRAME_MAX)
		return -EMSGSIZE;
	uint64_t at = store_place(s, len);
	int rc = 0;
	if (at != s->end || s->used + len > PIECE)
		rc = write_piece(s);
	if (rc < 0)
		return rc;
	if (!s->used)
		s->piece = at;
	memcpy(s->bytes + s->used, bytes, len);
	s->used += len;
	s->end = at + len;
	return 0;
}

const uint8_t *store_bytes(struct store *s, uint64_t offset, uint32_t len)
{
	if (offset >= s->piece && offset + len <= s->piece + s->used)
		return s->bytes + (offset - s->piece);
	if (offset + len > s->piece)
		return NULL;
	return window_get(&s->window, offset % s->room, len);
}
