/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TCP's header.
 */
#include <stdio.h>

#include "tests/unit/packet/frames.h"

#define PORTS "9c40 22b8 00000001 00000002 "

static void each_flag(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *field;
		unsigned bit;
	} cases[] = {
	        {"5001", "tcp.flags.fin", TCP_FIN},
	        {"5002", "tcp.flags.syn", TCP_SYN},
	        {"5004", "tcp.flags.reset", TCP_RST},
	        {"5008", "tcp.flags.push", TCP_PSH},
	        {"5010", "tcp.flags.ack", TCP_ACK},
	        {"5020", "tcp.flags.urg", TCP_URG},
	        {"5040", "tcp.flags.ece", TCP_ECE},
	        {"5080", "tcp.flags.cwr", TCP_CWR},
	        {"5100", "tcp.flags.ae", TCP_AE},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char hex[300];
		snprintf(hex, sizeof(hex), "%s%s 0100 0000 0000", ETH4 IP4("0028", "06") PORTS,
		        cases[i].hex);
		frame_mended(&f, hex);
		assert_int_equal(f.p.tcp_flags, cases[i].bit);
		unsigned set = 0;
		for (size_t j = 0; j < sizeof(cases) / sizeof(cases[0]); j++)
			set += (unsigned)frame_field(&f, cases[j].field)->value;
		assert_int_equal(set, 1);
		assert_value(&f, cases[i].field, "1");
		frame_finish(&f);
	}
}

static void tells_unused_numbers(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0028", "06") PORTS "5002 0000 0000 0000");
	assert_meaning(&f, "tcp.ack_raw", "not used: ACK is not set");
	assert_meaning(&f, "tcp.window_size_value", "closed: send nothing");
	assert_meaning(&f, "tcp.flags", "[S]");
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0028", "06") PORTS "5010 0000 0000 0000");
	assert_meaning(&f, "tcp.ack_raw", "");
	frame_finish(&f);
}

/* What flows need of a SYN's options; broken ones are not believed. */
static void notes_a_syns_options(void **state)
{
	(void)state;
	static const struct {
		const char *options;
		unsigned mss, shift;
	} cases[] = {
	        {"020405b4 01030307", 1460, 7}, {"01030307 020405b4", 1460, 7},
	        {"00030307 020405b4", 0, PACKET_NO_WSCALE},
	        {"02060000 00000000", 0, PACKET_NO_WSCALE},
	        {"08000000 020405b4", 0, PACKET_NO_WSCALE},
	        {"020405b4 0101010a", 1460, PACKET_NO_WSCALE},
	        {"020405b4 010303ff", 1460, 254}, /* not the value that means none */
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char hex[300];
		snprintf(hex, sizeof(hex), "%s%s",
		        ETH4 IP4("0030", "06") PORTS "7002 0100 0000 0000", cases[i].options);
		frame_mended(&f, hex);
		assert_int_equal(f.p.tcp_mss, cases[i].mss);
		assert_int_equal(f.p.tcp_wscale, cases[i].shift);
		frame_finish(&f);
	}
	struct frame f; /* without SYN they count for nothing */
	frame_mended(&f, ETH4 IP4("0030", "06") PORTS "7010 0100 0000 0000 020405b4 01030307");
	assert_int_equal(f.p.tcp_wscale, PACKET_NO_WSCALE);
	frame_finish(&f);
}

/* What flows need of any segment's options. */
static void notes_every_segments_options(void **state)
{
	(void)state;
	static const struct {
		const char *options;
		unsigned bits, multipath, sacked;
	} cases[] = {
	        {"04020101 00000000 00000000 00000000", TCP_OPTION_SACK_PERMITTED, 0, 0},
	        {"0101080a 00000001 00000002 00000000", TCP_OPTION_TIMESTAMPS, 0, 0},
	        {"01010512 00000010 00000030 fffffff0", 0, 0, 0x20 + 0x10}, /* wraps */
	        {"0101050a 00000010 00000030 00000000", 0, 0, 0x20},
	        {"01010506 00000010 00000000 00000000", 0, 0, 0}, /* half a block */
	        {"1e082001 00000001 1e044001 00000000", 0, 1u << 2 | 1u << 4, 0},
	        {"050a0000 00100000 00300000 00000000", 0, 0, 0x20},
	        {"05ff0000 00100000 00300000 00000000", 0, 0, 0}, /* longer than there is room */
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char hex[300];
		/* The second block of the third case ends in what follows: number 0. */
		snprintf(hex, sizeof(hex), "%s%s 00000000",
		        ETH4 IP4("003c", "06") PORTS "a010 0100 0000 0000", cases[i].options);
		frame_mended(&f, hex);
		assert_int_equal(f.p.tcp_options, cases[i].bits);
		assert_int_equal(f.p.tcp_multipath, cases[i].multipath);
		assert_int_equal(f.p.tcp_sacked, cases[i].sacked);
		frame_finish(&f);
	}
}

static void a_header_that_lies(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0028", "06") PORTS "4010 0100 0000 0000");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP, LAYER_PAYLOAD);
	frame_finish(&f);
	frame_mended(&f, ETH4 IP4("0028", "06") PORTS "f010 0100 0000 0000");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	frame_finish(&f);
}

/* A short snapshot leaves the ports at least. */
static void a_header_cut_off(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0028", "06") PORTS "5010 0100 0000 0000");
	packet_decode(PACKET_LINK_ETHERNET, f.bytes, 42, f.len, &f.p);
	assert_int_equal(f.p.flags, PACKET_TRUNCATED);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP);
	assert_int_equal(f.p.dport, 8888);
	assert_int_equal(f.p.tcp_seq, 1);
	assert_int_equal(f.p.tcp_flags, 0);
	frame_finish(&f);
	/* Options cut off: the data that follows them is known all the same. */
	frame_mended(
	        &f, ETH4 IP4("0033", "06") PORTS "7010 0100 0000 0000 01010101 01010101 616263");
	packet_decode(PACKET_LINK_ETHERNET, f.bytes, 58, f.len, &f.p);
	assert_int_equal(f.p.flags, PACKET_TRUNCATED);
	assert_int_equal(f.p.tcp_options, TCP_OPTION_UNREAD);
	assert_int_equal(f.p.payload_offset, 62);
	assert_int_equal(f.p.payload_length, 3);
	frame_finish(&f);
	/* Options that the packet has no room for: where data begins is not known. */
	frame_mended(&f, ETH4 IP4("002c", "06") PORTS "7010 0100 0000 0000 01010101");
	assert_int_equal(f.p.tcp_options, TCP_OPTION_SHORT | TCP_OPTION_UNREAD);
	assert_int_equal(f.p.payload_length, 0);
	frame_finish(&f);
}

/* Of options that were cut off, those in front are known; an end of them settles the rest. */
static void options_cut_off(void **state)
{
	(void)state;
	static const struct {
		const char *options;
		unsigned captured, mss, shift, bits;
	} cases[] = {
	        {"020405b4 03030700", 8, 1460, 7, 0}, /* not cut */
	        {"020405b4 03030701", 7, 1460, 7, TCP_OPTION_UNREAD},
	        {"020405b4 03030700", 6, 1460, PACKET_NO_WSCALE, TCP_OPTION_UNREAD},
	        {"020405b4 03030700", 5, 1460, PACKET_NO_WSCALE, TCP_OPTION_UNREAD},
	        {"020405b4 03030700", 3, 0, PACKET_NO_WSCALE, TCP_OPTION_UNREAD},
	        {"020405b4 00030307", 5, 1460, PACKET_NO_WSCALE, 0},
	        {"020405b4 01010101", 0, 0, PACKET_NO_WSCALE, TCP_OPTION_UNREAD},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char hex[300];
		snprintf(hex, sizeof(hex), "%s%s",
		        ETH4 IP4("0030", "06") PORTS "7002 0100 0000 0000", cases[i].options);
		frame_mended(&f, hex);
		packet_decode(PACKET_LINK_ETHERNET, f.bytes, 54 + cases[i].captured, f.len, &f.p);
		assert_int_equal(f.p.tcp_mss, cases[i].mss);
		assert_int_equal(f.p.tcp_wscale, cases[i].shift);
		assert_int_equal(f.p.tcp_options, cases[i].bits);
		frame_finish(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(each_flag),
	        cmocka_unit_test(tells_unused_numbers),
	        cmocka_unit_test(notes_a_syns_options),
	        cmocka_unit_test(notes_every_segments_options),
	        cmocka_unit_test(a_header_that_lies),
	        cmocka_unit_test(a_header_cut_off),
	        cmocka_unit_test(options_cut_off),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
