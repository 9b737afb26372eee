/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A network as data: hosts, routers, switches, and the links between them. Plain values; bringing
 * it to life is world.h's work, carrying frames wire.h's.
 */
#ifndef NET_TOPOLOGY_H
#define NET_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet/packet.h"

struct err;

#define TOPOLOGY_NODES_MAX 32
#define TOPOLOGY_LINKS_MAX 64
#define TOPOLOGY_ADDRESSES_MAX 4
#define TOPOLOGY_ROUTES_MAX 8
#define TOPOLOGY_SYSCTLS_MAX 8
#define TOPOLOGY_NAME_MAX 12 /* with the NUL; letters, digits, '-'; begins with a letter */

enum node_kind { NODE_HOST, NODE_ROUTER, NODE_SWITCH, NODE_KINDS };

struct topology_prefix {
	struct packet_addr addr; /* 4 or 16 bytes */
	uint8_t length;          /* prefix length in bits */
};

struct topology_route {
	struct topology_prefix to; /* length 0: default */
	struct packet_addr via;
};

struct topology_sysctl {
	char key[64]; /* below /proc/sys/net/: "ipv4/tcp_syncookies" */
	char value[32];
};

struct topology_node {
	char name[TOPOLOGY_NAME_MAX];
	enum node_kind kind;
	bool ipv6;             /* hosts: IPv6 on (off by default: no noise) */
	bool stp;              /* switches: spanning tree from the start */
	uint8_t forward_delay; /* switches: STP forward delay in s, 2..30; 0: 2 */
	bool learn_neighbours; /* hosts: ARP/ND really asks; else entries are permanent */
	struct topology_route routes[TOPOLOGY_ROUTES_MAX];
	uint8_t route_count;
	struct topology_sysctl sysctls[TOPOLOGY_SYSCTLS_MAX];
	uint8_t sysctl_count;
};

struct topology_end {
	uint8_t node;       /* index into nodes */
	char interface[16]; /* "eth0"; on switches "sw1-p1"; filled by topology_complete */
	uint8_t mac[6];     /* 02:00:00:00:NN:II by default */
	struct topology_prefix addresses[TOPOLOGY_ADDRESSES_MAX];
	uint8_t address_count;
};

/* Who carries the frames of a link. */
enum link_carrier {
	LINK_WIRE,   /* wirelab: each frame through libpcap, can be held, dropped, edited */
	LINK_KERNEL, /* the kernel: fast; frames are watched, not held (switch to switch) */
	/* A host's own lo, watched: both ends are that host. End 0 is who began a conversation, as
	 * nothing else tells the two sides apart. */
	LINK_LOOPBACK,
};

struct topology_link {
	char name[2 * TOPOLOGY_NAME_MAX + 1]; /* "client-server" unless named */
	struct topology_end ends[2];
	enum link_carrier carrier;
	uint32_t mtu;       /* 0: 1500 */
	uint32_t rate_kbit; /* LINK_KERNEL: tbf on both ends; 0 none */
};

struct topology {
	struct topology_node nodes[TOPOLOGY_NODES_MAX];
	uint8_t node_count;
	struct topology_link links[TOPOLOGY_LINKS_MAX];
	uint8_t link_count;
};

/* Add a node, a link; return the index, or -1 with e filled (name taken or wrong, full). */
int topology_add_node(struct topology *t, const char *name, enum node_kind kind, struct err *e);
int topology_add_link(struct topology *t, const char *name, int node_a, int node_b, struct err *e);
/* Watches the lo of a host. */
int topology_add_loopback(struct topology *t, int node, struct err *e);
bool topology_add_address(struct topology_end *end, const char *text, struct err *e);

/* Index of the node or link of that name, -1 when none. */
int topology_node(const struct topology *t, const char *name);
int topology_link(const struct topology *t, const char *name);
/* The node that has this address, -1 when none. */
int topology_owner(const struct topology *t, const struct packet_addr *addr);
/* The first address of a family (4 or 16 bytes) of a node, or NULL. */
const struct packet_addr *topology_address(const struct topology *t, int node, int bytes);

/* Hosts one after the other: of one the lo is watched, two are joined by one wire, more meet at a
 * switch "sw".
 * Addresses 10.0.0.1/24, 10.0.0.2/24 ... For the free bench. */
bool topology_simple(struct topology *t, const char *const *hosts, size_t count, struct err *e);

/* Fills in what was left out (interface names, MACs, link names, addresses 10.0.0.N/24 where a
 * host's end has none) and checks the whole; call once before use. */
bool topology_complete(struct topology *t, struct err *e);

#endif
