/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chosen frame's bytes with the chosen field lit, and the byte-order lens below.
 */
#include "ui/view/dissected.h"
#include "ui/view/view.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "packet/byteorder.h"
#include "ui/draw/hex.h"

struct bytes_view {
	size_t cursor; /* the byte the person stands on, while the field covers it */
	size_t top;
	int columns;
	int rows;   /* of the dump */
	int lens;   /* rows of the lens below it */
	bool given; /* and a row of what a call was given */
	uint64_t frame;
};

static struct hex hex_of(const struct bytes_view *v, const struct dissected *d)
{
	const struct field *f = dissected_field(d);
	return (struct hex){.bytes = dissected_at(d),
	        .len = d->bytes.len,
	        .lit = f ? f->offset : 0,
	        .lit_len = f ? f->length : 0,
	        .top = v->top};
}

/* Parts of the sockaddr_in that connect() is given (ip(7)), and what they become. */
static const struct given_part {
	const char *field;
	unsigned at, length;
} given_parts[] = {{"tcp.dstport", 2, 2}, {"ip.dst", 4, 4}};

/* NULL: the field did not come out of such a call, or of none that was seen. */
static const struct given_part *given_of(const struct dissected *d, const struct field *f)
{
	for (size_t i = 0; i < sizeof(given_parts) / sizeof(given_parts[0]); i++)
		if (f && d->given_len && strcmp(given_parts[i].field, f->name) == 0)
			return &given_parts[i];
	return NULL;
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct bytes_view *v = state;
	struct dissected *d = env->dissected;
	const struct field *f = dissected_field(d);
	v->columns = w;
	v->lens = h >= 10 ? 4 : h >= 6 ? 3 : h >= 4 ? 2 : 0;
	v->given = h >= 8 && given_of(d, f);
	v->rows = h - v->lens - v->given > 0 ? h - v->lens - v->given : 1;
	if (!f)
		return;
	if (v->cursor < f->offset || v->cursor >= f->offset + f->length)
		v->cursor = f->offset;
	struct hex x = hex_of(v, d);
	if (v->frame != d->frame)
		x.top = 0;
	v->frame = d->frame;
	v->top = hex_top_for_lit(&x, w, v->rows);
}

static void hex_words(const uint8_t *at, unsigned n, char *out, size_t size)
{
	size_t used = 0;
	out[0] = 0;
	for (unsigned i = 0; i < n && used + 4 < size; i++)
		used += (size_t)snprintf(out + used, size - used, "%s%02x", i ? " " : "", at[i]);
}

/* What the program had in its memory, beside what went over the wire. */
static void draw_given(
        struct canvas *c, int y, const struct dissected *d, const struct given_part *part)
{
	int x = canvas_text(c, 0, y, style_of(ROLE_TEXT), _("connect() was given"));
	for (unsigned n = 0; n < d->given_len; n++) {
		bool lit = n >= part->at && n < part->at + part->length;
		x += canvas_printf(
		        c, x, y, style_of(lit ? ROLE_STRONG : ROLE_DIM), " %02x", d->given[n]);
	}
	canvas_fit(c, x + 2, y, c->w - x - 2, style_of(ROLE_DIM), d->given_by);
}

/* The lens: what the wire has, what memory has, what a program reads that forgets. */
static void draw_lens(struct canvas *c, const struct dissected *d, const struct field *f)
{
	struct byteorder_lens l;
	char wire[32], memory[32], value[160];
	field_value_text(f, dissected_at(d), value, sizeof(value));
	int x = canvas_fit(c, 0, 0, c->w, style_of(ROLE_FIELD_LIT), _(f->label));
	x += 1 + canvas_printf(c, x + 1, 0, style_of(ROLE_STRONG), "%s", value);
	canvas_fit(c, x + 2, 0, c->w - x - 2, style_of(ROLE_DIM), f->meaning);
	if (!byteorder_look(f, dissected_at(d), &l)) {
		canvas_printf(
		        c, 0, 1, style_of(ROLE_DIM), P_("%u bit", "%u bits", f->bits), f->bits);
		canvas_printf(
		        c, 10, 1, style_of(ROLE_DIM), _("at byte %u of the frame"), f->offset);
		return;
	}
	hex_words(l.wire, l.width, wire, sizeof(wire));
	hex_words(l.memory, l.width, memory, sizeof(memory));
	struct rich r = {0};
	char text[200];
	rich_add(&r, style_of(ROLE_TEXT), _("on the wire "));
	rich_add(&r, style_of(ROLE_STRONG), wire);
	snprintf(text, sizeof(text), " = 0x%0*llx = %llu   ", 2 * l.width,
	        (unsigned long long)l.value, (unsigned long long)l.value);
	rich_add(&r, style_of(ROLE_TEXT), text);
	rich_add(&r, style_of(ROLE_TEXT), _("in this CPU's memory "));
	rich_add(&r, style_of(ROLE_STRONG), memory);
	rich_add(&r, style_of(ROLE_CODE), "   ");
	rich_add(&r, style_of(ROLE_CODE), l.expression);
	if (!l.same) {
		snprintf(text, sizeof(text), _("   forgotten, it reads %llu"),
		        (unsigned long long)l.misread);
		rich_add(&r, style_of(ROLE_WARNING), text);
	}
	struct rich_lines lines = {0};
	struct canvas below = canvas_sub(c, (struct rect){0, 1, c->w, c->h - 1});
	rich_wrap(&r, c->w, 0, &lines);
	rich_draw(&below, &r, &lines, 0);
	rich_lines_finish(&lines);
	rich_finish(&r);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct bytes_view *v = state;
	const struct dissected *d = env->dissected;
	const struct field *f = dissected_field(d);
	if (!f) {
		text_draw_wrapped(c, style_of(ROLE_DIM), _("No frame is chosen."));
		return;
	}
	struct canvas dump = canvas_sub(c, (struct rect){0, 0, c->w, v->rows});
	struct hex x = hex_of(v, d);
	hex_draw(&dump, &x);
	if (env->focus) {
		size_t per_row = hex_per_row(c->w);
		canvas_cursor(&dump, 6, (int)(v->cursor / per_row - v->top));
	}
	if (v->lens) {
		struct canvas lens = canvas_sub(c, (struct rect){0, v->rows, c->w, v->lens});
		draw_lens(&lens, d, f);
	}
	const struct given_part *part = v->given ? given_of(d, f) : NULL;
	if (part)
		draw_given(c, v->rows + v->lens, d, part);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct bytes_view *v = state;
	const struct dissected *d = env->dissected;
	const struct field *f = dissected_field(d);
	snprintf(b->title, sizeof(b->title), "%s", _("Bytes"));
	if (!f)
		return;
	snprintf(b->note, sizeof(b->note), "#%llu  %s", (unsigned long long)d->frame, f->name);
	if (d->packet.length > d->bytes.len)
		snprintf(b->foot_note, sizeof(b->foot_note), _("the first %zu of %u bytes"),
		        d->bytes.len, d->packet.length);
	else
		snprintf(b->foot_note, sizeof(b->foot_note),
		        P_("%zu byte", "%zu bytes", d->bytes.len), d->bytes.len);
	snprintf(b->foot, sizeof(b->foot), "%s", d->fate);
	if (d->edited)
		snprintf(b->foot, sizeof(b->foot), "%s", _("edited: not as it arrived"));
	b->top = v->top;
	b->rows = (size_t)v->rows;
	b->count = hex_rows(d->bytes.len, v->columns);
}

/* Stands on another byte; the field that covers it becomes the chosen one. */
static void stand_on(struct bytes_view *v, struct dissected *d, long at)
{
	if (!d->bytes.len)
		return;
	if (at < 0)
		at = 0;
	if ((size_t)at >= d->bytes.len)
		at = (long)d->bytes.len - 1;
	v->cursor = (size_t)at;
	const struct field *f = fields_at(&d->fields, (uint32_t)at);
	if (f)
		d->field = (size_t)(f - d->fields.at);
}

/* The byte that stands at column x of a dump of canvas width `columns`: "0020  0a 00 ...". */
static long byte_at(const struct bytes_view *v, int x, int y)
{
	size_t per_row = hex_per_row(v->columns);
	int in_row = (x - 6) / 3;
	if (in_row < 0)
		in_row = 0;
	if ((size_t)in_row >= per_row)
		in_row = (int)per_row - 1;
	return (long)((v->top + (size_t)y) * per_row) + in_row;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct bytes_view *v = state;
	struct dissected *d = env->dissected;
	long row = (long)hex_per_row(v->columns), at = (long)v->cursor;
	switch (a->kind) {
	case ACT_MOVE:
	case ACT_WHEEL:
		stand_on(v, d, at + a->by * row);
		return true;
	case ACT_PAGE:
		stand_on(v, d, at + a->by * row * v->rows);
		return true;
	case ACT_SIDE:
		stand_on(v, d, at + a->by);
		return true;
	case ACT_FIRST:
		stand_on(v, d, 0);
		return true;
	case ACT_LAST:
		stand_on(v, d, (long)d->bytes.len);
		return true;
	case ACT_CLICK:
		if (a->y < v->rows)
			stand_on(v, d, byte_at(v, a->x, a->y));
		return true;
	case ACT_OPEN:
		snprintf(r->line, sizeof(r->line), "focus fields");
		return true;
	case ACT_COPY:
		for (size_t i = 0; i < d->bytes.len; i++)
			buf_printf(&r->copy, "%02x%s", dissected_at(d)[i],
			        i + 1 == d->bytes.len ? "\n"
			        : i % 16 == 15        ? "\n"
			                              : " ");
		return true;
	case ACT_SEARCH:
	case ACT_BACK:
	case ACT_TOGGLE:
	case ACT_GOTO:
		break;
	}
	return false;
}

const struct view_ops view_bytes = {
        .name = "bytes",
        .title = N_("Bytes"),
        .state_size = sizeof(struct bytes_view),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
