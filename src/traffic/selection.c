/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The packets that a filter lets through.
 *
 * How it works: one bit a packet, and before each block of 512 bits how many were set so far: the
 * i-th set bit is found by halving, and then within eight words.
 */
#include "traffic/selection.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "traffic/filter.h"
#include "traffic/traffic.h"

#define WORDS 8 /* 64-bit words a block */
#define BITS (WORDS * 64)

struct block {
	uint64_t before; /* set bits of all blocks before */
	uint64_t words[WORDS];
};

struct selection {
	struct traffic *traffic;
	struct traffic_filter *filter; /* owned; NULL: every packet */
	struct block *blocks;
	uint64_t forgot; /* blocks before these: their packets are gone */
	size_t room;     /* blocks */
	uint64_t judged; /* packets 1 to this; packet n is bit n - 1 */
	uint64_t count;  /* set bits */
};

void selection_restart(struct selection *s)
{
	/* What is gone needs no verdict. */
	s->forgot = (traffic_first(s->traffic) - 1) / BITS;
	s->judged = s->forgot * BITS;
	s->count = 0;
}

struct selection *selection_create(struct traffic *t, struct traffic_filter *filter)
{
	struct selection *s = xcalloc(1, sizeof(*s));
	s->traffic = t;
	s->filter = filter;
	selection_restart(s);
	return s;
}

void selection_destroy(struct selection *s)
{
	if (!s)
		return;
	traffic_filter_destroy(s->filter);
	free(s->blocks);
	free(s);
}

static struct block *block_of(const struct selection *s, uint64_t bit)
{
	return &s->blocks[bit / BITS - s->forgot];
}

/* Room for one more block: that of packets which are gone, if it is half of all, or new. */
static void make_room(struct selection *s)
{
	uint64_t gone = (traffic_first(s->traffic) - 1) / BITS;
	uint64_t next = s->judged / BITS;
	if (gone > next)
		gone = next;
	if (gone - s->forgot > s->room / 2) {
		memmove(s->blocks, s->blocks + (gone - s->forgot),
		        (size_t)(next - gone) * sizeof(*s->blocks));
		s->forgot = gone;
		return;
	}
	s->room = s->room ? s->room * 2 : 16;
	s->blocks = xrealloc(s->blocks, s->room * sizeof(*s->blocks));
}

static void add_bit(struct selection *s, bool set)
{
	if (s->judged / BITS - s->forgot == s->room)
		make_room(s);
	struct block *b = block_of(s, s->judged);
	if (s->judged % BITS == 0)
		*b = (struct block){.before = s->count};
	b->words[s->judged / 64 % WORDS] |= (uint64_t)set << (s->judged % 64);
	s->count += set;
	s->judged++;
}

bool selection_work(struct selection *s, unsigned most)
{
	uint64_t last = traffic_last(s->traffic);
	if (!s->filter)
		return false;
	while (s->judged < last && most--)
		add_bit(s, traffic_filter_match(s->filter, s->traffic, s->judged + 1));
	return s->judged < last;
}

uint64_t selection_judged(const struct selection *s)
{
	return s->filter ? s->judged : traffic_last(s->traffic);
}

/* Set bits below bit n, which is not forgotten. */
static uint64_t rank(const struct selection *s, uint64_t n)
{
	if (n >= s->judged)
		return s->count;
	const struct block *b = block_of(s, n);
	uint64_t sum = b->before;
	size_t word = n / 64 % WORDS;
	for (size_t i = 0; i < word; i++)
		sum += (uint64_t)__builtin_popcountll(b->words[i]);
	uint64_t below = ((uint64_t)1 << (n % 64)) - 1;
	return sum + (uint64_t)__builtin_popcountll(b->words[word] & below);
}

/* Let through, but gone. */
static uint64_t gone(const struct selection *s)
{
	uint64_t before = traffic_first(s->traffic) - 1;
	return s->filter ? rank(s, before) : before;
}

uint64_t selection_count(const struct selection *s)
{
	return (s->filter ? s->count : traffic_last(s->traffic)) - gone(s);
}

/* The block that holds set bit k. */
static const struct block *find_block(const struct selection *s, uint64_t k)
{
	size_t low = 0, high = (size_t)((s->judged + BITS - 1) / BITS - s->forgot);
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (s->blocks[middle].before <= k)
			low = middle;
		else
			high = middle;
	}
	return &s->blocks[low];
}

uint64_t selection_number(const struct selection *s, uint64_t i)
{
	if (i >= selection_count(s))
		return 0;
	if (!s->filter)
		return traffic_first(s->traffic) + i;
	uint64_t k = i + gone(s);
	const struct block *b = find_block(s, k);
	k -= b->before;
	size_t word = 0;
	for (; k >= (uint64_t)__builtin_popcountll(b->words[word]); word++)
		k -= (uint64_t)__builtin_popcountll(b->words[word]);
	uint64_t bits = b->words[word];
	while (k--)
		bits &= bits - 1;
	return ((uint64_t)(b - s->blocks) + s->forgot) * BITS + word * 64 +
	       (uint64_t)__builtin_ctzll(bits) + 1;
}

uint64_t selection_index(const struct selection *s, uint64_t number)
{
	uint64_t first = traffic_first(s->traffic), last = selection_judged(s);
	if (number <= first)
		return 0;
	uint64_t bit = (number <= last ? number : last + 1) - 1;
	return (s->filter ? rank(s, bit) : bit) - gone(s);
}

bool selection_has(const struct selection *s, uint64_t number)
{
	if (number < traffic_first(s->traffic) || number > selection_judged(s))
		return false;
	uint64_t bit = number - 1;
	return !s->filter || (block_of(s, bit)->words[bit / 64 % WORDS] >> (bit % 64) & 1);
}

const struct traffic_filter *selection_filter(const struct selection *s)
{
	return s->filter;
}
