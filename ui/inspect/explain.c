/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the chosen field means, and what is remarked of the chosen packet: two sentences each, and
 * where to read on.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "explain/explain.h"
#include "packet/flow/flow_words.h"
#include "ui/inspect/inspect.h"
#include "ui/inspect/views.h"

struct explain_view {
	struct rich text;
	struct rich_lines lines;
	struct list list;
};

static void finish(void *state)
{
	struct explain_view *v = state;
	rich_finish(&v->text);
	rich_lines_finish(&v->lines);
}

static void add(struct explain_view *v, enum role role, const char *text)
{
	rich_add(&v->text, style_of(role), text);
}

/* A heading, and below it what there is to say. */
static void add_term(struct explain_view *v, const char *heading, const char *name)
{
	const struct explanation *e = explain_find(name);
	if (v->text.text.len)
		add(v, ROLE_TEXT, "\n\n");
	add(v, ROLE_HEADING, heading);
	if (heading != name) {
		add(v, ROLE_DIM, "  ");
		add(v, ROLE_DIM, name);
	}
	add(v, ROLE_TEXT, "\n");
	add(v, ROLE_TEXT, e ? _(e->text) : _("Nothing is told of this one."));
	if (!e || !e->source[0])
		return;
	add(v, ROLE_TEXT, "  ");
	add(v, ROLE_LINK, e->source);
}

static void add_marks(struct explain_view *v, const struct flow_note *note)
{
	char name[64];
	for (int i = 0; i < FLOW_MARKS; i++) {
		enum flow_marks mark = (enum flow_marks)(1u << i);
		if (!(note->marks & mark))
			continue;
		snprintf(name, sizeof(name), "tcp.analysis.%s", flow_mark_name(mark));
		add_term(v, flow_mark_words(mark), name);
	}
}

static void add_field(struct explain_view *v, const struct dissected *d)
{
	const struct field *f = dissected_field(d);
	char value[96], heading[200 + FIELD_MEANING];
	if (!f)
		return;
	field_value_text(f, dissected_at(d), value, sizeof(value));
	if (f->form == FIELD_HEADER)
		value[0] = 0;
	snprintf(heading, sizeof(heading), "%s%s%s%s%s", _(f->label), value[0] ? " " : "", value,
	        f->meaning[0] ? "  " : "", f->meaning);
	add_term(v, heading, f->name);
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct explain_view *v = state;
	const struct inspect *in = env->inspect;
	rich_clear(&v->text);
	if (in->asked[0])
		add_term(v, in->asked, in->asked);
	add_field(v, env->dissected);
	if (in->packet.number && in->packet.note.flow != FLOW_NONE)
		add_marks(v, &in->packet.note);
	rich_wrap(&v->text, w, 0, &v->lines);
	list_layout(&v->list, v->lines.lines.count, h > 0 ? (size_t)h : 1);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct explain_view *v = state;
	if (!v->text.text.len)
		text_draw_wrapped(c, style_of(ROLE_DIM), _("No frame is chosen."));
	else
		rich_draw(c, &v->text, &v->lines, v->list.top);
	if (env->focus)
		canvas_cursor(c, 0, 0);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct explain_view *v = state;
	const struct field *f = dissected_field(env->dissected);
	snprintf(b->title, sizeof(b->title), "%s", _("Explain"));
	if (f)
		snprintf(b->note, sizeof(b->note), "%s", f->name);
	b->top = v->list.top;
	b->rows = v->list.rows;
	b->count = v->list.count;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct explain_view *v = state;
	struct view_act moved = *a;
	(void)env;
	if (a->kind == ACT_OPEN || a->kind == ACT_BACK) {
		snprintf(r->line, sizeof(r->line), "focus fields");
		return true;
	}
	/* There is nothing to choose: whatever moves scrolls. */
	if (a->kind == ACT_MOVE)
		moved.kind = ACT_WHEEL;
	return a->kind != ACT_CLICK && view_list_act(&v->list, &moved);
}

const struct view_ops inspect_explain = {
        .name = "explain",
        .title = N_("Explain"),
        .state_size = sizeof(struct explain_view),
        .finish = finish,
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
