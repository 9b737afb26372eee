/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The counters of every host's own kernel, put on the tape when they move: what a kernel did with
 * a segment that nobody can see on the wire ("ListenOverflows +1", "InCsumErrors +1").
 *
 * How it works: a poll reads /proc/net/snmp and netstat (proc_net(5), RFC 1213, Linux's
 * Documentation/networking/snmp_counter.rst) of the hosts that something on the tape concerned
 * since the last poll, and of no other. Of the kernel's three hundred counters those are kept that
 * explain something to a person; a table gives each a sentence.
 */
#ifndef NET_COUNTERS_H
#define NET_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

struct counters;
struct tape;
struct world;

/* What it says about a single frame, if it moved for one. */
enum counter_says {
	COUNTER_OF_HOST,  /* nothing */
	COUNTER_DISCARDS, /* the host took a frame that arrived and threw it away */
	COUNTER_SENDS,    /* why the host sent a frame */
	COUNTER_SAYS
};

/* The first poll tells what has moved since this call. The tape and world are borrowed. */
struct counters *counters_create(const struct world *w, struct tape *tape);
void counters_destroy(struct counters *c);

/* Appends a COUNTER event for each counter that moved. Returns how many. */
size_t counters_poll(struct counters *c, nsec now);

/* The table: the sooner a row comes, the more it explains. A sentence in the interface's language;
 * short is the name without its group: "ListenOverflows". */
struct counter_row {
	const char *name, *group, *shorter;
	const char *meaning; /* English; _() where it is shown */
	enum counter_says says;
};
const struct counter_row *counters_table(size_t *count);
/* The row of a name such as "TcpExtListenOverflows"; NULL: not ours. */
const struct counter_row *counters_row(const char *name);

#define COUNTERS_MAX 96 /* rows in the table, at most */

/* Reading the files' text: in which column of its group's line each row's number is (-1: this
 * kernel has none), then the numbers. Lines may be cut or foreign; such rows keep their value. */
void counters_columns(const char *text, int16_t columns[COUNTERS_MAX]);
void counters_values(
        const char *text, const int16_t columns[COUNTERS_MAX], uint64_t values[COUNTERS_MAX]);

#endif
