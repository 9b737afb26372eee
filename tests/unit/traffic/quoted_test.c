/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ICMP errors are found from the conversation whose packet they quote, and say which packet it is.
 */
#include <stdio.h>
#include <stdlib.h>

#include "packet/flow/flow_summary.h"
#include "tests/unit/packet/frames.h"
#include "tests/unit/traffic/captures.h"
#include "traffic/filter.h"
#include "traffic/selection.h"

#define SENT(id) "4500 0024 " id " 4000 40 11 0000 0a000001 0a000002 "
#define ANSWER "4500 0024 0007 4000 40 11 0000 0a000002 0a000001 "
#define UDP "c000 0035 0010 0000 "
#define ERROR4 "4500 0038 0009 0000 40 01 0000 0a000009 0a000001 "
#define ERROR6                                                  \
	"6000 0000 0038 3a40 fd000000000000000000000000000009 " \
	"fd000000000000000000000000000001 "
#define SENT6                                                   \
	"6000 0000 0008 1140 fd000000000000000000000000000001 " \
	"fd000000000000000000000000000002 "

static const char *const frames[] = {
        ETH4 SENT("0001") UDP "6161616161616161",
        ETH4 SENT("0002") UDP "6262626262626262",
        ETH4 ANSWER "0035 c000 0010 0000 6363636363636363",
        ETH4 ERROR4 "0303 0000 0000 0000 " SENT("0001") UDP,
        ETH4 ERROR4 "0b00 0000 0000 0000 " ANSWER "0035 c000 0010 0000",
        /* of the conversation, but not captured; of none; cut off within the quote */
        ETH4 ERROR4 "0303 0000 0000 0000 " SENT("0005") UDP,
        ETH4 ERROR4 "0303 0000 0000 0000 " SENT("0001") "c001 0035 0010 0000",
        ETH4 ERROR4 "0303 0000 0000 0000 4500 0024 0001",
        ETH6 SENT6 "c000 0035 0008 0000",
        ETH6 ERROR6 "0104 0000 0000 0000 " SENT6 "c000 0035 0008 0000",
        ETH "0806 0001 0800 0604 0001 020000000001 0a000001 000000000000 0a000002",
};
#define COUNT (sizeof(frames) / sizeof(frames[0]))

static const struct {
	uint64_t about, quoted;
	uint8_t direction;
} wanted[COUNT + 1] = {
        [1] = {FLOW_NONE, 0, 0},
        [2] = {FLOW_NONE, 0, 0},
        [3] = {FLOW_NONE, 0, 1},
        [4] = {0, 1, 1},
        [5] = {0, 3, 0},
        [6] = {0, 0, 1},
        [7] = {FLOW_NONE, 0, 0},
        [8] = {FLOW_NONE, 0, 0},
        [9] = {FLOW_NONE, 0, 0},
        [10] = {1, 9, 1},
        [11] = {FLOW_NONE, 0, 0},
};

static struct traffic *make_traffic(void)
{
	struct made m = {0};
	struct frame f;
	section(&m);
	interface(&m, 1, 0);
	for (size_t i = 0; i < COUNT; i++) {
		frame_raw(&f, frames[i]);
		packet(&m, 0, 1000000 * (i + 1), f.bytes, (uint32_t)f.len, (uint32_t)f.len, NULL);
		field_list_finish(&f.list);
	}
	struct traffic *t = traffic_create(made_open(&m));
	while (traffic_work(t, 100) == TRAFFIC_MORE)
		;
	assert_int_equal(traffic_last(t), COUNT);
	return t;
}

static void test_what_errors_quote(void **state)
{
	(void)state;
	struct traffic *t = make_traffic();
	for (uint64_t n = 1; n <= COUNT; n++) {
		struct traffic_packet k;
		assert_true(traffic_peek(t, n, &k));
		if (k.about != wanted[n].about || k.note.direction != wanted[n].direction)
			fail_msg("#%d is about %lld, direction %d", (int)n, (long long)k.about,
			        k.note.direction);
		assert_int_equal(traffic_quoted(t, n), wanted[n].quoted);
		/* It is not of the conversation, and counts nowhere in it. */
		assert_true(k.about == FLOW_NONE || k.note.flow == FLOW_NONE);
		assert_int_equal(k.note.seq, 0);
	}
	struct flow_summary s;
	assert_true(flow_summary(traffic_flows(t), 0, &s));
	assert_int_equal(s.sides[0].packets + s.sides[1].packets, 3);
	traffic_destroy(t);
}

static void test_found_from_the_conversation(void **state)
{
	(void)state;
	struct traffic *t = make_traffic();
	const struct traffic_filter_context c = {.traffic = t};
	struct traffic_filter_error e;
	struct traffic_filter *f = traffic_filter_create("stream 0", &c, &e);
	assert_non_null(f);
	for (uint64_t n = 1; n <= COUNT; n++)
		assert_int_equal(traffic_filter_match(f, t, n), n <= 6);
	traffic_filter_destroy(f);
	traffic_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_what_errors_quote),
	        cmocka_unit_test(test_found_from_the_conversation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
