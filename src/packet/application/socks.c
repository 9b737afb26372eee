/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SOCKS: version 4 and 4a (no RFC: "SOCKS: A protocol for TCP proxy across firewalls"), 5
 * (RFC 1928) and its passwords (RFC 1929). What a message is depends on who sends it and on how
 * long it is; once the proxy has answered, everything is the other protocol's and doesn't fit.
 */
#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

enum kind { NONE, REQUEST4, REPLY4, METHODS, METHOD, REQUEST5, REPLY5, LOGIN, STATUS };

static const struct word commands[] = {
        {1, N_("connect")}, {2, N_("bind")}, {3, N_("relay UDP")}, {0, NULL}};
static const struct word results4[] = {{90, N_("granted")}, {91, N_("rejected or failed")},
        {92, N_("no identd")}, {93, N_("identd disagrees")}, {0, NULL}};
static const struct word results5[] = {{0, N_("succeeded")}, {1, N_("general failure")},
        {2, N_("not allowed")}, {3, N_("network unreachable")}, {4, N_("host unreachable")},
        {5, N_("connection refused")}, {6, N_("TTL expired")}, {7, N_("command not supported")},
        {8, N_("address type not supported")}, {0, NULL}};
static const struct word methods[] = {{0, N_("no authentication")}, {1, "GSSAPI"},
        {2, N_("user name and password")}, {255, N_("none is acceptable")}, {0, NULL}};
static const struct word kinds[] = {{1, "IPv4"}, {3, N_("domain name")}, {4, "IPv6"}, {0, NULL}};

static const struct field_spec version = {"socks.version", N_("Version"), FIELD_UINT, 1, .bits = 8};
static const struct field_spec command = {
        "socks.command", N_("Command"), FIELD_UINT, 1, .bits = 8, .words = commands};
static const struct field_spec result4 = {
        "socks.results", N_("Result"), FIELD_UINT, 1, .bits = 8, .words = results4};
static const struct field_spec result5 = {
        "socks.results", N_("Result"), FIELD_UINT, 1, .bits = 8, .words = results5};
static const struct field_spec port = {"socks.port", N_("Port"), FIELD_UINT, 1, .bits = 16};
static const struct field_spec port4 = {"socks.dstport", N_("Port"), FIELD_UINT, 1, .bits = 16};
static const struct field_spec four = {"socks.dst", N_("Address"), FIELD_IPV4, 1, .bits = 32};
static const struct field_spec six = {"socks.dstV6", N_("Address"), FIELD_IPV6, 1, .bits = 128};
static const struct field_spec name = {"socks.remote_name", N_("Name"), FIELD_TEXT, .depth = 1};
static const struct field_spec user = {"socks.username", N_("User"), FIELD_TEXT, .depth = 1};
static const struct field_spec password = {
        "socks.password", N_("Password"), FIELD_TEXT, .depth = 1};
static const struct field_spec name4 = {"socks.v4a_dns_name", N_("Name"), FIELD_TEXT, .depth = 1};
static const struct field_spec count = {
        "socks.auth_method_count", N_("Methods"), FIELD_UINT, 1, .bits = 8};
static const struct field_spec method = {
        "socks.auth_method", N_("Offers"), FIELD_UINT, 2, .bits = 8, .words = methods};
static const struct field_spec accepted = {
        "socks.auth_accepted_method", N_("Chosen"), FIELD_UINT, 1, .bits = 8, .words = methods};
static const struct field_spec reserved = {
        "socks.reserved", N_("Reserved"), FIELD_UINT, 1, .bits = 8};
static const struct field_spec kind_spec = {
        "socks.address_type", N_("Address type"), FIELD_UINT, 1, .bits = 8, .words = kinds};
static const struct field_spec login = {
        "socks.subnegotiation_version", N_("Version"), FIELD_UINT, 1, .bits = 8};
static const struct field_spec status = {
        "socks.auth_status", N_("Status"), FIELD_UINT, 1, .bits = 8};
static const struct field_spec length_spec = {
        "socks.length", N_("Length"), FIELD_UINT, 1, .bits = 8};
static const struct spec_group groups[] = {
        {&version, 1}, {&command, 1}, {&port, 1}, {&four, 1}, {&six, 1}, {&result5, 1}, {NULL, 0}};

/* Bytes that an address of the SOCKS 5 kind at the cursor takes with its port; 0: no kind. */
static size_t address_length(const struct bytes *b, size_t at)
{
	switch (app_byte(b, at)) {
	case 1:
		return 1 + 4 + 2;
	case 3:
		return 1 + 1 + app_byte(b, at + 1) + 2u;
	case 4:
		return 1 + 16 + 2;
	}
	return 0;
}

static enum kind from_client(const struct bytes *b, size_t n)
{
	uint8_t first = app_byte(b, 0), second = app_byte(b, 1);
	size_t address = address_length(b, 3);
	if (first == 4 && (second == 1 || second == 2) && n >= 9 && app_byte(b, n - 1) == 0)
		return REQUEST4;
	if (first == 5 && second && n == 2u + second)
		return METHODS;
	if (first == 5 && second >= 1 && second <= 3 && app_byte(b, 2) == 0 && address &&
	        n == 3 + address)
		return REQUEST5;
	if (first == 1 && n == 3u + second + app_byte(b, 2u + second))
		return LOGIN;
	return NONE;
}

static enum kind from_server(const struct bytes *b, size_t n)
{
	uint8_t first = app_byte(b, 0), second = app_byte(b, 1);
	size_t address = address_length(b, 3);
	if (first == 0 && n == 8 && word_find(results4, second))
		return REPLY4;
	if (first == 5 && n == 2)
		return METHOD;
	if (first == 5 && second <= 8 && app_byte(b, 2) == 0 && address && n == 3 + address)
		return REPLY5;
	if (first == 1 && n == 2)
		return STATUS;
	return NONE;
}

static enum kind kind_of(const struct bytes *b, const struct packet *p)
{
	size_t n = bytes_left(b);
	return p->dport == 1080 ? from_client(b, n) : from_server(b, n);
}

static bool fits(struct bytes b, const struct packet *p)
{
	return kind_of(&b, p) != NONE;
}

/* A byte of length, then text. */
static void add_counted(struct part *p, const struct field_spec *s)
{
	uint32_t n = (uint32_t)part_number(p, 0, 1);
	part_add(p, &length_spec);
	part_upto(p, s, n);
}

/* A text that ends with a 0. */
static void add_ended(struct part *p, const struct field_spec *s)
{
	struct bytes c = part_bytes(p);
	uint32_t n = 0;
	while (n < bytes_left(&c) && app_byte(&c, n))
		n++;
	part_sized(p, s, n);
	if (part_left(p))
		part_skip(p, 1);
}

static void add_address(struct part *p)
{
	unsigned kind = (unsigned)part_number(p, 0, 1);
	part_add(p, &kind_spec);
	if (kind == 3)
		add_counted(p, &name);
	else
		part_add(p, kind == 4 ? &six : &four);
	part_add(p, &port);
}

static void add_four(struct part *p, bool request)
{
	part_add(p, &version);
	part_add(p, request ? &command : &result4);
	part_add(p, &port4);
	bool named = part_number(p, 0, 3) == 0 && part_number(p, 3, 1);
	part_add(p, &four);
	if (!request)
		return;
	add_ended(p, &user);
	if (named)
		add_ended(p, &name4);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	struct bytes c = part_bytes(&p);
	enum kind kind = kind_of(&c, b->p);
	switch (kind) {
	case NONE:
		break;
	case REQUEST4:
	case REPLY4:
		add_four(&p, kind == REQUEST4);
		break;
	case METHODS:
		part_add(&p, &version);
		part_add(&p, &count);
		while (part_left(&p))
			part_add(&p, &method);
		break;
	case METHOD:
		part_add(&p, &version);
		part_add(&p, &accepted);
		break;
	case REQUEST5:
	case REPLY5:
		part_add(&p, &version);
		part_add(&p, kind == REQUEST5 ? &command : &result5);
		part_add(&p, &reserved);
		add_address(&p);
		break;
	case LOGIN:
		part_add(&p, &login);
		add_counted(&p, &user);
		add_counted(&p, &password);
		break;
	case STATUS:
		part_add(&p, &login);
		part_add(&p, &status);
		break;
	}
}

static void say_five(struct bytes b, struct out *o)
{
	bytes_skip(&b, 3);
	unsigned kind = bytes_u8(&b);
	out_add(o, " ");
	if (kind == 3) {
		struct bytes text = bytes_sub(&b, bytes_u8(&b));
		out_foreign(o, text, bytes_left(&text));
	} else {
		struct packet_addr a = {.length = (uint8_t)(kind == 4 ? 16 : 4)};
		char text[46];
		bytes_copy(&b, a.bytes, a.length);
		packet_addr_text(&a, text);
		out_add(o, "%s", text);
	}
	out_add(o, _(" port %u"), bytes_be16(&b));
}

static void say_four(struct bytes b, struct out *o)
{
	struct packet_addr a = {.length = 4};
	char text[46];
	bytes_skip(&b, 2);
	unsigned number = bytes_be16(&b);
	bytes_copy(&b, a.bytes, 4);
	packet_addr_text(&a, text);
	out_add(o, _(" %s port %u"), text, number);
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	enum kind kind = kind_of(&b, p);
	uint8_t second = app_byte(&b, 1);
	const char *words = NULL;
	switch (kind) {
	case NONE:
		return;
	case REQUEST4:
		out_add(o, "SOCKS4 %s", word_find(commands, second));
		say_four(b, o);
		return;
	case REPLY4:
		out_add(o, "SOCKS4 %s", word_find(results4, second));
		return;
	case METHODS:
		out_add(o, "SOCKS5 %s", _("greeting"));
		return;
	case METHOD:
		words = word_find(methods, second);
		break;
	case REQUEST5:
		out_add(o, "SOCKS5 %s", word_find(commands, second));
		say_five(b, o);
		return;
	case REPLY5:
		words = word_find(results5, second);
		break;
	case LOGIN:
		words = _("user name and password");
		break;
	case STATUS:
		words = second ? _("password refused") : _("password accepted");
		break;
	}
	out_add(o, "SOCKS5 %s", words ? words : "?");
}

const struct app app_socks = {fits, NULL, summary};
const struct protocol protocol_socks = {
        "socks", N_("SOCKS proxy"), "SOCKS", app_decode, fields, groups};
