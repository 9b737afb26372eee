/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire without any interface: what becomes of frames, what the tape says of it, what comes
 * out at the other end. The test is the ports and the clock.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "net/wire_internal.h"

#define SENT_MAX 12000

struct sent {
	int link, end;
	nsec when;
	uint32_t len;
	uint8_t bytes[100];
};

struct fixture {
	struct topology topology;
	struct tape *tape;
	struct wire *wire;
	nsec now, armed;
	int answer; /* of the ports */
	struct sent sent[SENT_MAX];
	int sent_count;
	int told, changes;
	uint64_t last_told;
};

static int fake_inject(void *user, int link, int end, const uint8_t *bytes, size_t len)
{
	struct fixture *f = user;
	if (f->answer)
		return f->answer;
	assert_true(f->sent_count < SENT_MAX);
	struct sent *s = &f->sent[f->sent_count++];
	*s = (struct sent){.link = link, .end = end, .when = f->now, .len = (uint32_t)len};
	memcpy(s->bytes, bytes, len < sizeof(s->bytes) ? len : sizeof(s->bytes));
	return 0;
}

static nsec fake_now(void *user)
{
	const struct fixture *f = user;
	return f->now;
}

static void fake_arm(void *user, nsec due)
{
	struct fixture *f = user;
	f->armed = due;
}

static void on_frame(
        void *user, uint64_t frame, const struct packet *p, const struct flow_note *note)
{
	struct fixture *f = user;
	(void)p;
	(void)note;
	f->told++;
	f->last_told = frame;
}

static void on_change(void *user)
{
	struct fixture *f = user;
	f->changes++;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *const hosts[] = {"client", "server"};
	struct err e = {0};
	if (!topology_simple(&f->topology, hosts, 2, &e) || !topology_complete(&f->topology, &e))
		return -1;
	struct wire_below below = {
	        .inject = fake_inject, .now = fake_now, .arm = fake_arm, .user = f};
	f->tape = tape_create(8 << 20);
	f->wire = wire_core_create(&f->topology, f->tape, &below);
	f->armed = WIRE_QUEUE_NEVER;
	f->now = NSEC_PER_SEC;
	wire_listen(f->wire, on_frame, on_change, f);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	wire_core_destroy(f->wire);
	tape_destroy(f->tape);
	free(f);
	return 0;
}

/* A segment between client:1000 and server:80 with good checksums. */
static uint32_t make_tcp(uint8_t *b, int direction, uint8_t flags, uint32_t seq, uint8_t payload)
{
	static uint8_t id; /* like a kernel's: another one each time */
	memset(b, 0, 100);
	memcpy(b, direction ? "\2\0\0\0\0\1\2\0\0\0\0\2" : "\2\0\0\0\0\2\2\0\0\0\0\1", 12);
	memcpy(b + 12, "\x08\0\x45\0\0", 5);
	b[17] = (uint8_t)(40 + payload);
	b[19] = ++id;
	memcpy(b + 22, "\x40\x06", 2);
	memcpy(b + 26, direction ? "\x0a\0\0\2\x0a\0\0\1" : "\x0a\0\0\1\x0a\0\0\2", 8);
	memcpy(b + 34, direction ? "\0\x50\3\xe8" : "\3\xe8\0\x50", 4);
	for (int i = 0; i < 4; i++)
		b[38 + i] = (uint8_t)(seq >> (24 - 8 * i));
	memcpy(b + 46, "\x50", 1);
	b[47] = flags;
	b[48] = 0x20;
	memset(b + 54, 'a', payload);
	struct packet p;
	packet_decode(PACKET_LINK_ETHERNET, b, 54u + payload, 54u + payload, &p);
	packet_mend_checksums(&p, b);
	return 54u + payload;
}

static uint64_t arrive(struct fixture *f, int direction, const uint8_t *bytes, uint32_t len)
{
	struct live_frame frame = {.when = f->now, .captured = len, .length = len, .bytes = bytes};
	uint64_t id = tape_end(f->tape);
	wire_core_frame(f->wire, 0, (uint8_t)direction, &frame);
	return id;
}

static uint64_t tcp(struct fixture *f, int direction, uint8_t flags, uint32_t seq, uint8_t payload)
{
	uint8_t b[100];
	return arrive(f, direction, b, make_tcp(b, direction, flags, seq, payload));
}

static struct tape_frame frame(const struct fixture *f, uint64_t id)
{
	struct tape_event e;
	assert_true(tape_get(f->tape, id, &e));
	assert_int_equal(e.kind, TAPE_FRAME);
	return e.frame;
}

static void expect(const struct fixture *f, uint64_t id, enum frame_fate fate, enum frame_by by,
        unsigned marks)
{
	struct tape_frame t = frame(f, id);
	assert_int_equal(t.fate, fate);
	assert_int_equal(t.by, by);
	assert_int_equal(t.marks, marks);
}

/* Moves the clock to the timer and lets the core run, as the loop would. */
static void run_until(struct fixture *f, nsec end)
{
	while (f->armed <= end) {
		if (f->armed > f->now)
			f->now = f->armed;
		f->armed = WIRE_QUEUE_NEVER; /* it fires once */
		wire_core_run(f->wire);
	}
	f->now = end;
}

static void hold_all(struct fixture *f)
{
	assert_true(wire_set_mode(f->wire, -1, WIRE_HOLD, "", NULL));
}

static void test_pass(void **state)
{
	struct fixture *f = *state;
	uint64_t id = tcp(f, 0, TCP_SYN, 1, 0);
	assert_int_equal(f->sent_count, 1);
	assert_int_equal(f->sent[0].end, 1);
	expect(f, id, FATE_DELIVERED, BY_WIRE, 0);
	assert_int_equal(tape_end(f->tape), id + 1); /* one record, no FATE event */
	assert_int_equal(f->told, 1);
	assert_int_equal(f->last_told, id);
	tcp(f, 1, TCP_SYN | TCP_ACK, 1, 0);
	assert_int_equal(f->sent[1].end, 0);
	struct wire_stats s = wire_stats(f->wire, 0);
	assert_int_equal(s.seen, 2);
	assert_int_equal(s.delivered, 2);
	struct flow_note note;
	assert_true(wire_note(f->wire, id, &note));
	assert_false(wire_note(f->wire, id + 99, &note));
}

static void test_hold_and_deliver(void **state)
{
	struct fixture *f = *state;
	const struct wire_held *held;
	struct err e = {0};
	hold_all(f);
	uint64_t id = tcp(f, 0, TCP_SYN, 1, 0);
	expect(f, id, FATE_HELD, BY_LEARNER, 0);
	assert_int_equal(f->sent_count, 0);
	assert_int_equal(wire_held(f->wire, &held), 1);
	assert_int_equal(held[0].frame, id);
	assert_int_equal(held[0].packet.tcp_flags, TCP_SYN);
	assert_int_equal(f->changes, 1);
	f->now += NSEC_PER_SEC;
	assert_true(wire_deliver(f->wire, id, &e));
	assert_int_equal(f->sent_count, 1);
	expect(f, id, FATE_DELIVERED, BY_LEARNER, 0);
	struct tape_fate fate;
	assert_true(tape_fate_at(f->tape, id, id, &fate));
	assert_int_equal(fate.fate, FATE_HELD);
	assert_int_equal(wire_held(f->wire, &held), 0);
	assert_false(wire_deliver(f->wire, id, &e));
	assert_int_equal(e.code, ERR_USAGE);
	assert_non_null(strstr(e.text, "#0"));
}

static void test_gate(void **state)
{
	struct fixture *f = *state;
	struct err e = {0};
	assert_true(wire_set_mode(f->wire, 0, WIRE_HOLD, "syn from client", &e));
	assert_string_equal(wire_gate(f->wire, -1), "syn from client");
	expect(f, tcp(f, 0, TCP_SYN, 1, 0), FATE_HELD, BY_LEARNER, 0);
	expect(f, tcp(f, 1, TCP_SYN, 1, 0), FATE_DELIVERED, BY_WIRE, 0);
	expect(f, tcp(f, 0, TCP_ACK, 2, 0), FATE_DELIVERED, BY_WIRE, 0);
	assert_false(wire_set_mode(f->wire, 0, WIRE_HOLD, "from nobody", &e));
	assert_string_equal(wire_gate(f->wire, 0), "syn from client"); /* as it was */
	assert_int_equal(wire_mode(f->wire, 0), WIRE_HOLD);
}

static void test_repeats_fold(void **state)
{
	struct fixture *f = *state;
	const struct wire_held *held;
	hold_all(f);
	uint64_t syn = tcp(f, 0, TCP_SYN, 1, 0);
	f->now += NSEC_PER_SEC;
	uint64_t again = tcp(f, 0, TCP_SYN, 1, 0);
	f->now += 2 * NSEC_PER_SEC;
	tcp(f, 0, TCP_SYN, 1, 0);
	assert_int_equal(wire_held(f->wire, &held), 1);
	assert_int_equal(held[0].repeats, 2);
	assert_int_equal(held[0].repeat_at[1] - held[0].since, 3 * NSEC_PER_SEC);
	expect(f, again, FATE_FOLDED, BY_WIRE, MARK_REPEAT);
	assert_int_equal(frame(f, again).related, syn);
	assert_int_equal(frame(f, syn).folded, 2);
	for (int i = 0; i < 20; i++) /* more than have a time */
		tcp(f, 0, TCP_SYN, 1, 0);
	wire_held(f->wire, &held);
	assert_int_equal(held[0].repeats, 22);
	assert_true(wire_deliver(f->wire, syn, NULL));
	assert_int_equal(f->sent_count, 1);
}

static void test_what_is_no_repeat(void **state)
{
	struct fixture *f = *state;
	hold_all(f);
	uint64_t data = tcp(f, 0, TCP_ACK, 5, 10);
	assert_int_equal(frame(f, tcp(f, 0, TCP_ACK, 5, 4)).fate, FATE_FOLDED);
	assert_int_equal(frame(f, tcp(f, 0, TCP_ACK, 5, 10)).related, data);
	expect(f, tcp(f, 0, TCP_ACK, 5, 11), FATE_HELD, BY_LEARNER, 0 | MARK_REPEAT);
	expect(f, tcp(f, 0, TCP_ACK, 5, 0), FATE_HELD, BY_LEARNER, 0); /* a pure ACK */
	assert_int_equal(frame(f, tcp(f, 0, TCP_ACK, 5, 0)).fate, FATE_HELD);
	assert_int_equal(frame(f, tcp(f, 0, TCP_FIN | TCP_ACK, 5, 10)).fate, FATE_HELD);
	assert_int_equal(frame(f, tcp(f, 1, TCP_ACK, 5, 10)).fate, FATE_HELD);
}

static uint64_t arp(struct fixture *f, uint8_t asked)
{
	uint8_t b[42] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 8, 6, 0, 1, 8, 0, 6,
	        4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, asked};
	return arrive(f, 0, b, sizeof(b));
}

static uint64_t udp(struct fixture *f)
{
	uint8_t b[44] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 30, 0, 1, 0, 0, 64,
	        17, 0x66, 0xcc, 10, 0, 0, 1, 10, 0, 0, 2, 3, 0xe8, 7, 0xd0, 0, 10, 0, 0, 'h', 'i'};
	return arrive(f, 0, b, sizeof(b));
}

static void test_same_bytes_fold_but_datagrams_do_not(void **state)
{
	struct fixture *f = *state;
	hold_all(f);
	uint64_t first = arp(f, 2);
	assert_int_equal(frame(f, arp(f, 2)).related, first);
	assert_int_equal(frame(f, arp(f, 3)).fate, FATE_HELD);
	udp(f);
	assert_int_equal(frame(f, udp(f)).fate, FATE_HELD);
}

static void test_dropped_and_sent_again(void **state)
{
	struct fixture *f = *state;
	hold_all(f);
	uint64_t syn = tcp(f, 0, TCP_SYN, 1, 0);
	assert_true(wire_drop(f->wire, syn, NULL));
	expect(f, syn, FATE_DROPPED, BY_LEARNER, 0);
	assert_int_equal(wire_stats(f->wire, 0).dropped, 1);
	f->now += NSEC_PER_SEC;
	uint64_t again = tcp(f, 0, TCP_SYN, 1, 0);
	expect(f, again, FATE_HELD, BY_LEARNER, MARK_REPEAT);
	assert_int_equal(frame(f, again).related, syn);
}

static void test_duplicate(void **state)
{
	struct fixture *f = *state;
	hold_all(f);
	uint64_t id = tcp(f, 0, TCP_ACK, 1, 3);
	assert_true(wire_duplicate(f->wire, id, NULL));
	assert_int_equal(f->sent_count, 2);
	expect(f, id, FATE_DELIVERED, BY_LEARNER, MARK_DOUBLED);
	uint64_t copy = tape_end(f->tape) - 1;
	expect(f, copy, FATE_DELIVERED, BY_LEARNER, MARK_COPY);
	assert_int_equal(frame(f, copy).related, id);
	assert_int_equal(f->last_told, copy);
}

static void test_delay(void **state)
{
	struct fixture *f = *state;
	hold_all(f);
	uint64_t id = tcp(f, 0, TCP_SYN, 1, 0);
	nsec due = f->now + 5 * NSEC_PER_MSEC;
	assert_true(wire_delay(f->wire, id, 5 * NSEC_PER_MSEC, NULL));
	expect(f, id, FATE_DELAYED, BY_LEARNER, 0);
	assert_int_equal(f->armed, due);
	run_until(f, due - 1);
	assert_int_equal(f->sent_count, 0);
	run_until(f, due);
	assert_int_equal(f->sent_count, 1);
	expect(f, id, FATE_DELIVERED, BY_LEARNER, 0);
	assert_true(f->armed == WIRE_QUEUE_NEVER);
}

static void test_move_and_deliver_all(void **state)
{
	struct fixture *f = *state;
	const struct wire_held *held;
	hold_all(f);
	uint64_t id[4];
	for (int i = 0; i < 4; i++)
		id[i] = tcp(f, 0, TCP_ACK, (uint32_t)(100 + 10 * i), 10);
	assert_true(wire_move(f->wire, id[3], id[1], NULL));     /* 0 3 1 2 */
	assert_true(wire_move(f->wire, id[0], TAPE_NONE, NULL)); /* 3 1 2 0 */
	assert_true(wire_move(f->wire, id[1], id[0], NULL));     /* 3 2 1 0 */
	assert_false(wire_move(f->wire, id[1], 999, NULL));
	assert_int_equal(wire_held(f->wire, &held), 4);
	for (int i = 0; i < 4; i++)
		assert_int_equal(held[i].frame, id[3 - i]);
	wire_deliver_all(f->wire);
	assert_int_equal(f->sent_count, 4);
	for (int i = 0; i < 4; i++)
		assert_int_equal(f->sent[i].bytes[41], 130 - 10 * i);
	expect(f, id[0], FATE_DELIVERED, BY_LEARNER, MARK_MOVED);
	expect(f, id[2], FATE_DELIVERED, BY_LEARNER, 0);
}

static void test_corrupt_edit_restore(void **state)
{
	struct fixture *f = *state;
	const struct wire_held *held;
	struct err e = {0};
	hold_all(f);
	uint64_t id = tcp(f, 0, TCP_ACK, 7, 4);
	assert_true(wire_corrupt(f->wire, id, -1, 0x20, &e));
	wire_held(f->wire, &held);
	assert_int_equal(held[0].bytes[57], 'A');
	assert_int_equal(held[0].marks, MARK_CORRUPTED);
	assert_false(wire_corrupt(f->wire, id, 58, 1, &e));
	assert_false(wire_corrupt(f->wire, id, -59, 1, &e));
	assert_false(wire_corrupt(f->wire, id, 0, 0, &e));
	assert_true(wire_restore(f->wire, id, &e));
	assert_int_equal(held[0].bytes[57], 'a');
	assert_int_equal(held[0].marks, 0);

	assert_true(wire_edit(f->wire, id, "tcp.dstport", "8080", true, &e));
	wire_held(f->wire, &held);
	assert_int_equal(held[0].packet.dport, 8080);
	assert_int_equal(held[0].marks, MARK_EDITED);
	struct packet p = held[0].packet;
	packet_verify(&p, held[0].bytes);
	assert_false(p.flags & PACKET_BAD_CHECKSUM);
	assert_true(wire_edit(f->wire, id, "ip.ttl", "1", false, &e));
	wire_held(f->wire, &held);
	p = held[0].packet;
	packet_verify(&p, held[0].bytes);
	assert_true(p.flags & PACKET_BAD_CHECKSUM);
	assert_false(wire_edit(f->wire, id, "arp.opcode", "1", true, &e));
	assert_non_null(strstr(e.text, "arp.opcode"));
	/* What comes again still folds, although the held one looks different now. */
	assert_int_equal(frame(f, tcp(f, 0, TCP_ACK, 7, 4)).fate, FATE_FOLDED);
	assert_true(wire_deliver(f->wire, id, &e));
	expect(f, id, FATE_DELIVERED, BY_LEARNER, MARK_EDITED);
	assert_int_equal(f->sent[0].bytes[22], 1);
	assert_int_equal(frame(f, id).bytes[22], 64); /* the tape has what arrived */
}

static void test_rules(void **state)
{
	struct fixture *f = *state;
	const struct wire_held *held;
	struct err e = {0};
	assert_true(wire_rule_add(f->wire, "drop syn from client when 1", &e));
	assert_true(wire_rule_add(f->wire, "duplicate synack", &e));
	assert_true(wire_rule_add(f->wire, "corrupt data", &e));
	assert_true(wire_rule_add(f->wire, "delay 3ms fin", &e));
	assert_true(wire_rule_add(f->wire, "hold rst", &e));
	expect(f, tcp(f, 0, TCP_SYN, 1, 0), FATE_DROPPED, BY_RULE, 0);
	expect(f, tcp(f, 0, TCP_SYN, 1, 0), FATE_DELIVERED, BY_WIRE, MARK_REPEAT);
	assert_int_equal(f->sent_count, 1);
	expect(f, tcp(f, 1, TCP_SYN | TCP_ACK, 1, 0), FATE_DELIVERED, BY_RULE, MARK_DOUBLED);
	assert_int_equal(f->sent_count, 3);
	expect(f, tcp(f, 0, TCP_ACK, 2, 4), FATE_DELIVERED, BY_RULE, MARK_CORRUPTED);
	assert_int_equal(f->sent[3].bytes[57], 'a' ^ 0xff);
	uint64_t fin = tcp(f, 0, TCP_ACK | TCP_FIN, 6, 0);
	expect(f, fin, FATE_DELAYED, BY_RULE, 0);
	run_until(f, f->now + 3 * NSEC_PER_MSEC);
	expect(f, fin, FATE_DELIVERED, BY_RULE, 0);
	expect(f, tcp(f, 1, TCP_RST, 9, 0), FATE_HELD, BY_RULE, 0);
	assert_int_equal(wire_held(f->wire, &held), 1);
	assert_int_equal(frame(f, tcp(f, 1, TCP_RST, 9, 0)).fate, FATE_FOLDED);
}

static void test_pulled_cable(void **state)
{
	struct fixture *f = *state;
	f->answer = -ENETDOWN;
	expect(f, tcp(f, 0, TCP_SYN, 1, 0), FATE_DROPPED, BY_CABLE, 0);
	f->answer = -EMSGSIZE;
	expect(f, tcp(f, 0, TCP_SYN, 1, 0), FATE_DROPPED, BY_WIRE, MARK_REPEAT);
	assert_int_equal(wire_stats(f->wire, -1).dropped, 2);
}

static void test_no_room_keeps_order(void **state)
{
	struct fixture *f = *state;
	f->answer = -ENOBUFS;
	uint64_t a = tcp(f, 0, TCP_ACK, 1, 1);
	f->answer = 0;
	uint64_t b = tcp(f, 0, TCP_ACK, 2, 1); /* must not overtake */
	tcp(f, 1, TCP_ACK, 2, 1);              /* the other direction has room */
	assert_int_equal(f->sent_count, 1);
	expect(f, a, FATE_DELAYED, BY_WIRE, 0);
	run_until(f, f->now + 2 * NSEC_PER_MSEC);
	assert_int_equal(f->sent_count, 3);
	assert_int_equal(f->sent[1].bytes[41], 1);
	assert_int_equal(f->sent[2].bytes[41], 2);
	expect(f, a, FATE_DELIVERED, BY_WIRE, 0);
	expect(f, b, FATE_DELIVERED, BY_WIRE, 0);
	f->answer = -ENOBUFS;
	uint64_t c = tcp(f, 0, TCP_ACK, 3, 1);
	run_until(f, f->now + 10 * NSEC_PER_SEC); /* not for ever */
	expect(f, c, FATE_DROPPED, BY_WIRE, 0);
	assert_true(f->armed == WIRE_QUEUE_NEVER);
}

static void test_impaired_line(void **state)
{
	struct fixture *f = *state;
	struct wire_impairment i = {.delay = 10 * NSEC_PER_MSEC};
	wire_impair(f->wire, -1, 0, &i);
	assert_int_equal(wire_impairment(f->wire, 0, 0)->delay, 10 * NSEC_PER_MSEC);
	assert_int_equal(wire_impairment(f->wire, 0, 1)->delay, 0);
	uint64_t a = tcp(f, 0, TCP_ACK, 1, 1);
	expect(f, a, FATE_DELAYED, BY_IMPAIRMENT, 0);
	f->now += NSEC_PER_MSEC;
	i.delay = 0;
	wire_impair(f->wire, 0, 0, &i);
	uint64_t b = tcp(f, 0, TCP_ACK, 2, 1); /* keeps its place behind the delayed one */
	assert_int_equal(f->sent_count, 0);
	run_until(f, f->now + 20 * NSEC_PER_MSEC);
	assert_int_equal(f->sent[0].bytes[41], 1);
	assert_int_equal(f->sent[1].bytes[41], 2);
	expect(f, b, FATE_DELIVERED, BY_IMPAIRMENT, 0);
	i = (struct wire_impairment){.loss_ppm = 1000000};
	wire_impair(f->wire, 0, -1, &i);
	expect(f, tcp(f, 1, TCP_ACK, 1, 1), FATE_DROPPED, BY_IMPAIRMENT, 0);
	i = (struct wire_impairment){.duplicate_ppm = 1000000};
	wire_impair(f->wire, 0, -1, &i);
	uint64_t twice = tcp(f, 1, TCP_ACK, 5, 1);
	expect(f, twice, FATE_DELIVERED, BY_IMPAIRMENT, MARK_DOUBLED);
	expect(f, twice + 1, FATE_DELIVERED, BY_IMPAIRMENT, MARK_COPY);
	i.delay = NSEC_PER_MSEC;
	wire_impair(f->wire, 0, -1, &i);
	twice = tcp(f, 1, TCP_ACK, 6, 1);
	run_until(f, f->now + 2 * NSEC_PER_MSEC);
	expect(f, twice, FATE_DELIVERED, BY_IMPAIRMENT, MARK_DOUBLED);
	expect(f, tape_end(f->tape) - 1, FATE_DELIVERED, BY_IMPAIRMENT, MARK_COPY);
}

static void test_reorder_lets_the_next_overtake(void **state)
{
	struct fixture *f = *state;
	struct wire_impairment i = {.reorder_ppm = 1000000};
	wire_impair(f->wire, 0, 0, &i);
	uint64_t a = tcp(f, 0, TCP_ACK, 1, 1);
	expect(f, a, FATE_DELAYED, BY_IMPAIRMENT, MARK_MOVED);
	i = (struct wire_impairment){.delay = NSEC_PER_MSEC};
	wire_impair(f->wire, 0, 0, &i);
	uint64_t b = tcp(f, 0, TCP_ACK, 2, 1);
	run_until(f, f->now + NSEC_PER_MSEC);
	assert_int_equal(f->sent_count, 2);
	assert_int_equal(f->sent[0].bytes[41], 2);
	assert_int_equal(f->sent[1].bytes[41], 1);
	expect(f, b, FATE_DELIVERED, BY_IMPAIRMENT, MARK_MOVED);
	/* Alone, it goes after a while. */
	i = (struct wire_impairment){.reorder_ppm = 1000000};
	wire_impair(f->wire, 0, 0, &i);
	uint64_t c = tcp(f, 0, TCP_ACK, 3, 1);
	run_until(f, f->now + WIRE_REORDER_WAIT);
	expect(f, c, FATE_DELIVERED, BY_IMPAIRMENT, MARK_MOVED);
}

static void test_stores_are_bounded(void **state)
{
	struct fixture *f = *state;
	const struct wire_held *held;
	hold_all(f);
	for (uint32_t i = 0; i < 1100; i++)
		tcp(f, 0, TCP_ACK, 10 * i, 1);
	assert_int_equal(wire_held(f->wire, &held), WIRE_HELD_MAX);
	expect(f, tape_find(f->tape, TAPE_NONE, TAPE_FRAME, -1), FATE_DROPPED, BY_GOVERNOR, 0);
	wire_deliver_all(f->wire);
	assert_true(wire_set_mode(f->wire, -1, WIRE_PASS, NULL, NULL));
	struct wire_impairment i = {.delay = NSEC_PER_SEC};
	wire_impair(f->wire, 0, 0, &i);
	for (uint32_t n = 0; n < WIRE_LATER_MAX + 10; n++)
		udp(f);
	expect(f, tape_find(f->tape, TAPE_NONE, TAPE_FRAME, -1), FATE_DROPPED, BY_IMPAIRMENT, 0);
	assert_int_equal(f->wire->queue.count, WIRE_LATER_MAX);
	f->sent_count = 0;
	run_until(f, f->now + 2 * NSEC_PER_SEC);
	assert_int_equal(f->sent_count, WIRE_LATER_MAX);
}

static void test_watched_link(void **state)
{
	struct fixture *f = *state;
	struct err e = {0};
	f->wire->links[0].watched = true;
	assert_false(wire_set_mode(f->wire, 0, WIRE_HOLD, "", &e));
	assert_non_null(strstr(e.text, "client-server"));
	uint64_t id = arp(f, 2);
	expect(f, id, FATE_SEEN, BY_WIRE, 0);
	nsec until;
	assert_false(wire_core_swamped(f->wire, 0, f->now, &until));
	for (int i = 0; i < 999; i++)
		arp(f, 2);
	assert_true(wire_core_swamped(f->wire, 0, f->now, &until));
	assert_int_equal(until, f->now + WIRE_WATCH_WINDOW);
	assert_int_equal(tape_count(f->tape, TAPE_FRAME), 200);
	struct wire_stats s = wire_stats(f->wire, 0);
	assert_int_equal(s.seen, 1000);
	assert_int_equal(s.not_recorded, 800);
	f->now = until;
	arp(f, 2);
	assert_int_equal(tape_count(f->tape, TAPE_FRAME), 201);
	assert_false(wire_core_swamped(f->wire, 0, f->now, &until));
	assert_int_equal(f->sent_count, 0);
}

static void test_cut_frames_are_not_carried(void **state)
{
	struct fixture *f = *state;
	uint8_t b[60] = {0};
	struct live_frame cut = {.when = f->now, .captured = 60, .length = 9000, .bytes = b};
	wire_core_frame(f->wire, 0, 0, &cut);
	expect(f, 0, FATE_DROPPED, BY_WIRE, 0);
	assert_int_equal(frame(f, 0).length, 9000);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_pass),
	        TEST(test_hold_and_deliver),
	        TEST(test_gate),
	        TEST(test_repeats_fold),
	        TEST(test_what_is_no_repeat),
	        TEST(test_same_bytes_fold_but_datagrams_do_not),
	        TEST(test_dropped_and_sent_again),
	        TEST(test_duplicate),
	        TEST(test_delay),
	        TEST(test_move_and_deliver_all),
	        TEST(test_corrupt_edit_restore),
	        TEST(test_rules),
	        TEST(test_pulled_cable),
	        TEST(test_no_room_keeps_order),
	        TEST(test_impaired_line),
	        TEST(test_reorder_lets_the_next_overtake),
	        TEST(test_stores_are_bounded),
	        TEST(test_watched_link),
	        TEST(test_cut_frames_are_not_carried),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
