/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the descriptors of a traced process are: sockets with both ends, pipes, files.
 *
 * How it works: /proc/PID/fd tells the kind, pidfd_getfd(2) lends a socket to ask for its names.
 * Answers are kept until a call makes them doubtful (close, dup2, connect ...).
 */
#ifndef TRACE_FDMAP_H
#define TRACE_FDMAP_H

#include <sys/types.h>

#include "trace/call.h"

struct fdmap; /* of one process */

struct fdmap *fdmap_create(pid_t pid);
void fdmap_destroy(struct fdmap *m);

/* What fd is now; borrowed until the next call of this module. Never NULL. */
const struct trace_fd *fdmap_find(struct fdmap *m, int fd);
/* It may be something else now. fdmap_forget_all: after exec and close_range. */
void fdmap_forget(struct fdmap *m, int fd);
void fdmap_forget_all(struct fdmap *m);
/* Its names may have changed: bind, connect, listen. */
void fdmap_doubt(struct fdmap *m, int fd);
/* The socket with this inode, whatever its numbers are here, was set to wait or not to. */
void fdmap_set_nonblocking(struct fdmap *m, uint64_t inode, bool on);

#endif
