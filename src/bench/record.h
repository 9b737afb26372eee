/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of the tape as a pcapng file, each with its fate as a packet comment.
 */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include <stdbool.h>

struct bench;
struct err;
struct pcapng;

/* Writes every frame still on the tape; "-" is standard output. */
bool record_write(const struct bench *b, const char *path, struct err *e);
/* The same in two steps, so that a path which can't be written is known before anything runs. The
 * first enters the private world, whose mounts the file has to be opened among. The second closes
 * it; NULL: does nothing. */
struct pcapng *record_begin(const char *path, struct err *e);
bool record_finish(const struct bench *b, struct pcapng *out, struct err *e);

#endif
