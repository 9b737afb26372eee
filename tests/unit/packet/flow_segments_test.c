/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of outstanding segments against a plain one that looks at all of them each time.
 */
#include "packet/flow/flow_segments.h"
#include "tests/unit/packet/frames.h"

#define MANY 12000

struct plain {
	struct segment at[MANY];
	unsigned count;
};

static bool after(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) > 0;
}

static bool plain_ack(struct plain *l, uint32_t ack, struct segment *exact)
{
	bool found = false;
	unsigned kept = 0;
	for (unsigned i = 0; i < l->count; i++) {
		struct segment g = l->at[i];
		if (g.end == ack && !found) {
			found = true;
			*exact = g;
		}
		if (g.end == ack)
			continue;
		if (after(ack, g.seq) && !after(ack, g.end))
			g.seq = ack;
		else if (!after(g.end, ack))
			continue;
		l->at[kept++] = g;
	}
	l->count = kept;
	return found;
}

static uint32_t plain_span(const struct plain *l, uint32_t base)
{
	uint32_t low = UINT32_MAX, high = 0;
	for (unsigned i = 0; i < l->count; i++) {
		low = l->at[i].seq - base < low ? l->at[i].seq - base : low;
		high = l->at[i].end - base > high ? l->at[i].end - base : high;
	}
	return l->count ? high - low : 0;
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* `wild` in 256: how many numbers lie anywhere. */
static void play(uint32_t seed, unsigned wild, unsigned steps)
{
	static struct plain plain;
	struct segments_pool *pool = segments_pool_create(16u << 20);
	struct segments s = {0};
	uint32_t base = 0xffffff00u, seq = base;
	plain.count = 0;
	for (unsigned i = 0; i < steps; i++) {
		uint32_t r = next(&seed), length = 1 + next(&seed) % 20;
		struct segment exact = {0}, expected = {0};
		uint32_t number = seq - next(&seed) % 200;
		if (next(&seed) % 256 < wild)
			number = next(&seed) << 8 | (r & 255);
		if (r % 3) {
			uint32_t at = r % 16 ? seq : number;
			struct segment new = {at, at + length, i, i};
			assert_true(segments_push(pool, &s, &new));
			plain.at[plain.count++] = new;
			seq = at == seq ? seq + length : seq;
		} else {
			bool found = plain_ack(&plain, number, &expected);
			assert_int_equal(segments_ack(pool, &s, number, &exact), found);
			assert_true(!found || exact.id == expected.id);
		}
		assert_int_equal(s.count, plain.count);
		assert_int_equal(segments_span(&s, base), plain_span(&plain, base));
		const struct segment *first = segments_first(&s);
		assert_true(plain.count ? first->id == plain.at[0].id : !first);
	}
	segments_clear(pool, &s);
	segments_pool_destroy(pool);
}

static void agree_with_a_plain_list(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 40; seed++)
		play(seed, seed % 4 ? 0 : 4u << seed % 5, 2000);
}

/* The third lies more than half the space from the first, and less from the second. */
static void numbers_far_apart(void **state)
{
	(void)state;
	struct segments_pool *pool = segments_pool_create(1u << 20);
	struct segments s = {0};
	struct segment exact;
	segments_push(pool, &s, &(struct segment){5060, 5070, 1, 0});
	segments_push(pool, &s, &(struct segment){978003591, 978003621, 2, 0});
	segments_push(pool, &s, &(struct segment){2753628694, 2753628696, 3, 0});
	assert_int_equal(segments_span(&s, 5000), 2753628696 - 5060);
	assert_false(segments_ack(pool, &s, 5010, &exact)); /* behind the third, by its sign */
	assert_int_equal(s.count, 2);
	assert_int_equal(segments_span(&s, 5000), 978003621 - 5060);
	segments_pool_destroy(pool);
}

static void find_what_holds_a_number(void **state)
{
	(void)state;
	struct segments_pool *pool = segments_pool_create(1u << 20);
	struct segments s = {0};
	for (uint32_t i = 0; i < 100; i++)
		segments_push(pool, &s, &(struct segment){i * 10, i * 10 + 10, i, 0});
	segments_push(pool, &s, &(struct segment){50, 60, 1000, 0});
	assert_int_equal(segments_find(&s, 55)->id, 5); /* the older of two */
	assert_int_equal(segments_find(&s, 999)->id, 99);
	assert_null(segments_find(&s, 1000));
	segments_pool_destroy(pool);
}

static void are_bounded(void **state)
{
	(void)state;
	struct segments_pool *pool = segments_pool_create(16u << 20);
	struct segments s = {0};
	for (uint32_t i = 0; i < SEGMENTS_MAX; i++)
		assert_true(segments_push(pool, &s, &(struct segment){i, i + 1, i, 0}));
	assert_false(segments_push(pool, &s, &(struct segment){1, 2, 3, 0}));
	assert_int_equal(s.count, SEGMENTS_MAX);
	segments_pool_destroy(pool);
	pool = segments_pool_create(1u << 20); /* the pool's own bound comes first */
	s = (struct segments){0};
	uint32_t took = 0;
	while (segments_push(pool, &s, &(struct segment){took, took + 1, took, 0}))
		took++;
	assert_true(took > 2 && took < SEGMENTS_MAX);
	assert_true(segments_pool_bytes(pool) <= 1u << 20);
	segments_clear(pool, &s);
	assert_true(segments_push(pool, &s, &(struct segment){1, 2, 3, 0})); /* used again */
	segments_pool_destroy(pool);
	segments_pool_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(agree_with_a_plain_list),
	        cmocka_unit_test(numbers_far_apart),
	        cmocka_unit_test(find_what_holds_a_number),
	        cmocka_unit_test(are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
