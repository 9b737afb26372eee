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
/* The whole tape (record/tape_file.h). */
bool record_save(const struct bench *b, const char *path, struct err *e);

/* The same in two steps, so that a path which can't be written is known before anything runs. The
 * first enters the private world, whose mounts the files have to be opened among. The second
 * writes and closes them, with b NULL only closes. Paths that are NULL are not written. */
struct record_files {
	struct pcapng *frames, *tape;
};
bool record_open(struct record_files *f, const char *frames, const char *tape, struct err *e);
bool record_close(const struct bench *b, struct record_files *f, struct err *e);

/* The comment that a frame has in files, "" where its fate is the usual one; user: the bench. */
void record_comment(const void *user, uint64_t frame, char *out, size_t size);

#endif
