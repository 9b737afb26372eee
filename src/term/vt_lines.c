/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines that scrolled off, packed.
 */
#include "term/vt_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* How a cell looks. */
struct look {
	uint8_t attrs;
	struct vt_color fg, bg;
};

enum { LOOKS = 8, LOOK_SHIFT = 24, WIDTH_SHIFT = 21, CODE_MASK = 0x1fffff };

struct vt_cells {
	unsigned users;
	uint8_t look_count;
	struct look looks[LOOKS];
	struct vt_cell *full; /* owned; NULL: packed */
	uint32_t packed[];    /* look, width, code point */
};

static struct vt_line *line_at(const struct vt_lines *l, int age)
{
	return &l->at[(l->first + l->count - 1 - age) % l->room];
}

static void release(struct vt_line *line)
{
	if (!line->cells || --line->cells->users > 0)
		return;
	free(line->cells->full);
	free(line->cells);
}

void vt_lines_init(struct vt_lines *l, int room)
{
	*l = (struct vt_lines){.room = room};
	l->at = xcalloc((size_t)(room ? room : 1), sizeof(*l->at));
}

static void drop_oldest(struct vt_lines *l)
{
	release(&l->at[l->first]);
	l->at[l->first] = (struct vt_line){0};
	l->first = (l->first + 1) % l->room;
	l->count--;
}

void vt_lines_clear(struct vt_lines *l)
{
	while (l->count)
		drop_oldest(l);
}

void vt_lines_finish(struct vt_lines *l)
{
	vt_lines_clear(l);
	free(l->at);
	l->at = NULL;
}

void vt_lines_copy(struct vt_lines *to, const struct vt_lines *from)
{
	size_t room = (size_t)(from->room ? from->room : 1);
	*to = *from;
	to->at = xmalloc(room * sizeof(*to->at));
	memcpy(to->at, from->at, room * sizeof(*to->at));
	for (size_t i = 0; i < room; i++)
		if (to->at[i].cells)
			to->at[i].cells->users++;
}

/* ---- cells ---- */

static bool same_color(struct vt_color a, struct vt_color b)
{
	return a.kind == b.kind && a.value == b.value;
}

/* The number of a cell's look among the line's, LOOKS when there are too many. */
static uint32_t look_of(struct vt_cells *line, const struct vt_cell *c)
{
	uint32_t i = 0;
	for (; i < line->look_count; i++) {
		const struct look *l = &line->looks[i];
		if (l->attrs == c->attrs && same_color(l->fg, c->fg) && same_color(l->bg, c->bg))
			return i;
	}
	if (i < LOOKS)
		line->looks[line->look_count++] = (struct look){c->attrs, c->fg, c->bg};
	return i;
}

/* False: this cell can't be packed. */
static bool pack(struct vt_cells *line, int i, const struct vt_cell *c)
{
	uint32_t look = look_of(line, c);
	if (look == LOOKS || c->chars[1] || c->chars[0] > CODE_MASK)
		return false;
	line->packed[i] = look << LOOK_SHIFT | (uint32_t)c->width << WIDTH_SHIFT | c->chars[0];
	return true;
}

static struct vt_cell get(const struct vt_cells *cells, int i)
{
	if (cells->full)
		return cells->full[i];
	uint32_t packed = cells->packed[i];
	const struct look *l = &cells->looks[packed >> LOOK_SHIFT];
	return (struct vt_cell){.chars = {packed & CODE_MASK},
	        .width = packed >> WIDTH_SHIFT & 3,
	        .attrs = l->attrs,
	        .fg = l->fg,
	        .bg = l->bg};
}

void vt_lines_push(struct vt_lines *l, int cols)
{
	if (l->room == 0)
		return;
	if (l->count == l->room)
		drop_oldest(l);
	l->count++;
	struct vt_line *line = line_at(l, 0);
	*line = (struct vt_line){.count = cols};
	if (cols == 0)
		return;
	size_t size = sizeof(*line->cells) + (size_t)cols * sizeof(line->cells->packed[0]);
	line->cells = xmalloc(size);
	*line->cells = (struct vt_cells){.users = 1};
}

/* What was set so far is unpacked. */
static void make_full(struct vt_cells *cells, int set, int count)
{
	struct vt_cell *full = xcalloc((size_t)count, sizeof(*full));
	for (int i = 0; i < set; i++)
		full[i] = get(cells, i);
	cells->full = full;
}

void vt_lines_set(struct vt_lines *l, int i, const struct vt_cell *c)
{
	struct vt_line *line = line_at(l, 0);
	if (!line->cells->full && pack(line->cells, i, c))
		return;
	if (!line->cells->full)
		make_full(line->cells, i, line->count);
	line->cells->full[i] = *c;
}

void vt_lines_pop(struct vt_lines *l)
{
	struct vt_line *line = line_at(l, 0);
	release(line);
	*line = (struct vt_line){0};
	l->count--;
}

int vt_lines_width(const struct vt_lines *l, int age)
{
	return line_at(l, age)->count;
}

struct vt_cell vt_lines_cell(const struct vt_lines *l, int age, int i)
{
	return get(line_at(l, age)->cells, i);
}

size_t vt_lines_bytes(const struct vt_lines *l, int count)
{
	size_t bytes = 0;
	for (int age = 0; age < l->count && age < count; age++) {
		const struct vt_line *line = line_at(l, age);
		bool full = line->cells && line->cells->full;
		bytes += sizeof(*line->cells) +
		         (size_t)line->count * (full ? sizeof(struct vt_cell) : sizeof(uint32_t));
	}
	return bytes;
}
