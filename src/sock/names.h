/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The constants of the socket calls by name, as <sys/socket.h> and its friends spell them.
 */
#ifndef SOCK_NAMES_H
#define SOCK_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct sock_name {
	const char *name; /* NULL ends a table */
	int value;
};

extern const struct sock_name sock_families[];  /* AF_... */
extern const struct sock_name sock_types[];     /* SOCK_STREAM, ..., SOCK_NONBLOCK */
extern const struct sock_name sock_protocols[]; /* IPPROTO_..., 0 */
extern const struct sock_name sock_flags[];     /* MSG_... */
extern const struct sock_name sock_hows[];      /* SHUT_... */
extern const struct sock_name sock_events[];    /* POLL... */
extern const struct sock_name sock_levels[];    /* SOL_SOCKET, IPPROTO_... */
extern const struct sock_name sock_states[];    /* of TCP, as ss(8) names them */

/* The row of a name; NULL: none. */
const struct sock_name *sock_name_find(const struct sock_name *table, const char *name);
/* The first name of a value; NULL: none. */
const char *sock_name_of(const struct sock_name *table, int value);

/* "A|B|C" into bits; false names the one that is unknown by *bad (borrowed from text) and its
 * length. */
bool sock_bits_parse(const struct sock_name *table, const char *text, int *bits, const char **bad,
        size_t *bad_len);
/* The bits as "A|B", what has no name as a hexadecimal number, "0" when there are none. */
void sock_bits_text(const struct sock_name *table, int bits, struct buf *out);

/* What an errno most often means for a socket, one sentence for a person; NULL: nothing to add. */
const char *sock_errno_hint(int errnum);

#endif
