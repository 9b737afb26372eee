/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counters of interfaces without the kernel's lock on links.
 *
 * How it works. rtnetlink(7) answers only when nobody on the whole machine is changing links, and
 * whoever removes some waits for all processors: in a storm that is half a second, in which no key
 * would be answered. /proc/net/dev (proc_net(5)) needs no lock.
 */
#ifndef NET_DEVICES_H
#define NET_DEVICES_H

#include <stdbool.h>

struct world_counters;

/* /proc/net/dev of the network namespace in which the caller is now; good in any. fd or -errno. */
int devices_open(void);

/* Reads the counters of one interface; false when there is none of that name. */
bool devices_read(int fd, const char *name, struct world_counters *out);

#endif
