/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies a tape, leaving out what nobody would look at twice.
 *
 * How it works. A first walk numbers the frames of each step and chooses; a second, backwards, adds
 * the frames that chosen ones refer to; the third copies, and translates each id.
 */
#include "record/abridge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/vec.h"
#include "tape/tape.h"

#define LEFT_OUT (TAPE_NONE - 1) /* a new id: there is none */

struct step {
	uint64_t end; /* the first event that is not of this step */
	size_t frames, left_out;
};

struct abridging {
	const struct tape *from;
	struct tape *to;
	const struct abridge_limits *limits;
	uint64_t first, end;
	uint64_t *ids; /* new ones, one an event; LEFT_OUT; TAPE_NONE: not copied yet */
	VEC(struct step) steps;
	size_t step;           /* that of the event being looked at */
	const char *last_step; /* the last one that began, "" none; borrowed of `from` */
};

static uint64_t *new_id(const struct abridging *a, uint64_t id)
{
	return id >= a->first && id < a->end ? &a->ids[id - a->first] : NULL;
}

static uint64_t translated(const struct abridging *a, uint64_t id)
{
	const uint64_t *to = new_id(a, id);
	return to && *to != LEFT_OUT ? *to : TAPE_NONE;
}

static void count_steps(struct abridging *a)
{
	struct tape_event ev;
	struct step now = {0};
	for (uint64_t id = a->first; tape_get(a->from, id, &ev); id++) {
		if (ev.kind == TAPE_NOTE && ev.note.kind == NOTE_STEP) {
			now.end = id;
			vec_push(&a->steps, now);
			now = (struct step){0};
		}
		now.frames += ev.kind == TAPE_FRAME;
	}
	now.end = a->end;
	vec_push(&a->steps, now);
}

static void choose_frames(struct abridging *a)
{
	size_t half = a->limits->frames_a_step / 2, step = 0, n = 0;
	struct tape_event ev;
	for (uint64_t id = a->first; tape_get(a->from, id, &ev); id++) {
		a->ids[id - a->first] = TAPE_NONE;
		for (; id >= a->steps.at[step].end; step++)
			n = 0;
		if (ev.kind != TAPE_FRAME)
			continue;
		bool middle = n >= half && n + half < a->steps.at[step].frames;
		if (middle && ev.frame.by != BY_LEARNER)
			a->ids[id - a->first] = LEFT_OUT;
		n++;
	}
}

/* Backwards, since a frame refers to older ones alone. */
static void keep_related(struct abridging *a)
{
	struct tape_event ev;
	for (uint64_t id = a->end; id-- > a->first && tape_get(a->from, id, &ev);) {
		uint64_t *older = ev.kind == TAPE_FRAME ? new_id(a, ev.frame.related) : NULL;
		if (older && a->ids[id - a->first] != LEFT_OUT)
			*older = TAPE_NONE;
	}
}

static void count_left_out(struct abridging *a)
{
	size_t step = 0;
	for (uint64_t id = a->first; id < a->end; id++) {
		while (id >= a->steps.at[step].end)
			step++;
		a->steps.at[step].left_out += a->ids[id - a->first] == LEFT_OUT;
	}
}

static uint64_t copy_frame(struct abridging *a, const struct tape_event *ev)
{
	struct tape_frame f = ev->frame;
	struct tape_fate first;
	if (tape_fate_at(a->from, ev->id, ev->id, &first)) {
		f.fate = first.fate;
		f.by = first.by;
		f.marks = first.marks;
	}
	f.folded = 0; /* counted again below */
	f.related = translated(a, f.related);
	if (f.captured > a->limits->frame_bytes)
		f.captured = a->limits->frame_bytes;
	uint64_t id = tape_add_frame(a->to, ev->when, &f);
	if (f.fate == FATE_FOLDED && f.related != TAPE_NONE)
		tape_fold(a->to, f.related);
	return id;
}

static uint64_t copy_call(struct abridging *a, const struct tape_event *ev)
{
	struct tape_call c = ev->call;
	c.enter = translated(a, c.enter); /* its own begin has none yet */
	if (c.data_kept > a->limits->call_bytes)
		c.data_kept = a->limits->call_bytes;
	return tape_add_call(a->to, ev->when, &c);
}

static uint64_t copy_fate(struct abridging *a, const struct tape_event *ev)
{
	struct tape_fate f = ev->fate;
	f.frame = translated(a, f.frame);
	return f.frame == TAPE_NONE ? LEFT_OUT : tape_add_fate(a->to, ev->when, &f);
}

static uint64_t copy_counter(struct abridging *a, const struct tape_event *ev)
{
	struct tape_counter c = ev->counter;
	c.frame = translated(a, c.frame);
	return tape_add_counter(a->to, ev->when, &c);
}

/* A step that begins again is told once, and predictions not at all. */
static uint64_t copy_note(struct abridging *a, const struct tape_event *ev)
{
	const struct tape_note *n = &ev->note;
	if (n->kind == NOTE_PREDICTION)
		return LEFT_OUT;
	if (n->kind == NOTE_STEP) {
		if (strcmp(a->last_step, n->text) == 0)
			return LEFT_OUT;
		a->last_step = n->text;
	}
	return tape_add_note(a->to, ev->when, (enum tape_note_kind)n->kind, n->text);
}

static uint64_t copy_event(struct abridging *a, const struct tape_event *ev)
{
	switch (ev->kind) {
	case TAPE_FRAME:
		return copy_frame(a, ev);
	case TAPE_FATE:
		return copy_fate(a, ev);
	case TAPE_SOCKET:
		return tape_add_socket(a->to, ev->when, &ev->socket);
	case TAPE_PROGRAM:
		return tape_add_program(a->to, ev->when, &ev->program);
	case TAPE_OUTPUT:
		return tape_add_output(
		        a->to, ev->when, ev->output.pane, ev->output.bytes, ev->output.length);
	case TAPE_NOTE:
		return copy_note(a, ev);
	case TAPE_CALL:
		return copy_call(a, ev);
	case TAPE_COUNTER:
		return copy_counter(a, ev);
	case TAPE_KINDS:
		break;
	}
	return LEFT_OUT;
}

/* Where the first frame of a step is missing it is said how many are. */
static void tell_left_out(struct abridging *a, nsec when)
{
	struct step *s = &a->steps.at[a->step];
	char text[24];
	if (s->left_out) {
		snprintf(text, sizeof(text), "%zu", s->left_out);
		tape_add_note(a->to, when, NOTE_CUT, text);
	}
	s->left_out = 0;
}

static void copy_all(struct abridging *a)
{
	struct tape_event ev;
	for (uint64_t id = a->first; tape_get(a->from, id, &ev); id++) {
		uint64_t *to = &a->ids[id - a->first];
		while (id >= a->steps.at[a->step].end)
			a->step++;
		if (*to == LEFT_OUT)
			tell_left_out(a, ev.when);
		else
			*to = copy_event(a, &ev);
	}
}

struct tape *abridge_tape(const struct tape *t, const struct abridge_limits *l)
{
	struct abridging a = {.from = t,
	        .limits = l,
	        .last_step = "",
	        .first = tape_first(t),
	        .end = tape_end(t)};
	a.to = tape_create(tape_used(t) + ((size_t)1 << 20));
	a.ids = xcalloc((size_t)(a.end - a.first) + 1, sizeof(*a.ids));
	count_steps(&a);
	choose_frames(&a);
	keep_related(&a);
	count_left_out(&a);
	copy_all(&a);
	free(a.ids);
	vec_free(&a.steps);
	return a.to;
}
