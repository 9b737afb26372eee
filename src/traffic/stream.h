/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the two ends of one conversation said, in order: TCP's bytes by sequence number, each once;
 * datagrams as they came.
 *
 * How it works: packets of the conversation are handed over in the order of the capture. A segment
 * ahead of its turn waits, up to STREAM_PENDING_MAX of them a direction, until what lies before it
 * comes, or the other end has acknowledged it: then what lies before it was not captured, and the
 * next chunk says how much.
 */
#ifndef TRAFFIC_STREAM_H
#define TRAFFIC_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/flow/flow.h"
#include "packet/packet.h"

struct stream;

#define STREAM_PENDING_MAX 256

/* A piece that came in one packet. */
struct stream_chunk {
	uint64_t number;  /* of the packet */
	nsec when;        /* of the packet */
	uint64_t offset;  /* of its first byte in its direction, what is missing included */
	uint64_t missing; /* bytes before it that were not captured */
	uint32_t length;
	uint8_t direction;    /* 0: from who began, as flow notes have it */
	const uint8_t *bytes; /* borrowed until the next stream_take() */
};

struct stream_side {
	uint64_t bytes, missing; /* kept; not captured */
	uint64_t repeated;       /* bytes that came again and were left out */
};

/* `limit`: bytes kept of both directions together, and the fewer the smaller their pieces are: see
 * stream_is_cut(); 0: 64 MiB. */
struct stream *stream_create(uint64_t limit);
void stream_destroy(struct stream *s); /* NULL is fine */

/* A packet of the conversation: note->flow is its. Others' must not be handed over. */
void stream_take(struct stream *s, uint64_t number, nsec when, const struct packet *p,
        const uint8_t *bytes, const struct flow_note *note);
/* No more packets so far: what still waits is put behind what is missing. */
void stream_end(struct stream *s);

size_t stream_count(const struct stream *s);
/* The i-th chunk, i below the count. */
struct stream_chunk stream_chunk(const struct stream *s, size_t i);
struct stream_side stream_side(const struct stream *s, int direction);
/* The limit was reached: what came later is not here. */
bool stream_is_cut(const struct stream *s);

#endif
