/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sockets of a host as its kernel sees them, through sock_diag(7), put on the tape whenever
 * something changed.
 */
#ifndef NET_SOCKETS_H
#define NET_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "tape/tape.h"

struct err;
struct sockets;
struct world;

/* Opens one sock_diag socket in every host of the world. The tape is borrowed. */
struct sockets *sockets_create(struct world *w, struct tape *tape, struct err *e);
void sockets_destroy(struct sockets *s);

/* Asks every host for its TCP and UDP sockets and appends an event for each that is new, changed
 * (state, queues, retransmits, timer kind, cwnd) or gone. Returns how many events. At most 4096
 * sockets a host are kept. */
size_t sockets_poll(struct sockets *s, nsec now);

/* The sockets of a host as of the last poll; borrowed until the next. */
size_t sockets_of(const struct sockets *s, int node, const struct tape_socket **out);

/* When that was, 0 before the first: timers count down from then. */
nsec sockets_polled(const struct sockets *s);

/* "ESTABLISHED", "SYN-SENT" as in RFC 9293; LISTEN; "UNCONN" for UDP's closed state. Static. */
const char *sockets_state_name(int protocol, int state);
/* The number of a state's name for TCP, -1 when unknown; '-' and '_' are the same. */
int sockets_state_parse(const char *name);

#endif
