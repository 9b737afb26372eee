/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chosen packet's conversation as a ladder: who began it at the left, time downwards, an arrow
 * a packet.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/inspect/row.h"
#include "ui/inspect/views.h"

#define HEAD_ROWS 1

struct flow_view {
	struct list list;
	uint64_t flow;
	int time; /* columns that times take */
};

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct flow_view *v = state;
	struct inspect *in = env->inspect;
	struct selection *s = inspect_conversation(in);
	(void)w;
	size_t count = s ? (size_t)selection_count(s) : 0;
	if (s && selection_has(s, in->chosen))
		v->list.selected = (size_t)selection_index(s, in->chosen);
	v->list.follow = false;
	list_layout(&v->list, count, h > HEAD_ROWS ? (size_t)(h - HEAD_ROWS) : 1);
	v->time = in->time == INSPECT_TIME_DATE ? 27 : in->time == INSPECT_TIME_CLOCK ? 16 : 13;
}

static void end_name(
        const struct inspect *in, const struct flow_summary_side *side, char *out, size_t size)
{
	inspect_end_text(in, &side->address, side->port, out, size);
}

static void draw_head(const struct flow_view *v, const struct inspect *in, struct canvas *c)
{
	struct flow_summary sum;
	char name[96];
	if (!flow_summary(traffic_flows(in->traffic), inspect_flow_of(in), &sum))
		return;
	end_name(in, &sum.sides[0], name, sizeof(name));
	int half = (c->w - v->time) / 2;
	canvas_fit(c, v->time, 0, half - 1, style_of(ROLE_HOST1), name);
	end_name(in, &sum.sides[1], name, sizeof(name));
	if (text_width(name) < half)
		canvas_right(c, c->w - 2, 0, style_of(ROLE_HOST2), name);
	else
		canvas_fit(c, v->time + half, 0, half - 1, style_of(ROLE_HOST2), name);
}

static void draw_arrow(struct canvas *c, int y, int left, int right, const struct row *r,
        const char *words, struct style st)
{
	bool back = r->k.note.direction == 1;
	enum glyph shaft = r->k.note.marks & FLOW_RETRANSMISSION ? GLYPH_SHAFT_AGAIN : GLYPH_SHAFT;
	canvas_glyph(c, left, y, style_of(ROLE_HOST1), GLYPH_LADDER);
	canvas_glyph(c, right, y, style_of(ROLE_HOST2), GLYPH_LADDER);
	canvas_hline(c, left + 1, y, right - left - 1, st, shaft);
	if (back)
		canvas_glyph(c, left + 1, y, st, GLYPH_LEFT);
	else
		canvas_glyph(c, right - 1, y, st, GLYPH_RIGHT);
	int room = right - left - 8, width = text_width(words);
	if (room < 4)
		return;
	int x = left + 4;
	canvas_text(c, x - 1, y, st, " ");
	canvas_fit(c, x, y, room, st, words);
	canvas_text(c, x + (width < room ? width : room), y, st, " ");
}

static void draw_row(const struct flow_view *v, const struct view_env *env, struct canvas *c, int y,
        const struct row *r)
{
	struct inspect *in = env->inspect;
	bool chosen = r->k.number == in->chosen;
	enum role role = !chosen ? row_role(r) : env->focus ? ROLE_SELECTED : ROLE_SELECTED_IDLE;
	struct style st = style_of(role);
	char text[512];
	if (chosen)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	inspect_time_text(in, in->time, &r->k, r->before, text, sizeof(text));
	canvas_right(c, v->time - 2, y, st, text);
	row_info(in, r, text, sizeof(text));
	draw_arrow(c, y, v->time, c->w - 1, r, text, st);
	if (chosen && env->focus)
		canvas_cursor(c, 0, y);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct flow_view *v = state;
	struct inspect *in = env->inspect;
	struct selection *s = inspect_conversation(in);
	struct row r;
	if (!s) {
		text_draw_wrapped(
		        c, style_of(ROLE_DIM), _("The chosen packet belongs to no conversation."));
		return;
	}
	draw_head(v, in, c);
	uint64_t before = v->list.top ? selection_number(s, v->list.top - 1) : 0;
	for (size_t i = 0; i < v->list.rows && v->list.top + i < v->list.count; i++) {
		uint64_t number = selection_number(s, v->list.top + i);
		if (row_get(in, number, before, &r))
			draw_row(v, env, c, (int)i + HEAD_ROWS, &r);
		before = number;
	}
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct flow_view *v = state;
	const struct inspect *in = env->inspect;
	snprintf(b->title, sizeof(b->title), "%s", _("Flow"));
	if (in->conversation)
		snprintf(b->note, sizeof(b->note), "stream %llu",
		        (unsigned long long)in->conversation_of);
	b->top = v->list.top;
	b->rows = v->list.rows;
	b->count = v->list.count;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct flow_view *v = state;
	struct inspect *in = env->inspect;
	struct selection *s = inspect_conversation(in);
	struct view_act moved = *a;
	if (a->kind == ACT_OPEN || a->kind == ACT_BACK) {
		snprintf(r->line, sizeof(r->line), "focus %s",
		        a->kind == ACT_OPEN ? "fields" : "list");
		return true;
	}
	moved.y -= HEAD_ROWS;
	if (!s || !view_list_act(&v->list, &moved))
		return false;
	in->follow = false;
	size_t count = (size_t)selection_count(s);
	if (v->list.selected >= count)
		v->list.selected = count ? count - 1 : 0;
	inspect_choose(in, selection_number(s, v->list.selected));
	return true;
}

const struct view_ops inspect_flow = {
        .name = "flow",
        .title = N_("Flow"),
        .state_size = sizeof(struct flow_view),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
