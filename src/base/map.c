/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map from numbers to numbers: open addressing, linear probing, removal by shifting back.
 */
#include "base/map.h"

#include <stdlib.h>

#include "base/alloc.h"

#define ROOM_MIN 16

/* splitmix64's last step: neighbours such as thread ids spread over all slots. */
static size_t home_of(const struct map *m, uint64_t key)
{
	key = (key ^ key >> 30) * 0xbf58476d1ce4e5b9u;
	key = (key ^ key >> 27) * 0x94d049bb133111ebu;
	return (size_t)(key ^ key >> 31) & (m->room - 1);
}

/* The slot of key, or the free one where it would go. */
static size_t place_of(const struct map *m, uint64_t key)
{
	size_t at = home_of(m, key);
	while (m->slots[at].used && m->slots[at].key != key)
		at = (at + 1) & (m->room - 1);
	return at;
}

static void grow(struct map *m)
{
	struct map old = *m;
	m->room = old.room ? old.room * 2 : ROOM_MIN;
	m->slots = xcalloc(m->room, sizeof(*m->slots));
	for (size_t i = 0; i < old.room; i++)
		if (old.slots[i].used)
			m->slots[place_of(m, old.slots[i].key)] = old.slots[i];
	free(old.slots);
}

uint64_t *map_find(const struct map *m, uint64_t key)
{
	if (!m->count)
		return NULL;
	struct map_slot *s = &m->slots[place_of(m, key)];
	return s->used ? &s->value : NULL;
}

void map_put(struct map *m, uint64_t key, uint64_t value)
{
	if (m->count * 4 >= m->room * 3)
		grow(m);
	struct map_slot *s = &m->slots[place_of(m, key)];
	m->count += !s->used;
	*s = (struct map_slot){.key = key, .value = value, .used = true};
}

bool map_remove(struct map *m, uint64_t key)
{
	if (!map_find(m, key))
		return false;
	size_t mask = m->room - 1, hole = place_of(m, key);
	for (size_t at = (hole + 1) & mask; m->slots[at].used; at = (at + 1) & mask) {
		size_t home = home_of(m, m->slots[at].key);
		/* It may move into the hole unless its home lies between hole and itself. */
		if (((at - home) & mask) < ((at - hole) & mask))
			continue;
		m->slots[hole] = m->slots[at];
		hole = at;
	}
	m->slots[hole].used = false;
	m->count--;
	return true;
}

void map_finish(struct map *m)
{
	free(m->slots);
	*m = (struct map){0};
}
