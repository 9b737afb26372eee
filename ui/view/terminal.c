/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The terminal of a program: its cells, its scrollback, how it is and what its sockets are.
 *
 * How it works: rows are numbered as in vt.h, 0.. the screen, negative ones the scrollback. While
 * `back` is set the person reads: `at` is the row of the reading mark, and nothing scrolls by.
 */
#include "ui/view/source.h"
#include "ui/view/view.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "net/sockets.h"
#include "term/terminal.h"

struct terminal_view {
	bool back;   /* reading, not following */
	int at;      /* row of the reading mark */
	int top;     /* first row shown */
	int mark;    /* where the copy begins, while ... */
	bool marked; /* ... set */
	int rows;    /* shown, of the last layout */
	char needle[128];
	int found_row, found_col; /* of the last search, while ... */
	bool found;
};

static const struct vt *vt_of(const struct view_env *env)
{
	return view_source_vt(env->source, env->index);
}

static int clamp(int v, int least, int most)
{
	return v < least ? least : v > most ? most : v;
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct terminal_view *t = state;
	const struct vt *vt = vt_of(env);
	(void)w;
	t->rows = h;
	if (!vt)
		return;
	struct vt_status st = vt_status(vt);
	int least = -vt_scrollback(vt);
	if (!t->back) {
		t->top = 0;
		t->at = st.cursor_row;
		t->marked = t->found = false;
		return;
	}
	t->at = clamp(t->at, least, st.rows - 1);
	t->top = clamp(t->top, t->at - h + 1, t->at);
	t->top = clamp(t->top, least, st.rows > h ? st.rows - h : 0);
}

static struct paint paint_of(struct vt_color color)
{
	switch (color.kind) {
	case VT_COLOR_INDEXED:
		return (struct paint){PAINT_INDEX, {(uint8_t)color.value}};
	case VT_COLOR_RGB:
		return (struct paint){
		        PAINT_RGB, {(uint8_t)(color.value >> 16), (uint8_t)(color.value >> 8),
		                           (uint8_t)color.value}};
	case VT_COLOR_DEFAULT:
		break;
	}
	return (struct paint){PAINT_DEFAULT, {0}};
}

static uint8_t attrs_of(unsigned attrs)
{
	static const struct {
		unsigned vt;
		enum attr attr;
	} pairs[] = {
	        {VT_BOLD, ATTR_BOLD},
	        {VT_UNDERLINE, ATTR_UNDERLINE},
	        {VT_ITALIC, ATTR_ITALIC},
	        {VT_BLINK, ATTR_BLINK},
	        {VT_REVERSE, ATTR_REVERSE},
	        {VT_STRIKE, ATTR_STRIKE},
	};
	unsigned out = 0;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (attrs & pairs[i].vt)
			out |= pairs[i].attr;
	return (uint8_t)out;
}

static void draw_cell(struct canvas *c, int x, int y, const struct vt_cell *from)
{
	struct cell cell = {.cp = from->chars[0] ? from->chars[0] : ' ',
	        .width = from->width,
	        .style = {.role = ROLE_RAW,
	                .attrs = attrs_of(from->attrs),
	                .fg = paint_of(from->fg),
	                .bg = paint_of(from->bg)}};
	for (int i = 0; i < CELL_MARKS && from->chars[0] && from->chars[i + 1]; i++)
		cell.marks[i] = from->chars[i + 1];
	canvas_put(c, x, y, &cell);
}

static void draw_grid(const struct terminal_view *t, const struct vt *vt, struct canvas *c)
{
	struct vt_status st = vt_status(vt);
	for (int y = 0; y < c->h; y++) {
		int row = t->top + y;
		struct vt_cell cell;
		for (int x = 0; x < c->w && x < st.cols; x++)
			if (row < st.rows && vt_cell(vt, row, x, &cell) && cell.width)
				draw_cell(c, x, y, &cell);
		if (!t->back)
			continue;
		bool marked = t->marked && ((row >= t->mark && row <= t->at) ||
		                                   (row <= t->mark && row >= t->at));
		if (marked || row == t->at)
			canvas_restyle(c, (struct rect){0, y, c->w, 1},
			        style_of(row == t->at ? ROLE_SELECTED : ROLE_SELECTED_IDLE));
		if (t->found && row == t->found_row)
			canvas_restyle(c, (struct rect){t->found_col, y, (int)strlen(t->needle), 1},
			        style_of(ROLE_MATCH));
	}
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct terminal_view *t = state;
	const struct bench_pane *p = view_source_pane(env->source, env->index);
	if (!p)
		return;
	const struct vt *vt = vt_of(env);
	if (view_source_status(env->source, env->index).state == TERMINAL_NOT_STARTED &&
	        !p->edits) {
		char text[400];
		if (p->build == BUILD_FAILED)
			snprintf(text, sizeof(text), _("The build failed:\n%.300s"),
			        p->build_output);
		else if (p->build == BUILD_RUNNING || p->wanted)
			snprintf(text, sizeof(text), _("building %.200s"),
			        p->run ? p->run : p->name);
		else if (env->source->past)
			snprintf(text, sizeof(text), _("%.200s\nwas not running."),
			        p->run ? p->run : _("a shell"));
		else
			snprintf(text, sizeof(text), _("%.200s\nis not running: s starts it."),
			        p->run ? p->run : _("a shell"));
		text_draw_wrapped(
		        c, style_of(p->build == BUILD_FAILED ? ROLE_ERROR : ROLE_DIM), text);
		if (env->focus)
			canvas_cursor(c, 0, 0);
		return;
	}
	if (!vt) {
		text_draw_wrapped(c, style_of(ROLE_DIM),
		        _("It printed so much that this moment takes a second to make."));
		return;
	}
	draw_grid(t, vt, c);
	struct vt_status st = vt_status(vt);
	if (env->keyboard && st.cursor_visible)
		canvas_cursor(c, st.cursor_col, st.cursor_row);
	else if (env->focus)
		canvas_cursor(c, 0, t->at - t->top);
}

/* How the program is, in a few words. */
static void words_of(const struct view_env *env, const struct bench_pane *p, char *out, size_t size)
{
	struct terminal_status st = view_source_status(env->source, env->index);
	const char *name;
	out[0] = 0;
	if (p->build == BUILD_RUNNING) {
		snprintf(out, size, "%s", _("building"));
		return;
	}
	switch (st.state) {
	case TERMINAL_NOT_STARTED:
		snprintf(out, size, "%s",
		        p->build == BUILD_FAILED ? _("build failed") : _("not started"));
		break;
	case TERMINAL_RUNNING:
		snprintf(out, size, "%s", p->edits ? _("editor") : _("running"));
		break;
	case TERMINAL_EXITED:
		snprintf(out, size, _("exited with %d"), st.code);
		break;
	case TERMINAL_SIGNALED:
		name = sigabbrev_np(st.signal);
		snprintf(out, size, _("killed by SIG%s"), name ? name : "?");
		break;
	}
}

/* "LISTEN :8888 queue 0/5", "ESTABLISHED :46066 → 8888 unread 5". */
static void socket_words(const struct tape_socket *k, char *out, size_t size)
{
	const char *state = sockets_state_name(k->protocol, k->state);
	if (k->protocol == 17) {
		snprintf(out, size, "UDP :%u", k->local_port);
		return;
	}
	if (k->state == 10) { /* TCP_LISTEN */
		snprintf(out, size, _("%s :%u queue %u/%u"), state, k->local_port, k->recv_queue,
		        k->send_queue);
		return;
	}
	int n = snprintf(out, size, "%s :%u>%u", state, k->local_port, k->remote_port);
	if (k->recv_queue && n > 0 && (size_t)n < size)
		n += snprintf(out + n, size - (size_t)n, _(" unread %u"), k->recv_queue);
	if (k->send_queue && n > 0 && (size_t)n < size)
		snprintf(out + n, size - (size_t)n, _(" unacked %u"), k->send_queue);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct terminal_view *t = state;
	const struct bench_pane *p = view_source_pane(env->source, env->index);
	const struct tape_socket *sockets = NULL;
	if (!p)
		return;
	snprintf(b->title, sizeof(b->title), "%s", p->name);
	if (p->node >= 0 && strcmp(p->name, view_node(env->source, p->node)) != 0)
		snprintf(b->title, sizeof(b->title), "%s @%s", p->name,
		        view_node(env->source, p->node));
	b->title_role = p->node >= 0 ? style_host((unsigned)p->node) : ROLE_TITLE;
	words_of(env, p, b->note, sizeof(b->note));
	if (t->back)
		snprintf(b->foot_note, sizeof(b->foot_note), _("reading %d lines back"),
		        t->top < 0 ? -t->top : 0);
	size_t n = p->node >= 0 ? view_source_sockets(env->source, p->node, &sockets) : 0, used = 0;
	for (size_t i = 0; i < n && used + 1 < sizeof(b->foot); i++) {
		char text[80];
		socket_words(&sockets[i], text, sizeof(text));
		used += (size_t)snprintf(
		        b->foot + used, sizeof(b->foot) - used, "%s%s", i ? "  " : "", text);
	}
}

static void search(struct terminal_view *t, const struct vt *vt, const struct view_act *a,
        struct view_reply *r)
{
	if (a->text && a->text[0])
		snprintf(t->needle, sizeof(t->needle), "%s", a->text);
	if (!t->needle[0])
		return;
	int step = a->by > 0 ? 1 : -1;
	int from = a->text && a->text[0] ? t->at : t->at + step;
	t->found = vt_search(vt, t->needle, from, step, &t->found_row, &t->found_col);
	if (t->found) {
		t->back = true;
		t->at = t->found_row;
	} else {
		snprintf(r->say, sizeof(r->say), _("no more \"%.60s\" that way"), t->needle);
	}
}

static void copy(struct terminal_view *t, const struct vt *vt, struct buf *out)
{
	struct vt_status st = vt_status(vt);
	int a = t->back ? t->at : 0, b = t->back ? t->at : st.rows - 1;
	if (t->back && t->marked) {
		a = t->mark < t->at ? t->mark : t->at;
		b = t->mark < t->at ? t->at : t->mark;
	}
	vt_text(vt, a, b, out);
	t->marked = false;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct terminal_view *t = state;
	const struct vt *vt = vt_of(env);
	bool was_back;
	if (!vt)
		return false;
	switch (a->kind) {
	case ACT_MOVE:
		t->at += (int)a->by;
		t->back = true;
		return true;
	case ACT_WHEEL:
		t->top += (int)a->by;
		t->at = clamp(t->at, t->top, t->top + t->rows - 1);
		t->back = t->top < 0;
		return true;
	case ACT_PAGE:
		t->top += (int)a->by * (t->rows > 1 ? t->rows - 1 : 1);
		t->at = a->by < 0 ? t->top : t->top + t->rows - 1;
		t->back = true;
		return true;
	case ACT_FIRST:
		t->at = -vt_scrollback(vt);
		t->back = true;
		return true;
	case ACT_LAST:
		was_back = t->back;
		t->back = false;
		return was_back;
	case ACT_SEARCH:
		search(t, vt, a, r);
		return true;
	case ACT_COPY:
		copy(t, vt, &r->copy);
		return true;
	case ACT_TOGGLE:
		if (strcmp(a->text, "mark") != 0)
			return false;
		t->back = true;
		t->marked = !t->marked;
		t->mark = t->at;
		return true;
	case ACT_BACK:
		if (!t->back)
			return false;
		t->back = false;
		return true;
	case ACT_CLICK:
		return true;
	case ACT_OPEN:
		snprintf(r->line, sizeof(r->line), "keyboard on");
		return true;
	case ACT_SIDE:
	case ACT_GOTO:
		break;
	}
	return false;
}

const struct view_ops view_terminal = {
        .name = "terminal",
        .title = N_("Terminal"),
        .state_size = sizeof(struct terminal_view),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
