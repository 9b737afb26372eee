/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The socket behind an address and port of this network namespace: one question to the kernel
 * through sock_diag(7), cheap enough to be asked for each new conversation.
 */
#ifndef NET_LOOKUP_H
#define NET_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct lookup;

/* What is asked: TCP finds the connection, else who listens there; UDP the socket that would get a
 * datagram from remote to local. Addresses in network order, 4 or 16 bytes by family. */
struct lookup_key {
	uint8_t family;   /* AF_INET, AF_INET6 */
	uint8_t protocol; /* IPPROTO_TCP, IPPROTO_UDP */
	uint16_t local_port, remote_port;
	uint8_t local[16], remote[16];
};

struct lookup_socket {
	uint64_t inode; /* 0: it belongs to no process any more (TIME-WAIT) */
	uint32_t uid;
	uint8_t state; /* Linux's number: net/sockets.h */
};

/* NULL with e when this kernel tells nothing. */
struct lookup *lookup_create(struct err *e);
void lookup_destroy(struct lookup *l); /* NULL is fine */
/* False: there is no such socket here (any more). */
bool lookup_find(struct lookup *l, const struct lookup_key *key, struct lookup_socket *out);

#endif
