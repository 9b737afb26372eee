/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Secure Shell (RFC 4253): the version line and the packets before encryption begins.
 */
#include "packet/application/lines_internal.h"

#define PACKETS_MAX 20
#define PACKET_MAX 35000 /* RFC 4253 6.1 */

enum { KEXINIT = 20 };

static const struct word messages[] = {{1, N_("disconnect")}, {2, N_("ignore")},
        {3, N_("unimplemented")}, {4, N_("debug")}, {5, N_("service request")},
        {6, N_("service accepted")}, {7, N_("extension info")}, {20, N_("key exchange begins")},
        {21, N_("new keys")}, {30, N_("key exchange, client")}, {31, N_("key exchange, server")},
        {32, N_("group exchange, client")}, {33, N_("group exchange, server")},
        {34, N_("group exchange request")}, {0, NULL}};
static const struct field_spec version = {"ssh.protocol", N_("Version"), FIELD_TEXT, .depth = 1};
static const struct field_spec head[] = {
        {"ssh.packet_length", N_("Packet length"), FIELD_UINT, 1, .bit = 0, .bits = 32},
        {"ssh.padding_length", N_("Padding length"), FIELD_UINT, 1, .bit = 32, .bits = 8},
        {"ssh.message_code", N_("Message"), FIELD_UINT, 1, .bit = 40, .bits = 8, .words = messages},
};
static const struct field_spec cookie = {"ssh.cookie", N_("Cookie"), FIELD_BYTES, 2, .bits = 128};
static const struct field_spec lists[] = {
        {"ssh.kex_algorithms", N_("Key exchange"), FIELD_TEXT, .depth = 2},
        {"ssh.server_host_key_algorithms", N_("Host key"), FIELD_TEXT, .depth = 2},
        {"ssh.encryption_algorithms_client_to_server", N_("Cipher to the server"), FIELD_TEXT,
                .depth = 2},
        {"ssh.encryption_algorithms_server_to_client", N_("Cipher to the client"), FIELD_TEXT,
                .depth = 2},
        {"ssh.mac_algorithms_client_to_server", N_("MAC to the server"), FIELD_TEXT, .depth = 2},
        {"ssh.mac_algorithms_server_to_client", N_("MAC to the client"), FIELD_TEXT, .depth = 2},
        {"ssh.compression_algorithms_client_to_server", N_("Compression to the server"), FIELD_TEXT,
                .depth = 2},
        {"ssh.compression_algorithms_server_to_client", N_("Compression to the client"), FIELD_TEXT,
                .depth = 2},
        {"ssh.languages_client_to_server", N_("Languages to the server"), FIELD_TEXT, .depth = 2},
        {"ssh.languages_server_to_client", N_("Languages to the client"), FIELD_TEXT, .depth = 2},
};
static const struct field_spec follows = {
        "ssh.first_kex_packet_follows", N_("A guess follows"), FIELD_UINT, 2, .bits = 8};
static const struct field_spec payload = {"ssh.payload", N_("Payload"), FIELD_BYTES, .depth = 2};
static const struct spec_group groups[] = {SPEC_GROUP(head), {&cookie, 1}, {NULL, 0}};

static bool sure(struct bytes b, const struct packet *p)
{
	(void)p;
	return app_begins(&b, "SSH-2.0-") || app_begins(&b, "SSH-1.");
}

/* A packet that is not encrypted yet: what is encrypted looks like this once in many. */
static bool is_packet(struct bytes b)
{
	uint32_t length = bytes_be32(&b);
	unsigned padding = bytes_u8(&b), message = bytes_u8(&b);
	bool known = message >= 20 && message <= 34 && word_find(messages, message);
	return !b.bad && known && length >= 8 && length <= PACKET_MAX && padding >= 4 &&
	       padding < length && (length + 4) % 8 == 0;
}

static bool fits(struct bytes b, const struct packet *p)
{
	return sure(b, p) || is_packet(b);
}

static void add_kexinit(struct part *p)
{
	part_add(p, &cookie);
	for (size_t i = 0; i < COUNT_OF(lists) && part_left(p) >= 4; i++) {
		uint32_t n = (uint32_t)part_number(p, 0, 4);
		part_skip(p, 4);
		part_upto(p, &lists[i], n);
	}
	part_add(p, &follows);
}

static void add_packet(struct part *p)
{
	uint32_t length = (uint32_t)part_number(p, 0, 4);
	uint32_t padding = (uint32_t)part_number(p, 4, 1);
	unsigned message = (unsigned)part_number(p, 5, 1);
	size_t from = p->b->list->count;
	part_peep(p, head, COUNT_OF(head));
	part_skip(p, 6);
	struct part body = part_take(p, length - 2);
	part_say_cut(builder_find(p->b, from, "ssh.packet_length"), &body);
	if (message == KEXINIT)
		add_kexinit(&body);
	uint32_t left = part_left(&body);
	if (message != KEXINIT && left > padding)
		part_sized(&body, &payload, body.cut ? left : left - padding);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	for (unsigned i = 0; i < PACKETS_MAX && part_left(&p); i++) {
		struct bytes c = part_bytes(&p);
		struct line line;
		if (sure(c, b->p) && lines_take(&p, &line))
			field_add_sized(b, &version, line.at, line.n);
		else if (is_packet(c))
			add_packet(&p);
		else
			part_sized(&p, &payload, part_left(&p));
	}
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	if (sure(b, p)) {
		lines_summary(b, p, o);
		return;
	}
	const char *words = word_find(messages, app_byte(&b, 5));
	out_add(o, "SSH %s", words ? words : "");
}

const struct app app_ssh = {fits, sure, summary};
const struct protocol protocol_ssh = {"ssh", N_("Secure Shell"), "SSH", app_decode, fields, groups};
