/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes in, cells out: the seam of src/term/vt.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "term/vt.h"

static void feed(struct vt *vt, const char *s)
{
	vt_feed(vt, s, strlen(s));
}

/* Rows first..last as one string. */
static char *rows_of(const struct vt *vt, int first, int last)
{
	struct buf b = {0};
	vt_text(vt, first, last, &b);
	return buf_steal(&b);
}

static void expect_rows(const struct vt *vt, int first, int last, const char *want)
{
	char *got = rows_of(vt, first, last);
	assert_string_equal(got, want);
	free(got);
}

/* What goes in on a screen of 3 rows and 10 columns, what stands there then. */
static const struct {
	const char *name, *in, *rows;
	int cursor_row, cursor_col;
} drawings[] = {
        {"plain", "hello", "hello\n\n\n", 0, 5},
        {"line ends", "a\r\nb\nc", "a\nb\n c\n", 2, 2},
        {"wraps", "0123456789ab", "0123456789\nab\n\n", 1, 2},
        {"last column", "0123456789", "0123456789\n\n\n", 0, 9},
        {"scrolls", "1\r\n2\r\n3\r\n4", "2\n3\n4\n", 2, 1},
        {"moves", "\033[2;3Hx\033[1;1Hy", "y\n  x\n\n", 0, 1},
        {"erases", "abc\033[2D\033[K", "a\n\n\n", 0, 1},
        {"clears", "abc\033[2J\033[H", "\n\n\n", 0, 0},
        {"tab", "\tx", "        x\n\n\n", 0, 9},
        {"utf-8", "\u00e9\u4e2d\u6587", "\u00e9\u4e2d\u6587\n\n\n", 0, 5},
        {"wide at the edge", "12345678\u4e2d\u6587", "12345678\u4e2d\n\u6587\n\n", 1, 2},
        {"wide does not fit", "123456789\u4e2d", "123456789\n\u4e2d\n\n", 1, 2},
        {"combining", "e\u0301x", "e\u0301x\n\n\n", 0, 2},
        {"too many marks", "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301z",
                "a\u0301\u0301\u0301\u0301\u0301z\n\n\n", 0, 2},
        {"emoji", "\U0001f600!", "\U0001f600!\n\n\n", 0, 3},
        {"young emoji", "\U0001f970\U0001fae0!", "\U0001f970\U0001fae0!\n\n\n", 0, 5},
        {"a stranger", "\U00038000x", "\ufffdx\n\n\n", 0, 2},
        {"not assigned", "\U000e1234x", "\ufffdx\n\n\n", 0, 2},
        {"a mark alone", "\u0301x", "x\n\n\n", 0, 1},
        {"unknown character set", "\033([31mx", "31mx\n\n\n", 0, 4},
        {"bad utf-8", "a\xff\xc3(b", "a\ufffd\ufffd(b\n\n\n", 0, 5},
        {"overlong", "\xc0\xaf\xe0\x80\x80", "\ufffd\ufffd\ufffd\ufffd\ufffd\n\n\n", 0, 5},
        {"surrogate", "\xed\xa0\x80x", "\ufffd\ufffd\ufffdx\n\n\n", 0, 4},
        {"cut by a control", "\xe4\xb8\r\ny", "\ufffd\ny\n\n", 1, 1},
        {"C1 as UTF-8 is nothing",
                "a\xc2\x9b"
                "31mb",
                "a31mb\n\n\n", 0, 5},
        {"repeat", "-\033[4b|", "-----|\n\n\n", 0, 6},
        {"repeat of nothing", "\033[4bx", "x\n\n\n", 0, 1},
        {"repeat wide", "\u4e2d\033[1b", "\u4e2d\u4e2d\n\n\n", 0, 4},
        {"line drawing", "\033(0lqk\033(B q", "\u250c\u2500\u2510 q\n\n\n", 0, 5},
        {"unknown escape", "\033[?9999hx\033%Gy\033[>4;2mz", "xyz\n\n\n", 0, 3},
        {"cancelled", "\033[31\030x", "x\n\n\n", 0, 1},
        {"control inside", "\033[1\r;2Hx", " x\n\n\n", 0, 2},
        {"string is not shown", "\033Pq#0\033\\a\033_app\033\\b\033^pm\033\\c", "abc\n\n\n", 0, 3},
        {"save and restore", "ab\033[scd\033[uX", "abXd\n\n\n", 0, 3},
        {"arguments without end", "\033[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1mx", "x\n\n\n",
                0, 1},
        {"huge argument", "\033[99999999999999999999Bx", "\n\nx\n", 2, 1},
        {"insert and delete", "abc\r\033[@X\033[2C\033[P", "Xab\n\n\n", 0, 3},
        {"double width is off", "\033#6abcdefgh", "abcdefgh\n\n\n", 0, 8},
        {"reset", "\033[2;2Habc\033cx", "x\n\n\n", 0, 1},
};

static void draws(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(drawings) / sizeof(drawings[0]); i++) {
		struct vt *vt = vt_create(3, 10, 10);
		feed(vt, drawings[i].in);
		char *got = rows_of(vt, 0, 2);
		struct vt_status s = vt_status(vt);
		if (strcmp(got, drawings[i].rows) != 0 || s.cursor_row != drawings[i].cursor_row ||
		        s.cursor_col != drawings[i].cursor_col)
			fail_msg("%s: cursor %d,%d and rows\n%s", drawings[i].name, s.cursor_row,
			        s.cursor_col, got);
		free(got);
		vt_destroy(vt);
	}
}

/* The same must come out however the bytes are cut. */
static void draws_byte_by_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(drawings) / sizeof(drawings[0]); i++) {
		struct vt *vt = vt_create(3, 10, 10);
		for (const char *p = drawings[i].in; *p; p++)
			vt_feed(vt, p, 1);
		char *got = rows_of(vt, 0, 2);
		if (strcmp(got, drawings[i].rows) != 0)
			fail_msg("%s: rows\n%s", drawings[i].name, got);
		free(got);
		vt_destroy(vt);
	}
}

static void tells_attributes_and_colours(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		unsigned attrs;
		struct vt_color fg, bg;
	} pens[] = {
	        {"x", 0, {VT_COLOR_DEFAULT, 0}, {VT_COLOR_DEFAULT, 0}},
	        {"\033[1;3;4mx", VT_BOLD | VT_ITALIC | VT_UNDERLINE, {0}, {0}},
	        {"\033[5;7;9mx", VT_BLINK | VT_REVERSE | VT_STRIKE, {0}, {0}},
	        {"\033[31;42mx", 0, {VT_COLOR_INDEXED, 1}, {VT_COLOR_INDEXED, 2}},
	        {"\033[91;107mx", 0, {VT_COLOR_INDEXED, 9}, {VT_COLOR_INDEXED, 15}},
	        {"\033[38;5;208mx", 0, {VT_COLOR_INDEXED, 208}, {VT_COLOR_DEFAULT, 0}},
	        {"\033[48;2;1;2;255mx", 0, {VT_COLOR_DEFAULT, 0}, {VT_COLOR_RGB, 0x0102ff}},
	        {"\033[1;31m\033[mx", 0, {VT_COLOR_DEFAULT, 0}, {VT_COLOR_DEFAULT, 0}},
	};
	for (size_t i = 0; i < sizeof(pens) / sizeof(pens[0]); i++) {
		struct vt *vt = vt_create(3, 10, 0);
		struct vt_cell c;
		feed(vt, pens[i].in);
		assert_true(vt_cell(vt, 0, 0, &c));
		assert_int_equal(c.chars[0], 'x');
		assert_int_equal(c.attrs, pens[i].attrs);
		assert_int_equal(c.fg.kind, pens[i].fg.kind);
		assert_int_equal(c.fg.value, pens[i].fg.value);
		assert_int_equal(c.bg.kind, pens[i].bg.kind);
		assert_int_equal(c.bg.value, pens[i].bg.value);
		vt_destroy(vt);
	}
}

static void tells_widths(void **state)
{
	(void)state;
	struct vt *vt = vt_create(3, 10, 0);
	struct vt_cell c;
	feed(vt, "\u4e2de\u0301");
	vt_cell(vt, 0, 0, &c);
	assert_int_equal(c.width, 2);
	vt_cell(vt, 0, 1, &c);
	assert_int_equal(c.width, 0);
	assert_int_equal(c.chars[0], 0);
	vt_cell(vt, 0, 2, &c);
	assert_int_equal(c.width, 1);
	assert_int_equal(c.chars[1], 0x301);
	assert_int_equal(c.chars[2], 0);
	assert_false(vt_cell(vt, 3, 0, &c));
	assert_false(vt_cell(vt, 0, 10, &c));
	assert_false(vt_cell(vt, -1, 0, &c));
	assert_int_equal(c.width, 1);
	vt_destroy(vt);
}

static void keeps_what_scrolls_off(void **state)
{
	(void)state;
	struct vt *vt = vt_create(2, 10, 3);
	feed(vt, "1\r\n2\r\n\033[31m3\033[m\r\n4\r\n5\r\n6");
	assert_int_equal(vt_scrollback(vt), 3);
	assert_int_equal(vt_status(vt).scrolled, 4);
	expect_rows(vt, -3, 1, "2\n3\n4\n5\n6\n");
	expect_rows(vt, -99, 99, "2\n3\n4\n5\n6\n");
	struct vt_cell c;
	assert_true(vt_cell(vt, -2, 0, &c));
	assert_int_equal(c.chars[0], '3');
	assert_int_equal(c.fg.value, 1);
	assert_true(vt_cell(vt, -2, 9, &c));
	assert_int_equal(c.chars[0], 0);
	feed(vt, "\033[3J");
	assert_int_equal(vt_scrollback(vt), 0);
	expect_rows(vt, 0, 1, "5\n6\n");
	vt_destroy(vt);
}

static void moves_lines_at_resize(void **state)
{
	(void)state;
	struct vt *vt = vt_create(4, 10, 10);
	feed(vt, "1\r\n2\r\n\u4e2d3\r\n4");
	vt_resize(vt, 2, 10);
	assert_int_equal(vt_scrollback(vt), 2);
	assert_int_equal(vt_status(vt).scrolled, 2);
	expect_rows(vt, -2, 1, "1\n2\n\u4e2d3\n4\n");
	assert_int_equal(vt_status(vt).cursor_row, 1);
	vt_resize(vt, 4, 12);
	assert_int_equal(vt_scrollback(vt), 0);
	assert_int_equal(vt_status(vt).scrolled, 0);
	expect_rows(vt, 0, 3, "1\n2\n\u4e2d3\n4\n");
	assert_int_equal(vt_status(vt).cursor_row, 3);
	assert_int_equal(vt_status(vt).cols, 12);
	vt_resize(vt, -5, 0);
	assert_int_equal(vt_status(vt).rows, 1);
	assert_int_equal(vt_status(vt).cols, 2);
	vt_destroy(vt);
}

/* A line that comes back into fewer columns may end in half a wide character. */
static void cuts_wide_characters_at_resize(void **state)
{
	(void)state;
	struct vt *vt = vt_create(2, 6, 10);
	feed(vt, "ab\u4e2d\u6587\r\nx\r\ny\r\nz");
	vt_resize(vt, 2, 5);
	vt_resize(vt, 4, 5);
	expect_rows(vt, 0, 3, "ab\u4e2d\nx\ny\nz\n");
	vt_destroy(vt);
}

static void survives_a_cursor_above_the_screen(void **state)
{
	(void)state;
	struct vt *vt = vt_create(20, 10, 100);
	feed(vt, "\033[20;1Hlast\033[1;1H");
	vt_resize(vt, 3, 10);
	feed(vt, "x");
	struct vt_status s = vt_status(vt);
	assert_in_range(s.cursor_row, 0, 2);
	char *rows = rows_of(vt, 0, 2);
	assert_non_null(strstr(rows, "x"));
	assert_non_null(strstr(rows, "last"));
	free(rows);
	vt_destroy(vt);
}

static void survives_margins_outside(void **state)
{
	(void)state;
	struct vt *vt = vt_create(24, 80, 100);
	feed(vt, "\033[20;24r\033[?69h\033[60;80s\033[22;70H\0337");
	vt_resize(vt, 5, 10);
	feed(vt, "\n\n\n\n\n\n\n\0338abc\033[L\033[M\033[@\033[P\tq");
	struct vt_status s = vt_status(vt);
	assert_in_range(s.cursor_row, 0, 4);
	assert_in_range(s.cursor_col, 0, 9);
	vt_destroy(vt);
}

static void alternate_screen_comes_and_goes(void **state)
{
	(void)state;
	struct vt *vt = vt_create(2, 10, 10);
	feed(vt, "shell\033[?1049h\033[H1\r\n2\r\n3\r\n4");
	assert_true(vt_status(vt).alternate);
	assert_int_equal(vt_scrollback(vt), 0);
	expect_rows(vt, 0, 1, "3\n4\n");
	feed(vt, "\033[?1049l");
	assert_false(vt_status(vt).alternate);
	expect_rows(vt, 0, 1, "shell\n\n");
	assert_int_equal(vt_status(vt).cursor_col, 5);
	feed(vt, "\033[?1049h\033[?1003hbusy\033[?2004h");
	vt_reset(vt);
	assert_false(vt_status(vt).alternate);
	assert_int_equal(vt_status(vt).mouse, VT_MOUSE_OFF);
	expect_rows(vt, 0, 1, "\n\n");
	vt_destroy(vt);
}

static void tells_modes_and_bells(void **state)
{
	(void)state;
	struct vt *vt = vt_create(2, 10, 10);
	struct vt_status s = vt_status(vt);
	assert_true(s.cursor_visible);
	assert_int_equal(s.cursor_shape, VT_CURSOR_BLOCK);
	assert_int_equal(s.mouse, VT_MOUSE_OFF);
	feed(vt, "\033[?25l\033[6 q\a\a\033[?1006;1002h");
	s = vt_status(vt);
	assert_false(s.cursor_visible);
	assert_int_equal(s.cursor_shape, VT_CURSOR_BAR);
	assert_int_equal(s.bells, 2);
	assert_int_equal(s.mouse, VT_MOUSE_DRAG);
	vt_destroy(vt);
}

static void generation_grows_with_changes_only(void **state)
{
	(void)state;
	struct vt *vt = vt_create(2, 10, 10);
	uint64_t before = vt_status(vt).generation;
	feed(vt, "x");
	uint64_t drawn = vt_status(vt).generation;
	assert_true(drawn > before);
	feed(vt, "\033[6n\033[?9999h");
	assert_int_equal(vt_status(vt).generation, drawn);
	feed(vt, "\033[2;2H");
	assert_true(vt_status(vt).generation > drawn);
	vt_destroy(vt);
}

/* ---- what the program reads ---- */

struct heard {
	struct buf output;
	struct buf osc;
};

static void on_output(void *user, const char *bytes, size_t len)
{
	buf_add(&((struct heard *)user)->output, bytes, len);
}

static void on_osc(void *user, int number, const char *text, size_t len)
{
	struct buf *b = &((struct heard *)user)->osc;
	buf_printf(b, "%d:", number);
	buf_add(b, text, len);
	buf_putc(b, '|');
}

static struct vt *listen(struct heard *h)
{
	struct vt *vt = vt_create(24, 80, 10);
	vt_set_hooks(vt, &(struct vt_hooks){on_output, on_osc, h});
	return vt;
}

static void expect_output(struct heard *h, const char *what, const char *want)
{
	if (strcmp(buf_text(&h->output), want) != 0)
		fail_msg("%s: got '%s', want '%s'", what, buf_text(&h->output), want);
	buf_clear(&h->output);
}

static void stop_listening(struct heard *h, struct vt *vt)
{
	vt_destroy(vt);
	buf_finish(&h->output);
	buf_finish(&h->osc);
}

static void answers_questions(void **state)
{
	(void)state;
	struct heard h = {0};
	struct vt *vt = listen(&h);
	feed(vt, "\033[3;7H\033[6n");
	expect_output(&h, "cursor report", "\033[3;7R");
	feed(vt, "\033[c");
	expect_output(&h, "device attributes", "\033[?1;2c");
	stop_listening(&h, vt);
}

static void encodes_keys(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct vt_key key;
		const char *normal, *application;
	} keys[] = {
	        {"a", {.unicode = 'a'}, "a", "a"},
	        {"zhong", {.unicode = 0x4e2d}, "\u4e2d", "\u4e2d"},
	        {"C-c", {.unicode = 'c', .mods = VT_CTRL}, "\003", "\003"},
	        {"C-i", {.unicode = 'i', .mods = VT_CTRL}, "\t", "\t"},
	        {"C-[", {.unicode = '[', .mods = VT_CTRL}, "\033", "\033"},
	        {"C-M-x", {.unicode = 'x', .mods = VT_CTRL | VT_ALT}, "\033\030", "\033\030"},
	        {"M-a", {.unicode = 'a', .mods = VT_ALT}, "\033a", "\033a"},
	        {"M-e'", {.unicode = 0xe9, .mods = VT_ALT}, "\033\u00e9", "\033\u00e9"},
	        {"Enter", {.name = VT_KEY_ENTER}, "\r", "\r"},
	        {"S-Enter", {.name = VT_KEY_ENTER, .mods = VT_SHIFT}, "\r", "\r"},
	        {"Tab", {.name = VT_KEY_TAB}, "\t", "\t"},
	        {"S-Tab", {.name = VT_KEY_TAB, .mods = VT_SHIFT}, "\033[Z", "\033[Z"},
	        {"Backspace", {.name = VT_KEY_BACKSPACE}, "\177", "\177"},
	        {"C-Backspace", {.name = VT_KEY_BACKSPACE, .mods = VT_CTRL}, "\b", "\b"},
	        {"Escape", {.name = VT_KEY_ESCAPE}, "\033", "\033"},
	        {"Up", {.name = VT_KEY_UP}, "\033[A", "\033OA"},
	        {"C-Right", {.name = VT_KEY_RIGHT, .mods = VT_CTRL}, "\033[1;5C", "\033[1;5C"},
	        {"Home", {.name = VT_KEY_HOME}, "\033[H", "\033OH"},
	        {"End", {.name = VT_KEY_END}, "\033[F", "\033OF"},
	        {"PgUp", {.name = VT_KEY_PAGE_UP}, "\033[5~", "\033[5~"},
	        {"Delete", {.name = VT_KEY_DELETE}, "\033[3~", "\033[3~"},
	        {"F1", {.name = VT_KEY_F1}, "\033OP", "\033OP"},
	        {"F12", {.name = VT_KEY_F12}, "\033[24~", "\033[24~"},
	        {"none", {.name = VT_KEY_COUNT_}, "", ""},
	};
	struct heard h = {0};
	struct vt *vt = listen(&h);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		vt_key(vt, keys[i].key);
		expect_output(&h, keys[i].name, keys[i].normal);
	}
	feed(vt, "\033[?1h");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		vt_key(vt, keys[i].key);
		expect_output(&h, keys[i].name, keys[i].application);
	}
	stop_listening(&h, vt);
}

static void brackets_pastes(void **state)
{
	(void)state;
	struct heard h = {0};
	struct vt *vt = listen(&h);
	vt_paste(vt, "a\nb\r\nc", 6);
	expect_output(&h, "plain paste", "a\rb\rc");
	feed(vt, "\033[?2004h");
	vt_paste(vt, "x\033[201~y", 8);
	expect_output(&h, "bracketed paste", "\033[200~x[201~y\033[201~");
	stop_listening(&h, vt);
}

static void encodes_the_mouse(void **state)
{
	(void)state;
	struct heard h = {0};
	struct vt *vt = listen(&h);
	struct vt_mouse down = {.row = 2, .col = 4, .button = 1, .pressed = true};
	struct vt_mouse up = {.row = 2, .col = 4, .button = 1};
	vt_mouse(vt, down);
	expect_output(&h, "nobody asked", "");
	feed(vt, "\033[?1000h");
	vt_mouse(vt, down);
	expect_output(&h, "X10 press", "\033[M %#");
	vt_mouse(vt, up);
	expect_output(&h, "X10 release", "\033[M#%#");
	feed(vt, "\033[?1006h");
	vt_mouse(vt, down);
	expect_output(&h, "SGR press", "\033[<0;5;3M");
	vt_mouse(vt, up);
	expect_output(&h, "SGR release", "\033[<0;5;3m");
	vt_mouse(vt, (struct vt_mouse){.row = 0, .col = 0, .button = 4, .pressed = true});
	expect_output(&h, "wheel", "\033[<64;1;1M");
	vt_mouse(vt, (struct vt_mouse){.row = 5, .col = 5});
	expect_output(&h, "a move is not a click", "");
	feed(vt, "\033[?1003h");
	vt_mouse(vt, (struct vt_mouse){.row = 6, .col = 5});
	expect_output(&h, "a move", "\033[<35;6;7M");
	vt_mouse(vt, (struct vt_mouse){.row = 24, .col = 5, .button = 1, .pressed = true});
	expect_output(&h, "outside", "");
	stop_listening(&h, vt);
}

static void hands_out_commands(void **state)
{
	(void)state;
	struct heard h = {0};
	struct vt *vt = listen(&h);
	feed(vt, "\033]7777;frame=12\a\033]52;c;aGk=\033\\\033]0;ti\u4e2dtle\a\033]1;icon\a");
	feed(vt, "\033]7777;fra");
	feed(vt, "me=13\033");
	feed(vt, "\\x\033]junk\a\033]8\a\033]7;cut\030y");
	assert_string_equal(buf_text(&h.osc), "7777:frame=12|52:c;aGk=|7777:frame=13|8:|");
	assert_string_equal(vt_status(vt).title, "ti\u4e2dtle");
	expect_rows(vt, 0, 0, "xy\n");
	stop_listening(&h, vt);
}

static void drops_endless_commands(void **state)
{
	(void)state;
	struct heard h = {0};
	struct vt *vt = listen(&h);
	feed(vt, "\033]52;c;");
	for (int i = 0; i < 70000; i++)
		vt_feed(vt, "A", 1);
	feed(vt, "\aok");
	assert_int_equal(h.osc.len, 0);
	expect_rows(vt, 0, 0, "ok\n");
	stop_listening(&h, vt);
}

static void finds_text(void **state)
{
	(void)state;
	struct vt *vt = vt_create(2, 20, 10);
	int row = 99, col = 99;
	feed(vt, "one SYN\r\ntwo syn\r\n\u4e2d\u6587 Syn\r\nend");
	assert_true(vt_search(vt, "syn", -2, 1, &row, &col));
	assert_int_equal(row, -2);
	assert_int_equal(col, 4);
	assert_true(vt_search(vt, "Syn", -99, 1, &row, &col));
	assert_int_equal(row, 0);
	assert_int_equal(col, 5);
	assert_true(vt_search(vt, "syn", -1, -1, &row, &col));
	assert_int_equal(row, -1);
	assert_true(vt_search(vt, "\u6587", 1, -1, &row, &col));
	assert_int_equal(row, 0);
	assert_int_equal(col, 2);
	assert_false(vt_search(vt, "nowhere", 99, -1, &row, &col));
	assert_false(vt_search(vt, "", -2, 1, &row, &col));
	vt_destroy(vt);
}

/* Few looks, more looks than are packed, marks on a base, wide ones: all come back as they were. */
static void test_scrolled_lines_keep_their_cells(void **state)
{
	(void)state;
	struct vt *vt = vt_create(4, 40, 100);
	struct buf text = {0};
	for (int i = 0; i < 12; i++)
		buf_printf(&text, "\033[3%d;4%dm%c", i % 8, (i + 3) % 8, 'a' + i);
	buf_puts(&text, "\033[m\r\ne\xcc\x81x\r\n\xe4\xb8\xad\033[1mB\033[m z\r\nplain\r\n");
	vt_feed(vt, text.at, text.len);
	struct vt_cell before[4][40], after;
	for (int row = 0; row < 3; row++)
		for (int col = 0; col < 40; col++)
			vt_cell(vt, row + (vt_scrollback(vt) ? -1 : 0), col, &before[row][col]);
	vt_feed(vt, "\n\n\n\n\n\n", 6);
	int shift = vt_scrollback(vt);
	for (int row = 0; row < 3; row++) {
		for (int col = 0; col < 14; col++) {
			vt_cell(vt, row - shift, col, &after);
			assert_memory_equal(
			        after.chars, before[row][col].chars, sizeof(after.chars));
			assert_int_equal(after.attrs, before[row][col].attrs);
			assert_int_equal(after.fg.value, before[row][col].fg.value);
			assert_int_equal(after.bg.kind, before[row][col].bg.kind);
		}
	}
	buf_finish(&text);
	vt_destroy(vt);
}

static void test_states_can_be_returned_to(void **state)
{
	(void)state;
	struct vt *vt = vt_create_keeping(5, 20, 50);
	struct buf then = {0}, now = {0};
	for (int i = 0; i < 30; i++)
		vt_feed(vt, "line\r\n", 6);
	vt_feed(vt, "half \033[1", 8); /* within a sequence */
	struct vt_state *kept = vt_keep(vt);
	assert_non_null(kept);
	assert_true(vt_state_bytes(kept, NULL) > vt_state_bytes(kept, kept));
	uint64_t generation = vt_status(vt).generation;
	vt_feed(vt, "mbold\r\n", 7);
	vt_text(vt, -100, 10, &then);
	vt_resize(vt, 9, 33);
	vt_feed(vt, "\033[2J\033[?1049hother screen\033]0;title\007", 35);
	vt_return(vt, kept);
	assert_int_equal(vt_status(vt).rows, 5);
	assert_false(vt_status(vt).alternate);
	assert_string_equal(vt_status(vt).title, "");
	assert_true(vt_status(vt).generation > generation);
	vt_feed(vt, "mbold\r\n", 7);
	vt_text(vt, -100, 10, &now);
	assert_string_equal(buf_text(&then), buf_text(&now));
	vt_destroy(vt);
	vt_state_free(kept);
	buf_finish(&then);
	buf_finish(&now);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(draws),
	        cmocka_unit_test(draws_byte_by_byte),
	        cmocka_unit_test(tells_attributes_and_colours),
	        cmocka_unit_test(tells_widths),
	        cmocka_unit_test(keeps_what_scrolls_off),
	        cmocka_unit_test(moves_lines_at_resize),
	        cmocka_unit_test(cuts_wide_characters_at_resize),
	        cmocka_unit_test(survives_a_cursor_above_the_screen),
	        cmocka_unit_test(survives_margins_outside),
	        cmocka_unit_test(alternate_screen_comes_and_goes),
	        cmocka_unit_test(tells_modes_and_bells),
	        cmocka_unit_test(generation_grows_with_changes_only),
	        cmocka_unit_test(answers_questions),
	        cmocka_unit_test(encodes_keys),
	        cmocka_unit_test(brackets_pastes),
	        cmocka_unit_test(encodes_the_mouse),
	        cmocka_unit_test(hands_out_commands),
	        cmocka_unit_test(drops_endless_commands),
	        cmocka_unit_test(finds_text),
	        cmocka_unit_test(test_scrolled_lines_keep_their_cells),
	        cmocka_unit_test(test_states_can_be_returned_to),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
