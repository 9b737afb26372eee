/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What terminals send: a table of sequences, cut at every byte, and noise.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "ui/screen/decode.h"

struct row {
	const char *bytes, *want; /* the events, in words */
};

static const struct row rows[] = {
        {"a", "a "},
        {"\xc3\xa9\xe4\xbd\xa0", "é 你 "},
        {"\r\t\x7f\x08", "<Enter> <Tab> <Backspace> <Backspace> "},
        {"\x01\x1a\x1c\x1f\x0a", "C-a C-z C-\\ C-_ C-j "},
        {"\x1b", "<Esc> "},
        {"\x1b\x1b", "M-<Esc> "},
        {"\x1bx\x1b\xc3\xa9\x1b\x02", "M-x M-é C-M-b "},
        {"\x1b[A\x1bOB\x1b[1;5C\x1b[1;3D", "<Up> <Down> C-<Right> M-<Left> "},
        {"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1bOH", "<Home> <End> <Home> <End> <Home> <Home> "},
        {"\x1b[2~\x1b[3~\x1b[5~\x1b[6;2~", "<Insert> <Delete> <PageUp> S-<PageDown> "},
        {"\x1bOP\x1b[15~\x1b[24~\x1b[1;2P\x1b[[A", "<F1> <F5> <F12> S-<F1> <F1> "},
        {"\x1b[Z", "S-<Tab> "},
        {"\x1b\x1b[A", "M-<Up> "},
        {"\x1b[a\x1b[3^", "S-<Up> C-<Delete> "},
        {"\x1bOM\x1bOp\x1bOk", "<Enter> 0 + "},
        {"\x1b[97;5u\x1b[13;2u\x1b[27u", "C-a S-<Enter> <Esc> "},
        {"\x1b[I\x1b[O", "focus blur "},
        {"\x1b[<0;3;4M\x1b[<0;3;4m", "press1@2,3 release1@2,3 "},
        {"\x1b[<34;10;2M\x1b[<64;1;1M\x1b[<65;1;1M", "drag3@9,1 up0@0,0 down0@0,0 "},
        {"\x1b[<35;1;1M\x1b[<0;0;0M\x1b[<66;1;1Mz", "z "},
        {"\x1b[M !!\x1b[M#!!", "press1@0,0 release1@0,0 "},
        {"\x1b[200~two\nli\x1b[3~nes\x1b[201~x", "paste(two\nli\x1b[3~nes) x "},
        {"\x1b[200~\x1b[201~", "paste() "},
        {"\x1b[?62;1;2c\x1b[99z\x1b[201~q", "q "},
        {"\xff\xfe\xc3(z", "( z "},
        {"\x1b[1;2\x1b[B", "<Down> "},
        {"\x1b[?1", ""},
        {"\x1b[", "M-[ "},
        {"\x1bO", "M-O "},
        {"\xe4\xbd", ""},
};

static const char *const actions[] = {
        [MOUSE_PRESS] = "press",
        [MOUSE_RELEASE] = "release",
        [MOUSE_DRAG] = "drag",
        [MOUSE_WHEEL_UP] = "up",
        [MOUSE_WHEEL_DOWN] = "down",
};

static void describe(const struct screen_event *e, struct buf *out)
{
	char name[KEY_NAME_MAX];
	switch (e->kind) {
	case SCREEN_KEY:
		key_to_name(e->key, name);
		buf_printf(out, "%s ", name);
		return;
	case SCREEN_MOUSE:
		buf_printf(out, "%s%d@%d,%d ", actions[e->mouse.action], e->mouse.button,
		        e->mouse.x, e->mouse.y);
		return;
	case SCREEN_PASTE:
		buf_printf(out, "paste(%.*s) ", (int)e->paste_len, e->paste);
		return;
	case SCREEN_FOCUS:
		buf_puts(out, e->focused ? "focus " : "blur ");
		return;
	case SCREEN_CLOSED:
		buf_puts(out, "closed ");
		return;
	}
}

static void drain(struct decoder *d, bool settle, struct buf *out)
{
	struct screen_event e;
	while (decoder_next(d, settle, &e))
		describe(&e, out);
}

static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = strlen(rows[i].bytes);
		for (size_t cut = 0; cut <= len; cut++) {
			struct decoder d = {0};
			struct buf got = {0};
			decoder_feed(&d, rows[i].bytes, cut);
			drain(&d, false, &got);
			decoder_feed(&d, rows[i].bytes + cut, len - cut);
			drain(&d, false, &got);
			drain(&d, true, &got);
			assert_string_equal(buf_text(&got), rows[i].want);
			assert_false(decoder_pending(&d));
			decoder_finish(&d);
			buf_finish(&got);
		}
	}
}

static void test_extra(void **state)
{
	(void)state;
	struct decoder d = {0};
	struct buf got = {0};
	decoder_add(&d, "\x1b[99z", (struct key){.sym = KEYSYM_F1});
	decoder_add(&d, "x", (struct key){.sym = KEYSYM_F1});
	decoder_add(&d, "\x1b[a very long one", (struct key){.sym = KEYSYM_F1});
	assert_int_equal(d.extra_count, 1);
	decoder_feed(&d, "\x1b[9", 3);
	drain(&d, false, &got);
	assert_true(decoder_pending(&d));
	decoder_feed(&d, "9zx", 3);
	drain(&d, false, &got);
	assert_string_equal(buf_text(&got), "<F1> x ");
	decoder_finish(&d);
	buf_finish(&got);
}

static void test_paste_is_bounded(void **state)
{
	(void)state;
	struct decoder d = {0};
	struct screen_event e;
	char block[4096];
	memset(block, 'y', sizeof(block));
	decoder_feed(&d, "\x1b[200~", 6);
	for (size_t sent = 0; sent < 2 * (size_t)SCREEN_PASTE_MAX; sent += sizeof(block)) {
		assert_false(decoder_next(&d, false, &e));
		decoder_feed(&d, block, sizeof(block));
	}
	decoder_feed(&d, "\x1b[201~!", 7);
	assert_true(decoder_next(&d, false, &e));
	assert_int_equal(e.kind, SCREEN_PASTE);
	assert_int_equal(e.paste_len, SCREEN_PASTE_MAX);
	assert_true(decoder_next(&d, false, &e));
	assert_true(key_is(e.key, '!'));
	decoder_finish(&d);
}

/* Whatever comes, it ends, and what is kept back stays short. */
static void test_noise(void **state)
{
	(void)state;
	static const char alphabet[] = "\x1b\x1b\x1b[[O<M~;0129AZu\xc3\xe4\xbd\xff z";
	struct decoder d = {0};
	struct screen_event e;
	unsigned dice = 7;
	for (int i = 0; i < 200000; i++) {
		dice = dice * 1103515245u + 12345u;
		decoder_feed(&d, &alphabet[(dice >> 16) % (sizeof(alphabet) - 1)], 1);
		while (decoder_next(&d, dice >> 30 == 0, &e)) {
			if (e.kind == SCREEN_KEY)
				assert_in_range(e.key.sym, KEYSYM_CHAR, KEYSYM_COUNT - 1);
		}
		assert_true(d.input.len - d.taken <= DECODE_SEQUENCE_MAX + 2);
	}
	decoder_finish(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_table),
	        cmocka_unit_test(test_extra),
	        cmocka_unit_test(test_paste_is_bounded),
	        cmocka_unit_test(test_noise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
