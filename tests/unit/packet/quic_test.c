/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * QUIC's long headers.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case long_headers_cases[] = {
        {UDP_CASE, 40000, 443,
                BYTES("\xc3\x00\x00\x00\x01\x08\x00\x01\x02\x03\x04\x05\x06\x07\x00\x00"
                      "D\x9a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00"),
                LAYER_QUIC, false, "QUIC Initial to 0001020304050607",
                {{"quic.version", "0x00000001", "1"},
                        {"quic.dcid", "00 01 02 03 04 05 06 07", NULL},
                        {"quic.long.packet_type", "0", "Initial"}, {"quic.length", NULL, "1178"}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\xc3\x00\x00\x00\x01\x08\x00\x01\x02\x03\x04\x05\x06\x07\x00\x00"
                      "D\x9a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00"),
                LAYER_QUIC, true, "QUIC Initial to 0001020304050607", {{NULL, NULL, NULL}}},
        {UDP_CASE, 443, 40000,
                BYTES("\x80\x00\x00\x00\x00\x00\x08\x00\x01\x02\x03\x04\x05\x06\x07\x00\x00\x00\x01"
                      "k3C\xcf"),
                LAYER_QUIC, false, "QUIC version negotiation",
                {{"quic.supported_version", "0x00000001", "1"}}},
        {UDP_CASE, 443, 40000,
                BYTES("\xd0k3C\xcf\x00\x00\x00\x04"
                      "abcd"),
                LAYER_QUIC, false, "QUIC Initial",
                {{"quic.version", "0x6b3343cf", "2"}, {"quic.long.packet_type", "1", "Initial"}}},
        {UDP_CASE, 40000, 443,
                BYTES("@\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 443,
                BYTES("\xc0\x00\x00\x00\x01\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\x80\x00\x00\x00\x00\x00\x08\x00\x01\x02\x03\x04\x05\x06\x07\x00\x00\x00\x01"
                      "k3C\xcf"),
                LAYER_QUIC, true, "QUIC version negotiation", {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\x80\x00\x00\x00\x00\x00\x08\x00\x01\x02\x03\x04\x05\x06\x07\x12\x34\x56"
                      "\x78"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        /* Without the fixed bit (RFC 9287): sure by its lengths, or by the version alone. */
        {UDP_CASE, 40000, 8888,
                BYTES("\xa0\x00\x00\x00\x01\x02\xaa\xbb\x00\x04"
                      "abcd"),
                LAYER_QUIC, true, "QUIC Handshake to aabb", {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\xa0\x00\x00\x00\x01\x02\xaa\xbb\x00\x05"
                      "abcd"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\x80\x00\x00\x00\x01\x02\xaa\xbb\x00\x01t\x04"
                      "abcd"),
                LAYER_QUIC, true, "QUIC Initial to aabb", {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\x80\xff\x00\x00\x1d\x02\xaa\xbb\x00\x01t\x44"
                      "abcd"),
                LAYER_QUIC, true, "QUIC Initial to aabb",
                {{"quic.version", "0xff00001d", "draft-29"}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\xc3\x12"
                      "4Vx\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
};

static void long_headers(void **state)
{
	(void)state;
	APP_CHECK(long_headers_cases);
}

/* RFC 9000 12.2: all packets of a datagram are for one destination. */
static void a_short_header_behind(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t len, headers, ids;
	} cases[] = {
	        {BYTES("\xe0\x00\x00\x00\x01\x02\xaa\xbb\x00\x01x@\xaa\xbb!"), 2, 2},
	        {BYTES("\xe0\x00\x00\x00\x01\x02\xaa\xbb\x00\x01x@\xaa\xbc!"), 1, 1},
	        {BYTES("\xe0\x00\x00\x00\x01\x00\x00\x01x@!"), 2, 0},
	        {BYTES("\xe0\x00\x00\x00\x01\x00\x00\x01x\x00\x00"), 1, 0},
	        {BYTES("\xe0\x00\x00\x00\x01\x02\xaa\xbb\x00\x01x@\xaa\xbb"), 1, 1},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		const struct app_case c = {.protocol = UDP_CASE,
		        .sport = 40000,
		        .dport = 443,
		        .bytes = cases[i].bytes,
		        .len = cases[i].len,
		        .kind = LAYER_QUIC};
		app_frame(&f, &c);
		assert_int_equal(app_count(&f, "quic.header_form"), cases[i].headers);
		assert_int_equal(app_count(&f, "quic.dcid"), cases[i].ids);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(long_headers),
	        cmocka_unit_test(a_short_header_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
