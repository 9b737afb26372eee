/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packed bytes come back as they were, as gzip(1) reads and writes them, too; what is damaged or
 * too much ends with an error.
 */
#include "capture/gzip.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_same(const struct buf *a, const struct buf *b)
{
	assert_int_equal(a->len, b->len);
	assert_memory_equal(buf_text(a), buf_text(b), a->len);
}

/* Long enough for several turns, and not too regular. */
static void fill(struct buf *b, size_t n)
{
	uint32_t x = 1;
	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		buf_putc(b, (char)(i % 3 ? x >> 28 : 'a'));
	}
}

static void comes_back(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, 65536, 300001};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct buf plain = {0}, packed = {0}, again = {0}, back = {0};
		fill(&plain, sizes[i]);
		gzip_pack(plain.at, plain.len, &packed);
		gzip_pack(plain.at, plain.len, &again);
		assert_true(gzip_is(packed.at, packed.len));
		assert_same(&packed, &again);
		assert_int_equal(gzip_unpack(packed.at, packed.len, sizes[i], &back), 0);
		assert_same(&plain, &back);
		buf_finish(&plain);
		buf_finish(&packed);
		buf_finish(&again);
		buf_finish(&back);
	}
}

static void reads_members(void **state)
{
	(void)state;
	struct buf packed = {0}, back = {0};
	gzip_pack("one ", 4, &packed);
	gzip_pack("two", 3, &packed);
	assert_int_equal(gzip_unpack(packed.at, packed.len, 100, &back), 0);
	assert_string_equal(buf_text(&back), "one two");
	buf_finish(&packed);
	buf_finish(&back);
}

static void ends_where_it_is_wrong(void **state)
{
	(void)state;
	struct buf plain = {0}, packed = {0}, back = {0};
	fill(&plain, 200000);
	gzip_pack(plain.at, plain.len, &packed);
	assert_int_equal(gzip_unpack(packed.at, packed.len, 199999, &back), -EFBIG);
	assert_int_equal(back.len, 199999);
	buf_clear(&back);
	assert_int_equal(gzip_unpack(packed.at, packed.len / 2, 200000, &back), -EINVAL);
	assert_in_range(back.len, 1, 199999);
	assert_memory_equal(back.at, plain.at, back.len);
	buf_clear(&back);
	packed.at[packed.len - 6] ^= 1; /* of the checksum */
	assert_int_equal(gzip_unpack(packed.at, packed.len, 200000, &back), -EINVAL);
	buf_clear(&back);
	assert_int_equal(gzip_unpack("\x1f\x8b\x08", 3, 100, &back), -EINVAL);
	assert_false(gzip_is("\x1f\x8b", 2));
	buf_finish(&plain);
	buf_finish(&packed);
	buf_finish(&back);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(comes_back),
	        cmocka_unit_test(reads_members),
	        cmocka_unit_test(ends_where_it_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
