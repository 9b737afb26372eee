/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * WebSocket frames (RFC 6455 5.2). No port tells them, and what the connection was upgraded to is
 * in another frame: they are a guess, made only where little else is possible.
 */
#include "base/text.h"
#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define FRAMES_MAX 50
#define LOOK 64 /* bytes of a text that are looked at */

enum { CONTINUATION, TEXT, BINARY, CLOSE = 8, PING, PONG };

static const struct word opcodes[] = {{CONTINUATION, N_("continuation")}, {TEXT, N_("text")},
        {BINARY, N_("binary")}, {CLOSE, N_("close")}, {PING, "ping"}, {PONG, "pong"}, {0, NULL}};
static const struct word codes[] = {{1000, N_("normal")}, {1001, N_("going away")},
        {1002, N_("protocol error")}, {1003, N_("data of a kind not taken")},
        {1007, N_("text is no UTF-8")}, {1008, N_("policy")}, {1009, N_("too big")},
        {1010, N_("extension missing")}, {1011, N_("server error")}, {0, NULL}};
static const struct field_spec head[] = {
        {"websocket.fin", N_("Last piece"), FIELD_FLAG, 1, .bit = 0, .bits = 1},
        {"websocket.rsv", N_("Reserved"), FIELD_HEX, 1, .bit = 1, .bits = 3},
        {"websocket.opcode", N_("Opcode"), FIELD_UINT, 1, .bit = 4, .bits = 4, .words = opcodes},
        {"websocket.mask", N_("Masked"), FIELD_FLAG, 1, .bit = 8, .bits = 1},
        {"websocket.payload_length", N_("Length"), FIELD_UINT, 1, .bit = 9, .bits = 7},
};
static const struct field_spec length16 = {
        "websocket.payload_length_ext_16", N_("Length"), FIELD_UINT, 1, .bits = 16};
static const struct field_spec length64 = {
        "websocket.payload_length_ext_64", N_("Length"), FIELD_UINT, 1, .bits = 64};
static const struct field_spec key_spec = {
        "websocket.masking_key", N_("Masking key"), FIELD_BYTES, 1, .bits = 32};
static const struct field_spec payload = {
        "websocket.payload", N_("Payload"), FIELD_BYTES, .depth = 1};
static const struct spec_group groups[] = {
        SPEC_GROUP(head), {&length16, 1}, {&length64, 1}, {&key_spec, 1}, {NULL, 0}};

struct frame {
	unsigned first, opcode, head; /* head: bytes before the payload */
	bool masked;
	uint64_t length;
	uint8_t key[4];
};

static bool take_frame(struct bytes *b, struct frame *f)
{
	size_t from = b->pos;
	*f = (struct frame){.first = bytes_u8(b)};
	unsigned second = bytes_u8(b);
	f->opcode = f->first & 15;
	f->masked = second & 0x80;
	f->length = second & 0x7f;
	if (f->length == 126) {
		f->length = bytes_be16(b);
	} else if (f->length == 127) {
		f->length = (uint64_t)bytes_be32(b) << 32;
		f->length |= bytes_be32(b);
	}
	if (f->masked)
		bytes_copy(b, f->key, sizeof(f->key));
	f->head = (unsigned)(b->pos - from);
	return !b->bad && word_find(opcodes, f->opcode) && !(f->first & 0x30) &&
	       f->length >> 63 == 0;
}

static bool fits(struct bytes b, const struct packet *p)
{
	struct frame f;
	(void)p;
	return take_frame(&b, &f);
}

/* The first bytes of the payload as they are without the mask. */
static size_t unmask(struct bytes b, const struct frame *f, uint8_t *out, size_t n)
{
	size_t left = bytes_left(&b);
	if (n > left)
		n = left;
	if (n > f->length)
		n = (size_t)f->length;
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)(app_byte(&b, i) ^ (f->masked ? f->key[i % 4] : 0));
	return n;
}

/* The beginning is text: whole characters, of which none controls anything but a line. */
static bool is_text(const uint8_t *at, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t took = text_decode((const char *)at + i, n - i, &cp);
		if (cp == 0xfffd && n - i >= 4)
			return false;
		if (cp < ' ' && cp != '\n' && cp != '\r' && cp != '\t')
			return false;
		i += took;
	}
	return true;
}

/* Frames up to the segment's end; clients mask theirs, and servers don't (RFC 6455 5.1). */
static bool frames_to_the_end(struct bytes b, const struct packet *p, bool client)
{
	struct frame f;
	uint64_t at = 0;
	for (unsigned i = 0; i < FRAMES_MAX && at < p->payload_length; i++) {
		if (!take_frame(&b, &f) || f.masked != client ||
		        (f.opcode >= CLOSE && f.length > 125))
			return false;
		at += f.head + f.length;
		if (at < p->payload_length && !bytes_skip(&b, (size_t)f.length))
			return false;
	}
	return at == p->payload_length;
}

/* Where nobody else is at home, it must be one frame that ends exactly where the segment does, and
 * whose content says the same as its head: text that is text, a close with a code that exists. */
static bool sure(struct bytes b, const struct packet *p)
{
	struct frame f;
	uint8_t text[LOOK];
	bool client = app_speaks_at(p->dport, LAYER_HTTP);
	if (client != app_speaks_at(p->sport, LAYER_HTTP))
		return frames_to_the_end(b, p, client);
	if (!take_frame(&b, &f) || f.first >> 4 != 8)
		return false;
	if (p->payload_length != f.head + f.length || f.length < 4)
		return f.opcode == CLOSE && f.length == 2 && p->payload_length == f.head + 2u &&
		       unmask(b, &f, text, 2) == 2 && word_find(codes, get16(text));
	size_t n = unmask(b, &f, text, sizeof(text));
	if (f.opcode == CLOSE)
		return f.length < 126 && n >= 2 && word_find(codes, get16(text));
	if (f.opcode == BINARY)
		return f.length >= 126 && f.head >= 4;
	return f.opcode == TEXT && is_text(text, n);
}

static void add_frame(struct part *p, const struct frame *f)
{
	unsigned code = (unsigned)part_number(p, 1, 1) & 0x7f;
	uint64_t left = part_left(p) - f->head;
	part_peep(p, head, COUNT_OF(head));
	part_skip(p, 2);
	if (code >= 126) {
		struct field *length = part_add(p, code == 126 ? &length16 : &length64);
		if (f->length > left)
			field_mean(length, _("only %u here, it goes on"), (unsigned)left);
	}
	if (f->masked)
		part_add(p, &key_spec);
	struct part body = part_take(p, f->length < UINT32_MAX ? (uint32_t)f->length : UINT32_MAX);
	uint8_t text[LOOK];
	size_t n = unmask(part_bytes(&body), f, text, sizeof(text));
	struct field *field = part_sized(&body, &payload, part_left(&body));
	if (!field || n == 0)
		return;
	const char *why = f->opcode == CLOSE && n >= 2 ? word_find(codes, get16(text)) : NULL;
	if (why)
		field_mean(field, "%u %s", get16(text), why);
	else if (f->opcode == TEXT)
		text_printable((const char *)text, n, field->meaning, sizeof(field->meaning));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	for (unsigned i = 0; i < FRAMES_MAX && part_left(&p); i++) {
		struct frame f;
		struct bytes c = part_bytes(&p);
		if (!take_frame(&c, &f))
			break;
		add_frame(&p, &f);
	}
	part_sized(&p, &payload, part_left(&p));
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	struct frame f;
	uint8_t text[LOOK];
	(void)p;
	if (!take_frame(&b, &f))
		return;
	size_t n = unmask(b, &f, text, sizeof(text));
	out_add(o, "WebSocket %s", word_find(opcodes, f.opcode));
	if (f.opcode == TEXT && n) {
		out_add(o, " \"");
		out_foreign(o, bytes_over(text, n), n);
		out_add(o, n < f.length ? "...\"" : "\"");
	} else if (f.opcode == CLOSE && n >= 2) {
		const char *why = word_find(codes, get16(text));
		out_add(o, " %u %s", get16(text), why ? why : "");
	} else if (f.opcode == BINARY) {
		out_add(o, P_(" %u byte", " %u bytes", (unsigned)f.length), (unsigned)f.length);
	}
}

const struct app app_websocket = {fits, sure, summary};
const struct protocol protocol_websocket = {
        "websocket", N_("WebSocket"), "WebSocket", app_decode, fields, groups};
