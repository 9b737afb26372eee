/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How it works. The states stand on seven levels in three columns; between two levels are two rows
 * for lines and words. An arrow is a list of corners, given as a column's middle and a distance
 * from it, a level and a row below it; so the same table serves a low and a tall picture of any
 * width. A state grows with the names of those who are in it, and arrows that come from its side
 * begin at its edge.
 */
#include "ui/view/states.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "net/sockets.h"

enum column { LEFT, MIDDLE, RIGHT, COLUMNS };

/* CLOSED is there twice: where it begins and where it ends. */
enum { CLOSED_AGAIN = SOCKET_STATES, PLACES };

struct place {
	uint8_t level, column;
};

static const struct place places[PLACES] = {
        [SOCKET_CLOSED] = {0, MIDDLE},
        [SOCKET_LISTEN] = {1, MIDDLE},
        [SOCKET_SYN_RECEIVED] = {2, LEFT},
        [SOCKET_SYN_SENT] = {2, RIGHT},
        [SOCKET_ESTABLISHED] = {3, MIDDLE},
        [SOCKET_FIN_WAIT_1] = {4, LEFT},
        [SOCKET_CLOSE_WAIT] = {4, RIGHT},
        [SOCKET_FIN_WAIT_2] = {5, LEFT},
        [SOCKET_CLOSING] = {5, MIDDLE},
        [SOCKET_LAST_ACK] = {5, RIGHT},
        [SOCKET_TIME_WAIT] = {6, MIDDLE},
        [CLOSED_AGAIN] = {6, RIGHT},
};

/* A corner; row 0 is the state's own, 1 and 2 those below it. EDGE: at the state's side. */
struct corner {
	int8_t column, dx, level, row;
};
#define CORNERS_MAX 4
#define EDGE_LEFT (-100)
#define EDGE_RIGHT 100

struct arrow {
	uint8_t from, to;
	uint8_t corners;
	struct corner at[CORNERS_MAX];
	struct corner words_at; /* of their first column, or their last when `ends` */
	bool ends;
	const char *words; /* event / what is sent, as in the figure: not translated */
};

static const struct arrow arrows[] = {
        {SOCKET_CLOSED, SOCKET_LISTEN, 2, {{MIDDLE, -2, 0, 1}, {MIDDLE, -2, 0, 2}},
                {MIDDLE, -4, 0, 1}, true, "listen()"},
        {SOCKET_LISTEN, SOCKET_CLOSED, 2, {{MIDDLE, 1, 0, 2}, {MIDDLE, 1, 0, 1}}, {MIDDLE, 5, 0, 1},
                false, "close()"},
        {SOCKET_CLOSED, SOCKET_SYN_SENT, 3,
                {{MIDDLE, EDGE_RIGHT, 0, 0}, {RIGHT, 3, 0, 0}, {RIGHT, 3, 1, 2}}, {MIDDLE, 7, 0, 0},
                false, " connect() / SYN "},
        {SOCKET_SYN_SENT, SOCKET_CLOSED, 4,
                {{RIGHT, -2, 1, 2}, {RIGHT, -2, 0, 2}, {MIDDLE, 3, 0, 2}, {MIDDLE, 3, 0, 1}}, {0},
                false, ""},
        {SOCKET_SYN_RECEIVED, SOCKET_LISTEN, 3,
                {{LEFT, -4, 1, 2}, {LEFT, -4, 0, 2}, {MIDDLE, -4, 0, 2}}, {LEFT, 0, 0, 2}, false,
                " rcv RST "},
        {SOCKET_LISTEN, SOCKET_SYN_RECEIVED, 3,
                {{MIDDLE, EDGE_LEFT, 1, 0}, {LEFT, 0, 1, 0}, {LEFT, 0, 1, 2}}, {LEFT, 2, 1, 1},
                false, "rcv SYN / SYN ACK"},
        {SOCKET_LISTEN, SOCKET_SYN_SENT, 3,
                {{MIDDLE, EDGE_RIGHT, 1, 0}, {RIGHT, -5, 1, 0}, {RIGHT, -5, 1, 2}},
                {RIGHT, -7, 1, 1}, true, "send() / SYN"},
        {SOCKET_SYN_SENT, SOCKET_SYN_RECEIVED, 2,
                {{RIGHT, EDGE_LEFT, 2, 0}, {LEFT, EDGE_RIGHT, 2, 0}}, {0}, false,
                " rcv SYN / SYN ACK "},
        {SOCKET_SYN_RECEIVED, SOCKET_ESTABLISHED, 3,
                {{LEFT, 3, 2, 1}, {LEFT, 3, 3, 0}, {MIDDLE, EDGE_LEFT, 3, 0}}, {LEFT, 5, 2, 2},
                false, "rcv ACK of SYN"},
        {SOCKET_SYN_SENT, SOCKET_ESTABLISHED, 3,
                {{RIGHT, -3, 2, 1}, {RIGHT, -3, 3, 0}, {MIDDLE, EDGE_RIGHT, 3, 0}},
                {RIGHT, -5, 2, 2}, true, "rcv SYN ACK / ACK"},
        {SOCKET_SYN_RECEIVED, SOCKET_FIN_WAIT_1, 2, {{LEFT, -3, 2, 1}, {LEFT, -3, 3, 2}},
                {LEFT, -5, 2, 2}, true, "close()"},
        {SOCKET_ESTABLISHED, SOCKET_FIN_WAIT_1, 3,
                {{MIDDLE, -4, 3, 1}, {MIDDLE, -4, 4, 0}, {LEFT, EDGE_RIGHT, 4, 0}},
                {MIDDLE, -6, 3, 2}, true, "close() / FIN"},
        {SOCKET_ESTABLISHED, SOCKET_CLOSE_WAIT, 3,
                {{MIDDLE, 4, 3, 1}, {MIDDLE, 4, 4, 0}, {RIGHT, EDGE_LEFT, 4, 0}}, {MIDDLE, 6, 3, 2},
                false, "rcv FIN / ACK"},
        {SOCKET_FIN_WAIT_1, SOCKET_CLOSING, 4,
                {{LEFT, 3, 4, 1}, {LEFT, 3, 4, 1}, {MIDDLE, 0, 4, 1}, {MIDDLE, 0, 4, 2}},
                {LEFT, 5, 4, 2}, false, "rcv FIN / ACK"},
        {SOCKET_FIN_WAIT_1, SOCKET_FIN_WAIT_2, 2, {{LEFT, -3, 4, 1}, {LEFT, -3, 4, 2}},
                {LEFT, -5, 4, 2}, true, "rcv ACK"},
        {SOCKET_CLOSE_WAIT, SOCKET_LAST_ACK, 2, {{RIGHT, 0, 4, 1}, {RIGHT, 0, 4, 2}},
                {RIGHT, -2, 4, 2}, true, "close() / FIN"},
        {SOCKET_FIN_WAIT_2, SOCKET_TIME_WAIT, 3,
                {{LEFT, -3, 5, 1}, {LEFT, -3, 6, 0}, {MIDDLE, EDGE_LEFT, 6, 0}}, {LEFT, -1, 5, 2},
                false, "rcv FIN / ACK"},
        {SOCKET_CLOSING, SOCKET_TIME_WAIT, 2, {{MIDDLE, 0, 5, 1}, {MIDDLE, 0, 5, 2}},
                {MIDDLE, 2, 5, 2}, false, "rcv ACK"},
        {SOCKET_LAST_ACK, CLOSED_AGAIN, 2, {{RIGHT, 0, 5, 1}, {RIGHT, 0, 5, 2}}, {RIGHT, 2, 5, 2},
                false, "rcv ACK"},
        {SOCKET_TIME_WAIT, CLOSED_AGAIN, 2, {{MIDDLE, EDGE_RIGHT, 6, 0}, {RIGHT, EDGE_LEFT, 6, 0}},
                {0}, false, " 2 MSL "},
};

/* Where things are in this canvas. */
struct sheet {
	struct canvas *c;
	const struct states_end *ends;
	int half;                        /* rows of a box above its middle */
	int middle[COLUMNS];             /* their middles */
	int left[PLACES], right[PLACES]; /* first and last column of each state */
};

int states_diagram_rows(int w, int h)
{
	if (w < STATES_WIDTH || h < STATES_HEIGHT)
		return 0;
	return h >= STATES_HEIGHT_TALL ? STATES_HEIGHT_TALL : STATES_HEIGHT;
}

bool states_adjacent(enum socket_state from, enum socket_state to)
{
	for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++) {
		bool ends = to == SOCKET_CLOSED && arrows[i].to == CLOSED_AGAIN;
		if (arrows[i].from == (int)from && (arrows[i].to == (int)to || ends))
			return true;
	}
	return false;
}

static int row_of(const struct sheet *s, int level, int row)
{
	int pitch = 2 * s->half + 3;
	return level * pitch + s->half + (row ? s->half + row : 0);
}

/* Where an end is now; a connection that has ended is in the lower CLOSED. */
static int place_now(const struct states_end *e)
{
	if (!e->name || !e->count)
		return 0;
	int last = e->path[e->count - 1];
	return last == SOCKET_CLOSED && e->count > 1 ? CLOSED_AGAIN : last;
}

static bool went(const struct states_end *e, const struct arrow *a)
{
	for (int i = 0; e->name && i + 1 < e->count; i++) {
		int from = e->path[i], to = e->path[i + 1];
		bool ended = to == SOCKET_CLOSED && a->to == CLOSED_AGAIN;
		if (a->from == from && (a->to == to || ended))
			return true;
	}
	return false;
}

static bool was_in(const struct states_end *e, int place)
{
	for (int i = 0; e->name && i < e->count; i++) {
		bool again = e->path[i] == SOCKET_CLOSED && i > 0;
		if (place == (again ? CLOSED_AGAIN : e->path[i]))
			return true;
	}
	return false;
}

static const char *place_name(int place)
{
	return sockets_state_name(6, place == CLOSED_AGAIN ? SOCKET_CLOSED : place);
}

/* Names are cut so that two of them fit beside a state. */
static int mark_width(const struct states_end *e)
{
	int w = text_width(e->name);
	return (w > 7 ? 7 : w) + 1;
}

static void measure(struct sheet *s)
{
	for (int p = 1; p < PLACES; p++) {
		int w = text_width(place_name(p)) + 2;
		int x = s->middle[places[p].column] - w / 2;
		s->left[p] = x;
		s->right[p] = x + w - 1;
		if (place_now(&s->ends[0]) == p)
			s->left[p] -= mark_width(&s->ends[0]);
		if (place_now(&s->ends[1]) == p)
			s->right[p] += mark_width(&s->ends[1]);
	}
}

static int x_of(const struct sheet *s, const struct arrow *a, const struct corner *k)
{
	/* The state that stands at this side of the arrow. */
	bool first = k == &a->at[0];
	int place = first ? a->from : a->to;
	if (k->dx == EDGE_LEFT)
		return s->left[place] - 1;
	if (k->dx == EDGE_RIGHT)
		return s->right[place] + 1;
	return s->middle[k->column] + k->dx;
}

struct pen {
	struct style style;
	bool heavy;
};

static int sign(int v)
{
	return v > 0 ? 1 : v < 0 ? -1 : 0;
}

/* The corner where a line that came in (dx,dy) goes on in (ex,ey). */
static enum glyph corner_glyph(int dx, int dy, int ex, int ey, bool heavy)
{
	bool up = dy > 0 || ey < 0;   /* a line leads up from here */
	bool left = dx > 0 || ex < 0; /* ... and to the left */
	static const enum glyph light[2][2] = {
	        {GLYPH_CORNER_TL, GLYPH_CORNER_TR}, {GLYPH_CORNER_BL, GLYPH_CORNER_BR}};
	static const enum glyph bold[2][2] = {
	        {GLYPH_FOCUS_TL, GLYPH_FOCUS_TR}, {GLYPH_FOCUS_BL, GLYPH_FOCUS_BR}};
	return heavy ? bold[up][left] : light[up][left];
}

static enum glyph head_glyph(int dx, int dy)
{
	if (dx)
		return dx > 0 ? GLYPH_RIGHT : GLYPH_LEFT;
	return dy > 0 ? GLYPH_DOWN : GLYPH_UP;
}

/* From (x,y) to (to_x,to_y), both ends included. */
static void straight(struct canvas *c, int x, int y, int to_x, int to_y, const struct pen *pen)
{
	int dx = sign(to_x - x), dy = sign(to_y - y);
	enum glyph across = pen->heavy ? GLYPH_FOCUS_H : GLYPH_H;
	enum glyph down = pen->heavy ? GLYPH_FOCUS_V : GLYPH_V;
	for (;; x += dx, y += dy) {
		canvas_glyph(c, x, y, pen->style, dx ? across : down);
		if (x == to_x && y == to_y)
			return;
	}
}

static void draw_line(const struct sheet *s, const struct arrow *a, const struct pen *pen)
{
	int x[CORNERS_MAX], y[CORNERS_MAX], n = 0;
	for (int i = 0; i < a->corners; i++) {
		int nx = x_of(s, a, &a->at[i]), ny = row_of(s, a->at[i].level, a->at[i].row);
		if (n && nx == x[n - 1] && ny == y[n - 1])
			continue;
		x[n] = nx;
		y[n++] = ny;
	}
	if (n < 2)
		return;
	for (int i = 0; i + 1 < n; i++)
		straight(s->c, x[i], y[i], x[i + 1], y[i + 1], pen);
	for (int i = 1; i + 1 < n; i++)
		canvas_glyph(s->c, x[i], y[i], pen->style,
		        corner_glyph(sign(x[i] - x[i - 1]), sign(y[i] - y[i - 1]),
		                sign(x[i + 1] - x[i]), sign(y[i + 1] - y[i]), pen->heavy));
	/* Where a line begins below a state and turns at once. */
	if (a->at[0].row && y[0] == y[1])
		canvas_glyph(s->c, x[0], y[0], pen->style,
		        corner_glyph(0, 1, sign(x[1] - x[0]), 0, pen->heavy));
	/* An arrow from the side that ends above its goal goes down there. */
	int dx = sign(x[n - 1] - x[n - 2]), dy = sign(y[n - 1] - y[n - 2]);
	bool above = a->at[a->corners - 1].row != 0 && dx;
	canvas_glyph(s->c, x[n - 1], y[n - 1], pen->style, above ? GLYPH_DOWN : head_glyph(dx, dy));
}

/* In the middle of an arrow from one state's side to another's, if there is room. */
static void words_between(const struct sheet *s, const struct arrow *a, struct style st)
{
	int x1 = x_of(s, a, &a->at[0]), x2 = x_of(s, a, &a->at[1]);
	int first = x1 < x2 ? x1 : x2, room = (x1 < x2 ? x2 - x1 : x1 - x2) + 1;
	int w = text_width(a->words);
	if (w + 2 <= room)
		canvas_text(
		        s->c, first + (room - w) / 2, row_of(s, a->at[0].level, 0), st, a->words);
}

static void draw_arrow(const struct sheet *s, const struct arrow *a)
{
	struct pen pen = {style_of(ROLE_BORDER), false};
	struct style words = style_of(ROLE_DIM);
	for (int i = 0; i < STATES_ENDS; i++) {
		if (!went(&s->ends[i], a))
			continue;
		pen = (struct pen){style_of(s->ends[i].role), true};
		pen.style.attrs = ATTR_BOLD;
		words = style_of(ROLE_TEXT);
	}
	draw_line(s, a, &pen);
	if (a->corners == 2 && a->at[0].row == 0) {
		words_between(s, a, words);
		return;
	}
	int x = s->middle[a->words_at.column] + a->words_at.dx;
	int y = row_of(s, a->words_at.level, a->words_at.row);
	if (a->ends)
		canvas_right(s->c, x, y, words, a->words);
	else
		canvas_text(s->c, x, y, words, a->words);
}

/* A frame around a state in the tall picture. */
static void draw_frame(const struct sheet *s, int place, int y, struct style st, bool heavy)
{
	int x = s->left[place], x2 = s->right[place];
	struct canvas *c = s->c;
	canvas_hline(c, x, y - 1, x2 - x, st, heavy ? GLYPH_FOCUS_H : GLYPH_H);
	canvas_hline(c, x, y + 1, x2 - x, st, heavy ? GLYPH_FOCUS_H : GLYPH_H);
	canvas_glyph(c, x, y - 1, st, heavy ? GLYPH_FOCUS_TL : GLYPH_CORNER_TL);
	canvas_glyph(c, x2, y - 1, st, heavy ? GLYPH_FOCUS_TR : GLYPH_CORNER_TR);
	canvas_glyph(c, x, y + 1, st, heavy ? GLYPH_FOCUS_BL : GLYPH_CORNER_BL);
	canvas_glyph(c, x2, y + 1, st, heavy ? GLYPH_FOCUS_BR : GLYPH_CORNER_BR);
	canvas_glyph(c, x, y, st, heavy ? GLYPH_FOCUS_V : GLYPH_V);
	canvas_glyph(c, x2, y, st, heavy ? GLYPH_FOCUS_V : GLYPH_V);
}

/* Who is here, before (0) or behind (1) the state's name. */
static void draw_mark(const struct sheet *s, int end, int x, int y)
{
	const struct states_end *e = &s->ends[end];
	struct style st = style_of(e->role);
	int w = mark_width(e);
	st.attrs = ATTR_BOLD;
	canvas_fit(s->c, end ? x + 1 : x, y, w - 1, st, e->name);
	canvas_glyph(s->c, end ? x : x + w - 1, y, st, end ? GLYPH_LEFT : GLYPH_RIGHT);
}

static void draw_state(const struct sheet *s, int place)
{
	const char *name = place_name(place);
	bool here[STATES_ENDS], been = false;
	for (int i = 0; i < STATES_ENDS; i++) {
		here[i] = place_now(&s->ends[i]) == place;
		been |= was_in(&s->ends[i], place);
	}
	bool now = here[0] || here[1];
	struct style st = style_of(been ? ROLE_STRONG : ROLE_TEXT);
	int left = s->left[place], right = s->right[place];
	int y = row_of(s, places[place].level, 0);
	int x = left + 1 + (here[0] ? mark_width(&s->ends[0]) : 0), end = x + text_width(name);
	canvas_fill(s->c, (struct rect){left, y, right - left + 1, 1}, ' ', st);
	canvas_text(s->c, x, y, now ? style_of(ROLE_SELECTED) : st, name);
	if (s->half) {
		draw_frame(s, place, y, st, now);
	} else {
		canvas_text(s->c, x - 1, y, st, "[");
		canvas_text(s->c, end, y, st, "]");
	}
	if (here[0])
		draw_mark(s, 0, left + s->half, y);
	if (here[1])
		draw_mark(s, 1, end + !s->half, y);
}

int states_diagram(struct canvas *c, const struct states_end ends[STATES_ENDS])
{
	int rows = states_diagram_rows(c->w, c->h);
	if (!rows)
		return 0;
	/* Wider than this the words would be lost between the lines. */
	int w = c->w > 110 ? 110 : c->w;
	struct sheet s = {.c = c,
	        .ends = ends,
	        .half = rows == STATES_HEIGHT_TALL,
	        .middle = {w / 6 + 2, w / 2, w - w / 6 - 1}};
	measure(&s);
	/* Ways that were taken lie on top of others. */
	for (int taken = 0; taken < 2; taken++)
		for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++)
			if ((went(&ends[0], &arrows[i]) || went(&ends[1], &arrows[i])) == taken)
				draw_arrow(&s, &arrows[i]);
	for (int p = 1; p < PLACES; p++)
		draw_state(&s, p);
	return rows;
}
