/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How one frame looks: decoded when it is shown, not before.
 */
#include "ui/view/frame.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "packet/format.h"

/* Everybody: the group bit of the destination's first byte (IEEE 802.3 3.2.3). */
static bool to_group(const struct packet *p)
{
	return p->mac_dst.length == 6 && (p->mac_dst.bytes[0] & 1);
}

static int owner_or(const struct view_source *s, const struct packet_addr *a, int otherwise)
{
	int node = a->length ? topology_owner(s->topology, a) : -1;
	return node >= 0 ? node : otherwise;
}

bool frame_look(const struct view_source *s, const struct view_shared *sh, uint64_t id,
        struct frame_look *out)
{
	struct tape_event e;
	if (!tape_get(s->tape, id, &e) || e.kind != TAPE_FRAME)
		return false;
	*out = (struct frame_look){.id = id,
	        .when = e.when,
	        .frame = e.frame,
	        .absolute = sh->absolute,
	        .near = -1,
	        .far = -1};
	struct view_held held = {.bytes = e.frame.bytes, .len = e.frame.captured};
	if (view_source_held(s, id, &held))
		out->frame.marks = (uint8_t)(out->frame.marks | held.marks);
	packet_decode(PACKET_LINK_ETHERNET, held.bytes, held.len, e.frame.length, &out->packet);
	if (e.frame.link < s->topology->link_count) {
		const struct topology_link *link = &s->topology->links[e.frame.link];
		out->near = link->ends[e.frame.direction & 1].node;
		out->far = link->ends[!(e.frame.direction & 1)].node;
	}
	out->from = owner_or(s, &out->packet.src, out->near);
	out->to = to_group(&out->packet) ? -1 : owner_or(s, &out->packet.dst, out->far);
	out->has_note = view_source_note(s, id, &out->note);
	/* That it repeats another is said by its fate. */
	struct flow_note plain = out->note;
	if (plain.repeats != FLOW_NONE && !(plain.marks & (FLOW_FAST | FLOW_SPURIOUS))) {
		plain.repeats = FLOW_NONE;
		plain.marks &= ~(uint32_t)FLOW_RETRANSMISSION;
	}
	format_summary(&out->packet, out->has_note ? &plain : NULL, sh->absolute, out->summary,
	        sizeof(out->summary));
	return true;
}

enum role frame_role(const struct frame_look *l)
{
	switch ((enum frame_fate)l->frame.fate) {
	case FATE_HELD:
		return ROLE_HELD;
	case FATE_DELAYED:
		return ROLE_DELAYED;
	case FATE_DROPPED:
	case FATE_FOLDED:
		return ROLE_DROPPED;
	case FATE_SEEN:
	case FATE_DELIVERED:
	case FATES:
		break;
	}
	if (l->frame.marks & (MARK_CORRUPTED | MARK_EDITED))
		return ROLE_CORRUPTED;
	if (l->frame.marks & (MARK_DOUBLED | MARK_COPY | MARK_REPEAT))
		return ROLE_DOUBLED;
	return ROLE_TEXT;
}

enum glyph frame_mark(const struct frame_look *l)
{
	switch ((enum frame_fate)l->frame.fate) {
	case FATE_HELD:
		return GLYPH_PAUSE;
	case FATE_DELAYED:
		return GLYPH_SHAFT_HELD;
	case FATE_DROPPED:
		return GLYPH_LOST;
	case FATE_FOLDED:
		return GLYPH_TIMES;
	case FATE_SEEN:
	case FATE_DELIVERED:
	case FATES:
		break;
	}
	if (l->frame.marks & (MARK_CORRUPTED | MARK_EDITED))
		return GLYPH_SHAFT_BAD;
	if (l->frame.marks & (MARK_DOUBLED | MARK_COPY | MARK_REPEAT))
		return GLYPH_SHAFT_AGAIN;
	return GLYPH_TO;
}

bool frame_notable(const struct tape_frame *f)
{
	if (f->marks || f->folded)
		return true;
	return f->fate == FATE_HELD || f->fate == FATE_DELAYED || f->fate == FATE_DROPPED ||
	       f->fate == FATE_FOLDED;
}

void frame_numbers(const struct frame_look *l, char *out, size_t size)
{
	const struct packet *p = &l->packet;
	bool relative = l->has_note && !l->absolute;
	uint32_t seq = relative ? l->note.seq : p->tcp_seq;
	uint32_t ack = relative ? l->note.ack : p->tcp_ack;
	char end[16] = "";
	if (p->payload_length)
		snprintf(end, sizeof(end), ":%u", seq + p->payload_length);
	if (p->tcp_flags & TCP_ACK)
		snprintf(out, size, "%u%s, %u", seq, end, ack);
	else
		snprintf(out, size, "%u%s", seq, end);
}

void frame_time(const struct view_source *s, const struct view_shared *sh, nsec when,
        uint64_t before, char *out, size_t size)
{
	struct tape_event e;
	nsec base = s->began;
	const char *sign = "";
	if (sh->delta) {
		sign = "+";
		base = when;
		if (before != TAPE_NONE && tape_get(s->tape, before, &e))
			base = e.when;
	}
	nsec t = when > base ? when - base : 0;
	snprintf(out, size, "%s%lld.%03lld", sign, (long long)(t / NSEC_PER_SEC),
	        (long long)(t % NSEC_PER_SEC / NSEC_PER_MSEC));
}

bool frame_list_act(
        struct events *v, const struct events_filter *f, const struct view_act *a, int head)
{
	const struct events_row *row;
	if (a->kind == ACT_MOVE || a->kind == ACT_WHEEL)
		events_move(v, f, a->by);
	else if (a->kind == ACT_PAGE)
		events_move(v, f, a->by * (v->rows > 2 ? v->rows - 1 : 1));
	else if (a->kind == ACT_FIRST)
		events_first(v, f);
	else if (a->kind == ACT_LAST)
		events_last(v);
	else if (a->kind == ACT_CLICK && (row = events_at(v, a->y - head)))
		events_select(v, row->id);
	else
		return false;
	return true;
}

bool frame_act(uint64_t id, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct frame_look l;
	if (a->kind == ACT_OPEN) {
		snprintf(r->line, sizeof(r->line), "focus fields");
		return true;
	}
	if (a->kind != ACT_COPY || id == TAPE_NONE || !frame_look(env->source, env->shared, id, &l))
		return false;
	char line[320];
	format_line(&l.packet, l.has_note ? &l.note : NULL, l.absolute, line, sizeof(line));
	buf_printf(&r->copy, "#%llu %s\n", (unsigned long long)id, line);
	return true;
}
