/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one run of a lab's own solution that the lab ships, to be looked at where no private hosts
 * are allowed: an abridged tape (record/abridge.h), packed, beside lab.yaml.
 */
#ifndef BENCH_RECORDING_H
#define BENCH_RECORDING_H

#include <stdbool.h>
#include <stddef.h>

struct bench;
struct err;
struct lab;
struct tape_about;
struct tape_file;

#define RECORDING_NAME "recording.pcapng.gz"
#define RECORDING_BYTES_MAX ((size_t)300 << 10)

/* Keeps what is on the tape of a bench with a lab as that lab's recording. */
bool recording_save(const struct bench *b, struct err *e);

/* Opens the recording of the lab in `dir`. NULL with one sentence: there is none, or no good one.
 * Close it with tape_file_close(). */
struct tape_file *recording_open(const char *dir, struct err *e);
/* Whether a lab's folder has one. */
bool recording_there(const char *dir);
/* Whether a recording was made of the lab as it is in `dir` now. */
bool recording_is_of(const struct tape_about *about, const char *dir);
/* Whether the lab has a recording of its present version with all its steps done, which is no
 * larger than it may be. False with one sentence, cure included. */
bool recording_check(const struct lab *lab, struct err *e);

#endif
