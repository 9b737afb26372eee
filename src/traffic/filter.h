/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which packets are shown: the language of pcap-filter(7), and words for what packets mean.
 *
 * Words that are spelt out in pcap-filter's (traffic_filter_expanded() shows how): syn synack fin
 * rst data ack, "from HOST", "to HOST", names of hosts. Words about a packet's place in its
 * conversation: retrans fast-retrans spurious dup-ack out-of-order lost zerowindow window-update
 * window-full keep-alive probe; "stream N" (a conversation's number; ICMP errors about it, too),
 * "tcp.stream N" and "udp.stream N" (its number among those of TCP or UDP, as tshark counts);
 * "frame N", "frame N..M", "frame N..", "frame ..M"; mark, comment; "pid N", "program NAME" (where
 * packets' owners are known). Both are joined by and, or, not, && || ! and brackets, which bind as
 * in pcap-filter: not first, and and or alike from left to right.
 */
#ifndef TRAFFIC_FILTER_H
#define TRAFFIC_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "traffic/traffic.h"

struct traffic_filter;

/* Whose is an end of a packet's conversation: for pid and program, which hold for either end. */
struct traffic_owner {
	int pid;
	const char *program; /* borrowed until the next call */
};
enum traffic_end { TRAFFIC_SENDER, TRAFFIC_RECEIVER };
/* False: not known. */
typedef bool (*traffic_owner_fn)(
        void *user, uint64_t number, enum traffic_end end, struct traffic_owner *out);
/* Addresses of a host, parted by spaces; NULL: no such host. Asked before the file's names. */
typedef const char *(*traffic_host_fn)(void *user, const char *name);

struct traffic_filter_context {
	const struct traffic *traffic; /* may be NULL: no names; for packets that go by */
	uint32_t link;                 /* without traffic: their LINKTYPE_ number; 0 is Ethernet */
	traffic_owner_fn owner;        /* NULL: pid and program are errors */
	traffic_host_fn host;          /* NULL: the file's names alone */
	void *user;
};

/* Where a text was not understood: for a caret. */
struct traffic_filter_error {
	size_t offset, length; /* bytes of the text; length may be 0 at its end */
	char text[320];        /* one sentence */
};

/* NULL when it is not understood. "" lets everything through. Never asks the network. The context's
 * traffic must outlive the filter. */
struct traffic_filter *traffic_filter_create(const char *text,
        const struct traffic_filter_context *context, struct traffic_filter_error *e);
void traffic_filter_destroy(struct traffic_filter *f); /* NULL is fine */

/* Does it let the packet through? Asks for the packet's bytes only if it needs them. */
bool traffic_filter_match(struct traffic_filter *f, struct traffic *t, uint64_t number);
/* A packet that is in no index. */
struct traffic_passing {
	uint64_t number;
	uint32_t link, captured, length;
	const uint8_t *bytes;
	const struct flow_note *note; /* flow FLOW_NONE: none */
	uint64_t about;               /* what an ICMP error quotes, FLOW_NONE: none */
	bool commented;
};
/* For a filter whose context has no traffic. */
bool traffic_filter_match_passing(struct traffic_filter *f, const struct traffic_passing *p);
/* A verdict stays as it is, so that it may be kept: false for mark, comment, pid and program. */
bool traffic_filter_lasting(const struct traffic_filter *f);
const char *traffic_filter_text(const struct traffic_filter *f);
/* With our words spelt out in brackets, and the rest as it is. */
const char *traffic_filter_expanded(const struct traffic_filter *f);

#endif
