/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Trivial File Transfer Protocol.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case operations_cases[] = {
        {UDP_CASE, 40000, 69,
                BYTES("\x00\x01"
                      "boot.img\x00octet\x00"
                      "blksize\x00"
                      "1428\x00"),
                LAYER_TFTP, false, "TFTP read request boot.img",
                {{"tftp.source_file", "boot.img", NULL}, {"tftp.type", "octet", NULL},
                        {"tftp.option.name", "blksize", NULL},
                        {"tftp.option.value", "1428", NULL}}},
        {UDP_CASE, 40000, 69, BYTES("\x00\x02log\x00netascii\x00"), LAYER_TFTP, false,
                "TFTP write request log", {{"tftp.destination_file", "log", NULL}}},
        {UDP_CASE, 69, 40000,
                BYTES("\x00\x03\x00\x01"
                      "data"),
                LAYER_TFTP, false, "TFTP data 1",
                {{"tftp.block", "1", NULL}, {"tftp.data", "64 61 74 61", NULL}}},
        {UDP_CASE, 69, 40000, BYTES("\x00\x05\x00\x01no such file\x00"), LAYER_TFTP, false,
                "TFTP error: file not found",
                {{"tftp.error.code", "1", "file not found"},
                        {"tftp.error.message", "no such file", NULL}}},
        {UDP_CASE, 40000, 69, BYTES("\x00\x01name that does not end"), LAYER_TFTP, false,
                "TFTP read request name that does not end", {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 69,
                BYTES("\x00\x07"
                      "abc"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
};

static void operations(void **state)
{
	(void)state;
	APP_CHECK(operations_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(operations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
