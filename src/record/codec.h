/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Events of a tape as bytes in a file, and back: what src/record's files share. The shapes are in
 * codec.c, one function a kind; all numbers are in network order.
 */
#ifndef RECORD_CODEC_H
#define RECORD_CODEC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/bytes.h"
#include "record/about.h"
#include "tape/tape.h"

#define TAPE_MAGIC "wirelab" /* with its NUL */
#define TAPE_VERSION 1

enum tape_block { TAPE_BLOCK_ABOUT = 1, TAPE_BLOCK_EVENTS = 2, TAPE_BLOCK_END = 3 };

void put8(struct buf *b, uint8_t v);
void put16(struct buf *b, uint16_t v);
void put32(struct buf *b, uint32_t v);
void put64(struct buf *b, uint64_t v);
void put_text(struct buf *b, const char *text); /* at most 65535 bytes of it */
uint64_t take64(struct bytes *b);
/* A text as a string in `out`, emptied before. */
const char *take_text(struct bytes *b, struct buf *out);

/* The head of everything of ours: magic, version; false: somebody else's. */
void codec_put_head(struct buf *b);
bool codec_take_head(struct bytes *b);

/* One event that is no frame. */
void codec_put_event(struct buf *b, const struct tape_event *ev);
/* Appends the next one to the tape. False: it can't be, or refers to what there isn't. */
bool codec_take_event(struct bytes *b, const struct tape_about *about, struct tape *t);

/* A frame's own part (without its bytes): `first` is its fate as it arrived. */
void codec_put_frame(struct buf *b, const struct tape_event *ev, const struct tape_fate *first);
/* Fills id, when and what of frame was put. */
bool codec_take_frame(struct bytes *b, struct tape_event *out);

#endif
