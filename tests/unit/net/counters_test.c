/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counters read from files as kernels write them, and which frame one speaks of.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "net/counters.h"
#include "net/verdict.h"
#include "tests/unit/packet/frames.h"

/* As of Linux 6.1, shortened; MaxConn is negative, IcmpMsg's columns come and go. */
static const char sample[] =
        "Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors\n"
        "Ip: 2 64 775 3 0\n"
        "IcmpMsg: InType3 OutType3\n"
        "IcmpMsg: 40 39\n"
        "Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens AttemptFails EstabResets InErrs "
        "InCsumErrors\n"
        "Tcp: 1 200 120000 -1 13 2 0 7 5\n"
        "Udp: InDatagrams NoPorts InErrors InCsumErrors\n"
        "Udp: 26 39 0 18446744073709551615\n"
        "TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPTimeouts\n"
        "TcpExt: 0 11 12 4294967296\n";

static uint64_t value_of(const uint64_t values[COUNTERS_MAX], const char *name)
{
	size_t count;
	const struct counter_row *table = counters_table(&count), *row = counters_row(name);
	assert_non_null(row);
	assert_true((size_t)(row - table) < count);
	return values[row - table];
}

static void reads_a_kernel_s_files(void **state)
{
	(void)state;
	int16_t columns[COUNTERS_MAX];
	uint64_t values[COUNTERS_MAX] = {0};
	counters_columns(sample, columns);
	counters_values(sample, columns, values);
	assert_int_equal(value_of(values, "IpInHdrErrors"), 3);
	assert_int_equal(value_of(values, "TcpInCsumErrors"), 5);
	assert_int_equal(value_of(values, "TcpAttemptFails"), 2);
	assert_int_equal(value_of(values, "UdpNoPorts"), 39);
	assert_true(value_of(values, "UdpInCsumErrors") == UINT64_MAX);
	assert_int_equal(value_of(values, "TcpExtListenOverflows"), 11);
	assert_true(value_of(values, "TcpExtTCPTimeouts") == 4294967296);
	/* What this kernel lacks stays as it is. */
	assert_int_equal(value_of(values, "TcpExtTCPFastRetrans"), 0);
}

/* A text cut anywhere gives the numbers before the cut, and never those of another column. */
static void a_cut_text_is_harmless(void **state)
{
	(void)state;
	int16_t columns[COUNTERS_MAX];
	counters_columns(sample, columns);
	for (size_t len = 0; len < sizeof(sample); len++) {
		char text[sizeof(sample)];
		uint64_t values[COUNTERS_MAX] = {0};
		int16_t some[COUNTERS_MAX];
		memcpy(text, sample, len);
		text[len] = '\0';
		counters_values(text, columns, values);
		uint64_t drops = value_of(values, "TcpExtListenDrops");
		assert_true(drops == 0 || drops == 1 || drops == 12);
		counters_columns(text, some);
	}
	static const char *const foreign[] = {"", "\n", "\n\n\n", ":", ": 1 2\n: 3 4\n", "Tcp",
	        "Tcp:\nTcp: 1", "Tcp: InCsumErrors\nTcp: x\n", "Tcp: InCsumErrors\nTcp: -\n"};
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		uint64_t values[COUNTERS_MAX] = {0};
		counters_columns(foreign[i], columns);
		counters_values(foreign[i], columns, values);
		assert_int_equal(value_of(values, "TcpInCsumErrors"), 0);
	}
}

static void every_row_is_found_and_explained(void **state)
{
	(void)state;
	size_t count;
	const struct counter_row *table = counters_table(&count);
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(counters_row(table[i].name), &table[i]);
		assert_true(strlen(table[i].meaning) > 10);
		assert_int_equal(strncmp(table[i].name, table[i].group, strlen(table[i].group)), 0);
		assert_string_equal(table[i].name + strlen(table[i].group), table[i].shorter);
	}
	assert_null(counters_row("TcpExtTCPHPHits"));
	assert_null(counters_row(""));
}

struct scene {
	struct topology t;
	struct tape *tape;
	struct verdict verdict;
};

static void begin(struct scene *s)
{
	static const char *const names[] = {"client", "server"};
	struct err e = {0};
	*s = (struct scene){0};
	assert_true(topology_simple(&s->t, names, 2, &e));
	s->tape = tape_create(0);
}

static uint64_t numbered(struct scene *s, int direction, unsigned flags, const char *data,
        enum frame_fate fate, unsigned marks, unsigned seq, unsigned ack)
{
	char hex[400];
	struct frame frame;
	size_t n = strlen(data);
	int used = snprintf(hex, sizeof(hex),
	        ETH "0800 4500 %04zx 1c46 4000 4006 0000 0a000001 0a000002"
	            "%s %08x %08x 50%02x faf0 0000 0000",
	        40 + n, direction ? "22b8 9c40" : "9c40 22b8", seq, ack, flags);
	for (size_t i = 0; i < n; i++)
		used += snprintf(hex + used, sizeof(hex) - (size_t)used, "%02x", data[i]);
	frame_mended(&frame, hex);
	struct tape_frame f = {.direction = (uint8_t)direction,
	        .fate = (uint8_t)fate,
	        .marks = (uint8_t)marks,
	        .related = TAPE_NONE,
	        .captured = (uint32_t)frame.len,
	        .length = (uint32_t)frame.len,
	        .bytes = frame.bytes};
	uint64_t id = tape_add_frame(s->tape, 1, &f);
	frame_finish(&frame);
	return id;
}

static uint64_t segment(struct scene *s, int direction, unsigned flags, const char *data,
        enum frame_fate fate, unsigned marks)
{
	return numbered(s, direction, flags, data, fate, marks, 1000, 7000);
}

static uint64_t blame(struct scene *s, const char *counter, int node)
{
	verdict_gather(&s->verdict, s->tape, &s->t, tape_first(s->tape), tape_end(s->tape));
	return verdict_frame(&s->verdict, counters_row(counter), node);
}

static void the_only_frame_that_fits(void **state)
{
	(void)state;
	struct scene s;
	begin(&s);
	uint64_t good = segment(&s, 0, TCP_ACK, "good", FATE_DELIVERED, 0);
	assert_true(blame(&s, "TcpInCsumErrors", 1) == TAPE_NONE);
	uint64_t bad = segment(&s, 0, TCP_ACK, "bad", FATE_DELIVERED, MARK_CORRUPTED);
	assert_int_equal(blame(&s, "TcpInCsumErrors", 1), bad);
	/* It came to the server, not to the client, and was no SYN. */
	assert_true(blame(&s, "TcpInCsumErrors", 0) == TAPE_NONE);
	assert_true(blame(&s, "TcpExtListenOverflows", 1) == TAPE_NONE);
	/* What speaks of no frame. */
	assert_true(blame(&s, "TcpAttemptFails", 1) == TAPE_NONE);
	/* Two that fit: nothing can be said. */
	segment(&s, 0, TCP_ACK, "too", FATE_DELIVERED, MARK_CORRUPTED);
	assert_true(blame(&s, "TcpInCsumErrors", 1) == TAPE_NONE);
	assert_true(good < bad);
	tape_destroy(s.tape);
}

static void held_frames_have_not_come(void **state)
{
	(void)state;
	struct scene s;
	begin(&s);
	uint64_t syn = segment(&s, 0, TCP_SYN, "", FATE_HELD, 0);
	assert_true(blame(&s, "TcpExtListenOverflows", 1) == TAPE_NONE);
	tape_set_fate(s.tape, 2, syn, FATE_DELIVERED, BY_LEARNER, 0);
	assert_int_equal(blame(&s, "TcpExtListenOverflows", 1), syn);
	/* Looked at from the delivery on, the frame itself is older. */
	verdict_gather(&s.verdict, s.tape, &s.t, syn + 1, tape_end(s.tape));
	assert_int_equal(verdict_frame(&s.verdict, counters_row("TcpExtListenDrops"), 1), syn);
	/* It was not sent in that time. */
	assert_true(verdict_frame(&s.verdict, counters_row("TcpExtTCPSynRetrans"), 0) == TAPE_NONE);
	tape_destroy(s.tape);
}

static void why_it_was_sent_again(void **state)
{
	(void)state;
	struct scene s;
	begin(&s);
	segment(&s, 0, TCP_ACK, "data", FATE_DROPPED, 0);
	uint64_t again = segment(&s, 0, TCP_ACK, "data", FATE_HELD, MARK_REPEAT);
	assert_int_equal(blame(&s, "TcpExtTCPTimeouts", 0), again);
	assert_true(blame(&s, "TcpExtTCPTimeouts", 1) == TAPE_NONE);
	tape_destroy(s.tape);
}

/* A copy that the wire made was not sent by the host. */
static void copies_were_not_sent(void **state)
{
	(void)state;
	struct scene s;
	begin(&s);
	uint64_t first = segment(&s, 1, TCP_ACK, "", FATE_DELIVERED, 0);
	segment(&s, 1, TCP_ACK, "", FATE_DELIVERED, MARK_COPY);
	assert_int_equal(blame(&s, "TcpExtTCPKeepAlive", 1), first);
	tape_destroy(s.tape);
}

/* Of two SYNs one was answered: it is the other that found no place. */
static void an_answered_syn_was_taken(void **state)
{
	(void)state;
	struct scene s;
	begin(&s);
	numbered(&s, 0, TCP_SYN, "", FATE_DELIVERED, 0, 500, 0);
	numbered(&s, 1, TCP_SYN | TCP_ACK, "", FATE_DELIVERED, 0, 900, 501);
	uint64_t lost = numbered(&s, 0, TCP_SYN, "", FATE_DELIVERED, 0, 600, 0);
	assert_int_equal(blame(&s, "TcpExtListenOverflows", 1), lost);
	numbered(&s, 0, TCP_SYN, "", FATE_DELIVERED, 0, 700, 0);
	assert_true(blame(&s, "TcpExtListenOverflows", 1) == TAPE_NONE);
	tape_destroy(s.tape);
}

static void too_many_frames_say_nothing(void **state)
{
	(void)state;
	struct scene s;
	begin(&s);
	segment(&s, 0, TCP_ACK, "bad", FATE_DELIVERED, MARK_CORRUPTED);
	for (int i = 0; i < VERDICT_FRAMES_MAX; i++)
		segment(&s, 0, TCP_ACK, "x", FATE_DELIVERED, 0);
	assert_true(blame(&s, "TcpInCsumErrors", 1) == TAPE_NONE);
	tape_destroy(s.tape);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(reads_a_kernel_s_files),
	        cmocka_unit_test(a_cut_text_is_harmless),
	        cmocka_unit_test(every_row_is_found_and_explained),
	        cmocka_unit_test(the_only_frame_that_fits),
	        cmocka_unit_test(held_frames_have_not_come),
	        cmocka_unit_test(why_it_was_sent_again),
	        cmocka_unit_test(copies_were_not_sent),
	        cmocka_unit_test(an_answered_syn_was_taken),
	        cmocka_unit_test(too_many_frames_say_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
