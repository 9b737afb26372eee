/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * MQTT.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case packets_cases[] = {
        {TCP_CASE, 43000, 1883,
                BYTES("\x10\x18\x00\x04MQTT\x04\x82\x00<\x00\x08"
                      "client-1\x00\x02me"),
                LAYER_MQTT, false, "MQTT CONNECT client-1",
                {{"mqtt.ver", "4", "3.1.1"}, {"mqtt.clientid", "client-1", NULL},
                        {"mqtt.kalive", "60", NULL}, {"mqtt.username", "me", NULL},
                        {"mqtt.conflag.uname", "1", NULL}}},
        {TCP_CASE, 43000, 8888,
                BYTES("\x10\x18\x00\x04MQTT\x04\x82\x00<\x00\x08"
                      "client-1\x00\x02me"),
                LAYER_MQTT, true, "MQTT CONNECT client-1", {{NULL, NULL, NULL}}},
        {TCP_CASE, 43001, 1883,
                BYTES("\x10\x1a\x00\x04MQTT\x05\x02\x00<\x05\x11\x00\x00\x00\n\x00\x08"
                      "client-5"),
                LAYER_MQTT, false, "MQTT CONNECT client-5",
                {{"mqtt.ver", "5", "5.0"}, {"mqtt.clientid", "client-5", NULL}}},
        {TCP_CASE, 1883, 43002, BYTES(" \x02\x00\x00"), LAYER_MQTT, false, "MQTT CONNACK accepted",
                {{"mqtt.conack.val", "0", "accepted"}}},
        {TCP_CASE, 43003, 1883, BYTES("2\x11\x00\troom/temp\x00\t21.5"), LAYER_MQTT, false,
                "MQTT PUBLISH room/temp",
                {{"mqtt.topic", "room/temp", NULL}, {"mqtt.msgid", "9", NULL},
                        {"mqtt.msg", "32 31 2e 35", NULL}, {"mqtt.qos", "1", "at least once"}}},
        {TCP_CASE, 43004, 1883, BYTES("\x82\x0b\x00\x01\x00\x06room/#\x01"), LAYER_MQTT, false,
                "MQTT SUBSCRIBE room/#",
                {{"mqtt.topic", "room/#", NULL}, {"mqtt.sub.qos", "1", NULL}}},
        {TCP_CASE, 43004, 1883, BYTES("\x82\x0c\x00\x01\x00\x00\x06room/#\x01"), LAYER_MQTT, false,
                "MQTT SUBSCRIBE room/#", {{"mqtt.topic", "room/#", NULL}}},
        {TCP_CASE, 43005, 1883, BYTES("\xc0\x00\xc0\x00"), LAYER_MQTT, false,
                "MQTT PINGREQ, PINGREQ", {{NULL, NULL, NULL}}},
        {TCP_CASE, 43003, 1883, BYTES("0\x90N\x00\x05topicand the rest elsewhere"), LAYER_MQTT,
                false, "MQTT PUBLISH topic", {{"mqtt.len", NULL, "10000, only 29 here"}}},
        {TCP_CASE, 43000, 1883, BYTES("\x00\x00hello"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 43000, 1883,
                BYTES("\x11\x02"
                      "ab"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 43000, 1883, BYTES("0\xff\xff\xff\xffx"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 43000, 8888, BYTES("2\x11\x00\troom/temp\x00\t21.5"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 43000, 8888, BYTES("\x10\x0c\x00\x04MQTX"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void packets(void **state)
{
	(void)state;
	APP_CHECK(packets_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(packets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
