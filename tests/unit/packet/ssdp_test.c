/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SSDP.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case searches_cases[] = {
        {UDP_CASE, 40000, 1900,
                BYTES("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "
                      "\"ssdp:discover\"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n"),
                LAYER_SSDP, false, "M-SEARCH * HTTP/1.1, ssdp:all",
                {{"http.request.method", "M-SEARCH", NULL},
                        {"http.host", "239.255.255.250:1900", NULL}}},
        {UDP_CASE, 1900, 40000, BYTES("HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n"), LAYER_SSDP,
                false, "HTTP/1.1 200 OK, upnp:rootdevice", {{"http.response.code", "200", NULL}}},
        {UDP_CASE, 40000, 1900, BYTES("hello"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
};

static void searches(void **state)
{
	(void)state;
	APP_CHECK(searches_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(searches),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
