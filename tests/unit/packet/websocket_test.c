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

/* On HTTP's ports frames that fill the segment are enough, if who must mask does. */
static const struct app_case on_ports_of_http_cases[] = {
        {TCP_CASE, 80, 43050, BYTES("\x89\x04ping"), LAYER_WEBSOCKET, true, "WebSocket ping",
                {{"websocket.opcode", "9", "ping"}}},
        {TCP_CASE, 43050, 8080,
                BYTES("\x8a\x84\x01\x02\x03\x04"
                      "qjmc"),
                LAYER_WEBSOCKET, true, "WebSocket pong", {{"websocket.mask", "1", NULL}}},
        {TCP_CASE, 80, 43050, BYTES("\x02\x01H\x00\x01T\x80\x01P"), LAYER_WEBSOCKET, true, NULL,
                {{"websocket.opcode", "2", "binary"}, {"websocket.fin", "0", NULL}}},
        {TCP_CASE, 80, 43050, BYTES("\xc1\x02\x03\x00"), LAYER_WEBSOCKET, true, NULL,
                {{"websocket.rsv", "0x4", NULL}}},
        {TCP_CASE, 80, 43050, BYTES("\x80\x02on"), LAYER_WEBSOCKET, true, NULL,
                {{"websocket.opcode", "0", "continuation"}}},
        {TCP_CASE, 80, 43050, BYTES("\x89\x04ping!"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 43050, 80, BYTES("\x89\x04ping"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void on_ports_of_http(void **state)
{
	(void)state;
	APP_CHECK(on_ports_of_http_cases);
}

static void told_only_where_little_else_is_possible(void **state)
{
	(void)state;
	APP_CHECK(told_only_where_little_else_is_possible_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(on_ports_of_http),
	        cmocka_unit_test(told_only_where_little_else_is_possible),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
