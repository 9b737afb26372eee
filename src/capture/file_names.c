/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a capture file calls addresses. Lists ask for each packet: names are found by a hash.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "capture/file_internal.h"

#define NAMES_MAX 65536u
#define NAME_MOST 255

static uint64_t hash_address(const struct packet_addr *a)
{
	uint64_t words[2] = {0};
	memcpy(words, a->bytes, a->length <= 16 ? a->length : 16);
	return (words[0] * 0x9e3779b97f4a7c15u ^ words[1]) + a->length;
}

void file_add_name(struct capture_file *f, const uint8_t *address, uint8_t length, const char *name,
        size_t len)
{
	if (!len || len > NAME_MOST || f->names.list.count >= NAMES_MAX)
		return;
	struct file_name n = {.address.length = length, .name = xstrndup(name, len)};
	memcpy(n.address.bytes, address, length);
	/* The first name is the one that is told. */
	uint64_t key = hash_address(&n.address);
	if (!map_find(&f->names.first, key))
		map_put(&f->names.first, key, f->names.list.count);
	vec_push(&f->names.list, n);
}

const char *capture_file_name(const struct capture_file *f, const struct packet_addr *a)
{
	const uint64_t *at = map_find(&f->names.first, hash_address(a));
	if (!at)
		return NULL;
	/* Another address of the same hash: it is further on. */
	for (size_t i = *at; i < f->names.list.count; i++)
		if (packet_addr_equal(&f->names.list.at[i].address, a))
			return f->names.list.at[i].name;
	return NULL;
}

bool capture_file_named(
        const struct capture_file *f, const char *name, size_t i, struct packet_addr *out)
{
	for (size_t k = 0; k < f->names.list.count; k++) {
		if (strcmp(f->names.list.at[k].name, name) != 0 || i--)
			continue;
		*out = f->names.list.at[k].address;
		return true;
	}
	return false;
}

void file_names_finish(struct file_names *n)
{
	VEC_EACH (one, &n->list)
		free(one->name);
	vec_free(&n->list);
	map_finish(&n->first);
}
