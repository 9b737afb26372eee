/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What flows say of a tape's frames. Flows can't be copied, so all notes are kept, packed: a frame
 * takes 40 bytes. Those of frames that the tape forgot go when they are more than the others.
 */
#include "bench/past_notes.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/vec.h"
#include "packet/packet.h"

#define FLOWS_MAX 4096

struct packed {
	uint64_t frame;
	struct flow_packed note;
};

struct past_notes {
	struct flow_table *flows;
	VEC(struct packed) list; /* by frame */
	uint64_t next;           /* event to look at next */
};

struct past_notes *past_notes_create(void)
{
	struct past_notes *n = xcalloc(1, sizeof(*n));
	n->flows = flow_table_create(FLOWS_MAX, FLOW_BY_ORDER);
	return n;
}

void past_notes_destroy(struct past_notes *n)
{
	if (!n)
		return;
	flow_table_destroy(n->flows);
	vec_free(&n->list);
	free(n);
}

static size_t place_of(const struct past_notes *n, uint64_t frame)
{
	size_t low = 0, high = n->list.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (n->list.at[middle].frame < frame)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void forget(struct past_notes *n, uint64_t first)
{
	size_t gone = place_of(n, first);
	if (gone < 4096 || gone < n->list.count / 2)
		return;
	memmove(n->list.at, n->list.at + gone, (n->list.count - gone) * sizeof(*n->list.at));
	n->list.count -= gone;
}

static void go_until(struct past_notes *n, const struct tape *t, uint64_t end)
{
	struct tape_event ev;
	if (n->next < tape_first(t)) {
		n->next = tape_first(t);
		forget(n, n->next);
	}
	while ((n->next = tape_find(t, n->next, TAPE_FRAME, 1)) < end &&
	        tape_get(t, n->next, &ev)) {
		struct packet packet;
		packet_decode(PACKET_LINK_ETHERNET, ev.frame.bytes, ev.frame.captured,
		        ev.frame.length, &packet);
		struct flow_note note = flow_note_frame(n->flows, &packet, ev.when, ev.id);
		vec_push(&n->list, ((struct packed){ev.id, flow_pack(&note, ev.id)}));
		n->next++;
	}
	if (n->next == TAPE_NONE)
		n->next = tape_end(t);
}

bool past_notes_follow(struct past_notes *n, const struct tape *t, size_t events)
{
	uint64_t end = tape_end(t);
	if (n->next < end && end - n->next > events)
		end = n->next + events;
	go_until(n, t, end);
	return n->next >= tape_end(t);
}

bool past_notes_get(
        struct past_notes *n, const struct tape *t, uint64_t frame, struct flow_note *out)
{
	if (frame >= tape_end(t))
		return false;
	if (frame >= n->next)
		go_until(n, t, frame + 1);
	size_t at = place_of(n, frame);
	if (at == n->list.count || n->list.at[at].frame != frame)
		return false;
	*out = flow_unpack(&n->list.at[at].note, frame);
	return true;
}
