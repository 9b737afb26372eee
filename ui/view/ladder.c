/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ladder: hosts as columns, time downwards, a frame an arrow whose line tells its fate.
 *
 * How it works: nodes are put in the order in which a walk along the links meets them, so that
 * neighbours stand side by side. Wide, what happens at a host stands outside of its line; narrow,
 * there is no room for that and it stands inside. A host whose lo is watched has two lines: who
 * began a conversation is at the first, who answers at the second; what happens at it stands at the
 * first.
 */
#include "ui/view/source.h"
#include "ui/view/view.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "net/counters.h"
#include "net/sockets.h"
#include "ui/view/events.h"
#include "ui/view/frame.h"
#include "ui/view/words.h"

#define TIME_COLUMNS 9
#define SEARCH_MAX 500000 /* events looked at */

struct ladder {
	struct events events;
	bool begun;
	char needle[64];
};

/* Where the hosts' lines stand. */
struct columns {
	int order[2 * TOPOLOGY_NODES_MAX]; /* nodes from left to right */
	int count;
	int x[TOPOLOGY_NODES_MAX];      /* by node; -1: no line */
	int second[TOPOLOGY_NODES_MAX]; /* of its own lo; -1: no such line */
	int gutter;                     /* columns outside of the first and the last line */
	int span;                       /* between neighbours */
};

static bool shows_socket(const struct tape_socket *s)
{
	return s->gone || s->state != s->old_state;
}

static int frame_height(const struct view_shared *sh, const struct tape_frame *f)
{
	if (f->fate == FATE_FOLDED || !view_shared_shows(sh, f))
		return 0;
	return frame_notable(f) ? 2 : 1;
}

static int height(const void *user, const struct tape_event *e)
{
	const struct view_env *env = user;
	const struct view_shared *sh = env->shared;
	switch (e->kind) {
	case TAPE_FRAME:
		return frame_height(sh, &e->frame);
	case TAPE_SOCKET:
		return shows_socket(&e->socket);
	case TAPE_NOTE:
		return e->note.kind == NOTE_STEP || e->note.kind == NOTE_LINK ||
		       e->note.kind == NOTE_CUT;
	case TAPE_PROGRAM:
		return 1;
	case TAPE_CALL:
		return calls_wanted(&sh->calls_shown, &e->call) &&
		       calls_shown(&sh->calls, env->source->tape, e);
	case TAPE_COUNTER:
		return !sh->counters_hidden;
	case TAPE_FATE:
	case TAPE_OUTPUT:
	case TAPE_KINDS:
		break;
	}
	return 0;
}

static struct events_filter filter_of(const struct view_env *env)
{
	return (struct events_filter){.tape = env->source->tape, .height = height, .user = env};
}

/* Adds the nodes that can be reached from `node`, depth first, each once. */
static void walk(const struct topology *t, int node, bool seen[], struct columns *k)
{
	seen[node] = true;
	k->order[k->count++] = node;
	for (int i = 0; i < t->link_count; i++)
		if (t->links[i].carrier == LINK_LOOPBACK && t->links[i].ends[0].node == node)
			k->order[k->count++] = node;
	for (int i = 0; i < t->link_count; i++)
		for (int end = 0; end < 2; end++) {
			int other = t->links[i].ends[!end].node;
			if (t->links[i].ends[end].node == node && !seen[other])
				walk(t, other, seen, k);
		}
}

static void columns_for(const struct topology *t, int w, struct columns *k)
{
	bool seen[TOPOLOGY_NODES_MAX] = {false};
	*k = (struct columns){.gutter = w >= 140 ? 34 : w >= 100 ? 20 : w >= 64 ? 13 : 1};
	for (int i = 0; i < TOPOLOGY_NODES_MAX; i++)
		k->x[i] = k->second[i] = -1;
	for (int kind = NODE_HOST; kind < NODE_KINDS; kind++)
		for (int i = 0; i < t->node_count; i++)
			if (!seen[i] && (int)t->nodes[i].kind == kind)
				walk(t, i, seen, k);
	/* The arrows need room for their words more than the hosts' states do. */
	int gaps = k->count > 1 ? k->count - 1 : 1;
	if ((w - TIME_COLUMNS - 2 * k->gutter - 1) / gaps < 28)
		k->gutter = 1;
	k->span = (w - TIME_COLUMNS - 2 * k->gutter - 1) / gaps;
	for (int i = 0; i < k->count; i++) {
		int node = k->order[i];
		int *place = k->x[node] < 0 ? &k->x[node] : &k->second[node];
		*place = TIME_COLUMNS + k->gutter + i * k->span;
	}
}

/* Where a frame's arrow begins and ends; false: nowhere. */
static bool arrow_ends(const struct columns *k, const struct frame_look *l, int *from, int *to)
{
	if (l->near < 0 || l->far < 0)
		return false;
	*from = k->x[l->near];
	*to = k->x[l->far];
	if (l->near == l->far) {
		bool back = l->frame.direction == 1;
		*from = back ? k->second[l->near] : k->x[l->near];
		*to = back ? k->x[l->near] : k->second[l->near];
	}
	return *from >= 0 && *to >= 0;
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct ladder *l = state;
	struct events_filter f = filter_of(env);
	(void)w;
	if (!l->begun)
		l->begun = l->events.follow = true;
	events_layout(&l->events, &f, h - 1 > 0 ? h - 1 : 1);
	/* Something to take apart, as soon as there is a frame. */
	if (env->shared->frame == TAPE_NONE)
		env->shared->frame = tape_find(env->source->tape, TAPE_NONE, TAPE_FRAME, -1);
	if (l->events.any && env->focus)
		view_shared_choose_event(env->shared, env->source, l->events.selected,
		        env->focus && !l->events.follow);
}

static void draw_hosts(struct canvas *c, const struct view_source *s, const struct columns *k)
{
	for (int i = 0; i < k->count; i++) {
		int node = k->order[i];
		const char *name = s->topology->nodes[node].name;
		char text[72], addr[46] = "";
		const struct packet_addr *a = topology_address(s->topology, node, 4);
		if (a)
			packet_addr_text(a, addr);
		snprintf(text, sizeof(text), "%s %s", name, addr);
		struct style st = style_of(style_host((unsigned)node));
		st.attrs = ATTR_BOLD;
		bool second = i > 0 && k->order[i - 1] == node;
		bool first = i + 1 < k->count && k->order[i + 1] == node;
		if (first || second)
			snprintf(text, sizeof(text), second ? _("%s: answers") : _("%s: began"),
			        name);
		bool whole = (a || first || second) && text_width(text) < k->span - 1;
		int width = text_width(whole ? text : name);
		int x = (second ? k->second[node] : k->x[node]) - width / 2;
		if (i == 0 && x < TIME_COLUMNS - 1)
			x = TIME_COLUMNS - 1;
		if (i == k->count - 1 && x + width > c->w)
			x = c->w - width;
		canvas_fit(c, x, 0, k->span > 2 ? k->span - 1 : 1, st, whole ? text : name);
	}
}

static void draw_lines(struct canvas *c, const struct columns *k, int y)
{
	for (int i = 0; i < k->count; i++) {
		bool second = i > 0 && k->order[i - 1] == k->order[i];
		int x = second ? k->second[k->order[i]] : k->x[k->order[i]];
		canvas_glyph(c, x, y, style_of(ROLE_BORDER), GLYPH_LADDER);
	}
}

/* How an arrow is drawn: its shaft, its head, and how far it gets, in tenths of the way. */
struct arrow {
	enum glyph shaft, head;
	int reach;
	bool head_is_sign; /* the head does not depend on the direction */
};

static struct arrow arrow_of(const struct frame_look *l)
{
	struct arrow a = {.shaft = GLYPH_SHAFT, .head = GLYPH_RIGHT, .reach = 10};
	if (l->frame.marks & (MARK_DOUBLED | MARK_COPY | MARK_REPEAT))
		a.shaft = GLYPH_SHAFT_AGAIN;
	if (l->frame.marks & (MARK_CORRUPTED | MARK_EDITED))
		a.shaft = GLYPH_SHAFT_BAD;
	switch ((enum frame_fate)l->frame.fate) {
	case FATE_HELD:
		return (struct arrow){GLYPH_SHAFT_HELD, GLYPH_PAUSE, 8, true};
	case FATE_DELAYED:
		return (struct arrow){GLYPH_SHAFT_HELD, GLYPH_RIGHT, 9, false};
	case FATE_DROPPED:
		return (struct arrow){a.shaft, GLYPH_LOST, 8, true};
	case FATE_SEEN:
	case FATE_DELIVERED:
	case FATE_FOLDED:
	case FATES:
		break;
	}
	return a;
}

static void draw_arrow(struct canvas *c, int y, const struct columns *k, const struct frame_look *l,
        struct style st)
{
	int from, to;
	if (!arrow_ends(k, l, &from, &to))
		return;
	struct arrow a = arrow_of(l);
	int step = from < to ? 1 : -1, way = (to - from) * step;
	if (way < 3)
		return;
	int tip = from + step * (way * a.reach / 10 - (a.reach == 10 ? 1 : 0));
	for (int x = from + step; x != tip; x += step)
		canvas_glyph(c, x, y, st, a.shaft);
	canvas_glyph(
	        c, from, y, style_of(ROLE_BORDER), step > 0 ? GLYPH_TEE_LEFT : GLYPH_TEE_RIGHT);
	enum glyph head = a.head_is_sign || step > 0 ? a.head : GLYPH_LEFT;
	canvas_glyph(c, tip, y, st, head);
	int left = step > 0 ? from + 2 : tip + 2, room = (tip - from) * step - 4;
	char label[160];
	snprintf(label, sizeof(label), "#%llu %s", (unsigned long long)l->id, l->summary);
	int width = text_width(label);
	if (room < 3)
		return;
	if (step < 0 && width < room)
		left = from - 2 - width - 1;
	canvas_text(c, left, y, st, " ");
	int took = canvas_fit(c, left + 1, y, room - 1, st, label);
	canvas_text(c, left + 1 + took, y, st, " ");
}

/* Columns from a line to the right edge of the ladder. */
static int right_room(const struct canvas *c, int left)
{
	return c->w - left - 4;
}

static void draw_frame(const struct view_env *env, struct canvas *c, const struct columns *k,
        const struct events_row *r, bool chosen)
{
	struct frame_look l;
	char text[200];
	if (!frame_look(env->source, env->shared, r->id, &l))
		return;
	struct style st = style_of(frame_role(&l));
	st.attrs = chosen ? ATTR_BOLD : 0;
	draw_arrow(c, r->y + 1, k, &l, st);
	if (r->h < 2)
		return;
	draw_lines(c, k, r->y + 2);
	view_source_fate(env->source, r->id, text, sizeof(text));
	int a, b;
	if (!arrow_ends(k, &l, &a, &b))
		return;
	int left = a < b ? a : b;
	int room = (a < b ? b - a : a - b) - 4, width = text_width(text);
	if (width > room && right_room(c, left) > room)
		room = right_room(c, left);
	canvas_fit(c, left + 3, r->y + 2, room, style_of(frame_role(&l)), text);
}

/* Columns that a text at a host's line may have. */
static int room_at_host(const struct columns *k, int node, bool outside)
{
	bool first = node == k->order[0], last = k->count > 1 && node == k->order[k->count - 1];
	return outside && k->gutter > 2 && (first || last) ? k->gutter - 1 : k->span - 3;
}

/* A text at a host's line: outside where there is a gutter, else inside. */
static void draw_at_host(struct canvas *c, const struct columns *k, int node, int y,
        struct style st, const char *text, bool outside)
{
	if (node < 0 || node >= TOPOLOGY_NODES_MAX || k->x[node] < 0)
		return;
	int x = k->x[node];
	bool first = node == k->order[0], last = k->count > 1 && node == k->order[k->count - 1];
	if (outside && k->gutter > 2 && first) {
		char cut[64];
		int used = 0;
		snprintf(cut, sizeof(cut), "%.*s", (int)text_prefix(text, k->gutter - 1, &used),
		        text);
		canvas_right(c, x - 2, y, st, cut);
	} else if (outside && k->gutter > 2 && last) {
		canvas_fit(c, x + 2, y, k->gutter - 1, st, text);
	} else if (last) {
		int room = k->span - 3, width = text_width(text);
		if (width <= room)
			canvas_right(c, x - 2, y, st, text);
		else
			canvas_fit(c, x - 1 - room, y, room, st, text);
	} else {
		canvas_fit(c, x + 2, y, k->span - 3, st, text);
	}
}

static void draw_socket(
        struct canvas *c, const struct columns *k, int y, const struct tape_socket *s)
{
	char text[64];
	const char *state = sockets_state_name(s->protocol, s->state);
	if (s->gone)
		snprintf(text, sizeof(text), _("closed :%u"), s->local_port);
	else if (!s->remote_port && s->protocol == 17)
		snprintf(text, sizeof(text), "UDP :%u", s->local_port);
	else if (k->gutter > 2 && k->gutter <= (int)strlen(state) + 6)
		snprintf(text, sizeof(text), "%s", state);
	else
		snprintf(text, sizeof(text), "%s :%u", state, s->local_port);
	struct style st = style_of(s->gone ? ROLE_DIM : ROLE_CHANGED);
	draw_at_host(c, k, s->node, y, st, text, true);
}

static void draw_program(
        struct canvas *c, const struct columns *k, int y, const struct tape_program *p)
{
	char text[160];
	struct style st = style_of(ROLE_CALL);
	if (!p->ended) {
		snprintf(text, sizeof(text), "%s %.120s", glyph(c->glyphs, GLYPH_PLAY), p->command);
	} else if (p->ended == 1) {
		snprintf(text, sizeof(text), _("exited with %d: %.100s"), p->code, p->command);
	} else if (p->ended == 2) {
		const char *name = sigabbrev_np(p->code);
		snprintf(text, sizeof(text), _("killed by SIG%s: %.100s"), name ? name : "?",
		        p->command);
	} else {
		snprintf(text, sizeof(text), _("could not start: %.100s"), p->command);
		st = style_of(ROLE_ERROR);
	}
	draw_at_host(c, k, p->node, y, st, text, false);
}

/* The sign behind a call that is not over, and how it looks. */
static enum role call_state(const struct view_env *env, struct canvas *c,
        const struct tape_event *e, char *sign, size_t size)
{
	const struct calls_open *o = calls_find(&env->shared->calls, e->call.enter);
	snprintf(sign, size, "%s", "");
	if (o && o->last == e->id && e->call.stage != CALL_RETURNED) {
		/* The bar of ASCII would read as "= result". */
		bool bar = o->held && c->glyphs == &glyphs_ascii;
		snprintf(sign, size, " %s",
		        bar       ? "[held]"
		        : o->held ? glyph(c->glyphs, GLYPH_PAUSE)
		                  : glyph(c->glyphs, GLYPH_HOURGLASS));
		return o->held ? ROLE_HELD : ROLE_WAITING;
	}
	if (e->call.stage == CALL_ENTERED)
		snprintf(sign, size, " %s", glyph(c->glyphs, GLYPH_ELLIPSIS));
	if (e->call.stage == CALL_SIGNAL || e->call.stage == CALL_PROCESS)
		return ROLE_DIM;
	if (e->call.changed)
		return ROLE_CORRUPTED;
	bool failed = e->call.stage == CALL_RETURNED && e->call.error;
	bool again = e->call.error == EAGAIN || e->call.error == EINPROGRESS;
	return failed ? again ? ROLE_WARNING : ROLE_ERROR : ROLE_CALL;
}

/* As much of the call as has room: outside of the host's line its short form, else inside. */
static void draw_call(const struct view_env *env, struct canvas *c, const struct columns *k, int y,
        const struct tape_event *e)
{
	char text[320], sign[16];
	int node = e->call.node;
	if (node >= TOPOLOGY_NODES_MAX || k->x[node] < 0)
		return;
	enum role role = call_state(env, c, e, sign, sizeof(sign));
	for (int place = 0; place < 2; place++) {
		bool outside = place == 0 && k->gutter >= 16;
		int room = room_at_host(k, node, outside) - text_width(sign);
		for (int form = 0; form < CALLS_FORMS; form++) {
			calls_text(&e->call, (enum calls_form)form, text, sizeof(text) - 16);
			if (text_width(text) > room && (outside || form + 1 < CALLS_FORMS))
				continue;
			size_t len = strlen(text);
			snprintf(text + len, sizeof(text) - len, "%s", sign);
			draw_at_host(c, k, node, y, style_of(role), text, outside);
			return;
		}
	}
}

static void draw_counter(
        struct canvas *c, const struct columns *k, int y, const struct tape_counter *n)
{
	char text[96];
	const struct counter_row *row = counters_row(n->name);
	snprintf(text, sizeof(text), "%.60s %+lld", row ? row->shorter : n->name, (long long)n->by);
	bool fits = k->gutter >= 16 && text_width(text) <= room_at_host(k, n->node, true);
	draw_at_host(c, k, n->node, y, style_of(ROLE_WARNING), text, fits);
}

/* A line across everything: a step began, a cable was pulled, something was not kept. */
static void draw_note(
        const struct view_env *env, struct canvas *c, int y, const struct tape_note *note)
{
	const struct view_source *s = env->source;
	const char *text = note->text;
	char line[160];
	int step = note->kind == NOTE_STEP && s->lab ? lab_step(s->lab, note->text) : -1;
	if (step >= 0) {
		snprintf(line, sizeof(line), "%d. %.120s", step + 1,
		        lab_text(&s->lab->steps[step].title, s->lang));
		text = line;
	}
	if (note->kind == NOTE_CUT) {
		unsigned long n = strtoul(note->text, NULL, 10);
		snprintf(line, sizeof(line),
		        P_("%lu frame of this step is not in the recording",
		                "%lu frames of this step are not in the recording", n),
		        n);
		text = line;
	}
	canvas_hline(c, TIME_COLUMNS, y, c->w - TIME_COLUMNS, style_of(ROLE_DIM), GLYPH_H);
	canvas_printf(c, TIME_COLUMNS + 2, y, style_of(ROLE_HEADING), " %s ", text);
}

static void draw_row(const struct view_env *env, struct canvas *c, const struct columns *k,
        const struct events_row *r, uint64_t before, bool chosen)
{
	struct tape_event e;
	char when[24];
	if (!tape_get(env->source->tape, r->id, &e))
		return;
	int y = r->y + 1;
	enum role role = !chosen ? ROLE_DIM : env->focus ? ROLE_SELECTED : ROLE_SELECTED_IDLE;
	frame_time(env->source, env->shared, e.when, before, when, sizeof(when));
	if (chosen)
		canvas_fill(c, (struct rect){0, y, TIME_COLUMNS - 1, 1}, ' ', style_of(role));
	canvas_right(c, TIME_COLUMNS - 2, y, style_of(role), when);
	if (chosen)
		canvas_glyph(c, 0, y, style_of(role), GLYPH_RIGHT);
	else if (why_has(&env->shared->why, r->id))
		canvas_glyph(c, 0, y, style_of(ROLE_MATCH), GLYPH_WHY);
	if (e.kind != TAPE_NOTE)
		draw_lines(c, k, y);
	if (e.kind == TAPE_FRAME)
		draw_frame(env, c, k, r, chosen);
	else if (e.kind == TAPE_SOCKET)
		draw_socket(c, k, y, &e.socket);
	else if (e.kind == TAPE_PROGRAM)
		draw_program(c, k, y, &e.program);
	else if (e.kind == TAPE_CALL)
		draw_call(env, c, k, y, &e);
	else if (e.kind == TAPE_COUNTER)
		draw_counter(c, k, y, &e.counter);
	else if (e.kind == TAPE_NOTE)
		draw_note(env, c, y, &e.note);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct ladder *l = state;
	struct columns k;
	columns_for(env->source->topology, c->w, &k);
	draw_hosts(c, env->source, &k);
	int below = 0;
	for (int i = 0; i < l->events.count; i++) {
		const struct events_row *r = &l->events.shown[i];
		bool chosen = r->id == l->events.selected && (env->focus || !l->events.follow);
		draw_row(env, c, &k, r, i ? r[-1].id : TAPE_NONE, chosen);
		below = r->y + r->h;
		if (chosen && env->focus)
			canvas_cursor(c, 0, r->y + 1);
	}
	for (int y = below; y < c->h - 1; y++)
		draw_lines(c, &k, y + 1);
}

/* What the chosen counter means; NULL when something else is chosen. */
static const char *counter_meaning(const struct ladder *l, const struct tape *t)
{
	struct tape_event e;
	if (!l->events.any || l->events.follow || !tape_get(t, l->events.selected, &e) ||
	        e.kind != TAPE_COUNTER)
		return NULL;
	const struct counter_row *row = counters_row(e.counter.name);
	return row ? _(row->meaning) : NULL;
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct ladder *l = state;
	uint64_t lost = tape_lost(env->source->tape);
	const struct calls_filter *calls = &env->shared->calls_shown;
	snprintf(b->title, sizeof(b->title), "%s", _("Ladder"));
	if (calls->names[0])
		snprintf(b->note, sizeof(b->note), _("calls: %.60s"), calls->names);
	else if (calls->level != CALLS_OF_SOCKETS)
		snprintf(b->note, sizeof(b->note), "%s",
		        calls->level == CALLS_NONE ? _("calls hidden") : _("all calls"));
	else if (env->shared->absolute)
		snprintf(b->note, sizeof(b->note), "%s", _("absolute numbers"));
	const char *meaning = counter_meaning(l, env->source->tape);
	if (lost)
		snprintf(b->foot, sizeof(b->foot), _("the oldest %llu events are gone"),
		        (unsigned long long)lost);
	if (env->shared->filter)
		snprintf(b->foot, sizeof(b->foot), _("only %.100s"),
		        filter_text(env->shared->filter));
	else if (meaning)
		snprintf(b->foot, sizeof(b->foot), "%s", meaning);
	else if (env->shared->why.count && env->shared->why.words[0])
		snprintf(b->foot, sizeof(b->foot), "%s", env->shared->why.words);
	if (!l->events.follow && l->events.any)
		snprintf(b->foot_note, sizeof(b->foot_note), "%s", _("stands still: G follows"));
}

/* Looks for a row with these words from the chosen one on. */
static bool search(
        struct ladder *l, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	const struct tape *t = env->source->tape;
	struct tape_event e;
	char words[400];
	if (a->text && a->text[0])
		snprintf(l->needle, sizeof(l->needle), "%s", a->text);
	uint64_t id = l->events.selected;
	for (long n = 0; l->needle[0] && l->events.any && n < SEARCH_MAX; n++) {
		if (a->by < 0 ? id <= tape_first(t) : id + 1 >= tape_end(t))
			break;
		id = a->by < 0 ? id - 1 : id + 1;
		if (!tape_get(t, id, &e) || height(env, &e) == 0)
			continue;
		view_event_words(env->source, env->shared, &e, words, sizeof(words));
		if (!strcasestr(words, l->needle))
			continue;
		events_select(&l->events, id);
		view_shared_choose_event(env->shared, env->source, id, true);
		return true;
	}
	snprintf(r->say, sizeof(r->say), _("no more \"%.60s\" that way"), l->needle);
	return true;
}

/* "calls": the next of socket calls, all, none; "calls NAMES": these; "counters". */
static bool toggle(struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	static const char *const words[] = {"sockets", "all", "none"};
	static const char *const says[] = {N_("calls on sockets are shown"),
	        N_("all calls are shown, on files too"), N_("calls are not shown")};
	_Static_assert(sizeof(words) / sizeof(words[0]) == CALLS_LEVELS, "a word a level");
	_Static_assert(sizeof(says) / sizeof(says[0]) == CALLS_LEVELS, "a sentence a level");
	struct view_shared *sh = env->shared;
	struct calls_filter *f = &sh->calls_shown;
	const char *text = a->text ? a->text : "";
	if (strcmp(text, "counters") == 0) {
		sh->counters_hidden = !sh->counters_hidden;
		snprintf(r->say, sizeof(r->say), "%s",
		        sh->counters_hidden ? _("kernels' counters are not shown")
		                            : _("kernels' counters are shown"));
		return true;
	}
	if (strncmp(text, "calls", 5) != 0)
		return false;
	const char *names = text[5] == ' ' ? text + 6 : "";
	int level = names[0] ? -1 : f->names[0] ? 0 : (f->level + 1) % CALLS_LEVELS;
	for (int i = 0; i < CALLS_LEVELS; i++)
		if (strcmp(names, words[i]) == 0)
			level = i;
	snprintf(f->names, sizeof(f->names), "%s", level < 0 ? names : "");
	if (level < 0) {
		snprintf(r->say, sizeof(r->say), _("only these calls are shown: %.80s"), f->names);
		return true;
	}
	f->level = (uint8_t)level;
	snprintf(r->say, sizeof(r->say), "%s", _(says[level]));
	return true;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct ladder *l = state;
	struct events_filter f = filter_of(env);
	if (a->kind == ACT_SEARCH)
		return search(l, env, a, r);
	if (a->kind == ACT_TOGGLE)
		return toggle(env, a, r);
	if (a->kind == ACT_GOTO)
		events_select(&l->events, (uint64_t)a->by);
	else if (!frame_list_act(&l->events, &f, a, 1))
		return frame_act(l->events.any ? l->events.selected : TAPE_NONE, env, a, r);
	if (l->events.any)
		view_shared_choose_event(
		        env->shared, env->source, l->events.selected, !l->events.follow);
	return true;
}

const struct view_ops view_ladder = {
        .name = "ladder",
        .title = N_("Ladder"),
        .state_size = sizeof(struct ladder),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
