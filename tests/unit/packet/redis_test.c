/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Redis.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case commands_and_answers_cases[] = {
        {TCP_CASE, 43010, 6379, BYTES("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\nhello\r\n"), LAYER_REDIS,
                false, "SET a hello",
                {{"resp.array.length", "3", NULL}, {"resp.bulk_string.length", "3", NULL},
                        {"resp.bulk_string.value", "SET", NULL}}},
        {TCP_CASE, 43010, 7000, BYTES("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\nhello\r\n"), LAYER_REDIS,
                true, "SET a hello", {{NULL, NULL, NULL}}},
        {TCP_CASE, 6379, 43011, BYTES("+OK\r\n"), LAYER_REDIS, false, "OK",
                {{"resp.string", "OK", NULL}}},
        {TCP_CASE, 6379, 43012, BYTES("-ERR unknown command\r\n"), LAYER_REDIS, false,
                "ERR unknown command", {{"resp.error", "ERR unknown command", NULL}}},
        {TCP_CASE, 6379, 43013, BYTES(":42\r\n"), LAYER_REDIS, false, "42",
                {{"resp.integer", "42", NULL}}},
        {TCP_CASE, 6379, 43014, BYTES("$5\r\nhello\r\n"), LAYER_REDIS, false, "hello",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 6379, 43015, BYTES("$-1\r\n"), LAYER_REDIS, false, "(nothing)",
                {{"resp.bulk_string.length", "-1", "nothing"}}},
        {TCP_CASE, 6379, 43015, BYTES("*2\r\n$1\r\na\r\n:7\r\n"), LAYER_REDIS, false,
                "array of 2: a 7", {{NULL, NULL, NULL}}},
        {TCP_CASE, 6379, 43015, BYTES("$9000\r\nthe beginning"), LAYER_REDIS, false,
                "the beginning", {{"resp.bulk_string.length", "9000", "only 13 here, it goes on"}}},
        {TCP_CASE, 43010, 6379, BYTES("PING\r\n"), LAYER_REDIS, false, "PING",
                {{"resp.inline", "PING", NULL}}},
        {TCP_CASE, 7000, 43011, BYTES("+PONG\r\n"), LAYER_REDIS, true, "PONG",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 7000, 43011, BYTES("$2\r\nhi\r\n"), LAYER_REDIS, true, "hi",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 7000, 43011, BYTES("+OK\r\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 7000, 43011, BYTES("*hello*\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 7000, 43011, BYTES("$5\r\nhi\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 6379, 43011, BYTES("*99999999999999999999\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 6379, 43011, BYTES("middle of a value"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 43011, 6379, BYTES(":\r\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
};

static void commands_and_answers(void **state)
{
	(void)state;
	APP_CHECK(commands_and_answers_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(commands_and_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
