/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was said in the chosen conversation, as traffic/stream.h puts it in order, in pieces that
 * can be shown: bytes, gaps, and unpacked bodies in place of packed ones.
 */
#ifndef INSPECT_PIECES_H
#define INSPECT_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/vec.h"
#include "traffic/stream.h"

struct inspect;

#define PIECES_BYTES_MAX ((size_t)16 << 20) /* of a conversation; what comes later is not kept */

struct piece {
	uint64_t number;   /* of its packet */
	uint8_t direction; /* 0: from who began */
	size_t at, len;    /* of pieces.bytes; len 0: a gap */
	uint64_t gap;      /* bytes that were not captured */
};

/* Zeroed: nobody has asked. */
struct pieces {
	bool wanted, cut; /* cut: there was more than is kept */
	uint64_t flow;
	uint64_t next;         /* index of the next packet of the conversation */
	struct stream *stream; /* owned; NULL: nobody has asked */
	size_t chunks;         /* of it that are in `all` */
	struct buf bytes;
	VEC(struct piece) all;
	VEC(struct piece) readable; /* with HTTP bodies unpacked; empty: as all */
	bool ended;                 /* all there is so far is told, gaps too */
	uint64_t change; /* counts up when something was added, also over conversations */
};

/* Those of the chosen packet's conversation, put together from now on by pieces_work(). */
struct pieces *pieces_of(struct inspect *in);
/* True when there was something to do. */
bool pieces_work(struct inspect *in, unsigned most);
/* Adds what p->stream has put in order since the last time. */
void pieces_gather(struct pieces *p);
void pieces_finish(struct pieces *p);

#endif
