/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who holds a socket: the programs of the panes and their children, looked through when sockets
 * have changed, and remembered.
 */
#ifndef BENCH_OWNERS_H
#define BENCH_OWNERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/clock.h"

#define OWNERS_PROCESSES_MAX 256 /* looked through, of all panes */

struct bench_owner;
struct owners;

struct owners *owners_create(void);
void owners_destroy(struct owners *o);

/* What was found becomes old: the next look begins anew. */
void owners_stale(struct owners *o);
/* Looks again if what was found is old and the last look was at least 200 ms ago. roots: what runs
 * in pane i, 0: nothing. True: somebody else holds something now. */
bool owners_look(struct owners *o, const pid_t *roots, size_t count, nsec now);
/* False: nobody known holds it. */
bool owners_find(const struct owners *o, uint64_t inode, struct bench_owner *out);

#endif
