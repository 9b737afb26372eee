/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keeper: process 1 of the PID namespace in which all programs of a world run.
 *
 * How it works. It dies with its parent (its end of a socket pair closes, and PR_SET_PDEATHSIG),
 * and when process 1 dies the kernel kills every process of the namespace. It reaps orphans, has
 * a mount namespace with a /proc that shows only that PID namespace, and kills every program on
 * demand.
 *
 * Namespaces go with their last process, but for what the kernel itself still has to do in them: a
 * frame in a loop of switches holds the socket that sent it, a connection without a program tries
 * for hours on a patient host. So when a world ends, however it ends, the keeper removes the room's
 * devices' group and takes the hosts their patience.
 */
#ifndef NET_KEEPER_H
#define NET_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct err;

struct keeper {
	pid_t pid; /* as its parent sees it; 0: none */
	int pipe;  /* our end */
	int mnt;   /* its mount namespace, -1 when it shares ours */
};

/* Forks it: must be the first fork after unshare(CLONE_NEWPID). Single-threaded callers only.
 * `group` is that of the devices which end with a parent that is killed. */
bool keeper_start(struct keeper *k, uint32_t group, struct err *e);

/* Tells it of a host, by its network namespace; borrowed. Forgotten by keeper_kill_all(). */
bool keeper_tell_host(struct keeper *k, int net);

/* Kills every process of the namespace but the keeper and returns when all have exited (those
 * whose parent is outside stay as zombies until that parent waits) and the hosts have no patience
 * left. False: some are still there after 2 s, in an uninterruptible call. */
bool keeper_kill_all(struct keeper *k);

/* Ends the keeper, and with it every program. Zeroed is fine. */
void keeper_stop(struct keeper *k);

#endif
