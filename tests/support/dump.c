/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame of a terminal as text that a person reviews.
 */
#include "tests/support/dump.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

void frame_take(struct frame *f, const struct vt *vt)
{
	f->status = vt_status(vt);
	f->status.title = NULL;
	f->rows = f->status.rows;
	f->cols = f->status.cols;
	f->cells = xrealloc(f->cells, (size_t)(f->rows * f->cols) * sizeof(*f->cells));
	for (int row = 0; row < f->rows; row++) {
		for (int col = 0; col < f->cols; col++)
			vt_cell(vt, row, col, &f->cells[row * f->cols + col]);
	}
}

void frame_finish(struct frame *f)
{
	free(f->cells);
	*f = (struct frame){0};
}

const struct vt_cell *frame_cell(const struct frame *f, int row, int col)
{
	return &f->cells[row * f->cols + col];
}

static void add_cell(const struct vt_cell *cell, struct buf *out)
{
	char utf8[5];
	if (!cell->chars[0] && cell->width)
		buf_putc(out, ' ');
	for (int i = 0; i < VT_CELL_CHARS && cell->chars[i]; i++) {
		text_encode(cell->chars[i], utf8);
		buf_puts(out, utf8);
	}
}

static void trim(struct buf *out, size_t start, char blank)
{
	while (out->len > start && out->at[out->len - 1] == blank)
		out->at[--out->len] = '\0';
}

void frame_row(const struct frame *f, int row, struct buf *out, size_t *ends)
{
	size_t start = out->len;
	for (int col = 0; col < f->cols; col++) {
		add_cell(frame_cell(f, row, col), out);
		if (ends)
			ends[col] = out->len - start;
	}
	trim(out, start, ' ');
}

void frame_text(const struct frame *f, struct buf *out)
{
	for (int row = 0; row < f->rows; row++) {
		frame_row(f, row, out, NULL);
		buf_putc(out, '\n');
	}
}

static void add_color(const char *name, struct vt_color c, struct buf *out)
{
	const char *gap = out->len ? " " : "";
	switch (c.kind) {
	case VT_COLOR_DEFAULT:
		break;
	case VT_COLOR_INDEXED:
		buf_printf(out, "%s%s=%u", gap, name, c.value);
		break;
	case VT_COLOR_RGB:
		buf_printf(out, "%s%s=#%06x", gap, name, c.value);
		break;
	}
}

void dump_style(const struct vt_cell *cell, struct buf *out)
{
	static const struct {
		unsigned attr;
		const char *name;
	} attrs[] = {{VT_BOLD, "bold"}, {VT_UNDERLINE, "underline"}, {VT_ITALIC, "italic"},
	        {VT_BLINK, "blink"}, {VT_REVERSE, "reverse"}, {VT_STRIKE, "strike"}};
	add_color("fg", cell->fg, out);
	add_color("bg", cell->bg, out);
	for (size_t i = 0; i < sizeof(attrs) / sizeof(attrs[0]); i++) {
		if (cell->attrs & attrs[i].attr)
			buf_printf(out, "%s%s", out->len ? " " : "", attrs[i].name);
	}
}

enum { STYLES_MAX = 52 };

struct legend {
	char *styles[STYLES_MAX];
	int count;
};

/* The letter of a style, '.' for none, '*' once the letters are used up. */
static char letter_of(struct legend *l, const struct vt_cell *cell)
{
	struct buf style = {0};
	dump_style(cell, &style);
	int i = 0;
	while (i < l->count && strcmp(l->styles[i], buf_text(&style)) != 0)
		i++;
	bool plain = style.len == 0;
	if (!plain && i == l->count && i < STYLES_MAX)
		l->styles[l->count++] = xstrdup(buf_text(&style));
	buf_finish(&style);
	if (plain)
		return '.';
	if (i == STYLES_MAX)
		return '*';
	return (char)(i < 26 ? 'a' + i : 'A' + i - 26);
}

static void add_styles(const struct frame *f, struct buf *out)
{
	struct legend legend = {0};
	for (int row = 0; row < f->rows; row++) {
		buf_putc(out, '|');
		size_t start = out->len;
		for (int col = 0; col < f->cols; col++)
			buf_putc(out, letter_of(&legend, frame_cell(f, row, col)));
		trim(out, start, '.');
		buf_putc(out, '\n');
	}
	buf_puts(out, "---\n");
	for (int i = 0; i < legend.count; i++) {
		buf_printf(out, "%c %s\n", i < 26 ? 'a' + i : 'A' + i - 26, legend.styles[i]);
		free(legend.styles[i]);
	}
}

void dump_frame(const struct frame *f, const char *text, struct buf *out)
{
	if (f->status.cursor_visible)
		buf_printf(out, "%dx%d cursor %d,%d\n", f->cols, f->rows, f->status.cursor_row,
		        f->status.cursor_col);
	else
		buf_printf(out, "%dx%d no cursor\n", f->cols, f->rows);
	while (*text) {
		size_t len = strcspn(text, "\n");
		buf_putc(out, '|');
		buf_add(out, text, len);
		buf_putc(out, '\n');
		text += len + (text[len] == '\n');
	}
	buf_puts(out, "---\n");
	add_styles(f, out);
}
