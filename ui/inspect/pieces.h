/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was said in the chosen conversation, put together from its packets in the order in which
 * the other end could read it: repeats left out, what came too early kept until it is due, and
 * what was never captured told as a gap.
 */
#ifndef INSPECT_PIECES_H
#define INSPECT_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/vec.h"

struct inspect;

#define PIECES_BYTES_MAX ((size_t)16 << 20) /* of a conversation; what comes later is not kept */
#define PIECES_EARLY_MAX 256                /* segments that wait, of one direction */

struct piece {
	uint64_t number;   /* of its packet */
	uint8_t direction; /* 0: from who began */
	size_t at, len;    /* of pieces.bytes; len 0: a gap */
	uint32_t gap;      /* bytes that were not captured */
};

struct piece_early {
	uint64_t number;
	uint32_t seq;
	size_t at, len;
};

struct piece_side {
	bool begun;
	uint32_t next; /* the relative number that is due */
	VEC(struct piece_early) early;
};

/* Zeroed: nobody has asked. */
struct pieces {
	bool wanted, cut; /* cut: there was more than is kept */
	uint64_t flow;
	uint64_t next; /* index of the next packet of the conversation */
	struct buf bytes;
	VEC(struct piece) all;
	VEC(struct piece) readable; /* with HTTP bodies unpacked; empty: as all */
	struct piece_side sides[2];
	bool ended;      /* all there is so far is told, gaps too */
	uint64_t change; /* counts up when something was added, also over conversations */
};

/* Those of the chosen packet's conversation, put together from now on by pieces_work(). */
struct pieces *pieces_of(struct inspect *in);
/* True when there was something to do. */
bool pieces_work(struct inspect *in, unsigned most);
void pieces_finish(struct pieces *p);

#endif
