/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pane's terminal as of any moment, made from what was printed.
 */
#ifndef BENCH_PAST_SCREEN_H
#define BENCH_PAST_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "tape/tape.h"

struct past_screen;
struct vt;

/* rows, cols: the terminal's size when the tape began. */
struct past_screen *past_screen_create(uint16_t pane, int rows, int cols);
void past_screen_destroy(struct past_screen *s); /* NULL is fine */

/* The terminal when event `end` was the next to come. Borrowed until the next call. */
struct vt *past_screen_at(struct past_screen *s, const struct tape *t, uint64_t end);

/* The same within the time of a look, whose number it is (counting up from 1); else NULL, and the
 * next look begins where this one came to. */
struct vt *past_screen_near(
        struct past_screen *s, const struct tape *t, uint64_t end, uint64_t look);

/* Prepares later calls: goes on towards `end` by a few ms of work. True: it is near enough. */
bool past_screen_follow(struct past_screen *s, const struct tape *t, uint64_t end);

#endif
