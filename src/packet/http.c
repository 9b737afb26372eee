/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP/1.x messages (RFC 9112): start line and header fields, as far as this segment has them.
 */
#include "packet/http_internal.h"

#include <stdio.h>
#include <strings.h>

#include "base/text.h"
#include "packet/app_internal.h"
#include "packet/fields_internal.h"

#define HEADERS_MAX 100

static const char *const methods[] = {
        "GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE "};

/* Header fields whose name Wireshark's filters know. */
static const struct {
	const char *header, *name;
} known[] = {
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
        {"Upgrade", "http.upgrade"},
};

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
static const struct field_spec body = {"http.file_data", N_("Body"), FIELD_BYTES, .depth = 1};
static const struct spec_group groups[] = {
        SPEC_GROUP(request_parts), SPEC_GROUP(response_parts), SPEC_GROUP(start_lines), {NULL, 0}};

static bool begins(struct bytes b, const char *word)
{
	size_t n = strlen(word);
	return bytes_left(&b) >= n && memcmp(b.base + b.pos, word, n) == 0;
}

bool http_starts(struct bytes b)
{
	/* Cheap refusal first: this is asked of every segment with data. */
	struct bytes peek = b;
	uint8_t first = bytes_u8(&peek);
	if (b.bad || first < 'C' || first > 'T')
		return false;
	if (begins(b, "HTTP/1."))
		return true;
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		if (begins(b, methods[i]))
			return true;
	}
	return false;
}

/* Takes one line; *n is its length without the line's end. False when there is none. */
static bool take_line(struct bytes *b, size_t *n, size_t *whole)
{
	size_t left = bytes_left(b);
	if (left == 0)
		return false;
	const uint8_t *at = b->base + b->pos;
	const uint8_t *end = memchr(at, '\n', left);
	*whole = end ? (size_t)(end - at) + 1 : left;
	*n = end ? (size_t)(end - at) : left;
	if (*n && at[*n - 1] == '\r')
		--*n;
	return bytes_skip(b, *whole);
}

static enum packet_layer_kind decode(struct decode *d)
{
	decode_layer(d, LAYER_HTTP, decode_left(d));
	return LAYER_NONE;
}

/* Three words; the last takes the rest of the line. */
static void add_words(struct builder *b, const struct field_spec parts[3], uint32_t at, size_t n)
{
	size_t from = 0;
	for (unsigned i = 0; i < 3 && from < n; i++) {
		struct bytes c = builder_cursor(b, at + (uint32_t)from, at + (uint32_t)n);
		size_t left = bytes_left(&c);
		const uint8_t *blank = i < 2 && left ? memchr(c.base + c.pos, ' ', left) : NULL;
		size_t length = blank ? (size_t)(blank - (c.base + c.pos)) : left;
		field_add_sized(b, &parts[i], at + (uint32_t)from, (uint32_t)length);
		from += length + 1;
	}
}

static void add_header(struct builder *b, uint32_t at, size_t n)
{
	struct bytes c = builder_cursor(b, at, at + (uint32_t)n);
	const char *text = (const char *)c.base + c.pos;
	const char *colon = memchr(text, ':', n);
	static const char general[] = N_("Header");
	struct field_spec spec = {"http.unknown_header", general, FIELD_TEXT, .depth = 1};
	size_t length = colon ? (size_t)(colon - text) : 0;
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		bool same = strlen(known[i].header) == length &&
		            strncasecmp(known[i].header, text, length) == 0;
		if (same) {
			spec.name = known[i].name;
			spec.label = known[i].header;
		}
	}
	size_t skip = 0;
	while (spec.label != general && skip < n && (skip <= length || text[skip] == ' '))
		skip++; /* a known one's value alone; its name is the label */
	field_add_sized(b, &spec, at + (uint32_t)skip, (uint32_t)(n - skip));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint32_t at = l->offset, end = (uint32_t)l->offset + l->length;
	struct bytes c = builder_cursor(b, at, end);
	size_t n, whole;
	if (!take_line(&c, &n, &whole))
		return;
	struct bytes start = builder_cursor(b, at, end);
	bool response = begins(start, "HTTP/1.");
	struct field *f = field_add_sized(b, &start_lines[response], at, (uint32_t)n);
	if (f)
		text_printable(
		        (const char *)start.base + start.pos, n, f->meaning, sizeof(f->meaning));
	add_words(b, response ? response_parts : request_parts, at, n);
	at += (uint32_t)whole;
	for (unsigned i = 0; i < HEADERS_MAX && take_line(&c, &n, &whole); i++) {
		if (n == 0) {
			at += (uint32_t)whole;
			break;
		}
		add_header(b, at, n);
		at += (uint32_t)whole;
	}
	if (at < end)
		field_add_sized(b, &body, at, end - at);
}

void http_summary(struct bytes b, char *out, size_t size)
{
	size_t n, whole;
	const char *text = (const char *)b.base + b.pos;
	out[0] = '\0';
	if (!b.bad && take_line(&b, &n, &whole))
		text_printable(text, n, out, size);
}

const struct protocol protocol_http = {
        "http", N_("Hypertext Transfer Protocol"), "HTTP", decode, fields, groups};
