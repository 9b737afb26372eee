/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sockets of all hosts: state, queues, timers, what TCP has measured; what changed last is lit.
 *
 * How it works. Lit is what the last look at the kernels found changed or, when a person has chosen
 * an event, what the first look from then on found. What changed is told by comparing that
 * event with the one before it of the same socket; both are on the tape.
 */
#include "ui/view/source.h"
#include "ui/view/view.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "net/sockets.h"
#include "ui/view/frame.h"
#include "ui/view/socket_words.h"

#define ROWS_MAX 128
#define LOOK_BACK 512 /* socket events looked at for what changed */
#define CAUSE_BACK 64 /* frames looked at for what caused it */

enum what { STATE = 1, RECEIVE = 2, SEND = 4, TIMER = 8, WINDOW = 16, EVERYTHING = 31 };

struct row {
	struct tape_socket socket; /* as it was at the last layout: the source may be another now */
	bool found;                /* its event of the lit moment was met */
	bool compared;             /* ... and the one before it */
	struct tape_socket then;
	unsigned lit; /* enum what */
};

struct sockets_view {
	struct list list;
	int details; /* rows below the list */
	struct tape_socket chosen;
	bool any;
	size_t count; /* of rows */
	struct row rows[ROWS_MAX];
	uint64_t changed; /* event that changed the chosen one's state; TAPE_NONE */
	uint64_t cause;   /* frame before that; TAPE_NONE */
};

struct columns {
	int host, protocol, ends, state, receive, send, timer, cwnd, rtt, again, owner;
	int used;
	bool shorter;
};

static void widen(struct columns *k, int *column, int width, int w, int left)
{
	if (w - k->used - width < left)
		return;
	*column = width;
	k->used += width;
}

static struct columns columns_for(int w)
{
	struct columns k = {.host = 9, .ends = 24, .state = 13, .shorter = true};
	k.used = 2 + k.host + k.ends + k.state;
	widen(&k, &k.receive, 7, w, 0);
	widen(&k, &k.send, 7, w, 0);
	widen(&k, &k.timer, 15, w, 0);
	widen(&k, &k.owner, 16, w, 0);
	widen(&k, &k.protocol, 6, w, 0);
	widen(&k, &k.cwnd, 6, w, 0);
	widen(&k, &k.rtt, 9, w, 0);
	widen(&k, &k.again, 6, w, 0);
	if (w - k.used >= 10) {
		k.shorter = false;
		k.ends += w - k.used < 40 ? w - k.used : 40;
	}
	return k;
}

static void take_rows(struct sockets_view *v, const struct view_source *s)
{
	v->count = 0;
	for (int node = 0; node < s->topology->node_count; node++) {
		const struct tape_socket *all = NULL;
		size_t n = view_source_sockets(s, node, &all);
		for (size_t i = 0; i < n && v->count < ROWS_MAX; i++)
			v->rows[v->count++] = (struct row){.socket = all[i]};
	}
}

/* The moment whose changes are lit: when, and the last event that may belong to it. */
static bool lit_moment(const struct view_env *env, nsec *when, uint64_t *last)
{
	const struct tape *t = env->source->tape;
	const struct view_shared *sh = env->shared;
	struct tape_event e;
	uint64_t id = TAPE_NONE;
	if (sh->pinned && sh->event != TAPE_NONE)
		id = tape_find(t, tape_fate_event(t, sh->event), TAPE_SOCKET, 1);
	if (id == TAPE_NONE)
		id = tape_find(t, TAPE_NONE, TAPE_SOCKET, -1);
	if (id == TAPE_NONE || !tape_get(t, id, &e))
		return false;
	*when = e.when;
	do {
		*last = id;
		id = tape_find(t, id + 1, TAPE_SOCKET, 1);
	} while (id != TAPE_NONE && tape_get(t, id, &e) && e.when == *when);
	return true;
}

static unsigned differences(const struct tape_socket *old, const struct tape_socket *now)
{
	unsigned what = 0;
	what |= old->state != now->state ? STATE : 0;
	what |= old->recv_queue != now->recv_queue ? RECEIVE : 0;
	what |= old->send_queue != now->send_queue ? SEND : 0;
	what |= old->timer != now->timer || old->retransmits != now->retransmits ? TIMER : 0;
	what |= old->cwnd != now->cwnd ? WINDOW : 0;
	return what;
}

/* One event, walking back from the lit moment. */
static void compare_with(struct row *r, const struct tape_event *e, nsec when)
{
	if (r->compared || !socket_same(&r->socket, &e->socket))
		return;
	if (e->when == when && !r->found) {
		r->found = true;
		r->then = e->socket;
		r->lit = EVERYTHING;
		r->compared = e->socket.old_state == 0;
	} else if (r->found) {
		r->lit = differences(&e->socket, &r->then);
		r->compared = true;
	} else {
		r->compared = true; /* it did not change at that moment */
	}
}

static void light(struct sockets_view *v, const struct view_env *env)
{
	const struct tape *t = env->source->tape;
	struct tape_event e;
	uint64_t id;
	nsec when;
	if (!lit_moment(env, &when, &id))
		return;
	for (int i = 0; i < LOOK_BACK && id != TAPE_NONE; i++) {
		if (!tape_get(t, id, &e))
			return;
		for (size_t k = 0; k < v->count; k++)
			compare_with(&v->rows[k], &e, when);
		id = id ? tape_find(t, id - 1, TAPE_SOCKET, -1) : TAPE_NONE;
	}
}

/* Whether a frame belongs to the socket: it came for it, or it sent it. */
static bool concerns(const struct tape_socket *k, const struct packet *p)
{
	size_t len = k->family == AF_INET6 ? 16 : 4;
	if (p->protocol != k->protocol || p->src.length != len)
		return false;
	bool in = p->dport == k->local_port && !memcmp(p->dst.bytes, k->local, len) &&
	          p->sport == k->remote_port;
	bool out = p->sport == k->local_port && !memcmp(p->src.bytes, k->local, len) &&
	           p->dport == k->remote_port;
	return in || out;
}

/* The last frame of that socket before an event. */
static uint64_t cause_of(const struct tape *t, const struct tape_socket *k, uint64_t event)
{
	struct tape_event e;
	uint64_t id = event;
	for (int i = 0; i < CAUSE_BACK && id && id != TAPE_NONE; i++) {
		id = tape_find(t, id - 1, TAPE_FRAME, -1);
		if (id == TAPE_NONE || !tape_get(t, id, &e))
			return TAPE_NONE;
		bool arrived = e.frame.fate == FATE_DELIVERED || e.frame.fate == FATE_SEEN;
		struct packet p;
		packet_decode(
		        PACKET_LINK_ETHERNET, e.frame.bytes, e.frame.captured, e.frame.length, &p);
		if (concerns(k, &p) && (arrived || p.sport == k->local_port))
			return id;
	}
	return TAPE_NONE;
}

static void find_cause(struct sockets_view *v, const struct tape *t)
{
	struct tape_event e;
	uint64_t id = tape_find(t, TAPE_NONE, TAPE_SOCKET, -1);
	v->changed = v->cause = TAPE_NONE;
	for (int i = 0; v->any && i < LOOK_BACK && id != TAPE_NONE; i++) {
		if (!tape_get(t, id, &e))
			return;
		if (socket_same(&e.socket, &v->chosen) && e.socket.state != e.socket.old_state) {
			v->changed = id;
			v->cause = cause_of(t, &v->chosen, id);
			return;
		}
		id = id ? tape_find(t, id - 1, TAPE_SOCKET, -1) : TAPE_NONE;
	}
}

static void keep_choice(struct sockets_view *v, struct view_env *env)
{
	for (size_t i = 0; v->any && i < v->count; i++)
		if (socket_same(&v->rows[i].socket, &v->chosen))
			list_select(&v->list, i);
	list_layout(&v->list, v->count, v->list.rows);
	v->any = v->list.selected < v->count;
	if (!v->any)
		return;
	v->chosen = v->rows[v->list.selected].socket;
	bool connection = v->chosen.protocol == IPPROTO_TCP && v->chosen.remote_port;
	if (connection && (env->focus || !env->shared->connection.state))
		env->shared->connection = v->chosen;
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct sockets_view *v = state;
	(void)w;
	take_rows(v, env->source);
	v->details = h >= 18 ? 8 : h >= 14 ? 6 : h >= 10 ? 4 : h >= 7 ? 2 : 0;
	int rows = h - 1 - v->details;
	list_layout(&v->list, v->count, rows > 0 ? (size_t)rows : 1);
	keep_choice(v, env);
	light(v, env);
	find_cause(v, env->source->tape);
}

static void draw_head(struct canvas *c, const struct columns *k)
{
	struct style st = style_of(ROLE_HEADING);
	const struct {
		int w;
		const char *text;
	} heads[] = {
	        {2, ""},
	        {k->host, _("host")},
	        {k->protocol, _("proto")},
	        {k->ends, _("here > there")},
	        {k->state, _("state")},
	        {k->receive, _("unread")},
	        {k->send, _("unackd")},
	        {k->timer, _("timer")},
	        {k->cwnd, "cwnd"},
	        {k->rtt, "rtt"},
	        {k->again, _("again")},
	        {k->owner, _("program")},
	};
	int x = 0;
	canvas_fill(c, (struct rect){0, 0, c->w, 1}, ' ', st);
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		if (heads[i].w > 1)
			canvas_fit(c, x, 0, heads[i].w - 1, st, heads[i].text);
		x += heads[i].w;
	}
}

/* A cell of a row; lit ones are bold, also where there is no colour. */
static void cell(
        struct canvas *c, int *x, int y, int w, struct style st, bool lit, const char *text)
{
	if (w > 1) {
		if (lit) {
			st.attrs |= ATTR_BOLD | ATTR_UNDERLINE;
			if (st.role == ROLE_TEXT)
				st.role = ROLE_CHANGED;
		}
		canvas_fit(c, *x, y, w - 1, st, text);
	}
	*x += w;
}

static void numbers(const struct tape_socket *s, char receive[24], char send[24], char cwnd[16],
        char rtt[24], char again[8])
{
	bool listens = s->protocol == IPPROTO_TCP && s->state == SOCKET_LISTEN;
	snprintf(receive, 24, "%u", s->recv_queue);
	snprintf(send, 24, "%s%u", listens ? "/" : "", s->send_queue);
	cwnd[0] = rtt[0] = again[0] = '\0';
	if (s->cwnd)
		snprintf(cwnd, 16, "%u", s->cwnd);
	if (s->rtt_us)
		socket_time_text(s->rtt_us, rtt, 24);
	if (s->sent_again)
		snprintf(again, 8, "%u", s->sent_again);
}

static void draw_row(struct canvas *c, int y, const struct view_env *env, const struct columns *k,
        const struct row *r, bool chosen)
{
	const struct tape_socket *s = &r->socket;
	enum role role = !chosen ? ROLE_TEXT : env->focus ? ROLE_SELECTED : ROLE_SELECTED_IDLE;
	struct style st = style_of(role), host = st;
	char text[160], receive[24], send[24], cwnd[16], rtt[24], again[8];
	if (chosen)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	else
		host = style_of(style_host(s->node));
	if (r->lit)
		canvas_glyph(c, 0, y, st, GLYPH_STAR);
	int x = 2;
	cell(c, &x, y, k->host, host, false, view_node(env->source, s->node));
	cell(c, &x, y, k->protocol, st, false, s->protocol == IPPROTO_UDP ? "UDP" : "TCP");
	socket_ends_text(s, k->shorter, text, sizeof(text));
	cell(c, &x, y, k->ends, st, r->lit == EVERYTHING, text);
	cell(c, &x, y, k->state, st, r->lit & STATE, sockets_state_name(s->protocol, s->state));
	numbers(s, receive, send, cwnd, rtt, again);
	cell(c, &x, y, k->receive, st, r->lit & RECEIVE, receive);
	cell(c, &x, y, k->send, st, r->lit & SEND, send);
	socket_timer_text(env->source, s, true, text, sizeof(text));
	cell(c, &x, y, k->timer, st, r->lit & TIMER, text);
	cell(c, &x, y, k->cwnd, st, r->lit & WINDOW, cwnd);
	cell(c, &x, y, k->rtt, st, false, rtt);
	cell(c, &x, y, k->again, st, false, again);
	socket_owner_text(env->source, s, true, text, sizeof(text));
	cell(c, &x, y, k->owner, st, false, text);
}

/* "SYN-RECEIVED since 1.210, after #5 SYN". */
static void since_text(
        const struct sockets_view *v, const struct view_env *env, char *out, size_t size)
{
	struct tape_event e;
	char when[24];
	const struct tape_socket *s = &v->chosen;
	int n = snprintf(out, size, "%s", sockets_state_name(s->protocol, s->state));
	if (v->changed == TAPE_NONE || !tape_get(env->source->tape, v->changed, &e))
		return;
	frame_time(env->source, env->shared, e.when, TAPE_NONE, when, sizeof(when));
	n += snprintf(out + n, size - (size_t)n, _(" since %s"), when);
	struct frame_look l;
	if (v->cause == TAPE_NONE || (size_t)n >= size ||
	        !frame_look(env->source, env->shared, v->cause, &l))
		return;
	snprintf(out + n, size - (size_t)n, _(", after #%llu %s"), (unsigned long long)v->cause,
	        l.summary);
}

/* Pieces that two blanks part are kept whole. Returns the rows that they take. */
static int draw_pieces(struct canvas *c, int y, struct style st, const char *text)
{
	int x = 0, first = y;
	while (*text) {
		const char *end = strstr(text, "  ");
		size_t len = end ? (size_t)(end - text) : strlen(text);
		char piece[96];
		snprintf(piece, sizeof(piece), "%.*s", (int)len, text);
		int w = text_width(piece);
		if (x && x + 2 + w > c->w) {
			x = 0;
			y++;
		}
		x += x ? 2 : 0;
		x += canvas_fit(c, x, y, c->w - x, st, piece);
		text += len;
		text += strspn(text, " ");
	}
	return y - first + (x > 0);
}

/* What the state means, if there is room for a line of it. */
static void draw_meaning(const struct tape_socket *s, struct canvas *c, int y)
{
	enum socket_state state = socket_state_of(s);
	struct buf text = {0};
	struct canvas rest = canvas_sub(c, (struct rect){0, y, c->w, c->h - y});
	buf_printf(&text, "%s (%s)", socket_state_meaning(s->protocol, state),
	        socket_state_section(s->protocol, state));
	if (rest.h == 1)
		canvas_fit(&rest, 0, 0, rest.w, style_of(ROLE_DIM), buf_text(&text));
	else if (rest.h > 1)
		text_draw_wrapped(&rest, style_of(ROLE_DIM), buf_text(&text));
	buf_finish(&text);
}

static void draw_details(const struct sockets_view *v, const struct view_env *env, struct canvas *c)
{
	const struct tape_socket *s = &v->chosen;
	struct canvas area = canvas_sub(c, (struct rect){0, c->h - v->details, c->w, v->details});
	struct buf text = {0};
	char words[320];
	int y = v->details > 2;
	canvas_hline(&area, 0, 0, area.w, style_of(ROLE_BORDER), GLYPH_H);
	since_text(v, env, words, sizeof(words) - 1);
	if (!y)
		canvas_fill(&area, (struct rect){0, 0, text_width(words) + 1, 1}, ' ',
		        style_of(ROLE_TEXT));
	canvas_fit(&area, 0, y++, area.w, style_of(ROLE_STRONG), words);
	socket_flow_text(s, words, sizeof(words));
	buf_puts(&text, words);
	socket_timer_text(env->source, s, false, words, sizeof(words));
	buf_printf(&text, "  %s", words);
	socket_option_text(s, words, sizeof(words));
	buf_printf(&text, "  %s", words);
	socket_owner_text(env->source, s, false, words, sizeof(words));
	if (words[0])
		buf_printf(&text, _("  held by %s"), words);
	y += draw_pieces(&area, y, style_of(ROLE_TEXT), buf_text(&text));
	draw_meaning(s, &area, y);
	buf_finish(&text);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct sockets_view *v = state;
	struct columns k = columns_for(c->w);
	draw_head(c, &k);
	if (!v->count)
		canvas_text(c, 0, 1, style_of(ROLE_DIM), _("No host has a socket."));
	for (size_t i = 0; i < v->list.rows && v->list.top + i < v->count; i++) {
		bool chosen = v->list.top + i == v->list.selected;
		draw_row(c, 1 + (int)i, env, &k, &v->rows[v->list.top + i], chosen);
		if (chosen && env->focus)
			canvas_cursor(c, 0, 1 + (int)i);
	}
	if (v->any && v->details)
		draw_details(v, env, c);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct sockets_view *v = state;
	(void)env;
	snprintf(b->title, sizeof(b->title), "%s", _("Sockets"));
	snprintf(b->note, sizeof(b->note), P_("%zu socket", "%zu sockets", v->count), v->count);
	b->top = v->list.top;
	b->rows = v->list.rows;
	b->count = v->list.count;
}

static void copy(const struct sockets_view *v, const struct view_env *env, struct buf *out)
{
	char ends[160], words[320];
	if (!v->any)
		return;
	socket_ends_text(&v->chosen, false, ends, sizeof(ends));
	since_text(v, env, words, sizeof(words));
	buf_printf(out, "%s %s %s", view_node(env->source, v->chosen.node), ends, words);
	socket_flow_text(&v->chosen, words, sizeof(words));
	buf_printf(out, "  %s", words);
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct sockets_view *v = state;
	struct view_act moved = *a;
	if (a->kind == ACT_COPY) {
		copy(v, env, &r->copy);
		return true;
	}
	if (a->kind == ACT_OPEN) {
		if (v->any && v->chosen.remote_port)
			snprintf(r->line, sizeof(r->line), "focus states");
		else
			snprintf(r->say, sizeof(r->say), "%s", _("only a connection has two ends"));
		return true;
	}
	if (a->kind == ACT_CLICK)
		moved.y = a->y - 1;
	if (!view_list_act(&v->list, &moved))
		return false;
	if (v->list.selected < v->count) {
		v->chosen = v->rows[v->list.selected].socket;
		v->any = true;
	}
	return true;
}

const struct view_ops view_sockets = {
        .name = "sockets",
        .title = N_("Sockets"),
        .state_size = sizeof(struct sockets_view),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
