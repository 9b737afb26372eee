/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records of one size, cut from blocks and used again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "packet/flow/flow_internal.h"

#define BLOCK_RECORDS 256

/* The first bytes of a free record, and of a block, are the next one's address. */
static void *next_of(const void *record)
{
	void *next;
	memcpy(&next, record, sizeof(next));
	return next;
}

static void push(void **list, void *record)
{
	memcpy(record, list, sizeof(*list));
	*list = record;
}

static void grow(struct flow_pool *p)
{
	size_t bytes = 16 + p->size * BLOCK_RECORDS; /* 16: the next block's address, aligned */
	uint8_t *block = xmalloc(bytes);
	push(&p->blocks, block);
	p->bytes += bytes;
	for (size_t i = BLOCK_RECORDS; i-- > 0;)
		push(&p->unused, block + 16 + i * p->size);
}

void *flow_pool_take(struct flow_pool *p)
{
	if (!p->unused)
		grow(p);
	void *record = p->unused;
	p->unused = next_of(record);
	memset(record, 0, p->size);
	return record;
}

void flow_pool_give(struct flow_pool *p, void *record)
{
	if (record)
		push(&p->unused, record);
}

void flow_pool_finish(struct flow_pool *p)
{
	while (p->blocks) {
		void *next = next_of(p->blocks);
		free(p->blocks);
		p->blocks = next;
	}
	p->unused = NULL;
}
