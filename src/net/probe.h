/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What this machine allows, each ability tried for real: the table behind `wirelab doctor`.
 */
#ifndef NET_PROBE_H
#define NET_PROBE_H

#include <stdbool.h>
#include <stddef.h>

struct probe {
	const char *name;    /* "user-namespace": stable, for --json */
	const char *what;    /* what it is for, English; show with _() */
	const char *without; /* what still works without it, English; show with _() */
	bool essential;      /* no lab runs without it */
};

struct probe_result {
	bool ok;
	char cause[200];     /* one line in the interface's language; "" when ok */
	char cure[240];      /* one line, "" when there is none or nothing is wrong */
	const char *without; /* translated; "" when ok */
};

size_t probe_count(void);
const struct probe *probe_get(size_t index);

/* Tries it in a child (at most 10 s), so that this process stays as it is. Returns r->ok. */
bool probe_run(size_t index, struct probe_result *r);

#endif
