/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tape as a file: pcapng that Wireshark and tcpdump open, with everything else in blocks they
 * skip. Written as it grows, read back exactly: ids, order, times to the nanosecond, fates.
 *
 * The file (draft-ietf-opsawg-pcapng-03). One section. Then, once, a block with what the tape is
 * about, one interface a link's end (number 2 * link + end: where frames came in), and the events
 * in their order: a frame is an enhanced packet block, its present fate as a comment for people;
 * runs of other events lie in blocks of ours; one that says END is last, and where it is missing
 * the writer was cut off. Our blocks have a type, and our option a code, of those the format
 * reserves for local use: others skip them without a word, while Wireshark lists the Custom Blocks
 * of strangers among the packets, and we have no Private Enterprise Number to put into them. What
 * follows is in network order, whatever the section's is:
 *
 *   block 0x80574c54            "wirelab\0", u8 version (1), u8 what:
 *     what 1 ABOUT              fields of u16 tag, u16 length, value; see about.c
 *     what 2 EVENTS             u64 id of the first, then events without padding: u8 kind (enum
 *                               tape_kind), u64 when, and what about its kind; see codec.c
 *     what 3 END                u64 the id after the last
 *   option 0x8057 of a packet   "wirelab\0", u8 version, u64 id, u64 when, u64 related, u8 fate,
 *                               u8 by, u8 marks, as it arrived; how often it was folded into is
 *                               counted
 *   text                        u16 length, bytes; bytes: u32 length, bytes
 *
 * A frame's later fates are FATE events. Other tools' blocks and options are skipped.
 */
#ifndef RECORD_TAPE_FILE_H
#define RECORD_TAPE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "record/about.h"

struct err;
struct pcapng;
struct tape;
struct tape_writer;

/* The words for a frame's fate as they are now; "" for none. */
typedef void (*tape_comment_fn)(const void *user, uint64_t frame, char *out, size_t size);

/* Takes `out` over, new and empty, and begins with what the tape is about (copied). */
struct tape_writer *tape_writer_begin(struct pcapng *out, const struct tape_about *about,
        tape_comment_fn comment, const void *user);
/* Appends all events that it has not written yet. */
void tape_writer_add(struct tape_writer *w, const struct tape *t);
/* Hands everything to the kernel; what a crash then loses is what came later. False: it can't be
 * written any more. */
bool tape_writer_flush(struct tape_writer *w);
uint64_t tape_writer_bytes(const struct tape_writer *w);
/* Writes END and closes. NULL is fine. */
bool tape_writer_end(struct tape_writer *w, struct err *e);

/* A reopened tape. `damage` is "" or one sentence on where and why reading ended early. */
struct tape_file {
	struct tape_about *about;
	struct tape *tape;
	char damage[320];
};

/* Reads a file ("-": standard input), packed by gzip or not. NULL with ERR_INPUT when it is no
 * saved tape; what is there of a damaged one is read. */
struct tape_file *tape_file_open(const char *path, struct err *e);
/* The same from memory; `name` is for sentences. */
struct tape_file *tape_file_read(const void *bytes, size_t len, const char *name, struct err *e);
void tape_file_close(struct tape_file *f); /* NULL is fine */

#endif
