/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dynamic Host Configuration Protocol (RFC 2131), and BOOTP (RFC 951), which it is an extension
 * of. Its options are in dhcp_options.c.
 */
#include "packet/application/dhcp_internal.h"

#define FIXED 236
#define COOKIE 0x63825363u

static const struct word operations[] = {{1, N_("request")}, {2, N_("reply")}, {0, NULL}};
static const struct word hardware[] = {{1, "Ethernet"}, {6, "IEEE 802"}, {0, NULL}};
static const struct field_spec head[] = {
        {"dhcp.type", N_("Operation"), FIELD_UINT, 1, .bit = 0, .bits = 8, .words = operations},
        {"dhcp.hw.type", N_("Hardware type"), FIELD_HEX, 1, .bit = 8, .bits = 8, .words = hardware},
        {"dhcp.hw.len", N_("Hardware address length"), FIELD_UINT, 1, .bit = 16, .bits = 8},
        {"dhcp.hops", N_("Relays passed"), FIELD_UINT, 1, .bit = 24, .bits = 8},
        {"dhcp.id", N_("Transaction id"), FIELD_HEX, 1, .bit = 32, .bits = 32},
        {"dhcp.secs", N_("Seconds since it began"), FIELD_UINT, 1, .bit = 64, .bits = 16},
        {"dhcp.flags", N_("Flags"), FIELD_HEX, 1, .bit = 80, .bits = 16},
        {"dhcp.flags.bc", N_("Answer by broadcast"), FIELD_FLAG, 2, .bit = 80, .bits = 1},
        {"dhcp.ip.client", N_("Client's address"), FIELD_IPV4, 1, .bit = 96, .bits = 32},
        {"dhcp.ip.your", N_("Your address"), FIELD_IPV4, 1, .bit = 128, .bits = 32},
        {"dhcp.ip.server", N_("Next server"), FIELD_IPV4, 1, .bit = 160, .bits = 32},
        {"dhcp.ip.relay", N_("Relay"), FIELD_IPV4, 1, .bit = 192, .bits = 32},
};
static const struct field_spec mac = {
        "dhcp.hw.mac_addr", N_("Client's hardware address"), FIELD_MAC, 1, .bits = 48};
static const struct field_spec hw_addr = {
        "dhcp.hw.addr", N_("Client's hardware address"), FIELD_BYTES, 1, .bits = 128};
static const struct field_spec sname = {"dhcp.server", N_("Server's name"), FIELD_TEXT, .depth = 1};
static const struct field_spec file = {"dhcp.file", N_("Boot file"), FIELD_TEXT, .depth = 1};
static const struct field_spec cookie = {
        "dhcp.cookie", N_("Options follow"), FIELD_IPV4, 1, .bits = 32};
static const struct spec_group groups[] = {SPEC_GROUP(head), {&mac, 1}, {&cookie, 1}, {NULL, 0}};

const struct word dhcp_types[] = {{1, "Discover"}, {2, "Offer"}, {3, "Request"}, {4, "Decline"},
        {5, "ACK"}, {6, "NAK"}, {7, "Release"}, {8, "Inform"}, {9, "Force Renew"},
        {10, "Lease query"}, {11, "Lease Unassigned"}, {12, "Lease Unknown"}, {13, "Lease Active"},
        {14, "Bulk Lease Query"}, {15, "Lease Query Done"}, {0, NULL}};

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	uint8_t operation = app_byte(&b, 0);
	return bytes_left(&b) >= 28 && (operation == 1 || operation == 2) && app_byte(&b, 2) <= 16;
}

/* A text of a fixed place: as long as it is not 0. */
static void add_text(struct part place, const struct field_spec *s)
{
	struct bytes c = part_bytes(&place);
	size_t length = 0;
	while (app_byte(&c, length))
		length++;
	part_sized(&place, s, (uint32_t)length);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	bool ethernet = part_number(&p, 1, 2) == 0x0106;
	PART_TABLE(&p, head, 28);
	struct part address = part_take(&p, 16);
	part_add(&address, ethernet ? &mac : &hw_addr);
	struct part server = part_take(&p, 64), boot = part_take(&p, 128), options = p;
	bool extended = part_number(&p, 0, 4) == COOKIE;
	part_skip(&options, 4);
	unsigned overload = extended ? dhcp_overload(part_bytes(&options)) : 0;
	if (!(overload & 2))
		add_text(server, &sname);
	if (!(overload & 1))
		add_text(boot, &file);
	if (!extended)
		return;
	part_add(&p, &cookie);
	dhcp_options_fields(&p, &boot, &server);
}

/* What the options tell that the summary is made of. */
struct told {
	unsigned type;
	struct packet_addr requested, server;
	uint32_t lease;
	bool leased;
};

static void tell_option(struct told *t, unsigned code, struct bytes value)
{
	size_t n = bytes_left(&value);
	if (code == 53 && n == 1)
		t->type = bytes_u8(&value);
	if (code == 51 && n == 4) {
		t->lease = bytes_be32(&value);
		t->leased = true;
	}
	if ((code == 50 || code == 54) && n == 4) {
		struct packet_addr *a = code == 50 ? &t->requested : &t->server;
		a->length = 4;
		bytes_copy(&value, a->bytes, 4);
	}
}

static struct told tell(struct bytes b)
{
	struct told t = {0};
	bytes_skip(&b, FIXED);
	if (bytes_be32(&b) != COOKIE)
		return t;
	while (bytes_left(&b)) {
		unsigned code = bytes_u8(&b);
		if (code == 255)
			break;
		if (code == 0)
			continue;
		struct bytes value = bytes_sub(&b, bytes_u8(&b));
		if (b.bad)
			break;
		tell_option(&t, code, value);
	}
	return t;
}

static void say_address(struct out *o, const char *before, const struct packet_addr *a)
{
	static const struct packet_addr none = {.length = 4};
	char text[46];
	if (a->length == 0 || packet_addr_equal(a, &none))
		return;
	packet_addr_text(a, text);
	out_add(o, " %s%s", before, text);
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	struct told t = tell(b);
	struct packet_addr client = {.length = 4}, your = {.length = 4};
	bool request = app_byte(&b, 0) == 1;
	bytes_skip(&b, 12);
	bytes_copy(&b, client.bytes, 4);
	bytes_copy(&b, your.bytes, 4);
	const char *type = word_find(dhcp_types, t.type);
	if (!type) {
		out_add(o, "%s", request ? _("BOOTP request") : _("BOOTP reply"));
		say_address(o, "", &your);
		return;
	}
	out_add(o, "DHCP %s", type);
	if (request && t.requested.length)
		say_address(o, "", &t.requested);
	else
		say_address(o, "", request ? &client : &your);
	if (t.leased && !request)
		out_add(o, _(" for %u s"), t.lease);
	if (t.type == 2 || t.type == 3)
		say_address(o, t.type == 2 ? _("from ") : _("of "), &t.server);
}

const struct app app_dhcp = {fits, NULL, summary};
const struct protocol protocol_dhcp = {
        "dhcp", N_("Dynamic Host Configuration Protocol"), "DHCP", app_decode, fields, groups};
