/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Says that a call waits, while it waits.
 *
 * How it works: the call itself has the process, and a timer's signal would cut it short. So a
 * child made beforehand, which has none of the sockets, sleeps on a futex in shared memory; once
 * woken it writes to standard output unless the call has ended within a moment. Tracing the
 * program's sockets shows nothing of it.
 */
#ifndef FRONT_SOCK_WAIT_H
#define FRONT_SOCK_WAIT_H

struct sock_wait;

/* `text` is what to write. NULL when there can't be a child: then nothing is said. */
struct sock_wait *sock_wait_create(const char *text);
void sock_wait_destroy(struct sock_wait *w); /* NULL is fine, here and below */

void sock_wait_begin(struct sock_wait *w);
/* What was written has been written when this returns. */
void sock_wait_end(struct sock_wait *w);

#endif
