/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any packets of any links, printed in every form: what comes out is that form whatever the
 * packets say. The input: four bytes of choices, the fields asked for (a byte with their count, two
 * bytes each), then packets: two bytes for the link, two for their length, their bytes.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/text.h"
#include "packet/fields.h"
#include "print/print.h"
#include "print/sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FIELDS_MAX 8
#define PACKETS_MAX 20

static void must(bool truth)
{
	if (!truth)
		abort();
}

/* The names of fields that any printer knows. */
static const char *any_field(uint16_t which)
{
	static const char *const known[] = {"frame.number", "frame.time", "frame.time_delta",
	        "frame.protocols", "frame.interface_name", "frame.comment", "_ws.col.Info", "owner",
	        "from", "to", "eth.addr", "ip.addr", "ipv6.addr", "tcp.port", "udp.port",
	        "tcp.stream", "tcp.seq", "tcp.window_size", "tcp.flags", "tcp.payload",
	        "udp.payload", "tcp.analysis.retransmission", "tcp.analysis.ack_rtt"};
	const size_t knowns = sizeof(known) / sizeof(known[0]);
	size_t editable = 0, placed;
	while (fields_editable()[editable])
		editable++;
	const char *const *more = fields_placed_by_content(&placed);
	size_t i = which % (knowns + editable + placed);
	if (i < knowns)
		return known[i];
	i -= knowns;
	return i < editable ? fields_editable()[i] : more[i - editable];
}

static struct print_options options_of(struct bytes *c, const char **fields)
{
	uint8_t form = bytes_u8(c), time = bytes_u8(c), dump = bytes_u8(c), cells = bytes_u8(c);
	struct print_options o = {
	        .form = (enum print_form)(form % PRINT_FORMS),
	        .time = (enum print_time)(time % PRINT_TIMES),
	        .absolute = time & 0x80,
	        .link_header = time & 0x40,
	        .tree = dump & 1,
	        .ascii = dump & 2,
	        .hex = dump >> 2 & 3,
	        .hex_ascii = dump >> 4 & 3,
	        .no_header = cells & 1,
	        .header = cells & 2,
	        .quote = (enum print_quote)(cells >> 2 & 3),
	        .occurrence = "\0fla"[cells >> 4 & 3],
	        .separator = "\0;|\t"[cells >> 6],
	        .fields = fields,
	};
	for (uint8_t count = bytes_u8(c) % FIELDS_MAX; count; count--)
		fields[o.field_count++] = any_field(bytes_be16(c));
	return o;
}

/* Links that we know come often, all others as well. */
static uint32_t link_of(uint16_t number)
{
	static const uint16_t links[] = {1, 0, 9, 12, 14, 50, 51, 100, 101, 104, 105, 108, 113, 119,
	        127, 163, 166, 204, 228, 229, 276};
	return number < sizeof(links) / sizeof(links[0]) ? links[number] : number;
}

static void print_one(struct printer *p, struct flow_table *flows, struct bytes *c, uint64_t number)
{
	uint32_t link = link_of(bytes_be16(c)), length = bytes_be16(c);
	size_t captured = bytes_left(c) < length ? bytes_left(c) : length;
	uint8_t *bytes = xmalloc(captured ? captured : 1);
	struct packet packet;
	must(bytes_copy(c, bytes, captured) || c->bad);
	if (c->bad)
		memset(bytes, 0, captured);
	packet_decode((enum packet_link)link, bytes, captured, length, &packet);
	nsec when = (nsec)(number * 1000003) - (captured ? (nsec)bytes[0] << 40 : 0);
	struct flow_note note = flow_note_frame(flows, &packet, when, number);
	const struct print_packet k = {
	        .number = number,
	        .when = when,
	        .link = link,
	        .packet = &packet,
	        .bytes = bytes,
	        .note = captured % 3 ? &note : NULL,
	        .interface = captured % 5 ? "eth0" : NULL,
	        .comment = (const char *)bytes,
	        .comment_length = captured % 2 ? captured : 0,
	        .owner = captured % 7 ? NULL : "curl[811]",
	};
	printer_packet(p, &k);
	free(bytes);
}

/* For terminals, and for programs that take a line as one: whole UTF-8, and no control character
 * but those allowed. */
static void check_controls(const char *text, size_t len, const char *allowed)
{
	while (len) {
		uint32_t cp;
		size_t n = text_decode(text, len, &cp);
		bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
		must(n > 1 || cp < 0x80);
		must(!control || (cp && strchr(allowed, (int)cp)));
		text += n;
		len -= n;
	}
}

/* Numbers may have 64 bits, which this reader's integers have not. */
static void check_json(const char *text, size_t len)
{
	json_error_t why;
	json_t *value = json_loadb(text, len, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &why);
	must(value != NULL);
	json_decref(value);
}

static void check_lines_of_json(const char *text, size_t len)
{
	while (len) {
		const char *end = memchr(text, '\n', len);
		must(end != NULL);
		check_json(text, (size_t)(end - text));
		len -= (size_t)(end - text) + 1;
		text = end + 1;
	}
}

/* RFC 4180: as many values in each row, as many rows as packets. */
static void check_csv(const char *text, size_t len, char separator, size_t columns, size_t rows)
{
	size_t column = 1, row = 0;
	bool quoted = false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"')
			quoted = !quoted;
		else if (!quoted && text[i] == separator)
			column++;
		else if (!quoted && text[i] == '\n') {
			must(i && text[i - 1] == '\r' && column == columns);
			column = 1;
			row++;
		}
	}
	must(!quoted && row == rows);
}

/* Tabs part values, line feeds packets: nothing that a packet says does. */
static void check_fields(const char *text, size_t len, char separator, size_t columns, size_t rows)
{
	size_t column = 1, row = 0;
	for (size_t i = 0; i < len; i++) {
		column += text[i] == separator;
		if (text[i] != '\n')
			continue;
		must(column == columns);
		column = 1;
		row++;
	}
	must(row == rows);
}

static void check_table(const struct print_options *o, const char *text, size_t len, size_t packets)
{
	bool csv = o->form == PRINT_CSV;
	char separator = o->separator ? o->separator : csv ? ',' : '\t';
	size_t columns = o->field_count ? o->field_count : 7;
	size_t rows = packets + (o->header || (csv && !o->no_header));
	check_controls(text, len, "\r\n\t");
	if (csv && o->quote <= PRINT_QUOTE_DOUBLE)
		check_csv(text, len, separator, columns, rows);
	if (!csv && (o->quote == PRINT_QUOTE_NEEDED || o->quote == PRINT_QUOTE_NONE))
		check_fields(text, len, separator, columns, rows);
}

static void check(const struct print_options *o, const char *text, size_t len, size_t packets)
{
	switch (o->form) {
	case PRINT_JSON:
		check_json(text, len);
		return;
	case PRINT_JSONL:
		check_lines_of_json(text, len);
		return;
	case PRINT_CSV:
	case PRINT_FIELDS:
		check_table(o, text, len, packets);
		return;
	case PRINT_TEXT:
	case PRINT_HEX:
	case PRINT_C:
		check_controls(text, len, "\t\n");
		return;
	case PRINT_FORMS:
		return;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e;
	struct bytes c = bytes_over(data, size);
	const char *fields[FIELDS_MAX];
	struct print_options o = options_of(&c, fields);
	struct sink out;
	sink_init(&out, -1);
	struct printer *p = printer_create(&o, &out, &e);
	if (!p) {
		must(o.form == PRINT_FIELDS && !o.field_count);
		sink_finish(&out);
		return 0;
	}
	struct flow_table *flows = flow_table_create(4, FLOW_BY_TIME);
	uint64_t number = 0;
	while (bytes_left(&c) && !c.bad && number < PACKETS_MAX)
		print_one(p, flows, &c, ++number);
	printer_end(p);
	check(&o, out.at, out.len, number);
	flow_table_destroy(flows);
	printer_destroy(p);
	sink_finish(&out);
	return 0;
}
