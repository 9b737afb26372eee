/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One conversation among others, followed as it grows.
 */
#include <string.h>

#include "tests/unit/packet/frames.h"
#include "tests/unit/traffic/captures.h"
#include "traffic/points.h"
#include "traffic/traffic.h"

#define SYN ETH4 IP4("0028", "06") "c000 0050 00000064 00000000 5002 ffff 0000 0000"
#define OTHER ETH4 IP4("0028", "06") "c001 0050 00000064 00000000 5002 ffff 0000 0000"
#define DATA ETH4 IP4("002b", "06") "c000 0050 00000065 00000000 5008 1000 0000 0000 61 62 63"

static void one_among_others(void **state)
{
	(void)state;
	static const char *const frames[] = {SYN, OTHER, DATA, OTHER};
	struct made m = {0};
	pcap_head(&m, 0xa1b2c3d4, 1);
	for (uint32_t i = 0; i < 4; i++) {
		struct frame f;
		frame_raw(&f, frames[i]);
		pcap_packet(&m, i, 0, f.bytes, (uint32_t)f.len, (uint32_t)f.len);
		frame_finish(&f);
	}
	struct traffic *t = traffic_create(made_open(&m));
	struct points *p = points_create(t, 0);
	const struct point *at;
	assert_false(points_work(p, 10));
	traffic_work(t, 1);
	assert_false(points_work(p, 10));
	assert_int_equal(points_get(p, &at), 1);
	while (traffic_work(t, 100) == TRAFFIC_MORE)
		;
	assert_true(points_work(p, 1));
	assert_false(points_work(p, 100));
	assert_int_equal(points_get(p, &at), 2);
	assert_int_equal(at[0].number, 1);
	assert_int_equal(at[0].tcp_flags, TCP_SYN);
	assert_int_equal(at[1].number, 3);
	assert_int_equal(at[1].seq, 1);
	assert_int_equal(at[1].length, 3);
	assert_int_equal(at[1].when, 2 * NSEC_PER_SEC);
	assert_int_equal(at[1].direction, 0);
	assert_false(points_cut(p));
	points_destroy(p);
	traffic_destroy(t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(one_among_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
