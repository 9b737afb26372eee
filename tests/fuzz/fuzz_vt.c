/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: any bytes into a terminal, mixed with resizes, keys, pastes, the mouse, searches.
 *
 * A byte that no text has (0xf8 to 0xfc) begins an operation with two bytes of arguments; all
 * others are output of the program.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "term/vt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RESIZE = 0xf8, KEY, MOUSE, PASTE, SEARCH };

static void on_output(void *user, const char *bytes, size_t len)
{
	buf_clear(user);
	buf_add(user, bytes, len);
}

static void on_osc(void *user, int number, const char *text, size_t len)
{
	buf_clear(user);
	buf_printf(user, "%d", number);
	buf_add(user, text, len);
}

static void operate(struct vt *vt, uint8_t what, uint8_t a, uint8_t b)
{
	int row = 0, col = 0;
	char text[3] = {(char)a, (char)b, '\0'};
	if (what == RESIZE)
		vt_resize(vt, a % 50, b);
	else if (what == KEY)
		vt_key(vt, (struct vt_key){.name = (enum vt_key_name)(a % (VT_KEY_COUNT_ + 1)),
		                   .unicode = b,
		                   .mods = b & 7u});
	else if (what == MOUSE)
		vt_mouse(vt, (struct vt_mouse){a % 50, b, a % 6, (b & 1) != 0, b & 7u});
	else if (what == PASTE)
		vt_paste(vt, text, 2);
	else
		vt_search(vt, text, (int)a - 20, b & 1, &row, &col);
}

/* What must be true whatever was fed. */
static void check(const struct vt *vt)
{
	struct vt_status s = vt_status(vt);
	if (s.cursor_row < 0 || s.cursor_row >= s.rows || s.cursor_col < 0 ||
	        s.cursor_col >= s.cols)
		abort();
	if (vt_scrollback(vt) > 20)
		abort();
	for (int row = 0; row < s.rows; row++) {
		struct vt_cell c;
		if (!vt_cell(vt, row, s.cols - 1, &c) || c.width > 2)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf heard = {0}, text = {0};
	struct vt *vt = vt_create(size ? data[0] % 30 : 1, size ? data[0] : 1, 20);
	vt_set_hooks(vt, &(struct vt_hooks){on_output, on_osc, &heard});
	size_t begin = 0;
	for (size_t i = 0; i < size; i++) {
		if (data[i] < RESIZE || data[i] > SEARCH || size - i < 3)
			continue;
		vt_feed(vt, data + begin, i - begin);
		operate(vt, data[i], data[i + 1], data[i + 2]);
		check(vt);
		i += 2;
		begin = i + 1;
	}
	vt_feed(vt, data + begin, size - begin);
	check(vt);
	vt_text(vt, -20, 50, &text);
	vt_destroy(vt);
	buf_finish(&heard);
	buf_finish(&text);
	return 0;
}
