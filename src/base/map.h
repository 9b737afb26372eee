/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map from numbers to numbers, for handles such as thread ids and inodes. A zeroed one is empty.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_slot {
	uint64_t key, value;
	bool used;
};

struct map {
	struct map_slot *slots; /* owned; a power of two of them */
	size_t room, count;
};

/* Where the value of key is; NULL when there is none. Good until the next map_put. */
uint64_t *map_find(const struct map *m, uint64_t key);
/* Sets it, whether or not it was there. */
void map_put(struct map *m, uint64_t key, uint64_t value);
/* False when it was not there. */
bool map_remove(struct map *m, uint64_t key);
void map_finish(struct map *m);

#endif
