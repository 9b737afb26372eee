/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The room: the namespaces in which wirelab itself sits, and what belongs to them once a process:
 * the keeper, the hosts file, a netlink socket.
 */
#ifndef NET_ROOM_H
#define NET_ROOM_H

#include <stdbool.h>

#include "net/keeper.h"

struct err;
struct rtnl;

/* Of all devices that a world makes in the room, so that one request removes them. */
#define ROOM_GROUP 0x77697265u

struct room {
	int net, uts; /* fds of our namespaces, to come back to */
	int hosts;    /* fd of the private /etc/hosts */
	int ioctls;   /* socket for offload_disable() */
	int devices;  /* see devices.h */
	struct rtnl *rtnl;
	struct keeper keeper;
	bool occupied; /* by a world: there is one at a time */
};

/* Enters once; a second call does nothing. See world_enter(). */
bool room_enter(struct err *e);

/* Tries a user namespace alone and stays in it: for a child of its own. Passes where root needs
 * none. */
bool room_try_user_namespace(struct err *e);

/* The room, NULL before room_enter(). */
struct room *room_get(void);

/* Comes back from another network and UTS namespace. Aborts when that fails: going on in the
 * wrong place would be worse. */
void room_return(const struct room *r);

/* Replaces the content of the private /etc/hosts. */
bool room_write_hosts(const struct room *r, const char *text, struct err *e);

#endif
