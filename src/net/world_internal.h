/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sockets.c and counters.c need of a world beyond its contract.
 */
#ifndef NET_WORLD_INTERNAL_H
#define NET_WORLD_INTERNAL_H

#include "net/world.h"

/* Calls fn inside the host's network namespace and comes back; what fn returned, or -errno when
 * the host could not be entered. -ENOENT for a switch. */
int world_call_in_host(const struct world *w, int node, int (*fn)(void *user), void *user);

/* The text of a host's /proc/net/snmp and netstat, cut to `room`; false for a switch too. */
bool world_read_counters(const struct world *w, int node, char *text, size_t room);

#endif
