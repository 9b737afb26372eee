/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SNMP in basic encoding.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case gets_and_what_is_broken_cases[] = {
        {UDP_CASE, 40000, 161,
                BYTES("0&\x02\x01\x01\x04\x06public\xa0\x19\x02\x01\x07\x02\x01\x00\x02\x01\x00"
                      "0\x0e"
                      "0\x0c\x06\x08+\x06\x01\x02\x01\x01\x05\x00\x05\x00"),
                LAYER_SNMP, false, "SNMPv2c get-request",
                {{"snmp.version", "1", "2c"}, {"snmp.community", "public", NULL},
                        {"snmp.request_id", "7", NULL}, {"snmp.name", NULL, "1.3.6.1.2.1.1.5.0"}}},
        {UDP_CASE, 40000, 161,
                BYTES("0\x10\x02\x01\x03"
                      "0\x0b"),
                LAYER_SNMP, false, "SNMPv3", {{"snmp.version", "3", "3"}}},
        {UDP_CASE, 40000, 161,
                BYTES("0\x84\xff\xff\xff\xff\x02\x01\x01\x04\x84\xff\xff\xff\xf0pub"), LAYER_SNMP,
                false, "SNMPv2c", {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 161, BYTES("0\x85\x01\x01\x01\x01\x01\x02\x01\x01"), LAYER_PAYLOAD, false,
                NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 161, BYTES("1\x05\x02\x01\x01"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void gets_and_what_is_broken(void **state)
{
	(void)state;
	APP_CHECK(gets_and_what_is_broken_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(gets_and_what_is_broken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
