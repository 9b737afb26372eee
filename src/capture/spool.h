/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file without a name that bytes are put into and read from: what a pipe said, what a compressed
 * file holds, frames of a live capture. It lies in $TMPDIR or /var/tmp and is gone with us.
 */
#ifndef CAPTURE_SPOOL_H
#define CAPTURE_SPOOL_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct spool;

#define SPOOL_MAX ((uint64_t)32 << 30)
/* What a spool leaves free on the disk for others. */
#define SPOOL_LEAVES ((uint64_t)128 << 20)

/* For at most `limit` bytes (0: SPOOL_MAX). NULL when no such file can be made. */
struct spool *spool_create(uint64_t limit, struct err *e);
void spool_destroy(struct spool *s); /* NULL is fine */
int spool_fd(const struct spool *s); /* for pread() */
uint64_t spool_size(const struct spool *s);
const char *spool_folder(const struct spool *s);

/* Appends all or nothing: 0, -EFBIG (more than the limit), -ENOSPC (the disk is nearly full). */
int spool_add(struct spool *s, const void *bytes, size_t len);
/* Writes at `offset`, not behind the end: over what is there, or on. The same results. */
int spool_put(struct spool *s, uint64_t offset, const void *bytes, size_t len);

#endif
