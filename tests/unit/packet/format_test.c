/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text of decoded values.
 */
#include "packet/format.h"
#include "tests/unit/packet/frames.h"

#define TCP(flags) "9c40 22b8 00000001 00000002 50" flags " 0100 0000 0000 "
#define ARP ETH "0806 0001 0800 06 04 "

static void flags_in_words(void **state)
{
	(void)state;
	static const struct {
		unsigned flags;
		const char *words, *brief, *lamps;
	} cases[] = {
	        {TCP_SYN, "SYN", "[S]", "......S."},
	        {TCP_SYN | TCP_ACK, "SYN ACK", "[S.]", "...A..S."},
	        {TCP_ACK, "ACK", "[.]", "...A...."},
	        {TCP_PSH | TCP_ACK, "PSH ACK", "[P.]", "...AP..."},
	        {TCP_FIN | TCP_ACK, "FIN ACK", "[F.]", "...A...F"},
	        {TCP_FIN | TCP_PSH | TCP_ACK, "FIN PSH ACK", "[FP.]", "...AP..F"},
	        {TCP_RST, "RST", "[R]", ".....R.."},
	        {TCP_RST | TCP_ACK, "RST ACK", "[R.]", "...A.R.."},
	        {TCP_SYN | TCP_ECE | TCP_CWR, "SYN ECE CWR", "[SEW]", "CE....S."},
	        {TCP_URG, "URG", "[U]", "..U....."},
	        {TCP_AE, "AE", "[e]", "........"},
	        {0, "none", "[none]", "........"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[48];
		format_tcp_flags(cases[i].flags, text, sizeof(text));
		assert_string_equal(text, cases[i].words);
		format_tcp_flags_short(cases[i].flags, text, sizeof(text));
		assert_string_equal(text, cases[i].brief);
		format_tcp_lamps(cases[i].flags, true, text, sizeof(text));
		assert_string_equal(text, cases[i].lamps);
	}
	char lamps[32];
	format_tcp_lamps(TCP_SYN | TCP_ACK, false, lamps, sizeof(lamps));
	assert_string_equal(lamps, "···A··S·");
}

/* What a frame is called: by itself, with its bytes, as a line. */
static const struct {
	const char *hex, *protocol, *summary, *line;
} cases[] = {
        {ETH4 IP4("002c", "06") "9c40 22b8 00000000 00000000 6002 faf0 0000 0000 020405b4", "TCP",
                "SYN seq 0 win 64240 mss 1460",
                "IP 10.0.0.1.40000 > 10.0.0.2.8888: Flags [S], seq 0, win 64240, options [mss "
                "1460], "
                "length 0"},
        {ETH4 IP4("002d", "06") TCP("18") "68656c6c6f", "TCP", "PSH ACK 5 bytes seq 1 ack 2",
                "IP 10.0.0.1.40000 > 10.0.0.2.8888: Flags [P.], seq 1:6, ack 2, win 256, length 5"},
        {ETH4 IP4("0029", "06") TCP("18") "68", "TCP", "PSH ACK 1 byte seq 1 ack 2",
                "IP 10.0.0.1.40000 > 10.0.0.2.8888: Flags [P.], seq 1:2, ack 2, win 256, length 1"},
        {ETH4 IP4("0028", "06") TCP("10"), "TCP", "ACK seq 1 ack 2 win 256",
                "IP 10.0.0.1.40000 > 10.0.0.2.8888: Flags [.], ack 2, win 256, length 0"},
        {ETH4 IP4("0028", "06") TCP("11"), "TCP", "FIN ACK seq 1 ack 2",
                "IP 10.0.0.1.40000 > 10.0.0.2.8888: Flags [F.], seq 1, ack 2, win 256, length 0"},
        {ETH4 IP4("0028", "06") TCP("04"), "TCP", "RST seq 1",
                "IP 10.0.0.1.40000 > 10.0.0.2.8888: Flags [R], seq 1, win 256, length 0"},
        {ETH4 IP4("003a", "06") TCP("18") "474554202f20485454502f312e310d0a0d0a", "HTTP",
                "PSH ACK 18 bytes seq 1 ack 2: GET / HTTP/1.1 (looks like HTTP)",
                "IP 10.0.0.1.40000 > 10.0.0.2.8888: Flags [P.], seq 1:19, ack 2, win 256, length "
                "18: "
                "GET / HTTP/1.1 (looks like HTTP)"},
        {ETH4 IP4("0028", "11") "9c40 22b8 0014 0000 68656c6c6f20776f726c6421", "UDP",
                "UDP 12 bytes", "IP 10.0.0.1.40000 > 10.0.0.2.8888: UDP, length 12"},
        {ETH6 IP6("0009", "11") "9c40 22b8 0009 0000 68", "UDP", "UDP 1 byte",
                "IP6 2001:db8::1.40000 > 2001:db8::2.8888: UDP, length 1"},
        {ARP "0001 020000000001 0a000001 000000000000 0a000002", "ARP", "ARP who has 10.0.0.2?",
                "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28"},
        {ARP "0002 020000000001 0a000001 020000000002 0a000002", "ARP",
                "ARP 10.0.0.1 is at 02:00:00:00:00:01",
                "ARP, Reply 10.0.0.1 is-at 02:00:00:00:00:01, length 28"},
        {ARP "0001 020000000001 0a000001 000000000000 0a000001", "ARP",
                "ARP announces 10.0.0.1 is at 02:00:00:00:00:01",
                "ARP, Request who-has 10.0.0.1 tell 10.0.0.1, length 28"},
        {ARP "0001 020000000001 00000000 000000000000 0a000002", "ARP", "ARP is 10.0.0.2 free?",
                "ARP, Request who-has 10.0.0.2 tell 0.0.0.0, length 28"},
        {ETH4 IP4("001c", "01") "0800 0000 0003 0001", "ICMP", "ICMP echo request id 3 seq 1",
                "IP 10.0.0.1 > 10.0.0.2: ICMP echo request id 3 seq 1"},
        {ETH4 IP4("0038", "01") "0303 0000 00000000" IP4("0020", "11") "9c40 22b8 000c 0000",
                "ICMP", "ICMP destination unreachable: port unreachable for UDP 40000 > 8888",
                "IP 10.0.0.1 > 10.0.0.2: ICMP destination unreachable: port unreachable for UDP "
                "40000 > "
                "8888"},
        {ETH4 IP4("001c", "01") "2a07 0000 0003 0001", "ICMP", "ICMP extended echo request",
                "IP 10.0.0.1 > 10.0.0.2: ICMP extended echo request"},
        {ETH4 IP4("001c", "01") "c807 0000 0003 0001", "ICMP", "ICMP type 200 code 7",
                "IP 10.0.0.1 > 10.0.0.2: ICMP type 200 code 7"},
        {ETH6 IP6("0018", "3a") "8700 0000 00000000 20010db8000000000000000000000002", "ICMPv6",
                "ICMPv6 neighbour solicitation: who has 2001:db8::2?",
                "IP6 2001:db8::1 > 2001:db8::2: ICMPv6 neighbour solicitation: who has "
                "2001:db8::2?"},
        {ETH4 "4500 001c 1c46 0004 4011 0000 0a000001 0a000002 6162636465666768", "IPv4",
                "IPv4 fragment, 8 bytes", "IP 10.0.0.1 > 10.0.0.2: IPv4 fragment, 8 bytes"},
        {ETH4 IP4("0018", "59") "01020304", "IPv4", "IPv4 protocol 89, 4 bytes",
                "IP 10.0.0.1 > 10.0.0.2: IPv4 protocol 89, 4 bytes"},
        {ETH "88b5 0102", "Ethernet", "Ethernet, type 0x88b5, 2 bytes",
                "02:00:00:00:00:01 > 02:00:00:00:00:02, Ethernet, length 16"},
        {"0180c2000000 020000000001 0007 424203 0000 00 80", "STP",
                "STP topology change notification",
                "02:00:00:00:00:01 > 01:80:c2:00:00:00, STP, length 21: STP topology change "
                "notification"},
        {ETH "888e 0100", "Ethernet", "Ethernet, 802.1X, 2 bytes", NULL},
        {ETH "8100 0005 88b5 0102", "VLAN", "VLAN 5, type 0x88b5, 2 bytes",
                "02:00:00:00:00:01 > 02:00:00:00:00:02, VLAN, length 20: VLAN 5, type 0x88b5, "
                "2 bytes"},
        {ETH "8847 00064140 f000", "MPLS", "MPLS label 100, 2 bytes", NULL},
        {ETH "8864 1100 0007 0006 c021 0101 0004", "PPP",
                "PPP LCP: the link itself: configure request", NULL},
        {ETH "8863 1109 0000 0000", "PPPoE", "PPPoE PADI: who offers access?", NULL},
        {ETH "000a aaaa03 00000c 2000 01b4", "LLC", "Cisco discovery (CDP), 2 bytes", NULL},
        {"0180c200000e 020000000001 88cc 0207 04 020000000001 0404 05 657431 0602 0078"
         "0a03 737731 0000",
                "LLDP", "LLDP sw1, port et1",
                "02:00:00:00:00:01 > 01:80:c2:00:00:0e, LLDP, length 40: LLDP sw1, port et1"},
        {"0180c200000e 020000000001 88cc 0207 04 020000000001 0404 05 657431 0602 0078 0000",
                "LLDP", "LLDP 02:00:00:00:00:01, port et1", NULL},
        {ETH4 IP4("0020", "32") "00000101 00000009 01020304", "ESP",
                "ESP spi 0x00000101 seq 9, 4 bytes encrypted",
                "IP 10.0.0.1 > 10.0.0.2: ESP spi 0x00000101 seq 9, 4 bytes encrypted"},
        {ETH4 IP4("001c", "2f") "0000 88b5 01020304", "GRE", "GRE, type 0x88b5, 4 bytes", NULL},
        {ETH4 IP4("0028", "84") "9c40 22b8 01020304 00000000 0b00 0004 0900 0004", "SCTP",
                "SCTP COOKIE ACK, ERROR",
                "IP 10.0.0.1.40000 > 10.0.0.2.8888: SCTP COOKIE ACK, ERROR"},
        {"0102", "data", "2 bytes that are no Ethernet frame (malformed)", NULL},
};

static void says_what_a_frame_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char text[200];
		frame_mended(&f, cases[i].hex);
		assert_string_equal(format_protocol(&f.p), cases[i].protocol);
		format_summary_bytes(&f.p, f.bytes, NULL, false, text, sizeof(text));
		assert_string_equal(text, cases[i].summary);
		format_line_bytes(&f.p, f.bytes, NULL, false, text, sizeof(text));
		if (cases[i].line)
			assert_string_equal(text, cases[i].line);
		frame_finish(&f);
	}
}

static void says_it_of_other_links(void **state)
{
	(void)state;
	static const struct {
		enum packet_link link;
		const char *hex, *summary, *line;
	} links[] = {
	        {(enum packet_link)187, "0102", "Bluetooth HCI, 2 bytes", "Bluetooth HCI, 2 bytes"},
	        {(enum packet_link)147, "0102", "link type 147, 2 bytes", "link type 147, 2 bytes"},
	        {PACKET_LINK_WLAN, "80000000 ffffffffffff 020000000002 020000000002 2000",
	                "802.11 beacon",
	                "02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff, 802.11, length 24: 802.11 beacon"},
	        {PACKET_LINK_WLAN, "08420000 020000000001 020000000002 020000000003 2000 01",
	                "802.11 data, encrypted", NULL},
	        {PACKET_LINK_LINUX_SLL, "0004 0001 0000 0000000000000000 888e 01",
	                "Ethernet, 802.1X, 1 bytes", NULL},
	        {PACKET_LINK_LINUX_SLL, "0004 0338 0000 0000000000000000 0000 0102",
	                "netlink, type 0x0000, 2 bytes",
	                "cooked, length 18: netlink, type 0x0000, 2 bytes"},
	};
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		struct frame f;
		char text[200];
		frame_of_link(&f, links[i].link, links[i].hex);
		format_summary_bytes(&f.p, f.bytes, NULL, false, text, sizeof(text));
		assert_string_equal(text, links[i].summary);
		format_line_bytes(&f.p, f.bytes, NULL, false, text, sizeof(text));
		if (links[i].line)
			assert_string_equal(text, links[i].line);
		frame_finish(&f);
	}
}

static void fits_into_any_room(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, cases[6].hex);
	char whole[200], part[200];
	format_summary_bytes(&f.p, f.bytes, NULL, false, whole, sizeof(whole));
	for (size_t size = 1; size <= strlen(whole) + 1; size++) {
		memset(part, 'x', sizeof(part));
		format_summary_bytes(&f.p, f.bytes, NULL, false, part, size);
		assert_int_equal(strlen(part), size - 1);
		assert_memory_equal(part, whole, size - 1);
		assert_int_equal(part[size], 'x');
	}
	frame_finish(&f);
}

static void remarks_what_the_flow_knows(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("002d", "06") TCP("18") "68656c6c6f");
	struct flow_note n = {
	        .flow = 1, .seq = 11, .ack = 22, .window = 32768, .repeats = FLOW_NONE};
	n.dup_of = FLOW_NONE;
	char text[200];
	format_summary(&f.p, &n, false, text, sizeof(text));
	assert_string_equal(text, "PSH ACK 5 bytes seq 11 ack 22");
	format_summary(&f.p, &n, true, text, sizeof(text));
	assert_string_equal(text, "PSH ACK 5 bytes seq 1 ack 2");
	n.repeats = 7;
	n.marks = FLOW_RETRANSMISSION;
	format_summary(&f.p, &n, false, text, sizeof(text));
	assert_string_equal(text, "PSH ACK 5 bytes seq 11 ack 22 (retransmission of #7)");
	n.marks |= FLOW_FAST;
	format_line(&f.p, &n, false, text, sizeof(text));
	assert_string_equal(text,
	        "IP 10.0.0.1.40000 > 10.0.0.2.8888: Flags [P.], seq 11:16, ack 22, "
	        "win 32768, length 5 (fast retransmission of #7)");
	n = (struct flow_note){.flow = 1, .repeats = FLOW_NONE, .marks = FLOW_DUP_ACK};
	n.dup_of = 17;
	n.dup_number = 2;
	format_summary(&f.p, &n, false, text, sizeof(text));
	assert_non_null(strstr(text, "(duplicate ACK 2 of #17)"));
	f.p.flags |= PACKET_BAD_CHECKSUM;
	format_summary(&f.p, NULL, false, text, sizeof(text));
	assert_string_equal(text, "PSH ACK 5 bytes seq 1 ack 2 (bad checksum)");
	frame_finish(&f);
}

static void asks_and_answers_names(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *summary;
	} dns[] = {
	        {ETH4 IP4("0035", "11") "9c40 0035 0021 0000 1234 0100 0001 0000 0000 0000 "
	                                "0161 076578616d706c65 00 0001 0001",
	                "UDP 25 bytes: DNS query A a.example"},
	        {ETH4 IP4("0047", "11") "0035 9c40 0033 0000 1234 8180 0001 0001 0000 0000 "
	                                "0161 076578616d706c65 00 0001 0001 "
	                                "c00c 0001 0001 0000003c 0004 c0000201",
	                "UDP 43 bytes: DNS answer a.example A 192.0.2.1"},
	        {ETH4 IP4("0035", "11") "0035 9c40 0021 0000 1234 8183 0001 0000 0000 0000 "
	                                "0161 076578616d706c65 00 0001 0001",
	                "UDP 25 bytes: DNS answer a.example: no such name"},
	};
	for (size_t i = 0; i < sizeof(dns) / sizeof(dns[0]); i++) {
		struct frame f;
		char text[200];
		frame_mended(&f, dns[i].hex);
		assert_string_equal(format_protocol(&f.p), "DNS");
		format_summary_bytes(&f.p, f.bytes, NULL, false, text, sizeof(text));
		assert_string_equal(text, dns[i].summary);
		frame_finish(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(flags_in_words),
	        cmocka_unit_test(says_what_a_frame_is),
	        cmocka_unit_test(says_it_of_other_links),
	        cmocka_unit_test(fits_into_any_room),
	        cmocka_unit_test(remarks_what_the_flow_knows),
	        cmocka_unit_test(asks_and_answers_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
