/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is kept of each packet, and where. Between files of src/traffic only.
 */
#ifndef TRAFFIC_TRAFFIC_INTERNAL_H
#define TRAFFIC_TRAFFIC_INTERNAL_H

#include "base/buf.h"
#include "base/vec.h"
#include "traffic/store.h"
#include "traffic/traffic.h"

/* One packet's comment: its text lies in an arena. */
struct traffic_note {
	uint64_t number;
	size_t at;
	uint32_t length;
};

struct traffic_interface {
	struct capture_interface shown;
	char *named; /* owned */
};

/* What the person says about a packet. */
struct traffic_own {
	uint64_t number;
	bool marked;
	char *comment; /* owned; NULL: none */
};

struct traffic {
	struct capture_file *file; /* owned; NULL: live */
	struct store *store;       /* owned; NULL: a file */
	struct flow_table *flows;
	VEC(struct traffic_record *) chunks; /* of RECORDS each; NULL: gone */
	uint64_t gone, count; /* packets that are not there any more, that ever were */
	uint64_t packets_max; /* live */
	enum traffic_state state;
	uint64_t changed, lost;
	uint64_t reference;
	nsec first_when;                   /* of packet 1, also when it is gone */
	VEC(struct traffic_note) comments; /* the file's, by number */
	struct buf texts;
	VEC(struct traffic_own) own; /* marks and comments of the person, by number */
	uint64_t marks;
	VEC(struct traffic_interface *) interfaces; /* live: owned */
};

#define RECORDS 4096 /* a chunk */

/* What is kept of a packet. */
struct traffic_record {
	uint64_t offset;
	nsec when;
	uint32_t captured, length;
	uint32_t payload_length;
	uint16_t interface, tcp_flags;
	uint16_t sport, dport;
	uint8_t kind, flags;
	uint16_t unused;
	struct flow_packed note;
};
_Static_assert(sizeof(struct traffic_record) == 72, "at most 96 bytes a packet, all included");

/* The record of a packet that is there. */
static inline struct traffic_record *traffic_record(const struct traffic *t, uint64_t number)
{
	return &t->chunks.at[(number - 1) / RECORDS][(number - 1) % RECORDS];
}

static inline bool traffic_there(const struct traffic *t, uint64_t number)
{
	return number > t->gone && number <= t->count;
}

/* Decodes the packet, asks what it is in its flow, appends its record. */
void traffic_take(struct traffic *t, const struct capture_frame *f);
/* The packet's bytes, as traffic_get() has them. */
const uint8_t *traffic_bytes(struct traffic *t, const struct traffic_record *r);
/* A comment that the file has of the latest packet. */
void traffic_take_comment(struct traffic *t, const char *text, uint32_t length);

#endif
