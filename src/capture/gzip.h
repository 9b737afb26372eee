/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes as gzip keeps them (RFC 1952), in memory; gunzip.h reads them piece by piece.
 */
#ifndef CAPTURE_GZIP_H
#define CAPTURE_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Whether it begins as such bytes do. */
bool gzip_is(const void *bytes, size_t len);

/* Appends one member, the smallest there is: the same for the same bytes. */
void gzip_pack(const void *bytes, size_t len, struct buf *out);

/* Appends what the members hold. 0; -EFBIG: more than `limit` bytes, nothing beyond them is
 * appended; -EINVAL: damaged or cut off, what was there before that is appended. */
int gzip_unpack(const void *bytes, size_t len, size_t limit, struct buf *out);

#endif
