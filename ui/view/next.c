/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Next: what waits at a gate, and what letting it happen will do.
 */
#include "ui/view/source.h"
#include "ui/view/view.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/view/frame.h"

struct next {
	struct list list;
	uint64_t chosen; /* id, valid while ... */
	bool any;        /* ... something waits */
	int effect_rows; /* below the list */
};

/* Finds the entry that was chosen before; when it went, what moved into its place is chosen. */
static size_t keep_choice(const struct next *n, const struct view_source *s)
{
	for (size_t i = 0; n->any && i < s->next_count; i++)
		if (s->next[i].id == n->chosen)
			return i;
	return n->list.selected;
}

static void choose(struct view_env *env, const struct bench_next *e)
{
	if (e->kind == NEXT_FRAME)
		view_shared_choose(env->shared, e->id, false);
	else
		env->shared->event = e->id;
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct next *n = state;
	const struct view_source *s = env->source;
	(void)w;
	n->effect_rows = h >= 6 ? 2 : h >= 2 ? 1 : 0;
	size_t chosen = keep_choice(n, s);
	list_layout(
	        &n->list, s->next_count, (size_t)(h - n->effect_rows > 0 ? h - n->effect_rows : 1));
	if (!s->next_count) {
		n->any = false;
		env->shared->waiting = TAPE_NONE;
		return;
	}
	list_select(&n->list, chosen < s->next_count ? chosen : s->next_count - 1);
	list_layout(&n->list, s->next_count, n->list.rows);
	uint64_t id = s->next[n->list.selected].id;
	if ((!n->any || id != n->chosen) && !env->shared->pinned)
		choose(env, &s->next[n->list.selected]);
	n->any = true;
	n->chosen = id;
	env->shared->waiting = id;
}

/* What was done to its bytes while it waited; "" for nothing. */
static const char *done_to(const struct view_source *s, uint64_t id)
{
	struct view_held held = {0};
	if (!view_source_held(s, id, &held))
		return "";
	if (held.marks & MARK_CORRUPTED)
		return _("corrupted");
	return held.marks & MARK_EDITED ? _("edited") : "";
}

/* Who does what: "client → server  SYN", "client  connect(3, ...)", with the line of the source. */
static void entry_text(struct canvas *c, const struct view_source *s, const struct bench_next *e,
        char *out, size_t size)
{
	struct tape_event ev;
	const char *done = done_to(s, e->id);
	if (e->kind == NEXT_FRAME) {
		snprintf(out, size, "%s %s %s%s%s  %s", view_node(s, e->from),
		        glyph(c->glyphs, GLYPH_TO), view_node(s, e->to), done[0] ? "  " : "", done,
		        e->what);
		return;
	}
	bool line = tape_get(s->tape, e->id, &ev) && ev.kind == TAPE_CALL && ev.call.source[0];
	snprintf(out, size, "%s  %s%s%s", view_node(s, e->from), e->what, line ? "  " : "",
	        line ? ev.call.source : "");
}

static void draw_entry(struct canvas *c, int y, const struct view_source *s,
        const struct bench_next *e, bool chosen, bool focus)
{
	struct style style = style_of(!chosen ? ROLE_TEXT
	                              : focus ? ROLE_SELECTED
	                                      : ROLE_SELECTED_IDLE);
	char text[224], since[32], right[64];
	view_duration(s->now - e->since, since, sizeof(since));
	if (e->repeats)
		snprintf(right, sizeof(right), _(" %s, again %s%u"), since,
		        glyph(c->glyphs, GLYPH_TIMES), e->repeats);
	else
		snprintf(right, sizeof(right), " %s", since);
	entry_text(c, s, e, text, sizeof(text));
	if (chosen)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', style);
	canvas_glyph(
	        c, 0, y, chosen ? style : style_of(ROLE_HELD), chosen ? GLYPH_RIGHT : GLYPH_PAUSE);
	int room = c->w - 2 - text_width(right);
	canvas_fit(c, 2, y, room, style, text);
	canvas_right(c, c->w - 1, y, chosen ? style : style_of(ROLE_HELD), right);
}

/* What to do when nothing waits. */
static const char *nothing(const struct view_source *s)
{
	bool wire = false;
	if (s->past)
		return _("Nothing waited at this moment.");
	for (int i = 0; i < s->topology->link_count; i++)
		wire |= s->topology->links[i].carrier == LINK_WIRE;
	if (s->calls == CALLS_HOLD)
		return _("Nothing waits. A program stops here before its next call that is held; "
		         "Space "
		         "lets it go on, f makes the call fail.");
	if (!wire)
		return _("Nothing can wait here: the kernel itself carries these links.");
	if (!s->holds)
		return _("Nothing waits: the wire lets everything pass. `:hold` makes frames wait "
		         "here.");
	return _("Nothing waits. Frames stop here as soon as a program sends: Tab to its terminal, "
	         "Enter gives it the keyboard.");
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct next *n = state;
	const struct view_source *s = env->source;
	if (!s->next_count) {
		text_draw_wrapped(c, style_of(ROLE_DIM), nothing(s));
		if (env->focus)
			canvas_cursor(c, 0, 0);
		return;
	}
	for (size_t i = 0; i < n->list.rows && n->list.top + i < s->next_count; i++) {
		size_t at = n->list.top + i;
		draw_entry(c, (int)i, s, &s->next[at], at == n->list.selected, env->focus);
		if (env->focus && at == n->list.selected)
			canvas_cursor(c, 0, (int)i);
	}
	if (!n->effect_rows)
		return;
	/* Right below the entries, with whatever room there is. */
	const struct bench_next *e =
	        &s->next[n->list.selected < s->next_count ? n->list.selected : 0];
	int y = (int)(s->next_count - n->list.top < n->list.rows ? s->next_count - n->list.top
	                                                         : n->list.rows);
	char text[280];
	bool is_frame = e->kind == NEXT_FRAME;
	snprintf(text, sizeof(text), "%s%s%s", is_frame ? e->what : "",
	        is_frame && e->effect[0] ? ": " : "", e->effect);
	struct canvas below = canvas_sub(c, (struct rect){2, y, c->w - 2, c->h - y});
	text_draw_wrapped(&below, style_of(ROLE_DIM), c->h - y > 2 ? text : e->effect);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct next *n = state;
	const struct view_source *s = env->source;
	snprintf(b->title, sizeof(b->title), "%s", _("Next"));
	if (s->next_count)
		snprintf(b->note, sizeof(b->note), P_("%zu waits", "%zu wait", s->next_count),
		        s->next_count);
	if (s->gate && s->gate[0])
		snprintf(b->foot_note, sizeof(b->foot_note), _("gate: %.40s"), s->gate);
	b->top = n->list.top;
	b->rows = n->list.rows;
	b->count = s->next_count;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct next *n = state;
	const struct view_source *s = env->source;
	if (a->kind == ACT_OPEN) {
		if (n->any)
			snprintf(r->line, sizeof(r->line), "deliver #%llu",
			        (unsigned long long)n->chosen);
		return true;
	}
	if (!view_list_act(&n->list, a))
		return frame_act(n->any ? n->chosen : TAPE_NONE, env, a, r);
	if (n->list.selected < s->next_count) {
		n->chosen = s->next[n->list.selected].id;
		env->shared->waiting = n->chosen;
		choose(env, &s->next[n->list.selected]);
	}
	return true;
}

const struct view_ops view_next = {
        .name = "next",
        .title = N_("Next"),
        .state_size = sizeof(struct next),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
