/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was said: in order, each byte once, gaps told, and the view of it.
 */
#include "tests/unit/inspect/capture.h"

#include "ui/inspect/views.h"

/* "> text" and "< text" for each piece, "<3>" for a gap. */
static char *said(struct capture *c)
{
	struct buf out = {0};
	inspect_update(c->in);
	const struct pieces *p = pieces_of(c->in);
	capture_settle(c);
	for (size_t i = 0; i < p->all.count; i++) {
		const struct piece *x = &p->all.at[i];
		if (x->gap)
			buf_printf(&out, "%c<%u> ", x->direction ? '<' : '>', x->gap);
		else
			buf_printf(&out, "%c%.*s ", x->direction ? '<' : '>', (int)x->len,
			        p->bytes.at + x->at);
	}
	return buf_steal(&out);
}

static void check(struct capture *c, const char *want)
{
	inspect_choose(c->in, 1);
	char *_cleanup_free_ got = said(c);
	assert_string_equal(got, want);
	capture_end(c);
}

#define PUSH (TCP_PSH | TCP_ACK)

static void tells_both_in_order(void **state)
{
	(void)state;
	struct capture c;
	capture_begin(&c);
	capture_handshake(&c);
	capture_tcp(&c, true, PUSH, 501, 106, "you");
	capture_tcp(&c, false, PUSH, 106, 504, "there");
	check(&c, ">hello <you >there ");
}

static void tells_each_byte_once(void **state)
{
	(void)state;
	struct capture c;
	capture_begin(&c);
	capture_handshake(&c);
	capture_tcp(&c, false, PUSH, 101, 501, "hello");
	capture_tcp(&c, false, PUSH, 103, 501, "llo you");
	capture_tcp(&c, false, TCP_ACK, 109, 501, "u");
	check(&c, ">hello > you ");
}

static void puts_early_ones_where_they_belong(void **state)
{
	(void)state;
	struct capture c;
	capture_begin(&c);
	capture_handshake(&c);
	capture_tcp(&c, false, PUSH, 112, 501, "three");
	capture_tcp(&c, false, PUSH, 109, 501, "two");
	capture_tcp(&c, false, PUSH, 106, 501, "one");
	check(&c, ">hello >one >two >three ");
}

static void tells_gaps(void **state)
{
	(void)state;
	struct capture c;
	capture_begin(&c);
	capture_handshake(&c);
	capture_tcp(&c, false, PUSH, 109, 501, "later");
	check(&c, ">hello ><3> >later ");
}

/* Numbers begin again at 0; the handshake was not seen. */
static void counts_round(void **state)
{
	(void)state;
	struct capture c;
	capture_begin(&c);
	capture_tcp(&c, false, PUSH, 0xfffffffe, 7, "abcd");
	capture_tcp(&c, false, PUSH, 2, 7, "ef");
	check(&c, ">abcd >ef ");
}

static void waits_for_few(void **state)
{
	(void)state;
	struct capture c;
	capture_begin(&c);
	capture_handshake(&c);
	for (unsigned i = 0; i < PIECES_EARLY_MAX + 50; i++)
		capture_tcp(&c, false, PUSH, 200 + 2 * i, 501, "x");
	inspect_choose(c.in, 1);
	char *_cleanup_free_ got = said(&c);
	assert_non_null(strstr(got, ">hello ><94> >x "));
	assert_int_equal(c.in->pieces.sides[0].early.count, 0);
	capture_end(&c);
}

static void follows_the_chosen(void **state)
{
	(void)state;
	struct capture c;
	struct view_reply r;
	void *view = xcalloc(1, inspect_stream.state_size);
	capture_begin(&c);
	uint8_t arp[60] = {[12] = 8, [13] = 6};
	char *_cleanup_free_ none = capture_draw(&c, &inspect_stream, view, 60, 6);
	assert_non_null(strstr(none, "belongs to no conversation"));
	capture_handshake(&c);
	capture_tcp(&c, true, PUSH, 501, 106, "one\r\ntwo\001\n");
	capture_add(&c, arp, sizeof(arp));
	inspect_choose(c.in, 4);
	free(capture_draw(&c, &inspect_stream, view, 60, 6));
	capture_settle(&c);
	char *_cleanup_free_ text = capture_draw(&c, &inspect_stream, view, 60, 6);
	assert_non_null(strstr(text, "\xe2\x86\x92 hello\n\xe2\x86\x90 one\n  two.\n"));
	struct view_act find = {.kind = ACT_SEARCH, .by = 1, .text = "two"};
	assert_true(capture_act(&c, &inspect_stream, view, find, &r));
	assert_true(
	        capture_act(&c, &inspect_stream, view, (struct view_act){.kind = ACT_OPEN}, &r));
	assert_int_equal(c.in->chosen, 5);
	assert_true(capture_act(&c, &inspect_stream, view,
	        (struct view_act){.kind = ACT_TOGGLE, .text = "as"}, &r));
	char *_cleanup_free_ hex = capture_draw(&c, &inspect_stream, view, 90, 6);
	assert_non_null(strstr(hex, "000000  6f 6e 65 0d 0a 74 77 6f  01 0a"));
	inspect_choose(c.in, 6);
	char *_cleanup_free_ gone = capture_draw(&c, &inspect_stream, view, 60, 6);
	assert_non_null(strstr(gone, "belongs to no conversation"));
	inspect_stream.finish(view);
	free(view);
	capture_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(tells_both_in_order),
	        cmocka_unit_test(tells_each_byte_once),
	        cmocka_unit_test(puts_early_ones_where_they_belong),
	        cmocka_unit_test(tells_gaps),
	        cmocka_unit_test(counts_round),
	        cmocka_unit_test(waits_for_few),
	        cmocka_unit_test(follows_the_chosen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
