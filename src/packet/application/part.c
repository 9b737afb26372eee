/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stretch of an application's message, read into fields.
 */
#include "packet/application/part_internal.h"

struct part part_of_layer(struct builder *b, const struct packet_layer *l)
{
	uint32_t at = l->offset < b->captured ? l->offset : b->captured;
	uint32_t left = b->captured - at;
	return (struct part){b, at, at + (l->length < left ? l->length : left), false};
}

static bool has(struct part *p, uint32_t n)
{
	if (n <= part_left(p))
		return true;
	p->at = p->end;
	return false;
}

struct field *part_sized(struct part *p, const struct field_spec *s, uint32_t n)
{
	if (n == 0 || !has(p, n))
		return NULL;
	struct field *f = field_add_sized(p->b, s, p->at, n);
	p->at += n;
	return f;
}

struct field *part_add(struct part *p, const struct field_spec *s)
{
	return part_sized(p, s, s->bits / 8u);
}

struct field *part_upto(struct part *p, const struct field_spec *s, uint32_t n)
{
	return part_sized(p, s, n < part_left(p) ? n : part_left(p));
}

void part_peep(struct part *p, const struct field_spec *s, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if ((s[i].bit + s[i].bits + 7u) / 8u <= part_left(p))
			field_add(p->b, &s[i], p->at);
	}
}

void part_table(struct part *p, const struct field_spec *s, size_t count, uint32_t n)
{
	part_peep(p, s, count);
	part_skip(p, n);
}

struct part part_take(struct part *p, uint32_t n)
{
	struct part out = *p;
	out.cut = n > part_left(p);
	if (!out.cut)
		out.end = p->at + n;
	p->at = out.end;
	return out;
}

bool part_skip(struct part *p, uint32_t n)
{
	if (!has(p, n))
		return false;
	p->at += n;
	return true;
}

uint64_t part_number(const struct part *p, uint32_t skip, unsigned n)
{
	uint64_t value = 0;
	if (skip > part_left(p) || n > part_left(p) - skip)
		return 0;
	for (unsigned i = 0; i < n; i++)
		value = value << 8 | p->b->bytes[p->at + skip + i];
	return value;
}

struct bytes part_bytes(const struct part *p)
{
	return builder_cursor(p->b, p->at, p->end);
}

void part_say_cut(struct field *length, const struct part *body)
{
	if (length && body->cut)
		field_mean(length, _("only %u here, it goes on"), part_left(body));
}

struct field *part_head(
        struct part *p, const char *name, const char *label, uint8_t depth, uint32_t n)
{
	const struct field_spec s = {name, label, FIELD_HEADER, .depth = depth};
	uint32_t left = part_left(p);
	return field_add_sized(p->b, &s, p->at, n < left ? n : left);
}
