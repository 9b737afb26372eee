/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of checks over a tape made by hand: what is counted, when it is true, what ends it.
 */
#include "lab/check.h"

#include <errno.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "tape/tape.h"

#define MS NSEC_PER_MSEC
#define CLIENT 0
#define SERVER 1

/* A lab with the checks under test, its tape, and its checker. */
struct rig {
	struct lab *lab;
	struct tape *tape;
	struct checker *checker;
	nsec now;
	double rate; /* of every link */
};

static int program_of(void *user, uint16_t pane)
{
	(void)user;
	return pane < 2 ? pane : -1;
}

static double rate_of(void *user, int link)
{
	(void)link;
	return ((struct rig *)user)->rate;
}

static void rig_open(struct rig *r, const char *checks)
{
	struct buf yaml = {0};
	struct err e = {0};
	buf_printf(&yaml,
	        "name: x\ntitle: T\nabout: A\nchapter: B\nminutes: 5\nlevel: 1\n"
	        "network:\n  hosts: [{name: client}, {name: server}]\n"
	        "  links: [{between: [client, server]}]\n"
	        "programs:\n  - {name: one, host: client, run: x}\n"
	        "  - {name: two, host: server, run: x}\n"
	        "checks:\n%s"
	        "steps: [{id: s, title: S, until: [a], solution: [x]}]\n",
	        checks);
	*r = (struct rig){.now = 1000 * MS};
	r->lab = lab_parse(buf_text(&yaml), yaml.len, ".", &e);
	if (!r->lab)
		fail_msg("%s", e.text);
	buf_finish(&yaml);
	r->tape = tape_create(1 << 20);
	struct check_world cw = {
	        .tape = r->tape, .program_of = program_of, .rate = rate_of, .user = r};
	r->checker = checker_create(r->lab, &cw, &e);
	if (!r->checker)
		fail_msg("%s", e.text);
}

static void rig_close(struct rig *r)
{
	checker_destroy(r->checker);
	tape_destroy(r->tape);
	lab_destroy(r->lab);
}

static bool holds(struct rig *r, const char *name)
{
	int i = lab_check(r->lab, name);
	assert_true(i >= 0);
	return checker_truth(r->checker, (size_t)i) == CHECK_TRUE;
}

static bool update(struct rig *r)
{
	return checker_update(r->checker, r->now);
}

#define TCP_LEN 54
#define FLAG_SYN 0x02
#define FLAG_ACK 0x10

/* An Ethernet frame with TCP between the two hosts, and up to 64 bytes of data. */
static uint64_t add_tcp(
        struct rig *r, int from, uint8_t flags, const char *data, struct tape_frame f)
{
	uint8_t bytes[TCP_LEN + 64] = {[0] = 2, [5] = 1, [6] = 2, [11] = 1};
	size_t len = strlen(data);
	assert_true(len <= 64);
	bytes[12] = 8;
	bytes[14] = 0x45;
	bytes[17] = (uint8_t)(40 + len);
	bytes[22] = 64;
	bytes[23] = IPPROTO_TCP;
	bytes[26] = bytes[30] = 10;
	bytes[29] = from == CLIENT ? 1 : 2;
	bytes[33] = from == CLIENT ? 2 : 1;
	bytes[34] = bytes[36] = 0x22;
	bytes[46] = 0x50;
	bytes[47] = flags;
	bytes[48] = 0xfa;
	memcpy(bytes + TCP_LEN, data, len);
	f.direction = from == CLIENT ? 0 : 1;
	f.captured = f.length = (uint32_t)(TCP_LEN + len);
	f.bytes = bytes;
	return tape_add_frame(r->tape, r->now, &f);
}

static const struct tape_frame held = {.fate = FATE_HELD, .by = BY_WIRE, .related = TAPE_NONE};
static const struct tape_frame passed = {
        .fate = FATE_DELIVERED, .by = BY_WIRE, .related = TAPE_NONE};

static uint64_t add_repeat(struct rig *r, uint64_t of, enum frame_fate fate)
{
	struct tape_frame f = {.fate = (uint8_t)fate, .by = BY_WIRE, .related = TAPE_NONE};
	uint64_t id = add_tcp(r, CLIENT, FLAG_SYN, "", f);
	tape_relate(r->tape, id, of, MARK_REPEAT);
	return id;
}

static void frames_are_chosen(void **state)
{
	static const struct {
		const char *frame;
		bool fits;
	} cases[] = {
	        {"{}", true},
	        {"{filter: syn}", true},
	        {"{filter: synack}", false},
	        {"{from: client}", true},
	        {"{from: server}", false},
	        {"{to: server}", true},
	        {"{to: client}", false},
	        {"{link: client-server}", true},
	        {"{fate: held}", true},
	        {"{fate: dropped}", false},
	        {"{repeat: true}", false},
	        {"{field: tcp.window_size_value, is: 64000}", true},
	        {"{field: tcp.window_size_value, is: 0}", false},
	        {"{field: no.such, is: 0}", false},
	        {"{payload: 'hello\\0'}", false},
	        {"{payload: 'lo'}", true},
	        {"{payload: 'lo!'}", false},
	        {"{filter: 'from client'}", true},
	        {"{filter: 'to client'}", false},
	        {"{count: 2..}", false},
	        {"{count: 1}", true},
	        {"{count: 0}", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rig r;
		_cleanup_free_ char *yaml =
		        xasprintf("  a: {says: a, frame: %s}\n", cases[i].frame);
		rig_open(&r, yaml);
		add_tcp(&r, CLIENT, FLAG_SYN, "hello", held);
		update(&r);
		if (holds(&r, "a") != cases[i].fits)
			fail_msg("%s", cases[i].frame);
		rig_close(&r);
	}
}

static void a_fate_counts_though_it_passed(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, frame: {fate: held}}\n  b: {says: b, frame: {fate: dropped}}\n"
	             "  edited: {says: b, frame: {marks: [edited]}}\n");
	assert_false(update(&r));
	uint64_t id = add_tcp(&r, CLIENT, FLAG_SYN, "", held);
	tape_set_fate(r.tape, r.now, id, FATE_DROPPED, BY_LEARNER, MARK_EDITED);
	assert_true(update(&r));
	assert_true(holds(&r, "a") && holds(&r, "b") && holds(&r, "edited"));
	assert_int_equal(checker_event(r.checker, 0), id);
	assert_int_equal(checker_event(r.checker, 1), id + 1);
	assert_false(update(&r));
	rig_close(&r);
}

static void a_frame_counts_once_a_fate(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, frame: {fate: held, count: 2..}}\n");
	uint64_t id = add_tcp(&r, CLIENT, FLAG_SYN, "", held);
	tape_set_fate(r.tape, r.now, id, FATE_HELD, BY_LEARNER, MARK_EDITED);
	update(&r);
	assert_false(holds(&r, "a"));
	assert_string_equal(checker_detail(r.checker, 0), "1 of >= 2 frames");
	add_tcp(&r, CLIENT, FLAG_SYN, "", held);
	update(&r);
	assert_true(holds(&r, "a"));
	rig_close(&r);
}

static void now_follows_what_waits(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, now: true, frame: {fate: held}}\n"
	             "  none: {says: a, now: true, frame: {fate: held, count: 0}}\n");
	update(&r);
	assert_true(!holds(&r, "a") && holds(&r, "none"));
	uint64_t id = add_tcp(&r, CLIENT, FLAG_SYN, "", held);
	update(&r);
	assert_true(holds(&r, "a") && !holds(&r, "none"));
	tape_set_fate(r.tape, r.now, id, FATE_DELIVERED, BY_LEARNER, 0);
	assert_true(update(&r));
	assert_true(!holds(&r, "a") && holds(&r, "none"));
	assert_int_equal(checker_event(r.checker, 0), TAPE_NONE);
	rig_close(&r);
}

static void copies_of_the_wire_are_apart(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, frame: {count: 2..}}\n"
	             "  copy: {says: a, frame: {marks: [copy]}}\n");
	uint64_t id = add_tcp(&r, CLIENT, FLAG_SYN, "", passed);
	tape_relate(r.tape, add_tcp(&r, CLIENT, FLAG_SYN, "", passed), id, MARK_COPY);
	update(&r);
	assert_true(!holds(&r, "a") && holds(&r, "copy"));
	rig_close(&r);
}

static void gaps_count_from_the_last_sending(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, frame: {filter: syn, repeat: true, gap: 0.8..1.4}}\n"
	             "  two: {says: a, frame: {gap: 1.8..2.4}}\n"
	             "  three: {says: a, frame: {gap: 2.8..3.4}}\n");
	uint64_t first = add_tcp(&r, CLIENT, FLAG_SYN, "", held);
	update(&r);
	r.now += 1030 * MS;
	add_repeat(&r, first, FATE_FOLDED);
	update(&r);
	assert_true(holds(&r, "a") && !holds(&r, "two"));
	r.now += 2060 * MS;
	add_repeat(&r, first, FATE_FOLDED);
	update(&r);
	assert_true(holds(&r, "two") && !holds(&r, "three"));
	rig_close(&r);
}

static void a_step_sees_only_its_own(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, since: step, frame: {filter: syn}}\n"
	             "  lab: {says: a, frame: {filter: syn}}\n"
	             "  late: {says: a, since: step, frame: {fate: delivered}}\n"
	             "  both: {says: a, all: [a, lab]}\n");
	uint64_t id = add_tcp(&r, CLIENT, FLAG_SYN, "", held);
	update(&r);
	assert_true(holds(&r, "a") && holds(&r, "lab") && holds(&r, "both"));
	add_tcp(&r, CLIENT, FLAG_SYN, "", held); /* not yet looked at as the step begins */
	checker_begin_step(r.checker, tape_end(r.tape));
	update(&r);
	assert_true(!holds(&r, "a") && holds(&r, "lab") && !holds(&r, "both"));
	tape_set_fate(r.tape, r.now, id, FATE_DELIVERED, BY_LEARNER, 0);
	update(&r);
	assert_true(!holds(&r, "a") && holds(&r, "late"));
	add_tcp(&r, CLIENT, FLAG_SYN, "", held);
	update(&r);
	assert_true(holds(&r, "a") && holds(&r, "both"));
	checker_begin_lab(r.checker, tape_end(r.tape));
	update(&r);
	assert_true(!holds(&r, "a") && !holds(&r, "lab"));
	rig_close(&r);
}

static struct tape_socket tcp_socket(int state, uint16_t port)
{
	return (struct tape_socket){.node = SERVER,
	        .family = AF_INET,
	        .protocol = IPPROTO_TCP,
	        .state = (uint8_t)state,
	        .local_port = port,
	        .inode = port};
}

static void sockets_come_and_go(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, socket: {host: server, state: LISTEN, port: 8888}}\n"
	             "  none: {says: a, socket: {host: server, state: LISTEN, count: 0}}\n"
	             "  two: {says: a, socket: {host: server, state: LISTEN, count: 2..}}\n"
	             "  other: {says: a, socket: {host: client}}\n"
	             "  full: {says: a, now: true, socket: {host: server, recv-queue: 5..}}\n"
	             "  half: {says: a, socket: {host: server, state: SYN-RECV}}\n");
	update(&r);
	assert_true(holds(&r, "none"));
	struct tape_socket s = tcp_socket(10, 8888), t = tcp_socket(10, 9999);
	s.recv_queue = 5;
	uint64_t id = tape_add_socket(r.tape, r.now, &s);
	update(&r);
	assert_true(holds(&r, "a") && !holds(&r, "none") && !holds(&r, "two") && holds(&r, "full"));
	assert_int_equal(checker_event(r.checker, 0), id);
	tape_add_socket(r.tape, r.now, &t);
	s.recv_queue = 1;
	tape_add_socket(r.tape, r.now, &s);
	update(&r);
	assert_true(holds(&r, "two") && !holds(&r, "full"));
	s.gone = t.gone = true;
	tape_add_socket(r.tape, r.now, &s);
	tape_add_socket(r.tape, r.now, &t);
	struct tape_socket young = tcp_socket(12, 8888);
	young.remote_port = 4711;
	tape_add_socket(r.tape, r.now, &young);
	update(&r);
	assert_true(holds(&r, "a") && holds(&r, "none") && holds(&r, "half"));
	assert_false(holds(&r, "other"));
	rig_close(&r);
}

/* Many sockets, taken away in another order than they came: the count stays right. */
static void the_mirror_of_sockets_is_exact(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, now: true, socket: {host: server, count: 700}}\n"
	             "  none: {says: a, socket: {host: server, count: 0}}\n");
	for (uint16_t i = 1; i <= 1000; i++) {
		struct tape_socket s = tcp_socket(1, 80);
		s.remote_port = i;
		tape_add_socket(r.tape, r.now, &s);
		tape_add_socket(r.tape, r.now, &s); /* told again: still one */
	}
	for (unsigned i = 0; i < 300; i++) {
		struct tape_socket s = tcp_socket(1, 80);
		s.remote_port = (uint16_t)(i * 617 % 1000 + 1);
		s.gone = true;
		tape_add_socket(r.tape, r.now, &s);
	}
	update(&r);
	assert_true(holds(&r, "a"));
	for (uint16_t i = 1000; i >= 1; i--) {
		struct tape_socket s = tcp_socket(1, 80);
		s.remote_port = i;
		s.gone = true;
		tape_add_socket(r.tape, r.now, &s);
	}
	update(&r);
	assert_true(!holds(&r, "a") && holds(&r, "none"));
	rig_close(&r);
}

static void print(struct rig *r, uint16_t pane, const char *text)
{
	tape_add_output(r->tape, r->now, pane, text, strlen(text));
}

static void lines_are_matched(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, output: {program: one, matches: '^recv [0-9]+$'}}\n"
	             "  text: {says: a, output: {program: one, text: 'name? '}}\n"
	             "  other: {says: a, output: {program: two, text: recv}}\n"
	             "  three: {says: a, output: {text: x, count: 3}}\n");
	print(&r, 0, "re");
	print(&r, 0, "cv 1");
	update(&r);
	assert_false(holds(&r, "a")); /* the line may go on */
	print(&r, 0, "2\r\nyour name? ");
	update(&r);
	assert_true(holds(&r, "a") && holds(&r, "text") && !holds(&r, "other"));
	print(&r, 1, "\x1b[1;32mre\x1b]0;title\acv\x1b[0m\n");
	update(&r);
	assert_true(holds(&r, "other"));
	print(&r, 1, "x x\nx");
	print(&r, 1, "x\nx\n");
	update(&r);
	assert_true(holds(&r, "three")); /* lines, not places or chunks */
	print(&r, 1, "x\n");
	update(&r);
	assert_false(holds(&r, "three"));
	rig_close(&r);
}

static void a_carriage_return_begins_the_line_anew(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, output: {matches: '^100%$'}}\n");
	print(&r, 0, "10%\r50%\r100%\r\n");
	update(&r);
	assert_true(holds(&r, "a"));
	rig_close(&r);
}

static void the_last_line_ends_with_the_program(void **state)
{
	struct rig r;
	struct tape_program ended = {.node = CLIENT, .pane = 0, .ended = 1, .code = 3};
	struct tape_program killed = {.node = CLIENT, .pane = 0, .ended = 2, .code = 9};
	struct tape_program started = {.node = CLIENT, .pane = 0};
	(void)state;
	rig_open(&r, "  a: {says: a, output: {matches: '^bye$'}}\n"
	             "  b: {says: a, exit: {program: one, status: 3}}\n"
	             "  c: {says: a, exit: {status: 137}}\n"
	             "  two: {says: a, exit: {program: two}}\n"
	             "  any: {says: a, exit: {count: 2..}}\n");
	tape_add_program(r.tape, r.now, &started);
	print(&r, 0, "bye");
	update(&r);
	assert_false(holds(&r, "a"));
	tape_add_program(r.tape, r.now, &ended);
	update(&r);
	assert_true(holds(&r, "a") && holds(&r, "b") && !holds(&r, "c") && !holds(&r, "any"));
	tape_add_program(r.tape, r.now, &killed);
	update(&r);
	assert_true(holds(&r, "c") && holds(&r, "any") && !holds(&r, "two"));
	rig_close(&r);
}

static void call(
        struct rig *r, uint16_t pane, const char *name, int64_t result, int error, const char *data)
{
	struct tape_call c = {.node = pane,
	        .pane = pane,
	        .stage = CALL_RETURNED,
	        .enter = TAPE_NONE,
	        .fd = 3,
	        .result = result,
	        .error = error,
	        .blocked = NSEC_PER_SEC,
	        .data_kept = (uint32_t)strlen(data),
	        .data_total = (uint32_t)strlen(data),
	        .data = (const uint8_t *)data,
	        .name = name,
	        .args = "3, SOL_SOCKET, SO_REUSEADDR"};
	tape_add_call(r->tape, 1, &c);
}

static void calls_are_chosen(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, call: {name: recvfrom}}\n"
	             "  two: {says: a, call: {name: recvfrom, count: 2..}}\n"
	             "  whose: {says: a, call: {name: recvfrom, program: two}}\n"
	             "  data: {says: a, call: {name: recvfrom, data: 'orl'}}\n"
	             "  again: {says: a, call: {name: recvfrom, error: EAGAIN}}\n"
	             "  well: {says: a, call: {name: recvfrom, error: none, result: 5}}\n"
	             "  slow: {says: a, call: {name: recvfrom, blocked: 2..}}\n"
	             "  args: {says: a, call: {name: recvfrom, args: SO_REUSE}}\n"
	             "  held: {says: a, call: {name: recvfrom, stage: held}}\n"
	             "  woken: {says: a, call: {name: epoll_wait}}\n");
	call(&r, 0, "sendto", 5, 0, "world");
	update(&r);
	assert_false(holds(&r, "a"));
	call(&r, 0, "recvfrom", -1, EAGAIN, "");
	update(&r);
	assert_true(holds(&r, "a"));
	assert_true(holds(&r, "again"));
	assert_true(holds(&r, "args"));
	assert_false(holds(&r, "two"));
	assert_false(holds(&r, "well"));
	call(&r, 1, "recvfrom", 5, 0, "world");
	update(&r);
	assert_true(holds(&r, "two"));
	assert_true(holds(&r, "whose"));
	assert_true(holds(&r, "data"));
	assert_true(holds(&r, "well"));
	assert_false(holds(&r, "slow"));
	assert_false(holds(&r, "held"));
	assert_false(holds(&r, "woken"));
	call(&r, 0, "epoll_wait", 1, 0, "");
	update(&r);
	assert_true(holds(&r, "woken"));
	rig_close(&r);
}

static void rates_are_of_the_moment(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, rate: {is: 1000..}}\n"
	             "  calm: {says: a, rate: {link: client-server, is: ..5}, hold: 2}\n");
	r.rate = 5000;
	update(&r);
	assert_true(holds(&r, "a") && !holds(&r, "calm"));
	assert_string_equal(checker_detail(r.checker, 1), "5000, needs <= 5");
	r.rate = 1;
	r.now += 100 * MS;
	update(&r);
	assert_true(holds(&r, "a") && !holds(&r, "calm"));
	assert_string_equal(checker_detail(r.checker, 1), "1, needs <= 5, for less than 2 s");
	r.now += 1900 * MS;
	r.rate = 9; /* a break: the two seconds begin anew */
	update(&r);
	r.rate = 0;
	r.now += 200 * MS;
	update(&r);
	r.now += 1900 * MS;
	update(&r);
	assert_false(holds(&r, "calm"));
	r.now += 100 * MS;
	assert_true(update(&r));
	assert_true(holds(&r, "calm"));
	rig_close(&r);
}

static void order_is_that_of_the_tape(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, output: {text: A}}\n  b: {says: b, output: {text: B}}\n"
	             "  ab: {says: a, order: [a, b]}\n  ba: {says: a, order: [b, a]}\n"
	             "  all: {says: a, all: [a, b]}\n  any: {says: a, any: [a, b]}\n"
	             "  not: {says: a, not: any}\n");
	update(&r);
	assert_true(holds(&r, "not"));
	print(&r, 0, "A\n");
	update(&r);
	assert_true(!holds(&r, "ab") && holds(&r, "any") && !holds(&r, "all") && !holds(&r, "not"));
	assert_string_equal(checker_detail(r.checker, 4), "1 of 2 checks hold");
	print(&r, 0, "B\n");
	update(&r);
	assert_true(holds(&r, "ab") && !holds(&r, "ba") && holds(&r, "all"));
	rig_close(&r);
}

static void what_cannot_be_seen_does_not_hold(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, counter: {host: client, name: TcpRetransSegs, is: 0}}\n"
	             "  b: {says: a, cable: {link: client-server, plugged: true}}\n");
	update(&r);
	assert_true(!holds(&r, "a") && !holds(&r, "b"));
	assert_string_equal(checker_detail(r.checker, 0), "not measured, needs 0");
	rig_close(&r);
}

static void work_is_bounded_and_goes_on(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, output: {text: last}}\n");
	for (int i = 0; i < 10000; i++)
		print(&r, 0, "x\n");
	print(&r, 0, "last\n");
	update(&r);
	assert_false(holds(&r, "a"));
	update(&r);
	assert_true(holds(&r, "a"));
	rig_close(&r);
}

static void what_the_tape_forgot_is_skipped(void **state)
{
	struct rig r;
	(void)state;
	rig_open(&r, "  a: {says: a, output: {text: end}}\n");
	for (int i = 0; i < 60000; i++)
		print(&r, 0, "some longer line, so that the tape has to forget the first ones\n");
	assert_true(tape_lost(r.tape) > 0);
	print(&r, 0, "end\n");
	for (int i = 0; i < 10 && !holds(&r, "a"); i++)
		update(&r);
	assert_true(holds(&r, "a"));
	rig_close(&r);
}

static void a_wrong_filter_is_named(void **state)
{
	static const char yaml[] =
	        "name: x\ntitle: T\nabout: A\nchapter: B\nminutes: 5\nlevel: 1\n"
	        "network: {hosts: [{name: a}, {name: b}], links: [{between: [a, b]}]}\n"
	        "checks:\n  a: {says: a, frame: {filter: 'tcp prot 80'}}\n"
	        "steps: [{id: s, title: S, until: [a], solution: [x]}]\n";
	(void)state;
	struct err e = {0};
	struct lab *lab = lab_parse(yaml, strlen(yaml), "labs/x", &e);
	assert_non_null(lab);
	struct check_world cw = {0};
	assert_null(checker_create(lab, &cw, &e));
	assert_non_null(strstr(e.text, "labs/x/lab.yaml:9: check `a`: "));
	lab_destroy(lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(frames_are_chosen),
	        cmocka_unit_test(a_fate_counts_though_it_passed),
	        cmocka_unit_test(a_frame_counts_once_a_fate),
	        cmocka_unit_test(now_follows_what_waits),
	        cmocka_unit_test(copies_of_the_wire_are_apart),
	        cmocka_unit_test(gaps_count_from_the_last_sending),
	        cmocka_unit_test(a_step_sees_only_its_own),
	        cmocka_unit_test(sockets_come_and_go),
	        cmocka_unit_test(the_mirror_of_sockets_is_exact),
	        cmocka_unit_test(lines_are_matched),
	        cmocka_unit_test(a_carriage_return_begins_the_line_anew),
	        cmocka_unit_test(the_last_line_ends_with_the_program),
	        cmocka_unit_test(calls_are_chosen),
	        cmocka_unit_test(rates_are_of_the_moment),
	        cmocka_unit_test(order_is_that_of_the_tape),
	        cmocka_unit_test(what_cannot_be_seen_does_not_hold),
	        cmocka_unit_test(work_is_bounded_and_goes_on),
	        cmocka_unit_test(what_the_tape_forgot_is_skipped),
	        cmocka_unit_test(a_wrong_filter_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
