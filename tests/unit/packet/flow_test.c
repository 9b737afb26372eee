/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Flows: a conversation of two ends, written down segment by segment.
 */
#include "packet/flow/flow_summary.h"
#include "tests/unit/packet/talk.h"

static void begin(struct talk *k, size_t max)
{
	*k = (struct talk){.t = flow_table_create(max, FLOW_BY_ORDER)};
}

/* Frames 1 to 3. */
static uint64_t shake(struct talk *k)
{
	struct flow_note syn = note(k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0));
	assert_int_equal(syn.direction, 0);
	assert_true(syn.known_isn);
	assert_int_equal(syn.seq, 0);
	assert_int_equal(syn.ack, 0);
	assert_int_equal(syn.window, 500);
	struct flow_note answer = say(k, 1, TCP_SYN | TCP_ACK, 0, 1, 0);
	assert_int_equal(answer.flow, syn.flow);
	assert_int_equal(answer.direction, 1);
	assert_int_equal(answer.seq, 0);
	assert_int_equal(answer.ack, 1);
	assert_int_equal(answer.window, 500);
	struct flow_note ack = say(k, 0, TCP_ACK, 1, 1, 0);
	assert_int_equal(ack.seq, 1);
	assert_int_equal(ack.ack, 1);
	assert_int_equal(ack.window, 500 << 7);
	return syn.flow;
}

static void assert_plain(const struct flow_note *n)
{
	assert_true(n->repeats == FLOW_NONE);
	assert_int_equal(n->marks, 0);
}

static void counts_from_the_syn(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	shake(&k);
	struct flow_note n = say(&k, 0, TCP_PSH | TCP_ACK, 1, 1, 5);
	assert_int_equal(n.seq, 1);
	assert_plain(&n);
	n = say(&k, 1, TCP_ACK, 1, 6, 0);
	assert_int_equal(n.ack, 6);
	assert_plain(&n);
	n = say(&k, 1, TCP_PSH | TCP_ACK, 1, 6, 100); /* its numbers wrap here */
	assert_plain(&n);
	n = say(&k, 0, TCP_FIN | TCP_ACK, 6, 101, 0);
	assert_int_equal(n.seq, 6);
	assert_int_equal(n.ack, 101);
	assert_plain(&n);
	n = say(&k, 1, TCP_ACK, 101, 7, 0);
	assert_plain(&n);
	n = say(&k, 1, TCP_FIN | TCP_ACK, 101, 7, 0);
	assert_plain(&n);
	n = say(&k, 0, TCP_ACK, 7, 102, 0);
	assert_plain(&n);
	flow_table_destroy(k.t);
}

static void names_the_first_of_repeats(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	note(&k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0));
	struct flow_note n = note(&k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0));
	assert_int_equal(n.repeats, 1);
	n = note(&k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0));
	assert_int_equal(n.repeats, 1);
	assert_true(n.marks & FLOW_RETRANSMISSION);
	say(&k, 1, TCP_SYN | TCP_ACK, 0, 1, 0); /* 4 */
	n = say(&k, 1, TCP_SYN | TCP_ACK, 0, 1, 0);
	assert_int_equal(n.repeats, 4);
	say(&k, 0, TCP_ACK, 1, 1, 0);
	say(&k, 0, TCP_ACK | TCP_PSH, 1, 1, 5); /* 7 */
	say(&k, 0, TCP_ACK | TCP_PSH, 6, 1, 5); /* 8 */
	n = say(&k, 0, TCP_ACK | TCP_PSH, 6, 1, 5);
	assert_int_equal(n.repeats, 8);
	n = say(&k, 0, TCP_ACK | TCP_PSH, 1, 1, 10); /* both in one */
	assert_int_equal(n.repeats, 7);
	n = say(&k, 0, TCP_ACK | TCP_PSH, 6, 1, 10); /* 11: the old and five new */
	assert_int_equal(n.repeats, 8);
	n = say(&k, 0, TCP_ACK | TCP_PSH, 11, 1, 5);
	assert_int_equal(n.repeats, 11);
	say(&k, 0, TCP_ACK | TCP_FIN, 16, 1, 0); /* 13 */
	n = say(&k, 0, TCP_ACK | TCP_FIN, 16, 1, 0);
	assert_int_equal(n.repeats, 13);
	flow_table_destroy(k.t);
}

/* A single byte sent again is a repeat while nobody acknowledged it, else a keep-alive. */
static void tells_keep_alives(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	shake(&k);
	say(&k, 0, TCP_ACK | TCP_PSH, 1, 1, 1); /* 4 */
	struct flow_note n = say(&k, 0, TCP_ACK | TCP_PSH, 1, 1, 1);
	assert_int_equal(n.repeats, 4);
	assert_false(n.marks & FLOW_KEEP_ALIVE);
	say(&k, 1, TCP_ACK, 1, 2, 0);
	n = say(&k, 0, TCP_ACK, 1, 1, 0);
	assert_true(n.marks & FLOW_KEEP_ALIVE);
	assert_false(n.marks & FLOW_RETRANSMISSION);
	n = say(&k, 0, TCP_ACK, 1, 1, 1);
	assert_true(n.marks & FLOW_KEEP_ALIVE);
	n = say(&k, 1, TCP_ACK, 1, 2, 0); /* the answer to it is no duplicate */
	assert_int_equal(n.marks, FLOW_KEEP_ALIVE_ACK);
	flow_table_destroy(k.t);
}

static void sees_windows_close_and_open(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	shake(&k);
	say(&k, 0, TCP_ACK | TCP_PSH, 1, 1, 5);
	struct packet closed = segment(1, TCP_ACK, SERVER_ISN + 1, CLIENT_ISN + 6, 0);
	closed.tcp_window = 0;
	struct flow_note n = note(&k, closed);
	assert_true(n.marks & FLOW_ZERO_WINDOW);
	assert_int_equal(n.window, 0);
	n = say(&k, 0, TCP_ACK, 5, 1, 0);
	assert_int_equal(n.marks, FLOW_WINDOW_PROBE | FLOW_KEEP_ALIVE);
	n = note(&k, closed);
	assert_true(n.marks & FLOW_ZERO_WINDOW);
	n = say(&k, 1, TCP_ACK, 1, 6, 0);
	assert_true(n.marks & FLOW_WINDOW_UPDATE);
	assert_false(n.marks & FLOW_DUP_ACK);
	flow_table_destroy(k.t);
}

static void sees_a_fast_retransmission(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	shake(&k);
	for (uint32_t i = 0; i < 4; i++) /* 4 to 7; the second is lost */
		say(&k, 0, TCP_ACK, 1 + i * 100, 1, 100);
	struct flow_note n = say(&k, 1, TCP_ACK, 1, 101, 0);
	assert_false(n.marks & FLOW_DUP_ACK); /* the first of that number */
	n = say(&k, 1, TCP_ACK, 1, 101, 0);
	assert_true(n.marks & FLOW_DUP_ACK);
	n = say(&k, 1, TCP_ACK, 1, 101, 0);
	assert_true(n.marks & FLOW_DUP_ACK);
	n = say(&k, 0, TCP_ACK, 101, 1, 100);
	assert_int_equal(n.repeats, 5);
	assert_true(n.marks & FLOW_FAST);
	n = say(&k, 0, TCP_ACK, 101, 1, 100); /* again: that was its timer */
	assert_int_equal(n.repeats, 5);
	assert_false(n.marks & FLOW_FAST);
	flow_table_destroy(k.t);
}

static void tells_out_of_order(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	shake(&k);
	say(&k, 0, TCP_ACK, 1, 1, 100);
	say(&k, 0, TCP_ACK, 201, 1, 100);
	struct flow_note n = say(&k, 0, TCP_ACK, 101, 1, 100); /* 6 fills the gap */
	assert_true(n.marks & FLOW_OUT_OF_ORDER);
	assert_false(n.marks & FLOW_RETRANSMISSION);
	n = say(&k, 0, TCP_ACK, 101, 1, 100);
	assert_int_equal(n.repeats, 6);
	assert_false(n.marks & FLOW_OUT_OF_ORDER);
	flow_table_destroy(k.t);
}

/* The history is bounded: a repeat of what is forgotten is still known to be one. */
static void forgets_old_ranges(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	shake(&k);
	for (uint32_t i = 0; i < 100; i++)
		say(&k, 0, TCP_ACK, 1 + i * 10, 1, 10);
	struct flow_note n = say(&k, 0, TCP_ACK, 1, 1, 10);
	assert_true(n.marks & FLOW_RETRANSMISSION);
	assert_true(n.repeats == FLOW_NONE);
	assert_false(n.marks & FLOW_OUT_OF_ORDER);
	n = say(&k, 0, TCP_ACK, 1 + 99 * 10, 1, 10);
	assert_int_equal(n.repeats, 103);
	flow_table_destroy(k.t);
}

static void begins_anew_with_another_isn(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	uint64_t first = shake(&k);
	struct flow_note n = note(&k, segment(0, TCP_SYN, CLIENT_ISN + 77777, 0, 0));
	assert_true(n.flow != first);
	assert_int_equal(n.seq, 0);
	assert_int_equal(n.marks, FLOW_REUSED_PORTS);
	n = note(&k, segment(1, TCP_SYN | TCP_ACK, 5, CLIENT_ISN + 77778, 0));
	assert_int_equal(n.ack, 1);
	assert_int_equal(n.direction, 1);
	flow_table_destroy(k.t);
}

static void joins_in_the_middle(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	struct flow_note n = note(&k, segment(0, TCP_ACK | TCP_PSH, 5000, 9000, 10));
	assert_false(n.known_isn);
	assert_int_equal(n.seq, 1);
	assert_int_equal(n.ack, 1);
	assert_int_equal(n.window, 500); /* no handshake, no scale */
	n = note(&k, segment(1, TCP_ACK, 9000, 5010, 0));
	assert_int_equal(n.seq, 1);
	assert_int_equal(n.ack, 11);
	assert_plain(&n);
	flow_table_destroy(k.t);
}

/* The first frame seen is the answer: its receiver began. */
static void knows_who_began(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	struct flow_note n = say(&k, 1, TCP_SYN | TCP_ACK, 0, 1, 0);
	assert_int_equal(n.direction, 1);
	n = say(&k, 0, TCP_ACK, 1, 1, 0);
	assert_int_equal(n.direction, 0);
	flow_table_destroy(k.t);
}

static void a_refusal_counts_from_nothing(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	note(&k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0));
	struct flow_note n = note(&k, segment(1, TCP_RST | TCP_ACK, 0, CLIENT_ISN + 1, 0));
	assert_int_equal(n.seq, 0);
	assert_int_equal(n.ack, 1);
	assert_int_equal(n.direction, 1);
	assert_plain(&n);
	flow_table_destroy(k.t);
}

static void scales_only_when_both_offer(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	note(&k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0));
	struct packet answer = segment(1, TCP_SYN | TCP_ACK, SERVER_ISN, CLIENT_ISN + 1, 0);
	answer.tcp_wscale = PACKET_NO_WSCALE;
	note(&k, answer);
	struct flow_note n = say(&k, 0, TCP_ACK, 1, 1, 0);
	assert_int_equal(n.window, 500);
	flow_table_destroy(k.t);
}

static void a_cut_header_changes_nothing(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 8);
	uint64_t flow = shake(&k);
	struct packet cut = segment(0, 0, CLIENT_ISN + 500, 0, 0);
	cut.layers[2].length = 8;
	struct flow_note n = note(&k, cut);
	assert_int_equal(n.flow, flow);
	assert_plain(&n);
	n = say(&k, 0, TCP_PSH | TCP_ACK, 1, 1, 5);
	assert_plain(&n);
	flow_table_destroy(k.t);
}

static struct packet datagram(unsigned host, unsigned port)
{
	struct packet p = {.layer_count = 3, .protocol = 17};
	p.layers[2].kind = LAYER_UDP;
	p.src = (struct packet_addr){4, {10, 0, (uint8_t)(host >> 8), (uint8_t)host}};
	p.dst = (struct packet_addr){4, {10, 9, 9, 9}};
	p.sport = (uint16_t)port;
	p.dport = 53;
	return p;
}

static void is_bounded(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 16);
	uint64_t first = note(&k, datagram(1, 1)).flow;
	for (unsigned i = 0; i < 15; i++)
		note(&k, datagram(2, i));
	assert_int_equal(note(&k, datagram(1, 1)).flow, first); /* used: now the newest */
	for (unsigned i = 0; i < 15; i++)
		note(&k, datagram(3, i));
	assert_int_equal(note(&k, datagram(1, 1)).flow, first);
	for (unsigned i = 0; i < 5000; i++) {
		struct flow_summary s;
		uint64_t flow = note(&k, datagram(i, 70)).flow;
		assert_true(flow_summary(k.t, flow, &s));
		assert_int_equal(s.sides[0].port, 70);
		assert_true(flow_summary(k.t, flow - (i > 15 ? 15 : 0), &s));
		assert_false(i > 16 && flow_summary(k.t, flow - 16, &s));
	}
	assert_true(note(&k, datagram(1, 1)).flow != first);
	/* A taken entry changes its kind: TCP after UDP and back. */
	shake(&k);
	for (unsigned i = 0; i < 40; i++)
		note(&k, datagram(4, i));
	shake(&k);
	flow_table_destroy(k.t);
	flow_table_destroy(NULL);
}

/* Without a bound ids count from 0, and nothing is forgotten. */
static void keeps_all_without_a_bound(void **state)
{
	(void)state;
	struct talk k = {.t = flow_table_create(0, FLOW_BY_TIME)};
	for (unsigned i = 0; i < 20000; i++) {
		struct flow_note n = note(&k, datagram(i % 5000, 1000 + i / 5000));
		assert_int_equal(n.flow, i);
		assert_int_equal(n.stream, i);
	}
	for (unsigned i = 0; i < 20000; i += 7)
		assert_int_equal(note(&k, datagram(i % 5000, 1000 + i / 5000)).flow, i);
	assert_int_equal(flow_table_count(k.t), 20000);
	struct flow_note syn = note(&k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0));
	assert_int_equal(syn.flow, 20000);
	assert_int_equal(syn.stream, 0); /* the first of TCP */
	struct flow_note again = note(&k, segment(0, TCP_SYN, CLIENT_ISN + 5, 0, 0));
	assert_int_equal(again.flow, 20001);
	assert_int_equal(again.stream, 1);
	assert_int_equal(note(&k, segment(1, TCP_RST, 0, 0, 0)).flow, 20001);
	assert_true(flow_table_bytes(k.t) < 20002 * 300);
	flow_table_destroy(k.t);
}

/* A flow of one segment takes little, and is told like any other. */
static void keeps_scans_small(void **state)
{
	(void)state;
	struct talk k = {.t = flow_table_create(0, FLOW_BY_TIME), .now = 1000};
	struct packet syn = segment(0, TCP_SYN, CLIENT_ISN, 0, 0);
	for (unsigned i = 0; i < 40000; i++) {
		syn.sport = (uint16_t)(1024 + i);
		assert_int_equal(note(&k, syn).flow, i);
	}
	assert_true(flow_table_bytes(k.t) < 40000 * 190);
	struct flow_summary s;
	assert_true(flow_summary(k.t, 7, &s));
	assert_int_equal(s.state, FLOW_STATE_SYN_SENT);
	assert_int_equal(s.sides[0].packets, 1);
	assert_int_equal(s.sides[0].bytes, 54);
	assert_int_equal(s.sides[0].mss, 1460);
	k.now += 3000;
	struct packet answer = segment(1, TCP_RST | TCP_ACK, 0, CLIENT_ISN + 1, 0);
	answer.dport = 1031;
	struct flow_note n = note(&k, answer);
	assert_int_equal(n.flow, 7);
	assert_int_equal(n.acks, 8);
	assert_int_equal(n.rtt, 3000);
	assert_int_equal(n.reset, FLOW_RESET_REFUSED);
	assert_true(flow_summary(k.t, 7, &s));
	assert_int_equal(s.state, FLOW_STATE_RESET);
	assert_int_equal(s.sides[0].bytes, 54);
	assert_int_equal(s.sides[1].packets, 1);
	flow_table_destroy(k.t);
}

static void both_versions_and_vlans_have_flows(void **state)
{
	(void)state;
	struct talk k = {.t = flow_table_create(0, FLOW_BY_TIME)};
	struct packet p = datagram(1, 5000);
	p.src.length = p.dst.length = 16;
	memcpy(p.src.bytes, "0123456789abcdef", 16);
	memcpy(p.dst.bytes, "0123456789abcdeg", 16); /* the last byte parts them */
	struct flow_note ask = note(&k, p);
	struct packet answer = p;
	answer.src = p.dst;
	answer.dst = p.src;
	answer.sport = p.dport;
	answer.dport = p.sport;
	struct flow_note n = note(&k, answer);
	assert_int_equal(n.flow, ask.flow);
	assert_int_equal(n.direction, 1);
	p.dst.bytes[15]++;
	assert_true(note(&k, p).flow != ask.flow);
	struct packet sctp = {.layer_count = 1, .protocol = 132, .sport = 9899, .dport = 9900};
	sctp.layers[0].kind = LAYER_SCTP;
	sctp.src = (struct packet_addr){4, {10, 0, 0, 1}};
	sctp.dst = (struct packet_addr){4, {10, 0, 0, 2}};
	assert_true(note(&k, sctp).flow != FLOW_NONE);
	flow_table_destroy(k.t);
}

/* Without a SYN the lower port is the server's; a SYN says so itself. */
static void guesses_who_began(void **state)
{
	(void)state;
	struct talk k = {.t = flow_table_create(0, FLOW_BY_TIME)};
	assert_int_equal(note(&k, segment(1, TCP_ACK, 5, 7, 100)).direction, 1);
	struct packet answer = datagram(1, 40000);
	answer.sport = 53;
	answer.dport = 40000;
	assert_int_equal(note(&k, answer).direction, 1);
	struct packet push = datagram(2, 40000);
	push.sport = 8000;
	push.dport = 40001;
	assert_int_equal(note(&k, push).direction, 0);
	struct packet syn = segment(1, TCP_SYN, 5, 0, 0);
	syn.dport = 50000;
	assert_int_equal(note(&k, syn).direction, 0);
	flow_table_destroy(k.t);
}

static void not_everything_has_a_flow(void **state)
{
	(void)state;
	struct talk k;
	begin(&k, 4);
	struct packet arp = {.arp_op = 1};
	assert_true(note(&k, arp).flow == FLOW_NONE);
	struct packet piece = datagram(1, 1);
	piece.layers[2].kind = LAYER_PAYLOAD; /* a later fragment: no ports in it */
	assert_true(note(&k, piece).flow == FLOW_NONE);
	struct packet echo = {.protocol = 1, .icmp_type = 8, .icmp_id = 3, .icmp_seq = 1};
	echo.src = (struct packet_addr){4, {10, 0, 0, 1}};
	echo.dst = (struct packet_addr){4, {10, 0, 0, 2}};
	struct flow_note ask = note(&k, echo);
	struct packet reply = echo;
	reply.icmp_type = 0;
	reply.src = echo.dst;
	reply.dst = echo.src;
	struct flow_note answer = note(&k, reply);
	assert_int_equal(ask.flow, answer.flow);
	assert_int_equal(answer.direction, 1);
	flow_table_destroy(k.t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(counts_from_the_syn),
	        cmocka_unit_test(names_the_first_of_repeats),
	        cmocka_unit_test(tells_keep_alives),
	        cmocka_unit_test(sees_windows_close_and_open),
	        cmocka_unit_test(sees_a_fast_retransmission),
	        cmocka_unit_test(tells_out_of_order),
	        cmocka_unit_test(forgets_old_ranges),
	        cmocka_unit_test(begins_anew_with_another_isn),
	        cmocka_unit_test(joins_in_the_middle),
	        cmocka_unit_test(knows_who_began),
	        cmocka_unit_test(a_refusal_counts_from_nothing),
	        cmocka_unit_test(scales_only_when_both_offer),
	        cmocka_unit_test(a_cut_header_changes_nothing),
	        cmocka_unit_test(is_bounded),
	        cmocka_unit_test(keeps_all_without_a_bound),
	        cmocka_unit_test(keeps_scans_small),
	        cmocka_unit_test(both_versions_and_vlans_have_flows),
	        cmocka_unit_test(guesses_who_began),
	        cmocka_unit_test(not_everything_has_a_flow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
