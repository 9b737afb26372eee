/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state diagram of TCP as in figure 5 of RFC 9293, drawn into any width of at least
 * STATES_WIDTH, with marks of who is where and heavy lines for ways that were taken.
 */
#ifndef VIEW_STATES_H
#define VIEW_STATES_H

#include "ui/draw/canvas.h"
#include "ui/view/socket_words.h"

#define STATES_WIDTH 78
#define STATES_HEIGHT 19      /* states as words */
#define STATES_HEIGHT_TALL 33 /* states as boxes */
#define STATES_ENDS 2
#define STATES_PATH_MAX 24

/* One end of the connection: its states in the order in which they were seen. */
struct states_end {
	const char *name; /* of the host; borrowed, NULL: nobody is known */
	enum role role;
	uint8_t path[STATES_PATH_MAX]; /* enum socket_state; the last one is now */
	uint8_t count;
};

/* Rows taken: STATES_HEIGHT or, where there is room, STATES_HEIGHT_TALL; 0: too small. */
int states_diagram(struct canvas *c, const struct states_end ends[STATES_ENDS]);
int states_diagram_rows(int w, int h);

/* Whether figure 5 has an arrow from one state to the other. */
bool states_adjacent(enum socket_state from, enum socket_state to);

#endif
