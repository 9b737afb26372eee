/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Link Layer Discovery Protocol (IEEE 802.1AB): what a switch says of itself and of the port.
 */
#include <stdio.h>

#include "packet/fields_internal.h"
#include "packet/summary_internal.h"

#define TLV_HEAD 2
#define TLVS_MAX 128

enum {
	TLV_END,
	TLV_CHASSIS,
	TLV_PORT,
	TLV_TTL,
	TLV_PORT_DESC,
	TLV_NAME,
	TLV_DESC,
	TLV_CAPABILITIES,
	TLV_ADDRESS,
	TLV_ORGANIZATION = 127,
};
static const struct word tlv_types[] = {
        {TLV_END, N_("end")},
        {TLV_CHASSIS, N_("chassis")},
        {TLV_PORT, N_("port")},
        {TLV_TTL, N_("time to live")},
        {TLV_PORT_DESC, N_("port's description")},
        {TLV_NAME, N_("system's name")},
        {TLV_DESC, N_("system's description")},
        {TLV_CAPABILITIES, N_("capabilities")},
        {TLV_ADDRESS, N_("management address")},
        {TLV_ORGANIZATION, N_("of an organization")},
        {0, NULL},
};
static const struct word chassis_types[] = {
        {1, N_("chassis component")},
        {2, N_("interface alias")},
        {3, N_("port component")},
        {4, N_("MAC address")},
        {5, N_("network address")},
        {6, N_("interface name")},
        {7, N_("locally assigned")},
        {0, NULL},
};
static const struct word port_types[] = {
        {1, N_("interface alias")},
        {2, N_("port component")},
        {3, N_("MAC address")},
        {4, N_("network address")},
        {5, N_("interface name")},
        {6, N_("agent circuit")},
        {7, N_("locally assigned")},
        {0, NULL},
};
static const struct word organizations[] = {
        {0x0080c2, "IEEE 802.1"},
        {0x00120f, "IEEE 802.3"},
        {0x0012bb, N_("media endpoints (LLDP-MED)")},
        {0x000ecf, "PROFINET"},
        {0, NULL},
};

static const struct field_spec tlv[] = {
        {"lldp.tlv.type", N_("Element"), FIELD_UINT, 1, .bit = 0, .bits = 7, .words = tlv_types},
        {"lldp.tlv.len", N_("Length"), FIELD_UINT, 2, .bit = 7, .bits = 9},
};
static const struct field_spec chassis_type = {"lldp.chassis.subtype", N_("Kind"), FIELD_UINT, 2,
        .bit = 16, .bits = 8, .words = chassis_types};
static const struct field_spec port_type = {
        "lldp.port.subtype", N_("Kind"), FIELD_UINT, 2, .bit = 16, .bits = 8, .words = port_types};
static const struct field_spec ttl[] = {
        {"lldp.time_to_live", N_("Seconds to live"), FIELD_UINT, 2, .bit = 16, .bits = 16},
};
static const struct field_spec capabilities[] = {
        {"lldp.tlv.system_cap", N_("Able to be"), FIELD_HEX, 2, .bit = 16, .bits = 16},
        {"lldp.tlv.enable_system_cap", N_("Is"), FIELD_HEX, 2, .bit = 32, .bits = 16},
};
static const struct field_spec organization[] = {
        {"lldp.orgtlv.oui", N_("Organization"), FIELD_HEX, 2, .bit = 16, .bits = 24,
                .words = organizations},
        {"lldp.orgtlv.subtype", N_("Kind"), FIELD_UINT, 2, .bit = 40, .bits = 8},
};
static const struct field_spec address[] = {
        {"lldp.mgn.address.len", N_("Address length"), FIELD_UINT, 2, .bit = 16, .bits = 8},
        {"lldp.mgn.address.subtype", N_("Address family"), FIELD_UINT, 2, .bit = 24, .bits = 8},
};
enum {
	F_CHASSIS_MAC,
	F_CHASSIS_IP4,
	F_CHASSIS_IP6,
	F_PORT_MAC,
	F_PORT_IP4,
	F_PORT_IP6,
	F_NET_FAMILY,
	F_ADDRESS_IP4,
	F_ADDRESS_IP6,
	F_INTERFACE_KIND,
	F_INTERFACE,
};
static const struct field_spec ids[] = {
        [F_CHASSIS_MAC] = {"lldp.chassis.id.mac", N_("Chassis"), FIELD_MAC, 2, .bits = 48},
        [F_CHASSIS_IP4] = {"lldp.chassis.id.ip4", N_("Chassis"), FIELD_IPV4, 2, .bits = 32},
        [F_CHASSIS_IP6] = {"lldp.chassis.id.ip6", N_("Chassis"), FIELD_IPV6, 2, .bits = 128},
        [F_PORT_MAC] = {"lldp.port.id.mac", N_("Port"), FIELD_MAC, 2, .bits = 48},
        [F_PORT_IP4] = {"lldp.port.id.ip4", N_("Port"), FIELD_IPV4, 2, .bits = 32},
        [F_PORT_IP6] = {"lldp.port.id.ip6", N_("Port"), FIELD_IPV6, 2, .bits = 128},
        [F_NET_FAMILY] = {"lldp.network_address.subtype", N_("Address family"), FIELD_UINT, 2,
                .bits = 8},
        [F_ADDRESS_IP4] = {"lldp.mgn.addr.ip4", N_("Address"), FIELD_IPV4, 2, .bits = 32},
        [F_ADDRESS_IP6] = {"lldp.mgn.addr.ip6", N_("Address"), FIELD_IPV6, 2, .bits = 128},
        [F_INTERFACE_KIND] = {"lldp.mgn.interface.subtype", N_("Interface numbering"), FIELD_UINT,
                2, .bits = 8},
        [F_INTERFACE] = {"lldp.mgn.interface.number", N_("Interface"), FIELD_UINT, 2, .bits = 32},
};
enum { T_CHASSIS, T_PORT, T_PORT_DESC, T_NAME, T_DESC };
static const struct field_spec texts[] = {
        [T_CHASSIS] = {"lldp.chassis.id", N_("Chassis"), FIELD_TEXT, .depth = 2},
        [T_PORT] = {"lldp.port.id", N_("Port"), FIELD_TEXT, .depth = 2},
        [T_PORT_DESC] = {"lldp.port.desc", N_("Description"), FIELD_TEXT, .depth = 2},
        [T_NAME] = {"lldp.tlv.system.name", N_("Name"), FIELD_TEXT, .depth = 2},
        [T_DESC] = {"lldp.tlv.system.desc", N_("Description"), FIELD_TEXT, .depth = 2},
};
static const struct field_spec data = {"lldp.tlv.data", N_("Data"), FIELD_BYTES, .depth = 2};
static const struct spec_group groups[] = {SPEC_GROUP(tlv), {&chassis_type, 1}, {&port_type, 1},
        SPEC_GROUP(ttl), SPEC_GROUP(capabilities), SPEC_GROUP(organization), SPEC_GROUP(address),
        SPEC_GROUP(ids), {NULL, 0}};

/* IANA "Address Family Numbers". */
enum { FAMILY_IPV4 = 1, FAMILY_IPV6 = 2 };

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[TLV_HEAD];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	uint32_t n = 0;
	for (unsigned i = 0; i < TLVS_MAX; i++) {
		c = decode_cursor(d);
		bytes_skip(&c, n);
		unsigned head = bytes_be16(&c);
		if (c.bad)
			break;
		n += TLV_HEAD + (head & 0x1ff);
		if (head >> 9 == TLV_END)
			break;
	}
	uint32_t left = decode_left(d);
	if (n > left) {
		decode_refuse(d, n);
		n = left;
	}
	decode_layer(d, LAYER_LLDP, n);
	d->end = d->at;
	return LAYER_NONE; /* what follows is Ethernet's padding */
}

/* A chassis or a port: a kind, then an address or a text. */
static void add_id(struct builder *b, bool port, uint32_t at, uint32_t n)
{
	uint8_t h[2] = {0};
	field_add(b, port ? &port_type : &chassis_type, at - TLV_HEAD);
	if (n < 2 || !builder_copy(b, at, h, sizeof(h)))
		return;
	bool mac = h[0] == (port ? 3 : 4), net = h[0] == (port ? 4 : 5);
	unsigned first = port ? F_PORT_MAC : F_CHASSIS_MAC;
	if (net)
		field_add(b, &ids[F_NET_FAMILY], at + 1);
	if (mac && n == 7)
		field_add(b, &ids[first], at + 1);
	else if (net && h[1] == FAMILY_IPV4 && n == 6)
		field_add(b, &ids[first + 1], at + 2);
	else if (net && h[1] == FAMILY_IPV6 && n == 18)
		field_add(b, &ids[first + 2], at + 2);
	else
		field_add_sized(b, &texts[port ? T_PORT : T_CHASSIS], at + 1, n - 1);
}

static void add_address(struct builder *b, uint32_t at, uint32_t n)
{
	uint8_t h[2];
	FIELD_ADD_ALL(b, address, at - TLV_HEAD);
	if (n < 2 || !builder_copy(b, at, h, sizeof(h)) || h[0] < 1 || h[0] + 1u > n)
		return;
	uint32_t length = h[0] - 1u;
	if (h[1] == FAMILY_IPV4 && length == 4)
		field_add(b, &ids[F_ADDRESS_IP4], at + 2);
	else if (h[1] == FAMILY_IPV6 && length == 16)
		field_add(b, &ids[F_ADDRESS_IP6], at + 2);
	else if (length)
		field_add_sized(b, &data, at + 2, length);
	if (n < h[0] + 6u)
		return;
	field_add(b, &ids[F_INTERFACE_KIND], at + 1 + h[0]);
	field_add(b, &ids[F_INTERFACE], at + 2 + h[0]);
}

static void mean_capabilities(struct field *f)
{
	static const char *const names[] = {N_("other"), N_("repeater"), N_("bridge"),
	        N_("access point"), N_("router"), N_("telephone"), N_("cable modem"),
	        N_("station")};
	char text[sizeof(f->meaning)] = "";
	for (unsigned i = 0; f && i < COUNT_OF(names); i++) {
		size_t used = strlen(text);
		if (f->value >> i & 1)
			snprintf(text + used, sizeof(text) - used, "%s%s", used ? ", " : "",
			        _(names[i]));
	}
	if (text[0])
		field_mean(f, "%s", text);
}

/* n bytes of content at `at`, behind the element's head. */
static void add_content(struct builder *b, unsigned type, uint32_t at, uint32_t n)
{
	static const uint8_t text_of[] = {
	        [TLV_PORT_DESC] = T_PORT_DESC, [TLV_NAME] = T_NAME, [TLV_DESC] = T_DESC};
	uint32_t base = at - TLV_HEAD;
	switch (type) {
	case TLV_CHASSIS:
	case TLV_PORT:
		add_id(b, type == TLV_PORT, at, n);
		return;
	case TLV_TTL:
		FIELD_ADD_ALL(b, ttl, base);
		return;
	case TLV_PORT_DESC:
	case TLV_NAME:
	case TLV_DESC:
		field_add_sized(b, &texts[text_of[type]], at, n);
		return;
	case TLV_CAPABILITIES:
		mean_capabilities(n >= 4 ? field_add(b, &capabilities[0], base) : NULL);
		mean_capabilities(n >= 4 ? field_add(b, &capabilities[1], base) : NULL);
		return;
	case TLV_ADDRESS:
		add_address(b, at, n);
		return;
	case TLV_ORGANIZATION:
		if (n < 4)
			break;
		FIELD_ADD_ALL(b, organization, base);
		at += 4;
		n -= 4;
		break;
	}
	if (n)
		field_add_sized(b, &data, at, n);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint32_t at = l->offset, end = at + l->length;
	for (unsigned i = 0; i < TLVS_MAX && at + TLV_HEAD <= end; i++) {
		uint8_t h[TLV_HEAD];
		if (!builder_copy(b, at, h, sizeof(h)))
			return;
		uint32_t n = get16(h) & 0x1ff;
		bool wrong = n > end - at - TLV_HEAD;
		struct field *head = field_add(b, &tlv[0], at);
		if (wrong)
			field_mean(head, _("length %u is wrong"), n);
		field_add(b, &tlv[1], at);
		if (wrong)
			return;
		if (n)
			add_content(b, get16(h) >> 9, at + TLV_HEAD, n);
		at += TLV_HEAD + n;
	}
}

/* The text of a chassis, a port or a name. */
static void say_text(struct bytes value, unsigned type, struct out *o)
{
	struct packet_addr mac = {.length = 6};
	uint8_t kind = type == TLV_NAME ? 0 : bytes_u8(&value);
	bool is_mac = kind == (type == TLV_PORT ? 3 : 4) && bytes_left(&value) == 6;
	if (type != TLV_NAME && is_mac && bytes_copy(&value, mac.bytes, 6))
		out_address(o, &mac);
	else
		out_foreign(o, value, 64);
}

/* Whose name it is, else its chassis; then the port. */
void lldp_summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	struct bytes found[TLV_NAME + 1] = {{.bad = true}};
	bool there[TLV_NAME + 1] = {false};
	for (unsigned i = 0; i < TLVS_MAX && bytes_left(&b) >= TLV_HEAD; i++) {
		unsigned head = bytes_be16(&b), type = head >> 9;
		struct bytes value = bytes_sub(&b, head & 0x1ff);
		if (value.bad || type == TLV_END)
			break;
		if (type <= TLV_NAME && !there[type]) {
			found[type] = value;
			there[type] = true;
		}
	}
	unsigned who = there[TLV_NAME] ? TLV_NAME : TLV_CHASSIS;
	out_text(o, "LLDP");
	if (there[who]) {
		out_text(o, " ");
		say_text(found[who], who, o);
	}
	if (there[TLV_PORT]) {
		out_text(o, _(", port "));
		say_text(found[TLV_PORT], TLV_PORT, o);
	}
}

const struct protocol protocol_lldp = {
        "lldp", N_("Link Layer Discovery Protocol"), "LLDP", decode, fields, groups};
