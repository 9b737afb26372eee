/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A schedule: command lines played one after the other against a bench. Lines that name a frame
 * ("deliver syn from client") wait until such a frame waits; "wait CHECK [SECONDS]" waits for a
 * fact. Matching is by what an entry is, never by time or sequence number.
 */
#ifndef BENCH_SCHEDULE_H
#define BENCH_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>

struct bench;
struct err;
struct schedule;

/* Called once: error NULL when every line was played, else what went wrong and in which line. */
typedef void (*schedule_fn)(void *user, const struct err *error);

/* Lines are copied. seconds: how long a line may wait; 0: 15. */
struct schedule *schedule_play(struct bench *b, char *const *lines, size_t count, double seconds,
        schedule_fn done, void *user);
/* Stops playing without calling back. NULL is fine. */
void schedule_stop(struct schedule *s);
/* Line under way, from 0. */
size_t schedule_at(const struct schedule *s);

#endif
