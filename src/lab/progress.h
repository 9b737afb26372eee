/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the learner has done, kept in the state folder as progress/NAME, a text file a lab, written
 * atomically. A file that can't be understood is set aside, never overwritten.
 */
#ifndef LAB_PROGRESS_H
#define LAB_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/lab.h"

#define PROGRESS_STEPS_MAX 64

struct progress {
	size_t step;                        /* where the learner is */
	bool done[PROGRESS_STEPS_MAX];      /* steps done */
	int chosen[PROGRESS_STEPS_MAX];     /* prediction made: option, -1 none */
	int right[PROGRESS_STEPS_MAX];      /* judged: 1 right, 0 wrong, -1 not yet */
	unsigned hints[PROGRESS_STEPS_MAX]; /* hints taken, 0..3 */
};

void progress_init(struct progress *p);
/* No file: a fresh progress. Steps are kept by id, so a changed lab loses only changed steps.
 * A file that is not understood is renamed to "NAME.broken": then true, p is fresh, and e has the
 * sentence to say (e->code is ERR_NONE otherwise; the caller zeroes e). False with e when the file
 * could not be read or renamed; p is fresh then too. */
bool progress_load(const struct lab *lab, const char *state_dir, struct progress *p, struct err *e);
bool progress_save(
        const struct lab *lab, const char *state_dir, const struct progress *p, struct err *e);
/* Steps done. */
size_t progress_count(const struct lab *lab, const struct progress *p);

#endif
