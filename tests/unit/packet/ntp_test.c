/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Network Time Protocol.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case questions_and_answers_cases[] = {
        {UDP_CASE, 40000, 123,
                BYTES("\x1b\x00\x06\xe9\x00\x01\x00\x00\x00\x00\x80\x00GPS\x00\xe8uG\x00\x80\x00"
                      "\x00\x00\xe8uG\x00\x80\x00\x00\x00\xe8uG\x00\x80\x00\x00\x00\xe8uG\x00\x80"
                      "\x00\x00\x00"),
                LAYER_NTP, false, "NTPv3 client",
                {{"ntp.flags.mode", "3", "client"}, {"ntp.flags.vn", "3", NULL},
                        {"ntp.ppoll", "6", "64 s"}, {"ntp.precision", "233", NULL},
                        {"ntp.rootdelay", "65536", "1.000000 s"},
                        {"ntp.refid", "47 50 53 00", "GPS"},
                        {"ntp.xmt", NULL, "2023-08-02 21:20:00.500000 UTC"}}},
        {UDP_CASE, 123, 40000,
                BYTES("$\x01\x06\xe9\x00\x01\x00\x00\x00\x00\x80\x00GPS\x00\xe8uG\x00\x80\x00\x00"
                      "\x00\xe8uG\x00\x80\x00\x00\x00\xe8uG\x00\x80\x00\x00\x00\xe8uG\x00\x80\x00"
                      "\x00\x00"),
                LAYER_NTP, false, "NTPv4 server, stratum 1",
                {{"ntp.stratum", "1", "has a clock of its own"}}},
        {UDP_CASE, 123, 40000,
                BYTES("$\x00\x06\xe9\x00\x01\x00\x00\x00\x00\x80\x00RATE\xe8uG\x00\x80\x00\x00\x00"
                      "\xe8uG\x00\x80\x00\x00\x00\xe8uG\x00\x80\x00\x00\x00\xe8uG\x00\x80\x00\x00"
                      "\x00"),
                LAYER_NTP, false, "NTPv4 server, stratum 0 RATE", {{"ntp.refid", NULL, "RATE"}}},
        {UDP_CASE, 40001, 123, BYTES("\x16\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), LAYER_NTP,
                false, "NTPv2 control message", {{"ntp.flags.mode", "6", NULL}}},
        {UDP_CASE, 40001, 123,
                BYTES("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40001, 123, BYTES("\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b"), LAYER_PAYLOAD,
                false, NULL, {{NULL, NULL, NULL}}},
};

static void questions_and_answers(void **state)
{
	(void)state;
	APP_CHECK(questions_and_answers_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(questions_and_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
