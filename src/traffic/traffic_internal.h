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
	bool cut; /* there was more than can be numbered */
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

#define OFFSET_BITS 40 /* a file of 1 TiB */

/* What is kept of a packet. Numbers of 64 bits are in halves, so that nothing is lost between. */
struct traffic_record {
	uint32_t offset_low;
	uint32_t offset_high : 8;
	uint32_t captured : 19;
	uint32_t flags : 5; /* enum packet_flags */
	uint32_t when_low, when_high;
	uint32_t length;
	uint16_t sport, dport;
	uint32_t interface : 16;
	uint32_t tcp_flags : 9;
	uint32_t kind : 7; /* enum packet_layer_kind */
	struct flow_packed note;
};
_Static_assert(sizeof(struct traffic_record) == 60, "at most 96 bytes a packet, all included");
_Static_assert(CAPTURE_FRAME_MAX < 1 << 19 && LAYER_KINDS <= 1 << 7, "they fit");

/* Where its bytes lie, by the lower 40 bits. */
static inline uint64_t traffic_record_offset(const struct traffic_record *r)
{
	return (uint64_t)r->offset_high << 32 | r->offset_low;
}

static inline nsec traffic_record_when(const struct traffic_record *r)
{
	return (nsec)((uint64_t)r->when_high << 32 | r->when_low);
}

/* What an ICMP error is about: packets of no flow have no number of their own there. */
static inline uint64_t traffic_record_about(const struct traffic_record *r)
{
	return r->note.flow == UINT32_MAX && r->note.seq ? r->note.seq - 1 : FLOW_NONE;
}

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
