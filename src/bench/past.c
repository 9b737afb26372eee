/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench as of a moment, from a tape.
 */
#include "bench/past.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/vec.h"
#include "bench/fate.h"
#include "bench/fold.h"
#include "bench/past_notes.h"
#include "bench/past_screen.h"
#include "packet/format.h"

enum { COPIES_MOST = 64, EVERY_LEAST = 4096 };
#define COPIES_BYTES ((size_t)64 << 20)

struct past {
	const struct tape *tape;
	struct tape_about *about;
	struct tape *window;
	struct fold now;  /* as of the cursor */
	struct fold head; /* as far as it was ever folded */
	/* Copies on the way to the head, about `every` events apart, the oldest first. */
	VEC(struct fold) copies;
	uint64_t every;
	size_t copies_bytes;
	nsec when; /* of the cursor's event */
	VEC(struct bench_next) next;
	bool next_known; /* for this cursor */
	struct past_notes *notes;
	struct past_screen *screens[TAPE_ABOUT_PANES]; /* NULL: not asked for yet */
	uint64_t looks;                                /* counts seeks */
	bool late; /* a terminal that was asked for is not ready */
};

struct past *past_create(const struct tape *t, const struct tape_about *about)
{
	struct past *p = xcalloc(1, sizeof(*p));
	p->tape = t;
	p->about = xmalloc(sizeof(*p->about));
	*p->about = *about;
	p->every = EVERY_LEAST;
	p->notes = past_notes_create();
	fold_init(&p->now, tape_first(t));
	fold_init(&p->head, tape_first(t));
	past_seek(p, TAPE_NONE);
	return p;
}

void past_destroy(struct past *p)
{
	if (!p)
		return;
	VEC_EACH (copy, &p->copies)
		fold_finish(copy);
	vec_free(&p->copies);
	vec_free(&p->next);
	fold_finish(&p->now);
	fold_finish(&p->head);
	for (size_t i = 0; i < TAPE_ABOUT_PANES; i++)
		past_screen_destroy(p->screens[i]);
	past_notes_destroy(p->notes);
	tape_destroy(p->window);
	free(p->about);
	free(p);
}

/* Every other copy goes, but the first: the rest is as far apart again. */
static void thin_out(struct past *p)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->copies.count; i++) {
		if (i % 2 == 0) {
			p->copies.at[kept++] = p->copies.at[i];
			continue;
		}
		p->copies_bytes -= fold_bytes(&p->copies.at[i]);
		fold_finish(&p->copies.at[i]);
	}
	p->copies.count = kept;
	p->every *= 2;
}

static void keep_copy(struct past *p)
{
	struct fold copy = {0};
	while (p->copies.count > 1 &&
	        (p->copies.count >= COPIES_MOST || p->copies_bytes > COPIES_BYTES))
		thin_out(p);
	fold_copy(&copy, &p->head);
	p->copies_bytes += fold_bytes(&copy);
	vec_push(&p->copies, copy);
}

/* Where the head's next copy is due. */
static uint64_t copy_due(const struct past *p)
{
	return p->copies.count ? p->copies.at[p->copies.count - 1].next + p->every : 0;
}

static void advance_head(struct past *p, uint64_t end)
{
	while (p->head.next < end) {
		uint64_t due = copy_due(p);
		if (p->head.next >= due) {
			keep_copy(p);
			due = copy_due(p);
		}
		fold_until(&p->head, p->tape, p->about, due < end ? due : end);
	}
}

static struct past_screen *screen_of(struct past *p, size_t pane)
{
	const struct tape_about_pane *a = &p->about->panes[pane];
	if (!p->screens[pane])
		p->screens[pane] = past_screen_create((uint16_t)pane, a->rows, a->cols);
	return p->screens[pane];
}

bool past_follow(struct past *p, size_t events)
{
	p->late = false;
	uint64_t end = tape_end(p->tape);
	if (end - p->head.next > events)
		end = p->head.next + events;
	advance_head(p, end);
	bool noted = past_notes_follow(p->notes, p->tape, events);
	bool fed = true;
	for (size_t i = 0; i < p->about->pane_count && fed; i++)
		fed = past_screen_follow(screen_of(p, i), p->tape, p->head.next);
	return noted && fed && p->head.next >= tape_end(p->tape);
}

/* The youngest copy from which `end` is ahead, NULL: none is. What lies before the tape's begin
 * can't be gone through again. */
static const struct fold *copy_before(const struct past *p, uint64_t end)
{
	size_t i = p->copies.count;
	while (i > 0 && p->copies.at[i - 1].next > end)
		i--;
	if (i == 0 || p->copies.at[i - 1].next < tape_first(p->tape))
		return NULL;
	return &p->copies.at[i - 1];
}

/* The first moment that can be told exactly. */
static uint64_t least_end(const struct past *p)
{
	uint64_t first = tape_first(p->tape);
	for (size_t i = 0; i < p->copies.count; i++)
		if (p->copies.at[i].next >= first)
			return p->copies.at[i].next;
	return p->head.next > first ? p->head.next : first;
}

static void move_to(struct past *p, uint64_t end)
{
	const struct fold *copy = copy_before(p, end);
	bool behind = p->now.next > end || p->now.next < tape_first(p->tape);
	if (p->head.next <= end && (behind || p->head.next > p->now.next))
		copy = &p->head;
	if (copy && (behind || copy->next > p->now.next))
		fold_copy(&p->now, copy);
	fold_until(&p->now, p->tape, p->about, end);
}

void past_seek(struct past *p, uint64_t id)
{
	uint64_t last = tape_end(p->tape);
	uint64_t end = id >= last ? last : id + 1;
	advance_head(p, end);
	uint64_t least = least_end(p);
	if (end < least)
		end = least;
	if (end == tape_first(p->tape) && end < last)
		end++; /* after the first event, not before it */
	move_to(p, end);
	p->window = tape_window(p->window, p->tape, end);
	p->looks++;
	struct tape_event ev;
	p->when = end && tape_get(p->tape, end - 1, &ev) ? ev.when : p->about->began;
	p->next_known = false;
}

uint64_t past_cursor(const struct past *p)
{
	return tape_end(p->window) > tape_first(p->window) ? tape_end(p->window) - 1 : TAPE_NONE;
}

nsec past_now(const struct past *p)
{
	return p->when;
}

const struct tape_about *past_about(const struct past *p)
{
	return p->about;
}

const struct tape *past_tape(const struct past *p)
{
	return p->window;
}

size_t past_sockets(const struct past *p, int node, const struct tape_socket **out)
{
	if (node < 0 || node >= p->about->topology.node_count)
		return 0;
	*out = p->now.sockets[node].at;
	return p->now.sockets[node].count;
}

struct past_pane past_pane(const struct past *p, size_t pane)
{
	return pane < TAPE_ABOUT_PANES ? p->now.panes[pane] : (struct past_pane){0};
}

struct vt *past_vt(struct past *p, size_t pane)
{
	if (pane >= p->about->pane_count)
		return NULL;
	return past_screen_at(screen_of(p, pane), p->tape, p->now.next);
}

struct vt *past_vt_soon(struct past *p, size_t pane)
{
	if (pane >= p->about->pane_count)
		return NULL;
	struct vt *vt = past_screen_near(screen_of(p, pane), p->tape, p->now.next, p->looks);
	p->late = p->late || !vt;
	return vt;
}

bool past_is_late(const struct past *p)
{
	return p->late;
}

static struct bench_next entry_of(struct past *p, const struct fold_held *h)
{
	struct bench_next n = {.kind = h->is_call ? NEXT_CALL : NEXT_FRAME,
	        .id = h->id,
	        .since = h->since,
	        .repeats = h->repeats,
	        .from = -1,
	        .to = -1};
	struct tape_event ev;
	if (!tape_get(p->window, h->id, &ev))
		return n;
	if (ev.kind == TAPE_CALL) {
		n.from = n.to = ev.call.node;
		snprintf(n.what, sizeof(n.what), "%s(%s)", ev.call.name, ev.call.args);
	} else if (ev.kind == TAPE_FRAME) {
		struct packet packet;
		struct flow_note note;
		bool noted = past_note(p, h->id, &note);
		packet_decode(PACKET_LINK_ETHERNET, ev.frame.bytes, ev.frame.captured,
		        ev.frame.length, &packet);
		frame_ends(&p->about->topology, &packet, ev.frame.link, ev.frame.direction, &n.from,
		        &n.to);
		format_summary(&packet, noted ? &note : NULL, false, n.what, sizeof(n.what));
	}
	return n;
}

size_t past_next(struct past *p, const struct bench_next **out)
{
	if (!p->next_known) {
		p->next.count = 0;
		VEC_EACH (h, &p->now.held)
			vec_push(&p->next, entry_of(p, h));
		p->next_known = true;
	}
	*out = p->next.at;
	return p->next.count;
}

struct past_step past_step(const struct past *p)
{
	return (struct past_step){
	        .id = p->now.step, .done = p->now.step_done, .chosen = p->now.chosen};
}

bool past_check(const struct past *p, const char *name, uint64_t *event)
{
	for (size_t i = 0; i < p->now.checks.count; i++) {
		const struct fold_check *c = &p->now.checks.at[i];
		if (strcmp(c->name, name) != 0)
			continue;
		if (event)
			*event = c->event;
		return c->holds;
	}
	return false;
}

bool past_plugged(const struct past *p, int link)
{
	return link >= 0 && link < p->about->topology.link_count && !p->now.pulled[link];
}

bool past_note(struct past *p, uint64_t frame, struct flow_note *out)
{
	return frame < p->now.next && past_notes_get(p->notes, p->tape, frame, out);
}

void past_fate_text(const struct past *p, uint64_t frame, char *out, size_t size)
{
	struct fate_scene s = {p->window, &p->about->topology, p->when};
	fate_text(&s, frame, out, size);
}
