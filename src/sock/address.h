/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses of sockets, as people write them and as the calls take them (ip(7), ipv6(7), unix(7)).
 */
#ifndef SOCK_ADDRESS_H
#define SOCK_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/err.h"

struct sock_address {
	struct sockaddr_storage at;
	socklen_t len; /* 0: none */
};

/* Takes "HOST:PORT", "[HOST]:PORT" or "PORT" when `port` is NULL, else a host and a port. HOST is a
 * number or a name; "*" and no host are any address when `passive`, else this host itself. In
 * family AF_UNIX `host` is a path, or "@NAME" for the abstract kind. "AF_UNSPEC" is the address
 * that undoes a connect(). `type` is SOCK_STREAM and so on. *named: a name was looked up.
 * False with ERR_USAGE. */
bool sock_address_parse(int family, int type, const char *host, const char *port, bool passive,
        struct sock_address *out, bool *named, struct err *e);

/* Whether the word is an address by itself, without a second word for the port. */
bool sock_address_is_whole(const char *word);

/* "{AF_INET, 10.0.0.2:8888}" */
void sock_address_text(const struct sock_address *a, struct buf *out);
/* "10.0.0.2:8888", "[::1]:80", "/tmp/x", "@x"; "*" for any host; "-" when there is none. */
void sock_address_short(const struct sock_address *a, struct buf *out);

#endif
