/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What addresses are called, without ever asking the network: by the capture's own blocks of
 * names, by /etc/hosts, by the DNS answers that went by in the capture.
 */
#ifndef INSPECT_NAMES_H
#define INSPECT_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "packet/packet.h"

struct traffic;

#define NAMES_MAX 65536 /* learned ones; further ones are not taken */
#define NAME_LENGTH 72

struct name {
	struct packet_addr address;
	char text[NAME_LENGTH];
};

/* Zeroed knows nothing. */
struct names {
	VEC(struct name) known;
	uint32_t *slots; /* hash table of known's numbers plus one; 0: free. Owned */
	size_t room;
	bool hosts_read;
	uint64_t seen; /* packets up to this number are looked at */
};

/* Learns on from at most `most` packets; false when nothing is left. */
bool names_work(struct names *n, struct traffic *t, unsigned most);
/* Reads lines as those of hosts(5). */
void names_read_hosts(struct names *n, const char *text);
void names_learn(struct names *n, const struct packet_addr *a, const char *name);
/* NULL: nothing is known. Borrowed until more is learned. */
const char *names_of(const struct names *n, const struct traffic *t, const struct packet_addr *a);
void names_finish(struct names *n);

#endif
