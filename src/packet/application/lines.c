/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages made of lines of text.
 */
#include "packet/application/lines_internal.h"

#include <ctype.h>
#include <strings.h>

#include "base/text.h"

#define LINES_MAX 300
#define HEADERS_MAX 100
#define TEXT_LOOKED_AT 64

size_t lines_first(const struct bytes *b)
{
	size_t left = b->bad ? 0 : bytes_left(b);
	if (left == 0)
		return 0;
	const uint8_t *at = b->base + b->pos, *feed = memchr(at, '\n', left);
	size_t n = feed ? (size_t)(feed - at) : left;
	const uint8_t *bare = n ? memchr(at, '\r', n) : NULL;
	return bare ? (size_t)(bare - at) : n;
}

/* Bytes that end a line behind its first n. */
static size_t end_length(const struct bytes *b, size_t n)
{
	uint8_t c = app_byte(b, n);
	if (n == bytes_left(b))
		return 0;
	return c == '\r' && app_byte(b, n + 1) == '\n' ? 2 : 1;
}

void lines_next(struct bytes *b)
{
	size_t n = lines_first(b);
	bytes_skip(b, n + end_length(b, n));
}

bool lines_take(struct part *p, struct line *out)
{
	struct bytes c = part_bytes(p);
	if (bytes_left(&c) == 0)
		return false;
	size_t n = lines_first(&c), end = end_length(&c, n);
	*out = (struct line){p->at, (uint32_t)n, end != 0};
	return part_skip(p, (uint32_t)(n + end));
}

void lines_summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	out_foreign(o, b, lines_first(&b));
}

static bool ends_word(uint8_t c)
{
	return c == ' ' || c == '\r' || c == '\n';
}

bool lines_verb(const struct bytes *b, const char *const *verbs)
{
	size_t left = b->bad ? 0 : bytes_left(b);
	for (; *verbs; verbs++) {
		size_t n = strlen(*verbs);
		if (left > n && strncasecmp((const char *)b->base + b->pos, *verbs, n) == 0 &&
		        ends_word(app_byte(b, n)))
			return true;
	}
	return false;
}

bool lines_reply(const struct bytes *b)
{
	uint8_t behind = app_byte(b, 3);
	return app_byte(b, 0) >= '1' && app_byte(b, 0) <= '6' && isdigit(app_byte(b, 1)) &&
	       isdigit(app_byte(b, 2)) && (ends_word(behind) || behind == '-');
}

bool lines_text(const struct bytes *b)
{
	size_t n = lines_first(b);
	for (size_t i = 0; i < n && i < TEXT_LOOKED_AT; i++) {
		uint8_t c = app_byte(b, i);
		if ((c < ' ' && c != '\t') || c > '~')
			return false;
	}
	return n != 0;
}

void lines_words(struct builder *b, const struct line *l, const struct field_spec *words,
        size_t count, bool runs)
{
	struct bytes c = builder_cursor(b, l->at, l->at + l->n);
	for (size_t i = 0; i < count && bytes_left(&c); i++) {
		size_t left = bytes_left(&c);
		const uint8_t *at = c.base + c.pos, *blank = memchr(at, ' ', left);
		size_t n = i + 1 < count && blank ? (size_t)(blank - at) : left;
		if (n)
			field_add_sized(b, &words[i], l->at + l->n - (uint32_t)left, (uint32_t)n);
		bytes_skip(&c, n);
		do
			bytes_skip(&c, 1);
		while (runs && app_byte(&c, 0) == ' ');
	}
}

/* "250-text": the code ends before the hyphen. */
static void add_reply(struct builder *b, const struct line *l, const struct field_spec reply[2])
{
	field_add_sized(b, &reply[0], l->at, 3);
	if (l->n > 4)
		field_add_sized(b, &reply[1], l->at + 4, l->n - 4);
}

void lines_dialogue(struct part *p, const struct dialogue *d)
{
	struct line l;
	for (unsigned i = 0; i < LINES_MAX; i++) {
		struct bytes c = part_bytes(p);
		if (!lines_take(p, &l))
			return;
		bool server = lines_from_server(p->b->p), reply = server && lines_reply(&c);
		bool command = d->open ? !server && l.n : !reply && lines_verb(&c, d->verbs);
		if (reply)
			add_reply(p->b, &l, d->reply);
		else if (command)
			lines_words(p->b, &l, d->command, 2, true);
		else if (l.n)
			field_add_sized(p->b, d->open ? &d->reply[1] : &d->data, l.at, l.n);
		if (d->more && (reply || command))
			d->more(p->b, &l, reply);
	}
}

static const struct header *find_header(const struct headers *h, const char *text, size_t n)
{
	for (size_t i = 0; i < h->count; i++) {
		if (strlen(h->known[i].header) == n &&
		        strncasecmp(h->known[i].header, text, n) == 0)
			return &h->known[i];
	}
	return NULL;
}

/* A known one's value alone, its name is the label; else the line. */
static void add_header(struct builder *b, const struct headers *h, const struct line *l)
{
	struct bytes c = builder_cursor(b, l->at, l->at + l->n);
	const char *text = (const char *)c.base + c.pos, *colon = memchr(text, ':', l->n);
	size_t length = colon ? (size_t)(colon - text) : 0;
	const struct header *known = find_header(h, text, length);
	struct field_spec spec = {h->unknown, N_("Header"), FIELD_TEXT, .depth = 1};
	uint32_t skip = 0;
	if (known) {
		spec.name = known->name;
		spec.label = known->header;
		skip = (uint32_t)length + 1;
		while (skip < l->n && (text[skip] == ' ' || text[skip] == '\t'))
			skip++;
	}
	field_add_sized(b, &spec, l->at + skip, l->n - skip);
}

bool lines_header_known(const struct headers *h, const char *name, size_t n)
{
	return find_header(h, name, n) != NULL;
}

void lines_headers(struct part *p, const struct headers *h, bool *ended)
{
	struct line l;
	*ended = false;
	for (unsigned i = 0; i < HEADERS_MAX && !*ended && lines_take(p, &l); i++) {
		*ended = l.n == 0;
		if (l.n)
			add_header(p->b, h, &l);
	}
}

struct bytes lines_header_value(struct bytes b, const char *name)
{
	size_t length = strlen(name);
	struct bytes found = bytes_over(b.base, 0);
	for (unsigned i = 0; i < HEADERS_MAX && bytes_left(&b); i++, lines_next(&b)) {
		size_t n = lines_first(&b), from = length + 1;
		const char *text = (const char *)b.base + b.pos;
		if (n == 0)
			break;
		if (n <= length || text[length] != ':' || strncasecmp(text, name, length) != 0)
			continue;
		while (from < n && text[from] == ' ')
			from++;
		found = bytes_over(text + from, n - from);
	}
	return found;
}
