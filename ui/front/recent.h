/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The captures that were opened last, the newest first, kept in the person's state.
 */
#ifndef FRONT_RECENT_H
#define FRONT_RECENT_H

#include <stddef.h>

#define RECENT_MAX 5

/* Zeroed is empty. */
struct recent {
	char *paths[RECENT_MAX]; /* owned, absolute */
	size_t count;
};

/* Those that are still there. state_dir NULL: none. */
void recent_load(struct recent *r, const char *state_dir);
/* That it can't be kept is no reason to fail. */
void recent_add(const char *state_dir, const char *path);
void recent_finish(struct recent *r);

#endif
