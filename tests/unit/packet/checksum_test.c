/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Internet checksum.
 */
#include "packet/checksum.h"
#include "tests/unit/packet/frames.h"

/* RFC 1071 3's own example: the sum of these is ddf2. */
static void sums_as_the_rfc(void **state)
{
	(void)state;
	static const uint8_t bytes[] = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
	assert_int_equal(checksum_fold(checksum_add(0, bytes, sizeof(bytes))), 0xffff & ~0xddf2);
	assert_int_equal(checksum_fold(0), 0xffff);
}

/* The same as adding 16 bits at a time, for every length and content. */
static void sums_every_length(void **state)
{
	(void)state;
	uint8_t bytes[70];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 37 + 200);
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		uint32_t sum = 0;
		for (size_t i = 0; i < len; i++)
			sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
		while (sum >> 16)
			sum = (sum & 0xffff) + (sum >> 16);
		assert_int_equal(checksum_fold(checksum_add(0, bytes, len)), (uint16_t)~sum);
	}
}

/* A well-known IPv4 header; its checksum is b861. */
static void judges_a_header(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH4 "4500 0073 0000 4000 4011 b861 c0a80001 c0a800c7");
	struct checksum_result r = checksum_of(&f.p, f.bytes, 1);
	assert_int_equal(r.state, CHECKSUM_CORRECT);
	assert_int_equal(r.offset, 24);
	assert_meaning(&f, "ip.checksum", "correct");
	f.bytes[22]--;
	frame_look(&f);
	r = checksum_of(&f.p, f.bytes, 1);
	assert_int_equal(r.state, CHECKSUM_WRONG);
	assert_int_equal(r.expected, 0xb961);
	assert_meaning(&f, "ip.checksum", "wrong, should be 0xb961");
	assert_true(f.p.flags & PACKET_BAD_CHECKSUM);
	frame_finish(&f);
}

static const char *const frames[] = {
        ETH4 IP4("0028", "06") "9c40 22b8 00000001 00000002 5010 0100 1234 0000",
        ETH4 IP4("002d", "06") "9c40 22b8 00000001 00000002 5018 0100 1234 0000 68656c6c6f",
        ETH4 IP4("001f", "11") "9c40 22b8 000b 1234 616263",
        ETH4 IP4("0021", "01") "0800 1234 0003 0001 6162636465",
        ETH4 IP4("001c", "02") "1600 1234 e0000016",
        ETH6 IP6("0019", "06") "9c40 22b8 00000001 00000002 5018 0100 1234 0000 6865 6c6c 6f",
        ETH6 IP6("000b", "11") "9c40 22b8 000b 1234 616263",
        ETH6 IP6("000d", "3a") "8000 1234 0003 0001 6162636465",
};

static void mends_everything(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		struct frame f;
		frame_raw(&f, frames[i]);
		assert_true(f.p.flags & PACKET_BAD_CHECKSUM);
		packet_mend_checksums(&f.p, f.bytes);
		packet_verify(&f.p, f.bytes);
		assert_false(f.p.flags & PACKET_BAD_CHECKSUM);
		/* Every single bit of the transport counts. */
		f.bytes[f.len - 1] ^= 1;
		packet_verify(&f.p, f.bytes);
		assert_true(f.p.flags & PACKET_BAD_CHECKSUM);
		f.bytes[f.len - 1] ^= 1;
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

static void knows_the_unused(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH4 IP4("001f", "11") "9c40 22b8 000b 0000 616263");
	struct checksum_result r = checksum_of(&f.p, f.bytes, 2);
	assert_int_equal(r.state, CHECKSUM_UNCHECKED);
	assert_true(r.unused);
	assert_meaning(&f, "udp.checksum", "not used");
	packet_mend_checksums(&f.p, f.bytes);
	assert_int_equal(f.bytes[40] | f.bytes[41], 0);
	frame_finish(&f);
	/* Not over IPv6, where it must be there (RFC 8200 8.1). */
	frame_raw(&f, ETH6 IP6("000b", "11") "9c40 22b8 000b 0000 616263");
	assert_int_equal(checksum_of(&f.p, f.bytes, 2).state, CHECKSUM_WRONG);
	frame_finish(&f);
}

static void knows_the_offloaded(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, frames[1]);
	/* 10.0.0.1 + 10.0.0.2 + protocol 6 + length 25, not complemented */
	f.bytes[50] = 0x14;
	f.bytes[51] = 0x22;
	struct checksum_result r = checksum_of(&f.p, f.bytes, 2);
	assert_int_equal(r.state, CHECKSUM_WRONG);
	assert_true(r.partial);
	frame_look(&f);
	assert_int_equal(f.p.flags, PACKET_BAD_CHECKSUM | PACKET_PARTIAL_CHECKSUM);
	f.bytes[24] ^= 1; /* IPv4's own is wrong as well */
	frame_look(&f);
	assert_int_equal(f.p.flags, PACKET_BAD_CHECKSUM);
	frame_finish(&f);
}

static void leaves_fragments_alone(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 "4500 0020 1c46 2000 40 11 0000 0a000001 0a000002 "
	                      "9c40 22b8 0040 1234 61626364");
	assert_true(f.p.flags & PACKET_FRAGMENT);
	assert_int_equal(checksum_of(&f.p, f.bytes, 2).state, CHECKSUM_UNCHECKED);
	assert_int_equal(f.bytes[40], 0x12);
	assert_false(f.p.flags & PACKET_BAD_CHECKSUM);
	frame_finish(&f);
}

/* The sum has another address than the header's: of a mobile node's home, of a route's end. */
static void addresses_that_options_replace(void **state)
{
	(void)state;
	struct frame f, plain;
	frame_mended(&plain, ETH6 "60000000 000a 11 40 20010db8000000000000000000000009 "
	                          "20010db8000000000000000000000002 9c40 22b8 000a 0001 6869");
	frame_mended(&f, ETH6 IP6("0022", "3c") "11 02 0102 0000 c910 "
	                                        "20010db8000000000000000000000009 "
	                                        "9c40 22b8 000a 0001 6869");
	assert_meaning(&f, "udp.checksum", "correct");
	assert_memory_equal(f.bytes + 14 + 40 + 24, plain.bytes + 14 + 40, 10);
	frame_cut_everywhere(&f);
	f.bytes[14 + 40 + 7] = 200; /* the option says that it is longer */
	frame_look(&f);
	assert_string_not_equal(frame_field(&f, "udp.checksum")->meaning, "correct");
	frame_finish(&f);
	frame_finish(&plain);
	frame_mended(&plain, ETH4 "4500 001e 1c46 4000 40 11 0000 0a000001 0a000009 "
	                          "9c40 22b8 000a 0001 6869");
	frame_mended(&f,
	        ETH4 "4700 0026 1c46 4000 40 11 0000 0a000001 0a000002 83 07 04 0a000009 00 "
	             "9c40 22b8 000a 0001 6869");
	assert_meaning(&f, "udp.checksum", "correct");
	assert_memory_equal(f.bytes + 14 + 28, plain.bytes + 14 + 20, 10);
	frame_cut_everywhere(&f);
	f.bytes[14 + 22] = 8; /* all of the route is gone: the header has the address */
	frame_look(&f);
	assert_string_not_equal(frame_field(&f, "udp.checksum")->meaning, "correct");
	frame_finish(&f);
	frame_finish(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(sums_as_the_rfc),
	        cmocka_unit_test(sums_every_length),
	        cmocka_unit_test(judges_a_header),
	        cmocka_unit_test(mends_everything),
	        cmocka_unit_test(knows_the_unused),
	        cmocka_unit_test(knows_the_offloaded),
	        cmocka_unit_test(leaves_fragments_alone),
	        cmocka_unit_test(addresses_that_options_replace),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
