/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A capture that is looked at: the packets, those that are shown, the chosen one, and how times,
 * numbers and names are told. What the views of this folder draw from and agree on.
 *
 * How it works: whatever may take long (reading on, judging packets under a filter, searching,
 * learning names) is done by inspect_work() in slices between keys; all else only looks at what is
 * there. Packets are decoded when they are drawn.
 */
#ifndef INSPECT_INSPECT_H
#define INSPECT_INSPECT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/flow/flow_summary.h"
#include "traffic/filter.h"
#include "traffic/selection.h"
#include "traffic/traffic.h"
#include "ui/inspect/columns.h"
#include "ui/inspect/names.h"
#include "ui/inspect/pieces.h"
#include "ui/inspect/sums.h"
#include "ui/view/dissected.h"

enum inspect_time {
	INSPECT_TIME_SINCE, /* the first packet or the time reference */
	INSPECT_TIME_DELTA, /* the row before */
	INSPECT_TIME_CLOCK, /* local time of day */
	INSPECT_TIME_DATE,  /* UTC, with the date */
	INSPECT_TIMES
};

enum inspect_direction { INSPECT_BACK = -1, INSPECT_ON = 1 };

/* A search on its way through the packets. */
struct inspect_search {
	char text[128];     /* as given, for "again"; "" before the first */
	uint8_t bytes[128]; /* what is looked for in the bytes; count 0: text in summaries */
	size_t count;
	int step;           /* 0: none is under way */
	uint64_t at, began; /* index among the shown ones; where it began */
};

/* Something to be said once, by whoever draws; "" for nothing. */
struct inspect_said {
	char text[320];
	bool is_error;
};

struct inspect_write;

struct inspect {
	struct traffic *traffic;  /* borrowed */
	struct selection *shown;  /* owned; never NULL */
	struct selection *before; /* while a filter is typed: what is shown if it is given up */
	uint64_t chosen;          /* number of a packet that is shown; 0: none */
	bool follow;              /* the newest is the chosen one */
	struct dissected dissected;
	struct traffic_packet packet; /* the chosen one without its bytes; number 0: none */
	uint64_t quoted;              /* the packet that the chosen ICMP error quotes; 0: none */

	/* All packets of the chosen one's conversation, whatever is filtered; made when asked for.
	 */
	struct selection *conversation; /* owned; NULL: nobody asked, or it has none */
	uint64_t conversation_of;       /* its flow */

	enum inspect_time time;
	bool absolute; /* sequence numbers as in the header */
	bool named;    /* names instead of addresses */
	struct columns columns;
	struct names names;
	struct inspect_search search;
	struct pieces pieces;
	char asked[64]; /* a term that is to be explained, "" for none */
	struct sums sums;
	struct inspect_write *writing; /* owned; NULL: nothing is being written */
	struct inspect_said said;

	/* Whose packet: NULL where nobody can know. */
	traffic_owner_fn owner;
	void *owner_user;
};

/* The traffic must outlive it. */
struct inspect *inspect_create(struct traffic *t);
void inspect_destroy(struct inspect *in); /* NULL is fine */

/* Does what there is to do until about `until` on the monotonic clock; false: nothing is left. */
bool inspect_work(struct inspect *in, nsec until);
/* Something that differs whenever something else is to be drawn. */
uint64_t inspect_changed(const struct inspect *in);
/* Whether all packets there are so far are read and judged. */
bool inspect_settled(const struct inspect *in);

/* Chooses a packet, whether or not it is shown; 0 is ignored. */
void inspect_choose(struct inspect *in, uint64_t number);
/* The chosen packet's conversation, or that which it is an ICMP error about; FLOW_NONE. */
uint64_t inspect_flow_of(const struct inspect *in);
/* The packets of the chosen one's conversation, as far as they are found; NULL: it has none. */
struct selection *inspect_conversation(struct inspect *in);
/* The next one of them (step 1) or the one before (-1); 0: none, or not found yet. */
uint64_t inspect_conversation_step(struct inspect *in, int step);
/* Once a frame, before any layout: takes the chosen packet apart. */
void inspect_update(struct inspect *in);

/* Shows only what the filter lets through; "" shows all. On an error nothing changes. While
 * `trying` the filter before is kept for inspect_filter_give_up(). */
bool inspect_filter(
        struct inspect *in, const char *text, bool trying, struct traffic_filter_error *e);
void inspect_filter_give_up(struct inspect *in);
/* As it was given, "" for none; and with its words spelt out. Borrowed. */
const char *inspect_filter_text(const struct inspect *in);
const char *inspect_filter_expanded(const struct inspect *in);

/* Looks for text in what the list says; "0x474554" and "bytes GET" look into the packets; "" is the
 * same again. False: it is not understood. */
bool inspect_search(struct inspect *in, const char *text, int step, struct err *e);

/* "0.012345", "+0.000021", "12:34:56.789012", "2026-11-23 12:34:56.789012"; `before` is the number
 * of the row before, 0 for none. */
void inspect_time_text(const struct inspect *in, enum inspect_time time,
        const struct traffic_packet *p, uint64_t before, char *out, size_t size);
const char *inspect_time_words(enum inspect_time time);
/* An address, or its name when names are wanted, and the port behind it unless 0. */
void inspect_end_text(const struct inspect *in, const struct packet_addr *a, unsigned port,
        char *out, size_t size);
/* "curl[811] > nginx[7]", one of the ends alone, "" where neither is known. */
void inspect_owner_text(const struct inspect *in, uint64_t number, char *out, size_t size);

#endif
