/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The views of a capture, and where each belongs. A new one is a row here and a file.
 */
#ifndef INSPECT_VIEWS_H
#define INSPECT_VIEWS_H

#include "ui/view/view.h"

/* Views of one place are tabs of each other; the screen gives the places more or less room. */
enum inspect_place {
	PLACE_MAIN,  /* the list, and whatever wants as much room as that */
	PLACE_TREE,  /* of the chosen packet */
	PLACE_BYTES, /* what goes with the tree */
};

struct inspect_view {
	const struct view_ops *ops; /* ops.name is its name in commands and its keymap's mode */
	enum inspect_place place;
};

/* The first is the list. */
const struct inspect_view *inspect_views(size_t *count);

extern const struct view_ops inspect_list;
extern const struct view_ops inspect_flow;   /* the chosen conversation as a ladder */
extern const struct view_ops inspect_plots;  /* ... over time */
extern const struct view_ops inspect_stream; /* what it said */
extern const struct view_ops inspect_conversations;
extern const struct view_ops inspect_explain; /* the chosen field and what is remarked */
extern const struct view_ops inspect_endpoints;
extern const struct view_ops inspect_protocols;
extern const struct view_ops inspect_rate;

#endif
