/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The packets of a capture, found by their number, and what each means in its conversation.
 *
 * How it works: a file or pipe is read on by traffic_work() a slice at a time, or packets are
 * appended as they are caught. Each is decoded once and leaves a record of 60 bytes; its bytes stay
 * where they are (the file, or a spool) and are fetched when asked for. Numbers begin with 1, as in
 * all tools. The first of them may go: a live capture keeps the latest that fit into its spool.
 */
#ifndef TRAFFIC_TRAFFIC_H
#define TRAFFIC_TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "capture/file.h"
#include "packet/flow/flow.h"
#include "packet/packet.h"

struct err;
struct traffic;

enum traffic_state {
	TRAFFIC_MORE, /* there is more to read: call again */
	TRAFFIC_WAIT, /* nothing now: wait for traffic_fd() */
	TRAFFIC_DONE, /* everything is read; traffic_damage() tells whether it was whole */
};

/* One packet as a value. */
struct traffic_packet {
	uint64_t number;
	nsec when; /* since 1970-01-01 UTC */
	uint32_t captured, length;
	uint32_t interface;    /* for traffic_interface() */
	enum packet_link link; /* for packet_decode() */
	uint8_t kind;          /* enum packet_layer_kind: the innermost protocol */
	uint8_t flags;         /* enum packet_flags, without checksums */
	uint16_t sport, dport; /* 0: none */
	uint16_t tcp_flags;    /* enum packet_tcp_flags */
	struct flow_note note; /* note.flow: FLOW_NONE, or for flow_summary() */
	/* Of an ICMP error: the flow whose packet it quotes, note.direction is its; else FLOW_NONE.
	 */
	uint64_t about;
	/* traffic_get: borrowed until the next one, or until a filter is asked about a packet;
	 * NULL: not there any more. */
	const uint8_t *bytes;
};

/* Takes the file over. */
struct traffic *traffic_create(struct capture_file *file);
/* For packets that are appended: keeps the latest, at most `packets` (0: 4 million, 60 bytes of
 * memory each), and as many as fit into `bytes` (0: 1 GiB) of a spool on the disk. */
struct traffic *traffic_create_live(uint64_t packets, uint64_t bytes, struct err *e);
void traffic_destroy(struct traffic *t); /* NULL is fine */

/* Reads on, at most `most` packets. Live: always WAIT. */
enum traffic_state traffic_work(struct traffic *t, unsigned most);
enum traffic_state traffic_state(const struct traffic *t);
int traffic_fd(const struct traffic *t);             /* to wait for, or -1 */
const char *traffic_damage(const struct traffic *t); /* "" or a sentence */
/* How much of the input is read, 0 to 1; -1 where nobody knows (a pipe). */
double traffic_progress(const struct traffic *t);

/* Live only. A new interface; returns its number. */
uint32_t traffic_add_interface(struct traffic *t, uint32_t link, const char *name);
/* Live only. `interface`, `when`, `captured`, `length`, `bytes` of f count. False: the spool can't
 * take it (disk full), and the packet is counted in traffic_lost(). */
bool traffic_append(struct traffic *t, const struct capture_frame *f);
uint64_t traffic_lost(const struct traffic *t);

/* Packets there are: numbers from first to last; last is 0 when there is none. */
uint64_t traffic_first(const struct traffic *t);
uint64_t traffic_last(const struct traffic *t);
/* Counts up whenever something changed: packets, marks, comments, names, the time reference. */
uint64_t traffic_changed(const struct traffic *t);

/* The packet without its bytes; touches no file. False: there is none of this number. */
bool traffic_peek(const struct traffic *t, uint64_t number, struct traffic_packet *out);
/* The packet and its bytes. */
bool traffic_get(struct traffic *t, uint64_t number, struct traffic_packet *out);

uint32_t traffic_interface_count(const struct traffic *t);
const struct capture_interface *traffic_interface(const struct traffic *t, uint32_t i);
/* The packet that an ICMP error quotes, among those before it; 0: it is not found there. What
 * traffic_get() lent is given back. */
uint64_t traffic_quoted(struct traffic *t, uint64_t number);
/* What the file calls an address, NULL if nothing. */
const char *traffic_name(const struct traffic *t, const struct packet_addr *a);
/* The i-th address of that name. */
bool traffic_named(const struct traffic *t, const char *name, size_t i, struct packet_addr *out);
const char *traffic_section_comment(const struct traffic *t); /* "" for none */

/* The table of conversations, for flow_summary() and such; note.flow is its handle. */
const struct flow_table *traffic_flows(const struct traffic *t);

/* Marks and comments. A packet's own comment (traffic_set_comment; NULL or "" takes it away) hides
 * that of the file. NULL: none. */
void traffic_mark(struct traffic *t, uint64_t number, bool marked);
bool traffic_marked(const struct traffic *t, uint64_t number);
uint64_t traffic_mark_count(const struct traffic *t);
/* The next (step 1) or the last one before (-1); 0: none. */
uint64_t traffic_find_mark(const struct traffic *t, uint64_t from, int step);
void traffic_set_comment(struct traffic *t, uint64_t number, const char *text);
const char *traffic_comment(const struct traffic *t, uint64_t number);

/* Times are told from this packet on; 0 (the default): from the first. */
void traffic_set_reference(struct traffic *t, uint64_t number);
uint64_t traffic_reference(const struct traffic *t);
nsec traffic_since(const struct traffic *t, nsec when); /* when minus the reference's */

#endif
