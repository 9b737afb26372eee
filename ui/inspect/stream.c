/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the chosen conversation said, as text or as bytes, in the order of being said; each line
 * tells by an arrow and a colour who said it.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/inspect/inspect.h"
#include "ui/inspect/views.h"

#define LINES_MAX 2000000 /* further ones are not shown */
#define HEX_A_LINE 16
#define ARROW_COLUMNS 2

struct line {
	uint32_t piece;
	uint32_t at, len; /* of the piece */
};

struct stream_view {
	struct list list;
	VEC(struct line) lines;
	size_t pieces; /* that are in lines */
	uint64_t flow;
	int columns;
	bool hex, made_hex;
	bool readable; /* lines are of pieces.readable */
	char needle[64];
};

static void finish(void *state)
{
	struct stream_view *v = state;
	vec_free(&v->lines);
}

/* What is shown: bytes as they were sent, text as it was meant. */
static bool shows_readable(const struct stream_view *v, const struct pieces *p)
{
	return !v->hex && p->readable.count;
}

static size_t piece_count(const struct stream_view *v, const struct pieces *p)
{
	return shows_readable(v, p) ? p->readable.count : p->all.count;
}

static const struct piece *piece_at(
        const struct stream_view *v, const struct pieces *p, size_t index)
{
	return v->readable ? &p->readable.at[index] : &p->all.at[index];
}

/* Bytes of the piece's line that begins at `at`: to the line feed, or as many as fit. */
static uint32_t line_length(const struct stream_view *v, const char *bytes, size_t left)
{
	size_t most = v->hex ? HEX_A_LINE : (size_t)(v->columns > 1 ? v->columns : 1);
	size_t len = left < most ? left : most;
	const char *feed = v->hex ? NULL : memchr(bytes, '\n', len);
	return (uint32_t)(feed ? (size_t)(feed - bytes) + 1 : len);
}

static void add_lines(struct stream_view *v, const struct pieces *p, size_t index)
{
	const struct piece *piece = piece_at(v, p, index);
	uint32_t at = 0;
	do {
		struct line l = {.piece = (uint32_t)index, .at = at};
		if (v->lines.count >= LINES_MAX)
			return;
		if (piece->len)
			l.len = line_length(v, p->bytes.at + piece->at + at, piece->len - at);
		vec_push(&v->lines, l);
		at += l.len;
	} while (at < piece->len);
}

/* Makes the lines what they have to be for that many columns. */
static void make_lines(struct stream_view *v, const struct pieces *p, int columns)
{
	bool readable = shows_readable(v, p), other = v->flow != p->flow || !p->all.count;
	if (other)
		v->list = (struct list){0};
	if (other || v->columns != columns || v->hex != v->made_hex || v->readable != readable ||
	        v->pieces > piece_count(v, p)) {
		v->lines.count = 0;
		v->pieces = 0;
	}
	v->flow = p->flow;
	v->columns = columns;
	v->made_hex = v->hex;
	v->readable = readable;
	while (v->pieces < piece_count(v, p))
		add_lines(v, p, v->pieces++);
	v->list.count = v->lines.count;
	if (v->list.selected >= v->lines.count)
		v->list.selected = v->lines.count ? v->lines.count - 1 : 0;
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct stream_view *v = state;
	make_lines(v, pieces_of(env->inspect), w - ARROW_COLUMNS);
	list_layout(&v->list, v->lines.count, h > 0 ? (size_t)h : 1);
}

/* What can be printed, and dots for the rest. */
static void text_of(const char *bytes, size_t len, char *out, size_t size)
{
	size_t used = 0;
	while (len && (bytes[len - 1] == '\n' || bytes[len - 1] == '\r'))
		len--;
	for (size_t i = 0; i < len && used + 5 < size;) {
		uint32_t cp;
		size_t n = text_decode(bytes + i, len - i, &cp);
		bool bad = cp < 0x20 || cp == 0x7f || cp == 0xfffd || (cp >= 0x80 && cp < 0xa0);
		used += bad ? (size_t)snprintf(out + used, size - used, cp == '\t' ? " " : ".")
		            : text_encode(cp, out + used);
		i += n;
	}
	out[used] = 0;
}

static void hex_of(const struct line *l, const char *bytes, char *out, size_t size)
{
	size_t used = (size_t)snprintf(out, size, "%06x  ", l->at);
	for (uint32_t i = 0; i < HEX_A_LINE && used + 4 < size; i++)
		used += i < l->len ? (size_t)snprintf(out + used, size - used, "%02x %s",
		                             (uint8_t)bytes[i], i == 7 ? " " : "")
		                   : (size_t)snprintf(
		                             out + used, size - used, "   %s", i == 7 ? " " : "");
	for (uint32_t i = 0; i < l->len && used + 2 < size; i++) {
		bool plain = bytes[i] >= 0x20 && bytes[i] < 0x7f;
		out[used++] = plain ? bytes[i] : '.';
	}
	out[used] = 0;
}

static void draw_line(const struct stream_view *v, const struct view_env *env, struct canvas *c,
        int y, const struct line *l)
{
	const struct pieces *p = &env->inspect->pieces;
	const struct piece *piece = piece_at(v, p, l->piece);
	size_t row = (size_t)(l - v->lines.at);
	bool chosen = row == v->list.selected, begins = l->at == 0;
	enum role role = piece->direction ? ROLE_HOST2 : ROLE_HOST1;
	struct style st = style_of(!chosen      ? role
	                           : env->focus ? ROLE_SELECTED
	                                        : ROLE_SELECTED_IDLE);
	char text[1024];
	if (chosen)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	if (begins)
		canvas_glyph(c, 0, y, st, piece->direction ? GLYPH_FROM : GLYPH_TO);
	if (piece->gap)
		snprintf(text, sizeof(text),
		        P_("[%llu byte was not captured]", "[%llu bytes were not captured]",
		                piece->gap),
		        (unsigned long long)piece->gap);
	else if (v->hex)
		hex_of(l, p->bytes.at + piece->at + l->at, text, sizeof(text));
	else
		text_of(p->bytes.at + piece->at + l->at, l->len, text, sizeof(text));
	canvas_text(c, ARROW_COLUMNS, y, st, text);
	if (chosen && env->focus)
		canvas_cursor(c, 0, y);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct stream_view *v = state;
	if (!v->lines.count)
		text_draw_wrapped(c, style_of(ROLE_DIM),
		        env->inspect->conversation
		                ? _("Nothing has been said in this conversation so far.")
		                : _("The chosen packet belongs to no conversation."));
	for (size_t i = 0; i < v->list.rows && v->list.top + i < v->lines.count; i++)
		draw_line(v, env, c, (int)i, &v->lines.at[v->list.top + i]);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct stream_view *v = state;
	const struct pieces *p = &env->inspect->pieces;
	snprintf(b->title, sizeof(b->title), "%s", _("Stream"));
	if (p->wanted)
		snprintf(b->note, sizeof(b->note), "stream %llu", (unsigned long long)p->flow);
	snprintf(b->foot_note, sizeof(b->foot_note), "%s", v->hex ? _("bytes") : _("text"));
	if (p->cut)
		snprintf(b->foot, sizeof(b->foot), "%s", _("only its first 16 MiB"));
	b->top = v->list.top;
	b->rows = v->list.rows;
	b->count = v->list.count;
}

static bool line_has(const struct stream_view *v, const struct pieces *p, size_t row)
{
	const struct line *l = &v->lines.at[row];
	const struct piece *piece = piece_at(v, p, l->piece);
	size_t len = strlen(v->needle), left = piece->len - l->at;
	/* A word may go on in the next line of the screen. */
	size_t look = l->len + len - 1 < left ? l->len + len - 1 : left;
	return piece->len && memmem(p->bytes.at + piece->at + l->at, look, v->needle, len);
}

static void search(struct stream_view *v, const struct pieces *p, const struct view_act *a,
        struct view_reply *r)
{
	if (a->text[0])
		snprintf(v->needle, sizeof(v->needle), "%s", a->text);
	size_t row = v->list.selected;
	while (v->needle[0] && (a->by < 0 ? row > 0 : row + 1 < v->lines.count)) {
		row = a->by < 0 ? row - 1 : row + 1;
		if (!line_has(v, p, row))
			continue;
		list_select(&v->list, row);
		return;
	}
	snprintf(r->say, sizeof(r->say), _("no more \"%.60s\" that way"), v->needle);
}

static void copy(const struct stream_view *v, const struct pieces *p, struct buf *out)
{
	const struct line *l = &v->lines.at[v->list.selected];
	const struct piece *piece = piece_at(v, p, l->piece);
	char text[1024];
	for (size_t i = 0; i < piece->len && v->hex; i++)
		buf_printf(out, "%02x%s", (uint8_t)p->bytes.at[piece->at + i],
		        i + 1 == piece->len || i % 16 == 15 ? "\n" : " ");
	if (v->hex)
		return;
	text_of(p->bytes.at + piece->at + l->at, l->len, text, sizeof(text));
	buf_printf(out, "%s\n", text);
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct stream_view *v = state;
	struct inspect *in = env->inspect;
	const struct pieces *p = &in->pieces;
	if (a->kind == ACT_BACK) {
		snprintf(r->line, sizeof(r->line), "focus list");
		return true;
	}
	if (a->kind == ACT_TOGGLE && strcmp(a->text, "as") == 0) {
		v->hex = !v->hex;
		v->list = (struct list){0};
		return true;
	}
	/* Several keys may come between two frames. */
	make_lines(v, p, v->columns);
	if (!v->lines.count)
		return false;
	if (a->kind == ACT_OPEN) {
		in->follow = false;
		inspect_choose(in, piece_at(v, p, v->lines.at[v->list.selected].piece)->number);
		snprintf(r->line, sizeof(r->line), "focus list");
		return true;
	}
	if (a->kind == ACT_SEARCH)
		search(v, p, a, r);
	else if (a->kind == ACT_COPY)
		copy(v, p, &r->copy);
	else
		return view_list_act(&v->list, a);
	return true;
}

const struct view_ops inspect_stream = {
        .name = "stream",
        .title = N_("Stream"),
        .search_down = true,
        .state_size = sizeof(struct stream_view),
        .finish = finish,
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
