/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SMTP, POP3 and IMAP.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case smtp_cases[] = {
        {TCP_CASE, 25, 42000, BYTES("220 mail.example.org ESMTP ready\r\n"), LAYER_SMTP, false,
                "220 mail.example.org ESMTP ready",
                {{"smtp.response.code", "220", NULL},
                        {"smtp.rsp.parameter", "mail.example.org ESMTP ready", NULL}}},
        {TCP_CASE, 42001, 25, BYTES("EHLO client.example.org\r\n"), LAYER_SMTP, false,
                "EHLO client.example.org",
                {{"smtp.req.command", "EHLO", NULL},
                        {"smtp.req.parameter", "client.example.org", NULL}}},
        {TCP_CASE, 25, 42002, BYTES("250-mail.example.org\r\n250-SIZE 1000\r\n250 HELP\r\n"),
                LAYER_SMTP, false, "250-mail.example.org",
                {{"smtp.rsp.parameter", "mail.example.org", NULL}}},
        {TCP_CASE, 2525, 42000, BYTES("220 mail ESMTP\r\n"), LAYER_SMTP, true, "220 mail ESMTP",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 42000, 2525, BYTES("MAIL FROM:<a@b>\r\n"), LAYER_SMTP, true, "MAIL FROM:<a@b>",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 42000, 25, BYTES("Subject: hello\r\n\r\n220 no reply\r\n"), LAYER_PAYLOAD, false,
                NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 42000, 25, BYTES("250 ok\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 2525, 42000, BYTES("220 hello\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 2525, 42000, BYTES("250 OK\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void smtp(void **state)
{
	(void)state;
	APP_CHECK(smtp_cases);
}

static const struct app_case pop_cases[] = {
        {TCP_CASE, 110, 42020, BYTES("+OK POP3 ready\r\n"), LAYER_POP, false, "+OK POP3 ready",
                {{"pop.response.indicator", "+OK", NULL},
                        {"pop.response.description", "POP3 ready", NULL}}},
        {TCP_CASE, 42021, 110, BYTES("USER me\r\n"), LAYER_POP, false, "USER me",
                {{"pop.request.command", "USER", NULL}, {"pop.request.parameter", "me", NULL}}},
        {TCP_CASE, 110, 42020, BYTES("From: a@b\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 11000, 42020, BYTES("+OK ready\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void pop(void **state)
{
	(void)state;
	APP_CHECK(pop_cases);
}

static const struct app_case imap_cases[] = {
        {TCP_CASE, 42030, 143, BYTES("a1 LOGIN me secret\r\n"), LAYER_IMAP, false,
                "a1 LOGIN me secret",
                {{"imap.request_tag", "a1", NULL}, {"imap.request.command", "LOGIN", NULL}}},
        {TCP_CASE, 143, 42031, BYTES("a1 OK LOGIN completed\r\n"), LAYER_IMAP, false,
                "a1 OK LOGIN completed",
                {{"imap.response_tag", "a1", NULL}, {"imap.response.status", "OK", NULL}}},
        {TCP_CASE, 143, 42031, BYTES("* 3 EXISTS\r\n"), LAYER_IMAP, false, "* 3 EXISTS",
                {{"imap.line", "* 3 EXISTS", NULL}}},
        {TCP_CASE, 1430, 42031, BYTES("* OK IMAP4rev1 ready\r\n"), LAYER_IMAP, true,
                "* OK IMAP4rev1 ready", {{NULL, NULL, NULL}}},
        {TCP_CASE, 1430, 42031, BYTES("* OK ready\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 42030, 143, BYTES("a2 UID FETCH 1:* (FLAGS)\r\n"), LAYER_IMAP, false, NULL,
                {{"imap.request.command.uid", "UID", NULL}, {"imap.request.command", "FETCH", NULL},
                        {"imap.request.argument", "1:* (FLAGS)", NULL}}},
        {TCP_CASE, 143, 42031, BYTES("X-Attach: no\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 143, 42031, BYTES("Subject: a\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void imap(void **state)
{
	(void)state;
	APP_CHECK(imap_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(smtp),
	        cmocka_unit_test(pop),
	        cmocka_unit_test(imap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
