/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of frames: number, time, who to whom, protocol, flags as lamps and words, what it says,
 * what became of it.
 */
#include "ui/view/source.h"
#include "ui/view/view.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "packet/format.h"
#include "ui/view/events.h"
#include "ui/view/frame.h"

struct packets {
	struct events events;
	bool begun;
};

/* Columns that fit into a width; 0: left out. */
struct columns {
	int number, time, ends, link, protocol, lamps, flags, seq, length, fate;
	int used; /* by all but what it says and its fate */
};

static int height(const void *user, const struct tape_event *e)
{
	return e->kind == TAPE_FRAME && view_shared_shows(user, &e->frame);
}

static struct events_filter filter_of(const struct view_env *env)
{
	return (struct events_filter){
	        .tape = env->source->tape, .height = height, .user = env->shared};
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct packets *p = state;
	struct events_filter f = filter_of(env);
	(void)w;
	if (!p->begun)
		p->begun = p->events.follow = true;
	if (!env->focus && !p->events.follow && env->shared->frame != TAPE_NONE)
		events_select(&p->events, env->shared->frame);
	events_layout(&p->events, &f, h - 1 > 0 ? h - 1 : 1);
	if (p->events.any && (env->focus || env->shared->frame == TAPE_NONE))
		view_shared_choose(
		        env->shared, p->events.selected, env->focus && !p->events.follow);
}

/* Gives a column its width if at least `left` columns stay for the words. */
static void widen(struct columns *k, int *column, int width, int w, int left)
{
	if (w - k->used - width < left)
		return;
	*column = width;
	k->used += width;
}

static struct columns columns_for(const struct view_source *s, int w)
{
	struct columns k = {.number = 4, .time = 9, .ends = 18, .protocol = 6, .flags = 6};
	for (uint64_t n = tape_end(s->tape); n >= 100; n /= 10)
		k.number++;
	if (k.number < 6)
		k.number = 6;
	k.used = k.number + k.time + k.ends + k.protocol + k.flags;
	if (s->topology->link_count > 1)
		widen(&k, &k.link, 10, w, 18);
	widen(&k, &k.lamps, 9, w, 37);
	widen(&k, &k.length, 6, w, 38);
	widen(&k, &k.seq, 22, w, 38);
	if (w - k.used >= 56)
		k.fate = (w - k.used) / 2 > 44 ? 44 : (w - k.used) / 2;
	return k;
}

static void draw_head(struct canvas *c, const struct columns *k)
{
	struct style st = style_of(ROLE_HEADING);
	int x = 0;
	canvas_fill(c, (struct rect){0, 0, c->w, 1}, ' ', st);
	const struct {
		int w;
		const char *text;
	} heads[] = {
	        {k->number, _("No.")},
	        {k->time, _("time")},
	        {k->ends, _("from > to")},
	        {k->link, _("link")},
	        {k->protocol, _("proto")},
	        {k->lamps, "CEUAPRSF"},
	        {k->flags, _("flags")},
	        {k->seq, _("seq, ack")},
	        {k->length, _("len")},
	        {c->w - k->used - k->fate, _("what it says")},
	        {k->fate, _("what became of it")},
	};
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		if (heads[i].w > 0)
			canvas_fit(c, x, 0, heads[i].w - 1, st, heads[i].text);
		x += heads[i].w;
	}
}

static void draw_tcp(struct canvas *c, int *x, int y, struct style st, const struct columns *k,
        const struct frame_look *l)
{
	char text[64];
	bool tcp = packet_find(&l->packet, LAYER_TCP) != NULL;
	if (k->lamps && tcp) {
		format_tcp_lamps(
		        l->packet.tcp_flags, c->glyphs == &glyphs_ascii, text, sizeof(text));
		canvas_fit(c, *x, y, k->lamps - 1, st, text);
	}
	*x += k->lamps;
	if (tcp) {
		format_tcp_flags_short(l->packet.tcp_flags, text, sizeof(text));
		canvas_fit(c, *x, y, k->flags - 1, st, text);
	}
	*x += k->flags;
	if (k->seq && tcp) {
		frame_numbers(l, text, sizeof(text));
		canvas_fit(c, *x, y, k->seq - 1, st, text);
	}
	*x += k->seq;
}

static void draw_row(struct canvas *c, int y, const struct view_env *env, const struct columns *k,
        uint64_t id, uint64_t before, bool chosen)
{
	struct frame_look l;
	if (!frame_look(env->source, env->shared, id, &l))
		return;
	enum role role = !chosen ? frame_role(&l) : env->focus ? ROLE_SELECTED : ROLE_SELECTED_IDLE;
	struct style st = style_of(role);
	char text[160], when[24];
	if (chosen)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	int x = 0;
	canvas_printf(c, x, y, st, "#%llu", (unsigned long long)id);
	x += k->number;
	frame_time(env->source, env->shared, l.when, before, when, sizeof(when));
	canvas_right(c, x + k->time - 2, y, st, when);
	x += k->time;
	snprintf(text, sizeof(text), "%s %s %s", view_node(env->source, l.from),
	        glyph(c->glyphs, GLYPH_TO), view_node(env->source, l.to));
	canvas_fit(c, x, y, k->ends - 1, st, text);
	x += k->ends;
	if (k->link && l.frame.link < env->source->topology->link_count)
		canvas_fit(
		        c, x, y, k->link - 1, st, env->source->topology->links[l.frame.link].name);
	x += k->link;
	canvas_fit(c, x, y, k->protocol - 1, st, format_protocol(&l.packet));
	x += k->protocol;
	draw_tcp(c, &x, y, st, k, &l);
	if (k->length)
		canvas_printf(c, x, y, st, "%5u", l.frame.length);
	x += k->length;
	int room = c->w - x - k->fate;
	canvas_glyph(c, x, y, st, frame_mark(&l));
	canvas_fit(c, x + 2, y, room - 3, st, l.summary);
	if (!k->fate)
		return;
	view_source_fate(env->source, id, text, sizeof(text));
	canvas_fit(c, c->w - k->fate, y, k->fate, st, text);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct packets *p = state;
	struct columns k = columns_for(env->source, c->w);
	draw_head(c, &k);
	if (!p->events.any)
		canvas_text(c, 0, 1, style_of(ROLE_DIM), _("No frame has been seen yet."));
	for (int i = 0; i < p->events.count; i++) {
		const struct events_row *r = &p->events.shown[i];
		bool chosen = r->id == p->events.selected;
		draw_row(c, r->y + 1, env, &k, r->id, i ? p->events.shown[i - 1].id : TAPE_NONE,
		        chosen);
		if (chosen && env->focus)
			canvas_cursor(c, 0, r->y + 1);
	}
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct packets *p = state;
	snprintf(b->title, sizeof(b->title), "%s", _("Packets"));
	if (env->shared->filter)
		snprintf(b->foot, sizeof(b->foot), _("only %.100s"),
		        filter_text(env->shared->filter));
	unsigned long long n = tape_count(env->source->tape, TAPE_FRAME);
	snprintf(b->note, sizeof(b->note), P_("%llu frame", "%llu frames", (unsigned long)n), n);
	snprintf(b->foot_note, sizeof(b->foot_note), "%s",
	        p->events.follow ? _("follows the newest") : _("stands still: G follows"));
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct packets *p = state;
	struct events_filter f = filter_of(env);
	if (!frame_list_act(&p->events, &f, a, 1))
		return frame_act(p->events.any ? p->events.selected : TAPE_NONE, env, a, r);
	if (p->events.any)
		view_shared_choose(env->shared, p->events.selected, !p->events.follow);
	return true;
}

const struct view_ops view_packets = {
        .name = "packets",
        .title = N_("Packets"),
        .state_size = sizeof(struct packets),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
