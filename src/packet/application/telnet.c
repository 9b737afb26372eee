/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telnet (RFC 854): text, and what the ends negotiate in between (RFC 855).
 */
#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define PIECES_MAX 4000

enum { SE = 240, SB = 250, WILL = 251, DONT = 254, IAC = 255 };

static const struct word commands[] = {{240, "SE"}, {241, "NOP"}, {242, "data mark"},
        {243, "break"}, {244, "interrupt"}, {245, "abort output"}, {246, "are you there"},
        {247, "erase character"}, {248, "erase line"}, {249, "go ahead"}, {250, "SB"},
        {251, "WILL"}, {252, "WON'T"}, {253, "DO"}, {254, "DON'T"}, {0, NULL}};
static const struct word options[] = {{0, "binary"}, {1, "echo"}, {3, "suppress go ahead"},
        {5, "status"}, {6, "timing mark"}, {18, "logout"}, {24, "terminal type"},
        {31, "window size"}, {32, "terminal speed"}, {33, "remote flow control"}, {34, "line mode"},
        {35, "X display"}, {36, "environment"}, {37, "authentication"}, {38, "encryption"},
        {39, "new environment"}, {42, "charset"}, {44, "COM port"}, {0, NULL}};
static const struct field_spec command = {
        "telnet.cmd", N_("Command"), FIELD_UINT, 1, .bit = 8, .bits = 8, .words = commands};
static const struct field_spec option = {
        "telnet.subcmd", N_("Option"), FIELD_UINT, 2, .bits = 8, .words = options};
static const struct word directions[] = {{0, N_("it is")}, {1, N_("tell me")}, {0, NULL}};
static const struct field_spec direction = {
        "telnet.subcmd", N_("Direction"), FIELD_UINT, 2, .bits = 8, .words = directions};
static const struct field_spec option_data = {
        "telnet.option_data", N_("Data"), FIELD_BYTES, .depth = 2};
static const struct field_spec data = {"telnet.data", N_("Text"), FIELD_TEXT, .depth = 1};
static const struct spec_group groups[] = {{&option, 1}, {NULL, 0}};

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	return bytes_left(&b) > 0;
}

/* Bytes before the next command; 255 twice is a 255 in the text. */
static uint32_t text_length(const struct bytes *b)
{
	size_t left = bytes_left(b), i = 0;
	while (i < left && (app_byte(b, i) != IAC || app_byte(b, i + 1) == IAC))
		i += app_byte(b, i) == IAC ? 2 : 1;
	return (uint32_t)(i < left ? i : left);
}

static void add_command(struct part *p)
{
	unsigned code = (unsigned)part_number(p, 1, 1);
	unsigned asked = (unsigned)part_number(p, 2, 1);
	part_peep(p, &command, 1);
	part_skip(p, 2);
	if (code < SB || code > DONT)
		return;
	part_add(p, &option);
	if (code != SB)
		return;
	/* RFC 1091, 1079, 1096, 1572: what is sent or asked for comes first. */
	if (asked == 24 || asked == 32 || asked == 35 || asked == 39)
		part_add(p, &direction);
	struct bytes c = part_bytes(p);
	uint32_t n = text_length(&c);
	part_sized(p, &option_data, n);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	for (unsigned i = 0; i < PIECES_MAX && part_left(&p); i++) {
		struct bytes c = part_bytes(&p);
		part_sized(&p, &data, text_length(&c));
		if (part_left(&p))
			add_command(&p);
	}
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	out_add(o, "Telnet");
	for (unsigned i = 0; i < 4 && bytes_left(&b); i++) {
		uint32_t n = text_length(&b);
		if (n) {
			out_add(o, i ? ", \"" : " \"");
			out_foreign(o, b, n);
			out_add(o, "\"");
			bytes_skip(&b, n);
			continue;
		}
		unsigned code = app_byte(&b, 1), what = app_byte(&b, 2);
		bool negotiates = code >= SB && code <= DONT;
		const char *words = word_find(commands, code), *about = word_find(options, what);
		out_add(o, "%s %s", i ? "," : "", words ? words : "?");
		if (negotiates && about)
			out_add(o, " %s", about);
		else if (negotiates)
			out_add(o, _(" option %u"), what);
		if (!bytes_skip(&b, negotiates ? 3 : 2))
			return;
		if (code == SB)
			bytes_skip(&b, text_length(&b));
	}
}

const struct app app_telnet = {fits, NULL, summary};
const struct protocol protocol_telnet = {
        "telnet", N_("Telnet"), "Telnet", app_decode, fields, groups};
