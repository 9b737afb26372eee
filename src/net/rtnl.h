/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rtnetlink(7) as values: links, addresses, routes, neighbours, a rate limit, in one namespace.
 *
 * How it works. Requests are only queued; rtnl_flush() sends all of them in as few datagrams as
 * fit and asks for one acknowledgement, of the last. The kernel works through a datagram to its
 * end and reports each failure by number, so one round trip is enough. Interface indexes are
 * chosen by the caller, never looked up.
 */
#ifndef NET_RTNL_H
#define NET_RTNL_H

#include <stdbool.h>
#include <stdint.h>

#include "net/topology.h"

struct err;
struct rtnl;

/* A socket in the network namespace in which the caller is now. */
struct rtnl *rtnl_create(struct err *e);
void rtnl_destroy(struct rtnl *r);

struct rtnl_bridge {
	bool stp;
	unsigned forward_delay; /* s */
};

struct rtnl_device {
	const char *name;
	int index;
	const uint8_t *mac; /* 6 bytes, or NULL */
	uint32_t mtu;       /* 0: default */
	int master;         /* index of its bridge, 0 none */
	uint32_t group;     /* for rtnl_delete_group() */
	bool up, noarp;
	int netns; /* peer only: fd of the namespace in which it is made, -1: here */
};

/* Queue one request each. A veth peer in another namespace is left down. */
void rtnl_add_veth(struct rtnl *r, const struct rtnl_device *d, const struct rtnl_device *peer);
void rtnl_add_bridge(struct rtnl *r, const struct rtnl_device *d, const struct rtnl_bridge *b);
void rtnl_set_up(struct rtnl *r, int index, bool up);
void rtnl_set_master(struct rtnl *r, int index, int master, bool up, bool noarp);
void rtnl_set_stp(struct rtnl *r, int index, bool on);
/* Out of its bridge and in again: the port forgets what spanning tree told it. */
void rtnl_rejoin_master(struct rtnl *r, int index, int master);
void rtnl_add_address(struct rtnl *r, int index, const struct topology_prefix *p);
void rtnl_add_route(struct rtnl *r, const struct topology_route *route);
void rtnl_add_neighbour(
        struct rtnl *r, int index, const struct packet_addr *a, const uint8_t mac[6]);
/* Token bucket at the root of a device (tc-tbf(8)); 0 kbit/s takes it away. */
void rtnl_set_rate(struct rtnl *r, int index, uint32_t kbit, bool had_one);
/* Every device of the group at once: one grace period instead of one each. */
void rtnl_delete_group(struct rtnl *r, uint32_t group);

/* Sends what is queued. The sentence tells the first request that failed. */
bool rtnl_flush(struct rtnl *r, struct err *e);
/* 0 or -errno of the first failure. */
int rtnl_flush_errno(struct rtnl *r);

/* Grows whenever a device changed or a bridge's port took another state. */
uint64_t rtnl_changes(struct rtnl *r);

struct rtnl_state {
	bool running;   /* up, with a carrier, and the kernel has taken notice of it */
	int port_state; /* STP state as in world_port_state(); -1 no bridge port */
};
/* Reads one device; 0 or -errno. */
int rtnl_read(struct rtnl *r, int index, struct rtnl_state *out);

/* Waits until the device is running, or is not. The kernel takes notice of a carrier some time
 * after the request that changed it, and loses what is sent before. -ETIMEDOUT after 2 s. */
int rtnl_await_running(struct rtnl *r, int index, bool running);

#endif
