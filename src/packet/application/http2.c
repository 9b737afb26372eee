/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP/2 without encryption: the client's preface and the heads of frames (RFC 9113 3.4, 4.1).
 */
#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define MAGIC "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
#define MAGIC_LENGTH 24
#define HEAD 9
#define FRAMES_MAX 100
#define FRAME_MAX 16384 /* unless both agreed on more */

enum {
	DATA,
	HEADERS,
	PRIORITY,
	RST_STREAM,
	SETTINGS,
	PUSH_PROMISE,
	PING,
	GOAWAY,
	WINDOW_UPDATE,
	CONTINUATION,
	TYPES
};

static const struct word types[] = {{DATA, "DATA"}, {HEADERS, "HEADERS"}, {PRIORITY, "PRIORITY"},
        {RST_STREAM, "RST_STREAM"}, {SETTINGS, "SETTINGS"}, {PUSH_PROMISE, "PUSH_PROMISE"},
        {PING, "PING"}, {GOAWAY, "GOAWAY"}, {WINDOW_UPDATE, "WINDOW_UPDATE"},
        {CONTINUATION, "CONTINUATION"}, {0, NULL}};
static const struct word errors[] = {{0, "NO_ERROR"}, {1, "PROTOCOL_ERROR"}, {2, "INTERNAL_ERROR"},
        {3, "FLOW_CONTROL_ERROR"}, {4, "SETTINGS_TIMEOUT"}, {5, "STREAM_CLOSED"},
        {6, "FRAME_SIZE_ERROR"}, {7, "REFUSED_STREAM"}, {8, "CANCEL"}, {9, "COMPRESSION_ERROR"},
        {10, "CONNECT_ERROR"}, {11, "ENHANCE_YOUR_CALM"}, {12, "INADEQUATE_SECURITY"},
        {13, "HTTP_1_1_REQUIRED"}, {0, NULL}};
static const struct word setting_ids[] = {{1, N_("header table size")}, {2, N_("enable push")},
        {3, N_("max concurrent streams")}, {4, N_("initial window size")},
        {5, N_("max frame size")}, {6, N_("max header list size")}, {0, NULL}};
static const struct field_spec magic = {
        "http2.magic", N_("Preface"), FIELD_TEXT, 1, .bits = MAGIC_LENGTH * 8};
static const struct field_spec head[] = {
        {"http2.length", N_("Length"), FIELD_UINT, 1, .bit = 0, .bits = 24},
        {"http2.type", N_("Frame"), FIELD_UINT, 1, .bit = 24, .bits = 8, .words = types},
        {"http2.flags", N_("Flags"), FIELD_HEX, 1, .bit = 32, .bits = 8},
        {"http2.streamid", N_("Stream"), FIELD_UINT, 1, .bit = 41, .bits = 31},
};
static const struct field_spec setting[] = {
        {"http2.settings.id", N_("Setting"), FIELD_UINT, 2, .bit = 0, .bits = 16,
                .words = setting_ids},
        {"http2.settings.value", N_("Value"), FIELD_UINT, 2, .bit = 16, .bits = 32},
};
static const struct field_spec rst = {
        "http2.rst_stream.error", N_("Error"), FIELD_UINT, 2, .bits = 32, .words = errors};
static const struct field_spec increment = {"http2.window_update.window_size_increment",
        N_("More by"), FIELD_UINT, 2, .bit = 1, .bits = 31};
static const struct field_spec goaway[] = {
        {"http2.goaway.last_stream_id", N_("Last stream"), FIELD_UINT, 2, .bit = 1, .bits = 31},
        {"http2.goaway.error", N_("Error"), FIELD_UINT, 2, .bit = 32, .bits = 32, .words = errors},
};
static const struct field_spec data = {"http2.data.data", N_("Data"), FIELD_BYTES, .depth = 2};
static const struct spec_group groups[] = {
        SPEC_GROUP(head), SPEC_GROUP(setting), {&rst, 1}, SPEC_GROUP(goaway), {NULL, 0}};

struct frame {
	uint32_t length, stream;
	unsigned type, flags;
};

/* What each type allows: flags, length of exactly or at least, on a stream or none (RFC 9113 6). */
static const struct {
	uint8_t flags;
	uint8_t least;
	bool exact, streams, connection;
} rules[] = {
        [DATA] = {0x09, 0, false, true, false},
        [HEADERS] = {0x2d, 1, false, true, false},
        [PRIORITY] = {0, 5, true, true, false},
        [RST_STREAM] = {0, 4, true, true, false},
        [SETTINGS] = {1, 0, false, false, true},
        [PUSH_PROMISE] = {0x0c, 4, false, true, false},
        [PING] = {1, 8, true, false, true},
        [GOAWAY] = {0, 8, false, false, true},
        [WINDOW_UPDATE] = {0, 4, true, true, true},
        [CONTINUATION] = {0x04, 0, false, true, false},
};
_Static_assert(COUNT_OF(rules) == TYPES, "one per frame type");

static bool take_frame(struct bytes *b, struct frame *f)
{
	f->length = (uint32_t)bytes_u8(b) << 16;
	f->length |= bytes_be16(b);
	f->type = bytes_u8(b);
	f->flags = bytes_u8(b);
	f->stream = bytes_be32(b);
	if (b->bad || f->type >= TYPES || f->length > FRAME_MAX || f->stream >> 31)
		return false;
	if ((f->flags & ~(unsigned)rules[f->type].flags) || f->length < rules[f->type].least)
		return false;
	if (rules[f->type].exact && f->length != rules[f->type].least)
		return false;
	if (f->type == SETTINGS && (f->length % 6 || (f->flags && f->length)))
		return false;
	return f->stream ? rules[f->type].streams : rules[f->type].connection;
}

static bool fits(struct bytes b, const struct packet *p)
{
	struct frame f;
	(void)p;
	return app_begins(&b, MAGIC) || take_frame(&b, &f);
}

/* The preface; SETTINGS, with which both sides begin; or frames that end where the segment does,
 * the first of which, but at HTTP's ports, no protocol with a length in front could be. */
static bool sure(struct bytes b, const struct packet *p)
{
	struct frame f;
	bool home = app_speaks_at(p->sport, LAYER_HTTP) || app_speaks_at(p->dport, LAYER_HTTP);
	if (app_begins(&b, MAGIC))
		return true;
	if (!take_frame(&b, &f) || (f.type == DATA && !home))
		return false;
	if (f.type == SETTINGS && f.length <= 96)
		return true;
	bool odd = (f.length || home) && f.stream < 100000;
	for (unsigned i = 0; i < FRAMES_MAX && odd; i++) {
		if (!bytes_skip(&b, f.length))
			return false;
		if (bytes_left(&b) == 0)
			return p->payload_offset + p->payload_length <= p->captured;
		odd = take_frame(&b, &f);
	}
	return false;
}

static void add_content(struct part *p, const struct frame *f)
{
	while (f->type == SETTINGS && part_left(p) >= 6)
		PART_TABLE(p, setting, 6);
	if (f->type == RST_STREAM)
		part_add(p, &rst);
	else if (f->type == WINDOW_UPDATE)
		part_table(p, &increment, 1, 4);
	else if (f->type == GOAWAY)
		PART_TABLE(p, goaway, 8);
	part_sized(p, &data, part_left(p));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	struct bytes c = part_bytes(&p);
	if (app_begins(&c, MAGIC))
		part_add(&p, &magic);
	for (unsigned i = 0; i < FRAMES_MAX && part_left(&p); i++) {
		struct frame f;
		c = part_bytes(&p);
		if (!take_frame(&c, &f))
			break;
		size_t from = b->list->count;
		PART_TABLE(&p, head, HEAD);
		struct part body = part_take(&p, f.length);
		part_say_cut(builder_find(b, from, "http2.length"), &body);
		add_content(&body, &f);
	}
	part_sized(&p, &data, part_left(&p));
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	out_add(o, "HTTP/2");
	if (app_begins(&b, MAGIC)) {
		out_add(o, " %s", _("preface"));
		bytes_skip(&b, MAGIC_LENGTH);
	}
	for (unsigned i = 0; i < 5; i++) {
		struct frame f;
		if (!take_frame(&b, &f))
			return;
		out_add(o, "%s %s", i ? "," : "", word_find(types, f.type));
		if (f.stream)
			out_add(o, "[%u]", f.stream);
		if (!bytes_skip(&b, f.length))
			return;
	}
}

const struct app app_http2 = {fits, sure, summary};
const struct protocol protocol_http2 = {
        "http2", N_("HTTP/2"), "HTTP/2", app_decode, fields, groups};
