/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies of HTTP/1 messages, unpacked.
 *
 * How it works: what one side said is a row of bytes, put together here once more. Its messages
 * are found one behind the other; a packed body becomes a range that stands for something else.
 * Then the pieces are gone through and what lies in such ranges is replaced.
 */
#include "ui/inspect/unzip.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "capture/gzip.h"

#define HEAD_MAX ((size_t)64 * 1024)

/* A body from..to of one side's bytes, which stands for len bytes at pieces.bytes. */
struct range {
	size_t from, to, at, len;
};

struct ranges {
	VEC(struct range) all;
	size_t next; /* the first that does not lie before the piece at hand */
};

/* The value of a header field within the head; NULL: it has none. */
static const char *field_of(const char *head, size_t len, const char *name, size_t *value_len)
{
	size_t n = strlen(name);
	for (const char *at = head, *end = head + len; at < end;) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		size_t line = feed ? (size_t)(feed - at) : (size_t)(end - at);
		if (line > n && strncasecmp(at, name, n) == 0 && at[n] == ':') {
			const char *value = at + n + 1;
			while (value < at + line && *value == ' ')
				value++;
			*value_len = (size_t)(at + line - value);
			return value;
		}
		at += line + 1;
	}
	return NULL;
}

static bool says(const char *head, size_t len, const char *name, const char *word)
{
	size_t n, w = strlen(word);
	const char *value = field_of(head, len, name, &n);
	return value && n >= w && strncasecmp(value, word, w) == 0;
}

/* Digits in that base; as many as there are. */
static size_t number(const char *at, size_t len, int base)
{
	char text[20] = "";
	memcpy(text, at, len < sizeof(text) - 1 ? len : sizeof(text) - 1);
	return (size_t)strtoull(text, NULL, base);
}

/* Puts the chunks together; returns the bytes that they took with their lengths. */
static size_t take_chunks(const char *at, size_t len, struct buf *out)
{
	size_t used = 0;
	while (used < len) {
		const char *feed = memchr(at + used, '\n', len - used);
		if (!feed)
			return len;
		size_t line = (size_t)(feed - at) - used + 1;
		size_t chunk = number(at + used, line, 16);
		used += line;
		if (chunk > len - used)
			chunk = len - used;
		buf_add(out, at + used, chunk);
		used += chunk;
		used += len - used < 2 ? len - used : 2;
		if (!chunk)
			break;
	}
	return used;
}

/* The body behind a head: its length, and what it is unpacked, if it has to be. */
static size_t take_body(const char *head, size_t head_len, const char *body, size_t left,
        struct buf *plain, bool *packed)
{
	size_t n, len = 0;
	const char *length = field_of(head, head_len, "content-length", &n);
	bool chunked = says(head, head_len, "transfer-encoding", "chunked");
	bool zipped = says(head, head_len, "content-encoding", "gzip") ||
	              says(head, head_len, "content-encoding", "x-gzip");
	struct buf whole = {0};
	if (chunked)
		len = take_chunks(body, left, &whole);
	else if (length)
		len = number(length, n, 10);
	if (len > left)
		len = left;
	if (!chunked)
		buf_add(&whole, body, len);
	*packed = (zipped || chunked) && whole.len;
	/* A damaged one is shown as far as it goes. */
	if (zipped && whole.len)
		gzip_unpack(whole.at, whole.len, UNZIP_MAX, plain);
	else if (chunked)
		buf_add(plain, buf_text(&whole), whole.len < UNZIP_MAX ? whole.len : UNZIP_MAX);
	*packed &= plain->len > 0;
	buf_finish(&whole);
	return len;
}

static size_t head_length(const char *at, size_t len)
{
	const char *end = memmem(at, len < HEAD_MAX ? len : HEAD_MAX, "\r\n\r\n", 4);
	return end ? (size_t)(end - at) + 4 : 0;
}

static void find_bodies(struct pieces *p, const struct buf *side, struct ranges *out)
{
	size_t at = 0, head;
	while (at < side->len && (head = head_length(side->at + at, side->len - at))) {
		struct buf plain = {0};
		bool packed = false;
		size_t body = at + head;
		size_t len = take_body(
		        side->at + at, head, side->at + body, side->len - body, &plain, &packed);
		if (packed && p->bytes.len + plain.len <= 2 * PIECES_BYTES_MAX) {
			struct range r = {body, body + len, p->bytes.len, plain.len};
			buf_add(&p->bytes, plain.at, plain.len);
			vec_push(&out->all, r);
		}
		buf_finish(&plain);
		at = body + len;
	}
}

/* A piece that lies at from..from+len of its side, less what lies in ranges. */
static void put_piece(struct pieces *p, struct piece piece, size_t from, struct ranges *r)
{
	size_t done = 0;
	while (r->next < r->all.count && r->all.at[r->next].to <= from)
		r->next++;
	for (size_t i = r->next; i < r->all.count && done < piece.len; i++) {
		const struct range *x = &r->all.at[i];
		if (x->from >= from + piece.len)
			break;
		struct piece before = piece;
		before.at += done;
		before.len = x->from > from + done ? x->from - from - done : 0;
		if (before.len)
			vec_push(&p->readable, before);
		if (x->from >= from) {
			struct piece body = piece;
			body.at = x->at;
			body.len = x->len;
			vec_push(&p->readable, body);
		}
		done = x->to - from < piece.len ? x->to - from : piece.len;
	}
	piece.at += done;
	piece.len -= done;
	if (piece.len || piece.gap)
		vec_push(&p->readable, piece);
}

void unzip_pieces(struct pieces *p)
{
	struct buf sides[2] = {0};
	struct ranges ranges[2] = {0};
	size_t from[2] = {0};
	p->readable.count = 0;
	for (size_t i = 0; i < p->all.count; i++) {
		const struct piece *x = &p->all.at[i];
		buf_add(&sides[x->direction], buf_text(&p->bytes) + x->at, x->len);
	}
	for (int d = 0; d < 2; d++)
		if (sides[d].len > 8 && memmem(sides[d].at, sides[d].len, "HTTP/1.", 7))
			find_bodies(p, &sides[d], &ranges[d]);
	for (size_t i = 0; i < p->all.count && ranges[0].all.count + ranges[1].all.count; i++) {
		struct piece x = p->all.at[i];
		put_piece(p, x, from[x.direction], &ranges[x.direction]);
		from[x.direction] += x.len;
	}
	for (int d = 0; d < 2; d++) {
		buf_finish(&sides[d]);
		vec_free(&ranges[d].all);
	}
}
