/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A child that gives the terminal back when we are killed so that we can't: kill -9, the
 * out-of-memory killer. It holds nothing but the end of a pipe and goes when we go.
 */
#ifndef FRONT_GUARD_H
#define FRONT_GUARD_H

#include <sys/types.h>

struct guard {
	int pipe; /* -1: there is no guard */
	pid_t pid;
};

/* After screen_open(), before anything else forks. No guard is no failure. */
struct guard guard_start(void);
/* After screen_close(): sends it away and waits for it. */
void guard_stop(struct guard *g);

#endif
