/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole conversations: what they add up to, how they end, and why they were reset.
 */
#include "packet/flow/flow_summary.h"

#include "packet/flow/flow_words.h"
#include "tests/unit/packet/talk.h"

#define MSEC NSEC_PER_MSEC

static struct talk begin(void)
{
	struct talk k = {.t = flow_table_create(0, FLOW_BY_TIME), .now = 1000 * MSEC};
	struct packet syn = segment(0, TCP_SYN, CLIENT_ISN, 0, 0);
	syn.tcp_options = TCP_OPTION_SACK_PERMITTED | TCP_OPTION_TIMESTAMPS;
	note(&k, syn);
	return k;
}

static struct talk shake(void)
{
	struct talk k = begin();
	k.now += 9 * MSEC;
	say(&k, 1, TCP_SYN | TCP_ACK, 0, 1, 0);
	k.now += MSEC;
	say(&k, 0, TCP_ACK, 1, 1, 0);
	return k;
}

static struct flow_summary sum(const struct talk *k)
{
	struct flow_summary s;
	assert_true(flow_summary(k->t, flow_table_count(k->t) - 1, &s));
	return s;
}

static void counts_a_whole_connection(void **state)
{
	(void)state;
	struct talk k = shake();
	say(&k, 0, TCP_ACK | TCP_PSH, 1, 1, 100);
	k.now += 20 * MSEC;
	say(&k, 1, TCP_ACK, 1, 101, 0);
	say(&k, 0, TCP_ACK | TCP_PSH, 101, 1, 100);
	k.now += 40 * MSEC;
	say(&k, 1, TCP_ACK | TCP_PSH, 1, 201, 7);
	say(&k, 0, TCP_ACK | TCP_FIN, 201, 8, 0);
	assert_int_equal(sum(&k).state, FLOW_STATE_HALF_CLOSED);
	say(&k, 1, TCP_ACK | TCP_FIN, 8, 202, 0);
	assert_int_equal(sum(&k).state, FLOW_STATE_CLOSING);
	say(&k, 0, TCP_ACK, 202, 9, 0);
	struct flow_summary s = sum(&k);
	assert_int_equal(s.state, FLOW_STATE_CLOSED);
	assert_int_equal(s.protocol, 6);
	assert_int_equal(s.first_fin, 0);
	assert_int_equal(s.reset_by, -1);
	assert_int_equal(s.complete, 31);
	assert_int_equal(s.syn_to_syn_ack, 9 * MSEC);
	assert_int_equal(s.syn_to_ack, 10 * MSEC);
	assert_int_equal(s.last - s.first, 70 * MSEC);
	const struct flow_summary_side *c = &s.sides[0], *v = &s.sides[1];
	assert_int_equal(c->port, 40000);
	assert_int_equal(v->port, 8888);
	assert_int_equal(c->address.bytes[3], 1);
	assert_int_equal(v->address.bytes[3], 2);
	assert_int_equal(c->packets, 6);
	assert_int_equal(c->payload, 200);
	assert_int_equal(c->bytes, 6 * 54 + 200);
	assert_int_equal(v->payload, 7);
	assert_int_equal(c->mss, 1460);
	assert_int_equal(c->scale, 7);
	assert_true(c->sack_permitted && c->timestamps && c->syn_seen);
	assert_false(v->sack_permitted);
	assert_int_equal(c->in_flight_max, 100);
	assert_int_equal(c->rtt_min, 9 * MSEC); /* of the SYN; the FIN's took no time here */
	assert_int_equal(c->rtt_max, 40 * MSEC);
	assert_int_equal(c->rtt_avg, 23 * MSEC);
	flow_table_destroy(k.t);
}

static void counts_troubles(void **state)
{
	(void)state;
	struct talk k = shake();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	k.now += 200 * MSEC;
	say(&k, 0, TCP_ACK, 1, 1, 100);
	offer(&k, 1, TCP_ACK, 1, 101, 0, 0);
	k.now += 300 * MSEC;
	offer(&k, 1, TCP_ACK, 1, 101, 0, 0);
	k.now += 300 * MSEC;
	say(&k, 1, TCP_ACK, 1, 101, 0);
	say(&k, 1, TCP_ACK, 1, 101, 0);
	say(&k, 0, TCP_ACK, 201, 1, 100);
	say(&k, 0, TCP_ACK, 101, 1, 100);
	struct flow_summary s = sum(&k);
	assert_int_equal(s.state, FLOW_STATE_ESTABLISHED);
	assert_int_equal(s.sides[0].repeated, 1);
	assert_int_equal(s.sides[0].repeated_bytes, 100);
	assert_int_equal(s.sides[0].lost, 1);
	assert_int_equal(s.sides[0].out_of_order, 1);
	assert_int_equal(s.sides[0].dup_acks, 0);
	assert_int_equal(s.sides[1].dup_acks, 1);
	assert_int_equal(s.sides[1].zero_windows, 2);
	assert_int_equal(s.sides[1].stalled, 600 * MSEC);
	offer(&k, 1, TCP_ACK, 1, 301, 0, 0);
	k.now += 50 * MSEC;
	say(&k, 0, TCP_ACK, 300, 1, 0);
	assert_int_equal(sum(&k).sides[1].stalled, 650 * MSEC); /* until the last frame */
	flow_table_destroy(k.t);
}

static void knows_states_of_the_handshake(void **state)
{
	(void)state;
	struct talk k = begin();
	assert_int_equal(sum(&k).state, FLOW_STATE_SYN_SENT);
	assert_int_equal(sum(&k).syn_to_ack, 0);
	say(&k, 1, TCP_SYN | TCP_ACK, 0, 1, 0);
	assert_int_equal(sum(&k).state, FLOW_STATE_SYN_RECEIVED);
	say(&k, 0, TCP_ACK, 1, 1, 0);
	assert_int_equal(sum(&k).state, FLOW_STATE_ESTABLISHED);
	flow_table_destroy(k.t);
	k = (struct talk){.t = flow_table_create(0, FLOW_BY_TIME)};
	say(&k, 0, TCP_ACK, 1, 1, 10); /* in the middle */
	assert_int_equal(sum(&k).state, FLOW_STATE_ESTABLISHED);
	flow_table_destroy(k.t);
}

/* The reason that the note tells, and the summary after it. */
static void assert_reset(struct talk *k, struct flow_note n, enum flow_reset why)
{
	assert_int_equal(n.reset, why);
	assert_true(strlen(flow_reset_words(why)) > 0);
	if (why != FLOW_RESET_IGNORED && why != FLOW_RESET_AGAIN)
		assert_int_equal(sum(k).reset, why);
	flow_table_destroy(k->t);
}

static void resets_in_the_handshake(void **state)
{
	(void)state;
	struct talk k = begin();
	struct flow_note n = note(&k, segment(1, TCP_RST | TCP_ACK, 0, CLIENT_ISN + 1, 0));
	struct flow_summary s = sum(&k);
	assert_int_equal(s.state, FLOW_STATE_RESET);
	assert_int_equal(s.reset_by, 1);
	assert_reset(&k, n, FLOW_RESET_REFUSED);
	k = begin();
	say(&k, 1, TCP_SYN | TCP_ACK, 0, 1, 0);
	n = say(&k, 0, TCP_RST, 1, 0, 0);
	assert_reset(&k, n, FLOW_RESET_LEFT);
	k = begin();
	say(&k, 1, TCP_SYN | TCP_ACK, 0, 77, 0);
	n = say(&k, 0, TCP_RST, 77, 0, 0);
	assert_reset(&k, n, FLOW_RESET_UNEXPECTED);
}

static void resets_of_a_connection(void **state)
{
	(void)state;
	struct talk k = shake();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	struct flow_note n = say(&k, 1, TCP_RST | TCP_ACK, 1, 101, 0);
	assert_reset(&k, n, FLOW_RESET_UNREAD);
	k = shake();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	say(&k, 1, TCP_ACK, 1, 101, 0);
	n = say(&k, 0, TCP_RST | TCP_ACK, 101, 1, 0);
	assert_reset(&k, n, FLOW_RESET_ABORT);
	k = shake();
	say(&k, 1, TCP_ACK | TCP_FIN, 1, 1, 0);
	say(&k, 0, TCP_ACK, 1, 2, 100);
	n = say(&k, 1, TCP_RST, 2, 0, 0);
	assert_reset(&k, n, FLOW_RESET_AFTER_CLOSE);
	k = (struct talk){.t = flow_table_create(0, FLOW_BY_TIME)};
	say(&k, 0, TCP_ACK, 1, 1, 100); /* its host was restarted */
	n = say(&k, 1, TCP_RST, 1, 0, 0);
	assert_reset(&k, n, FLOW_RESET_HALF_OPEN);
}

static void resets_of_the_persistent(void **state)
{
	(void)state;
	struct talk k = shake();
	for (unsigned i = 0; i < 4; i++) {
		k.now += (200 * MSEC) << i;
		say(&k, 0, TCP_ACK, 1, 1, 100);
	}
	struct flow_note n = say(&k, 0, TCP_RST | TCP_ACK, 101, 1, 0);
	assert_reset(&k, n, FLOW_RESET_GAVE_UP);
	k = shake();
	say(&k, 0, TCP_RST | TCP_ACK, 1, 1, 0);
	say(&k, 1, TCP_ACK, 1, 1, 10);
	n = say(&k, 0, TCP_RST, 1, 0, 0);
	assert_int_equal(sum(&k).reset, FLOW_RESET_ABORT); /* the first one's reason stays */
	assert_reset(&k, n, FLOW_RESET_AGAIN);
	k = shake();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	say(&k, 1, TCP_ACK, 1, 101, 0);
	n = say(&k, 0, TCP_RST, 50, 0, 0);
	assert_int_equal(sum(&k).state, FLOW_STATE_ESTABLISHED);
	assert_reset(&k, n, FLOW_RESET_IGNORED);
	k = shake();
	say(&k, 1, TCP_ACK, 1, 1, 0);
	n = say(&k, 0, TCP_RST, 1 + (500 << 7) + 1, 0, 0);
	assert_reset(&k, n, FLOW_RESET_IGNORED);
}

static void tells_what_a_note_says(void **state)
{
	(void)state;
	struct flow_note n = {.repeats = FLOW_NONE, .dup_of = FLOW_NONE};
	char text[200];
	flow_note_words(&n, text, sizeof(text));
	assert_string_equal(text, "");
	n.marks = FLOW_LOST | FLOW_ACK_LOST;
	flow_note_words(&n, text, sizeof(text));
	assert_string_equal(
	        text, " (previous segment not captured) (ACK of a segment not captured)");
	n.marks = FLOW_RETRANSMISSION | FLOW_SPURIOUS;
	flow_note_words(&n, text, sizeof(text));
	assert_string_equal(text, " (spurious retransmission)");
	n.repeats = 4;
	flow_note_words(&n, text, sizeof(text));
	assert_string_equal(text, " (spurious retransmission of #4)");
	n = (struct flow_note){.repeats = FLOW_NONE, .dup_of = 17, .dup_number = 2};
	n.marks = FLOW_DUP_ACK;
	flow_note_words(&n, text, sizeof(text));
	assert_string_equal(text, " (duplicate ACK 2 of #17)");
	n.marks = FLOW_KEEP_ALIVE | FLOW_WINDOW_PROBE;
	n.dup_of = FLOW_NONE;
	flow_note_words(&n, text, sizeof(text));
	assert_string_equal(text, " (window probe)");
	flow_note_words(&n, text, 5);
	assert_string_equal(text, " (wi");
	for (unsigned i = 0; i < FLOW_MARKS; i++) {
		assert_true(flow_mark_name((enum flow_marks)(1u << i))[0]);
		assert_true(flow_mark_words((enum flow_marks)(1u << i))[0]);
	}
	assert_string_equal(flow_mark_name(FLOW_ZERO_PROBE_ACK), "zero_window_probe_ack");
	assert_string_equal(flow_state_words(FLOW_STATE_TALK), "");
	assert_string_equal(flow_state_words(FLOW_STATE_HALF_CLOSED), "half closed");
}

static void knows_only_its_own_flows(void **state)
{
	(void)state;
	struct flow_summary s;
	struct talk k = {.t = flow_table_create(2, FLOW_BY_ORDER)};
	uint64_t first = note(&k, segment(0, TCP_SYN, 5, 0, 0)).flow;
	assert_true(flow_summary(k.t, first, &s));
	assert_int_equal(s.sides[0].packets, 1);
	for (uint16_t i = 0; i < 2; i++) {
		struct packet p = segment(0, TCP_SYN, 5, 0, 0);
		p.sport = i;
		assert_true(flow_summary(k.t, note(&k, p).flow, &s));
	}
	assert_false(flow_summary(k.t, first, &s));
	assert_false(flow_summary(k.t, FLOW_NONE, &s));
	flow_table_destroy(k.t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(counts_a_whole_connection),
	        cmocka_unit_test(counts_troubles),
	        cmocka_unit_test(knows_states_of_the_handshake),
	        cmocka_unit_test(resets_in_the_handshake),
	        cmocka_unit_test(resets_of_a_connection),
	        cmocka_unit_test(resets_of_the_persistent),
	        cmocka_unit_test(tells_what_a_note_says),
	        cmocka_unit_test(knows_only_its_own_flows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
