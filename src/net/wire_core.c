/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame's way from arrival to its fate, and onto the tape.
 *
 * How it works. What happens to a frame is decided, and the frame sent, before it is written: in
 * pass mode it then has one record, no FATE event, and the other host has it a decoding earlier.
 */
#include <string.h>

#include "net/wire_internal.h"

#define RULE_FLIP 0xff

/* Writes the frame and tells who listens. */
static void record(
        struct wire *w, const struct wire_arrival *a, struct wire_fate fate, uint64_t related)
{
	if (related == TAPE_NONE && a->note.repeats != FLOW_NONE)
		related = a->note.repeats;
	if (related != TAPE_NONE)
		fate.marks |= MARK_REPEAT;
	struct tape_frame f = {.link = (uint16_t)a->link,
	        .direction = a->direction,
	        .fate = (uint8_t)fate.fate,
	        .by = (uint8_t)fate.by,
	        .marks = fate.marks,
	        .related = related,
	        .captured = a->frame->captured,
	        .length = a->frame->length,
	        .bytes = a->frame->bytes};
	tape_add_frame(w->tape, a->frame->when, &f);
	wire_notes_put(w->notes, a->id, &a->note);
	if (w->on_frame)
		w->on_frame(w->user, a->id, &a->packet, &a->note);
}

static void changed(struct wire *w)
{
	if (w->on_change)
		w->on_change(w->user);
}

static void decode(struct wire *w, struct wire_arrival *a)
{
	const struct live_frame *f = a->frame;
	packet_decode(PACKET_LINK_ETHERNET, f->bytes, f->captured, f->length, &a->packet);
	a->note = flow_note_frame(w->flows, &a->packet, f->when, a->id);
}

static struct wire_fate send_now(struct wire *w, const struct wire_arrival *a, const uint8_t *bytes,
        struct wire_fate want, bool twice)
{
	return wire_send(w, a->link, a->direction, a->id, bytes, a->frame->captured, want, twice);
}

static void drop(struct wire *w, const struct wire_arrival *a, enum frame_by by)
{
	w->links[a->link].stats.dropped++;
	record(w, a, (struct wire_fate){.fate = FATE_DROPPED, .by = by}, TAPE_NONE);
}

/* Sends it twice; the second has a record of its own, after the first one's. */
static void send_twice(
        struct wire *w, const struct wire_arrival *a, const uint8_t *bytes, struct wire_fate want)
{
	want.marks |= MARK_DOUBLED;
	struct wire_fate first = send_now(w, a, bytes, want, true);
	struct wire_fate second = first;
	if (first.fate == FATE_DELIVERED)
		second = send_now(w, a, bytes, want, false);
	record(w, a, first, TAPE_NONE);
	if (first.fate == FATE_DELIVERED && second.fate == FATE_DELIVERED)
		wire_send_record_copy(
		        w, a->link, a->direction, a->id, bytes, a->frame->captured, want.by);
}

/* A changed copy of the frame's bytes. */
static const uint8_t *flipped(
        struct wire *w, const struct live_frame *f, uint32_t offset, uint8_t flip)
{
	memcpy(w->scratch, f->bytes, f->captured);
	w->scratch[offset] ^= flip;
	return w->scratch;
}

static void fold(struct wire *w, const struct wire_arrival *a, long at)
{
	struct wire_held *h = &w->held.list.at[at];
	if (h->repeats < sizeof(h->repeat_at) / sizeof(h->repeat_at[0]))
		h->repeat_at[h->repeats] = a->frame->when;
	h->repeats++;
	uint64_t held = h->frame;
	tape_fold(w->tape, held);
	record(w, a, (struct wire_fate){.fate = FATE_FOLDED, .by = BY_WIRE}, held);
	changed(w);
}

static void hold(struct wire *w, const struct wire_arrival *a, enum frame_by by)
{
	struct wire_held h = {.frame = a->id,
	        .link = a->link,
	        .direction = a->direction,
	        .since = a->frame->when,
	        .length = a->frame->captured,
	        .bytes = a->frame->bytes,
	        .packet = a->packet,
	        .note = a->note};
	if (!wire_held_add(&w->held, &h)) {
		drop(w, a, BY_GOVERNOR);
		return;
	}
	record(w, a, (struct wire_fate){.fate = FATE_HELD, .by = by}, TAPE_NONE);
	changed(w);
}

static long repeated(const struct wire *w, const struct wire_arrival *a)
{
	if (!w->held.list.count)
		return -1;
	return wire_held_repeated(&w->held, a->link, a->direction, &a->packet, a->frame->bytes);
}

static void hold_or_fold(struct wire *w, const struct wire_arrival *a, enum frame_by by)
{
	long at = repeated(w, a);
	if (at >= 0)
		fold(w, a, at);
	else
		hold(w, a, by);
}

static void corrupt_by_rule(struct wire *w, const struct wire_arrival *a, int offset)
{
	struct wire_fate want = {.by = BY_RULE};
	const uint8_t *bytes = a->frame->bytes;
	int64_t at = offset < 0 ? (int64_t)a->frame->captured + offset : offset;
	if (at >= 0 && at < a->frame->captured) {
		bytes = flipped(w, a->frame, (uint32_t)at, RULE_FLIP);
		want.marks = MARK_CORRUPTED;
	}
	record(w, a, send_now(w, a, bytes, want, false), TAPE_NONE);
}

static void apply_rule(struct wire *w, const struct wire_arrival *a, const struct wire_rule *rule)
{
	const struct wire_fate want = {.by = BY_RULE};
	const struct live_frame *f = a->frame;
	switch (rule->action) {
	case WIRE_DELIVER:
		record(w, a, send_now(w, a, f->bytes, want, false), TAPE_NONE);
		return;
	case WIRE_DROP:
		drop(w, a, BY_RULE);
		return;
	case WIRE_DUPLICATE:
		send_twice(w, a, f->bytes, want);
		return;
	case WIRE_DELAY:
		record(w, a,
		        wire_send_at(w, f->when + rule->delay, a->link, a->direction, a->id,
		                f->bytes, f->captured, want, false, false),
		        TAPE_NONE);
		return;
	case WIRE_CORRUPT:
		corrupt_by_rule(w, a, rule->offset);
		return;
	case WIRE_KEEP:
		hold_or_fold(w, a, BY_RULE);
		return;
	case WIRE_ACTIONS:
		return;
	}
}

static void pass(struct wire *w, const struct wire_arrival *a)
{
	const struct wire_fate want = {.by = BY_WIRE};
	record(w, a, send_now(w, a, a->frame->bytes, want, false), TAPE_NONE);
}

/* Through a bad line. */
static void impair(struct wire *w, struct wire_way *way, const struct wire_arrival *a)
{
	const struct live_frame *f = a->frame;
	struct wire_verdict v = wire_impair_frame(&way->impair, f->when, f->captured);
	if (v.drop) {
		drop(w, a, BY_IMPAIRMENT);
		return;
	}
	const uint8_t *bytes = v.corrupt ? flipped(w, f, v.offset, v.flip) : f->bytes;
	bool overtakes = way->late && !v.late;
	struct wire_fate want = {.by = BY_IMPAIRMENT};
	want.marks = (uint8_t)((v.corrupt ? MARK_CORRUPTED : 0) | (v.duplicate ? MARK_DOUBLED : 0) |
	                       (v.late || overtakes ? MARK_MOVED : 0));
	bool touched = want.marks;
	if (v.due > f->when) {
		record(w, a,
		        wire_send_at(w, v.due, a->link, a->direction, a->id, bytes, f->captured,
		                want, v.duplicate, v.late && !way->late),
		        TAPE_NONE);
	} else if (v.duplicate) {
		send_twice(w, a, bytes, want);
	} else {
		want.by = touched ? BY_IMPAIRMENT : BY_WIRE;
		record(w, a, send_now(w, a, bytes, want, false), TAPE_NONE);
	}
	if (overtakes)
		wire_send_overtaken(w, way, v.due);
}

/* Nothing is set that could keep the frame: the way most frames take. */
static bool is_plain(
        struct wire *w, const struct wire_link *l, const struct wire_way *way, nsec when)
{
	const struct wire_rule *rules;
	return l->mode == WIRE_PASS && !way->impair.on && way->impair.last_due <= when &&
	       !w->held.list.count && wire_rules_list(w->rules, &rules) == 0;
}

static void consider(
        struct wire *w, struct wire_link *l, struct wire_way *way, struct wire_arrival *a)
{
	const struct live_frame *f = a->frame;
	decode(w, a);
	if (f->captured < f->length) {
		drop(w, a, BY_WIRE);
		return;
	}
	const struct wire_rule *rule = wire_rules_take(w->rules, f->bytes, f->captured, f->length);
	if (rule) {
		apply_rule(w, a, rule);
		return;
	}
	long at = repeated(w, a);
	if (at >= 0)
		fold(w, a, at);
	else if (l->mode == WIRE_HOLD && filter_match(l->gate, f->bytes, f->captured, f->length))
		hold(w, a, BY_LEARNER);
	else if (way->impair.on || way->impair.last_due > f->when)
		impair(w, way, a);
	else
		pass(w, a);
}

/* A frame that the kernel carries. */
static void watch(struct wire *w, struct wire_link *l, struct wire_arrival *a)
{
	nsec when = a->frame->when;
	if (when - l->window >= WIRE_WATCH_WINDOW) {
		l->window = when;
		l->in_window = 0;
	}
	l->stats.delivered++;
	if (++l->in_window > WIRE_WATCH_LIMIT / (NSEC_PER_SEC / WIRE_WATCH_WINDOW)) {
		l->stats.not_recorded++;
		return;
	}
	decode(w, a);
	if (l->loopback && a->note.flow != FLOW_NONE)
		a->direction = a->note.direction;
	record(w, a, (struct wire_fate){.fate = FATE_SEEN, .by = BY_WIRE}, TAPE_NONE);
}

bool wire_core_swamped(const struct wire *w, int link, nsec now, nsec *until)
{
	const struct wire_link *l = &w->links[link];
	*until = l->window + WIRE_WATCH_WINDOW;
	return l->watched && now < *until &&
	       l->in_window > WIRE_WATCH_LIMIT / (NSEC_PER_SEC / WIRE_WATCH_WINDOW);
}

void wire_core_frame(struct wire *w, int link, uint8_t direction, const struct live_frame *f)
{
	struct wire_link *l = &w->links[link];
	struct wire_way *way = &l->ways[direction];
	struct wire_arrival a = {
	        .link = link, .direction = direction, .frame = f, .id = tape_end(w->tape)};
	l->stats.seen++;
	if (l->watched) {
		watch(w, l, &a);
		return;
	}
	if (f->captured != f->length || !is_plain(w, l, way, f->when)) {
		consider(w, l, way, &a);
		return;
	}
	const struct wire_fate want = {.by = BY_WIRE};
	struct wire_fate fate = send_now(w, &a, f->bytes, want, false);
	decode(w, &a);
	record(w, &a, fate, TAPE_NONE);
}
