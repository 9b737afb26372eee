/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills the views' source from a running bench.
 */
#ifndef FRONT_BENCH_SOURCE_H
#define FRONT_BENCH_SOURCE_H

#include "base/buf.h"
#include "bench/bench.h"
#include "ui/view/source.h"

#define BENCH_SOURCE_TEXTS 12

/* A program's source as last read. */
struct bench_source_text {
	nsec looked; /* when its file was last asked for changes, 0 never */
	int64_t size, changed;
	bool there;
	struct buf text;
};

/* States of switches' ports as last asked: the kernel answers under its one lock for networks, for
 * which a storm makes us wait. */
struct bench_source_ports {
	nsec looked; /* 0 never */
	int8_t state[TOPOLOGY_LINKS_MAX][2];
};

struct bench_source {
	struct bench *bench; /* borrowed */
	struct view_source view;
	struct bench_source_ports ports;
	struct lanes *lanes; /* owned */
	bool behind;         /* they have not read the whole tape yet */
	struct bench_source_text texts[BENCH_SOURCE_TEXTS];
};

/* Brings the view's pointers up to date; call before each frame. Sources' files are looked at
 * when something changed in the bench or a second has gone. */
void bench_source_fill(struct bench_source *s, struct bench *b, nsec now);
void bench_source_finish(struct bench_source *s);

#endif
