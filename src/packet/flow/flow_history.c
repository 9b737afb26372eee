/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last segments of one direction, acknowledged or not: tells a repeat by what was seen.
 */
#include "packet/flow/flow_internal.h"

void flow_history_add(struct flow_history_side *h, uint32_t seq, uint32_t end, uint64_t id)
{
	uint32_t place = h->count % FLOW_HISTORY;
	uint32_t lost = h->at[place].end;
	if (h->count >= FLOW_HISTORY && (!h->forgot || flow_before(h->forgotten, lost))) {
		h->forgotten = lost;
		h->forgot = true;
	}
	h->at[place].seq = seq;
	h->at[place].end = end;
	h->at[place].id = id;
	h->count++;
}

bool flow_history_find(const struct flow_history_side *h, uint32_t seq, uint64_t *id)
{
	uint32_t first = h->count > FLOW_HISTORY ? h->count - FLOW_HISTORY : 0;
	for (uint32_t i = first; i < h->count; i++) {
		uint32_t place = i % FLOW_HISTORY;
		if (!flow_before(seq, h->at[place].seq) && flow_before(seq, h->at[place].end)) {
			*id = h->at[place].id;
			return true;
		}
	}
	*id = FLOW_NONE;
	return h->forgot && flow_before(seq, h->forgotten);
}
