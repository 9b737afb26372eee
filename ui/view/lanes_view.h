/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the two files of the lanes view share: which direction of which connection is shown, at
 * which scale, and which part is chosen.
 *
 * Lanes may know more than the tape that is drawn (somebody looks back): whatever is read here ends
 * where that tape ends.
 */
#ifndef VIEW_LANES_VIEW_H
#define VIEW_LANES_VIEW_H

#include "bench/lanes.h"
#include "ui/view/source.h"
#include "ui/view/view.h"

/* Column = (place - left) * columns / bytes; one of the two is 1. */
struct lanes_scale {
	uint32_t columns, bytes;
};

/* What becomes of the bytes of a stream, as places in it. */
struct lanes_places {
	uint64_t sent;               /* the program gave so much to its kernel */
	uint64_t wired;              /* so much was on the wire at least once */
	uint64_t arrived;            /* so much came to the other kernel without a gap */
	uint64_t got;                /* so much was received by the other program */
	size_t again, dropped, held; /* segments */
};

struct lanes_view {
	bool picked;     /* a person chose the flow: it stays */
	size_t flow;     /* index of lanes_get() */
	bool there;      /* there is such a flow, and what follows is right */
	bool away;       /* a part is chosen that is not the newest */
	uint64_t chosen; /* event of the chosen part; TAPE_NONE: none */
	bool show;       /* the chosen part has to come into view */
	bool scaled;     /* by a person; else everything fits */
	int level;       /* of the scale, 0 the largest */
	uint64_t left;   /* the first byte shown */
	int w, h;        /* of the pane, at the last layout */
	int columns;     /* for the lanes, at the last layout */
	int rows;        /* that segments need so that none hides another, at most so many */
	struct lanes_flow of;
	struct lanes_places places;
	size_t index, count; /* of the flow among those that are shown, from 0 */
};

#define LANES_SEGMENT_ROWS 6
#define LANES_LEVELS 34
struct lanes_scale lanes_scale_at(int level);
int lanes_label_columns(int w);

/* How many of a lane's parts happened before event `end`. */
size_t lanes_seen(const struct lanes_lane *l, uint64_t end);

/* A segment's fate as of the tape that is drawn. */
uint8_t lanes_fate(const struct view_source *s, const struct lanes_part *p);
/* The row of a part among rows of which is known how far they are filled; fills it. */
int lanes_row(uint64_t ends[LANES_SEGMENT_ROWS], int rows, const struct lanes_part *p);

/* The part at a cell of the pane; TAPE_NONE: none. */
uint64_t lanes_at(const struct lanes_view *v, const struct view_source *s, int x, int y);
void lanes_draw(const struct lanes_view *v, const struct view_env *env, struct canvas *c);
/* Ends of a flow: "client:40000". */
void lanes_end_text(const struct view_source *s, const struct packet_addr *a, uint16_t port,
        char *out, size_t size);

#endif
