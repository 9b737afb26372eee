/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP/1.x messages (RFC 9112): start line, header fields, and what of the body this segment has.
 */
#include "packet/http_internal.h"

#include "base/text.h"
#include "packet/lines_internal.h"

#define MESSAGES_MAX 20
#define CHUNKS_MAX 100
#define NO_LENGTH UINT64_MAX

static const char *const methods[] = {"GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS ",
        "PATCH ", "CONNECT ", "TRACE ", "PROPFIND "};

/* Header fields whose name Wireshark's filters know. */
static const struct header known[] = {
        {"Host", "http.host"},
        {"User-Agent", "http.user_agent"},
        {"Accept", "http.accept"},
        {"Accept-Encoding", "http.accept_encoding"},
        {"Accept-Language", "http.accept_language"},
        {"Connection", "http.connection"},
        {"Content-Length", "http.content_length_header"},
        {"Content-Type", "http.content_type"},
        {"Content-Encoding", "http.content_encoding"},
        {"Transfer-Encoding", "http.transfer_encoding"},
        {"Server", "http.server"},
        {"Date", "http.date"},
        {"Last-Modified", "http.last_modified"},
        {"Location", "http.location"},
        {"Cookie", "http.cookie"},
        {"Set-Cookie", "http.set_cookie"},
        {"Referer", "http.referer"},
        {"Cache-Control", "http.cache_control"},
        {"Authorization", "http.authorization"},
        {"Proxy-Authenticate", "http.proxy_authenticate"},
        {"Proxy-Authorization", "http.proxy_authorization"},
        {"WWW-Authenticate", "http.www_authenticate"},
        {"X-Forwarded-For", "http.x_forwarded_for"},
        {"Upgrade", "http.upgrade"},
        {"Sec-WebSocket-Accept", "http.sec_websocket_accept"},
        {"Sec-WebSocket-Extensions", "http.sec_websocket_extensions"},
        {"Sec-WebSocket-Key", "http.sec_websocket_key"},
        {"Sec-WebSocket-Protocol", "http.sec_websocket_protocol"},
        {"Sec-WebSocket-Version", "http.sec_websocket_version"},
};
static const struct headers headers = {known, COUNT_OF(known), "http.unknown_header"};

static const struct field_spec request_parts[] = {
        {"http.request.method", N_("Method"), FIELD_TEXT, .depth = 2},
        {"http.request.uri", N_("Target"), FIELD_TEXT, .depth = 2},
        {"http.request.version", N_("Version"), FIELD_TEXT, .depth = 2},
};
static const struct field_spec response_parts[] = {
        {"http.response.version", N_("Version"), FIELD_TEXT, .depth = 2},
        {"http.response.code", N_("Status code"), FIELD_TEXT, .depth = 2},
        {"http.response.phrase", N_("Reason"), FIELD_TEXT, .depth = 2},
};
static const struct field_spec start_lines[] = {
        {"http.request.line", N_("Request line"), FIELD_TEXT, .depth = 1},
        {"http.response.line", N_("Status line"), FIELD_TEXT, .depth = 1},
};
static const struct field_spec body_spec = {"http.file_data", N_("Body"), FIELD_BYTES, .depth = 1};
static const struct field_spec chunk_size = {
        "http.chunk_size", N_("Chunk size"), FIELD_TEXT, .depth = 1};
static const struct field_spec chunk_data = {
        "http.chunk_data", N_("Chunk"), FIELD_BYTES, .depth = 2};
const struct spec_group http_groups[] = {SPEC_GROUP(request_parts), SPEC_GROUP(response_parts),
        SPEC_GROUP(start_lines), {&chunk_size, 1}, {NULL, 0}};

static bool is_response(const struct bytes *b)
{
	return app_begins(b, "HTTP/1.");
}

/* By the first four bytes: this is asked of every segment with data that nobody else takes. */
static bool is_request(const struct bytes *b)
{
	switch (app_four(b)) {
	case 0x47455420: /* "GET " */
	case 0x50555420: /* "PUT " */
		return true;
	case 0x504f5354: /* "POST" */
	case 0x48454144: /* "HEAD" */
	case 0x44454c45: /* "DELE" */
	case 0x4f505449: /* "OPTI" */
	case 0x50415443: /* "PATC" */
	case 0x434f4e4e: /* "CONN" */
	case 0x54524143: /* "TRAC" */
	case 0x50524f50: /* "PROP" */
		break;
	default:
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		if (app_begins(b, methods[i]))
			return true;
	}
	return false;
}

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	uint8_t first = app_byte(&b, 0);
	return first >= 'C' && first <= 'T' && (is_response(&b) || is_request(&b));
}

/* Whoever sends "GET key" to a server of their own speaks no HTTP: the line must say so, or end
 * in another segment and begin as a target does. */
static bool sure(struct bytes b, const struct packet *p)
{
	if (!fits(b, p))
		return false;
	if (is_response(&b))
		return true;
	size_t n = lines_first(&b);
	const uint8_t *at = b.base + b.pos;
	if (n < bytes_left(&b))
		return n > 9 && memcmp(at + n - 9, " HTTP/1.", 8) == 0;
	const uint8_t *blank = memchr(at, ' ', n);
	size_t target = blank ? (size_t)(blank - at) + 1 : 0;
	return app_byte(&b, target) == '/' || (bytes_skip(&b, target) && app_begins(&b, "http://"));
}

static bool value_is(struct bytes value, const char *word)
{
	char text[40];
	size_t n = strlen(word);
	text_printable((const char *)value.base, bytes_left(&value), text, sizeof(text));
	for (char *c = text; *c; c++)
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
	size_t len = strlen(text);
	return len >= n && strcmp(text + len - n, word) == 0;
}

static uint64_t number_of(struct bytes value, unsigned base)
{
	uint64_t n = 0;
	if (bytes_left(&value) == 0)
		return NO_LENGTH;
	for (unsigned i = 0; i < 15 && bytes_left(&value); i++) {
		uint8_t c = bytes_u8(&value);
		unsigned digit = 99;
		if (c >= '0' && c <= '9')
			digit = c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			digit = (c | 32u) - 'a' + 10;
		if (digit >= base)
			return i ? n : NO_LENGTH;
		n = n * base + digit;
	}
	return n;
}

/* What the head says about the body. */
struct framing {
	bool response, chunked;
	uint64_t length; /* NO_LENGTH: not told */
};

static struct framing framing_of(struct bytes head, bool response)
{
	struct framing f = {.response = response};
	unsigned code = (unsigned)number_of(
	        bytes_over(head.base + head.pos + (bytes_left(&head) > 12 ? 9 : 0),
	                bytes_left(&head) > 12 ? 3 : 0),
	        10);
	f.chunked = value_is(lines_header_value(head, "Transfer-Encoding"), "chunked");
	f.length = number_of(lines_header_value(head, "Content-Length"), 10);
	bool none =
	        response ? code / 100 == 1 || code == 204 || code == 304 : f.length == NO_LENGTH;
	if (none && !f.chunked)
		f.length = 0;
	return f;
}

/* RFC 9112 7.1: a size in hexadecimal, a line's end, so many bytes, a line's end. */
static void add_chunks(struct part *p)
{
	for (unsigned i = 0; i < CHUNKS_MAX; i++) {
		struct line l;
		struct bytes c = part_bytes(p);
		uint64_t n = number_of(bytes_sub(&c, lines_first(&c)), 16);
		if (!lines_take(p, &l) || n == NO_LENGTH)
			return;
		struct field *f = field_add_sized(p->b, &chunk_size, l.at, l.n);
		struct part data = part_take(p, n < UINT32_MAX ? (uint32_t)n : UINT32_MAX);
		if (data.cut)
			field_mean(f, _("%llu bytes, %u of them here"), (unsigned long long)n,
			        part_left(&data));
		else
			field_mean(f, n ? _("%llu bytes") : _("the last"), (unsigned long long)n);
		part_sized(&data, &chunk_data, part_left(&data));
		if (n == 0 && lines_take(p, &l) && l.n == 0)
			return;
		if (n && !data.cut)
			lines_take(p, &l);
	}
}

static void add_body(struct part *p, const struct framing *f)
{
	if (f->chunked) {
		add_chunks(p);
		return;
	}
	uint32_t left = part_left(p);
	uint64_t n = f->length < left ? f->length : left;
	struct field *body = part_sized(p, &body_spec, (uint32_t)n);
	if (f->length != NO_LENGTH && f->length > left)
		field_mean(body, _("%u of %llu bytes, it goes on"), left,
		        (unsigned long long)f->length);
}

static void add_message(struct part *p)
{
	struct line l;
	struct bytes start = part_bytes(p);
	bool response = is_response(&start), ended;
	if (!lines_take(p, &l))
		return;
	struct field *f = field_add_sized(p->b, &start_lines[response], l.at, l.n);
	if (f)
		text_printable(
		        (const char *)start.base + start.pos, l.n, f->meaning, sizeof(f->meaning));
	lines_words(p->b, &l, response ? response_parts : request_parts, 3);
	lines_headers(p, &headers, &ended);
	struct framing framing = framing_of(start, response);
	if (ended)
		add_body(p, &framing);
}

void http_fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	for (unsigned i = 0; i < MESSAGES_MAX && part_left(&p); i++) {
		struct bytes c = part_bytes(&p);
		if (i && !is_response(&c) && !is_request(&c))
			break;
		add_message(&p);
	}
	part_sized(&p, &body_spec, part_left(&p));
}

const struct app app_http = {fits, sure, lines_summary};
const struct protocol protocol_http = {
        "http", N_("Hypertext Transfer Protocol"), "HTTP", app_decode, http_fields, http_groups};
