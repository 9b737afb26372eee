/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One event of a tape as one line of text, for `wirelab read --text` and exports.
 */
#ifndef BENCH_EVENT_WORDS_H
#define BENCH_EVENT_WORDS_H

#include "bench/past.h"
#include "tape/tape.h"

struct buf;

/* "10.0.0.2:8888", "[fd00::1]:80"; "*:80" without an address. */
void event_address(uint8_t family, const uint8_t bytes[16], uint16_t port, char *out, size_t size);
/* "step", "link" ... as in exports. Static. */
const char *event_kind_name(enum tape_kind kind);
const char *event_note_name(enum tape_note_kind kind);
const char *event_stage_name(enum tape_call_stage stage);

/* What happened, without its time and number, no newline; control characters are spelt out. */
void event_line(struct past *p, const struct tape_event *ev, struct buf *out);

/* A call as strace writes it: "connect(3, ...) = -1 ECONNREFUSED". */
void event_call(const struct tape_call *c, struct buf *out);

#endif
