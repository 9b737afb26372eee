/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * WebSocket frames.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case told_only_where_little_else_is_possible_cases[] = {
        {TCP_CASE, 43050, 8890,
                BYTES("\x81\x85"
                      "7\xfa!=\x7f\x9fMQX"),
                LAYER_WEBSOCKET, true, "WebSocket text \"Hello\"",
                {{"websocket.opcode", "1", "text"}, {"websocket.mask", "1", NULL},
                        {"websocket.payload", NULL, "Hello"}}},
        {TCP_CASE, 8890, 43050, BYTES("\x81\x05Hello"), LAYER_WEBSOCKET, true,
                "WebSocket text \"Hello\"", {{NULL, NULL, NULL}}},
        {TCP_CASE, 8890, 43050, BYTES("\x88\x02\x03\xe8"), LAYER_WEBSOCKET, true,
                "WebSocket close 1000 normal", {{"websocket.payload", NULL, "1000 normal"}}},
        {TCP_CASE, 8890, 43050,
                BYTES("\x82~"
                      "\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_WEBSOCKET, true, "WebSocket binary 128 bytes",
                {{"websocket.payload_length_ext_16", "128", NULL}}},
        {TCP_CASE, 8890, 43050, BYTES("\x81\x05Hell"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 8890, 43050, BYTES("\x81\x05Hello!"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 8890, 43050, BYTES("\x81\x05He\x01lo"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 8890, 43050, BYTES("\x82\x05Hello"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 8890, 43050, BYTES("\x88\x02\x00\x01"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 8890, 43050, BYTES("\x89\x00"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 8890, 43050, BYTES("\xc1\x05Hello"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void told_only_where_little_else_is_possible(void **state)
{
	(void)state;
	APP_CHECK(told_only_where_little_else_is_possible_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(told_only_where_little_else_is_possible),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
