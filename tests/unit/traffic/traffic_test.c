/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets by their number, marks, comments, live captures.
 */
#include "base/err.h"
#include "tests/unit/packet/frames.h"
#include "tests/unit/traffic/captures.h"
#include "traffic/traffic.h"

static void packets_are_found_by_number(void **state)
{
	(void)state;
	struct made m = {0};
	pcap_head(&m, 0xa1b2c3d4, 1);
	struct frame f;
	frame_raw(&f, ETH4 IP4("0028", "06") "c000 0050 00000064 00000000 5002 ffff 0000 0000");
	for (uint32_t i = 0; i < 10000; i++) {
		f.bytes[f.len - 1] = (uint8_t)i;
		pcap_packet(&m, i, 0, f.bytes, (uint32_t)f.len, 1000 + i);
	}
	struct traffic *t = traffic_create(made_open(&m));
	assert_int_equal(traffic_last(t), 0);
	assert_int_equal(traffic_work(t, 10), TRAFFIC_MORE);
	assert_int_equal(traffic_last(t), 10);
	assert_true(traffic_progress(t) > 0 && traffic_progress(t) < 0.5);
	while (traffic_work(t, 1000) == TRAFFIC_MORE)
		;
	assert_int_equal(traffic_state(t), TRAFFIC_DONE);
	assert_int_equal(traffic_last(t), 10000);
	struct traffic_packet p;
	assert_false(traffic_get(t, 0, &p));
	assert_false(traffic_get(t, 10001, &p));
	for (uint64_t n = 1; n <= 10000; n += 1111) {
		assert_true(traffic_get(t, n, &p));
		assert_int_equal(p.number, n);
		assert_int_equal(p.when, (nsec)(n - 1) * NSEC_PER_SEC);
		assert_int_equal(p.length, 999 + n);
		assert_int_equal(p.bytes[p.captured - 1], (n - 1) & 0xff);
		assert_int_equal(p.kind, LAYER_TCP);
		assert_int_equal(p.dport, 80);
		assert_int_equal(p.tcp_flags, TCP_SYN);
		assert_int_equal(p.note.flow, 0);
	}
	traffic_set_reference(t, 11);
	assert_int_equal(traffic_since(t, 5 * NSEC_PER_SEC), -5 * NSEC_PER_SEC);
	traffic_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(packets_are_found_by_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
