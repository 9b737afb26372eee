/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes as gzip keeps them, packed through zlib.
 */
#define ZLIB_CONST
#include "capture/gzip.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <zlib.h>

#include "capture/gunzip.h"

#define PIECE ((size_t)64 << 10)
#define GZIP_WINDOW (15 + 16) /* the largest window, and gzip's head instead of zlib's */

bool gzip_is(const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	return len > 2 && b[0] == 0x1f && b[1] == 0x8b && b[2] == 8;
}

/* zlib counts in unsigned int: hands it the next piece of what is left. */
static void feed(z_stream *z, const uint8_t **at, size_t *left)
{
	if (z->avail_in || !*left)
		return;
	size_t n = *left < UINT_MAX ? *left : UINT_MAX;
	z->next_in = *at;
	z->avail_in = (unsigned)n;
	*at += n;
	*left -= n;
}

void gzip_pack(const void *bytes, size_t len, struct buf *out)
{
	z_stream z = {0};
	uint8_t piece[PIECE];
	const uint8_t *at = bytes;
	int rc = deflateInit2(&z, 9, Z_DEFLATED, GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY);
	while (rc == Z_OK) {
		feed(&z, &at, &len);
		z.next_out = piece;
		z.avail_out = sizeof(piece);
		rc = deflate(&z, len ? Z_NO_FLUSH : Z_FINISH);
		buf_add(out, piece, sizeof(piece) - z.avail_out);
	}
	deflateEnd(&z);
}

int gzip_unpack(const void *bytes, size_t len, size_t limit, struct buf *out)
{
	struct gunzip *g = gunzip_create();
	uint8_t piece[PIECE];
	const uint8_t *at = bytes;
	size_t room = limit, got = 0;
	enum gunzip_step step;
	for (;;) {
		step = gunzip_take(g, piece, sizeof(piece), &got);
		buf_add(out, piece, got < room ? got : room);
		if (got > room || step == GUNZIP_WRONG || (step == GUNZIP_MORE && !len))
			break;
		room -= got;
		size_t n = step == GUNZIP_SOME ? 0 : len < PIECE ? len : PIECE;
		if (n)
			gunzip_feed(g, at, n);
		at += n;
		len -= n;
	}
	bool whole = step != GUNZIP_WRONG && gunzip_whole(g);
	gunzip_destroy(g);
	if (got > room)
		return -EFBIG;
	return whole ? 0 : -EINVAL;
}
