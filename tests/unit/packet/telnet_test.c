/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telnet.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case text_and_negotiation_cases[] = {
        {TCP_CASE, 42040, 23,
                BYTES("\xff\xfd\x03\xff\xfb\x18\xff\xfa\x18\x00xterm\xff\xf0hello\r\n"),
                LAYER_TELNET, false,
                "Telnet DO suppress go ahead, WILL terminal type, SB terminal type, SE",
                {{"telnet.cmd", "253", "DO"}, {"telnet.subcmd", "3", "suppress go ahead"},
                        {"telnet.option_data", "78 74 65 72 6d", NULL},
                        {"telnet.data", "hello??", NULL}}},
        {TCP_CASE, 23, 42040, BYTES("login: "), LAYER_TELNET, false, "Telnet \"login: \"",
                {{"telnet.data", "login: ", NULL}}},
        {TCP_CASE, 23, 42040, BYTES("\xff"), LAYER_TELNET, false, "Telnet ?", {{NULL, NULL, NULL}}},
        {TCP_CASE, 23, 42040, BYTES("\xff\xfa\x18"), LAYER_TELNET, false, "Telnet SB terminal type",
                {{NULL, NULL, NULL}}},
};

static void text_and_negotiation(void **state)
{
	(void)state;
	APP_CHECK(text_and_negotiation_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(text_and_negotiation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
