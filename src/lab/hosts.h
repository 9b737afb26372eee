/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of a lab's hosts as addresses, for filters.
 */
#ifndef LAB_HOSTS_H
#define LAB_HOSTS_H

#include "net/topology.h"

struct hosts {
	const struct topology *topology; /* borrowed */
	char text[TOPOLOGY_NODES_MAX][46];
};

/* A filter_name_fn; user is a struct hosts. IPv4 before IPv6; NULL: no such host. */
const char *hosts_address(void *user, const char *name);

#endif
