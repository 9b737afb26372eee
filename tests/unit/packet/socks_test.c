/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SOCKS 4, 4a and 5.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case four_cases[] = {
        {TCP_CASE, 43021, 1080, BYTES("\x04\x01\x00P\n\x00\x00\x02me\x00"), LAYER_SOCKS, false,
                "SOCKS4 connect 10.0.0.2 port 80",
                {{"socks.version", "4", NULL}, {"socks.dst", "10.0.0.2", NULL},
                        {"socks.dstport", "80", NULL}, {"socks.username", "me", NULL}}},
        {TCP_CASE, 43021, 1080,
                BYTES("\x04\x01\x00P\x00\x00\x00\x01me\x00"
                      "example.org\x00"),
                LAYER_SOCKS, false, "SOCKS4 connect 0.0.0.1 port 80",
                {{"socks.v4a_dns_name", "example.org", NULL}}},
        {TCP_CASE, 1080, 43021, BYTES("\x00Z\x00P\n\x00\x00\x02"), LAYER_SOCKS, false,
                "SOCKS4 granted", {{"socks.results", "90", "granted"}}},
};

static void four(void **state)
{
	(void)state;
	APP_CHECK(four_cases);
}

static const struct app_case five_cases[] = {
        {TCP_CASE, 43020, 1080, BYTES("\x05\x02\x00\x02"), LAYER_SOCKS, false, "SOCKS5 greeting",
                {{"socks.auth_method_count", "2", NULL},
                        {"socks.auth_method", "0", "no authentication"}}},
        {TCP_CASE, 1080, 43020, BYTES("\x05\x02"), LAYER_SOCKS, false,
                "SOCKS5 user name and password", {{NULL, NULL, NULL}}},
        {TCP_CASE, 43020, 1080, BYTES("\x01\x02me\x06secret"), LAYER_SOCKS, false,
                "SOCKS5 user name and password",
                {{"socks.username", "me", NULL}, {"socks.password", "secret", NULL}}},
        {TCP_CASE, 1080, 43020, BYTES("\x01\x00"), LAYER_SOCKS, false, "SOCKS5 password accepted",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 43020, 1080,
                BYTES("\x05\x01\x00\x03\x0b"
                      "example.org\x00P"),
                LAYER_SOCKS, false, "SOCKS5 connect example.org port 80",
                {{"socks.remote_name", "example.org", NULL}, {"socks.port", "80", NULL},
                        {"socks.address_type", "3", "domain name"}}},
        {TCP_CASE, 1080, 43020, BYTES("\x05\x00\x00\x01\n\x00\x00\x02\x9c@"), LAYER_SOCKS, false,
                "SOCKS5 succeeded", {{"socks.dst", "10.0.0.2", NULL}}},
        {TCP_CASE, 43020, 1080, BYTES("\x05\x01\x00\x01\n\x00\x00"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 43020, 1080, BYTES("GET / HTTP/1.1\r\n\r\n"), LAYER_HTTP, true, "GET / HTTP/1.1",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 43020, 9999, BYTES("\x05\x02\x00\x02"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void five(void **state)
{
	(void)state;
	APP_CHECK(five_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(four),
	        cmocka_unit_test(five),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
