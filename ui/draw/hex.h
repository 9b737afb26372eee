/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hex dump with lit bytes: offset, bytes, ASCII. 16 a row, or 8 or 4 where it is narrow.
 *
 *   0020  0a 00 00 02 d2 04[22 b8]6b 8b ...  ......"....
 */
#ifndef DRAW_HEX_H
#define DRAW_HEX_H

#include <stddef.h>
#include <stdint.h>

#include "ui/draw/canvas.h"

struct hex_range {
	size_t at, len;
	enum role role;
};

struct hex {
	const uint8_t *bytes; /* borrowed */
	size_t len;
	size_t first;        /* number of the first byte, for the offset column */
	size_t lit, lit_len; /* brackets around these, and ROLE_FIELD_LIT; lit_len 0: none */
	const struct hex_range *ranges; /* borrowed; roles of parts (layers), may be NULL */
	size_t range_count;
	size_t top; /* first row shown */
};

/* Bytes a row in so many columns: 16, 8 or 4. */
size_t hex_per_row(int columns);
size_t hex_rows(size_t len, int columns);
/* Columns that a dump with `per_row` bytes takes. */
int hex_columns(size_t per_row);
/* The `top` nearest to the present one that shows the lit bytes in `rows` rows. */
size_t hex_top_for_lit(const struct hex *h, int columns, int rows);

void hex_draw(struct canvas *c, const struct hex *h);

#endif
