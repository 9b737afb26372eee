/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks and comments on packets. They are few: lists by number.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "traffic/traffic_internal.h"

#define TEXTS_MAX ((size_t)64 << 20) /* of the file's comments; what is beyond is not shown */

void traffic_take_comment(struct traffic *t, const char *text, uint32_t length)
{
	if (t->texts.len + length + 1 > TEXTS_MAX)
		return;
	struct traffic_note n = {.number = t->count, .at = t->texts.len, .length = length};
	buf_add(&t->texts, text, length);
	buf_putc(&t->texts, '\0');
	vec_push(&t->comments, n);
}

/* The index of the first entry whose number is at least that. */
static size_t find_own(const struct traffic *t, uint64_t number)
{
	size_t low = 0, high = t->own.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->own.at[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct traffic_own *own_of(const struct traffic *t, uint64_t number)
{
	size_t i = find_own(t, number);
	bool there = i < t->own.count && t->own.at[i].number == number;
	return there ? &t->own.at[i] : NULL;
}

static struct traffic_own *make_own(struct traffic *t, uint64_t number)
{
	struct traffic_own *old = own_of(t, number);
	if (old)
		return old;
	size_t i = find_own(t, number);
	vec_push(&t->own, (struct traffic_own){0});
	memmove(&t->own.at[i + 1], &t->own.at[i], (t->own.count - 1 - i) * sizeof(*t->own.at));
	t->own.at[i] = (struct traffic_own){.number = number};
	return &t->own.at[i];
}

static void drop_if_empty(struct traffic *t, const struct traffic_own *o)
{
	if (!o->marked && !o->comment)
		vec_remove(&t->own, (size_t)(o - t->own.at));
}

void traffic_mark(struct traffic *t, uint64_t number, bool marked)
{
	if (!traffic_there(t, number) || traffic_marked(t, number) == marked)
		return;
	struct traffic_own *o = make_own(t, number);
	o->marked = marked;
	if (marked)
		t->marks++;
	else
		t->marks--;
	t->changed++;
	drop_if_empty(t, o);
}

bool traffic_marked(const struct traffic *t, uint64_t number)
{
	const struct traffic_own *o = own_of(t, number);
	return o && o->marked;
}

uint64_t traffic_mark_count(const struct traffic *t)
{
	return t->marks;
}

uint64_t traffic_find_mark(const struct traffic *t, uint64_t from, int step)
{
	size_t i = find_own(t, step > 0 ? from + 1 : from);
	for (; step > 0 && i < t->own.count; i++)
		if (t->own.at[i].marked)
			return t->own.at[i].number;
	while (step < 0 && i > 0)
		if (t->own.at[--i].marked)
			return t->own.at[i].number;
	return 0;
}

void traffic_set_comment(struct traffic *t, uint64_t number, const char *text)
{
	if (!traffic_there(t, number))
		return;
	struct traffic_own *o = make_own(t, number);
	free(o->comment);
	o->comment = text && *text ? xstrdup(text) : NULL;
	t->changed++;
	drop_if_empty(t, o);
}

static int compare_notes(const void *a, const void *b)
{
	const struct traffic_note *x = a, *y = b;
	return x->number < y->number ? -1 : x->number > y->number;
}

const char *traffic_comment(const struct traffic *t, uint64_t number)
{
	const struct traffic_own *o = own_of(t, number);
	if (o && o->comment)
		return o->comment;
	struct traffic_note key = {.number = number};
	const struct traffic_note *n = t->comments.count
	                                       ? bsearch(&key, t->comments.at, t->comments.count,
	                                                 sizeof(key), compare_notes)
	                                       : NULL;
	return n ? t->texts.at + n->at : NULL;
}
