/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of the tape as a pcapng file, each with its fate as a packet comment.
 */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include <stdbool.h>

struct bench;
struct err;

/* Writes every frame still on the tape; "-" is standard output. */
bool record_write(const struct bench *b, const char *path, struct err *e);

#endif
