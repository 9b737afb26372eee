/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scrolling over events by id: walks from the row that must be seen, never over the whole tape.
 */
#include "ui/view/events.h"

#include <stddef.h>

static int height_of(const struct events_filter *f, uint64_t id)
{
	struct tape_event e;
	return tape_get(f->tape, id, &e) ? f->height(f->user, &e) : 0;
}

/* The next shown event after (step 1) or before (-1) id, id itself left out. */
static uint64_t walk(const struct events_filter *f, uint64_t id, int step, int *height)
{
	uint64_t first = tape_first(f->tape), end = tape_end(f->tape);
	for (int n = 0; n < EVENTS_WALK_MAX; n++) {
		if (step < 0 ? id <= first : id + 1 >= end)
			return TAPE_NONE;
		id = step < 0 ? id - 1 : id + 1;
		*height = height_of(f, id);
		if (*height > 0)
			return id;
	}
	return TAPE_NONE;
}

static uint64_t last_shown(const struct events_filter *f)
{
	int h = 0;
	return walk(f, tape_end(f->tape), -1, &h);
}

/* Makes the choice one that is there; false when nothing is. */
static bool settle(struct events *v, const struct events_filter *f)
{
	uint64_t id = v->selected;
	if (v->follow || !v->any)
		id = last_shown(f);
	else if (id < tape_first(f->tape) || height_of(f, id) == 0) {
		int h = 0;
		uint64_t from = id < tape_first(f->tape) ? tape_first(f->tape) : id;
		id = height_of(f, from) > 0 ? from : walk(f, from, 1, &h);
		if (id == TAPE_NONE)
			id = last_shown(f);
	}
	v->any = id != TAPE_NONE;
	v->selected = v->any ? id : 0;
	return v->any;
}

/* Lists rows from `top` down; true when the choice is wholly among them. */
static bool fill(struct events *v, const struct events_filter *f, uint64_t top, int rows)
{
	int h = height_of(f, top), y = 0;
	bool seen = false;
	v->top = top;
	v->count = 0;
	for (uint64_t id = top; id != TAPE_NONE && y < rows && v->count < EVENTS_ROWS_MAX;
	        id = walk(f, id, 1, &h)) {
		v->shown[v->count++] = (struct events_row){id, y, h};
		seen |= id == v->selected && (y + h <= rows || y == 0);
		y += h;
	}
	return seen;
}

/* The row to be on top so that the choice is the last one. */
static uint64_t top_for(const struct events *v, const struct events_filter *f, int rows)
{
	uint64_t top = v->selected;
	int used = height_of(f, top), h = 0;
	for (;;) {
		uint64_t before = walk(f, top, -1, &h);
		if (before == TAPE_NONE || used + h > rows)
			return top;
		used += h;
		top = before;
	}
}

void events_layout(struct events *v, const struct events_filter *f, int rows)
{
	v->rows = rows;
	v->count = 0;
	if (rows < 1 || !settle(v, f))
		return;
	if (v->follow || v->top < tape_first(f->tape)) {
		fill(v, f, top_for(v, f, rows), rows);
		return;
	}
	if (v->selected < v->top || height_of(f, v->top) == 0)
		v->top = v->selected;
	/* Too far below to be reached from the old top: do not even try. */
	bool near = v->selected - v->top < EVENTS_WALK_MAX;
	if (!near || !fill(v, f, v->top, rows))
		fill(v, f, top_for(v, f, rows), rows);
}

void events_move(struct events *v, const struct events_filter *f, long by)
{
	int step = by < 0 ? -1 : 1, h = 0;
	if (!v->any)
		return;
	if (by < 0)
		v->follow = false;
	for (long n = by < 0 ? -by : by; n > 0; n--) {
		uint64_t id = walk(f, v->selected, step, &h);
		if (id == TAPE_NONE) {
			v->follow = step > 0;
			return;
		}
		v->selected = id;
	}
}

void events_first(struct events *v, const struct events_filter *f)
{
	v->follow = false;
	v->selected = v->top = tape_first(f->tape);
}

void events_last(struct events *v)
{
	v->follow = true;
}

void events_select(struct events *v, uint64_t id)
{
	v->follow = false;
	v->any = true;
	v->selected = id;
}

const struct events_row *events_at(const struct events *v, int y)
{
	for (int i = 0; i < v->count; i++)
		if (y >= v->shown[i].y && y < v->shown[i].y + v->shown[i].h)
			return &v->shown[i];
	return NULL;
}
