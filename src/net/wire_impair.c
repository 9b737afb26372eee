/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chance, delay and rate of a bad line.
 */
#include "net/wire_impair.h"

#include <stdlib.h>

#include "base/alloc.h"

#define ETHERNET_HEADER 14u
#define PPM 1000000u

/* splitmix64 (Steele, Lea, Flood 2014): any seed is a good one. */
static uint64_t draw(struct wire_impair *w)
{
	uint64_t z = w->random += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static bool happens(struct wire_impair *w, uint32_t ppm)
{
	return draw(w) % PPM < ppm;
}

void wire_impair_set(struct wire_impair *w, const struct wire_impairment *set, uint64_t salt)
{
	w->set = *set;
	if (!w->set.seed)
		w->set.seed = 1;
	w->random = w->set.seed + salt * 0xd1342543de82ef95u;
	w->on = set->delay > 0 || set->jitter > 0 || set->loss_ppm || set->duplicate_ppm ||
	        set->reorder_ppm || set->corrupt_ppm || set->rate_bit || set->mtu;
	w->busy_until = INT64_MIN;
	w->waiting = 0;
	if (set->rate_bit && !w->departures)
		w->departures = xcalloc(WIRE_RATE_QUEUE, sizeof(*w->departures));
}

void wire_impair_finish(struct wire_impair *w)
{
	free(w->departures);
	w->departures = NULL;
}

/* When the line has sent this frame after those before it; false: the queue is full. */
static bool serialise(struct wire_impair *w, nsec when, uint32_t length, nsec *sent)
{
	while (w->waiting && w->departures[w->departed] <= when) {
		w->departed = (w->departed + 1) % WIRE_RATE_QUEUE;
		w->waiting--;
	}
	if (w->waiting == WIRE_RATE_QUEUE)
		return false;
	double ns = (double)length * 8 * (double)NSEC_PER_SEC / (double)w->set.rate_bit;
	w->busy_until = (when > w->busy_until ? when : w->busy_until) + (nsec)ns;
	w->departures[(w->departed + w->waiting) % WIRE_RATE_QUEUE] = w->busy_until;
	w->waiting++;
	*sent = w->busy_until;
	return true;
}

/* Between -jitter and +jitter. */
static nsec sway(const struct wire_impair *w, uint64_t random)
{
	if (w->set.jitter <= 0)
		return 0;
	return (nsec)(random % (uint64_t)(2 * w->set.jitter + 1)) - w->set.jitter;
}

struct wire_verdict wire_impair_frame(struct wire_impair *w, nsec when, uint32_t length)
{
	struct wire_verdict v = {.due = when};
	bool lost = happens(w, w->set.loss_ppm);
	v.duplicate = happens(w, w->set.duplicate_ppm);
	v.late = happens(w, w->set.reorder_ppm);
	v.corrupt = happens(w, w->set.corrupt_ppm) && length > ETHERNET_HEADER;
	uint64_t where = draw(w), bit = draw(w), jitter = draw(w);
	if (v.corrupt) {
		v.offset = ETHERNET_HEADER + (uint32_t)(where % (length - ETHERNET_HEADER));
		v.flip = (uint8_t)(1u << bit % 8);
	}
	bool too_large = w->set.mtu && length > w->set.mtu + ETHERNET_HEADER;
	v.drop = lost || too_large || (w->set.rate_bit && !serialise(w, when, length, &v.due));
	if (v.drop)
		return v;
	nsec delay = w->set.delay + sway(w, jitter);
	v.due += delay > 0 ? delay : 0;
	if (v.late) {
		v.due += WIRE_REORDER_WAIT;
		return v;
	}
	if (v.due < w->last_due)
		v.due = w->last_due;
	w->last_due = v.due;
	return v;
}
