/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trivial File Transfer Protocol (RFC 1350, options RFC 2347). After the first request both ends
 * speak from ports that nobody knows beforehand, so only what passes port 69 is seen as TFTP.
 */
#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define OPTIONS_MAX 20

enum { READ = 1, WRITE, DATA, ACK, ERROR, OPTIONS };

static const struct word opcodes[] = {{READ, N_("read request")}, {WRITE, N_("write request")},
        {DATA, N_("data")}, {ACK, N_("acknowledgment")}, {ERROR, N_("error")},
        {OPTIONS, N_("options acknowledged")}, {0, NULL}};
static const struct word errors[] = {{0, N_("see the message")}, {1, N_("file not found")},
        {2, N_("access refused")}, {3, N_("disk full")}, {4, N_("illegal operation")},
        {5, N_("unknown transfer")}, {6, N_("file exists")}, {7, N_("no such user")},
        {8, N_("option refused")}, {0, NULL}};
static const struct field_spec opcode = {
        "tftp.opcode", N_("Operation"), FIELD_UINT, 1, .bits = 16, .words = opcodes};
static const struct field_spec source = {"tftp.source_file", N_("File"), FIELD_TEXT, .depth = 1};
static const struct field_spec destination = {
        "tftp.destination_file", N_("File"), FIELD_TEXT, .depth = 1};
static const struct field_spec mode = {"tftp.type", N_("Mode"), FIELD_TEXT, .depth = 1};
static const struct field_spec block = {"tftp.block", N_("Block"), FIELD_UINT, 1, .bits = 16};
static const struct field_spec data = {"tftp.data", N_("Data"), FIELD_BYTES, .depth = 1};
static const struct field_spec code = {
        "tftp.error.code", N_("Error"), FIELD_UINT, 1, .bits = 16, .words = errors};
static const struct field_spec message = {
        "tftp.error.message", N_("Message"), FIELD_TEXT, .depth = 1};
static const struct field_spec option_name = {
        "tftp.option.name", N_("Option"), FIELD_TEXT, .depth = 1};
static const struct field_spec option_value = {
        "tftp.option.value", N_("Value"), FIELD_TEXT, .depth = 2};
static const struct spec_group groups[] = {{&opcode, 1}, {&block, 1}, {&code, 1}, {NULL, 0}};

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	unsigned operation = (unsigned)app_byte(&b, 0) << 8 | app_byte(&b, 1);
	return bytes_left(&b) >= 4 && operation >= READ && operation <= OPTIONS;
}

/* A text that ends with a 0. */
static void add_text(struct part *p, const struct field_spec *s)
{
	struct bytes c = part_bytes(p);
	size_t left = bytes_left(&c);
	const uint8_t *end = left ? memchr(c.base + c.pos, 0, left) : NULL;
	part_sized(p, s, end ? (uint32_t)(end - (c.base + c.pos)) : (uint32_t)left);
	part_skip(p, end ? 1 : 0);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	unsigned operation = (unsigned)part_number(&p, 0, 2);
	part_add(&p, &opcode);
	switch (operation) {
	case READ:
	case WRITE:
		add_text(&p, operation == READ ? &source : &destination);
		add_text(&p, &mode);
		break;
	case DATA:
	case ACK:
		part_add(&p, &block);
		part_sized(&p, &data, part_left(&p));
		return;
	case ERROR:
		part_add(&p, &code);
		add_text(&p, &message);
		return;
	}
	for (unsigned i = 0; i < OPTIONS_MAX && part_left(&p); i++) {
		add_text(&p, &option_name);
		add_text(&p, &option_value);
	}
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	unsigned operation = bytes_be16(&b);
	const char *words = word_find(opcodes, operation);
	out_add(o, "TFTP %s", words ? words : "");
	if (operation == READ || operation == WRITE) {
		out_add(o, " ");
		const uint8_t *end = memchr(b.base + b.pos, 0, bytes_left(&b));
		out_foreign(o, b, end ? (size_t)(end - (b.base + b.pos)) : bytes_left(&b));
	} else if (operation == DATA || operation == ACK) {
		out_add(o, " %u", bytes_be16(&b));
	} else if (operation == ERROR) {
		const char *why = word_find(errors, bytes_be16(&b));
		out_add(o, ": %s", why ? why : "?");
	}
}

const struct app app_tftp = {fits, NULL, summary};
const struct protocol protocol_tftp = {
        "tftp", N_("Trivial File Transfer Protocol"), "TFTP", app_decode, fields, groups};
