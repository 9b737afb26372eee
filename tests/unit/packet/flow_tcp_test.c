/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each mark of TCP's analysis: where it is set, and where it nearly is.
 */
#include "tests/unit/packet/talk.h"

#define MSEC NSEC_PER_MSEC

/* Frames 1 to 3, a round trip of 10 ms. */
static struct talk begin(void)
{
	struct talk k = {.t = flow_table_create(0, FLOW_BY_TIME), .now = 1000 * MSEC};
	note(&k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0));
	k.now += 9 * MSEC;
	say(&k, 1, TCP_SYN | TCP_ACK, 0, 1, 0);
	k.now += MSEC;
	struct flow_note n = say(&k, 0, TCP_ACK, 1, 1, 0);
	assert_int_equal(n.initial_rtt, 10 * MSEC);
	assert_int_equal(n.rtt, MSEC);
	assert_int_equal(n.acks, 2);
	return k;
}

static void end(struct talk *k)
{
	flow_table_destroy(k->t);
}

#define MARKS(n, expected) assert_int_equal((n).marks, (expected))

static void plain_talk_has_no_marks(void **state)
{
	(void)state;
	struct talk k = begin();
	struct flow_note n = say(&k, 0, TCP_ACK | TCP_PSH, 1, 1, 100);
	MARKS(n, 0);
	assert_int_equal(n.in_flight, 100);
	assert_int_equal(n.pushed, 100);
	assert_int_equal(n.length, 100);
	n = say(&k, 0, TCP_ACK, 101, 1, 50);
	assert_int_equal(n.in_flight, 150);
	assert_int_equal(n.pushed, 50);
	k.now += 30 * MSEC;
	n = say(&k, 1, TCP_ACK, 1, 151, 0);
	MARKS(n, 0);
	assert_int_equal(n.acks, 5);
	assert_int_equal(n.rtt, 30 * MSEC);
	assert_int_equal(n.window, 500 << 7);
	assert_int_equal(n.scale, 7);
	n = say(&k, 0, TCP_ACK, 151, 1, 10);
	assert_int_equal(n.in_flight, 10);
	end(&k);
}

static void retransmission_after_the_timer(void **state)
{
	(void)state;
	struct talk k = begin();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	k.now += 200 * MSEC;
	struct flow_note n = say(&k, 0, TCP_ACK, 1, 1, 100);
	MARKS(n, FLOW_RETRANSMISSION);
	assert_int_equal(n.repeats, 4);
	assert_int_equal(n.rto, 200 * MSEC);
	/* The last segment again is one at once, since it can't be late. */
	say(&k, 0, TCP_ACK, 101, 1, 100);
	n = say(&k, 0, TCP_ACK, 101, 1, 100);
	MARKS(n, FLOW_RETRANSMISSION);
	end(&k);
}

static void syn_again(void **state)
{
	(void)state;
	struct talk k = {.t = flow_table_create(0, FLOW_BY_TIME), .now = MSEC};
	MARKS(note(&k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0)), 0);
	k.now += 1000 * MSEC;
	struct flow_note n = note(&k, segment(0, TCP_SYN, CLIENT_ISN, 0, 0));
	MARKS(n, FLOW_RETRANSMISSION);
	assert_int_equal(n.repeats, 1);
	n = note(&k, segment(0, TCP_SYN, CLIENT_ISN + 1, 0, 0));
	MARKS(n, FLOW_REUSED_PORTS);
	end(&k);
}

static void fast_retransmission(void **state)
{
	(void)state;
	for (unsigned acks = 1; acks < 3; acks++) {
		struct talk k = begin();
		for (uint32_t i = 0; i < 4; i++)
			say(&k, 0, TCP_ACK, 1 + i * 100, 1, 100);
		k.now += 20 * MSEC;
		MARKS(say(&k, 1, TCP_ACK, 1, 101, 0), 0); /* 8 */
		for (unsigned i = 1; i <= acks; i++) {
			struct flow_note n = say(&k, 1, TCP_ACK, 1, 101, 0);
			MARKS(n, FLOW_DUP_ACK);
			assert_int_equal(n.dup_number, i);
			assert_int_equal(n.dup_of, 8);
		}
		k.now += 19 * MSEC;
		MARKS(say(&k, 0, TCP_ACK, 101, 1, 100),
		        FLOW_RETRANSMISSION | (acks == 2 ? FLOW_FAST : 0));
		k.now += 20 * MSEC; /* too late to be asked for by them */
		MARKS(say(&k, 0, TCP_ACK, 101, 1, 100), FLOW_RETRANSMISSION);
		end(&k);
	}
}

static void duplicates_differ_in_nothing(void **state)
{
	(void)state;
	struct talk k = begin();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	say(&k, 1, TCP_ACK, 1, 101, 0);
	MARKS(offer(&k, 1, TCP_ACK, 1, 101, 0, 501), FLOW_WINDOW_UPDATE);
	MARKS(offer(&k, 1, TCP_ACK, 1, 101, 0, 501), FLOW_DUP_ACK);
	MARKS(offer(&k, 1, TCP_ACK, 1, 101, 5, 501), 0); /* data is none */
	MARKS(offer(&k, 1, TCP_ACK, 6, 101, 0, 501), FLOW_DUP_ACK);
	MARKS(offer(&k, 1, TCP_ACK | TCP_FIN, 6, 101, 0, 501), 0);
	end(&k);
}

static void spurious_retransmission(void **state)
{
	(void)state;
	struct talk k = begin();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	say(&k, 1, TCP_ACK, 1, 101, 0);
	k.now += 200 * MSEC;
	MARKS(say(&k, 0, TCP_ACK, 1, 1, 100), FLOW_RETRANSMISSION | FLOW_SPURIOUS);
	MARKS(say(&k, 0, TCP_ACK, 1, 1, 101), FLOW_RETRANSMISSION); /* one byte is new */
	end(&k);
}

static void out_of_order_within_a_round_trip(void **state)
{
	(void)state;
	struct talk k = begin();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	MARKS(say(&k, 0, TCP_ACK, 201, 1, 100), FLOW_LOST);
	k.now += 10 * MSEC - 1;
	MARKS(say(&k, 0, TCP_ACK, 101, 1, 100), FLOW_OUT_OF_ORDER);
	k.now += 1;
	MARKS(say(&k, 0, TCP_ACK, 101, 1, 100), FLOW_RETRANSMISSION);
	end(&k);
}

static void lost_and_acknowledged_unseen(void **state)
{
	(void)state;
	struct talk k = begin();
	MARKS(say(&k, 0, TCP_RST, 2, 1, 0), 0); /* a reset counts no hole */
	end(&k);
	k = begin();
	struct flow_note n = say(&k, 0, TCP_ACK, 2, 1, 10);
	MARKS(n, FLOW_LOST);
	assert_int_equal(n.in_flight, 0);                  /* not known behind a hole */
	MARKS(say(&k, 1, TCP_ACK, 1, 1, 0), FLOW_DUP_ACK); /* of the SYN ACK */
	MARKS(say(&k, 1, TCP_ACK, 1, 12, 0), FLOW_ACK_LOST);
	MARKS(say(&k, 1, TCP_ACK, 1, 112, 0), FLOW_ACK_LOST); /* beyond all that was seen */
	MARKS(say(&k, 1, TCP_ACK, 1, 113, 0), 0);             /* told once */
	end(&k);
}

static void keep_alives(void **state)
{
	(void)state;
	struct talk k = begin();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	say(&k, 1, TCP_ACK, 1, 101, 0);
	k.now += 75000 * MSEC;
	MARKS(say(&k, 0, TCP_ACK, 100, 1, 0), FLOW_KEEP_ALIVE);
	MARKS(say(&k, 1, TCP_ACK, 1, 101, 0), FLOW_KEEP_ALIVE_ACK);
	MARKS(say(&k, 1, TCP_ACK, 1, 101, 0), FLOW_KEEP_ALIVE_ACK);
	MARKS(say(&k, 0, TCP_ACK, 100, 1, 1), FLOW_KEEP_ALIVE);
	MARKS(say(&k, 0, TCP_ACK, 100, 1, 2), 0);             /* goes on */
	MARKS(say(&k, 1, TCP_ACK, 1, 102, 0), FLOW_ACK_LOST); /* its byte 101 began nowhere */
	MARKS(say(&k, 0, TCP_ACK | TCP_FIN, 101, 1, 0), FLOW_RETRANSMISSION);
	end(&k);
}

static void windows(void **state)
{
	(void)state;
	struct talk k = begin();
	uint32_t room = 500 << 7;
	say(&k, 1, TCP_ACK, 1, 1, 0);
	MARKS(say(&k, 0, TCP_ACK, 1, 1, room - 1), 0);
	MARKS(say(&k, 0, TCP_ACK, room, 1, 1), FLOW_WINDOW_FULL);
	MARKS(offer(&k, 1, TCP_ACK, 1, room + 1, 0, 0), FLOW_ZERO_WINDOW);
	MARKS(say(&k, 0, TCP_ACK, room + 1, 1, 1), FLOW_ZERO_PROBE);
	MARKS(offer(&k, 1, TCP_ACK, 1, room + 1, 0, 0), FLOW_ZERO_WINDOW | FLOW_ZERO_PROBE_ACK);
	MARKS(say(&k, 0, TCP_ACK, room, 1, 0), FLOW_KEEP_ALIVE | FLOW_WINDOW_PROBE);
	MARKS(offer(&k, 1, TCP_ACK, 1, room + 1, 0, 0), FLOW_ZERO_WINDOW);
	MARKS(say(&k, 1, TCP_ACK, 1, room + 1, 0), FLOW_WINDOW_UPDATE);
	MARKS(offer(&k, 1, TCP_RST | TCP_ACK, 1, room + 1, 0, 0), 0);
	end(&k);
}

/* Without the handshake no window can be known to be full. */
static void unknown_scales(void **state)
{
	(void)state;
	struct talk k = {.t = flow_table_create(0, FLOW_BY_TIME), .now = MSEC};
	struct flow_note n = say(&k, 1, TCP_ACK, 1, 1, 0);
	assert_int_equal(n.scale, FLOW_SCALE_UNKNOWN);
	assert_int_equal(n.window, 500);
	assert_false(n.known_isn);
	MARKS(say(&k, 0, TCP_ACK, 1, 1, 500), 0);
	end(&k);
	k = (struct talk){.t = flow_table_create(0, FLOW_BY_TIME), .now = MSEC};
	struct packet syn = segment(0, TCP_SYN, CLIENT_ISN, 0, 0);
	syn.tcp_wscale = PACKET_NO_WSCALE;
	note(&k, syn);
	say(&k, 1, TCP_SYN | TCP_ACK, 0, 1, 0); /* it may offer what it likes */
	n = say(&k, 0, TCP_ACK, 1, 1, 0);
	assert_int_equal(n.scale, FLOW_SCALE_NONE);
	MARKS(say(&k, 1, TCP_ACK, 1, 1, 500), FLOW_WINDOW_FULL);
	end(&k);
}

/* A SYN cut in its options tells what it says, not what it leaves out. */
static void scales_of_cut_syns(void **state)
{
	(void)state;
	static const struct {
		uint8_t shift;
		int8_t scale;
	} cases[] = {{PACKET_NO_WSCALE, FLOW_SCALE_UNKNOWN}, {7, 7}, {254, 14}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct talk k = {.t = flow_table_create(0, FLOW_BY_TIME), .now = MSEC};
		struct packet syn = segment(0, TCP_SYN, CLIENT_ISN, 0, 0);
		syn.tcp_wscale = cases[i].shift;
		syn.tcp_options = TCP_OPTION_UNREAD;
		note(&k, syn);
		say(&k, 1, TCP_SYN | TCP_ACK, 0, 1, 0);
		assert_int_equal(say(&k, 0, TCP_ACK, 1, 1, 0).scale, cases[i].scale);
		assert_int_equal(say(&k, 1, TCP_ACK, 1, 1, 0).scale, 7);
		end(&k);
	}
}

/* As far behind as ahead: Wireshark takes it for both. */
static void numbers_half_the_space_away(void **state)
{
	(void)state;
	struct talk k = begin();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	say(&k, 1, TCP_ACK, 1, 101, 0);
	k.now += 100 * MSEC;
	MARKS(say(&k, 0, TCP_ACK, 101 + (1u << 31), 1, 10),
	        FLOW_LOST | FLOW_RETRANSMISSION | FLOW_SPURIOUS);
	end(&k);
	k = begin();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	MARKS(say(&k, 1, TCP_ACK, 1, 101 + (1u << 31), 0), FLOW_ACK_LOST);
	MARKS(say(&k, 0, TCP_ACK, 1, 1, 100), FLOW_RETRANSMISSION | FLOW_SPURIOUS);
	end(&k);
}

static void sack_takes_from_what_flies(void **state)
{
	(void)state;
	struct talk k = begin();
	for (uint32_t i = 0; i < 3; i++)
		say(&k, 0, TCP_ACK, 1 + i * 100, 1, 100);
	struct packet p = segment(1, TCP_ACK, SERVER_ISN + 1, CLIENT_ISN + 1, 0);
	p.tcp_sacked = 150;
	note(&k, p);
	assert_int_equal(say(&k, 0, TCP_ACK, 301, 1, 100).in_flight, 250);
	say(&k, 1, TCP_ACK, 1, 51, 0); /* half a segment */
	assert_int_equal(say(&k, 0, TCP_ACK, 401, 1, 10).in_flight, 360);
	end(&k);
}

/* RFC 8684: an ACK repeated to carry a new option asks for nothing. */
static void multipath_options_are_no_duplicates(void **state)
{
	(void)state;
	struct talk k = begin();
	say(&k, 1, TCP_ACK, 1, 1, 0);
	struct packet p = segment(1, TCP_ACK, SERVER_ISN + 1, CLIENT_ISN + 1, 0);
	p.tcp_multipath = 1u << 3;
	MARKS(note(&k, p), FLOW_DUP_ACK); /* its own option comes too late for it, as in tshark */
	MARKS(say(&k, 1, TCP_ACK, 1, 1, 0), 0);
	MARKS(say(&k, 1, TCP_ACK, 1, 1, 0), FLOW_DUP_ACK);
	end(&k);
}

static void fragments_and_short_headers_are_left_alone(void **state)
{
	(void)state;
	struct talk k = begin();
	struct packet p = segment(0, TCP_ACK, CLIENT_ISN + 5000, SERVER_ISN + 1, 100);
	p.flags = PACKET_FRAGMENT;
	MARKS(note(&k, p), 0);
	p.flags = 0;
	p.tcp_options = TCP_OPTION_SHORT;
	MARKS(note(&k, p), 0);
	MARKS(say(&k, 0, TCP_ACK, 1, 1, 100), 0);
	end(&k);
}

static void parts_that_were_seen(void **state)
{
	(void)state;
	struct talk k = begin();
	assert_int_equal(say(&k, 0, TCP_ACK, 1, 1, 5).complete, 1 | 2 | 4);
	assert_int_equal(say(&k, 0, TCP_ACK | TCP_FIN, 6, 1, 0).complete, 1 | 2 | 4 | 8);
	assert_int_equal(say(&k, 1, TCP_RST, 1, 0, 0).complete, 1 | 2 | 4 | 8 | 16);
	assert_int_equal(say(&k, 1, TCP_RST, 1, 0, 0).complete, 63);
	end(&k);
	k = begin(); /* how much a fragment brings is not known */
	struct packet p = segment(0, TCP_ACK, CLIENT_ISN + 1, SERVER_ISN + 1, 8);
	p.flags = PACKET_FRAGMENT;
	note(&k, p);
	assert_int_equal(say(&k, 0, TCP_ACK, 1, 1, 5).complete, 1 | 2 | 4);
	assert_int_equal(say(&k, 0, TCP_ACK, 6, 1, 5).complete, 1 | 2 | 4 | 8);
	end(&k);
}

static void packs_into_32_bytes(void **state)
{
	(void)state;
	struct talk k = begin();
	say(&k, 0, TCP_ACK, 1, 1, 100);
	k.now += 3 * MSEC;
	for (unsigned i = 0; i < 4; i++) {
		struct flow_note n = i < 2 ? say(&k, 1, TCP_ACK, 1, 101, 0)
		                           : say(&k, 0, TCP_ACK, 1 + (i - 2) * 50, 1, 150);
		struct flow_packed packed = flow_pack(&n, k.id);
		struct flow_note back = flow_unpack(&packed, k.id);
		assert_int_equal(back.flow, n.flow);
		assert_int_equal(back.marks, n.marks);
		assert_int_equal(back.direction, n.direction);
		assert_int_equal(back.known_isn, n.known_isn);
		assert_int_equal(back.scale, n.scale);
		assert_int_equal(back.seq, n.seq);
		assert_int_equal(back.ack, n.ack);
		assert_int_equal(back.window, n.window);
		assert_int_equal(back.in_flight, n.in_flight);
		assert_true(back.repeats == n.repeats);
		assert_true(back.dup_of == n.dup_of);
		assert_true(back.acks == n.acks);
		assert_int_equal(back.dup_number, n.dup_number);
		assert_int_equal(back.rtt, n.rtt);
	}
	struct flow_note none = {.flow = FLOW_NONE, .scale = FLOW_SCALE_NONE, .reset = 10};
	struct flow_packed packed = flow_pack(&none, 7);
	struct flow_note back = flow_unpack(&packed, 7);
	assert_true(back.flow == FLOW_NONE);
	assert_int_equal(back.scale, FLOW_SCALE_NONE);
	assert_int_equal(back.reset, 10);
	end(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(plain_talk_has_no_marks),
	        cmocka_unit_test(retransmission_after_the_timer),
	        cmocka_unit_test(syn_again),
	        cmocka_unit_test(fast_retransmission),
	        cmocka_unit_test(duplicates_differ_in_nothing),
	        cmocka_unit_test(spurious_retransmission),
	        cmocka_unit_test(out_of_order_within_a_round_trip),
	        cmocka_unit_test(lost_and_acknowledged_unseen),
	        cmocka_unit_test(keep_alives),
	        cmocka_unit_test(windows),
	        cmocka_unit_test(unknown_scales),
	        cmocka_unit_test(scales_of_cut_syns),
	        cmocka_unit_test(numbers_half_the_space_away),
	        cmocka_unit_test(sack_takes_from_what_flies),
	        cmocka_unit_test(multipath_options_are_no_duplicates),
	        cmocka_unit_test(fragments_and_short_headers_are_left_alone),
	        cmocka_unit_test(parts_that_were_seen),
	        cmocka_unit_test(packs_into_32_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
