/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the events of a tape add up to: sockets, programs, what waits, checks, step, cables. A value
 * that goes forward one event at a time and can be copied.
 */
#ifndef BENCH_FOLD_H
#define BENCH_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "bench/past.h"

struct fold_sockets {
	struct tape_socket *at;
	size_t count, room;
};

struct fold_held {
	bool is_call;
	uint64_t id; /* of the frame, or of the call's first event */
	nsec since;
	uint32_t repeats;
};

struct fold_check {
	char name[64];
	bool holds;
	uint64_t event;
};

struct fold {
	uint64_t next; /* id of the event to be taken next */
	struct fold_sockets sockets[TOPOLOGY_NODES_MAX];
	struct past_pane panes[TAPE_ABOUT_PANES];
	VEC(struct fold_held) held; /* frames and calls, in order of arrival */
	VEC(struct fold_check) checks;
	char step[64];
	bool step_done;
	int chosen;
	bool pulled[TOPOLOGY_LINKS_MAX];
};

void fold_init(struct fold *f, uint64_t first);
/* Takes events up to `end`, not included. */
void fold_until(struct fold *f, const struct tape *t, const struct tape_about *about, uint64_t end);
void fold_copy(struct fold *to, const struct fold *from); /* `to` is a fold, too */
void fold_finish(struct fold *f);
size_t fold_bytes(const struct fold *f); /* memory it takes */

#endif
