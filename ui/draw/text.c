/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text in several styles, wrapped to a width.
 */
#include "ui/draw/text.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

#define TAB_COLUMNS 8

/* May not begin a line. */
static const uint32_t closers[] = {'!', ')', ',', '.', ':', ';', '?', ']', '}', 0xb7, 0x2019,
        0x201d, 0x2025, 0x2026, 0x203a, 0x3001, 0x3002, 0x3005, 0x3009, 0x300b, 0x300d, 0x300f,
        0x3011, 0x3015, 0x3017, 0x3019, 0x301f, 0x30fb, 0x30fc, 0xff01, 0xff05, 0xff09, 0xff0c,
        0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d, 0xff5e};

/* May not end a line. */
static const uint32_t openers[] = {'(', '[', '{', 0x2018, 0x201c, 0x2039, 0x3008, 0x300a, 0x300c,
        0x300e, 0x3010, 0x3014, 0x3016, 0x3018, 0x301d, 0xff08, 0xff3b, 0xff5b};

static bool among(uint32_t cp, const uint32_t *set, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (set[i] == cp)
			return true;
	}
	return false;
}

#define AMONG(cp, set) among((cp), (set), sizeof(set) / sizeof((set)[0]))

/* Whether a line may end after `a` so that the next begins with `b`. */
static bool may_break(uint32_t a, uint32_t b)
{
	if (b == ' ')
		return false;
	if (a == ' ')
		return true;
	int width_b = text_width_cp(b);
	if (width_b == 0 || (text_width_cp(a) < 2 && width_b < 2))
		return false;
	return !AMONG(b, closers) && !AMONG(a, openers);
}

static int columns_since_newline(const struct buf *b)
{
	int columns = 0;
	size_t at = b->len;
	while (at > 0 && b->at[at - 1] != '\n')
		at--;
	while (at < b->len) {
		uint32_t cp;
		at += text_decode(b->at + at, b->len - at, &cp);
		columns += text_width_cp(cp);
	}
	return columns;
}

void rich_add_n(struct rich *r, struct style style, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\r' || s[i] == '\0')
			continue;
		if (s[i] != '\t') {
			buf_putc(&r->text, s[i]);
			continue;
		}
		int spaces = TAB_COLUMNS - columns_since_newline(&r->text) % TAB_COLUMNS;
		while (spaces-- > 0)
			buf_putc(&r->text, ' ');
	}
	struct rich_run run = {.end = r->text.len, .style = style};
	vec_push(&r->runs, run);
}

void rich_add(struct rich *r, struct style style, const char *s)
{
	rich_add_n(r, style, s, strlen(s));
}

void rich_clear(struct rich *r)
{
	buf_clear(&r->text);
	r->runs.count = 0;
}

void rich_finish(struct rich *r)
{
	buf_finish(&r->text);
	vec_free(&r->runs);
}

void rich_lines_finish(struct rich_lines *l)
{
	vec_free(&l->lines);
}

struct point {
	size_t at;
	int columns;
};

/* Takes one line from s[at..end); *next is where the following one begins (end: none). */
static struct rich_line take_line(const char *s, size_t at, size_t end, int columns, size_t *next)
{
	struct point here = {.at = at}, text = here, fallback = {0};
	size_t fallback_next = 0;
	uint32_t before = 0;
	while (here.at < end) {
		uint32_t cp;
		size_t n = text_decode(s + here.at, end - here.at, &cp);
		int width = text_width_cp(cp);
		if (before && may_break(before, cp)) {
			fallback = text;
			fallback_next = here.at;
		}
		/* Spaces at the end of a line take no room. */
		if (cp != ' ' && here.columns + width > columns && before) {
			if (!fallback_next) {
				fallback = here;
				fallback_next = here.at;
			}
			*next = fallback_next;
			return (struct rich_line){
			        .at = at, .len = fallback.at - at, .columns = fallback.columns};
		}
		here.at += n;
		here.columns += width;
		if (cp != ' ')
			text = here;
		before = cp;
	}
	*next = end;
	return (struct rich_line){.at = at, .len = text.at - at, .columns = text.columns};
}

void rich_wrap(const struct rich *r, int columns, int hang, struct rich_lines *out)
{
	const char *s = buf_text(&r->text);
	size_t len = r->text.len;
	if (columns < 1)
		columns = 1;
	if (hang >= columns)
		hang = columns - 1;
	out->lines.count = 0;
	for (size_t at = 0; at < len;) {
		const char *newline = memchr(s + at, '\n', len - at);
		size_t end = newline ? (size_t)(newline - s) : len;
		int indent = 0;
		do {
			struct rich_line line = take_line(s, at, end, columns - indent, &at);
			line.indent = indent;
			vec_push(&out->lines, line);
			indent = hang;
		} while (at < end);
		at = end + 1;
	}
}

void rich_draw_line(
        struct canvas *c, int x, int y, const struct rich *r, const struct rich_line *line)
{
	size_t at = line->at, end = line->at + line->len, begin = 0;
	x += line->indent;
	for (size_t i = 0; i < r->runs.count && at < end; i++) {
		const struct rich_run *run = &r->runs.at[i];
		size_t stop = run->end < end ? run->end : end;
		if (run->end > begin && stop > at) {
			x += canvas_text_n(c, x, y, run->style, r->text.at + at, stop - at);
			at = stop;
		}
		begin = run->end;
	}
}

void rich_draw(struct canvas *c, const struct rich *r, const struct rich_lines *l, size_t first)
{
	for (int y = 0; y < c->h && first + (size_t)y < l->lines.count; y++)
		rich_draw_line(c, 0, y, r, &l->lines.at[first + (size_t)y]);
}

int text_draw_wrapped(struct canvas *c, struct style style, const char *s)
{
	struct rich r = {0};
	struct rich_lines lines = {0};
	rich_add(&r, style, s);
	rich_wrap(&r, c->w, 0, &lines);
	rich_draw(c, &r, &lines, 0);
	int rows = (int)lines.lines.count;
	rich_lines_finish(&lines);
	rich_finish(&r);
	return rows;
}
