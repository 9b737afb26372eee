/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose a frame is and, in words, what became of it, from a tape alone: for a bench that runs and
 * for its past.
 */
#ifndef BENCH_FATE_H
#define BENCH_FATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "net/topology.h"
#include "packet/packet.h"
#include "tape/tape.h"

struct fate_scene {
	const struct tape *tape;
	const struct topology *topology;
	nsec now; /* how long a frame has been held */
};

/* As bench_fate_text(); "" when the tape does not have that frame. */
void fate_text(const struct fate_scene *s, uint64_t frame, char *out, size_t size);

/* The remark that a frame has in files, "" where its fate is the usual one. */
void fate_comment(const struct fate_scene *s, uint64_t frame, char *out, size_t size);

/* The nodes a frame comes from and goes to: by address, else by the link's ends; *to -1:
 * everybody. */
void frame_ends(const struct topology *t, const struct packet *p, int link, int direction,
        int *from, int *to);

#endif
