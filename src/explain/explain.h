/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the terms of networks mean, in two sentences and with their source: fields by their filter
 * names, remarks of the TCP analysis, states, errno names, calls, socket options and flags.
 */
#ifndef EXPLAIN_EXPLAIN_H
#define EXPLAIN_EXPLAIN_H

#include <stddef.h>

struct explanation {
	const char *term;   /* "tcp.flags.syn", "ECONNREFUSED", "connect", "TIME-WAIT" */
	const char *text;   /* N_(): what it is or when it happens, and what follows */
	const char *source; /* "RFC 9293 3.1", "tcp(7)"; "" where there is none to read */
};

/* The explanation of a name, or of the nearest that it is a part of: "tcp.options.unknown" gives
 * "tcp.options". "connect()" is taken as "connect", '_' as '-', and states also by the names that
 * ss(8) has. NULL: nothing is known. Static. */
const struct explanation *explain_find(const char *name);

/* All of them, for completion: NULL from the end on. By subject, not sorted. */
const struct explanation *explain_at(size_t i);

#endif
