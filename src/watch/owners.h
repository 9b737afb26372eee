/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose conversations are watched: the program and user at each end that is on this machine. Asked
 * of the kernel when a conversation is first seen, and remembered, since a short one is over soon.
 *
 * How it works: sock_diag tells inode and user for an end's address and port (net/lookup.h); the
 * process that holds the inode is looked for in /proc (net/holders.h), for all unknown ones at once
 * and not too often. What ended before it was asked for stays unknown.
 */
#ifndef WATCH_OWNERS_H
#define WATCH_OWNERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/flow/flow.h"
#include "packet/packet.h"
#include "traffic/filter.h"

struct watch_owners;

#define WATCH_OWNERS_FLOWS_MAX (1u << 20) /* later conversations are not asked for */

struct watch_owner {
	int32_t pid; /* 0: the user is known alone */
	uint32_t uid;
	char program[16]; /* comm of proc(5); "" while pid is 0 */
	char user[32];    /* of /etc/passwd, else the number */
};

/* Never NULL: on a kernel that tells nothing all ends stay unknown. */
struct watch_owners *watch_owners_create(void);
void watch_owners_destroy(struct watch_owners *o); /* NULL is fine */

/* False: watch_owners_note() would ask. */
bool watch_owners_asked(const struct watch_owners *o, uint64_t flow);
/* A packet of a conversation; `flow` is its handle, `direction` 0 when the packet is from the
 * initiator. Cheap unless the conversation is new. */
void watch_owners_note(
        struct watch_owners *o, uint64_t flow, uint8_t direction, const struct packet *p);
/* Looks for processes if there is anybody unknown and the last look is long enough ago. True: more
 * is known now. */
bool watch_owners_work(struct watch_owners *o, nsec now);
bool watch_owners_pending(const struct watch_owners *o);

/* end 0: the initiator's, 1: the other. False: it is not known, or not on this machine. */
bool watch_owners_of(const struct watch_owners *o, uint64_t flow, int end, struct watch_owner *out);
/* The same for an end of one packet, for filters; processes alone. `room` keeps the name. */
bool watch_owners_end(const struct watch_owners *o, const struct flow_note *note,
        enum traffic_end end, struct watch_owner *room, struct traffic_owner *out);
/* "curl[811] alice > sshd[7] root", one of them, or "" when neither is known. */
void watch_owners_text(const struct watch_owners *o, uint64_t flow, char *out, size_t size);

#endif
