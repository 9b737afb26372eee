/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * gzip, through zlib.
 */
#define ZLIB_CONST /* input is const */

#include "capture/gunzip.h"

#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/alloc.h"

#define GZIP_ONLY (15 + 16) /* the largest window, and zlib's word for "gzip" */

struct gunzip {
	z_stream z;
	bool between; /* a member ended, and the next has not begun */
	bool begun;
};

struct gunzip *gunzip_create(void)
{
	struct gunzip *g = xcalloc(1, sizeof(*g));
	if (inflateInit2(&g->z, GZIP_ONLY) != Z_OK)
		abort();
	return g;
}

void gunzip_destroy(struct gunzip *g)
{
	if (!g)
		return;
	inflateEnd(&g->z);
	free(g);
}

void gunzip_feed(struct gunzip *g, const uint8_t *bytes, size_t len)
{
	g->z.next_in = bytes;
	g->z.avail_in = (uInt)len;
}

/* After the last member there may be zeros that fill a tape's block; gzip(1) skips them too. */
static void skip_padding(struct gunzip *g)
{
	while (g->z.avail_in && *g->z.next_in == 0) {
		g->z.next_in++;
		g->z.avail_in--;
	}
}

enum gunzip_step gunzip_take(struct gunzip *g, uint8_t *out, size_t room, size_t *len)
{
	*len = 0;
	if (g->between)
		skip_padding(g);
	if (!g->z.avail_in && (g->between || !g->begun))
		return GUNZIP_MORE;
	if (g->between)
		inflateReset(&g->z);
	g->between = false;
	g->begun = true;
	g->z.next_out = out;
	g->z.avail_out = (uInt)room;
	int rc = inflate(&g->z, Z_NO_FLUSH);
	*len = room - g->z.avail_out;
	if (rc == Z_STREAM_END)
		g->between = true;
	else if (rc != Z_OK && rc != Z_BUF_ERROR)
		return GUNZIP_WRONG;
	return *len || g->between ? GUNZIP_SOME : GUNZIP_MORE;
}

bool gunzip_whole(const struct gunzip *g)
{
	return g->between;
}
