/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FTP's control connection.
 */
#include "tests/unit/packet/app_cases.h"

/* Numbers that are none, too large, or cut. */
static void places_that_are_none(void **state)
{
	(void)state;
	static const char *const lines[] = {"PORT 10,0,0,1,256,0\r\n", "PORT 1,2,3\r\n",
	        "PORT \r\n", "EPRT \r\n", "EPRT |1|10.0.0.1\r\n"};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct app_case c = {TCP_CASE, 42010, 21, lines[i], strlen(lines[i]),
		        LAYER_FTP, false, NULL, {{NULL, NULL, NULL}}};
		struct frame f;
		app_frame(&f, &c);
		assert_int_equal(app_count(&f, "ftp.active.port"), 0);
		assert_int_equal(app_count(&f, "ftp.eprt.port"), 0);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

static const struct app_case commands_replies_and_places_cases[] = {
        {TCP_CASE, 21, 42010, BYTES("220 Welcome to FTP\r\n"), LAYER_FTP, false,
                "220 Welcome to FTP", {{"ftp.response.code", "220", NULL}}},
        {TCP_CASE, 42011, 21, BYTES("USER anonymous\r\n"), LAYER_FTP, false, "USER anonymous",
                {{"ftp.request.command", "USER", NULL}, {"ftp.request.arg", "anonymous", NULL}}},
        {TCP_CASE, 42012, 21, BYTES("PORT 10,0,0,1,156,64\r\n"), LAYER_FTP, false,
                "PORT 10,0,0,1,156,64",
                {{"ftp.active.cip", "10,0,0,1", "10.0.0.1"},
                        {"ftp.active.port", "156,64", "40000"}}},
        {TCP_CASE, 21, 42013, BYTES("227 Entering Passive Mode (10,0,0,2,19,137)\r\n"), LAYER_FTP,
                false, "227 Entering Passive Mode (10,0,0,2,19,137)",
                {{"ftp.passive.ip", "10,0,0,2", "10.0.0.2"},
                        {"ftp.passive.port", "19,137", "5001"}}},
        {TCP_CASE, 42014, 21, BYTES("EPRT |1|10.0.0.1|5282|\r\n"), LAYER_FTP, false,
                "EPRT |1|10.0.0.1|5282|",
                {{"ftp.eprt.af", "1", NULL}, {"ftp.eprt.ip", "10.0.0.1", NULL},
                        {"ftp.eprt.port", "5282", NULL}}},
        {TCP_CASE, 21, 42015, BYTES("229 Entering Extended Passive Mode (|||6446|)\r\n"), LAYER_FTP,
                false, "229 Entering Extended Passive Mode (|||6446|)",
                {{"ftp.epsv.port", "6446", NULL}}},
        {TCP_CASE, 42010, 21, BYTES("XFOO a b\r\n"), LAYER_FTP, false, "XFOO a b",
                {{"ftp.request.command", "XFOO", NULL}, {"ftp.request.arg", "a b", NULL}}},
        {TCP_CASE, 21, 42010, BYTES("PASV is what we have\r\n230 End\r\n"), LAYER_FTP, false,
                "PASV is what we have",
                {{"ftp.response.arg", "PASV is what we have", NULL},
                        {"ftp.response.code", "230", NULL}}},
        {TCP_CASE, 21, 42010, BYTES("\xe9t\xe9 de la\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 2121, 42010, BYTES("220 FTP server ready\r\n"), LAYER_FTP, true,
                "220 FTP server ready", {{NULL, NULL, NULL}}},
        {TCP_CASE, 2121, 42010, BYTES("220 TFTP is no FT\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 42010, 2121, BYTES("USER me\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 42010, 21, BYTES("\x16\x03\x01 binary"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void commands_replies_and_places(void **state)
{
	(void)state;
	APP_CHECK(commands_replies_and_places_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(commands_replies_and_places),
	        cmocka_unit_test(places_that_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
