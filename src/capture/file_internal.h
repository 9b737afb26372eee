/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the readers of the two formats share. Between file*.c only.
 */
#ifndef CAPTURE_FILE_INTERNAL_H
#define CAPTURE_FILE_INTERNAL_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/map.h"
#include "base/vec.h"
#include "capture/feed.h"
#include "capture/file.h"
#include "capture/window.h"

#define INTERFACES_MAX 65535u
#define COMMENTS_MAX ((size_t)1 << 20) /* bytes of all sections' comments */

enum file_format { FILE_UNKNOWN, FILE_PCAP, FILE_PCAPNG };

struct file_interface {
	struct capture_interface shown;
	char *name, *description, *filter; /* owned */
	uint8_t resolution;                /* if_tsresol: units of 10^-n, or of 2^-n with bit 7 */
	int64_t offset;                    /* if_tsoffset, seconds */
};

struct file_name {
	struct packet_addr address;
	char *name; /* owned */
};

struct file_names {
	VEC(struct file_name) list;
	struct map first; /* by a hash of the address: the first of the list */
};

struct capture_file {
	int fd;            /* read with pread(): the file itself, or the feed's spool */
	char *name;        /* owned; for sentences */
	struct feed *feed; /* NULL: fd is the file itself */
	bool regular;      /* the input is a file with a size */
	uint64_t size;     /* of the input; 0 for a pipe */
	struct window ahead, again;
	enum file_format format;
	uint64_t at;     /* what is read next */
	uint64_t frames; /* handed out */
	bool little;     /* byte order of the file or section */
	char damage[320];
	enum capture_step over; /* END or DAMAGED once it is; FRAME before */
	/* pcap */
	uint32_t record_head, unit;  /* bytes before a frame; nanoseconds a unit of time */
	bool swapped, maybe_swapped; /* the two lengths: old writers */
	/* pcapng */
	bool begun; /* a section was seen */
	uint32_t section,
	        first_interface; /* of the section's interfaces, the number of the first */
	VEC(struct file_interface) interfaces;
	struct file_names names;
	struct buf comments; /* of sections */
	struct buf comment;  /* of the frame, several */
};

/* n bytes at `offset`, bringing them on if need be. FRAME: here they are. END: the file ends at
 * offset. DAMAGED: it ends before offset + n. WAIT. */
enum capture_step file_need(struct capture_file *f, uint64_t offset, size_t n, const uint8_t **out);
/* Ends reading with a sentence. */
enum capture_step file_damaged(struct capture_file *f, const char *fmt, ...)
        __attribute__((format(printf, 2, 3)));
/* The file ends within packet f->frames + 1. */
enum capture_step file_cut(struct capture_file *f);
/* A new interface, or NULL when there are too many. */
struct file_interface *file_add_interface(struct capture_file *f, uint32_t link, uint32_t snaplen);
void file_add_name(struct capture_file *f, const uint8_t *address, uint8_t length, const char *name,
        size_t len);

void file_names_finish(struct file_names *n);

/* Reads the head of the file; FRAME when it is done. */
enum capture_step file_pcap_begin(struct capture_file *f);
enum capture_step file_pcap_next(struct capture_file *f, struct capture_frame *out);
enum capture_step file_pcapng_begin(struct capture_file *f);
enum capture_step file_pcapng_next(struct capture_file *f, struct capture_frame *out);

static inline uint32_t file_u32(const struct capture_file *f, const uint8_t *at)
{
	uint32_t v = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	return f->little ? __builtin_bswap32(v) : v;
}

static inline uint16_t file_u16(const struct capture_file *f, const uint8_t *at)
{
	uint16_t v = (uint16_t)(at[0] << 8 | at[1]);
	return f->little ? __builtin_bswap16(v) : v;
}

#endif
