/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every byte of a large transfer over a wire that loses and reorders is accounted for in the lanes:
 * what was sent, what crossed, what was received; and both programs saw the same bytes.
 */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "bench/bench.h"
#include "bench/command.h"
#include "bench/lanes.h"
#include "loop/loop.h"
#include "net/wire.h"
#include "net/world.h"
#include "tape/tape.h"
#include "term/terminal.h"
#include "tests/netns/support.h"

#define BYTES 10485760
#define PORT 7000
#define DEADLINE (50 * NSEC_PER_SEC)

/* Programs that know nothing of wirelab: a pseudo-random stream and its digest at both ends. */
static const char receiver[] =
        "python3 -c 'import socket, hashlib\n"
        "s = socket.create_server((\"\", 7000)); c = s.accept()[0]; h = hashlib.sha256(); n = 0\n"
        "while True:\n"
        "    b = c.recv(65536)\n"
        "    if not b: break\n"
        "    h.update(b); n += len(b)\n"
        "print(\"received\", n, h.hexdigest())'";
static const char sender[] = "python3 -c 'import socket, hashlib, random\n"
                             "b = random.Random(7).randbytes(10485760); c = "
                             "socket.create_connection((\"server\", 7000))\n"
                             "c.sendall(b); c.close()\n"
                             "print(\"sent\", len(b), hashlib.sha256(b).hexdigest())'";

static struct bench *open_bench(struct loop *l, struct topology *t)
{
	static const char *const hosts[] = {"server", "client"};
	static const struct bench_program programs[] = {
	        {.name = "server", .host = "server", .run = receiver},
	        {.name = "client", .host = "client", .run = sender},
	};
	struct err e = {0};
	assert_true(topology_simple(t, hosts, 2, &e) && topology_complete(t, &e));
	struct bench_options o = {.topology = t,
	        .programs = programs,
	        .program_count = 2,
	        .mode = WIRE_PASS,
	        .gate = "",
	        .calls = CALLS_PASS,
	        .cols = 200,
	        .tape_bytes = (size_t)256 << 20};
	struct bench *b = bench_create(l, &o, &e);
	if (!b)
		fail_msg("%s", e.text);
	if (!command_run(b, "impair all loss 1% reorder 2% seed 7", &e))
		fail_msg("%s", e.text);
	return b;
}

static bool is_over(const struct bench *b)
{
	for (size_t i = 0; i < bench_panes(b); i++)
		if (terminal_status(bench_pane(b, i)->terminal).state != TERMINAL_EXITED)
			return false;
	return true;
}

static void print_panes(const struct bench *b)
{
	for (size_t i = 0; i < bench_panes(b); i++) {
		struct buf text = {0};
		vt_text(terminal_vt(bench_pane(b, i)->terminal), 0, 9, &text);
		print_message("%s: %s\n", bench_pane(b, i)->name, buf_text(&text));
		buf_finish(&text);
	}
}

/* The digest that a pane printed behind its byte count. */
static void digest_of(const struct bench *b, const char *name, const char *verb, char out[65])
{
	struct buf text = {0};
	char before[40];
	int pane = bench_pane_find(b, name);
	snprintf(before, sizeof(before), "%s %d ", verb, BYTES);
	vt_text(terminal_vt(bench_pane(b, (size_t)pane)->terminal), 0, 9, &text);
	const char *at = strstr(buf_text(&text), before);
	assert_non_null(at);
	snprintf(out, 65, "%s", at + strlen(before));
	buf_finish(&text);
}

/* From 0 on without a gap or an overlap: what a stream is at both of its ends. */
static void assert_whole(const struct lanes_lane *lane)
{
	uint64_t at = 0;
	for (size_t i = 0; i < lane->count; i++) {
		assert_int_equal(lane->parts[i].begin, at);
		at = lane->parts[i].end;
	}
	assert_int_equal(at, BYTES);
	assert_int_equal(lane->bytes, BYTES);
}

static bool find_flow(const struct lanes *l, struct lanes_flow *f)
{
	for (size_t i = 0; i < lanes_count(l); i++)
		if (lanes_get(l, i, f) && f->to_port == PORT && f->protocol == IPPROTO_TCP)
			return true;
	return false;
}

static void ten_mebibytes_are_accounted_for(void **state)
{
	(void)state;
	struct topology t = {0};
	struct loop *loop = loop_create();
	struct bench *b = open_bench(loop, &t);
	nsec end = clock_now() + DEADLINE;
	while (!is_over(b) && clock_now() < end)
		loop_turn(loop, 50 * NSEC_PER_MSEC);
	if (!is_over(b)) {
		print_panes(b);
		fail_msg("the transfer has not ended");
	}
	char sent[65], received[65];
	digest_of(b, "client", "sent", sent);
	digest_of(b, "server", "received", received);
	assert_string_equal(sent, received);
	struct lanes *lanes = lanes_create();
	assert_int_equal(tape_lost(bench_tape(b)), 0);
	lanes_update(lanes, bench_tape(b), tape_end(bench_tape(b)), SIZE_MAX);
	struct lanes_flow f;
	assert_true(find_flow(lanes, &f));
	assert_whole(&f.lanes[LANE_SEND]);
	assert_whole(&f.lanes[LANE_RECV]);
	assert_int_equal(f.lanes[LANE_SEGMENT].bytes, BYTES);
	size_t repeated = 0, dropped = 0;
	for (size_t i = 0; i < f.lanes[LANE_SEGMENT].count; i++) {
		repeated += f.lanes[LANE_SEGMENT].parts[i].repeated;
		dropped += f.lanes[LANE_SEGMENT].parts[i].fate == FATE_DROPPED;
	}
	print_message("%zu segments, %zu dropped, %zu sent again\n", f.lanes[LANE_SEGMENT].count,
	        dropped, repeated);
	assert_true(dropped > 0 && repeated >= dropped);
	lanes_destroy(lanes);
	bench_destroy(b);
	loop_destroy(loop);
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	const struct CMUnitTest tests[] = {cmocka_unit_test(ten_mebibytes_are_accounted_for)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
