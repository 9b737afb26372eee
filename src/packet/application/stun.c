/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Session Traversal Utilities for NAT (RFC 8489), with the attributes of TURN (RFC 8656) and ICE
 * (RFC 8445). Its magic cookie makes a message known on any port. Over TCP a message may come
 * behind its length (RFC 4571).
 */
#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define FIXED 20
#define COOKIE 0x2112a442u
#define MESSAGES_MAX 50
#define ATTRIBUTES_MAX 100

enum what { BYTES, TEXT, NUMBER, ADDRESS, XORED, ERROR };

/* What a type of attribute holds (RFC 8489 14, RFC 8656 18, RFC 8445 16.1). */
static const struct attribute {
	uint16_t type;
	uint8_t what;
	const char *words, *name, *label;
} attributes[] = {
        {0x0001, ADDRESS, "MAPPED-ADDRESS", NULL, NULL},
        {0x0006, TEXT, "USERNAME", "stun.att.username", N_("User")},
        {0x0008, BYTES, "MESSAGE-INTEGRITY", "stun.att.hmac", N_("HMAC")},
        {0x0009, ERROR, "ERROR-CODE", NULL, NULL},
        {0x000c, NUMBER, "CHANNEL-NUMBER", NULL, NULL},
        {0x000d, NUMBER, "LIFETIME", "stun.att.lifetime", N_("Lifetime in s")},
        {0x0012, XORED, "XOR-PEER-ADDRESS", NULL, NULL},
        {0x0013, BYTES, "DATA", NULL, NULL},
        {0x0014, TEXT, "REALM", "stun.att.realm", N_("Realm")},
        {0x0015, TEXT, "NONCE", "stun.att.nonce", N_("Nonce")},
        {0x0016, XORED, "XOR-RELAYED-ADDRESS", NULL, NULL},
        {0x0019, BYTES, "REQUESTED-TRANSPORT", NULL, NULL},
        {0x001c, BYTES, "MESSAGE-INTEGRITY-SHA256", NULL, NULL},
        {0x0020, XORED, "XOR-MAPPED-ADDRESS", NULL, NULL},
        {0x0024, NUMBER, "PRIORITY", "stun.att.priority", N_("Priority")},
        {0x0025, BYTES, "USE-CANDIDATE", NULL, NULL},
        {0x8022, TEXT, "SOFTWARE", "stun.att.software", N_("Software")},
        {0x8023, ADDRESS, "ALTERNATE-SERVER", NULL, NULL},
        {0x8028, BYTES, "FINGERPRINT", NULL, NULL},
        {0x8029, BYTES, "ICE-CONTROLLED", "stun.att.tie-breaker", N_("Tie breaker")},
        {0x802a, BYTES, "ICE-CONTROLLING", "stun.att.tie-breaker", N_("Tie breaker")},
        {0x802b, ADDRESS, "RESPONSE-ORIGIN", NULL, NULL},
        {0x802c, ADDRESS, "OTHER-ADDRESS", NULL, NULL},
};

static const struct word methods[] = {{1, "Binding"}, {3, "Allocate"}, {4, "Refresh"}, {6, "Send"},
        {7, "Data"}, {8, "CreatePermission"}, {9, "ChannelBind"}, {0, NULL}};
static const struct word classes[] = {
        {0, N_("request")}, {1, N_("indication")}, {2, N_("success")}, {3, N_("error")}, {0, NULL}};
static const struct word families[] = {{1, "IPv4"}, {2, "IPv6"}, {0, NULL}};

static const struct field_spec framing = {
        "stun.tcp_frame_length", N_("Message length"), FIELD_UINT, 1, .bits = 16};
static const struct field_spec head[] = {
        {"stun.type", N_("Message"), FIELD_HEX, 1, .bit = 0, .bits = 16},
        {"stun.length", N_("Length"), FIELD_UINT, 1, .bit = 16, .bits = 16},
        {"stun.cookie", N_("Magic cookie"), FIELD_BYTES, 1, .bit = 32, .bits = 32},
        {"stun.id", N_("Transaction"), FIELD_BYTES, 1, .bit = 64, .bits = 96},
};
static const struct field_spec attribute[] = {
        {"stun.att.type", N_("Attribute"), FIELD_HEX, 1, .bit = 0, .bits = 16},
        {"stun.att.length", N_("Length"), FIELD_UINT, 2, .bit = 16, .bits = 16},
};
static const struct field_spec place[] = {
        {"stun.att.family", N_("Family"), FIELD_UINT, 2, .bit = 8, .bits = 8, .words = families},
        {"stun.att.port", N_("Port"), FIELD_UINT, 2, .bit = 16, .bits = 16},
        {"stun.att.port-xord", N_("Port, masked"), FIELD_BYTES, 2, .bit = 16, .bits = 16},
};
static const struct field_spec error[] = {
        {"stun.att.error.class", N_("Error, hundreds"), FIELD_UINT, 2, .bit = 21, .bits = 3},
        {"stun.att.error", N_("Error, the rest"), FIELD_UINT, 2, .bit = 24, .bits = 8},
};
static const struct field_spec reason = {
        "stun.att.error.reason", N_("Reason"), FIELD_TEXT, .depth = 2};
static const struct field_spec value = {"stun.value", N_("Value"), FIELD_BYTES, .depth = 2};
static const struct spec_group groups[] = {
        SPEC_GROUP(head), SPEC_GROUP(attribute), SPEC_GROUP(error), {NULL, 0}};

/* RFC 8489 5: the class is two bits between those of the method. */
static unsigned class_of(unsigned type)
{
	return (type >> 7 & 2) | (type >> 4 & 1);
}

static unsigned method_of(unsigned type)
{
	return (type & 0xf) | (type >> 1 & 0x70) | (type >> 2 & 0xf80);
}

/* A header at the cursor, of a message that is `whole` bytes long. */
static bool is_header(struct bytes b, size_t *whole)
{
	unsigned type = bytes_be16(&b), length = bytes_be16(&b);
	*whole = FIXED + (size_t)length;
	return bytes_be32(&b) == COOKIE && bytes_skip(&b, 12) && type < 0x4000;
}

/* A datagram holds one message; in a stream there may be more, each behind its length. */
static bool sure(struct bytes b, const struct packet *p)
{
	size_t whole;
	if (is_header(b, &whole))
		return p->protocol == IP_TCP || whole >= bytes_left(&b);
	unsigned length = bytes_be16(&b);
	return p->protocol == IP_TCP && is_header(b, &whole) && length == whole;
}

/* RFC 8489 14.2: the first bytes of the header, from the cookie on, hide an address from devices
 * that would translate it. */
static void add_address(struct part *p, uint32_t header, bool masked)
{
	unsigned n = part_number(p, 1, 1) == 2 ? 16 : 4;
	const uint8_t *mask = p->b->bytes + header + 4;
	const struct field_spec spec = {
	        masked   ? n == 4 ? "stun.att.ipv4-xord" : "stun.att.ipv6-xord"
	        : n == 4 ? "stun.att.ipv4"
	                 : "stun.att.ipv6",
	        masked ? N_("Address, masked") : N_("Address"),
	        masked   ? FIELD_BYTES
	        : n == 4 ? FIELD_IPV4
	                 : FIELD_IPV6,
	        .depth = 2};
	unsigned port = (unsigned)part_number(p, 2, 2);
	struct packet_addr a = {.length = (uint8_t)n};
	struct bytes c = part_bytes(p);
	char text[46];
	bool whole = bytes_skip(&c, 4) && bytes_copy(&c, a.bytes, n);
	part_peep(p, &place[0], 1);
	part_peep(p, &place[masked ? 2 : 1], 1);
	if (masked)
		field_mean(builder_find(p->b, p->b->list->count - 1, place[2].name), "%u",
		        port ^ COOKIE >> 16);
	part_skip(p, 4);
	struct field *f = part_sized(p, &spec, n);
	for (unsigned i = 0; i < n && masked; i++)
		a.bytes[i] ^= mask[i];
	if (f && whole && masked) {
		packet_addr_text(&a, text);
		field_mean(f, "%s", text);
	}
}

static const struct attribute *find_attribute(unsigned type)
{
	for (size_t i = 0; i < COUNT_OF(attributes); i++) {
		if (attributes[i].type == type)
			return &attributes[i];
	}
	return NULL;
}

static void add_value(struct part *p, const struct attribute *a, uint32_t header)
{
	struct field_spec s = value;
	if (a->name) {
		s.name = a->name;
		s.label = a->label;
	}
	switch ((enum what)a->what) {
	case NUMBER:
		s.form = part_left(p) <= 8 ? FIELD_UINT : FIELD_BYTES;
		break;
	case TEXT:
		s.form = FIELD_TEXT;
		break;
	case BYTES:
		break;
	case ADDRESS:
	case XORED:
		add_address(p, header, a->what == XORED);
		break;
	case ERROR:
		PART_TABLE(p, error, 4);
		part_sized(p, &reason, part_left(p));
		break;
	}
	part_sized(p, &s, part_left(p));
}

/* Each is filled up to four bytes (RFC 8489 14), but in a message whose length shows that it is of
 * a time before that. */
static void add_attributes(struct part *p, uint32_t header)
{
	uint32_t unit = part_left(p) % 4 && !p->cut ? 1 : 4;
	for (unsigned i = 0; i < ATTRIBUTES_MAX && part_left(p) >= 4; i++) {
		const struct attribute *a = find_attribute((unsigned)part_number(p, 0, 2));
		uint32_t n = (uint32_t)part_number(p, 2, 2);
		size_t from = p->b->list->count;
		PART_TABLE(p, attribute, 4);
		field_mean(builder_find(p->b, from, "stun.att.type"), "%s", a ? a->words : "");
		struct part v = part_take(p, n);
		if (a)
			add_value(&v, a, header);
		part_sized(&v, &value, part_left(&v));
		uint32_t filling = (unit - n % unit) % unit;
		part_skip(p, filling < part_left(p) ? filling : part_left(p));
	}
}

static void say_type(unsigned type, struct out *o)
{
	const char *method = word_find(methods, method_of(type));
	if (method)
		out_add(o, "%s %s", method, word_find(classes, class_of(type)));
	else
		out_add(o, _("method %u %s"), method_of(type), word_find(classes, class_of(type)));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	size_t whole;
	for (unsigned i = 0; i < MESSAGES_MAX && part_left(&p); i++) {
		char text[60];
		struct out o = out_begin(text, sizeof(text));
		if (!is_header(part_bytes(&p), &whole))
			part_add(&p, &framing);
		if (!is_header(part_bytes(&p), &whole))
			break;
		uint32_t header = p.at;
		struct part message = part_take(&p, (uint32_t)whole);
		say_type((unsigned)part_number(&message, 0, 2), &o);
		size_t from = b->list->count;
		PART_TABLE(&message, head, FIXED);
		field_mean(builder_find(b, from, "stun.type"), "%s", text);
		add_attributes(&message, header);
	}
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	size_t whole;
	if (!is_header(b, &whole))
		bytes_skip(&b, 2);
	out_add(o, "STUN ");
	say_type(bytes_be16(&b), o);
}

const struct app app_stun = {sure, sure, summary};
const struct protocol protocol_stun = {
        "stun", N_("Session Traversal Utilities for NAT"), "STUN", app_decode, fields, groups};
