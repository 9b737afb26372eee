/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What tests in real namespaces share: skipping, programs on hosts, an echo request.
 */
#ifndef TESTS_NETNS_SUPPORT_H
#define TESTS_NETNS_SUPPORT_H

#include <stdbool.h>

#include "net/world.h"

/* Handles --as-user (root becomes nobody; others are skipped) and tries world_enter() in a child.
 * Exits with 77 and the reason when this machine forbids it. */
void support_begin(int argc, char **argv);

/* Runs fn in a child that sits on the host; its return value (0..99), 100 when it could not. */
int support_on_host(const struct world *w, int node, int (*fn)(const void *user), const void *user);

/* One echo request to a name from inside a host (for support_on_host, user is the name):
 * 0 answered, 1 not, 2 no such name, 3 no such socket. */
int support_ping(const void *name);

/* A star of hosts ("client", "server", "third") around the switch "sw", carried by the kernel. */
void support_star(struct topology *t, int hosts);

#endif
