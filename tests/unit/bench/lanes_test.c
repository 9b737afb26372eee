/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lanes of a tape written by hand: two sends, their segments, one recv.
 */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "bench/lanes.h"
#include "tape/tape.h"

#define CLIENT_PORT 4000
#define SERVER_PORT 7000

static const uint8_t client[16] = {10, 0, 0, 1}, server[16] = {10, 0, 0, 2};

static void put16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

/* Ethernet, IPv4 and a transport header without options, from client to server. */
static uint64_t add_frame(
        struct tape *t, uint8_t protocol, uint32_t seq, uint8_t flags, size_t payload)
{
	uint8_t frame[200] = {[12] = 0x08, [14] = 0x45, [22] = 64};
	size_t header = protocol == IPPROTO_TCP ? 20 : 8, length = 34 + header + payload;
	put16(frame + 16, (unsigned)(20 + header + payload));
	frame[23] = protocol;
	memcpy(frame + 26, client, 4);
	memcpy(frame + 30, server, 4);
	put16(frame + 34, CLIENT_PORT);
	put16(frame + 36, SERVER_PORT);
	if (protocol == IPPROTO_TCP) {
		put16(frame + 38, seq >> 16);
		put16(frame + 40, seq & 0xffff);
		frame[46] = 0x50;
		frame[47] = flags;
	} else {
		put16(frame + 38, (unsigned)(8 + payload));
	}
	struct tape_frame f = {.fate = FATE_DELIVERED,
	        .related = TAPE_NONE,
	        .captured = (uint32_t)length,
	        .length = (uint32_t)length,
	        .bytes = frame};
	return tape_add_frame(t, 1, &f);
}

static uint64_t add_call(
        struct tape *t, enum tape_call_kind kind, uint8_t protocol, uint64_t offset, int64_t result)
{
	bool sends = kind == CALL_SEND;
	struct tape_call c = {.stage = CALL_RETURNED,
	        .kind = (uint8_t)kind,
	        .enter = TAPE_NONE,
	        .fd = 3,
	        .result = result,
	        .family = AF_INET,
	        .protocol = protocol,
	        .local_port = sends ? CLIENT_PORT : SERVER_PORT,
	        .remote_port = sends ? SERVER_PORT : CLIENT_PORT,
	        .offset = offset,
	        .name = sends ? "send" : "recv"};
	memcpy(c.local, sends ? client : server, 16);
	memcpy(c.remote, sends ? server : client, 16);
	return tape_add_call(t, 1, &c);
}

static void assert_part(const struct lanes_lane *lane, size_t i, uint64_t begin, uint64_t end)
{
	assert_true(i < lane->count);
	assert_int_equal(lane->parts[i].begin, begin);
	assert_int_equal(lane->parts[i].end, end);
}

static void two_sends_glued(void **state)
{
	(void)state;
	struct tape *t = tape_create(0);
	struct lanes *l = lanes_create();
	add_frame(t, IPPROTO_TCP, 1000, 0x02, 0);
	add_call(t, CALL_SEND, IPPROTO_TCP, 0, 5);
	add_call(t, CALL_SEND, IPPROTO_TCP, 5, 6);
	uint64_t lost = add_frame(t, IPPROTO_TCP, 1001, 0x18, 11);
	uint64_t again = add_frame(t, IPPROTO_TCP, 1001, 0x18, 11);
	tape_relate(t, again, lost, MARK_REPEAT);
	add_call(t, CALL_RECV, IPPROTO_TCP, 0, 11);
	tape_set_fate(t, 2, lost, FATE_DROPPED, BY_LEARNER, 0);
	assert_true(lanes_update(l, t, tape_end(t), SIZE_MAX));
	assert_int_equal(lanes_count(l), 1);
	struct lanes_flow f;
	assert_true(lanes_get(l, 0, &f));
	assert_int_equal(f.from_port, CLIENT_PORT);
	assert_int_equal(f.lanes[LANE_SEND].count, 2);
	assert_part(&f.lanes[LANE_SEND], 0, 0, 5);
	assert_part(&f.lanes[LANE_SEND], 1, 5, 11);
	assert_int_equal(f.lanes[LANE_SEGMENT].count, 2);
	assert_part(&f.lanes[LANE_SEGMENT], 0, 0, 11);
	assert_int_equal(f.lanes[LANE_SEGMENT].parts[0].fate, FATE_DROPPED);
	assert_false(f.lanes[LANE_SEGMENT].parts[0].repeated);
	assert_true(f.lanes[LANE_SEGMENT].parts[1].repeated);
	assert_part(&f.lanes[LANE_RECV], 0, 0, 11);
	for (int lane = 0; lane < LANES; lane++)
		assert_int_equal(f.lanes[lane].bytes, 11);
	size_t found[4];
	assert_int_equal(lanes_overlap(l, 0, LANE_SEND, &f.lanes[LANE_RECV].parts[0], found, 4), 2);
	assert_int_equal(
	        lanes_overlap(l, 0, LANE_SEGMENT, &f.lanes[LANE_SEND].parts[1], found, 4), 2);
	assert_false(lanes_update(l, t, tape_end(t), SIZE_MAX));
	lanes_destroy(l);
	tape_destroy(t);
}

/* A sequence number that wraps goes on in the stream. */
static void numbers_wrap(void **state)
{
	(void)state;
	struct tape *t = tape_create(0);
	struct lanes *l = lanes_create();
	add_frame(t, IPPROTO_TCP, UINT32_MAX - 9, 0x02, 0);
	add_frame(t, IPPROTO_TCP, UINT32_MAX - 8, 0x18, 100);
	add_frame(t, IPPROTO_TCP, 91, 0x18, 50);
	lanes_update(l, t, tape_end(t), SIZE_MAX);
	struct lanes_flow f;
	assert_true(lanes_get(l, 0, &f));
	assert_part(&f.lanes[LANE_SEGMENT], 0, 0, 100);
	assert_part(&f.lanes[LANE_SEGMENT], 1, 100, 150);
	lanes_destroy(l);
	tape_destroy(t);
}

static void the_same_ports_again(void **state)
{
	(void)state;
	struct tape *t = tape_create(0);
	struct lanes *l = lanes_create();
	add_frame(t, IPPROTO_TCP, 1000, 0x02, 0);
	add_frame(t, IPPROTO_TCP, 1001, 0x18, 7);
	add_frame(t, IPPROTO_TCP, 500000, 0x02, 0);
	add_frame(t, IPPROTO_TCP, 500001, 0x18, 9);
	lanes_update(l, t, tape_end(t), SIZE_MAX);
	assert_int_equal(lanes_count(l), 2);
	struct lanes_flow f;
	assert_true(lanes_get(l, 1, &f));
	assert_part(&f.lanes[LANE_SEGMENT], 0, 0, 9);
	lanes_destroy(l);
	tape_destroy(t);
}

static void datagrams_stand_below_each_other(void **state)
{
	(void)state;
	struct tape *t = tape_create(0);
	struct lanes *l = lanes_create();
	for (int i = 0; i < 2; i++) {
		add_call(t, CALL_SEND, IPPROTO_UDP, 0, 10);
		add_frame(t, IPPROTO_UDP, 0, 0, 10);
		add_call(t, CALL_RECV, IPPROTO_UDP, 0, 10);
	}
	/* Read in bites: nothing is lost between them. */
	while (lanes_update(l, t, tape_end(t), 1))
		continue;
	struct lanes_flow f;
	assert_true(lanes_get(l, 0, &f));
	for (int lane = 0; lane < LANES; lane++) {
		assert_int_equal(f.lanes[lane].count, 2);
		assert_part(&f.lanes[lane], 1, 10, 20);
	}
	lanes_destroy(l);
	tape_destroy(t);
}

/* A lane is bounded, and follows the tape in forgetting. */
static void lanes_forget(void **state)
{
	(void)state;
	struct tape *t = tape_create((size_t)64 << 20);
	struct lanes *l = lanes_create();
	struct lanes_flow f;
	for (uint64_t i = 0; i < 40000; i++)
		add_call(t, CALL_SEND, IPPROTO_TCP, i, 1);
	lanes_update(l, t, tape_end(t), SIZE_MAX);
	assert_true(lanes_get(l, 0, &f));
	assert_true(f.lanes[LANE_SEND].count <= 32768);
	assert_int_equal(f.lanes[LANE_SEND].count + f.lanes[LANE_SEND].lost, 40000);
	assert_int_equal(f.lanes[LANE_SEND].bytes, 40000);
	assert_int_equal(f.lanes[LANE_SEND].parts[f.lanes[LANE_SEND].count - 1].end, 40000);
	tape_clear(t);
	add_call(t, CALL_SEND, IPPROTO_TCP, 40000, 1);
	lanes_update(l, t, tape_end(t), SIZE_MAX);
	assert_true(lanes_get(l, 0, &f));
	assert_true(f.lanes[LANE_SEND].count <= 16384 + 1);
	lanes_destroy(l);
	tape_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(two_sends_glued),
	        cmocka_unit_test(numbers_wrap),
	        cmocka_unit_test(the_same_ports_again),
	        cmocka_unit_test(datagrams_stand_below_each_other),
	        cmocka_unit_test(lanes_forget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
