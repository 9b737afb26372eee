/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies of HTTP/1 messages as a person can read them: chunks put together (RFC 9112 7.1), and
 * gzip unpacked.
 */
#ifndef INSPECT_UNZIP_H
#define INSPECT_UNZIP_H

#include "ui/inspect/pieces.h"

#define UNZIP_MAX ((size_t)4 << 20) /* of one body; what is beyond is not shown */

/* Makes p->readable of p->all: the same with such bodies in place of theirs; empty when there is
 * none. Their bytes are appended to p->bytes, at most PIECES_BYTES_MAX of all. */
void unzip_pieces(struct pieces *p);

#endif
