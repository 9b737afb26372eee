/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What views draw from: pointers and questions that the front end fills from the bench, and a test
 * from values made by hand. And what views share: the chosen frame and its fields.
 */
#ifndef VIEW_SOURCE_H
#define VIEW_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "bench/bench.h"
#include "capture/filter.h"
#include "lab/lab.h"
#include "lab/lesson.h"
#include "net/topology.h"
#include "packet/flow/flow.h"
#include "tape/tape.h"
#include "term/terminal.h"
#include "ui/view/calls.h"
#include "ui/view/dissected.h"
#include "ui/view/why.h"

/* A held frame as it would be delivered now. */
struct view_held {
	const uint8_t *bytes; /* borrowed until the next change */
	size_t len;
	unsigned marks; /* enum frame_marks so far */
};

/* Questions whose answers are made when asked. `from` is view_source.from. A NULL function means
 * that nobody knows; ask through the view_source_*() below, which cope with that. */
struct view_source_ops {
	bool (*note)(const void *from, uint64_t frame, struct flow_note *out);
	void (*fate_text)(const void *from, uint64_t frame, char *out, size_t size);
	/* False when the frame isn't held. */
	bool (*held)(const void *from, uint64_t frame, struct view_held *out);
	const struct bench_pane *(*pane)(const void *from, size_t index);
	/* A pane's terminal and program; where NULL, those of bench_pane.terminal. */
	const struct vt *(*vt)(const void *from, size_t index);
	struct terminal_status (*status)(const void *from, size_t index);
	size_t (*sockets)(const void *from, int node, const struct tape_socket **out);
	/* The text of a program's source as it is on the disk now; NULL: there is none. */
	const char *(*text)(const void *from, size_t pane, size_t *len);
	bool (*check)(const void *from, size_t check, const char **detail);
	/* What a link does to frames: "holds every frame", "loss 5 %". */
	void (*link_words)(const void *from, int link, char *out, size_t size);
	bool (*rate)(const void *from, int link, struct bench_rate *out);
	bool (*plugged)(const void *from, int link);
	int (*port_state)(const void *from, int link, int end); /* STP, as in net/world.h */
	bool (*stp)(const void *from, int node);
	bool (*owner)(const void *from, uint64_t inode, struct bench_owner *out);
	/* When the kernels were asked for the sockets: their timers run from then. 0: timers
	 * stand. */
	nsec (*polled)(const void *from);
};

struct view_source {
	nsec now, began;
	const struct topology *topology; /* never NULL */
	const struct tape *tape;         /* never NULL */
	const struct lanes *lanes;       /* may know events beyond the tape's end; NULL: none */
	enum bench_calls calls;          /* whether programs' calls are traced and held */
	bool past;                       /* tape ends where somebody looks back to */
	bool recording;                  /* ... in a lab that can't run here */
	const struct bench_next *next;
	size_t next_count;
	bool holds;       /* some link of the wire holds frames */
	const char *gate; /* its filter, "" for all */
	size_t pane_count;
	const struct lab *lab;       /* NULL: a free bench */
	const struct lesson *lesson; /* NULL: none */
	enum lab_lang lang;
	struct bench_step_state step;
	const bool *steps_done; /* one a step; NULL: none */
	double governor;        /* seconds left; < 0: no storm */
	const struct view_source_ops *ops;
	const void *from;
};

bool view_source_note(const struct view_source *s, uint64_t frame, struct flow_note *out);
void view_source_fate(const struct view_source *s, uint64_t frame, char *out, size_t size);
bool view_source_held(const struct view_source *s, uint64_t frame, struct view_held *out);
const struct bench_pane *view_source_pane(const struct view_source *s, int index);
/* NULL: there is no such pane. */
const struct vt *view_source_vt(const struct view_source *s, int index);
struct terminal_status view_source_status(const struct view_source *s, int index);
size_t view_source_sockets(const struct view_source *s, int node, const struct tape_socket **out);
bool view_source_owner(const struct view_source *s, uint64_t inode, struct bench_owner *out);
nsec view_source_polled(const struct view_source *s);
bool view_source_check(const struct view_source *s, size_t check, const char **detail);

/* Name of a node, "?" when there is none, "all" for -1 where everybody is meant. */
const char *view_node(const struct view_source *s, int node);
/* The entry of Next for a frame; NULL when it doesn't wait. */
const struct bench_next *view_waiting(const struct view_source *s, uint64_t frame);
/* "3.2 s", "1:02 min". */
void view_duration(nsec t, char *out, size_t size);

/* What the views agree on. */
struct view_shared {
	uint64_t frame;   /* the chosen frame, TAPE_NONE for none */
	uint64_t event;   /* the event chosen last: the frame, or a call, a state ... */
	bool pinned;      /* chosen by the person: new arrivals don't take its place */
	uint64_t waiting; /* the entry chosen in Next, TAPE_NONE */
	bool absolute;    /* sequence numbers as in the header */
	bool delta;       /* times since the event before, not since the start */
	struct tape_socket connection; /* the chosen one, as it was when chosen; state 0: none */
	struct filter *filter;         /* frames that lists and ladder show; NULL: all. Owned */
	struct calls_filter calls_shown;
	bool counters_hidden;
	/* Made by view_shared_update(), too. */
	struct calls calls;         /* under way at the tape's end */
	struct why why;             /* what `event` has to do with others */
	struct dissected dissected; /* the chosen frame, with the chosen field */
};

void view_shared_choose(struct view_shared *sh, uint64_t frame, bool by_person);
/* An event of any kind; a frame becomes the chosen frame. */
void view_shared_choose_event(
        struct view_shared *sh, const struct view_source *s, uint64_t event, bool by_person);
/* Once a frame, before any layout. */
void view_shared_update(struct view_shared *sh, const struct view_source *s);
/* Whether lists show a frame. */
bool view_shared_shows(const struct view_shared *sh, const struct tape_frame *f);
void view_shared_finish(struct view_shared *sh);

#endif
