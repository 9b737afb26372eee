/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adding fields to a list.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/text.h"
#include "packet/checksum.h"
#include "packet/fields_internal.h"

/* A frame of 256 KiB may hold that many options or DNS records; nobody reads that many. */
#define FIELDS_MAX 4096

const char *word_find(const struct word *words, uint32_t value)
{
	for (; words && words->text; words++) {
		if (words->value == value)
			return _(words->text);
	}
	return NULL;
}

void field_mean(struct field *f, const char *fmt, ...)
{
	if (!f)
		return;
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(f->meaning, sizeof(f->meaning), fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof(f->meaning))
		f->meaning[text_whole(f->meaning, sizeof(f->meaning) - 1)] = '\0';
}

static uint64_t read_bits(const uint8_t *at, unsigned bit, unsigned bits)
{
	uint64_t value = 0;
	for (unsigned i = bit; i < bit + bits;) {
		unsigned in_byte = i % 8;
		unsigned take = 8 - in_byte;
		if (take > bit + bits - i)
			take = bit + bits - i;
		unsigned piece = at[i / 8] >> (8 - in_byte - take);
		value = value << take | (piece & ((1u << take) - 1));
		i += take;
	}
	return value;
}

static uint64_t read_number(const struct field *f, const uint8_t *at)
{
	uint8_t turned[8];
	if (!f->little)
		return read_bits(at, f->bit, f->bits);
	for (unsigned i = 0; i < f->little; i++)
		turned[f->little - 1 - i] = at[i];
	return read_bits(turned, f->bit, f->bits);
}

static struct field *list_push(struct builder *b)
{
	struct field_list *list = b->list;
	if (list->count == FIELDS_MAX)
		return NULL;
	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 64;
		list->at = xrealloc(list->at, list->room * sizeof(*list->at));
	}
	struct field *f = &list->at[list->count++];
	f->meaning[0] = '\0';
	return f;
}

static struct field *push_bits(
        struct builder *b, const struct field_spec *s, uint32_t at, unsigned bit, uint32_t bits)
{
	uint32_t length = s->little ? s->little : (bit + bits + 7) / 8;
	if (s->little)
		bit = s->little * 8u - s->low - bits;
	if (at > b->captured || length > b->captured - at)
		return NULL;
	struct field *f = list_push(b);
	if (!f)
		return NULL;
	f->name = s->name;
	f->label = s->label;
	f->depth = s->depth;
	f->form = s->form;
	f->layer = b->layer;
	f->bit = (uint8_t)bit;
	f->bits = (uint16_t)(bits < UINT16_MAX ? bits : UINT16_MAX);
	f->scale = s->scale ? s->scale : 1;
	f->offset = at;
	f->length = length;
	bool number = bits <= 64 && s->form != FIELD_HEADER && s->form != FIELD_TEXT;
	f->little = s->little;
	f->value = number ? read_number(f, b->bytes + at) * f->scale : 0;
	const char *text = number ? word_find(s->words, (uint32_t)f->value) : NULL;
	if (text)
		field_mean(f, "%s", text);
	return f;
}

struct field *field_add(struct builder *b, const struct field_spec *s, uint32_t base)
{
	return push_bits(b, s, base + s->bit / 8, s->bit % 8, s->bits);
}

struct field *field_add_sized(
        struct builder *b, const struct field_spec *s, uint32_t at, uint32_t n)
{
	return push_bits(b, s, at, 0, n * 8);
}

void field_add_all(struct builder *b, const struct field_spec *s, size_t count, uint32_t base)
{
	for (size_t i = 0; i < count; i++)
		field_add(b, &s[i], base);
}

bool builder_copy(const struct builder *b, uint32_t at, void *out, size_t n)
{
	struct bytes c = bytes_over(b->bytes, b->captured);
	return bytes_skip(&c, at) && bytes_copy(&c, out, n);
}

struct bytes builder_cursor(const struct builder *b, uint32_t at, uint32_t end)
{
	struct bytes c = bytes_over(b->bytes, end < b->captured ? end : b->captured);
	bytes_skip(&c, at);
	return c;
}

struct field *builder_find(struct builder *b, size_t from, const char *name)
{
	for (size_t i = from; i < b->list->count; i++) {
		if (strcmp(b->list->at[i].name, name) == 0)
			return &b->list->at[i];
	}
	return NULL;
}

void field_judge_checksum(struct builder *b, struct field *f)
{
	if (!f)
		return;
	struct checksum_result r = checksum_of(b->p, b->bytes, b->layer);
	switch (r.state) {
	case CHECKSUM_NONE:
		break;
	case CHECKSUM_UNCHECKED:
		field_mean(
		        f, "%s", r.unused ? _("not used") : _("not checked: parts are not here"));
		break;
	case CHECKSUM_CORRECT:
		field_mean(f, _("correct"));
		break;
	case CHECKSUM_WRONG:
		if (r.size == 4)
			field_mean(f,
			        r.partial ? _("not computed yet: left to the network card, to be "
			                      "0x%08x")
			                  : _("wrong, should be 0x%08x"),
			        r.expected);
		else
			field_mean(f,
			        r.partial ? _("not computed yet: left to the network card, to be "
			                      "0x%04x")
			                  : _("wrong, should be 0x%04x"),
			        r.expected);
		break;
	}
}
