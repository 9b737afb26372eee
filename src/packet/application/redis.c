/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Redis' serialization protocol (RESP 2 and 3): values, each with its type in front; a command is
 * an array of texts, and an inline command is a line.
 */
#include <ctype.h>

#include "packet/application/lines_internal.h"

#define VALUES_MAX 4000

static const struct {
	char type;
	bool counted; /* as many bytes follow as it says */
	const char *name, *label;
} types[] = {
        {'+', false, "resp.string", N_("Text")},
        {'-', false, "resp.error", N_("Error")},
        {':', false, "resp.integer", N_("Number")},
        {'$', true, "resp.bulk_string.length", N_("Length")},
        {'*', false, "resp.array.length", N_("Array of")},
        {'_', false, "resp.null", N_("Nothing")},
        {'#', false, "resp.boolean", N_("True or false")},
        {',', false, "resp.double", N_("Number")},
        {'(', false, "resp.big_number", N_("Number")},
        {'!', true, "resp.bulk_error.length", N_("Error's length")},
        {'=', true, "resp.verbatim.length", N_("Length")},
        {'%', false, "resp.map.length", N_("Map of")},
        {'~', false, "resp.set.length", N_("Set of")},
        {'>', false, "resp.push.length", N_("Push of")},
};
static const struct field_spec bulk = {
        "resp.bulk_string.value", N_("Text"), FIELD_TEXT, .depth = 2};
static const struct field_spec inline_command = {
        "resp.inline", N_("Inline command"), FIELD_TEXT, .depth = 1};
static const struct spec_group groups[] = {{&bulk, 1}, {NULL, 0}};

/* One value's first line: its type, the number in it if it is one (-1 for nothing). */
struct value {
	uint8_t type;
	size_t n; /* bytes of the line without its end */
	int64_t number;
	bool is_number, ended;
};

static size_t type_index(uint8_t c)
{
	size_t i = 0;
	while (i < COUNT_OF(types) && types[i].type != (char)c)
		i++;
	return i;
}

/* Looks at the line at the cursor; at most 18 digits make a number. */
static struct value look(const struct bytes *b)
{
	struct value v = {.type = app_byte(b, 0)};
	size_t i = 1;
	bool minus = app_byte(b, 1) == '-';
	for (i += minus; i < 19 && isdigit(app_byte(b, i)); i++)
		v.number = v.number * 10 + (app_byte(b, i) - '0');
	v.is_number = i > 1u + minus && app_byte(b, i) == '\r' && app_byte(b, i + 1) == '\n';
	v.number = minus ? -v.number : v.number;
	v.n = v.is_number ? i : lines_first(b);
	v.ended = v.is_number || v.n < bytes_left(b);
	return v;
}

static bool has_number(uint8_t type)
{
	return strchr(":$*!=%~>", type) != NULL && type;
}

static bool fits(struct bytes b, const struct packet *p)
{
	struct value v = look(&b);
	if (v.type == '+' || v.type == '-')
		return lines_from_server(p);
	if (has_number(v.type))
		return v.is_number;
	if (type_index(v.type) < COUNT_OF(types))
		return v.n <= 40 && v.ended;
	/* An inline command: a word of letters from a client. */
	size_t i = 0;
	while (isalpha(app_byte(&b, i)))
		i++;
	return i >= 3 && i <= 16 && p->dport == 6379 && v.ended &&
	       (app_byte(&b, i) == ' ' || i == v.n);
}

/* A command as clients send it, a text with its length, "PONG". */
static bool sure(struct bytes b, const struct packet *p)
{
	(void)p;
	struct value v = look(&b);
	if (v.type == '+')
		return app_begins(&b, "+PONG\r\n") && bytes_left(&b) == 7;
	if (!v.is_number || v.number < 0 || !bytes_skip(&b, v.n + 2))
		return false;
	if (v.type == '*' && v.number > 0) {
		v = look(&b);
		return v.type == '$' && v.is_number && v.number >= 0;
	}
	if (v.type != '$' || (uint64_t)v.number + 2 != bytes_left(&b))
		return false;
	return bytes_skip(&b, (size_t)v.number) && app_begins(&b, "\r\n");
}

/* A text of so many bytes and its line's end. */
static void add_bulk(struct part *p, struct field *length, int64_t n)
{
	if (n < 0) {
		field_mean(length, "%s", _("nothing"));
		return;
	}
	struct part body = part_take(p, n < UINT32_MAX ? (uint32_t)n : UINT32_MAX);
	part_say_cut(length, &body);
	part_sized(&body, &bulk, part_left(&body));
	if (!body.cut)
		part_skip(p, part_left(p) < 2 ? part_left(p) : 2);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	for (unsigned i = 0; i < VALUES_MAX && part_left(&p); i++) {
		struct bytes c = part_bytes(&p);
		struct value v = look(&c);
		size_t type = type_index(v.type);
		struct line line;
		if (!lines_take(&p, &line))
			return;
		if (type == COUNT_OF(types)) {
			if (line.n)
				field_add_sized(b, &inline_command, line.at, line.n);
			continue;
		}
		const struct field_spec s = {
		        types[type].name, types[type].label, FIELD_TEXT, .depth = 1};
		struct field *f = NULL;
		if (line.n > 1)
			f = field_add_sized(b, &s, line.at + 1, line.n - 1);
		if (types[type].counted && v.is_number)
			add_bulk(&p, f, v.number);
	}
}

/* "SET key value", "OK", "(nothing)", "array of 3: a b c". */
static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	bool command = app_byte(&b, 0) == '*' && !lines_from_server(p);
	for (unsigned i = 0; i < 6 && bytes_left(&b); i++) {
		struct value v = look(&b);
		struct bytes text = b;
		bytes_skip(&text, 1);
		if (!bytes_skip(&b, v.n + 2))
			b = bytes_over(b.base, 0);
		if (command && i == 0)
			continue;
		out_add(o, i > command ? " " : "");
		if (v.type == '*' && v.is_number) {
			out_add(o, _("array of %lld:"), (long long)v.number);
		} else if (v.type == '$' && v.is_number && v.number < 0) {
			out_add(o, "%s", _("(nothing)"));
		} else if (v.type == '$' && v.is_number) {
			size_t left = bytes_left(&b);
			out_foreign(o, b, (uint64_t)v.number < left ? (size_t)v.number : left);
			if ((uint64_t)v.number + 2 > left)
				return;
			bytes_skip(&b, (size_t)v.number + 2);
		} else if (type_index(v.type) < COUNT_OF(types)) {
			out_foreign(o, text, v.n ? v.n - 1 : 0);
		} else {
			text.pos--; /* an inline command has no type in front */
			out_foreign(o, text, v.n);
			return;
		}
	}
}

const struct app app_redis = {fits, sure, summary};
const struct protocol protocol_redis = {
        "resp", N_("Redis serialization protocol"), "Redis", app_decode, fields, groups};
