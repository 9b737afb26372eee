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
                LAYER_SNMP, false, "SNMPv3", {{"snmp.msgVersion", "3", "3"}}},
        {UDP_CASE, 161, 40000,
                BYTES("0E\x02\x01\x03"
                      "0\x0d\x02\x01\x09\x02\x02\x05\xdc\x04\x01\x00\x02\x01\x03"
                      "\x04\x14"
                      "0\x12\x04\x02\x80\x00\x02\x01\x0c\x02\x01\x07\x04\x02me\x04\x00\x04\x00"
                      "0\x1b\x04\x02\x80\x00\x04\x00\xa8\x13\x02\x01\x05\x02\x01\x00\x02\x01\x00"
                      "0\x08"
                      "0\x06\x06\x02+\x06\x05\x00"),
                LAYER_SNMP, false, "SNMPv3",
                {{"snmp.msgID", "9", NULL}, {"snmp.msgMaxSize", "1500", NULL},
                        {"snmp.msgSecurityModel", "3", "USM"}, {"snmp.msgUserName", "me", NULL},
                        {"snmp.data", "8", "report"}, {"snmp.request_id", "5", NULL},
                        {"snmp.name", NULL, "1.3.6"}}},
        {UDP_CASE, 161, 40000,
                BYTES("0\x19\x02\x01\x03"
                      "0\x0e\x02\x01\x09\x02\x03\x00\xff\xe3\x04\x01\x03\x02\x01\x03"
                      "\x04\x00\x04\x02\xab\xcd"),
                LAYER_SNMP, false, "SNMPv3", {{"snmp.encryptedPDU", "ab cd", NULL}}},
        {UDP_CASE, 40000, 162,
                BYTES("00\x02\x01\x00\x04\x06public\xa4#\x06\x03+\x06\x01"
                      "@\x04\x0a\x00\x00\x07\x02\x01\x02\x02\x01\x00"
                      "C\x01\x06"
                      "0\x0d"
                      "0\x0b\x06\x03+\x06\x02\x02\x04\x00\x00\x00!"),
                LAYER_SNMP, false, "SNMPv1 trap",
                {{"snmp.enterprise", NULL, "1.3.6.1"}, {"snmp.agent_addr", "10.0.0.7", NULL},
                        {"snmp.generic_trap", "2", "linkDown"}, {"snmp.time_stamp", "6", NULL},
                        {"snmp.name", NULL, "1.3.6.2"}}},
        /* The number of the operation in the form for large ones. */
        {UDP_CASE, 40000, 161,
                BYTES("0\x19\x02\x01\x01\x04\x06public\xbf\x05\x0b\x02\x01\x07\x02\x01\x00\x02\x01"
                      "\x0a"
                      "0\x00"),
                LAYER_SNMP, false, NULL,
                {{"snmp.request_id", "7", NULL}, {"snmp.max_repetitions", "10", NULL}}},
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
