/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a terminal shows, as text: copied and searched.
 */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "term/vt_internal.h"

static int row_width(const struct vt *vt, int row)
{
	int rows = 0, cols = 0;
	vterm_get_size(vt->term, &rows, &cols);
	return row < 0 ? vt_lines_width(&vt->lines, -row - 1) : cols;
}

static void add_cell(struct buf *out, const struct vt_cell *cell)
{
	char utf8[5];
	if (cell->chars[0] == 0 && cell->width)
		buf_putc(out, ' ');
	for (int i = 0; i < VT_CELL_CHARS && cell->chars[i]; i++) {
		text_encode(cell->chars[i], utf8);
		buf_puts(out, utf8);
	}
}

/* The row without blanks at its end; ends[i] is where cell i ends in it (ends may be NULL). */
static void add_row(const struct vt *vt, int row, struct buf *out, size_t *ends)
{
	size_t start = out->len;
	int width = row_width(vt, row);
	for (int col = 0; col < width; col++) {
		struct vt_cell cell;
		vt_cell(vt, row, col, &cell);
		add_cell(out, &cell);
		if (ends)
			ends[col] = out->len - start;
	}
	while (out->len > start && out->at[out->len - 1] == ' ')
		out->at[--out->len] = '\0';
}

void vt_text(const struct vt *vt, int first, int last, struct buf *out)
{
	int rows = 0, cols = 0;
	vterm_get_size(vt->term, &rows, &cols);
	first = vt_clamp(first, -vt->lines.count, rows);
	last = vt_clamp(last, -vt->lines.count - 1, rows - 1);
	for (int row = first; row <= last; row++) {
		add_row(vt, row, out, NULL);
		buf_putc(out, '\n');
	}
}

static bool has_upper_case(const char *s)
{
	for (; *s; s++) {
		if (isupper((unsigned char)*s))
			return true;
	}
	return false;
}

static bool find_in_row(const struct vt *vt, int row, const char *needle, bool exact, int *col)
{
	size_t ends[VT_SIZE_MAX] = {0};
	struct buf text = {0};
	add_row(vt, row, &text, ends);
	const char *hay = buf_text(&text);
	const char *at = exact ? strstr(hay, needle) : strcasestr(hay, needle);
	if (at) {
		*col = 0;
		while (*col < row_width(vt, row) && ends[*col] <= (size_t)(at - hay))
			++*col;
	}
	buf_finish(&text);
	return at != NULL;
}

bool vt_search(
        const struct vt *vt, const char *needle, int from_row, int direction, int *row, int *col)
{
	int rows = 0, cols = 0;
	vterm_get_size(vt->term, &rows, &cols);
	if (!*needle)
		return false;
	int oldest = -vt->lines.count;
	int step = direction > 0 ? 1 : -1;
	bool exact = has_upper_case(needle);
	if (direction > 0 && from_row < oldest)
		from_row = oldest;
	if (direction <= 0 && from_row >= rows)
		from_row = rows - 1;
	for (int r = from_row; r >= oldest && r < rows; r += step) {
		if (find_in_row(vt, r, needle, exact, col)) {
			*row = r;
			return true;
		}
	}
	return false;
}
