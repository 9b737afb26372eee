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
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
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

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(long_headers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
