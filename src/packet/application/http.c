/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP/1.x messages (RFC 9112): start line, header fields, and what of the body this segment has.
 */
#include "packet/application/http_internal.h"

#include <ctype.h>

#include "base/text.h"
#include "packet/application/lines_internal.h"

#define MESSAGES_MAX 20
#define CHUNKS_MAX 100
#define LINES_LOOKED_AT 4
#define NO_LENGTH UINT64_MAX
#define TOO_LONG (UINT64_MAX - 1)

/* IANA's HTTP method registry and what Microsoft's servers take; those of RFC 9110 come first. */
static const char *const methods[] = {"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH",
        "CONNECT", "TRACE", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK",
        "SEARCH", "REPORT", "MERGE", "CHECKIN", "CHECKOUT", "UNCHECKOUT", "UPDATE", "LABEL",
        "MKACTIVITY", "MKWORKSPACE", "VERSION-CONTROL", "BASELINE-CONTROL", "BCOPY", "BMOVE",
        "BDELETE", "BPROPFIND", "BPROPPATCH", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "POLL",
        "RPC_IN_DATA", "RPC_OUT_DATA", "RPC_CONNECT", "CCM_POST"};
#define METHODS_COMMON 10
#define METHOD_LONGEST 16

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
	return app_begins(b, "HTTP/");
}

/* The method that the bytes begin with, as its place in the table; COUNT_OF(methods): none. This
 * is asked of every segment with data that nobody else takes: most differ in the first bytes. */
static size_t method_of(const struct bytes *b)
{
	size_t n = 0, i = 0;
	uint8_t c = app_byte(b, 0);
	while (n <= METHOD_LONGEST && ((c >= 'A' && c <= 'Z') || (n && (c == '_' || c == '-'))))
		c = app_byte(b, ++n);
	if (n < 3 || (n < bytes_left(b) && c != ' ' && c != '\r' && c != '\n'))
		return COUNT_OF(methods);
	while (i < COUNT_OF(methods) && (strlen(methods[i]) != n || !app_begins(b, methods[i])))
		i++;
	return i;
}

static bool is_request(const struct bytes *b)
{
	return method_of(b) < COUNT_OF(methods);
}

/* Some segments begin with header fields, since the server wrote the status line alone, or where
 * the head was parted: the first lines are fields, and we know one of them. */
static bool is_header(struct bytes b)
{
	bool known_one = false;
	for (unsigned i = 0; i < LINES_LOOKED_AT; i++) {
		size_t n = lines_first(&b), name = 0;
		const uint8_t *at = b.base + b.pos;
		while (name < n && (isalnum(at[name]) || at[name] == '-' || at[name] == '_'))
			name++;
		if (n == 0 || known_one)
			break;
		if (name == 0 || name == n || at[name] != ':')
			return false;
		known_one = lines_header_known(&headers, (const char *)at, name);
		lines_next(&b);
	}
	return known_one;
}

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	if (app_begins(&b, "\r\n")) {
		bytes_skip(&b, 2);
		return is_response(&b) || is_request(&b);
	}
	return isalpha(app_byte(&b, 0)) && (is_response(&b) || is_request(&b) || is_header(b));
}

/* Whoever sends "GET key" to a server of their own speaks no HTTP: the line must say so, or end
 * in another segment and begin as a target does. */
static bool sure(struct bytes b, const struct packet *p)
{
	(void)p;
	if (app_begins(&b, "HTTP/1."))
		return true;
	size_t method = method_of(&b);
	if (method == COUNT_OF(methods))
		return false;
	size_t n = lines_first(&b);
	const uint8_t *at = b.base + b.pos;
	if (n < bytes_left(&b))
		return n > 9 && memcmp(at + n - 9, " HTTP/1.", 8) == 0;
	const uint8_t *blank = memchr(at, ' ', n);
	if (method >= METHODS_COMMON || !blank)
		return false;
	bytes_skip(&b, (size_t)(blank - at) + 1);
	return app_byte(&b, 0) == '/' || app_begins(&b, "http://");
}

static bool value_has(struct bytes value, const char *word)
{
	char text[80];
	text_printable((const char *)value.base, bytes_left(&value), text, sizeof(text));
	for (char *c = text; *c; c++)
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
	return strstr(text, word) != NULL;
}

/* NO_LENGTH where there is none, TOO_LONG where it has more than 63 bits. */
static uint64_t number_of(struct bytes value, unsigned base)
{
	uint64_t n = 0;
	if (bytes_left(&value) == 0)
		return NO_LENGTH;
	for (unsigned i = 0; bytes_left(&value); i++) {
		uint8_t c = bytes_u8(&value);
		unsigned digit = 99;
		if (c >= '0' && c <= '9')
			digit = c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			digit = (c | 32u) - 'a' + 10;
		if (digit >= base)
			return i ? n : NO_LENGTH;
		if (n > (uint64_t)INT64_MAX / base - 1)
			return TOO_LONG;
		n = n * base + digit;
	}
	return n;
}

/* What the head says about the body. */
struct framing {
	bool chunked;
	uint64_t length; /* NO_LENGTH: not told */
};

static struct framing framing_of(struct bytes head, bool response, bool request)
{
	struct framing f = {
	        .chunked = value_has(lines_header_value(head, "Transfer-Encoding"), "chunked"),
	        .length = number_of(lines_header_value(head, "Content-Length"), 10)};
	unsigned code = 0;
	if (response && bytes_skip(&head, 9) && bytes_left(&head) > 3)
		code = (unsigned)number_of(bytes_sub(&head, 3), 10);
	if (f.length == TOO_LONG) /* RFC 9112 6.3: that is no length at all */
		f.length = NO_LENGTH;
	bool none = request ? f.length == NO_LENGTH : code / 100 == 1 || code == 204 || code == 304;
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
		if (n == TOO_LONG)
			field_mean(f, "%s", _("more than anybody can send"));
		else if (data.cut)
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

static void add_start(struct part *p, bool response)
{
	struct bytes start = part_bytes(p);
	struct line l;
	if (!lines_take(p, &l))
		return;
	struct field *f = field_add_sized(p->b, &start_lines[response], l.at, l.n);
	if (f)
		text_printable(
		        (const char *)start.base + start.pos, l.n, f->meaning, sizeof(f->meaning));
	lines_words(p->b, &l, response ? response_parts : request_parts, 3, response);
}

static void add_message(struct part *p)
{
	struct bytes start = part_bytes(p);
	bool response = is_response(&start), ended;
	bool rest = !response && !is_request(&start) && is_header(start);
	if (!rest)
		add_start(p, response);
	lines_headers(p, &headers, &ended);
	struct framing framing = framing_of(start, response, !response && !rest);
	if (ended)
		add_body(p, &framing);
}

/* RFC 9112 2.2: some send an empty line too many in front of a message. */
static void skip_empty_line(struct part *p)
{
	struct part next = *p;
	struct line l;
	if (lines_take(&next, &l) && l.n == 0)
		*p = next;
}

void http_fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	for (unsigned i = 0; i < MESSAGES_MAX && part_left(&p); i++) {
		struct part next = p;
		skip_empty_line(&next);
		struct bytes c = part_bytes(&next);
		if (i && !is_response(&c) && !is_request(&c))
			break;
		p = next;
		add_message(&p);
	}
	part_sized(&p, &body_spec, part_left(&p));
}

const struct app app_http = {fits, sure, lines_summary};
const struct protocol protocol_http = {
        "http", N_("Hypertext Transfer Protocol"), "HTTP", app_decode, http_fields, http_groups};
