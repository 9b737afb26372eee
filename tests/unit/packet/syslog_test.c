/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Syslog over UDP.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case priorities_cases[] = {
        {UDP_CASE, 40000, 514, BYTES("<34>Oct 11 22:14:15 host su: failed"), LAYER_SYSLOG, false,
                "syslog auth.crit: Oct 11 22:14:15 host su: failed",
                {{"syslog.priority", "<34>", "auth.crit"},
                        {"syslog.msg", "Oct 11 22:14:15 host su: failed", NULL}}},
        {UDP_CASE, 40000, 514, BYTES("<191>last\n"), LAYER_SYSLOG, false,
                "syslog local7.debug: last", {{"syslog.msg", "last", NULL}}},
        {UDP_CASE, 40000, 514, BYTES("<192>x"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 514, BYTES("<>x"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 514, BYTES("<34x"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 514, BYTES("<"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
};

static void priorities(void **state)
{
	(void)state;
	APP_CHECK(priorities_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(priorities),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
