/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks the blocks of a pcapng file in memory (draft-ietf-opsawg-pcapng-03), in either byte order.
 * What is in a block is the caller's business, but for packets and options.
 */
#ifndef CAPTURE_PCAPNG_READ_H
#define CAPTURE_PCAPNG_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* Block types; the last is of those for local use, see record/tape_file.h. */
#define PCAPNG_SECTION 0x0a0d0d0au
#define PCAPNG_INTERFACE 0x00000001u
#define PCAPNG_PACKET 0x00000006u
#define PCAPNG_TAPE 0x80574c54u

/* Of the option codes for local use: what only a tape has of a packet. */
#define PCAPNG_OPTION_TAPE 0x8057

struct pcapng_walk {
	struct bytes file;
	bool little; /* the section's byte order */
	bool begun;  /* a section was seen */
};

struct pcapng_found {
	uint32_t type;
	size_t offset; /* of the block in the file */
	struct bytes body;
};

enum pcapng_step { PCAPNG_FOUND, PCAPNG_END, PCAPNG_CUT, PCAPNG_WRONG };

/* What kind of capture the first bytes are. */
enum pcapng_kind { PCAPNG_NO, PCAPNG_YES, PCAPNG_OLD_PCAP };
enum pcapng_kind pcapng_kind(struct bytes file);

/* The next block. END: nothing follows. CUT: the file ends within it. WRONG: it contradicts
 * itself. After these two the walk is over. */
enum pcapng_step pcapng_next(struct pcapng_walk *w, struct pcapng_found *out);

/* Is this the beginning of a tape? Its own block is among the first; it may be cut off. */
bool pcapng_begins_tape(struct bytes beginning);

/* An enhanced packet block's body. Bodies borrow. False: it contradicts itself. */
struct pcapng_packet {
	uint32_t interface, captured, length;
	uint64_t stamp; /* in the interface's units */
	const uint8_t *bytes;
	struct bytes options;
};
bool pcapng_packet(const struct pcapng_walk *w, struct bytes body, struct pcapng_packet *out);

/* The next option; false at the end, and when something is wrong (options->bad). */
bool pcapng_option(
        const struct pcapng_walk *w, struct bytes *options, uint16_t *code, struct bytes *value);

#endif
