/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A display filter as a tree. Between filter*.c of src/traffic only.
 */
#ifndef TRAFFIC_FILTER_INTERNAL_H
#define TRAFFIC_FILTER_INTERNAL_H

#include "capture/filter.h"
#include "traffic/filter.h"

#define NODES_MAX 256
#define TOKENS_MAX 512
#define DEPTH_MAX 32

struct buf;
struct filter;

enum node_kind {
	NODE_ALL,
	NODE_AND,
	NODE_OR,
	NODE_NOT,
	NODE_PCAP,      /* an expression of pcap-filter */
	NODE_BITS,      /* one of the marks in `low` */
	NODE_STREAM,    /* the conversation `low` */
	NODE_STREAM_OF, /* the one numbered `low` of the IP protocol `high` */
	NODE_FRAMES,    /* numbers from low to high */
	NODE_MARK,      /* the person marked it */
	NODE_COMMENT,   /* has a comment */
	NODE_PID,       /* the process `low` owns it */
	NODE_PROGRAM,   /* a process of that program does */
};

struct node {
	enum node_kind kind;
	bool slow; /* needs the packet's bytes */
	uint16_t left, right;
	uint64_t low, high;    /* of a program's name: where it is in the text, its length */
	struct filter *pcap;   /* owned */
	size_t offset, length; /* in the text: our own words */
};

struct traffic_filter {
	char *text, *expanded; /* owned */
	struct traffic_filter_context context;
	bool lasting;
	unsigned count, root;
	struct node nodes[NODES_MAX];
};

/* Fills nodes and root from the text. */
bool filter_parse(struct traffic_filter *f, struct traffic_filter_error *e);
/* The filter in words of pcap-filter, for people. */
void filter_tell(const struct traffic_filter *f, unsigned node, bool inside, struct buf *out);

/* What libpcap's program depends on. */
static inline uint32_t filter_link(const struct capture_interface *i)
{
	uint32_t link = i->link & ~FILTER_BIG_ENDIAN;
	return i->big_endian ? link | FILTER_BIG_ENDIAN : link;
}

#endif
