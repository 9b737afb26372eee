/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The latest frames of a live capture: a ring in a spool on the disk, the newest in memory.
 */
#ifndef TRAFFIC_STORE_H
#define TRAFFIC_STORE_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct store;

/* `bytes`: of the ring, at least 1 MiB. */
struct store *store_create(uint64_t bytes, struct err *e);
void store_destroy(struct store *s); /* NULL is fine */

/* Where the next frame of that length will lie. Offsets only go up; what lies more than the ring's
 * size before the end of the latest is overwritten. */
uint64_t store_place(const struct store *s, uint32_t len);
uint64_t store_room(const struct store *s);
uint64_t store_end(const struct store *s); /* behind the latest frame */
/* Keeps a frame there: 0 or -errno. */
int store_put(struct store *s, const void *bytes, uint32_t len);
/* A frame that is still there; NULL when it can't be read. Borrowed until the next call. */
const uint8_t *store_bytes(struct store *s, uint64_t offset, uint32_t len);

#endif
