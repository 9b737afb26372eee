/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Views as panes beside each other or as tabs: which there are, which has the focus, where they
 * are, drawing them, and what the mouse hits. What a screen puts where is its own.
 */
#ifndef FRONT_TILES_H
#define FRONT_TILES_H

#include <stdbool.h>

#include "ui/draw/layout.h"
#include "ui/screen/screen.h"
#include "ui/view/view.h"

struct tile_slot {
	const struct view_ops *ops; /* NULL: there is no such pane */
	int index;                  /* for panes that share ops, else 0 */
	void *state;                /* owned */
};

struct tiles_ops {
	/* What the panes draw from; index, focus and keyboard are filled in by us. */
	struct view_env (*env)(void *user);
	/* A pane's name for a person; NULL: the translated title of its view. */
	const char *(*name)(void *user, int pane);
	/* Whether the keys go to the program of the pane with the focus; may be NULL. */
	bool (*keyboard)(void *user);
	/* Another pane has got the focus; may be NULL. */
	void (*focused)(void *user);
	/* A pane is about to be laid out in that room; may be NULL. */
	void (*fit)(void *user, int pane, int w, int h);
};

struct tiles {
	const struct tiles_ops *ops;
	void *user;
	struct tile_slot slots[LAYOUT_PANES_MAX];
	struct layout_state arrangement;
	struct layout layout;
	bool one_pane; /* too small for more */
	int focus;     /* pane */
	bool idle;     /* something lies over the panes: none shows that it has the focus */
};

void tiles_add(struct tiles *t, int pane, const struct view_ops *ops, int index);
void tiles_finish(struct tiles *t);

bool tiles_there(const struct tiles *t, int pane);
/* As a person sees it. */
const char *tiles_name(const struct tiles *t, int pane);
/* By the view's name, or, where several panes share a view, by the person's; -1: none. */
int tiles_named(const struct tiles *t, const char *name);
struct view_env tiles_env(const struct tiles *t, int pane);

void tiles_focus(struct tiles *t, int pane);
/* The next pane that is on the screen; while zoomed, the next of all. */
void tiles_focus_step(struct tiles *t, int step);
/* The next pane of the same place. */
void tiles_tab_step(struct tiles *t, int step);
bool tiles_shown(const struct tiles *t, int pane);

void tiles_arrange(struct tiles *t, const struct layout_node *root, struct rect area);
/* Lays out a pane if it is shown, or `even_hidden`. */
void tiles_lay_out(struct tiles *t, int pane, bool even_hidden);
/* Draws all that are shown; areas are those of the root canvas. */
void tiles_draw(struct tiles *t, struct canvas *root);

/* What a mouse event means: gives a pane the focus, chooses a tab, or gives an act for a pane.
 * False when there is nothing to do. */
bool tiles_mouse(struct tiles *t, const struct mouse *m, int *pane, struct view_act *act);

/* Nodes of a tree that are thrown away together; zeroed is empty. */
#define TILES_NODES_MAX 160
struct tiles_tree {
	struct layout_node at[TILES_NODES_MAX];
	int used;
};
struct layout_node *tiles_take(struct tiles_tree *t, int count);
struct layout_node tiles_leaf(int pane, int weight, int min_w, int min_h, int priority);
struct layout_node tiles_group(
        enum layout_kind kind, const struct layout_node *children, int count, int weight);

#endif
