/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Simple Network Management Protocol: version, community, operation and variables (RFC 1157 4,
 * RFC 3416 3), the third version's envelope (RFC 3412 6, RFC 3414 2.4), in ASN.1's basic encoding
 * (X.690).
 */
#include <stdio.h>

#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define BINDINGS_MAX 500

enum {
	INTEGER = 2,
	OCTETS = 4,
	OID = 6,
	SEQUENCE = 0x30,
	GET = 0xa0,
	TRAP = 0xa4,
	BULK,
	REPORT = 0xa8
};

static const struct word versions[] = {{0, "1"}, {1, "2c"}, {3, "3"}, {0, NULL}};
static const struct word operations[] = {{0, "get-request"}, {1, "get-next-request"},
        {2, "get-response"}, {3, "set-request"}, {4, "trap"}, {5, "getBulkRequest"},
        {6, "informRequest"}, {7, "snmpV2-trap"}, {8, "report"}, {0, NULL}};
static const struct word errors[] = {{0, N_("no error")}, {1, N_("too big")},
        {2, N_("no such name")}, {3, N_("bad value")}, {4, N_("read only")},
        {5, N_("general error")}, {6, N_("no access")}, {16, N_("authorization")}, {0, NULL}};
static const struct field_spec version = {
        "snmp.version", N_("Version"), FIELD_UINT, 1, .words = versions};
static const struct field_spec community = {
        "snmp.community", N_("Community"), FIELD_TEXT, .depth = 1};
static const struct field_spec operation = {
        "snmp.data", N_("Operation"), FIELD_UINT, 1, .bit = 4, .bits = 4, .words = operations};
static const struct field_spec numbers[] = {
        {"snmp.request_id", N_("Request id"), FIELD_UINT, .depth = 1},
        {"snmp.error_status", N_("Error"), FIELD_UINT, .depth = 1, .words = errors},
        {"snmp.error_index", N_("Error in variable"), FIELD_UINT, .depth = 1},
};
/* RFC 3416 4.2.3: getBulk has other numbers in their place. */
static const struct field_spec bulk[] = {
        {"snmp.request_id", N_("Request id"), FIELD_UINT, .depth = 1},
        {"snmp.non_repeaters", N_("Variables asked for once"), FIELD_UINT, .depth = 1},
        {"snmp.max_repetitions", N_("Times for the others"), FIELD_UINT, .depth = 1},
};
static const struct field_spec oid = {"snmp.name", N_("Variable"), FIELD_BYTES, .depth = 1};
static const struct field_spec value = {"snmp.value", N_("Value"), FIELD_BYTES, .depth = 2};
static const struct field_spec version3 = {
        "snmp.msgVersion", N_("Version"), FIELD_UINT, 1, .words = versions};
static const struct word models[] = {{1, "SNMPv1"}, {2, "SNMPv2c"}, {3, "USM"}, {0, NULL}};
static const struct field_spec global[] = {
        {"snmp.msgID", N_("Message id"), FIELD_UINT, .depth = 1},
        {"snmp.msgMaxSize", N_("Size it takes"), FIELD_UINT, .depth = 1},
        {"snmp.msgFlags", N_("Flags"), FIELD_HEX, .depth = 1},
        {"snmp.msgSecurityModel", N_("Security model"), FIELD_UINT, .depth = 1, .words = models},
};
static const struct field_spec security[] = {
        {"snmp.msgAuthoritativeEngineID", N_("Engine"), FIELD_BYTES, .depth = 1},
        {"snmp.msgAuthoritativeEngineBoots", N_("Engine's starts"), FIELD_UINT, .depth = 1},
        {"snmp.msgAuthoritativeEngineTime", N_("Seconds since then"), FIELD_UINT, .depth = 1},
        {"snmp.msgUserName", N_("User"), FIELD_TEXT, .depth = 1},
        {"snmp.msgAuthenticationParameters", N_("Authentication"), FIELD_BYTES, .depth = 1},
        {"snmp.msgPrivacyParameters", N_("Privacy"), FIELD_BYTES, .depth = 1},
};
static const struct field_spec context[] = {
        {"snmp.contextEngineID", N_("Context's engine"), FIELD_BYTES, .depth = 1},
        {"snmp.contextName", N_("Context"), FIELD_TEXT, .depth = 1},
};
static const struct field_spec encrypted = {
        "snmp.encryptedPDU", N_("Encrypted"), FIELD_BYTES, .depth = 1};
static const struct field_spec rest = {"snmp.rest", N_("More"), FIELD_BYTES, .depth = 1};
static const struct word generic[] = {{0, "coldStart"}, {1, "warmStart"}, {2, "linkDown"},
        {3, "linkUp"}, {4, "authenticationFailure"}, {5, "egpNeighborLoss"},
        {6, "enterpriseSpecific"}, {0, NULL}};
static const struct field_spec enterprise = {
        "snmp.enterprise", N_("Of what kind of thing"), FIELD_BYTES, .depth = 1};
static const struct field_spec trap[] = {
        {"snmp.agent_addr", N_("Agent"), FIELD_IPV4, .depth = 1},
        {"snmp.generic_trap", N_("Event"), FIELD_UINT, .depth = 1, .words = generic},
        {"snmp.specific_trap", N_("Event of its own"), FIELD_UINT, .depth = 1},
        {"snmp.time_stamp", N_("Running for 1/100 s"), FIELD_UINT, .depth = 1},
};
static const struct spec_group groups[] = {{NULL, 0}};

/* Takes a tag and a length of at most 4 bytes; false when they are not here. A small number that is
 * written in the form for large ones (X.690 8.1.2.4) is read as what it should be. */
static bool take_head(struct bytes *b, unsigned *tag, uint32_t *length)
{
	*tag = bytes_u8(b);
	if ((*tag & 31) == 31 && app_byte(b, 0) < 31)
		*tag = (*tag & 0xe0) | bytes_u8(b);
	uint32_t n = bytes_u8(b);
	*length = n;
	if (n & 0x80) {
		*length = 0;
		if ((n & 0x7f) > 4)
			return false;
		for (n &= 0x7f; n; n--)
			*length = *length << 8 | bytes_u8(b);
	}
	return !b->bad;
}

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	unsigned tag;
	uint32_t length;
	if (!take_head(&b, &tag, &length) || tag != SEQUENCE)
		return false;
	uint8_t number = app_byte(&b, 2);
	return app_byte(&b, 0) == INTEGER && app_byte(&b, 1) == 1 && (number <= 1 || number == 3);
}

/* A tag and a length; the part behind them. */
static struct part take(struct part *p, unsigned *tag)
{
	struct bytes c = part_bytes(p);
	size_t before = c.pos;
	uint32_t length = 0;
	*tag = 0;
	if (!take_head(&c, tag, &length)) {
		part_skip(p, part_left(p));
		return part_take(p, 0);
	}
	part_skip(p, (uint32_t)(c.pos - before));
	return part_take(p, length);
}

/* "1.3.6.1.2.1": seven bits a byte; the first byte holds two numbers (X.690 8.19). */
static void mean_oid(struct field *f, struct bytes c)
{
	char text[72] = "";
	size_t len = 0;
	uint32_t number = 0;
	bool first = true;
	while (f && bytes_left(&c) && len + 14 < sizeof(text)) {
		uint8_t byte = bytes_u8(&c);
		number = number << 7 | (byte & 0x7f);
		if (byte & 0x80)
			continue;
		uint32_t root = number < 80 ? number / 40 : 2;
		if (first)
			len += (size_t)snprintf(
			        text, sizeof(text), "%u.%u", root, number - root * 40);
		else
			len += (size_t)snprintf(text + len, sizeof(text) - len, ".%u", number);
		first = false;
		number = 0;
	}
	field_mean(f, "%s", text);
}

static void add_bindings(struct part *p)
{
	unsigned tag;
	struct part list = take(p, &tag);
	for (unsigned i = 0; i < BINDINGS_MAX && part_left(&list); i++) {
		struct part binding = take(&list, &tag);
		struct part name = take(&binding, &tag);
		if (tag != OID)
			return;
		struct bytes c = part_bytes(&name);
		mean_oid(part_sized(&name, &oid, part_left(&name)), c);
		struct part v = take(&binding, &tag);
		part_sized(&v, &value, part_left(&v));
	}
}

/* Values in a row, each behind its tag and length; an address that is none is bytes. */
static void add_values(struct part *p, const struct field_spec *specs, size_t count)
{
	unsigned tag;
	for (size_t i = 0; i < count; i++) {
		struct part value_of = take(p, &tag);
		struct field_spec s = specs[i];
		if (s.form == FIELD_IPV4 && part_left(&value_of) != 4)
			s.form = FIELD_BYTES;
		part_sized(&value_of, &s, part_left(&value_of));
	}
}

static void add_pdu(struct part *p)
{
	unsigned tag;
	struct part before = *p, pdu = take(p, &tag);
	part_peep(&before, &operation, 1);
	if (tag < GET || tag > REPORT) {
		part_sized(&pdu, &rest, part_left(&pdu));
		return;
	}
	if (tag == TRAP) {
		struct part kind = take(&pdu, &tag);
		struct bytes c = part_bytes(&kind);
		mean_oid(part_sized(&kind, &enterprise, part_left(&kind)), c);
		add_values(&pdu, trap, COUNT_OF(trap));
	} else if (tag == BULK) {
		add_values(&pdu, bulk, COUNT_OF(bulk));
	} else {
		add_values(&pdu, numbers, COUNT_OF(numbers));
	}
	add_bindings(&pdu);
}

/* Behind the third version's number: who may, then the operation, which may be encrypted. */
static void add_envelope(struct part *p)
{
	unsigned tag;
	struct part data = take(p, &tag);
	add_values(&data, global, COUNT_OF(global));
	struct part parameters = take(p, &tag);
	if (part_left(&parameters)) {
		data = take(&parameters, &tag);
		add_values(&data, security, COUNT_OF(security));
	}
	data = take(p, &tag);
	if (tag == SEQUENCE) {
		add_values(&data, context, COUNT_OF(context));
		add_pdu(&data);
	} else {
		part_sized(&data, &encrypted, part_left(&data));
	}
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part all = part_of_layer(b, l);
	unsigned tag;
	struct part p = take(&all, &tag);
	struct part number = take(&p, &tag);
	bool three = part_number(&number, 0, 1) == 3;
	part_sized(&number, three ? &version3 : &version, part_left(&number));
	if (three) {
		add_envelope(&p);
		return;
	}
	struct part name = take(&p, &tag);
	part_sized(&name, &community, part_left(&name));
	add_pdu(&p);
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	unsigned tag;
	uint32_t n;
	take_head(&b, &tag, &n);
	bytes_skip(&b, 2);
	unsigned number = bytes_u8(&b);
	const char *text = word_find(versions, number);
	out_add(o, "SNMPv%s", text ? text : "?");
	if (number == 3 || !take_head(&b, &tag, &n) || !bytes_skip(&b, n))
		return;
	text = word_find(operations, bytes_u8(&b) & 15u);
	out_add(o, " %s", text ? text : "");
}

const struct app app_snmp = {fits, NULL, summary};
const struct protocol protocol_snmp = {
        "snmp", N_("Simple Network Management Protocol"), "SNMP", app_decode, fields, groups};
