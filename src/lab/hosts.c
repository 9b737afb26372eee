/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of a lab's hosts as addresses.
 */
#include "lab/hosts.h"

const char *hosts_address(void *user, const char *name)
{
	struct hosts *h = user;
	int node = topology_node(h->topology, name);
	if (node < 0)
		return NULL;
	const struct packet_addr *addr = topology_address(h->topology, node, 4);
	if (!addr)
		addr = topology_address(h->topology, node, 16);
	if (!addr)
		return NULL;
	packet_addr_text(addr, h->text[node]);
	return h->text[node];
}
