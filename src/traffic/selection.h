/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The packets that a filter lets through, as a list with an index: worked out in slices, usable
 * meanwhile, one bit a packet.
 */
#ifndef TRAFFIC_SELECTION_H
#define TRAFFIC_SELECTION_H

#include <stdbool.h>
#include <stdint.h>

struct selection;
struct traffic;
struct traffic_filter;

/* Takes the filter over; NULL: every packet. The traffic must outlive it. */
struct selection *selection_create(struct traffic *t, struct traffic_filter *filter);
void selection_destroy(struct selection *s); /* NULL is fine */

/* Judges at most `most` further packets; true while there are more of them. */
bool selection_work(struct selection *s, unsigned most);
/* Packets up to this number are judged (traffic_last(): all that there are so far). */
uint64_t selection_judged(const struct selection *s);
/* Forgets all verdicts, as after a mark was set under the filter "mark". */
void selection_restart(struct selection *s);

/* How many of the judged packets are let through and still there. */
uint64_t selection_count(const struct selection *s);
/* The number of the i-th of them, i from 0; 0 when there is none. */
uint64_t selection_number(const struct selection *s, uint64_t i);
/* How many of them lie before that number: the index of the first that does not. */
uint64_t selection_index(const struct selection *s, uint64_t number);
bool selection_has(const struct selection *s, uint64_t number);
const struct traffic_filter *selection_filter(const struct selection *s);

#endif
