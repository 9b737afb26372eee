/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a pipe says or a compressed file holds, brought into a spool a piece at a time.
 */
#ifndef CAPTURE_FEED_H
#define CAPTURE_FEED_H

#include <stdint.h>

struct err;
struct feed;

enum feed_step {
	FEED_MORE,   /* something was done */
	FEED_WAIT,   /* the pipe has nothing now */
	FEED_END,    /* that was all */
	FEED_FAILED, /* feed_failure() says why */
};

/* Takes fd over, which is read with read(). gzip is told by the first two bytes. */
struct feed *feed_create(int fd, struct err *e);
void feed_destroy(struct feed *f); /* NULL is fine */

/* Brings on at most 256 KiB. Never blocks on a pipe or socket. */
enum feed_step feed_work(struct feed *f);
const char *feed_failure(const struct feed *f); /* "" or a sentence */

int feed_fd(const struct feed *f);         /* the spool's, for pread() */
int feed_input(const struct feed *f);      /* readable when more may be there */
uint64_t feed_taken(const struct feed *f); /* bytes of the input */

#endif
