/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plays a lab's own solution without a screen and says of each step whether its checks came true.
 */
#ifndef BENCH_RUN_H
#define BENCH_RUN_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct lab;
struct record_files;

struct run_options {
	const struct lab *lab;
	const char *cache_dir;
	int without;    /* step whose solution is left out, -1: none (then the lab must fail) */
	double seconds; /* how long a step may take, with `without` that step alone; 0: 30 */
	struct record_files *files; /* what is open is written and closed; NULL: nothing */
	bool record;      /* keep a run that passed as the lab's recording (recording.h) */
	const char *play; /* a schedule's file to play instead of the lab's solution; NULL: none */
	/* Called for each step as it ends. */
	void (*on_step)(void *user, size_t step, bool passed, const char *detail);
	/* With play, for each check of the lab, once nothing changes any more. */
	void (*on_check)(void *user, size_t check, bool holds, const char *detail);
	void *user;
};

/* True when every step passed. False with ERR_CHECK when a step failed, other codes when the lab
 * could not be played at all. */
bool run_lab(const struct run_options *o, struct err *e);

#endif
