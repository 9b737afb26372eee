/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes compressed by gzip (RFC 1952), several members one after the other, bit by bit.
 */
#ifndef CAPTURE_GUNZIP_H
#define CAPTURE_GUNZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gunzip;

enum gunzip_step {
	GUNZIP_MORE,  /* wants input */
	GUNZIP_SOME,  /* gave output, has more */
	GUNZIP_WRONG, /* these are no such bytes */
};

struct gunzip *gunzip_create(void);
void gunzip_destroy(struct gunzip *g); /* NULL is fine */
/* The next input; only after MORE. Borrowed until the next MORE. */
void gunzip_feed(struct gunzip *g, const uint8_t *bytes, size_t len);
/* Fills at most `room` bytes of out, *len says how many. */
enum gunzip_step gunzip_take(struct gunzip *g, uint8_t *out, size_t room, size_t *len);
/* Would the input be whole if it ended here? */
bool gunzip_whole(const struct gunzip *g);

#endif
