/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP/2 without encryption.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case frames_cases[] = {
        {TCP_CASE, 43040, 8889,
                BYTES("PRI * "
                      "HTTP/"
                      "2."
                      "0\r\n\r\nSM\r\n\r\n\x00\x00\x0c\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00"
                      "d\x00\x04\x00\x00\xff\xff"),
                LAYER_HTTP2, true, "HTTP/2 preface SETTINGS",
                {{"http2.settings.id", "3", "max concurrent streams"},
                        {"http2.settings.value", "100", NULL}}},
        {TCP_CASE, 8889, 43040, BYTES("\x00\x00\x00\x04\x01\x00\x00\x00\x00"), LAYER_HTTP2, true,
                "HTTP/2 SETTINGS", {{"http2.flags", "0x01", NULL}}},
        {TCP_CASE, 8889, 43040, BYTES("\x00\x00\x04\x03\x00\x00\x00\x00\x05\x00\x00\x00\x08"),
                LAYER_HTTP2, true, "HTTP/2 RST_STREAM[5]",
                {{"http2.rst_stream.error", "8", "CANCEL"}}},
        {TCP_CASE, 8889, 43040,
                BYTES("\x00\x00\x05\x01\x04\x00\x00\x00\x01"
                      "abcde\x00\x00\x04\x08\x00\x00\x00\x00\x00\x00\x01\x00\x00"),
                LAYER_HTTP2, true, "HTTP/2 HEADERS[1], WINDOW_UPDATE", {{NULL, NULL, NULL}}},
        {TCP_CASE, 8080, 43040, BYTES("\x00\x00\x05\x00\x01\x00\x00\x00\x01hello"), LAYER_HTTP2,
                true, "HTTP/2 DATA[1]", {{NULL, NULL, NULL}}},
        {TCP_CASE, 43040, 80, BYTES("\x00\x00\x00\x00\x01\x00\x00\x00\x01"), LAYER_HTTP2, true,
                "HTTP/2 DATA[1]", {{NULL, NULL, NULL}}},
};

static void frames(void **state)
{
	(void)state;
	APP_CHECK(frames_cases);
}

static const struct app_case what_may_be_something_else_cases[] = {
        {TCP_CASE, 8889, 43040, BYTES("\x00\x00\x00\x05hello"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 8889, 43040, BYTES("\x00\x00\x05\x00\x01\x00\x00\x00\x01hello"), LAYER_PAYLOAD,
                false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 8080, 43040, BYTES("\x00\x00\x05\x00\x01\x00\x00\x00\x01hell"), LAYER_PAYLOAD,
                false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 8889, 43040,
                BYTES("\x00\x00\x05\x01\x04\x00\x00\x00\x01"
                      "abcd"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 8889, 43040,
                BYTES("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 8889, 43040, BYTES("PRI * HTTP/1.1\r\n\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void what_may_be_something_else(void **state)
{
	(void)state;
	APP_CHECK(what_may_be_something_else_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(frames),
	        cmocka_unit_test(what_may_be_something_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
