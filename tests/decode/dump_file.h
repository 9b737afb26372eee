/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every frame of a pcap or pcapng file in memory, in either byte order, for tests. It shares no
 * code with what the program itself opens files with, so that each checks the other.
 */
#ifndef DECODE_DUMP_FILE_H
#define DECODE_DUMP_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dump_frame {
	uint32_t link; /* LINKTYPE_ */
	uint64_t when; /* nanoseconds since 1970 */
	const uint8_t *bytes;
	uint32_t captured, length;
};

typedef void (*dump_frame_fn)(void *user, const struct dump_frame *f);

/* Calls fn for each frame up to the end or the first damage. False: neither pcap nor pcapng. */
bool dump_file_each(const uint8_t *data, size_t len, dump_frame_fn fn, void *user);

#endif
