/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes as gzip keeps them, through zlib.
 */
#define ZLIB_CONST
#include "capture/gzip.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <zlib.h>

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

/* One turn; Z_STREAM_END at the very end, Z_BUF_ERROR where more was to come. */
static int unfold(z_stream *z, const uint8_t **at, size_t *left)
{
	feed(z, at, left);
	int rc = inflate(z, Z_NO_FLUSH);
	/* Members follow one another. */
	if (rc == Z_STREAM_END && (z->avail_in || *left))
		rc = inflateReset(z);
	return rc;
}

int gzip_unpack(const void *bytes, size_t len, size_t limit, struct buf *out)
{
	z_stream z = {0};
	uint8_t piece[PIECE];
	const uint8_t *at = bytes;
	size_t had = 0;
	int rc = inflateInit2(&z, GZIP_WINDOW);
	while (rc == Z_OK && had <= limit) {
		z.next_out = piece;
		z.avail_out = sizeof(piece);
		rc = unfold(&z, &at, &len);
		size_t got = sizeof(piece) - z.avail_out;
		had += got;
		buf_add(out, piece, had > limit ? got - (had - limit) : got);
	}
	inflateEnd(&z);
	if (had > limit)
		return -EFBIG;
	return rc == Z_STREAM_END ? 0 : -EINVAL;
}
