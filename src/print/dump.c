/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes as hexadecimal and ASCII: tcpdump's -x, -X and -A, and what text2pcap(1) reads.
 */
#include "print/print_internal.h"

#define ROW 16
#define HEX_COLUMNS 40 /* of tcpdump: eight groups " 0011" */

static char shown(uint8_t c)
{
	return c > ' ' && c < 0x7f ? (char)c : '.';
}

static void dump_row(struct sink *s, const uint8_t *bytes, size_t at, size_t n, bool ascii)
{
	char *o = sink_room(s, 32 + HEX_COLUMNS + ROW);
	o = put_lit(put_hex(put_lit(o, "\t0x"), at, at > 0xffff ? 8 : 4), ": ");
	char *from = o;
	for (size_t i = 0; i < n; i++) {
		if (i % 2 == 0)
			*o++ = ' ';
		o = put_byte(o, bytes[at + i]);
	}
	if (ascii) {
		o = put_lit(put_blanks(o, from, HEX_COLUMNS), "  ");
		for (size_t i = 0; i < n; i++)
			*o++ = shown(bytes[at + i]);
	}
	sink_end(s, put_char(o, '\n'));
}

void print_dump(struct sink *s, const uint8_t *bytes, size_t len, bool ascii)
{
	for (size_t at = 0; at < len; at += ROW)
		dump_row(s, bytes, at, len - at < ROW ? len - at : ROW, ascii);
}

void print_ascii(struct sink *s, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		uint8_t c = bytes[i];
		if (c == '\r' && (i + 1 == len || bytes[i + 1] == '\n'))
			continue;
		sink_putc(s, c == '\n' || c == '\t' || c == ' ' ? (char)c : shown(c));
	}
	sink_putc(s, '\n');
}

/* "0000  45 00 ...  E..": offset, bytes, and what they are as ASCII, which text2pcap leaves out. */
static void hex_row(struct sink *s, const uint8_t *bytes, size_t at, size_t n)
{
	char *o = sink_room(s, 16 + 4 * ROW);
	o = put_lit(put_hex(o, at, 6), " ");
	char *from = o;
	for (size_t i = 0; i < n; i++)
		o = put_byte(put_char(o, ' '), bytes[at + i]);
	o = put_lit(put_blanks(o, from, (size_t)3 * ROW), "  ");
	for (size_t i = 0; i < n; i++)
		*o++ = shown(bytes[at + i]);
	sink_end(s, put_char(o, '\n'));
}

static void hex_packet(struct printer *p, const struct print_packet *k)
{
	uint32_t len = k->packet->captured;
	sink_puts(p->out, p->printed ? "\n# " : "# ");
	print_line(p, k);
	sink_putc(p->out, '\n');
	for (uint32_t at = 0; at < len; at += ROW)
		hex_row(p->out, k->bytes, at, len - at < ROW ? len - at : ROW);
}

const struct print_ops print_hex_ops = {.packet = hex_packet};
