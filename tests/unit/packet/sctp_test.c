/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SCTP's header and chunks.
 */
#include "tests/unit/packet/frames.h"

#define HEAD "9c40 22b8 01020304 00000000 "

static void an_association_begins(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("003c", "84") HEAD
	        "0100 001c 00000aaa 00010000 0005 000a 00000007 0005 0008 0a000001");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_SCTP);
	assert_int_equal(f.p.flags, 0);
	assert_int_equal(f.p.sport, 40000);
	assert_int_equal(f.p.dport, 8888);
	assert_int_equal(f.p.protocol, 132);
	assert_int_equal(f.p.payload_length, 28);
	assert_meaning(&f, "sctp.chunk_type", "INIT");
	assert_meaning(&f, "sctp.checksum", "correct");
	f.bytes[50] ^= 1;
	frame_look(&f);
	assert_true(f.p.flags & PACKET_BAD_CHECKSUM);
	assert_false(f.p.flags & PACKET_PARTIAL_CHECKSUM);
	f.bytes[50] ^= 1;
	memset(f.bytes + 42, 0, 4); /* left to the card */
	frame_look(&f);
	assert_true(f.p.flags & PACKET_PARTIAL_CHECKSUM);
	packet_mend_checksums(&f.p, f.bytes);
	frame_look(&f);
	assert_value(&f, "sctp.init_credit", "65536");
	assert_value(&f, "sctp.init_nr_in_streams", "10");
	assert_value(&f, "sctp.init_initial_tsn", "7");
	assert_meaning(&f, "sctp.parameter_type", "IPv4 address");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

/* Chunks are filled up to whole words: a SACK with a gap behind 3 bytes of data. */
static void several_chunks(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("004c", "84") HEAD
	        "0003 0013 00000007 0001 0002 0000002e 616263 00"
	        "0300 0018 00000009 00010000 0001 0001 0002 0004 00000008");
	assert_int_equal(f.p.flags, 0);
	static const struct {
		const char *name, *value;
	} cases[] = {
	        {"sctp.data_b_bit", "1"},
	        {"sctp.data_e_bit", "1"},
	        {"sctp.data_tsn_raw", "7"},
	        {"sctp.data_sid", "0x0001"},
	        {"sctp.data_ssn", "2"},
	        {"sctp.data_payload_proto_id", "46"},
	        {"sctp.chunk_value", "61 62 63"},
	        {"sctp.sack_cumulative_tsn_ack_raw", "9"},
	        {"sctp.sack_gap_block_start", "2"},
	        {"sctp.sack_gap_block_end", "4"},
	        {"sctp.sack_duplicate_tsn", "8"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_value(&f, cases[i].name, cases[i].value);
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void a_chunk_that_lies(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0024", "84") HEAD "0000 0002");
	assert_meaning(&f, "sctp.chunk_length", "");
	assert_string_equal(frame_field(&f, "sctp.chunk_type")->meaning, "length 2 is wrong");
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(an_association_begins),
	        cmocka_unit_test(several_chunks),
	        cmocka_unit_test(a_chunk_that_lies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
