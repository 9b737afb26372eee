/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How one frame looks in lists and ladders: the words, the mark and the role that tell its fate.
 */
#ifndef VIEW_FRAME_H
#define VIEW_FRAME_H

#include "packet/flow/flow.h"
#include "packet/packet.h"
#include "ui/view/events.h"
#include "ui/view/source.h"
#include "ui/view/view.h"

struct frame_look {
	uint64_t id;
	nsec when;
	struct tape_frame frame; /* its bytes are borrowed from the tape */
	struct packet packet;
	struct flow_note note;
	bool has_note, absolute;
	int from, to;      /* who speaks to whom: nodes by address, -1 everybody */
	int near, far;     /* the ends of the link it was seen on: from where, to where */
	char summary[128]; /* "SYN seq 0 win 64240" */
};

/* False when the tape hasn't that frame. */
bool frame_look(const struct view_source *s, const struct view_shared *sh, uint64_t id,
        struct frame_look *out);
/* What tells the fate beside words: a role and a glyph one cell wide. */
enum role frame_role(const struct frame_look *l);
enum glyph frame_mark(const struct frame_look *l);
/* Whether there is more to say of its fate than that it arrived. */
bool frame_notable(const struct tape_frame *f);
/* "seq 0:12 ack 1", relative unless absolute was asked for. TCP only. */
void frame_numbers(const struct frame_look *l, char *out, size_t size);
/* "1.210" since the start, or "+0.021" since the event `before` in delta form. */
void frame_time(const struct view_source *s, const struct view_shared *sh, nsec when,
        uint64_t before, char *out, size_t size);

/* Moving among events; false when the act is none of that. `head`: rows above the list. */
bool frame_list_act(
        struct events *v, const struct events_filter *f, const struct view_act *a, int head);
/* What Enter and copy mean on a frame. */
bool frame_act(uint64_t id, struct view_env *env, const struct view_act *a, struct view_reply *r);

#endif
