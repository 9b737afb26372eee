/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Captured frames of any link type into files: pcapng, or classic pcap for a name that ends in
 * ".pcap" or ".cap"; one file, or a new one by size or time as tcpdump(1) does with -C, -G and -W.
 *
 * Names, as there: with `seconds` the path's %-words are strftime(3)'s; with `bytes` files after
 * the first get a number behind the name; with `bytes` and `files` all get one, from 0, with so
 * many digits as the last one needs, and the oldest is written over. With `seconds` and `files`
 * without `bytes` saving ends after so many files.
 */
#ifndef CAPTURE_SAVE_H
#define CAPTURE_SAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

struct err;
struct save;

struct save_options {
	const char *path; /* "-": standard output, not with the others */
	uint64_t bytes;   /* a new file before one would grow larger; 0: never */
	unsigned seconds; /* a new file when so many have passed; 0: never */
	unsigned files;   /* how many; 0: any number */
	uint32_t link;    /* LINKTYPE_ number of all frames, for a classic file */
};

/* Opens the first file. */
struct save *save_create(const struct save_options *o, struct err *e);
/* An interface's number for save_frame(); in each file of the row. */
int save_interface(struct save *s, uint32_t link, uint32_t snaplen, const char *name);
/* when: since 1970-01-01 UTC. False: it is not saved, see save_close(). */
bool save_frame(struct save *s, int interface, nsec when, const uint8_t *bytes, uint32_t captured,
        uint32_t length, const char *comment);
/* Hands all to the kernel; false when anything could not be written. */
bool save_flush(struct save *s);
/* The number of files is reached: nothing more will be saved. */
bool save_done(const struct save *s);
const char *save_path(const struct save *s); /* of the present file */
/* False with e: something could not be written, or there were frames of two link types, which a
 * classic file can't. Frees. NULL is fine. */
bool save_close(struct save *s, struct err *e);

#endif
