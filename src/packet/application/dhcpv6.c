/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * DHCP for IPv6 (RFC 8415): messages, relayed ones within each other, and options.
 */
#include "packet/application/app_internal.h"
#include "packet/application/dns_internal.h"
#include "packet/application/part_internal.h"

#define DEPTH_MAX 6
#define OPTIONS_MAX 200

enum { RELAY_FORWARD = 12, RELAY_REPLY = 13 };

static const struct word types[] = {{1, "Solicit"}, {2, "Advertise"}, {3, "Request"},
        {4, "Confirm"}, {5, "Renew"}, {6, "Rebind"}, {7, "Reply"}, {8, "Release"}, {9, "Decline"},
        {10, "Reconfigure"}, {11, "Information request"}, {12, "Relay forward"},
        {13, "Relay reply"}, {0, NULL}};
static const struct word statuses[] = {{0, N_("success")}, {1, N_("failed, no reason given")},
        {2, N_("no addresses left")}, {3, N_("no such binding")}, {4, N_("not on this link")},
        {5, N_("use multicast")}, {6, N_("no prefixes left")}, {0, NULL}};

static const struct field_spec head[] = {
        {"dhcpv6.msgtype", N_("Message type"), FIELD_UINT, 1, .bit = 0, .bits = 8, .words = types},
        {"dhcpv6.xid", N_("Transaction id"), FIELD_HEX, 1, .bit = 8, .bits = 24},
};
static const struct field_spec relay_head[] = {
        {"dhcpv6.msgtype", N_("Message type"), FIELD_UINT, 1, .bit = 0, .bits = 8, .words = types},
        {"dhcpv6.hopcount", N_("Relays passed"), FIELD_UINT, 1, .bit = 8, .bits = 8},
        {"dhcpv6.linkaddr", N_("Link's address"), FIELD_IPV6, 1, .bit = 16, .bits = 128},
        {"dhcpv6.peeraddr", N_("Peer's address"), FIELD_IPV6, 1, .bit = 144, .bits = 128},
};
static const struct spec_group groups[] = {SPEC_GROUP(head), SPEC_GROUP(relay_head), {NULL, 0}};

enum what { NUMBER, HEX, ADDR, ADDRS, NAMES, TEXT, BYTES, CODES, INNER, MESSAGE, DUID };

/* What an option begins with; other options may follow inside of it (INNER). */
struct piece {
	const char *name, *label;
	uint8_t what, size;
	const struct word *words;
	uint8_t scale;
};

static const struct piece duid[] = {{"dhcpv6.duid.bytes", N_("Identifier"), DUID, 0, NULL, 0}};
static const struct piece ia[] = {
        {"dhcpv6.iaid", N_("Association"), HEX, 4, NULL, 0},
        {"dhcpv6.iaid.t1", N_("Renew after s"), NUMBER, 4, NULL, 0},
        {"dhcpv6.iaid.t2", N_("Rebind after s"), NUMBER, 4, NULL, 0},
        {NULL, NULL, INNER, 0, NULL, 0},
};
static const struct piece ia_ta[] = {
        {"dhcpv6.iaid", N_("Association"), HEX, 4, NULL, 0}, {NULL, NULL, INNER, 0, NULL, 0}};
static const struct piece address[] = {
        {"dhcpv6.iaaddr.ip", N_("Address"), ADDR, 16, NULL, 0},
        {"dhcpv6.iaaddr.pref_lifetime", N_("Preferred for s"), NUMBER, 4, NULL, 0},
        {"dhcpv6.iaaddr.valid_lifetime", N_("Valid for s"), NUMBER, 4, NULL, 0},
        {NULL, NULL, INNER, 0, NULL, 0},
};
static const struct piece prefix[] = {
        {"dhcpv6.iaprefix.pref_lifetime", N_("Preferred for s"), NUMBER, 4, NULL, 0},
        {"dhcpv6.iaprefix.valid_lifetime", N_("Valid for s"), NUMBER, 4, NULL, 0},
        {"dhcpv6.iaprefix.pref_len", N_("Prefix length"), NUMBER, 1, NULL, 0},
        {"dhcpv6.iaprefix.pref_addr", N_("Prefix"), ADDR, 16, NULL, 0},
        {NULL, NULL, INNER, 0, NULL, 0},
};
static const struct piece requests[] = {
        {"dhcpv6.requested_option_code", N_("Asks for"), CODES, 2, NULL, 0}};
static const struct piece preference[] = {
        {"dhcpv6.option_preference", N_("Preference"), NUMBER, 1, NULL, 0}};
static const struct piece elapsed[] = {
        {"dhcpv6.elapsed_time", N_("Since it began in ms"), NUMBER, 2, NULL, 10}};
static const struct piece relayed[] = {{NULL, NULL, MESSAGE, 0, NULL, 0}};
static const struct piece unicast[] = {
        {"dhcpv6.unicast", N_("Server's address"), ADDR, 16, NULL, 0}};
static const struct piece status[] = {
        {"dhcpv6.status_code", N_("Status"), NUMBER, 2, statuses, 0},
        {"dhcpv6.status_msg", N_("Message"), TEXT, 0, NULL, 0},
};
static const struct piece interface[] = {
        {"dhcpv6.interface_id", N_("Interface"), BYTES, 0, NULL, 0}};
static const struct piece reconfigure[] = {
        {"dhcpv6.reconf_msg", N_("Answer with"), NUMBER, 1, types, 0}};
static const struct piece dns[] = {{"dhcpv6.dns_server", N_("DNS server"), ADDRS, 16, NULL, 0}};
static const struct piece search[] = {
        {"dhcpv6.search_list_entry", N_("Domain search"), NAMES, 0, NULL, 0}};
static const struct piece sntp[] = {{"dhcpv6.sntp_server", N_("Time server"), ADDRS, 16, NULL, 0}};
static const struct piece lifetime[] = {
        {"dhcpv6.lifetime", N_("Ask again after s"), NUMBER, 4, NULL, 0}};
static const struct piece fqdn[] = {
        {"dhcpv6.client_fqdn_flags", N_("Flags"), HEX, 1, NULL, 0},
        {"dhcpv6.client_domain", N_("Client's full name"), NAMES, 0, NULL, 0},
};
static const struct piece timezone_text[] = {
        {"dhcpv6.timezone", N_("Time zone (POSIX)"), TEXT, 0, NULL, 0}};
static const struct piece tzdb[] = {{"dhcpv6.tzdb", N_("Time zone"), TEXT, 0, NULL, 0}};
static const struct piece aftr[] = {{"dhcpv6.aftr_name", N_("Tunnel's end"), NAMES, 0, NULL, 0}};
static const struct piece bootfile[] = {{"dhcpv6.bootfile_url", N_("Boot file"), TEXT, 0, NULL, 0}};
static const struct piece portal[] = {
        {"dhcpv6.captive_portal", N_("Captive portal"), TEXT, 0, NULL, 0}};

#define ROW(code, label, table)                                    \
	{                                                          \
		code, label, table, sizeof(table) / sizeof(*table) \
	}
static const struct option {
	uint16_t code;
	const char *label;
	const struct piece *pieces;
	size_t count;
} options[] = {
        ROW(1, N_("client's identifier"), duid),
        ROW(2, N_("server's identifier"), duid),
        ROW(3, N_("addresses"), ia),
        ROW(4, N_("temporary addresses"), ia_ta),
        ROW(5, N_("address"), address),
        ROW(6, N_("options asked for"), requests),
        ROW(7, N_("preference"), preference),
        ROW(8, N_("elapsed time"), elapsed),
        ROW(9, N_("relayed message"), relayed),
        ROW(12, N_("server unicast"), unicast),
        ROW(13, N_("status"), status),
        {14, N_("rapid commit"), NULL, 0},
        ROW(18, N_("interface of the relay"), interface),
        ROW(19, N_("reconfigure"), reconfigure),
        {20, N_("accepts reconfigure"), NULL, 0},
        ROW(23, N_("DNS servers"), dns),
        ROW(24, N_("domain search"), search),
        ROW(25, N_("prefixes"), ia),
        ROW(26, N_("prefix"), prefix),
        ROW(31, N_("time servers"), sntp),
        ROW(32, N_("information lifetime"), lifetime),
        ROW(39, N_("client's full name"), fqdn),
        ROW(41, N_("time zone (POSIX)"), timezone_text),
        ROW(42, N_("time zone"), tzdb),
        ROW(59, N_("boot file"), bootfile),
        ROW(64, N_("tunnel's end"), aftr),
        ROW(103, N_("captive portal"), portal),
};

static const struct option *option_of(unsigned code)
{
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		if (options[i].code == code)
			return &options[i];
	}
	return NULL;
}

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	uint8_t type = app_byte(&b, 0);
	return bytes_left(&b) >= 4 && type >= 1 && type <= 36;
}

/* Parts of the message that are still to be read; relayed messages and inner options are added,
 * so that nesting costs no stack. */
struct todo {
	struct part parts[DEPTH_MAX];
	bool message[DEPTH_MAX];
	unsigned count;
};

static void push(struct todo *t, struct part p, bool message)
{
	if (t->count == DEPTH_MAX)
		return;
	t->parts[t->count] = p;
	t->message[t->count++] = message;
}

static void add_names(struct part *p, const struct field_spec *s)
{
	struct dns_message m = {bytes_over(p->b->bytes + p->at, part_left(p)), p->at, true};
	while (bytes_left(&m.b) && dns_add_name(p->b, &m, s))
		continue;
	p->at = p->end;
}

static void add_codes(struct part *p, const struct field_spec *s)
{
	while (part_left(p) >= 2) {
		const struct option *o = option_of((unsigned)part_number(p, 0, 2));
		field_mean(part_sized(p, s, 2), "%s", o ? _(o->label) : "");
	}
}

/* RFC 8415 11: by time, by vendor, by address, by UUID. */
static void add_duid(struct part *p, const struct field_spec *bytes)
{
	static const struct word kinds[] = {{1, N_("link-layer address and time")},
	        {2, N_("vendor's own")}, {3, N_("link-layer address")}, {4, "UUID"}, {0, NULL}};
	static const struct field_spec kind = {"dhcpv6.duid.type", N_("Made of"), FIELD_UINT, 3,
	        .bit = 0, .bits = 16, .words = kinds};
	struct part inside = *p;
	part_sized(p, bytes, part_left(p));
	part_add(&inside, &kind);
}

static void add_piece(struct part *p, const struct piece *piece, struct todo *t)
{
	static const uint8_t forms[] = {
	        [NUMBER] = FIELD_UINT,
	        [HEX] = FIELD_HEX,
	        [ADDR] = FIELD_IPV6,
	        [ADDRS] = FIELD_IPV6,
	        [NAMES] = FIELD_BYTES,
	        [TEXT] = FIELD_TEXT,
	        [BYTES] = FIELD_BYTES,
	        [CODES] = FIELD_UINT,
	        [INNER] = FIELD_BYTES,
	        [MESSAGE] = FIELD_BYTES,
	        [DUID] = FIELD_BYTES,
	};
	_Static_assert(COUNT_OF(forms) == DUID + 1, "one per kind of piece");
	const struct field_spec s = {piece->name, piece->label, forms[piece->what], 2,
	        .scale = piece->scale, .words = piece->words};
	switch ((enum what)piece->what) {
	case NUMBER:
	case HEX:
	case ADDR:
		part_sized(p, &s, piece->size);
		break;
	case ADDRS:
		while (part_left(p) >= piece->size)
			part_sized(p, &s, piece->size);
		break;
	case NAMES:
		add_names(p, &s);
		break;
	case TEXT:
	case BYTES:
		part_sized(p, &s, part_left(p));
		break;
	case CODES:
		add_codes(p, &s);
		break;
	case DUID:
		add_duid(p, &s);
		break;
	case INNER:
	case MESSAGE:
		push(t, part_take(p, part_left(p)), piece->what == MESSAGE);
		break;
	}
}

static void add_option(struct part *p, struct todo *t)
{
	static const struct field_spec kind = {
	        "dhcpv6.option.type", N_("Option"), FIELD_UINT, 1, .bits = 16};
	static const struct field_spec length = {
	        "dhcpv6.option.length", N_("Length"), FIELD_UINT, 2, .bits = 16};
	static const struct field_spec other = {
	        "dhcpv6.option.value", N_("Value"), FIELD_BYTES, .depth = 2};
	const struct option *o = option_of((unsigned)part_number(p, 0, 2));
	uint32_t n = (uint32_t)part_number(p, 2, 2);
	field_mean(part_add(p, &kind), "%s", o ? _(o->label) : "");
	part_add(p, &length);
	struct part value = part_take(p, n);
	for (size_t i = 0; o && i < o->count; i++)
		add_piece(&value, &o->pieces[i], t);
	part_sized(&value, &other, part_left(&value));
}

static void add_head(struct part *p)
{
	unsigned type = (unsigned)part_number(p, 0, 1);
	if (type == RELAY_FORWARD || type == RELAY_REPLY)
		PART_TABLE(p, relay_head, 34);
	else
		PART_TABLE(p, head, 4);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct todo t = {.count = 0};
	push(&t, part_of_layer(b, l), true);
	/* The innermost first, and then the rest of what is around it: frame order. */
	for (unsigned i = 0; i < OPTIONS_MAX && t.count; i++) {
		struct part *p = &t.parts[t.count - 1];
		bool message = t.message[t.count - 1];
		t.message[t.count - 1] = false;
		if (message)
			add_head(p);
		else if (part_left(p) >= 4)
			add_option(p, &t);
		else
			t.count--;
	}
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	const char *type = NULL;
	out_add(o, "DHCPv6");
	for (unsigned depth = 0; depth < DEPTH_MAX; depth++) {
		unsigned number = bytes_u8(&b);
		type = word_find(types, number);
		if (!type)
			out_add(o, _(" message type %u"), number);
		else
			out_add(o, "%s %s", depth ? ":" : "", type);
		if (number != RELAY_FORWARD && number != RELAY_REPLY)
			return;
		bytes_skip(&b, 33);
		unsigned code = 0;
		struct bytes value = {.bad = true};
		while (code != 9 && !b.bad && bytes_left(&b) >= 4) {
			code = bytes_be16(&b);
			size_t n = bytes_be16(&b), left = bytes_left(&b);
			value = bytes_sub(&b, n < left ? n : left);
		}
		if (code != 9 || bytes_left(&value) == 0)
			return;
		b = value;
	}
}

const struct app app_dhcpv6 = {fits, NULL, summary};
const struct protocol protocol_dhcpv6 = {
        "dhcpv6", N_("DHCP for IPv6"), "DHCPv6", app_decode, fields, groups};
