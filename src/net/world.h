/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The private world: real hosts in namespaces, without root, that vanish with this process.
 *
 * How it works. world_enter() runs once, early, single-threaded: a user namespace with the
 * person's own uid mapped to itself (left out where root can do without), and new network, mount,
 * UTS and PID namespaces. Its network namespace is the room in which wirelab sits, where the
 * ports of wires and the bridges are. The first child is the keeper, PID 1 of the PID namespace:
 * it learns of our death (PR_SET_PDEATHSIG and a pipe), clears away what the kernel would go on
 * with, and ends; the kernel then kills every program, however deep. /etc/hosts is a private file
 * on a tmpfs that has no name. Every host is a network and a UTS namespace held by file
 * descriptors. Nothing has a name outside, so kill -9 leaves nothing. After world_enter() this
 * process must not create threads (clone(2), CLONE_THREAD with another PID namespace).
 */
#ifndef NET_WORLD_H
#define NET_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "net/topology.h"

struct err;
struct world;

/* Enters the namespaces; a second call does nothing. Errors name the cause and the cure. After one
 * this process may sit in an empty namespace without any network: say so and end. */
bool world_enter(struct err *e);
/* Whether this process sits in them: the machine's own interfaces are out of its reach then. */
bool world_entered(void);

/* Covers a folder with an empty file system in memory that only this process and its later children
 * see, and that goes with them, kill -9 included. False where the machine refuses. */
bool world_cover(const char *dir);
void world_uncover(const char *dir);

/* Brings a completed topology up (it is copied), one at a time; links carry frames when it returns.
 * All or nothing: NULL with e filled. */
struct world *world_create(const struct topology *t, struct err *e);
/* Kills every program of the world, removes links, bridges and hosts. NULL is fine. */
void world_destroy(struct world *w);

const struct topology *world_topology(const struct world *w);

/* For the child between fork and exec: moves it into the host (network, UTS, mount). `user` is
 * the struct world_seat. The shape is that of terminal_program.enter. */
struct world_seat {
	const struct world *world;
	int node;
};
bool world_sit(void *user, struct err *e);

/* The interface in the room through which end `end` (0 or 1) of a link is reached: the port of a
 * wire, or the switch's port. Borrowed. */
const char *world_port(const struct world *w, int link, int end);

/* Pulls (false) or plugs (true) the cable: both ends lose or get their carrier. */
bool world_plug(struct world *w, int link, bool plugged, struct err *e);
bool world_plugged(const struct world *w, int link);

/* Spanning tree of a switch. */
bool world_set_stp(struct world *w, int node, bool on, struct err *e);
bool world_stp(const struct world *w, int node);
/* STP state of a link's port on a switch end: 0 disabled, 1 listening, 2 learning, 3 forwarding,
 * 4 blocking; -1 when that end is no switch port. */
int world_port_state(struct world *w, int link, int end);

/* Rate limit (tbf) of a LINK_KERNEL link in kbit/s, 0 none. */
bool world_set_rate(struct world *w, int link, uint32_t kbit, struct err *e);

/* Frames and bytes that a link's end has received and sent since the world came up. */
struct world_counters {
	uint64_t rx_frames, tx_frames, rx_bytes, tx_bytes, rx_dropped, tx_dropped;
};
bool world_counters(struct world *w, int link, int end, struct world_counters *out);

/* A counter of a host's own kernel by its name in /proc/net/snmp or /proc/net/netstat:
 * "TcpRetransSegs", "TcpExtListenOverflows", "UdpInCsumErrors". False when there is none. */
bool world_kernel_counter(struct world *w, int node, const char *name, uint64_t *out);

#endif
