/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks of frames: which frames fit, and counting them as their fates change.
 *
 * A frame is counted when it begins to fit: as it arrives, or with the FATE event that makes it
 * fit. With `now` it is taken off again by the FATE event that ends it.
 */
#include <string.h>

#include "capture/filter.h"
#include "lab/check_internal.h"
#include "lab/values.h"
#include "packet/packet.h"

/* Set with tape_relate(), without an event of their own: true of a frame from its begin. */
#define MARKS_FROM_BIRTH ((unsigned)(MARK_REPEAT | MARK_COPY))

/* A frame with what is only found out when some check asks. */
struct look {
	uint64_t id;
	nsec when;
	const struct tape_frame *frame;
	bool decoded, has_fields;
	struct packet packet;
};

static const struct packet *packet_of(struct look *l)
{
	if (!l->decoded)
		packet_decode(PACKET_LINK_ETHERNET, l->frame->bytes, l->frame->captured,
		        l->frame->length, &l->packet);
	l->decoded = true;
	return &l->packet;
}

/* ---- gaps between repeats ---- */

static const struct repeat *repeat_at(const struct checker *c, uint64_t back)
{
	return &c->repeats[(c->repeat_count - 1 - back) % REPEATS_KEPT];
}

static uint64_t repeats_kept(const struct checker *c)
{
	return c->repeat_count < REPEATS_KEPT ? c->repeat_count : REPEATS_KEPT;
}

/* When the same bytes were sent last before: as the newest repeat of the same frame, or as that
 * frame itself. */
static bool sent_before(const struct checker *c, uint64_t related, nsec *when)
{
	struct tape_event first;
	bool found = tape_get(c->world.tape, related, &first);
	if (found)
		*when = first.when;
	for (uint64_t back = 0; back < repeats_kept(c); back++) {
		const struct repeat *r = repeat_at(c, back);
		if (r->related != related)
			continue;
		*when = found && *when > r->when ? *when : r->when;
		return true;
	}
	return found;
}

static void note_repeat(struct checker *c, const struct tape_event *ev)
{
	const struct tape_frame *f = &ev->frame;
	if (!(f->marks & MARK_REPEAT) || f->related == TAPE_NONE)
		return;
	nsec before;
	double gap = -1;
	if (sent_before(c, f->related, &before))
		gap = (double)(ev->when - before) / (double)NSEC_PER_SEC;
	c->repeats[c->repeat_count++ % REPEATS_KEPT] = (struct repeat){
	        .frame = ev->id, .related = f->related, .when = ev->when, .gap = gap};
}

static bool fits_gap(const struct checker *c, const struct lab_bound *gap, uint64_t frame)
{
	for (uint64_t back = 0; back < repeats_kept(c); back++) {
		const struct repeat *r = repeat_at(c, back);
		if (r->frame == frame)
			return r->gap >= 0 && bound_has(gap, r->gap);
	}
	return false;
}

/* ---- what doesn't change about a frame ---- */

/* The node that owns the address, else the one at the link's end (ARP, link-local, broadcast). */
static bool fits_node(const struct checker *c, int node, const struct packet_addr *addr,
        const struct tape_frame *f, int end)
{
	const struct topology *net = &c->lab->topology;
	int owner = addr->length ? topology_owner(net, addr) : -1;
	if (owner < 0 && f->link < net->link_count)
		owner = net->links[f->link].ends[end].node;
	return owner == node;
}

static bool fits_payload(const struct check_state *s, struct look *l)
{
	if (!s->payload_len)
		return true;
	const struct packet *p = packet_of(l);
	if (p->payload_offset > l->frame->captured)
		return false;
	size_t len = l->frame->captured - p->payload_offset;
	if (len > p->payload_length)
		len = p->payload_length;
	return memmem(l->frame->bytes + p->payload_offset, len, s->payload, s->payload_len);
}

static bool fits_field(struct checker *c, const struct lab_check *lab, struct look *l)
{
	if (!lab->field)
		return true;
	if (!l->has_fields)
		fields_build(packet_of(l), l->frame->bytes, &c->fields);
	l->has_fields = true;
	const struct field *f = fields_find(&c->fields, lab->field);
	bool number = f && (f->form == FIELD_UINT || f->form == FIELD_HEX || f->form == FIELD_FLAG);
	return number && bound_has(&lab->value, (double)f->value);
}

static bool has_gap(const struct lab_check *lab)
{
	return lab->gap.least > -HUGE_VAL || lab->gap.most < HUGE_VAL;
}

static bool fits(struct checker *c, const struct check_state *s, struct look *l)
{
	const struct tape_frame *f = l->frame;
	const struct lab_check *lab = s->lab;
	if (s->link >= 0 && s->link != f->link)
		return false;
	if (s->filter && !filter_match(s->filter, f->bytes, f->captured, f->length))
		return false;
	if (s->from >= 0 && !fits_node(c, s->from, &packet_of(l)->src, f, f->direction ? 1 : 0))
		return false;
	if (s->to >= 0 && !fits_node(c, s->to, &packet_of(l)->dst, f, f->direction ? 0 : 1))
		return false;
	if (has_gap(lab) && !fits_gap(c, &lab->gap, l->id))
		return false;
	return fits_payload(s, l) && fits_field(c, lab, l);
}

/* ---- what changes ---- */

static bool stands(const struct lab_check *lab, unsigned fate, unsigned marks)
{
	if (lab->fate >= 0 && (unsigned)lab->fate != fate)
		return false;
	if ((marks & MARK_COPY) && !(lab->marks & MARK_COPY))
		return false;
	return (marks & lab->marks) == lab->marks;
}

/* A retransmission of a frame that counts already: the same segment, not one more. */
static bool counts_already(
        const struct checker *c, const struct lab_check *lab, const struct tape_frame *f)
{
	struct tape_event first;
	if (!(f->marks & MARK_REPEAT) || (lab->marks & MARK_REPEAT) || has_gap(lab))
		return false;
	if (!tape_get(c->world.tape, f->related, &first) || first.kind != TAPE_FRAME)
		return false;
	return stands(lab, first.frame.fate, first.frame.marks);
}

void check_frame_event(struct checker *c, const struct tape_event *ev)
{
	struct look l = {.id = ev->id, .when = ev->when, .frame = &ev->frame};
	struct tape_fate fate;
	note_repeat(c, ev);
	if (!tape_fate_at(c->world.tape, ev->id, ev->id, &fate))
		return;
	unsigned marks = fate.marks | (ev->frame.marks & MARKS_FROM_BIRTH);
	for (size_t i = 0; i < c->count; i++) {
		struct check_state *s = &c->states[i];
		if (!checker_wants(c, i, CHECK_FRAME, ev->id) ||
		        !stands(s->lab, fate.fate, marks) ||
		        counts_already(c, s->lab, &ev->frame) || !fits(c, s, &l))
			continue;
		s->count++;
		checker_settle(c, i, bound_has(&s->lab->count, (double)s->count), ev->when, ev->id);
	}
}

static void change_count(struct check_state *s, bool before, bool after)
{
	if (after && !before)
		s->count++;
	else if (before && !after && s->lab->now && s->count > 0)
		s->count--;
}

void check_fate_event(struct checker *c, const struct tape_event *ev)
{
	struct tape_event frame;
	struct tape_fate old;
	if (!tape_get(c->world.tape, ev->fate.frame, &frame) || frame.kind != TAPE_FRAME ||
	        !tape_fate_at(c->world.tape, ev->fate.frame, ev->id - 1, &old))
		return;
	struct look l = {.id = frame.id, .when = frame.when, .frame = &frame.frame};
	unsigned birth = frame.frame.marks & MARKS_FROM_BIRTH;
	for (size_t i = 0; i < c->count; i++) {
		struct check_state *s = &c->states[i];
		if (!checker_wants(c, i, CHECK_FRAME, ev->id))
			continue;
		bool before = stands(s->lab, old.fate, old.marks | birth);
		bool after = stands(s->lab, ev->fate.fate, ev->fate.marks | birth);
		if (before == after || counts_already(c, s->lab, &frame.frame) || !fits(c, s, &l))
			continue;
		change_count(s, before, after);
		checker_settle(c, i, bound_has(&s->lab->count, (double)s->count), ev->when, ev->id);
	}
}
