/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files check*.c share: a checker's state, one entry a check.
 */
#ifndef LAB_CHECK_INTERNAL_H
#define LAB_CHECK_INTERNAL_H

#include <regex.h>

#include "base/buf.h"
#include "lab/check.h"
#include "packet/fields.h"
#include "tape/tape.h"

struct filter;
struct socket_mirror;
struct pane_lines;

#define REPEATS_KEPT 1024
#define PANES_MAX 64

struct check_state {
	const struct lab_check *lab; /* borrowed */
	struct filter *filter;       /* FRAME; NULL: any */
	uint8_t *payload;            /* FRAME; owned */
	size_t payload_len;
	regex_t regex; /* OUTPUT, when has_regex */
	bool has_regex;
	int from, to, node, link, program; /* indices, -1 any */
	bool momentary;                    /* can become untrue again */
	uint64_t count;                    /* frames, sockets, lines, ends so far */
	double value;                      /* RATE, COUNTER: last reading; NAN none yet */
	uint64_t base;                     /* COUNTER: reading at the begin */
	bool has_base;
	bool raw; /* it is so now, `hold` left aside */
	nsec raw_since;
	bool truth;
	uint64_t event; /* made it true */
	nsec when;
};

/* A frame that repeats another, so that a third can tell its gap. */
struct repeat {
	uint64_t frame, related;
	nsec when;
	double gap;
};

struct checker {
	const struct lab *lab;
	struct check_world world;
	struct check_state *states; /* one a check; owned */
	size_t count;
	uint64_t next;      /* tape event to look at next */
	uint64_t step_from; /* since_step: events from here on */
	nsec polled;        /* when the kernel was asked last */
	bool has_polled;
	bool changed;             /* within checker_update */
	struct field_list fields; /* scratch */
	struct repeat repeats[REPEATS_KEPT];
	uint64_t repeat_count; /* ever; the newest is at (count - 1) % KEPT */
	struct socket_mirror *sockets;
	struct pane_lines *panes[PANES_MAX]; /* by a pane's number; owned */
	struct buf detail;
};

/* check_state.c: takes note whether check i is so now; applies hold and latch. */
void checker_settle(struct checker *c, size_t i, bool raw, nsec when, uint64_t event);
/* Whether an event counts for this check, and it is still of interest. */
bool checker_wants(const struct checker *c, size_t i, enum lab_check_kind kind, uint64_t event);

void check_frame_event(struct checker *c, const struct tape_event *ev);
void check_fate_event(struct checker *c, const struct tape_event *ev);
void check_socket_event(struct checker *c, const struct tape_event *ev);
void check_output_event(struct checker *c, const struct tape_event *ev);
void check_call_event(struct checker *c, const struct tape_event *ev);
void check_program_event(struct checker *c, const struct tape_event *ev);

struct socket_mirror *socket_mirror_create(void);
void socket_mirror_destroy(struct socket_mirror *m);
void socket_mirror_clear(struct socket_mirror *m);

void check_lines_clear(struct checker *c); /* forgets the lines under way of all panes */

/* check_now.c: reads what is not on the tape. */
void check_counter_begin(struct checker *c, size_t i);
bool check_now_read(struct checker *c, size_t i); /* RATE, COUNTER, SWITCH, CABLE: is it so? */

#endif
