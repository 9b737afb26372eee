/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * MQTT 3.1, 3.1.1 and 5.0 (OASIS standards). Which version a connection speaks only its CONNECT
 * says: in other packets the properties of version 5 are told where the lengths leave no doubt.
 */
#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define PACKETS_MAX 100
#define TOPICS_MAX 100

enum {
	CONNECT = 1,
	CONNACK,
	PUBLISH,
	PUBACK,
	PUBREC,
	PUBREL,
	PUBCOMP,
	SUBSCRIBE,
	SUBACK,
	UNSUBSCRIBE,
	UNSUBACK,
	PINGREQ,
	PINGRESP,
	DISCONNECT,
	AUTH
};

static const struct word types[] = {{1, "CONNECT"}, {2, "CONNACK"}, {3, "PUBLISH"}, {4, "PUBACK"},
        {5, "PUBREC"}, {6, "PUBREL"}, {7, "PUBCOMP"}, {8, "SUBSCRIBE"}, {9, "SUBACK"},
        {10, "UNSUBSCRIBE"}, {11, "UNSUBACK"}, {12, "PINGREQ"}, {13, "PINGRESP"},
        {14, "DISCONNECT"}, {15, "AUTH"}, {0, NULL}};
static const struct word versions[] = {{3, "3.1"}, {4, "3.1.1"}, {5, "5.0"}, {0, NULL}};
static const struct word results[] = {{0, N_("accepted")}, {1, N_("version refused")},
        {2, N_("identifier refused")}, {3, N_("server unavailable")},
        {4, N_("user name or password malformed")}, {5, N_("not allowed")},
        {0x80, N_("unspecified error")}, {0x81, N_("malformed packet")},
        {0x84, N_("version refused")}, {0x85, N_("identifier refused")},
        {0x86, N_("user name or password wrong")}, {0x87, N_("not allowed")},
        {0x88, N_("server unavailable")}, {0, NULL}};
static const struct word granted[] = {{0, N_("at most once")}, {1, N_("at least once")},
        {2, N_("exactly once")}, {0x80, N_("refused")}, {0, NULL}};

static const struct field_spec head[] = {
        {"mqtt.hdrflags", N_("Packet"), FIELD_HEX, 1, .bit = 0, .bits = 8},
        {"mqtt.msgtype", N_("Packet type"), FIELD_UINT, 2, .bit = 0, .bits = 4, .words = types},
};
static const struct field_spec publish_flags[] = {
        {"mqtt.dupflag", N_("Sent again"), FIELD_FLAG, 2, .bit = 4, .bits = 1},
        {"mqtt.qos", N_("Delivery"), FIELD_UINT, 2, .bit = 5, .bits = 2, .words = granted},
        {"mqtt.retain", N_("To be kept"), FIELD_FLAG, 2, .bit = 7, .bits = 1},
};
static const struct field_spec connect_flags[] = {
        {"mqtt.conflags", N_("Flags"), FIELD_HEX, 1, .bit = 0, .bits = 8},
        {"mqtt.conflag.uname", N_("User name follows"), FIELD_FLAG, 2, .bit = 0, .bits = 1},
        {"mqtt.conflag.passwd", N_("Password follows"), FIELD_FLAG, 2, .bit = 1, .bits = 1},
        {"mqtt.conflag.retain", N_("Will to be kept"), FIELD_FLAG, 2, .bit = 2, .bits = 1},
        {"mqtt.conflag.qos", N_("Will's delivery"), FIELD_UINT, 2, .bit = 3, .bits = 2,
                .words = granted},
        {"mqtt.conflag.willflag", N_("A will follows"), FIELD_FLAG, 2, .bit = 5, .bits = 1},
        {"mqtt.conflag.cleansess", N_("Forget the old session"), FIELD_FLAG, 2, .bit = 6,
                .bits = 1},
};
static const struct field_spec length_spec = {"mqtt.len", N_("Length"), FIELD_BYTES, .depth = 1};
static const struct field_spec version = {
        "mqtt.ver", N_("Version"), FIELD_UINT, 1, .bits = 8, .words = versions};
static const struct field_spec keep_alive = {
        "mqtt.kalive", N_("Keep alive in s"), FIELD_UINT, 1, .bits = 16};
static const struct field_spec ack_flags = {
        "mqtt.conack.flags", N_("Flags"), FIELD_HEX, 1, .bits = 8};
static const struct field_spec ack_result = {
        "mqtt.conack.val", N_("Result"), FIELD_UINT, 1, .bits = 8, .words = results};
static const struct field_spec id = {"mqtt.msgid", N_("Packet id"), FIELD_UINT, 1, .bits = 16};
static const struct field_spec quality = {
        "mqtt.sub.qos", N_("Wants"), FIELD_UINT, 2, .bit = 6, .bits = 2, .words = granted};
static const struct field_spec suback = {
        "mqtt.suback.qos", N_("Granted"), FIELD_UINT, 1, .bits = 8, .words = granted};
static const struct field_spec message = {"mqtt.msg", N_("Message"), FIELD_BYTES, .depth = 1};
static const struct field_spec properties = {
        "mqtt.properties", N_("Properties"), FIELD_BYTES, .depth = 1};
static const struct spec_group groups[] = {SPEC_GROUP(head), SPEC_GROUP(publish_flags),
        SPEC_GROUP(connect_flags), {&version, 1}, {&keep_alive, 1}, {&id, 1}, {NULL, 0}};

/* Texts behind a length of 16 bits. */
static const struct {
	struct field_spec length, text;
} texts[] = {
#define TEXT(lengthname, textname, label, form)                        \
	{                                                              \
		{lengthname, N_("Length"), FIELD_UINT, 2, .bits = 16}, \
		{                                                      \
			textname, label, form, .depth = 1              \
		}                                                      \
	}
        TEXT("mqtt.proto_len", "mqtt.protoname", N_("Protocol"), FIELD_TEXT),
        TEXT("mqtt.clientid_len", "mqtt.clientid", N_("Client id"), FIELD_TEXT),
        TEXT("mqtt.willtopic_len", "mqtt.willtopic", N_("Will's topic"), FIELD_TEXT),
        TEXT("mqtt.willmsg_len", "mqtt.willmsg", N_("Will"), FIELD_BYTES),
        TEXT("mqtt.username_len", "mqtt.username", N_("User name"), FIELD_TEXT),
        TEXT("mqtt.passwd_len", "mqtt.passwd", N_("Password"), FIELD_TEXT),
        TEXT("mqtt.topic_len", "mqtt.topic", N_("Topic"), FIELD_TEXT),
};
enum { PROTOCOL, CLIENT, WILL_TOPIC, WILL, USER, PASSWORD, TOPIC, TEXTS };
_Static_assert(COUNT_OF(texts) == TEXTS, "one per text");

/* The length behind the first byte (2.2.3): seven bits a byte, at most four bytes. */
static bool take_length(struct bytes *b, uint32_t *length)
{
	*length = 0;
	for (unsigned i = 0; i < 4; i++) {
		uint8_t byte = bytes_u8(b);
		*length |= (byte & 0x7fu) << (7 * i);
		if (!(byte & 0x80))
			return !b->bad;
	}
	return false;
}

/* Flags that the type allows, and a length that it can have. */
static bool take_head(struct bytes *b, unsigned *type, uint32_t *length)
{
	uint8_t first = bytes_u8(b), flags = first & 15;
	*type = first >> 4;
	if (b->bad || *type == 0 || !take_length(b, length))
		return false;
	switch (*type) {
	case PUBLISH:
		return (flags & 6) != 6 && *length >= 3;
	case PUBREL:
	case SUBSCRIBE:
	case UNSUBSCRIBE:
		return flags == 2 && *length >= 2;
	case PINGREQ:
	case PINGRESP:
		return flags == 0 && *length == 0;
	case DISCONNECT:
	case AUTH:
		return flags == 0;
	}
	return flags == 0 && *length >= 2;
}

static bool fits(struct bytes b, const struct packet *p)
{
	unsigned type;
	uint32_t length;
	(void)p;
	return take_head(&b, &type, &length);
}

/* Only CONNECT names the protocol. */
static bool sure(struct bytes b, const struct packet *p)
{
	unsigned type;
	uint32_t length;
	(void)p;
	if (!take_head(&b, &type, &length) || type != CONNECT)
		return false;
	size_t n = bytes_be16(&b);
	return (n == 4 && app_begins(&b, "MQTT")) || (n == 6 && app_begins(&b, "MQIsdp"));
}

static void add_text(struct part *p, unsigned which)
{
	uint32_t n = (uint32_t)part_number(p, 0, 2);
	part_add(p, &texts[which].length);
	part_upto(p, &texts[which].text, n);
}

/* Properties of version 5 (2.2.2): a length like the packet's, and that many bytes. */
static void add_properties(struct part *p)
{
	struct bytes c = part_bytes(p);
	size_t before = c.pos;
	uint32_t n;
	if (take_length(&c, &n))
		part_upto(p, &properties, (uint32_t)(c.pos - before) + n);
}

static void add_connect(struct part *p)
{
	add_text(p, PROTOCOL);
	unsigned level = (unsigned)part_number(p, 0, 1), flags = (unsigned)part_number(p, 1, 1);
	part_add(p, &version);
	PART_TABLE(p, connect_flags, 1);
	part_add(p, &keep_alive);
	if (level == 5)
		add_properties(p);
	add_text(p, CLIENT);
	if (flags & 4) {
		if (level == 5)
			add_properties(p);
		add_text(p, WILL_TOPIC);
		add_text(p, WILL);
	}
	if (flags & 0x80)
		add_text(p, USER);
	if (flags & 0x40)
		add_text(p, PASSWORD);
}

/* Topics, each with `extra` bytes behind it, take up exactly what is left. */
static bool are_topics(struct part p, uint32_t extra)
{
	if (p.cut)
		return true;
	while (part_left(&p)) {
		uint32_t n = (uint32_t)part_number(&p, 0, 2);
		if (n == 0 || !part_skip(&p, 2) || !part_skip(&p, n) || !part_skip(&p, extra))
			return false;
	}
	return true;
}

static void add_topics(struct part *p, bool qualities)
{
	part_add(p, &id);
	if (!are_topics(*p, qualities))
		add_properties(p);
	for (unsigned i = 0; i < TOPICS_MAX && part_left(p); i++) {
		add_text(p, TOPIC);
		if (qualities)
			part_table(p, &quality, 1, 1);
	}
}

static void add_content(struct part *p, unsigned type, unsigned flags)
{
	switch (type) {
	case CONNECT:
		add_connect(p);
		break;
	case CONNACK:
		part_add(p, &ack_flags);
		part_add(p, &ack_result);
		break;
	case PUBLISH:
		add_text(p, TOPIC);
		if (flags & 6)
			part_add(p, &id);
		part_sized(p, &message, part_left(p));
		break;
	case PUBACK:
	case PUBREC:
	case PUBREL:
	case PUBCOMP:
	case UNSUBACK:
		part_add(p, &id);
		break;
	case SUBACK:
		part_add(p, &id);
		while (part_left(p))
			part_add(p, &suback);
		break;
	case SUBSCRIBE:
	case UNSUBSCRIBE:
		add_topics(p, type == SUBSCRIBE);
		break;
	}
	part_sized(p, &properties, part_left(p));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	for (unsigned i = 0; i < PACKETS_MAX && part_left(&p); i++) {
		struct bytes c = part_bytes(&p);
		size_t before = c.pos;
		unsigned type, flags = (unsigned)part_number(&p, 0, 1) & 15;
		uint32_t n;
		if (!take_head(&c, &type, &n))
			break;
		part_peep(&p, head, COUNT_OF(head));
		if (type == PUBLISH)
			part_peep(&p, publish_flags, COUNT_OF(publish_flags));
		part_skip(&p, 1);
		struct field *length = part_sized(&p, &length_spec, (uint32_t)(c.pos - before) - 1);
		struct part body = part_take(&p, n);
		if (body.cut)
			field_mean(length, _("%u, only %u here"), n, part_left(&body));
		else
			field_mean(length, "%u", n);
		add_content(&body, type, flags);
	}
	part_sized(&p, &message, part_left(&p));
}

static void say_packet(struct bytes b, unsigned type, struct out *o)
{
	out_add(o, "%s", word_find(types, type));
	if (type == SUBSCRIBE || type == UNSUBSCRIBE) {
		bytes_skip(&b, 2);
		/* With version 5's properties the first byte is their length. */
		if (app_byte(&b, 0) == 0 && app_byte(&b, 1) == 0 && app_byte(&b, 2))
			bytes_skip(&b, 1);
	} else if (type == CONNECT) {
		bytes_skip(&b, bytes_be16(&b));
		unsigned level = bytes_u8(&b);
		uint32_t n = 0;
		bytes_skip(&b, 3);
		if (level == 5 && take_length(&b, &n))
			bytes_skip(&b, n);
	} else if (type == CONNACK) {
		const char *words = word_find(results, app_byte(&b, 1));
		out_add(o, " %s", words ? words : "");
		return;
	} else if (type != PUBLISH) {
		return;
	}
	size_t n = bytes_be16(&b);
	if (b.bad || n == 0)
		return;
	out_add(o, " ");
	out_foreign(o, b, n);
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	out_add(o, "MQTT ");
	for (unsigned i = 0; i < 4 && bytes_left(&b); i++) {
		unsigned type;
		uint32_t n;
		if (!take_head(&b, &type, &n))
			return;
		out_add(o, i ? ", " : "");
		size_t left = bytes_left(&b);
		say_packet(bytes_sub(&b, n < left ? n : left), type, o);
	}
}

const struct app app_mqtt = {fits, sure, summary};
const struct protocol protocol_mqtt = {
        "mqtt", N_("MQ Telemetry Transport"), "MQTT", app_decode, fields, groups};
