/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NetBIOS names.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case names_and_answers_cases[] = {
        {UDP_CASE, 137, 137,
                BYTES("\x00\x05\x01\x10\x00\x01\x00\x00\x00\x00\x00\x00 "
                      "FHEPFCELEHFCEPFFFACACACACACACABN\x00\x00 \x00\x01"),
                LAYER_NBNS, false, "NBNS query WORKGROUP<1d>", {{"nbns.type", "32", "NB"}}},
        {UDP_CASE, 137, 137,
                BYTES("\x00\x05\x85\x80\x00\x00\x00\x01\x00\x00\x00\x00 "
                      "FHEPFCELEHFCEPFFFACACACACACACABN\x00\x00 "
                      "\x00\x01\x00\x00\x01,\x00\x06`\x00\n\x00\x00\x01"),
                LAYER_NBNS, false, "NBNS query answer WORKGROUP<1d>",
                {{"nbns.addr", "10.0.0.1", NULL}}},
        {UDP_CASE, 137, 137, BYTES("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), LAYER_PAYLOAD,
                false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 137, 137, BYTES("\x00\x01\x01\x00\xff\xff\xff\xff\x00\x00\x00\x00\xc0\x0c"),
                LAYER_NBNS, false, "NBNS query <Name contains a pointer that loops>",
                {{NULL, NULL, NULL}}},
        {UDP_CASE, 137, 137, BYTES("XXXXXXXXXXXXXXXXXXXX"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void names_and_answers(void **state)
{
	(void)state;
	APP_CHECK(names_and_answers_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(names_and_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
