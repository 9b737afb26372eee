/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole files: read with a bound, written so that a crash leaves the old one or the new one.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* Appends the file's bytes to out. Fails with ERR_INPUT and one sentence naming the path when it
 * is missing, not readable, not a regular file, or longer than `limit` bytes; out is then as it
 * was. */
bool file_read(const char *path, size_t limit, struct buf *out, struct err *e);

/* Replaces (or makes) the file: a temporary one in the same directory, fsync, rename. A symbolic
 * link is followed. `mode` is for a new file (say 0600). Nothing is left behind on failure. */
bool file_write(const char *path, const void *bytes, size_t len, mode_t mode, struct err *e);

/* Writes all of it to fd, however often write() stops short; 0 or -errno. Blocks. */
int file_write_all(int fd, const void *bytes, size_t len);

#endif
