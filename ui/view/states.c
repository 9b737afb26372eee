/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where both ends of the chosen connection are in TCP's state diagram, and how they came there.
 *
 * How it works. The path of each end is read once from the tape's socket events, then only what is
 * new; when the connection changes or the tape is shown as of an earlier moment it begins anew. The
 * kernels are asked some times a second: states that were too short to be seen are left out of the
 * path, and where figure 5 has no arrow between two neighbours the words say so by dots.
 */
#include "ui/view/states.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "net/sockets.h"
#include "ui/view/frame.h"
#include "ui/view/source.h"
#include "ui/view/view.h"

struct end {
	struct tape_socket socket; /* whose; state 0: not known */
	uint8_t path[STATES_PATH_MAX];
	nsec since;
	uint8_t count;
	bool gone;
};

struct states_view {
	struct tape_socket connection; /* of the paths */
	struct end ends[STATES_ENDS];
	uint64_t upto; /* events before this one are in the paths */
	int told;      /* which end is explained */
};

static void add_state(struct end *e, enum socket_state state, nsec when)
{
	if (e->count && e->path[e->count - 1] == state)
		return;
	if (e->count == STATES_PATH_MAX) {
		memmove(e->path, e->path + 1, sizeof(e->path) - 1);
		e->count--;
	}
	e->path[e->count++] = (uint8_t)state;
	e->since = when;
}

/* Whether a socket of that host listened on that port as of an event, looking back some way. */
static bool listened(const struct tape *t, const struct tape_socket *s, uint64_t event)
{
	enum { LOOK_BACK = 256 };
	struct tape_event e;
	uint64_t id = event;
	for (int i = 0; i < LOOK_BACK && id; i++) {
		id = tape_find(t, id - 1, TAPE_SOCKET, -1);
		if (id == TAPE_NONE || !tape_get(t, id, &e))
			return false;
		if (e.socket.node == s->node && e.socket.protocol == s->protocol &&
		        e.socket.local_port == s->local_port && e.socket.state == SOCKET_LISTEN)
			return true;
	}
	return false;
}

static void take_event(struct end *e, const struct tape *t, const struct tape_event *ev)
{
	const struct tape_socket *s = &ev->socket;
	/* The same ends again, after an earlier connection went: a path of its own. */
	if (s->old_state == 0 || e->count == 0) {
		*e = (struct end){.count = 0};
		add_state(e, SOCKET_CLOSED, ev->when);
		if (listened(t, s, ev->id))
			add_state(e, SOCKET_LISTEN, ev->when);
	}
	e->socket = *s;
	e->gone = s->gone;
	add_state(e, s->gone ? SOCKET_CLOSED : socket_state_of(s), ev->when);
}

/* The ends stand in the order of their hosts, whichever of them was chosen. */
static bool chosen_is_second(const struct states_view *v, const struct topology *t)
{
	struct packet_addr remote = {.length = v->connection.family == AF_INET6 ? 16 : 4};
	memcpy(remote.bytes, v->connection.remote, remote.length);
	int other = topology_owner(t, &remote);
	return other >= 0 && other < v->connection.node;
}

static void follow(struct states_view *v, const struct tape *t, const struct topology *topology)
{
	struct tape_event e;
	int own = chosen_is_second(v, topology);
	uint64_t id = tape_find(t, v->upto, TAPE_SOCKET, 1);
	for (; id != TAPE_NONE; id = tape_find(t, id + 1, TAPE_SOCKET, 1)) {
		if (!tape_get(t, id, &e) || !e.socket.remote_port)
			continue;
		if (socket_same(&e.socket, &v->connection))
			take_event(&v->ends[own], t, &e);
		else if (socket_mirrors(&e.socket, &v->connection))
			take_event(&v->ends[!own], t, &e);
	}
	v->upto = tape_end(t);
}

/* The newest connection on the tape, as long as nobody has chosen one. */
static void choose_newest(struct view_shared *sh, const struct tape *t)
{
	enum { LOOK_BACK = 256 };
	struct tape_event e;
	uint64_t id = tape_find(t, TAPE_NONE, TAPE_SOCKET, -1);
	for (int i = 0; i < LOOK_BACK && id != TAPE_NONE; i++) {
		if (tape_get(t, id, &e) && e.socket.protocol == IPPROTO_TCP &&
		        e.socket.remote_port) {
			sh->connection = e.socket;
			return;
		}
		id = id ? tape_find(t, id - 1, TAPE_SOCKET, -1) : TAPE_NONE;
	}
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct states_view *v = state;
	const struct tape *t = env->source->tape;
	struct view_shared *sh = env->shared;
	(void)w;
	(void)h;
	if (!sh->connection.state)
		choose_newest(sh, t);
	if (!sh->connection.state)
		return;
	if (!socket_same(&v->connection, &sh->connection) || tape_end(t) < v->upto) {
		*v = (struct states_view){.connection = sh->connection, .told = v->told};
		v->upto = tape_first(t);
	}
	follow(v, t, env->source->topology);
}

static bool known(const struct states_view *v)
{
	return v->connection.state != 0;
}

static void name_ends(
        const struct states_view *v, const struct view_env *env, struct states_end out[STATES_ENDS])
{
	for (int i = 0; i < STATES_ENDS; i++) {
		const struct end *e = &v->ends[i];
		out[i] = (struct states_end){.count = e->count};
		memcpy(out[i].path, e->path, sizeof(e->path));
		if (!e->count)
			continue;
		out[i].name = view_node(env->source, e->socket.node);
		out[i].role = style_host(e->socket.node);
	}
}

/* "CLOSED > SYN-SENT > ESTABLISHED"; dots where more has happened than was seen. */
static void path_text(const struct end *e, int from, const struct glyphs *g, struct buf *out)
{
	if (from)
		buf_printf(out, "%s ", glyph(g, GLYPH_ELLIPSIS));
	for (int i = from; i < e->count; i++) {
		enum socket_state now = (enum socket_state)e->path[i];
		if (i > from) {
			bool next = states_adjacent((enum socket_state)e->path[i - 1], now);
			buf_printf(out, " %s ", glyph(g, next ? GLYPH_TO : GLYPH_ELLIPSIS));
		}
		buf_puts(out, sockets_state_name(IPPROTO_TCP, (int)now));
	}
}

static void draw_path(
        const struct states_view *v, const struct view_env *env, int i, struct canvas *c, int y)
{
	const struct end *e = &v->ends[i];
	struct buf text = {0}, after = {0};
	char when[24];
	struct style name = style_of(style_host(e->socket.node));
	bool chosen = i == v->told % STATES_ENDS;
	name.attrs = ATTR_BOLD;
	canvas_glyph(c, 0, y, style_of(ROLE_STRONG), chosen ? GLYPH_TREE_SHUT : GLYPH_BULLET);
	if (!e->count) {
		canvas_fit(c, 2, y, c->w - 2, style_of(ROLE_DIM),
		        _("the other end is on no host of this world"));
		return;
	}
	int x = 2 + canvas_fit(c, 2, y, 14, name, view_node(env->source, e->socket.node)) + 1;
	frame_time(env->source, env->shared, e->since, TAPE_NONE, when, sizeof(when));
	buf_printf(&after, _("  since %s"), when);
	if (!e->gone) {
		char timer[80];
		socket_timer_text(env->source, &e->socket, false, timer, sizeof(timer));
		buf_printf(&after, "%s%s", timer[0] ? "  " : "", timer);
	}
	/* The newest states matter more than the oldest. */
	int room = c->w - x - text_width(buf_text(&after)), from = 0;
	do {
		buf_clear(&text);
		path_text(e, from, c->glyphs, &text);
	} while (text_width(buf_text(&text)) > room && ++from < e->count);
	buf_puts(&text, buf_text(&after));
	canvas_fit(c, x, y, c->w - x, style_of(ROLE_TEXT), buf_text(&text));
	buf_finish(&after);
	buf_finish(&text);
}

static void draw_meaning(const struct states_view *v, const struct view_env *env, struct canvas *c)
{
	const struct end *e = &v->ends[v->told % STATES_ENDS];
	struct buf text = {0};
	if (!e->count)
		e = &v->ends[(v->told + 1) % STATES_ENDS];
	if (!e->count)
		return;
	enum socket_state now = (enum socket_state)e->path[e->count - 1];
	buf_printf(&text, "%s, %s: %s (%s)", view_node(env->source, e->socket.node),
	        sockets_state_name(IPPROTO_TCP, (int)now), socket_state_meaning(IPPROTO_TCP, now),
	        socket_state_section(IPPROTO_TCP, now));
	if (c->h == 1)
		canvas_fit(c, 0, 0, c->w, style_of(ROLE_DIM), buf_text(&text));
	else
		text_draw_wrapped(c, style_of(ROLE_DIM), buf_text(&text));
	buf_finish(&text);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct states_view *v = state;
	struct states_end ends[STATES_ENDS];
	if (!known(v)) {
		text_draw_wrapped(c, style_of(ROLE_DIM),
		        _("No TCP connection has been seen yet. As soon as there is one, its two "
		          "ends walk through the states of RFC 9293 here."));
		return;
	}
	name_ends(v, env, ends);
	int rows = states_diagram(c, ends), left = c->h - rows;
	/* The words below: both paths, then what the state means. */
	for (int i = 0; i < STATES_ENDS && left >= 3; i++)
		draw_path(v, env, i, c, rows++);
	struct canvas rest = canvas_sub(c, (struct rect){0, rows, c->w, c->h - rows});
	draw_meaning(v, env, &rest);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct states_view *v = state;
	(void)env;
	snprintf(b->title, sizeof(b->title), "%s", _("TCP states"));
	if (!known(v))
		return;
	socket_ends_text(&v->connection, false, b->note, sizeof(b->note));
	snprintf(b->foot_note, sizeof(b->foot_note), "RFC 9293 3.3.2");
}

/* The connections that there are now, each once: the next or last one before the chosen. */
static bool step(struct view_env *env, long by)
{
	enum { ALL_MAX = 256 };
	struct tape_socket all[ALL_MAX];
	size_t count = 0, at = 0;
	for (int node = 0; node < env->source->topology->node_count; node++) {
		const struct tape_socket *here = NULL;
		size_t n = view_source_sockets(env->source, node, &here);
		for (size_t i = 0; i < n && count < ALL_MAX; i++) {
			bool twice = here[i].protocol != IPPROTO_TCP || !here[i].remote_port;
			for (size_t k = 0; k < count && !twice; k++)
				twice = socket_mirrors(&here[i], &all[k]);
			if (twice)
				continue;
			all[count++] = here[i];
		}
	}
	if (!count)
		return true;
	const struct tape_socket *chosen = &env->shared->connection;
	while (at < count && !socket_same(&all[at], chosen) && !socket_mirrors(&all[at], chosen))
		at++;
	long want = at == count ? (by > 0 ? 0 : (long)count - 1) : (long)at + by;
	if (want >= 0 && want < (long)count)
		env->shared->connection = all[want];
	return true;
}

static void copy(const struct states_view *v, const struct view_env *env, struct buf *out)
{
	for (int i = 0; known(v) && i < STATES_ENDS; i++) {
		if (!v->ends[i].count)
			continue;
		buf_printf(out, "%s%s: ", i ? "\n" : "",
		        view_node(env->source, v->ends[i].socket.node));
		path_text(&v->ends[i], 0, &glyphs_ascii, out);
	}
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct states_view *v = state;
	if (a->kind == ACT_MOVE || a->kind == ACT_WHEEL)
		return step(env, a->by > 0 ? 1 : -1);
	if (a->kind == ACT_SIDE) {
		v->told = !v->told;
		return true;
	}
	if (a->kind == ACT_OPEN) {
		snprintf(r->line, sizeof(r->line), "focus sockets");
		return true;
	}
	if (a->kind != ACT_COPY)
		return false;
	copy(v, env, &r->copy);
	return true;
}

const struct view_ops view_states = {
        .name = "states",
        .title = N_("States"),
        .state_size = sizeof(struct states_view),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
