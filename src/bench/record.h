/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tape as a pcapng file: its frames alone, each with its fate as a packet comment, or all of
 * it.
 */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* The whole tape (record/tape_file.h) at once, or into a file begun with record_begin(). */
bool record_save(const struct bench *b, const char *path, struct err *e);
bool record_finish_tape(const struct bench *b, struct pcapng *out, struct err *e);
/* The comment that a frame has in files, "" where its fate is the usual one; user: the bench. */
void record_comment(const void *user, uint64_t frame, char *out, size_t size);

#endif
