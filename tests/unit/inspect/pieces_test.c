/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was said: in order, each byte once, gaps told, and the view of it.
 */
#include "tests/unit/inspect/capture.h"

#include "capture/gzip.h"
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
			buf_printf(&out, "%c<%llu> ", x->direction ? '<' : '>',
			        (unsigned long long)x->gap);
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
	for (unsigned i = 0; i < STREAM_PENDING_MAX + 50; i++)
		capture_tcp(&c, false, PUSH, 200 + 2 * i, 501, "x");
	inspect_choose(c.in, 1);
	char *_cleanup_free_ got = said(&c);
	assert_non_null(strstr(got, ">hello ><94> >x "));
	/* None waits any more. */
	assert_int_equal(stream_side(c.in->pieces.stream, 0).bytes, 5 + STREAM_PENDING_MAX + 50);
	capture_end(&c);
}

/* What is said as a person can read it. */
static char *readable(struct capture *c)
{
	struct buf out = {0};
	inspect_choose(c->in, 1);
	inspect_update(c->in);
	const struct pieces *p = pieces_of(c->in);
	capture_settle(c);
	for (size_t i = 0; i < p->readable.count; i++)
		buf_printf(&out, "%.*s|", (int)p->readable.at[i].len,
		        p->bytes.at + p->readable.at[i].at);
	return buf_steal(&out);
}

/* A segment of any bytes from the server. */
static void add_back(struct capture *c, uint32_t seq, const char *bytes, size_t len)
{
	uint8_t frame[256];
	assert_true(len < 180);
	uint8_t *t = capture_ip(frame, true, 6, 20 + len);
	capture_put(t, 80, 2);
	capture_put(t + 2, 40000, 2);
	capture_put(t + 4, seq, 4);
	capture_put(t + 8, 106, 4);
	t[12] = 0x50;
	t[13] = PUSH;
	memcpy(t + 20, bytes, len);
	capture_add(c, frame, (uint32_t)(54 + len));
}

static void unpacks_bodies(void **state)
{
	(void)state;
	struct capture c;
	struct buf body = {0}, whole = {0};
	capture_begin(&c);
	capture_handshake(&c);
	gzip_pack("hello, hello, hello", 19, &body);
	buf_printf(&whole,
	        "HTTP/1.1 200 OK\r\ncontent-encoding: GZIP\r\nContent-Length: %zu\r\n\r\n",
	        body.len);
	size_t head = whole.len;
	buf_add(&whole, body.at, body.len);
	/* The body is parted between two segments, and another message follows in the second. */
	add_back(&c, 501, whole.at, head + 5);
	buf_puts(&whole, "HTTP/1.1 204 No\r\n\r\n");
	add_back(&c, 501 + (uint32_t)head + 5, whole.at + head + 5, whole.len - head - 5);
	char *_cleanup_free_ text = readable(&c);
	const char *tail = strstr(text, "\r\n\r\n|hello, hello, hello|HTTP/1.1 204 No\r\n\r\n|");
	assert_non_null(tail);
	buf_finish(&body);
	buf_finish(&whole);
	capture_end(&c);
}

static void puts_chunks_together(void **state)
{
	(void)state;
	static const char chunked[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	                              "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n";
	struct capture c;
	capture_begin(&c);
	capture_handshake(&c);
	add_back(&c, 501, chunked, sizeof(chunked) - 1);
	char *_cleanup_free_ text = readable(&c);
	assert_non_null(strstr(text, "chunked\r\n\r\n|abcdefg|"));
	capture_end(&c);
}

/* Cut off or lying lengths are no reason to read beyond the end. */
static void survives_liars(void **state)
{
	static const char *const wrong[] = {
	        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 999999\r\n\r\nxx",
	        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nab",
	        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5",
	        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
	        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
	        "HTTP/1.",
	        "HTTP/1.1 no end of the head",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct capture c;
		capture_begin(&c);
		capture_handshake(&c);
		add_back(&c, 501, wrong[i], strlen(wrong[i]));
		free(readable(&c));
		assert_int_equal(c.in->pieces.all.count, 2);
		capture_end(&c);
	}
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
	        cmocka_unit_test(unpacks_bodies),
	        cmocka_unit_test(puts_chunks_together),
	        cmocka_unit_test(survives_liars),
	        cmocka_unit_test(follows_the_chosen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
