/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scrolling state of a list: what is chosen, what is on top, whether it follows the newest.
 *
 * Keys change the state; list_layout() clamps it once the size is known; drawing only reads it.
 */
#ifndef DRAW_LIST_H
#define DRAW_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
	size_t selected; /* valid after list_layout() when count > 0 */
	size_t top;      /* first row shown */
	size_t count;    /* of the last layout */
	size_t rows;     /* rows shown, of the last layout */
	bool follow;     /* the newest entry stays chosen */
};

/* To be called with the model's count and the rows there are, before drawing. */
void list_layout(struct list *l, size_t count, size_t rows);

/* Moves the choice; leaves follow, reaching the last by list_end() enters it. */
void list_move(struct list *l, long by);
void list_page(struct list *l, int pages);
void list_home(struct list *l);
void list_end(struct list *l);
void list_select(struct list *l, size_t entry);
/* Scrolls without choosing where possible (mouse wheel). */
void list_scroll(struct list *l, long by);

/* The model dropped n entries at its front: keep pointing at the same ones. */
void list_evicted(struct list *l, size_t n);

/* The entry in row y of the list; false when the row is empty. */
bool list_at(const struct list *l, int y, size_t *entry);

#endif
