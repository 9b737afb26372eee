/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A capture file as its frames, in the order of the file: pcap (pcap-savefile(5)) in both byte
 * orders, with micro- and nanoseconds, and the modified forms; pcapng (draft-ietf-opsawg-pcapng);
 * either of them compressed by gzip (RFC 1952); from a path or from standard input.
 *
 * How it works: a file is never mapped, it is read through windows of 256 KiB with pread(), since
 * whoever truncates a mapped file kills who looks at it. What can't be read twice (a pipe) or not
 * at any place (gzip) goes on its way through a file without a name ($TMPDIR or /var/tmp), which
 * is read the same way; SPOOL_MAX bounds it.
 */
#ifndef CAPTURE_FILE_H
#define CAPTURE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/packet.h"

struct capture_file;
struct err;

/* A frame with more bytes is no frame but damage, as for tshark and libpcap. */
#define CAPTURE_FRAME_MAX 262144u

/* Times beyond (the year 2116) are told as this, so that what lies between two fits too. */
#define CAPTURE_TIME_MAX (((nsec)1 << 62) - 1)

struct capture_frame {
	uint64_t offset;           /* of its bytes, for capture_file_bytes() */
	nsec when;                 /* since 1970-01-01 UTC; 0 where the file has no time for it */
	uint32_t captured, length; /* as the file has them: captured <= CAPTURE_FRAME_MAX */
	uint32_t interface;        /* for capture_file_interface() */
	uint32_t comment_length;   /* of all its comments, parted by line feeds; 0: none */
	const uint8_t *bytes;      /* borrowed until the next call */
	const char *comment;       /* not terminated, any bytes; borrowed until the next call */
};

enum capture_step {
	CAPTURE_FRAME, /* here is one */
	CAPTURE_WAIT,  /* nothing yet: wait for capture_file_fd() (a pipe), or just call again (-1)
	                */
	CAPTURE_END,   /* that was all */
	CAPTURE_DAMAGED, /* that was all that can be read; capture_file_damage() says why */
};

/* What the file says about an interface; texts are owned by the file, "" where there is none. */
struct capture_interface {
	uint32_t link;    /* LINKTYPE_ number */
	uint32_t snaplen; /* 0: unlimited */
	uint32_t section; /* 0 is the first */
	bool big_endian;  /* the byte order of file or section; frames of NULL links have it */
	const char *name, *description, *filter;
	bool counted; /* the statistics are there */
	uint64_t received, dropped;
};

/* Opens a file, "-": standard input. NULL with ERR_INPUT and a sentence when it can't be read or is
 * no capture. A pipe is not waited for: what is no capture at all is then DAMAGED, later. */
struct capture_file *capture_file_open(const char *path, struct err *e);
/* The same for an open file or pipe; takes fd over. `name` is for sentences. */
struct capture_file *capture_file_take(int fd, const char *name, struct err *e);
void capture_file_close(struct capture_file *f); /* NULL is fine */

/* The next frame. After END or DAMAGED the same again. Bounded: reads on past at most a few
 * megabytes of what is no packet before it says WAIT. */
enum capture_step capture_file_next(struct capture_file *f, struct capture_frame *out);
/* Becomes readable when more may be there; -1: nothing to wait for. */
int capture_file_fd(const struct capture_file *f);
/* "" or one sentence: where and why reading ended, "cut off in the middle of packet 17: ...". */
const char *capture_file_damage(const struct capture_file *f);

/* Bytes of the input read so far and its size (0: not known, a pipe), for progress. */
uint64_t capture_file_position(const struct capture_file *f);
uint64_t capture_file_size(const struct capture_file *f);

/* n bytes again, by a frame's offset: NULL when the file has been cut meanwhile. n <=
 * CAPTURE_FRAME_MAX. Borrowed until the next call of this function; quick when offsets go up. */
const uint8_t *capture_file_bytes(struct capture_file *f, uint64_t offset, uint32_t n);

/* Interfaces seen so far, over all sections. `i` below the count. */
uint32_t capture_file_interface_count(const struct capture_file *f);
const struct capture_interface *capture_file_interface(const struct capture_file *f, uint32_t i);
/* Comments of the sections, parted by line feeds; "" for none. */
const char *capture_file_comment(const struct capture_file *f);
/* What name resolution blocks call an address (4 or 16 bytes), NULL if nothing; borrowed. */
const char *capture_file_name(const struct capture_file *f, const struct packet_addr *a);
/* The i-th address that has this name; false when there are no more. */
bool capture_file_named(
        const struct capture_file *f, const char *name, size_t i, struct packet_addr *out);

/* Is it a saved tape (record/tape_file.h)? Tells by the first blocks; false also when the file
 * can't be read. Standard input is no tape for it: nothing is read from there. */
bool capture_file_is_tape(const char *path);

#endif
