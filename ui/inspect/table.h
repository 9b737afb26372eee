/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table that is sorted by one of its columns, for views that list sums.
 *
 * How it works: the view says how many rows there are, what a cell says and what a row weighs in a
 * column; the table keeps their order, which is made anew when the rows have changed. What is
 * chosen is a row of the model, and stays chosen wherever it is sorted to.
 */
#ifndef INSPECT_TABLE_H
#define INSPECT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet/packet.h"
#include "ui/view/view.h"

#define TABLE_COLUMNS_MAX 10

struct table_column {
	const char *heading; /* N_() */
	int least, most;     /* columns of the screen; most 0: as it needs */
	bool number;         /* stands at the right */
};

struct table_ops {
	const struct table_column *columns;
	int count;
	int at_first;      /* column that is sorted by at first */
	const char *empty; /* N_(): said where there is no row */
	/* `from` is what table_layout() was given; `row` is the model's number. */
	void (*text)(void *from, size_t row, int column, char *out, size_t size);
	/* Heavier rows come first. */
	double (*weight)(void *from, size_t row, int column);
	enum role (*role)(void *from, size_t row); /* NULL: ROLE_TEXT */
};

/* Zeroed is one that was never laid out. */
struct table {
	struct list list;
	uint32_t *order; /* owned: list entry -> row of the model */
	size_t count, room;
	uint64_t version; /* of the rows that are in order */
	int column, widths[TABLE_COLUMNS_MAX];
	bool begun, resort;
	bool moved;      /* somebody has chosen a row */
	uint32_t chosen; /* row of the model */
};

/* For sorting addresses: the lower the heavier. */
double table_address_weight(const struct packet_addr *a);

/* `version` differs whenever rows have changed. */
void table_layout(struct table *t, const struct table_ops *o, void *from, size_t count,
        uint64_t version, int w, int h);
void table_draw(
        const struct table *t, const struct table_ops *o, void *from, struct canvas *c, bool focus);
void table_box(const struct table *t, struct view_box *b);
/* Moving, clicking, copying and choosing the column; false: the act is none of these. */
bool table_act(struct table *t, const struct table_ops *o, void *from, const struct view_act *a,
        struct view_reply *r);
/* The chosen row of the model; false: there is none. */
bool table_chosen(const struct table *t, size_t *row);
/* For view_ops, of a view whose state is a table. */
void table_finish(void *table);

#endif
