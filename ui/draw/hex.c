/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hex dump with lit bytes.
 */
#include "ui/draw/hex.h"

#include <stdio.h>

struct geometry {
	size_t per_row;
	int offset_columns;
	int ascii_x;
};

static int gap_before(size_t per_row, size_t i)
{
	return per_row >= 8 && i >= per_row / 2 ? 1 : 0;
}

/* Where byte i of a row has its first digit; the cell to its left is a separator. */
static int byte_x(const struct geometry *g, size_t i)
{
	return g->offset_columns + 2 + 3 * (int)i + gap_before(g->per_row, i);
}

static struct geometry geometry_of(size_t per_row, int offset_columns)
{
	struct geometry g = {.per_row = per_row, .offset_columns = offset_columns};
	g.ascii_x = byte_x(&g, per_row - 1) + 4;
	return g;
}

int hex_columns(size_t per_row)
{
	return geometry_of(per_row, 4).ascii_x + (int)per_row;
}

size_t hex_per_row(int columns)
{
	return columns >= hex_columns(16) ? 16 : columns >= hex_columns(8) ? 8 : 4;
}

size_t hex_rows(size_t len, int columns)
{
	size_t per_row = hex_per_row(columns);
	return (len + per_row - 1) / per_row;
}

size_t hex_top_for_lit(const struct hex *h, int columns, int rows)
{
	size_t per_row = hex_per_row(columns), visible = rows > 0 ? (size_t)rows : 1;
	size_t all = hex_rows(h->len, columns);
	size_t most = all > visible ? all - visible : 0;
	size_t top = h->top < most ? h->top : most;
	if (h->lit_len == 0 || h->lit >= h->len)
		return top;
	size_t first = h->lit / per_row;
	size_t last = (h->lit + h->lit_len - 1) / per_row;
	if (last >= top + visible)
		top = last - visible + 1;
	if (first < top)
		top = first;
	return top < most ? top : most;
}

static bool is_lit(const struct hex *h, size_t i)
{
	return i >= h->lit && i - h->lit < h->lit_len;
}

static struct style style_at(const struct hex *h, size_t i)
{
	if (is_lit(h, i))
		return style_of(ROLE_FIELD_LIT);
	for (size_t k = 0; k < h->range_count; k++) {
		if (i >= h->ranges[k].at && i - h->ranges[k].at < h->ranges[k].len)
			return style_of(h->ranges[k].role);
	}
	return style_of(ROLE_TEXT);
}

static void draw_byte(
        struct canvas *c, const struct hex *h, const struct geometry *g, int y, size_t i)
{
	size_t column = i % g->per_row;
	int x = byte_x(g, column);
	struct style style = style_at(h, i);
	uint8_t byte = h->bytes[i];
	canvas_printf(c, x, y, style, "%02x", byte);
	char ascii[2] = {byte >= 0x20 && byte < 0x7f ? (char)byte : '.', '\0'};
	canvas_text(c, g->ascii_x + (int)column, y, style, ascii);
	if (!is_lit(h, i))
		return;
	bool begins = i == h->lit, ends = i + 1 == h->len || !is_lit(h, i + 1);
	if (begins || column > 0)
		canvas_text(c, x - 1, y, style, begins ? "[" : " ");
	if (column > 0 && !begins && gap_before(g->per_row, column) && column == g->per_row / 2)
		canvas_text(c, x - 2, y, style, " ");
	if (ends)
		canvas_text(c, x + 2, y, style, "]");
}

void hex_draw(struct canvas *c, const struct hex *h)
{
	size_t per_row = hex_per_row(c->w);
	int digits = 4;
	for (size_t v = (h->first + h->len) >> 16; v; v >>= 4)
		digits++;
	struct geometry g = geometry_of(per_row, digits);
	for (int y = 0; y < c->h; y++) {
		size_t row = h->top + (size_t)y;
		if (row >= (h->len + per_row - 1) / per_row)
			return;
		size_t at = row * per_row;
		canvas_printf(c, 0, y, style_of(ROLE_DIM), "%0*zx", digits, h->first + at);
		for (size_t i = at; i < at + per_row && i < h->len; i++)
			draw_byte(c, h, &g, y, i);
	}
}
