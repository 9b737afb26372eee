/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One host (or router): a network and a UTS namespace, held by file descriptors, and the sockets
 * through which it is configured and asked without going there again.
 */
#ifndef NET_HOST_H
#define NET_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/room.h"
#include "net/topology.h"

struct err;
struct rtnl;

struct host {
	int net, uts;
	int snmp, netstat; /* its /proc/net/snmp and netstat */
	int devices;       /* see devices.h */
	int ioctls;
	struct rtnl *rtnl;
};

/* Makes it: hostname, sysctls; no interface but lo (still down). */
bool host_init(struct host *h, const struct room *r, const struct topology_node *n, struct err *e);
void host_finish(struct host *h); /* zeroed or half made is fine */

/* What has to wait until the interfaces are there: patience of each, and the node's own sysctls,
 * whose keys may name them. */
bool host_apply_sysctls(const struct host *h, const struct room *r, const struct topology *t,
        int node, struct err *e);

/* Goes there; room_return() comes back. 0 or -errno (then we are still in the room). */
int host_enter(const struct host *h);

/* The text of both files, snmp and netstat, one after the other; false when it can't be had. */
bool host_read_counters(const struct host *h, char *text, size_t room);
/* See world_kernel_counter(). */
bool host_counter(const struct host *h, const char *name, uint64_t *out);

#endif
