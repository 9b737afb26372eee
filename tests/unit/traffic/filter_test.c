/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Display filters: what they let through, against libpcap's own verdict, and where they complain.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "tests/unit/packet/frames.h"
#include "tests/unit/traffic/captures.h"
#include "traffic/filter.h"
#include "traffic/selection.h"

#define TCP(ports, seq, ack, flags) ports seq ack "50" flags " 0400 0000 0000 "
#define TO_80 "c000 0050 "
#define FROM_80 "0050 c000 "

/* One connection with a segment sent again, one refused, and others than TCP. */
static const char *const frames[] = {
        ETH4 IP4("0028", "06") TCP(TO_80, "00000064", "00000000", "02"),
        ETH4 "4500 0028 1c46 4000 40 06 0000 0a000002 0a000001 " TCP(
                FROM_80, "000003e8", "00000065", "12"),
        ETH4 IP4("0028", "06") TCP(TO_80, "00000065", "000003e9", "10"),
        ETH4 IP4("002c", "06") TCP(TO_80, "00000065", "000003e9", "18") "61626364",
        ETH4 IP4("002c", "06") TCP(TO_80, "00000065", "000003e9", "18") "61626364",
        ETH6 IP6("0014", "06") TCP("c001 01bb ", "00000001", "00000000", "02"),
        ETH6 IP6("0014", "06") TCP("01bb c001 ", "00000000", "00000002", "14"),
        ETH4 IP4("0020", "11") "c000 0035 000c 0000 61626364",
        ETH4 IP4("001c", "01") "0800 f7ff 0000 0000",
        ETH "0806 0001 0800 0604 0001 020000000001 0a000001 000000000000 0a000002",
        ETH "8100 0005 0800 " IP4("0028", "06") TCP("c002 0050 ", "00000064", "00000000", "02"),
        ETH "ffff 00",
        "00",
};
#define COUNT (sizeof(frames) / sizeof(frames[0]))

/* All of them, as Ethernet and, from the network header on, as an interface of raw IP. */
static struct traffic *make_traffic(void)
{
	struct made m = {0};
	struct frame f;
	section(&m);
	block_begin(&m, 4);
	option(&m, 1, "\x0a\0\0\2server", 10);
	block_end(&m);
	interface(&m, 1, 0);
	for (size_t i = 0; i < COUNT; i++) {
		frame_raw(&f, frames[i]);
		packet(&m, 0, 1000000 * (i + 1), f.bytes, (uint32_t)f.len, (uint32_t)f.len,
		        i == 2 ? "look here" : NULL);
		field_list_finish(&f.list);
	}
	interface(&m, 101, 0);
	for (size_t i = 0; i < 10; i++) {
		frame_raw(&f, frames[i]);
		packet(&m, 1, 1000000 * (COUNT + i + 1), f.bytes + 14, (uint32_t)f.len - 14,
		        (uint32_t)f.len - 14, NULL);
		field_list_finish(&f.list);
	}
	struct traffic *t = traffic_create(made_open(&m));
	while (traffic_work(t, 100) == TRAFFIC_MORE)
		;
	assert_int_equal(traffic_state(t), TRAFFIC_DONE);
	assert_int_equal(traffic_last(t), COUNT + 10);
	return t;
}

static struct selection *select_with(
        struct traffic *t, const char *text, const struct traffic_filter_context *c)
{
	struct traffic_filter_error e;
	struct traffic_filter_context plain = {.traffic = t};
	struct traffic_filter *f = traffic_filter_create(text, c ? c : &plain, &e);
	if (!f)
		fail_msg("%s: %s", text, e.text);
	struct selection *s = selection_create(t, f);
	while (selection_work(s, 3))
		;
	return s;
}

/* The numbers as text: "1 3 4". */
static void expect_numbers(struct traffic *t, const char *text, const char *numbers)
{
	struct selection *s = select_with(t, text, NULL);
	struct buf out = {0};
	for (uint64_t i = 0; i < selection_count(s); i++)
		buf_printf(
		        &out, "%s%llu", i ? " " : "", (unsigned long long)selection_number(s, i));
	if (strcmp(buf_text(&out), numbers) != 0)
		fail_msg("%s (%s): %s, not %s", text, traffic_filter_expanded(selection_filter(s)),
		        buf_text(&out), numbers);
	buf_finish(&out);
	selection_destroy(s);
}

/* Whatever is pcap-filter's alone is judged as libpcap judges. */
static void equals_libpcap(void **state)
{
	(void)state;
	static const char *const texts[] = {"tcp", "udp port 53", "ip6", "arp", "icmp",
	        "port 80 or 443", "tcp[13] & 2 != 0", "host 10.0.0.2", "src 10.0.0.2",
	        "net 10.0.0.0/8", "not (tcp or udp)", "ip[2:2] > 40 and tcp", "vlan 5",
	        "vlan and tcp", "len > 50",
	        "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 and not src net 10.0.0.0/8",
	        "dst port 443 or (udp and (src host 10.0.0.1 or dst host 10.0.0.9))", "ip proto 1",
	        "ip6 proto 6", "greater 54", "tcp && !port 80"};
	static const int links[] = {DLT_EN10MB, DLT_RAW};
	struct traffic *t = make_traffic();
	for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++) {
		struct selection *s = select_with(t, texts[k], NULL);
		struct bpf_program programs[2];
		bool known[2];
		for (int i = 0; i < 2; i++) {
			pcap_t *dead = pcap_open_dead(links[i], 262144);
			known[i] = pcap_compile(dead, &programs[i], texts[k], 1,
			                   PCAP_NETMASK_UNKNOWN) == 0;
			pcap_close(dead);
		}
		for (uint64_t n = 1; n <= traffic_last(t); n++) {
			struct traffic_packet p;
			assert_true(traffic_get(t, n, &p));
			struct pcap_pkthdr h = {.caplen = p.captured, .len = p.length};
			bool theirs = known[p.interface] &&
			              pcap_offline_filter(&programs[p.interface], &h, p.bytes);
			if (selection_has(s, n) != theirs)
				fail_msg("%s: packet %llu", texts[k], (unsigned long long)n);
		}
		for (int i = 0; i < 2; i++)
			if (known[i])
				pcap_freecode(&programs[i]);
		selection_destroy(s);
	}
	traffic_destroy(t);
}

static void our_words_and_theirs_join(void **state)
{
	(void)state;
	struct traffic *t = make_traffic();
	traffic_mark(t, 4, true);
	traffic_mark(t, 8, true);
	traffic_set_comment(t, 9, "mine");
	expect_numbers(t, "frame 1..13 and syn", "1 6");
	expect_numbers(t, "frame ..13 and retrans", "5");
	expect_numbers(t, "frame ..13 retrans", "5");
	expect_numbers(t, "frame 13 or frame 22..", "13 22 23");
	expect_numbers(t, "frame 5", "5");
	expect_numbers(t, "stream 0 and frame ..13", "1 2 3 4 5");
	expect_numbers(t, "stream 0 and data and frame ..13", "4 5");
	expect_numbers(t, "tcp.stream 0 and frame ..13", "1 2 3 4 5");
	expect_numbers(t, "tcp.stream 1 or tcp.stream 2", "6 7 19 20");
	expect_numbers(t, "udp.stream 0 and frame ..13", "8");
	expect_numbers(t, "mark", "4 8");
	expect_numbers(t, "mark and port 53", "8");
	expect_numbers(t, "mark and not port 53", "4");
	expect_numbers(t, "not mark and frame 3..9", "3 5 6 7 9");
	expect_numbers(t, "!mark && frame 3..9", "3 5 6 7 9");
	expect_numbers(t, "not (mark or frame 5..) and tcp", "1 2 3");
	expect_numbers(t, "comment", "3 9");
	/* From left to right, as pcap-filter binds them. */
	expect_numbers(t, "mark or frame 1 and udp", "8");
	expect_numbers(t, "mark or (frame 1 and udp)", "4 8");
	expect_numbers(t, "mark and port 80 or 53", "4 8 21");
	expect_numbers(t, "mark or host 10.0.0.2 and frame 8..10", "8 9 10");
	expect_numbers(t, "(((mark)))", "4 8");
	expect_numbers(t, "not not mark", "4 8");
	traffic_destroy(t);
}

static void names_of_the_file_are_hosts(void **state)
{
	(void)state;
	struct traffic *t = make_traffic();
	expect_numbers(t, "host server and udp and frame 1..13", "8");
	expect_numbers(t, "from server and frame 1..13", "2");
	traffic_destroy(t);
}

static void expect_refusal(
        const struct traffic_filter_context *c, const char *text, size_t offset, size_t length)
{
	struct traffic_filter_error e;
	assert_null(traffic_filter_create(text, c, &e));
	assert_true(e.text[0]);
	if (e.offset != offset || e.length != length)
		fail_msg("%s: %zu+%zu, not %zu+%zu (%s)", text, e.offset, e.length, offset, length,
		        e.text);
}

/* Each with its place: at the end, in the middle, at the beginning. */
static void test_places(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t offset, length;
	} wrong[] = {
	        {"port 80 and foo", 12, 3},
	        {"port 80 and foo and tcp", 12, 3},
	        {"foo and port 80", 0, 3},
	        {"retrans and port 80 and foo", 24, 3},
	        {"lost or (udp and port x)", 22, 1},
	        /* something is missing */
	        {"tcp and", 7, 0},
	        {"and tcp", 0, 3},
	        {"tcp and (port 80 or", 19, 0},
	        {"dst port 80 and src port", 24, 0},
	        {"not", 3, 0},
	        {"len > ", 5, 0},
	        {"tcp[13] & = 2", 10, 1},
	        {"tcp[13] & 2 = ", 13, 0},
	        {"tcp tcp", 4, 3},
	        {"port 80 443", 8, 3},
	        {"stream", 6, 0},
	        /* brackets */
	        {"(tcp and port 80", 0, 1},
	        {"tcp and ((udp)", 8, 1},
	        {"tcp)", 3, 1},
	        {"tcp and () and udp", 9, 1},
	        {"tcp[13", 3, 1},
	        {"(tcp[13] & (1|2", 0, 1},
	        /* addresses, masks, ports, values */
	        {"host 10.0.0.999", 5, 10},
	        {"udp and host fe80::1::2", 13, 10},
	        {"ether host 1:2:3", 11, 5},
	        {"ip6 host 10.0.0.1", 9, 8},
	        {"net 10.0.0.0/33", 4, 11},
	        {"net 10.0.0.1/24", 4, 11},
	        {"mask 255.0.0", 0, 4},
	        {"port 99999 or tcp", 5, 5},
	        {"portrange 10-", 10, 3},
	        {"vlan 99999", 5, 5},
	        {"less 99999999999", 5, 11},
	        {"greater x", 8, 1},
	        /* our own words, nearly */
	        {"retran", 0, 6},
	        {"tcp or syn retran", 11, 6},
	        {"zerowindo or syn", 0, 9},
	        {"frame 5 and synak", 12, 5},
	};
	const struct traffic_filter_context c = {0};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		expect_refusal(&c, wrong[i].text, wrong[i].offset, wrong[i].length);
}

static void test_nearest(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {{"tcp and retran", "\"retrans\""},
	        {"zerowindo", "\"zerowindow\""}, {"synak", "\"synack\""}, {"tpc", "\"tcp\""},
	        {"tcp prot 80", "\"port\""}};
	const struct traffic_filter_context c = {0};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct traffic_filter_error e;
		assert_null(traffic_filter_create(pairs[i][0], &c, &e));
		assert_non_null(strstr(e.text, pairs[i][1]));
	}
}

static void complaints_point_at_the_word(void **state)
{
	(void)state;
	struct traffic *t = make_traffic();
	const struct traffic_filter_context c = {.traffic = t};
	expect_refusal(&c, "tpc", 0, 3);
	expect_refusal(&c, "tcp and wibble", 8, 6);
	expect_refusal(&c, "retrans and wibble", 12, 6);
	expect_refusal(&c, "retrans and (tcp or wibble)", 20, 6);
	expect_refusal(&c, "host nobody.example", 5, 14);
	expect_refusal(&c, "tcp port", 8, 0);
	expect_refusal(&c, "retrans and", 11, 0);
	expect_refusal(&c, "retrans or or syn", 11, 2);
	expect_refusal(&c, "frame", 5, 0);
	expect_refusal(&c, "frame x", 6, 1);
	expect_refusal(&c, "frame 1..x", 6, 4);
	expect_refusal(&c, "stream tcp", 7, 3);
	expect_refusal(&c, "udp.stream tcp", 11, 3);
	expect_refusal(&c, "retrans or tcp.stream", 21, 0);
	expect_refusal(&c, "(retrans", 0, 1);
	expect_refusal(&c, "retrans)", 7, 1);
	expect_refusal(&c, "()", 1, 1);
	expect_refusal(&c, "tcp[13 & mark", 9, 4);
	expect_refusal(&c, "mark and port 80 or 4.0", 20, 3);
	expect_refusal(&c, "pid 12", 0, 3);
	expect_refusal(&c, "tcp and program nc", 8, 7);
	expect_refusal(&c, "port 80 and ether host 02:00 and mark", 23, 5);
	traffic_destroy(t);
}

/* Loopback links have address families of BSD, in the byte order of the file. */
static void loopback_is_as_in_the_file(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		struct made m = {.big = big};
		struct frame f;
		uint8_t bytes[100] = {[0] = big ? 0 : 30, [3] = big ? 30 : 0};
		frame_raw(&f, frames[5]);
		memcpy(bytes + 4, f.bytes + 14, f.len - 14);
		field_list_finish(&f.list);
		pcap_head(&m, 0xa1b2c3d4, 0);
		pcap_packet(&m, 1, 0, bytes, (uint32_t)f.len - 10, (uint32_t)f.len - 10);
		struct traffic *t = traffic_create(made_open(&m));
		assert_int_equal(traffic_work(t, 10), TRAFFIC_DONE);
		expect_numbers(t, "ip6 and tcp port 443", "1");
		expect_numbers(t, "ip", "");
		traffic_destroy(t);
	}
}

static bool owner_of(void *user, uint64_t number, enum traffic_end end, struct traffic_owner *out)
{
	(void)user;
	if (end == TRAFFIC_RECEIVER && number != 4)
		return false;
	*out = (struct traffic_owner){.pid = (int)number, .program = number == 3 ? "nc" : "curl"};
	return number < 5;
}

static void owners_are_asked_for(void **state)
{
	(void)state;
	struct traffic *t = make_traffic();
	const struct traffic_filter_context c = {.traffic = t, .owner = owner_of};
	struct selection *s = select_with(t, "program nc or pid 4", &c);
	assert_int_equal(selection_count(s), 2);
	assert_int_equal(selection_number(s, 0), 3);
	assert_int_equal(selection_number(s, 1), 4);
	assert_false(traffic_filter_lasting(selection_filter(s)));
	selection_destroy(s);
	expect_refusal(&c, "pid nc", 4, 2);
	traffic_destroy(t);
}

/* Without an index, the note itself tells the conversation. */
static void conversations_of_packets_that_go_by(void **state)
{
	(void)state;
	static const struct traffic_filter_context none = {0};
	static const struct {
		const char *text;
		bool first, second;
	} cases[] = {{"stream 3", true, false}, {"stream 4", false, true},
	        {"tcp.stream 2", true, false}, {"tcp.stream 3", false, false},
	        {"udp.stream 2", false, true}, {"not tcp.stream 2", false, true}};
	struct flow_note first = {.flow = 3, .stream = 2, .protocol = 6};
	struct flow_note second = {.flow = 4, .stream = 2, .protocol = 17};
	struct flow_note nothing = {.flow = FLOW_NONE, .stream = 2, .protocol = 6};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct traffic_filter_error e;
		struct traffic_filter *f = traffic_filter_create(cases[i].text, &none, &e);
		assert_non_null(f);
		struct traffic_passing p = {.number = 1, .note = &first};
		assert_int_equal(traffic_filter_match_passing(f, &p), cases[i].first);
		p.note = &second;
		assert_int_equal(traffic_filter_match_passing(f, &p), cases[i].second);
		p.note = &nothing;
		assert_int_equal(
		        traffic_filter_match_passing(f, &p), strncmp(cases[i].text, "not", 3) == 0);
		traffic_filter_destroy(f);
	}
}

static void what_is_meant_is_told(void **state)
{
	(void)state;
	static const struct traffic_filter_context none = {0};
	static const char *const rows[][2] = {
	        {"", ""},
	        {"tcp port 80", "tcp port 80"},
	        {"retrans  and port 80", "retrans and (port 80)"},
	        {"retrans or not mark and frame 1..2", "(retrans or not mark) and frame 1..2"},
	        {"stream 3 or pid 7", NULL},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct traffic_filter_error e;
		struct traffic_filter *f = traffic_filter_create(rows[i][0], &none, &e);
		assert_int_equal(!f, !rows[i][1]);
		if (!f)
			continue;
		assert_string_equal(traffic_filter_expanded(f), rows[i][1]);
		assert_string_equal(traffic_filter_text(f), rows[i][0]);
		traffic_filter_destroy(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_places),
	        cmocka_unit_test(test_nearest),
	        cmocka_unit_test(equals_libpcap),
	        cmocka_unit_test(our_words_and_theirs_join),
	        cmocka_unit_test(names_of_the_file_are_hosts),
	        cmocka_unit_test(complaints_point_at_the_word),
	        cmocka_unit_test(loopback_is_as_in_the_file),
	        cmocka_unit_test(owners_are_asked_for),
	        cmocka_unit_test(conversations_of_packets_that_go_by),
	        cmocka_unit_test(what_is_meant_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
