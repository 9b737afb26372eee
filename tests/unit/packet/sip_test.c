/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SIP.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case requests_and_answers_cases[] = {
        {UDP_CASE, 5060, 5060,
                BYTES("INVITE sip:bob@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1\r\nFrom: "
                      "<sip:a@b>\r\nTo: <sip:bob@example.org>\r\nCall-ID: 77@10.0.0.1\r\nCSeq: 1 "
                      "INVITE\r\nMax-Forwards: 70\r\nContact: <sip:a@10.0.0.1>\r\nContent-Length: "
                      "0\r\n\r\n"),
                LAYER_SIP, false, "INVITE sip:bob@example.org SIP/2.0",
                {{"sip.Method", "INVITE", NULL}, {"sip.r-uri", "sip:bob@example.org", NULL},
                        {"sip.Call-ID", "77@10.0.0.1", NULL}, {"sip.CSeq", "1 INVITE", NULL}}},
        {UDP_CASE, 5060, 5060,
                BYTES("SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP 10.0.0.1\r\nf: <sip:a@b>\r\nt: "
                      "<sip:bob@example.org>\r\ni: 77@10.0.0.1\r\nCSeq: 1 INVITE\r\n\r\n"),
                LAYER_SIP, false, "SIP/2.0 180 Ringing",
                {{"sip.Status-Code", "180", NULL}, {"sip.From", "<sip:a@b>", NULL}}},
        {UDP_CASE, 5070, 5071,
                BYTES("INVITE sip:bob@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1\r\nFrom: "
                      "<sip:a@b>\r\nTo: <sip:bob@example.org>\r\nCall-ID: 77@10.0.0.1\r\nCSeq: 1 "
                      "INVITE\r\nMax-Forwards: 70\r\nContact: <sip:a@10.0.0.1>\r\nContent-Length: "
                      "0\r\n\r\n"),
                LAYER_SIP, true, "INVITE sip:bob@example.org SIP/2.0", {{NULL, NULL, NULL}}},
        {TCP_CASE, 5070, 5071,
                BYTES("INVITE sip:bob@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1\r\nFrom: "
                      "<sip:a@b>\r\nTo: <sip:bob@example.org>\r\nCall-ID: 77@10.0.0.1\r\nCSeq: 1 "
                      "INVITE\r\nMax-Forwards: 70\r\nContact: <sip:a@10.0.0.1>\r\nContent-Length: "
                      "0\r\n\r\n"),
                LAYER_SIP, true, "INVITE sip:bob@example.org SIP/2.0", {{NULL, NULL, NULL}}},
        {UDP_CASE, 5060, 5060, BYTES("\r\n\r\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 5070, 5071, BYTES("INVITE bob\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {UDP_CASE, 5060, 5060, BYTES("HELLO sip:a SIP/2.0\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void requests_and_answers(void **state)
{
	(void)state;
	APP_CHECK(requests_and_answers_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(requests_and_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
