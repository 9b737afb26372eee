/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What became of a frame, in words: who decided it, what was done to it, and what the kernels'
 * counters say of its end.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/fate.h"
#include "loop/loop.h"
#include "net/counters.h"
#include "tape/tape.h"

static bool is_group(const struct packet_addr *mac)
{
	return mac->length == 6 && (mac->bytes[0] & 1);
}

/* A link's end may be a switch: then the address says better who it is. */
void frame_ends(const struct topology *t, const struct packet *p, int link, int direction,
        int *from, int *to)
{
	const struct topology_link *l = &t->links[link];
	*from = topology_owner(t, &p->src);
	*to = topology_owner(t, &p->dst);
	if (*from < 0)
		*from = l->ends[direction ? 1 : 0].node;
	if (*to < 0)
		*to = is_group(&p->mac_dst) ? -1 : l->ends[direction ? 0 : 1].node;
}

/* Whose doing a fate was, for "dropped by ...". */
static const char *const by_words[BYS] = {
        [BY_WIRE] = N_("the wire"),
        [BY_LEARNER] = N_("you"),
        [BY_RULE] = N_("a rule"),
        [BY_IMPAIRMENT] = N_("the link's impairment"),
        [BY_CABLE] = N_("the pulled cable"),
        [BY_GOVERNOR] = N_("the governor"),
};

static void fate_phrase(
        const struct fate_scene *s, const struct tape_event *ev, char *out, size_t size)
{
	const struct tape_frame *f = &ev->frame;
	const char *by = _(by_words[f->by]);
	switch ((enum frame_fate)f->fate) {
	case FATE_SEEN:
		snprintf(out, size, "%s", _("seen"));
		return;
	case FATE_HELD:
		snprintf(out, size, _("held %.1f s"),
		        (double)(s->now - ev->when) / (double)NSEC_PER_SEC);
		return;
	case FATE_DELAYED:
		snprintf(out, size, _("delayed by %s"), by);
		return;
	case FATE_DELIVERED:
		snprintf(out, size, "%s",
		        f->by == BY_LEARNER ? _("delivered by you") : _("delivered"));
		return;
	case FATE_DROPPED:
		snprintf(out, size, _("dropped by %s"), by);
		return;
	case FATE_FOLDED:
		snprintf(out, size, _("sent again while #%llu was held"),
		        (unsigned long long)f->related);
		return;
	case FATES:
		break;
	}
	snprintf(out, size, "?");
}

static void add_phrase(char *out, size_t size, const char *phrase)
{
	size_t len = strlen(out);
	if (len < size)
		snprintf(out + len, size - len, "%s%s", len ? _(", ") : "", phrase);
}

static void add_relation(
        const struct fate_scene *s, const struct tape_frame *f, char *out, size_t size)
{
	if (f->related == TAPE_NONE || f->fate == FATE_FOLDED)
		return;
	char phrase[128] = "";
	unsigned long long id = (unsigned long long)f->related;
	struct tape_event other;
	bool known = tape_get(s->tape, f->related, &other) && other.kind == TAPE_FRAME;
	if (f->marks & MARK_COPY)
		snprintf(phrase, sizeof(phrase), _("copy of #%llu"), id);
	else if (known && other.frame.fate == FATE_DROPPED && other.frame.by == BY_LEARNER)
		snprintf(phrase, sizeof(phrase), _("retransmission of #%llu, which you dropped"),
		        id);
	else if (known && other.frame.fate == FATE_DROPPED)
		snprintf(phrase, sizeof(phrase), _("retransmission of #%llu, which was dropped"),
		        id);
	else
		snprintf(phrase, sizeof(phrase), _("retransmission of #%llu"), id);
	add_phrase(out, size, phrase);
}

/* What the kernels' counters say of it: which end, and the row of the first that says so. */
struct told {
	const struct counter_row *row;
	int node;
};

/* Frames between which a frame's counters lie: they come within a poll, but a tape that is read
 * back may have anything. */
#define LOOK_ON 4096

static void find_told(const struct fate_scene *s, uint64_t frame, struct told told[COUNTER_SAYS])
{
	uint64_t id = tape_fate_event(s->tape, frame), last = id + LOOK_ON;
	struct tape_event ev;
	while ((id = tape_find(s->tape, id, TAPE_COUNTER, 1)) != TAPE_NONE && id < last) {
		if (!tape_get(s->tape, id++, &ev) || ev.counter.frame != frame)
			continue;
		const struct counter_row *row = counters_row(ev.counter.name);
		if (row && (!told[row->says].row || row < told[row->says].row))
			told[row->says] = (struct told){row, ev.counter.node};
	}
}

static void add_counters(const struct fate_scene *s, uint64_t frame, char *out, size_t size)
{
	struct told told[COUNTER_SAYS] = {{0}};
	char phrase[128];
	if (tape_count(s->tape, TAPE_COUNTER) == 0)
		return;
	find_told(s, frame, told);
	const struct told *why = &told[COUNTER_SENDS], *end = &told[COUNTER_DISCARDS];
	if (why->row) {
		snprintf(phrase, sizeof(phrase), _("counted by %s: %s +1"),
		        s->topology->nodes[why->node].name, why->row->shorter);
		add_phrase(out, size, phrase);
	}
	if (end->row) {
		snprintf(phrase, sizeof(phrase), _("discarded by %s: %s +1"),
		        s->topology->nodes[end->node].name, end->row->shorter);
		add_phrase(out, size, phrase);
	}
}

void fate_text(const struct fate_scene *s, uint64_t frame, char *out, size_t size)
{
	static const struct {
		unsigned mark;
		const char *words;
	} marks[] = {
	        {MARK_DOUBLED, N_("doubled")},
	        {MARK_CORRUPTED, N_("corrupted")},
	        {MARK_EDITED, N_("edited")},
	        {MARK_MOVED, N_("moved")},
	};
	struct tape_event ev;
	out[0] = '\0';
	if (!tape_get(s->tape, frame, &ev) || ev.kind != TAPE_FRAME)
		return;
	fate_phrase(s, &ev, out, size);
	if (ev.frame.folded) {
		char again[64];
		snprintf(again, sizeof(again), _("sent again x%u"), ev.frame.folded);
		add_phrase(out, size, again);
	}
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (ev.frame.marks & marks[i].mark)
			add_phrase(out, size, _(marks[i].words));
	add_relation(s, &ev.frame, out, size);
	add_counters(s, frame, out, size);
}

void fate_comment(const struct fate_scene *s, uint64_t frame, char *out, size_t size)
{
	struct tape_event ev;
	out[0] = '\0';
	if (!tape_get(s->tape, frame, &ev) || ev.kind != TAPE_FRAME)
		return;
	const struct tape_frame *f = &ev.frame;
	bool usual = f->fate == FATE_SEEN || (f->fate == FATE_DELIVERED && f->by == BY_WIRE);
	if (!usual || f->marks)
		fate_text(s, frame, out, size);
}

void bench_fate_text(const struct bench *b, uint64_t frame, char *out, size_t size)
{
	struct fate_scene s = {b->tape, &b->topology, loop_now(b->loop)};
	fate_text(&s, frame, out, size);
}
