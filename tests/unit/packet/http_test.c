/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP/1.x.
 */
#include <stdio.h>

#include "base/text.h"
#include "packet/format.h"
#include "tests/unit/packet/frames.h"

/* A segment of that text from 40000 to `port`. */
static void with_text(struct frame *f, unsigned port, const char *text)
{
	frame_raw(f, ETH4 IP4("0028", "06") "9c40 0000 00000001 00000002 5018 0100 0000 0000");
	memcpy(f->bytes + f->len, text, strlen(text));
	f->len += strlen(text);
	f->bytes[17] = (uint8_t)(f->len - 14);
	f->bytes[36] = (uint8_t)(port >> 8);
	f->bytes[37] = (uint8_t)port;
	packet_decode(PACKET_LINK_ETHERNET, f->bytes, f->len, f->len, &f->p);
	packet_mend_checksums(&f->p, f->bytes);
	frame_look(f);
}

static void a_request(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 8888, "GET /a?b=c HTTP/1.1\r\nHost: server:8888\r\nX-Own: 1\r\n\r\n");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP, LAYER_HTTP);
	assert_value(&f, "http.request.line", "GET /a?b=c HTTP/1.1");
	assert_value(&f, "http.request.method", "GET");
	assert_value(&f, "http.request.uri", "/a?b=c");
	assert_value(&f, "http.request.version", "HTTP/1.1");
	assert_value(&f, "http.host", "server:8888");
	assert_value(&f, "http.unknown_header", "X-Own: 1");
	assert_null(fields_find(&f.list, "http.file_data"));
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void a_response(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 8000,
	        "HTTP/1.0 404 File not found\r\nserver: SimpleHTTP\nContent-Length:2\r\n\r\nhi");
	assert_value(&f, "http.response.version", "HTTP/1.0");
	assert_value(&f, "http.response.code", "404");
	assert_value(&f, "http.response.phrase", "File not found");
	assert_value(&f, "http.server", "SimpleHTTP");
	assert_value(&f, "http.content_length_header", "2");
	assert_value(&f, "http.file_data", "68 69");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void other_text_is_data(void **state)
{
	(void)state;
	static const char *const texts[] = {"hello\n", "GETTING /", "HTTP 2 x", "get / HTTP/1.1",
	        "G", "FETCH / HTTP/1.1\r\n", "Note: this\r\nis no header\r\n", "a\nHost: b\n"};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct frame f;
		with_text(&f, 80, texts[i]);
		assert_int_equal(f.p.layers[3].kind, LAYER_PAYLOAD);
		frame_finish(&f);
	}
}

static void half_a_message(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 80, "POST /form HTTP/1.1\r\nHost: serv");
	assert_value(&f, "http.request.method", "POST");
	assert_value(&f, "http.host", "serv");
	frame_finish(&f);
	with_text(&f, 80, "GET ");
	assert_value(&f, "http.request.method", "GET");
	assert_null(fields_find(&f.list, "http.request.uri"));
	frame_finish(&f);
}

static void count_fields(const struct frame *f, const char *name, size_t expected)
{
	size_t n = 0;
	for (size_t i = 0; i < f->list.count; i++)
		n += strcmp(f->list.at[i].name, name) == 0;
	assert_int_equal(n, expected);
}

static void chunks_are_told(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 8000,
	        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, "
	        "Chunked\r\n\r\n5\r\nhello\r\n1f;a=b\r\nwor");
	count_fields(&f, "http.chunk_size", 2);
	assert_value(&f, "http.chunk_size", "5");
	assert_meaning(&f, "http.chunk_size", "5 bytes");
	assert_value(&f, "http.chunk_data", "68 65 6c 6c 6f");
	assert_null(fields_find(&f.list, "http.file_data"));
	frame_cut_everywhere(&f);
	frame_finish(&f);
	with_text(&f, 8000, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
	assert_meaning(&f, "http.chunk_size", "the last");
	frame_finish(&f);
}

static void a_body_that_goes_on(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 8000, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nbegin");
	assert_meaning(&f, "http.file_data", "5 of 5000 bytes, it goes on");
	frame_finish(&f);
}

static void several_requests(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 80,
	        "POST /1 HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiGET /2 HTTP/1.1\r\nHost: "
	        "b\r\n\r\n");
	count_fields(&f, "http.request.line", 2);
	assert_value(&f, "http.file_data", "68 69");
	assert_value(&f, "http.host", "b");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

/* Methods of others than RFC 9110, and such without a target. */
static void methods(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 80, "MKCOL /new HTTP/1.1\r\n\r\n");
	assert_value(&f, "http.request.method", "MKCOL");
	assert_value(&f, "http.request.uri", "/new");
	frame_finish(&f);
	with_text(&f, 80, "OPTIONS\nHost: a\n\n");
	assert_value(&f, "http.request.method", "OPTIONS");
	assert_null(fields_find(&f.list, "http.request.uri"));
	assert_value(&f, "http.host", "a");
	frame_finish(&f);
}

/* Whoever writes the status line by itself sends the rest of the head as another segment. */
static void the_rest_of_a_head(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 80, "X-First: 1\r\nserver: own\r\nContent-Length: 2\r\n\r\nhi");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP, LAYER_HTTP);
	assert_null(fields_find(&f.list, "http.request.line"));
	assert_null(fields_find(&f.list, "http.response.line"));
	assert_value(&f, "http.unknown_header", "X-First: 1");
	assert_value(&f, "http.server", "own");
	assert_value(&f, "http.file_data", "68 69");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	with_text(&f, 8000, "Server: own\r\n\r\n");
	assert_int_equal(f.p.layers[3].kind, LAYER_PAYLOAD);
	frame_finish(&f);
}

/* What a lenient reader takes as well: see RFC 9112 2.2. */
static void lines_and_blanks(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 80, "\r\nGET /1 HTTP/1.1\r\n\r\n\r\nGET /2 HTTP/1.1\rHost: a\r\r");
	count_fields(&f, "http.request.line", 2);
	assert_value(&f, "http.host", "a");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	with_text(&f, 80, "HTTP/1.1   200  OK\r\n\r\n");
	assert_value(&f, "http.response.code", "200");
	assert_value(&f, "http.response.phrase", "OK");
	frame_finish(&f);
	with_text(&f, 80, "\r\nServer: own\r\n");
	assert_int_equal(f.p.layers[3].kind, LAYER_PAYLOAD);
	frame_finish(&f);
	with_text(&f, 80,
	        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\nhi");
	assert_meaning(&f, "http.chunk_size", "more than anybody can send");
	assert_value(&f, "http.chunk_data", "68 69");
	frame_finish(&f);
}

/* What smugglers of requests write: the second one is found. */
static void odd_framing(void **state)
{
	(void)state;
	static const char *const heads[] = {
	        "Content-Length: 00000000000000000000000000000002\r\n\r\nhi",
	        "Content-Length: 18446744073709551615\r\n\r\n",
	        "Content-Length: two\r\n\r\n",
	        "Content-Length: 60\r\nContent-Length: 2\r\n\r\nhi",
	        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
	};
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct frame f;
		char text[200];
		snprintf(text, sizeof(text), "POST / HTTP/1.1\r\n%sGET /2 HTTP/1.1\r\n\r\n",
		        heads[i]);
		with_text(&f, 80, text);
		count_fields(&f, "http.request.line", 2);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

static void a_cut_summary_ends_with_a_whole_character(void **state)
{
	(void)state;
	struct frame f;
	with_text(&f, 8888, "GET /\u7c98\u5305\u7c98\u5305 HTTP/1.1\r\n\r\n");
	char text[128];
	for (size_t size = 1; size <= sizeof(text); size++) {
		format_summary_bytes(&f.p, f.bytes, NULL, false, text, size);
		assert_int_equal(text_whole(text, strlen(text)), strlen(text));
	}
	assert_non_null(strstr(text, "\u7c98\u5305\u7c98\u5305"));
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_request),
	        cmocka_unit_test(a_response),
	        cmocka_unit_test(other_text_is_data),
	        cmocka_unit_test(half_a_message),
	        cmocka_unit_test(chunks_are_told),
	        cmocka_unit_test(a_body_that_goes_on),
	        cmocka_unit_test(several_requests),
	        cmocka_unit_test(methods),
	        cmocka_unit_test(the_rest_of_a_head),
	        cmocka_unit_test(lines_and_blanks),
	        cmocka_unit_test(odd_framing),
	        cmocka_unit_test(a_cut_summary_ends_with_a_whole_character),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
