/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lanes as cells: a part is a box as wide as its bytes, with their text where it fits.
 *
 * How it works: rows are given out from the most needed to the least, so that nine rows show all
 * three lanes and both queues. Segments that overlap (sent again, copied) take further rows.
 */
#include "ui/view/lanes_view.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "packet/packet.h"
#include "ui/view/frame.h"

#define LABEL_BYTES 200

/* Rows of the pane; -1: not there. */
struct rows {
	int head, send, send_queue, segments, segment_rows, recv_queue, recv, ruler, detail, list;
};

static int take(int *y, int rows)
{
	*y += rows;
	return *y - rows;
}

static struct rows rows_for(int h, int most)
{
	bool queues = h >= 7;
	int fixed = 4 + (queues ? 2 : 0) + (h >= 5) + (h >= 8), y = 0;
	int segments = 1 + (h - fixed - 1) / 2;
	segments = segments < 1 ? 1 : segments > most ? most : segments;
	struct rows r = {.head = h >= 5 ? take(&y, 1) : -1};
	r.send = take(&y, 1);
	r.send_queue = queues ? take(&y, 1) : -1;
	r.segment_rows = segments;
	r.segments = take(&y, segments);
	r.recv_queue = queues ? take(&y, 1) : -1;
	r.recv = take(&y, 1);
	r.ruler = take(&y, 1);
	r.detail = h >= 8 ? take(&y, h >= 12 ? 3 : 1) : -1;
	r.list = h - y >= 4 ? y + 1 : -1;
	return r;
}

static struct canvas lane_canvas(const struct lanes_view *v, struct canvas *c)
{
	int label = lanes_label_columns(c->w);
	(void)v;
	return canvas_sub(c, (struct rect){label, 0, c->w - label, c->h});
}

/* Column of a place; far outside of the canvas it is just outside. */
static int column_of(const struct lanes_view *v, uint64_t place, int w)
{
	struct lanes_scale s = lanes_scale_at(v->level);
	bool before = place < v->left;
	uint64_t way = before ? v->left - place : place - v->left;
	uint64_t columns = way / s.bytes * s.columns;
	if (columns > (uint64_t)w + 4)
		columns = (uint64_t)w + 4;
	return before ? -(int)columns : (int)columns;
}

/* Bytes as one line of text; false when they are no text. */
static bool readable(const struct canvas *c, const uint8_t *bytes, size_t len, struct buf *out)
{
	size_t odd = 0, all = 0;
	if (len > LABEL_BYTES)
		len = LABEL_BYTES;
	for (size_t i = 0; i < len; all++) {
		uint32_t cp;
		char text[5];
		i += text_decode((const char *)bytes + i, len - i, &cp);
		bool space = cp == '\n' || cp == '\r' || cp == '\t';
		bool bad = cp < 0x20 || cp == 0x7f || cp == 0xfffd;
		odd += bad && !space;
		text_encode(cp, text);
		buf_puts(out, bad ? glyph(c->glyphs, GLYPH_FLAG_NONE) : text);
	}
	return odd * 3 <= all;
}

/* What a part's bytes are, as far as they were kept; NULL: none. */
static const uint8_t *bytes_of(const struct tape_event *e, size_t *len)
{
	struct packet p;
	*len = 0;
	if (e->kind == TAPE_CALL) {
		*len = e->call.data_kept;
		return e->call.data;
	}
	if (e->kind != TAPE_FRAME)
		return NULL;
	packet_decode(PACKET_LINK_ETHERNET, e->frame.bytes, e->frame.captured, e->frame.length, &p);
	if (p.payload_offset >= e->frame.captured)
		return NULL;
	size_t there = e->frame.captured - p.payload_offset;
	*len = p.payload_length < there ? p.payload_length : there;
	return e->frame.bytes + p.payload_offset;
}

static void label_of(const struct canvas *c, const struct tape_event *e, uint64_t length, int room,
        struct buf *out)
{
	char size[32];
	size_t len;
	const uint8_t *bytes = bytes_of(e, &len);
	snprintf(size, sizeof(size), P_("%llu byte", "%llu bytes", (unsigned long)length),
	        (unsigned long long)length);
	bool text = bytes && len && readable(c, bytes, len, out);
	bool whole = len >= length && text_width(buf_text(out)) <= room;
	if (text && (whole || text_width(size) > room || length < 40))
		return;
	buf_clear(out);
	if (text_width(size) <= room)
		buf_puts(out, size);
}

/* How a part is drawn. */
struct box_look {
	struct style style;
	enum glyph left, shaft, right;
};

static struct box_look look_of(const struct lanes_view *v, const struct view_env *env,
        enum lane lane, const struct lanes_part *p, uint8_t fate)
{
	struct box_look l = {style_of(ROLE_CALL), GLYPH_TEE_LEFT, GLYPH_SHAFT, GLYPH_TEE_RIGHT};
	if (lane == LANE_SEGMENT) {
		l.style = style_of(ROLE_TEXT);
		if (p->repeated) {
			l.shaft = GLYPH_SHAFT_AGAIN;
			l.style = style_of(ROLE_DOUBLED);
		}
		if (fate == FATE_DROPPED || fate == FATE_FOLDED) {
			l.right = fate == FATE_DROPPED ? GLYPH_LOST : GLYPH_TIMES;
			l.style = style_of(ROLE_DROPPED);
		} else if (fate == FATE_HELD || fate == FATE_DELAYED) {
			l.shaft = GLYPH_SHAFT_HELD;
			l.right = fate == FATE_HELD ? GLYPH_PAUSE : GLYPH_RIGHT;
			l.style = style_of(fate == FATE_HELD ? ROLE_HELD : ROLE_DELAYED);
		}
	}
	if (why_has(&env->shared->why, p->event)) {
		l.left = GLYPH_WHY;
		l.style.attrs |= ATTR_BOLD;
	}
	if (p->event == v->chosen && (env->focus || v->away)) {
		l.left = GLYPH_RIGHT;
		l.style = style_of(env->focus ? ROLE_SELECTED : ROLE_SELECTED_IDLE);
	}
	return l;
}

/* From x to end (not included) in row y. */
static void draw_box(
        struct canvas *c, int x, int end, int y, const struct box_look *l, const char *text)
{
	bool lit = l->left == GLYPH_WHY || l->left == GLYPH_RIGHT;
	if (end - x <= 1) {
		bool sign = l->right != GLYPH_TEE_RIGHT;
		canvas_glyph(c, x, y, l->style, lit ? l->left : sign ? l->right : GLYPH_V);
		return;
	}
	int from = x < 0 ? 0 : x + 1, to = end > c->w ? c->w : end - 1;
	canvas_glyph(c, x, y, l->style, l->left);
	canvas_hline(c, from, y, to - from, l->style, l->shaft);
	canvas_glyph(c, end - 1, y, l->style, l->right);
	int room = to - from, width = text_width(text);
	if (!width || room < 3)
		return;
	if (width + 2 <= room) {
		int at = from + (room - width - 2) / 2;
		canvas_text(c, at, y, l->style, " ");
		canvas_text(c, at + 1, y, l->style, text);
		canvas_text(c, at + 1 + width, y, l->style, " ");
	} else {
		canvas_fit(c, from, y, room, l->style, text);
	}
}

static void draw_part(const struct lanes_view *v, const struct view_env *env, struct canvas *c,
        enum lane lane, const struct lanes_part *p, int y)
{
	int x = column_of(v, p->begin, c->w), end = column_of(v, p->end, c->w);
	struct tape_event e;
	struct buf label = {0};
	if (end <= x)
		end = x + 1;
	if (end < 0 || x >= c->w)
		return;
	if (end - x >= 3 && tape_get(env->source->tape, p->event, &e)) {
		int from = x < 0 ? 0 : x, to = end > c->w ? c->w : end;
		label_of(c, &e, p->end - p->begin, to - from - 2, &label);
	}
	struct box_look look = look_of(v, env, lane, p, lanes_fate(env->source, p));
	draw_box(c, x, end, y, &look, buf_text(&label));
	if (env->focus && p->event == v->chosen)
		canvas_cursor(c, x < 0 ? 0 : x, y);
	buf_finish(&label);
}

static void draw_lane(const struct lanes_view *v, const struct view_env *env, struct canvas *c,
        enum lane lane, int y, int rows)
{
	const struct lanes_lane *l = &v->of.lanes[lane];
	size_t seen = lanes_seen(l, tape_end(env->source->tape));
	uint64_t ends[LANES_SEGMENT_ROWS] = {0};
	for (size_t i = 0; i < seen; i++)
		draw_part(v, env, c, lane, &l->parts[i], y + lanes_row(ends, rows, &l->parts[i]));
}

uint64_t lanes_at(const struct lanes_view *v, const struct view_source *s, int x, int y)
{
	struct rows r = rows_for(v->h, v->rows);
	const int at[LANES] = {
	        [LANE_SEND] = r.send, [LANE_SEGMENT] = r.segments, [LANE_RECV] = r.recv};
	x -= lanes_label_columns(v->w);
	for (int n = 0; n < LANES; n++) {
		uint64_t ends[LANES_SEGMENT_ROWS] = {0};
		int rows = n == LANE_SEGMENT ? r.segment_rows : 1;
		size_t seen = lanes_seen(&v->of.lanes[n], tape_end(s->tape));
		for (size_t i = 0; i < seen; i++) {
			const struct lanes_part *p = &v->of.lanes[n].parts[i];
			int row = lanes_row(ends, rows, p), from = column_of(v, p->begin, v->w);
			int to = column_of(v, p->end, v->w);
			if (y == at[n] + row && x >= from && x < (to > from ? to : from + 1))
				return p->event;
		}
	}
	return TAPE_NONE;
}

/* Bytes that wait somewhere. Returns the column behind them. */
static int shade(const struct lanes_view *v, struct canvas *c, int y, uint64_t begin, uint64_t end,
        enum role role, enum glyph g)
{
	int x = column_of(v, begin, c->w), to = column_of(v, end, c->w);
	x = x < 0 ? 0 : x;
	to = to > c->w ? c->w : to > x ? to : x + 1;
	canvas_hline(c, x, y, to - x, style_of(role), g);
	return to;
}

/* Words behind column x, or where they fit. */
static void put_words(struct canvas *c, int x, int y, enum role role, const char *words)
{
	int width = text_width(words);
	if (x + 1 + width > c->w)
		x = c->w - width - 2 > 0 ? c->w - width - 2 : 0;
	canvas_text(c, x, y, style_of(role), " ");
	canvas_fit(c, x + 1, y, c->w - x - 1, style_of(role), words);
}

/* Sent and not on the wire; come and not received; between them. */
static void draw_queues(const struct lanes_view *v, const struct view_source *s, struct canvas *c,
        const struct rows *r)
{
	const struct lanes_places *p = &v->places;
	char words[160] = "";
	size_t used = 0;
	int x = 0;
	if (r->send_queue < 0 || tape_count(s->tape, TAPE_CALL) == 0)
		return;
	if (p->sent > p->wired) {
		x = shade(v, c, r->send_queue, p->wired, p->sent, ROLE_WAITING, GLYPH_SHADE);
		snprintf(words, sizeof(words), _("%llu in the send queue"),
		        (unsigned long long)(p->sent - p->wired));
		put_words(c, x, r->send_queue, ROLE_WAITING, words);
		words[0] = 0;
	}
	if (p->arrived > p->got) {
		x = shade(v, c, r->recv_queue, p->got, p->arrived, ROLE_WAITING, GLYPH_SHADE);
		used = (size_t)snprintf(words, sizeof(words), _("%llu in the receive queue"),
		        (unsigned long long)(p->arrived - p->got));
	}
	if (p->wired > p->arrived) {
		x = shade(v, c, r->recv_queue, p->arrived, p->wired, ROLE_HELD, GLYPH_FLAG_NONE);
		if (used + 2 < sizeof(words))
			snprintf(words + used, sizeof(words) - used,
			        used ? _(", %llu under way or lost") : _("%llu under way or lost"),
			        (unsigned long long)(p->wired - p->arrived));
	}
	if (words[0])
		put_words(c, x, r->recv_queue, ROLE_WAITING, words);
}

/* The step between two numbers of the ruler: 1, 2 or 5 times a power of ten. */
static uint64_t tick(const struct lanes_view *v)
{
	static const uint64_t factors[] = {1, 2, 5};
	struct lanes_scale s = lanes_scale_at(v->level);
	for (uint64_t ten = 1; ten < UINT64_MAX / 100; ten *= 10)
		for (size_t i = 0; i < 3; i++)
			if (ten * factors[i] * s.columns / s.bytes >= 9)
				return ten * factors[i];
	return UINT64_MAX;
}

static void draw_ruler(const struct lanes_view *v, struct canvas *c, int y)
{
	uint64_t step = tick(v), place = (v->left + step - 1) / step * step;
	for (int x; (x = column_of(v, place, c->w)) < c->w; place += step)
		canvas_printf(c, x, y, style_of(ROLE_DIM), "%llu", (unsigned long long)place);
}

static void draw_labels(const struct lanes_view *v, struct canvas *c, const struct rows *r)
{
	int w = lanes_label_columns(c->w);
	struct style name = style_of(ROLE_HEADING), dim = style_of(ROLE_DIM);
	bool udp = v->of.protocol == 17;
	if (!w)
		return;
	canvas_fit(c, 0, r->send, w - 1, name, w < 8 ? "send" : "send()");
	canvas_fit(c, 0, r->segments, w - 1, name,
	        w < 8 ? _("wire")
	        : udp ? _("datagrams")
	              : _("segments"));
	canvas_fit(c, 0, r->recv, w - 1, name, w < 8 ? "recv" : "recv()");
	canvas_fit(c, 0, r->ruler, w - 1, dim, _("bytes"));
}

static size_t add_count(char *out, size_t size, size_t used, const char *words)
{
	int n = used < size ? snprintf(out + used, size - used, "%s%s", used ? "  " : "", words)
	                    : 0;
	return used + (n > 0 ? (size_t)n : 0);
}

static void end_text(const struct view_source *s, const struct packet_addr *a, uint16_t port,
        char *out, size_t size)
{
	lanes_end_text(s, a, port, out, size);
	char *colon = strrchr(out, ':');
	if (!port && colon)
		*colon = 0;
}

/* "client > server:7000  3 sends  2 segments  1 receive  1 sent again". */
static void draw_head(const struct lanes_view *v, const struct view_source *s, struct canvas *c)
{
	uint64_t end = tape_end(s->tape);
	size_t sends = lanes_seen(&v->of.lanes[LANE_SEND], end);
	size_t segments = lanes_seen(&v->of.lanes[LANE_SEGMENT], end);
	size_t receives = lanes_seen(&v->of.lanes[LANE_RECV], end);
	char text[300] = "", words[64], from[80], to[80];
	/* The port that names the service is enough. */
	bool to_service = v->of.to_port < v->of.from_port;
	end_text(s, &v->of.from, to_service ? 0 : v->of.from_port, from, sizeof(from));
	end_text(s, &v->of.to, to_service ? v->of.to_port : 0, to, sizeof(to));
	snprintf(text, sizeof(text), "%.60s %s %.60s", from, glyph(c->glyphs, GLYPH_TO), to);
	size_t used = strlen(text);
	snprintf(words, sizeof(words), P_("%zu send", "%zu sends", sends), sends);
	used = add_count(text, sizeof(text), used, words);
	if (v->of.protocol == 17)
		snprintf(words, sizeof(words), P_("%zu datagram", "%zu datagrams", segments),
		        segments);
	else
		snprintf(words, sizeof(words), P_("%zu segment", "%zu segments", segments),
		        segments);
	used = add_count(text, sizeof(text), used, words);
	snprintf(words, sizeof(words), P_("%zu receive", "%zu receives", receives), receives);
	used = add_count(text, sizeof(text), used, words);
	snprintf(words, sizeof(words), _("%zu sent again"), v->places.again);
	if (v->places.again)
		used = add_count(text, sizeof(text), used, words);
	snprintf(words, sizeof(words), _("%zu dropped"), v->places.dropped);
	if (v->places.dropped)
		add_count(text, sizeof(text), used, words);
	canvas_fit(c, 0, 0, c->w, style_of(ROLE_DIM), text);
}

/* The chosen part: which event, which places, its text. */
static void draw_detail(
        const struct lanes_view *v, const struct view_env *env, struct canvas *c, int y, int rows)
{
	struct tape_event e;
	struct buf text = {0};
	char what[200];
	size_t len, flow, part;
	enum lane lane;
	if (y < 0 || v->chosen == TAPE_NONE || !tape_get(env->source->tape, v->chosen, &e) ||
	        !why_part(env->source->lanes, v->chosen, &flow, &lane, &part))
		return;
	const struct lanes_part *p = &v->of.lanes[lane].parts[part];
	struct frame_look look;
	if (e.kind == TAPE_CALL)
		calls_text(&e.call, rows > 1 ? CALLS_LONG : CALLS_LINE, what, sizeof(what));
	else if (frame_look(env->source, env->shared, v->chosen, &look))
		snprintf(what, sizeof(what), "%s", look.summary);
	buf_printf(&text, "#%llu  %s  ", (unsigned long long)v->chosen, what);
	buf_printf(&text, _("bytes %llu to %llu"), (unsigned long long)p->begin,
	        (unsigned long long)p->end - 1);
	canvas_fit(c, 0, y, c->w, style_of(ROLE_TEXT), buf_text(&text));
	buf_clear(&text);
	const uint8_t *bytes = bytes_of(&e, &len);
	if (rows > 1 && bytes && len && readable(c, bytes, len, &text)) {
		struct canvas below = canvas_sub(c, (struct rect){2, y + 1, c->w - 2, rows - 1});
		text_draw_wrapped(&below, style_of(ROLE_LAYER_DATA), buf_text(&text));
	}
	buf_finish(&text);
}

/* All flows, where there is room. */
static void draw_list(
        const struct lanes_view *v, const struct view_source *s, struct canvas *c, int y)
{
	struct lanes_flow f;
	uint64_t end = tape_end(s->tape);
	if (y < 0 || v->count < 2)
		return;
	canvas_fit(c, 0, y++, c->w, style_of(ROLE_HEADING),
	        _("Flows: left and right choose, bytes sent, on the wire, received"));
	/* The chosen one is among those that have room. */
	size_t room = c->h > y ? (size_t)(c->h - y) : 0, seen = 0;
	size_t first = v->index >= room ? v->index - room + 1 : 0;
	for (size_t i = 0; lanes_get(s->lanes, i, &f) && y < c->h; i++) {
		char from[80], to[80];
		size_t any = 0;
		for (int n = 0; n < LANES; n++)
			any += lanes_seen(&f.lanes[n], end);
		if (!any || seen++ < first)
			continue;
		lanes_end_text(s, &f.from, f.from_port, from, sizeof(from));
		lanes_end_text(s, &f.to, f.to_port, to, sizeof(to));
		enum role role = i == v->flow ? ROLE_STRONG : ROLE_TEXT;
		if (i == v->flow)
			canvas_glyph(c, 0, y, style_of(role), GLYPH_RIGHT);
		canvas_printf(c, 2, y++, style_of(role), "%s  %s %s %s  %llu  %llu  %llu",
		        f.protocol == 17 ? "UDP" : "TCP", from, glyph(c->glyphs, GLYPH_TO), to,
		        (unsigned long long)f.lanes[LANE_SEND].bytes,
		        (unsigned long long)f.lanes[LANE_SEGMENT].bytes,
		        (unsigned long long)f.lanes[LANE_RECV].bytes);
	}
}

void lanes_draw(const struct lanes_view *v, const struct view_env *env, struct canvas *c)
{
	const struct view_source *s = env->source;
	if (!v->there) {
		text_draw_wrapped(c, style_of(ROLE_DIM),
		        _("No program has sent anything yet. Here every send(), the segments that "
		          "carry it and the recv() that gets it will stand below each other, byte "
		          "by byte."));
		if (env->focus)
			canvas_cursor(c, 0, 0);
		return;
	}
	struct rows r = rows_for(c->h, v->rows);
	struct canvas lanes = lane_canvas(v, c);
	if (r.head >= 0)
		draw_head(v, s, c);
	draw_labels(v, c, &r);
	draw_lane(v, env, &lanes, LANE_SEND, r.send, 1);
	draw_lane(v, env, &lanes, LANE_SEGMENT, r.segments, r.segment_rows);
	draw_lane(v, env, &lanes, LANE_RECV, r.recv, 1);
	draw_queues(v, s, &lanes, &r);
	draw_ruler(v, &lanes, r.ruler);
	if (tape_count(s->tape, TAPE_CALL) == 0) {
		canvas_fit(&lanes, 0, r.send, lanes.w, style_of(ROLE_DIM),
		        _("calls are not seen: programs run untraced"));
		canvas_fit(&lanes, 0, r.recv, lanes.w, style_of(ROLE_DIM),
		        _("calls are not seen: programs run untraced"));
	}
	draw_detail(v, env, c, r.detail, r.list >= 0 || c->h >= 12 ? 3 : 1);
	draw_list(v, s, c, r.list);
}
