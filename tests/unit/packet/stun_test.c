/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * STUN.
 */
#include "tests/unit/packet/app_cases.h"

#define ID "abcdefghijkl"

static const struct app_case messages_cases[] = {
        {UDP_CASE, 40000, 19302,
                BYTES("\x00\x01\x00\x0c\x21\x12\xa4\x42" ID "\x00\x06\x00\x05me:us\x00\x00\x00"),
                LAYER_STUN, true, "STUN Binding request",
                {{"stun.type", "0x0001", "Binding request"}, {"stun.length", "12", NULL},
                        {"stun.att.type", "0x0006", "USERNAME"}, {"stun.att.length", "5", NULL},
                        {"stun.att.username", "me:us", NULL}}},
        {UDP_CASE, 3478, 40000,
                BYTES("\x01\x01\x00\x18\x21\x12\xa4\x42" ID
                      "\x00\x20\x00\x08\x00\x01\xbd\x52\x2b\x12\xa4\x43"
                      "\x80\x2b\x00\x08\x00\x01\x0d\x96\x0a\x00\x00\x02"),
                LAYER_STUN, false, "STUN Binding success",
                {{"stun.att.port-xord", "bd 52", "40000"},
                        {"stun.att.ipv4-xord", "2b 12 a4 43", "10.0.0.1"},
                        {"stun.att.port", "3478", NULL}, {"stun.att.ipv4", "10.0.0.2", NULL}}},
        {UDP_CASE, 3478, 40000,
                BYTES("\x01\x01\x00\x18\x21\x12\xa4\x42" ID
                      "\x00\x20\x00\x14\x00\x02\x21\x12\x01\x13\xa9\xfa"
                      "abcdefghijkm"),
                LAYER_STUN, false, NULL, {{"stun.att.ipv6-xord", NULL, "2001:db8::1"}}},
        {UDP_CASE, 3478, 40000,
                BYTES("\x01\x13\x00\x10\x21\x12\xa4\x42" ID
                      "\x00\x09\x00\x0c\x00\x00\x04\x01not so!!"),
                LAYER_STUN, false, "STUN Allocate error",
                {{"stun.att.error.class", "4", NULL}, {"stun.att.error", "1", NULL},
                        {"stun.att.error.reason", "not so!!", NULL}}},
        /* Before attributes were filled up. */
        {UDP_CASE, 3478, 40000,
                BYTES("\x00\x16\x00\x0d\x21\x12\xa4\x42" ID
                      "\x00\x13\x00\x01x\x80\x22\x00\x04soft"),
                LAYER_STUN, false, "STUN Send indication",
                {{"stun.value", "78", NULL}, {"stun.att.software", "soft", NULL}}},
        /* In a stream, behind a length. */
        {TCP_CASE, 3478, 40000,
                BYTES("\x00\x14\x00\x01\x00\x00\x21\x12\xa4\x42" ID
                      "\x00\x14\x00\x11\x00\x00\x21\x12\xa4\x42" ID),
                LAYER_STUN, false, "STUN Binding request", {{"stun.tcp_frame_length", "20", NULL}}},
        {TCP_CASE, 40001, 40000, BYTES("\x00\x01\x00\x00\x21\x12\xa4\x42" ID), LAYER_STUN, true,
                "STUN Binding request", {{NULL, NULL, NULL}}},
        {UDP_CASE, 40001, 40000, BYTES("\x00\x01\x00\x00\x21\x12\xa4\x42" ID "more"), LAYER_PAYLOAD,
                false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 3478, 40000, BYTES("\x00\x01\x00\x00\x21\x12\xa4\x43" ID), LAYER_PAYLOAD, false,
                NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 3478, 40000, BYTES("\x40\x01\x00\x00\x21\x12\xa4\x42" ID), LAYER_PAYLOAD, false,
                NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 3478, 40000,
                BYTES("\x00\x01\x00\x00\x21\x12\xa4\x42"
                      "abcdefghijk"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
};

static void messages(void **state)
{
	(void)state;
	APP_CHECK(messages_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(messages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
