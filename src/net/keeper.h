/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keeper: process 1 of the PID namespace in which all programs of a world run.
 *
 * How it works. It dies with its parent (PR_SET_PDEATHSIG, and its end of a socket pair closes),
 * and when process 1 dies the kernel kills every process of the namespace. It reaps orphans, has
 * a mount namespace with a /proc that shows only that PID namespace, and kills every program on
 * demand.
 */
#ifndef NET_KEEPER_H
#define NET_KEEPER_H

#include <stdbool.h>
#include <sys/types.h>

struct err;

struct keeper {
	pid_t pid; /* as its parent sees it; 0: none */
	int pipe;  /* our end */
	int mnt;   /* its mount namespace, -1 when it shares ours */
};

/* Forks it: must be the first fork after unshare(CLONE_NEWPID). Single-threaded callers only. */
bool keeper_start(struct keeper *k, struct err *e);

/* Kills every process of the namespace but the keeper and returns when all have exited (those
 * whose parent is outside stay as zombies until that parent waits). False: some are still there
 * after 2 s, in an uninterruptible call. */
bool keeper_kill_all(struct keeper *k);

/* Ends the keeper, and with it every program. Zeroed is fine. */
void keeper_stop(struct keeper *k);

#endif
