/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench as of a moment: all that a view asks for, told from a tape and what it is about, of a
 * bench that runs or of a file. It needs no world and no privilege, and changes nothing.
 *
 * How it works. The moment is a cursor, just after one event. What events add up to (sockets, who
 * runs, what waits, which checks hold) is folded forward from the nearest of at most 64 copies
 * kept on the way, so any moment is near. Terminals are made by feeding OUTPUT events to a vt, only
 * for panes that are asked for, with copies of their own. Frames read through past_tape() have the
 * fates they had then.
 */
#ifndef BENCH_PAST_H
#define BENCH_PAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "bench/bench.h"
#include "packet/flow/flow.h"
#include "record/about.h"
#include "tape/tape.h"

struct past;
struct vt;

/* Borrows the tape (which may go on growing) and copies about. The cursor is at the end. */
struct past *past_create(const struct tape *t, const struct tape_about *about);
void past_destroy(struct past *p); /* NULL is fine */

/* Moves the cursor to just after event `id`; beyond the ends: the first or last that is there.
 * Call it again after the tape has grown, before anything is asked. */
void past_seek(struct past *p, uint64_t id);
uint64_t past_cursor(const struct past *p); /* TAPE_NONE: the tape is empty */
nsec past_now(const struct past *p);        /* when that event was */
/* Prepares later seeks: folds at most `events` more and feeds a little of a terminal. True: nothing
 * is left to do. After it a vt that was borrowed has moved: ask past_vt() again. */
bool past_follow(struct past *p, size_t events);

const struct tape_about *past_about(const struct past *p);
/* The tape up to the cursor, its frames with the fates of that moment. Borrowed. */
const struct tape *past_tape(const struct past *p);

/* Sockets of a host, as sockets_of(). Borrowed until the next seek. */
size_t past_sockets(const struct past *p, int node, const struct tape_socket **out);

struct past_pane {
	uint8_t state; /* enum terminal_state */
	int32_t code;  /* exit status or signal */
	nsec since;    /* of that state; 0: not started yet */
};
struct past_pane past_pane(const struct past *p, size_t pane);
/* A pane's terminal, scrollback included. Borrowed until the next seek. */
struct vt *past_vt(struct past *p, size_t pane);
/* The same within the time of a look; NULL: not ready, each seek comes nearer. For screens:
 * printing goes on for minutes, and the first look at it may take seconds. */
struct vt *past_vt_soon(struct past *p, size_t pane);
bool past_is_late(const struct past *p); /* one was not ready since past_follow() */

/* What waited; `effect` is "", for what it did is on the tape. Borrowed until the next seek. */
size_t past_next(struct past *p, const struct bench_next **out);
/* The step under way. */
struct past_step {
	const char *id; /* "" before the first; borrowed until the next seek */
	bool done;
	int chosen; /* option, from 0; -1: none yet, or earlier than this tape */
};
struct past_step past_step(const struct past *p);
/* Whether a check held (its name), and the event that said so. */
bool past_check(const struct past *p, const char *name, uint64_t *event);
/* Whether a link's cable was in. */
bool past_plugged(const struct past *p, int link);
/* What flows say of a frame; false when it is later than the cursor or has no note. */
bool past_note(struct past *p, uint64_t frame, struct flow_note *out);
/* Words for a frame's fate, as bench_fate_text(). */
void past_fate_text(const struct past *p, uint64_t frame, char *out, size_t size);

/* What the tape of a running bench is about. */
void bench_about(const struct bench *b, struct tape_about *out);

#endif
