/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What became of a frame, in words, from a tape alone: for a bench that runs and for its past.
 */
#ifndef BENCH_FATE_H
#define BENCH_FATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "net/topology.h"
#include "tape/tape.h"

struct fate_scene {
	const struct tape *tape;
	const struct topology *topology;
	nsec now; /* how long a frame has been held */
};

/* As bench_fate_text(); "" when the tape does not have that frame. */
void fate_text(const struct fate_scene *s, uint64_t frame, char *out, size_t size);

#endif
