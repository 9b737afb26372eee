/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What flows say of a tape's frames, found by going through them once, as far as was asked.
 */
#ifndef BENCH_PAST_NOTES_H
#define BENCH_PAST_NOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet/flow/flow.h"
#include "tape/tape.h"

struct past_notes;

struct past_notes *past_notes_create(void);
void past_notes_destroy(struct past_notes *n);

/* Goes through at most `events` more. True: all are known. */
bool past_notes_follow(struct past_notes *n, const struct tape *t, size_t events);
/* Of one frame; goes on until it. False: no such frame. */
bool past_notes_get(
        struct past_notes *n, const struct tape *t, uint64_t frame, struct flow_note *out);

#endif
