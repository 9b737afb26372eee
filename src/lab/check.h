/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a lab's checks hold: predicates over the tape and the world's present state. A check
 * never causes anything; what it can't observe it reports as not holding.
 */
#ifndef LAB_CHECK_H
#define LAB_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "lab/lab.h"

struct checker;
struct sockets;
struct tape;
struct wire;
struct world;

/* What a checker may look at; all borrowed and outliving it. Members may be NULL in tests: then
 * checks that need them do not hold. */
struct check_world {
	struct tape *tape;
	struct world *world;
	struct wire *wire;
	struct sockets *sockets;
	/* Names of panes on the tape: index of the lab's program, -1 when it is none of them. */
	int (*program_of)(void *user, uint16_t pane);
	/* Frames a second now on a link (both directions), from the kernel's counters. */
	double (*rate)(void *user, int link);
	void *user;
};

enum check_truth { CHECK_OPEN, CHECK_TRUE };

/* Compiles the checks of a lab (filters, expressions). Errors name the check and the line. */
struct checker *checker_create(const struct lab *lab, const struct check_world *cw, struct err *e);
void checker_destroy(struct checker *c);

/* Begins counting anew: everything before tape event `from` is not seen by any check; sockets
 * that were there before are not known. A step: only by the checks that say `since: step`. */
void checker_begin_lab(struct checker *c, uint64_t from);
void checker_begin_step(struct checker *c, uint64_t from);

/* Evaluates what may have changed since the last call: at most 8192 events of the tape (the rest
 * in the next call), and the kernel's counters and ports ten times a second at most. Call it as
 * time goes by too: `hold` and rates change without an event. True when some check's truth did. */
bool checker_update(struct checker *c, nsec now);

enum check_truth checker_truth(const struct checker *c, size_t check);
/* The tape event that made it true and the time; TAPE_NONE when it is open. */
uint64_t checker_event(const struct checker *c, size_t check);
/* One line about how it stands, for tests and --json: "0 of >= 1 frames". Borrowed until the
 * next call. */
const char *checker_detail(struct checker *c, size_t check);

#endif
