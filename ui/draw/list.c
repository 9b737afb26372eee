/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scrolling state of a list.
 */
#include "ui/draw/list.h"

/* v + by, kept within 0..last. */
static size_t shifted(size_t v, long by, size_t last)
{
	size_t distance = by < 0 ? (size_t) - (by + 1) + 1 : (size_t)by;
	if (by < 0)
		return distance > v ? 0 : v - distance;
	return v >= last || distance > last - v ? last : v + distance;
}

static size_t last_of(const struct list *l)
{
	return l->count ? l->count - 1 : 0;
}

void list_layout(struct list *l, size_t count, size_t rows)
{
	l->count = count;
	l->rows = rows;
	if (l->follow || l->selected > last_of(l))
		l->selected = last_of(l);
	if (rows == 0 || count <= rows) {
		l->top = rows == 0 ? l->selected : 0;
		return;
	}
	if (l->top > count - rows)
		l->top = count - rows;
	if (l->selected < l->top)
		l->top = l->selected;
	if (l->selected - l->top >= rows)
		l->top = l->selected - rows + 1;
}

void list_move(struct list *l, long by)
{
	if (by == 0)
		return;
	l->follow = false;
	l->selected = shifted(l->selected, by, last_of(l));
}

void list_page(struct list *l, int pages)
{
	/* One row of the page before stays in sight. */
	long step = l->rows > 1 ? (long)l->rows - 1 : 1;
	list_move(l, pages * step);
	l->top = shifted(l->top, pages * step, last_of(l));
}

void list_home(struct list *l)
{
	l->follow = false;
	l->selected = 0;
}

void list_end(struct list *l)
{
	l->follow = true;
	l->selected = last_of(l);
}

void list_select(struct list *l, size_t entry)
{
	l->follow = false;
	l->selected = entry;
}

void list_scroll(struct list *l, long by)
{
	size_t last_top = l->count > l->rows ? l->count - l->rows : 0;
	l->follow = false;
	l->top = shifted(l->top, by, last_top);
	if (l->selected < l->top)
		l->selected = l->top;
	if (l->rows && l->selected - l->top >= l->rows)
		l->selected = l->top + l->rows - 1;
}

void list_evicted(struct list *l, size_t n)
{
	l->selected = l->selected > n ? l->selected - n : 0;
	l->top = l->top > n ? l->top - n : 0;
}

bool list_at(const struct list *l, int y, size_t *entry)
{
	if (y < 0 || (size_t)y >= l->rows || l->top + (size_t)y >= l->count)
		return false;
	*entry = l->top + (size_t)y;
	return true;
}
