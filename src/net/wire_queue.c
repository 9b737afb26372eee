/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames that leave later: a binary heap.
 */
#include "net/wire_queue.h"

#include <stdlib.h>

#include "base/alloc.h"

static bool before(const struct wire_later *a, const struct wire_later *b)
{
	return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void swap(struct wire_later *a, struct wire_later *b)
{
	struct wire_later t = *a;
	*a = *b;
	*b = t;
}

static void sift_up(struct wire_queue *q, size_t i)
{
	while (i && before(&q->heap[i], &q->heap[(i - 1) / 2])) {
		swap(&q->heap[i], &q->heap[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
}

static void sift_down(struct wire_queue *q, size_t i)
{
	for (;;) {
		size_t least = i;
		for (size_t child = 2 * i + 1; child <= 2 * i + 2; child++)
			if (child < q->count && before(&q->heap[child], &q->heap[least]))
				least = child;
		if (least == i)
			return;
		swap(&q->heap[i], &q->heap[least]);
		i = least;
	}
}

static struct wire_later remove_at(struct wire_queue *q, size_t i)
{
	struct wire_later l = q->heap[i];
	q->heap[i] = q->heap[--q->count];
	if (i < q->count) {
		sift_down(q, i);
		sift_up(q, i);
	}
	return l;
}

void wire_queue_finish(struct wire_queue *q)
{
	for (size_t i = 0; i < q->count; i++)
		free(q->heap[i].bytes);
	free(q->heap);
	*q = (struct wire_queue){0};
}

uint64_t wire_queue_put(struct wire_queue *q, const struct wire_later *l)
{
	if (q->count == q->room) {
		q->room = q->room ? q->room * 2 : 64;
		q->heap = xrealloc(q->heap, q->room * sizeof(*q->heap));
	}
	struct wire_later *put = &q->heap[q->count++];
	*put = *l;
	if (!put->order)
		put->order = ++q->orders;
	uint64_t order = put->order;
	sift_up(q, q->count - 1);
	return order;
}

nsec wire_queue_due(const struct wire_queue *q)
{
	return q->count ? q->heap[0].due : WIRE_QUEUE_NEVER;
}

bool wire_queue_take(struct wire_queue *q, nsec now, struct wire_later *out)
{
	if (wire_queue_due(q) > now || !q->count)
		return false;
	*out = remove_at(q, 0);
	return true;
}

void wire_queue_hasten(struct wire_queue *q, uint64_t order, nsec due)
{
	for (size_t i = 0; i < q->count; i++) {
		if (q->heap[i].order != order)
			continue;
		struct wire_later l = remove_at(q, i);
		l.due = due;
		l.order = 0;
		wire_queue_put(q, &l);
		return;
	}
}
