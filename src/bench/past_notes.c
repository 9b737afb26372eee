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
#define NEVER UINT32_MAX

enum {
	BIT_DIRECTION = 1,
	BIT_KNOWN_ISN = 2,
	BIT_RETRANSMISSION = 4,
	BIT_KEEP_ALIVE = 8,
	BIT_ZERO_WINDOW = 16,
	BIT_WINDOW_UPDATE = 32,
	BIT_DUP_ACK = 64,
	BIT_OUT_OF_ORDER = 128,
	BIT_FAST = 256,
	BIT_PROBE = 512,
};

struct packed {
	uint64_t frame, flow;
	uint32_t seq, ack, window;
	uint32_t repeats; /* distance back; NEVER: none */
	uint16_t bits;
};

struct past_notes {
	struct flow_table *flows;
	VEC(struct packed) list; /* by frame */
	uint64_t next;           /* event to look at next */
};

struct past_notes *past_notes_create(void)
{
	struct past_notes *n = xcalloc(1, sizeof(*n));
	n->flows = flow_table_create(FLOWS_MAX);
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

static uint16_t bit(bool set, unsigned value)
{
	return (uint16_t)(set ? value : 0);
}

static struct packed pack(uint64_t frame, const struct flow_note *f)
{
	bool near = f->repeats < frame && frame - f->repeats < NEVER;
	struct packed p = {.frame = frame,
	        .flow = f->flow,
	        .seq = f->seq,
	        .ack = f->ack,
	        .window = f->window,
	        .repeats = near ? (uint32_t)(frame - f->repeats) : NEVER};
	p.bits |= bit(f->direction, BIT_DIRECTION);
	p.bits |= bit(f->known_isn, BIT_KNOWN_ISN);
	p.bits |= bit(f->retransmission, BIT_RETRANSMISSION);
	p.bits |= bit(f->keep_alive, BIT_KEEP_ALIVE);
	p.bits |= bit(f->zero_window, BIT_ZERO_WINDOW);
	p.bits |= bit(f->window_update, BIT_WINDOW_UPDATE);
	p.bits |= bit(f->dup_ack, BIT_DUP_ACK);
	p.bits |= bit(f->out_of_order, BIT_OUT_OF_ORDER);
	p.bits |= bit(f->fast_retransmit, BIT_FAST);
	p.bits |= bit(f->window_probe, BIT_PROBE);
	return p;
}

static struct flow_note unpack(const struct packed *p)
{
	return (struct flow_note){.flow = p->flow,
	        .direction = (p->bits & BIT_DIRECTION) != 0,
	        .known_isn = p->bits & BIT_KNOWN_ISN,
	        .seq = p->seq,
	        .ack = p->ack,
	        .window = p->window,
	        .repeats = p->repeats == NEVER ? FLOW_NONE : p->frame - p->repeats,
	        .retransmission = p->bits & BIT_RETRANSMISSION,
	        .keep_alive = p->bits & BIT_KEEP_ALIVE,
	        .zero_window = p->bits & BIT_ZERO_WINDOW,
	        .window_update = p->bits & BIT_WINDOW_UPDATE,
	        .dup_ack = p->bits & BIT_DUP_ACK,
	        .out_of_order = p->bits & BIT_OUT_OF_ORDER,
	        .fast_retransmit = p->bits & BIT_FAST,
	        .window_probe = p->bits & BIT_PROBE};
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
		vec_push(&n->list, pack(ev.id, &note));
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
	*out = unpack(&n->list.at[at]);
	return true;
}
