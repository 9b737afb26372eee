/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets as C: an array of bytes each, with what the packet says as its comment.
 */
#include <string.h>

#include "print/print_internal.h"

#define ROW 12

/* The words of a packet must not end the comment. */
static void mend_comment(char *text, char *end)
{
	for (; text + 1 < end; text++)
		if (text[0] == '*' && text[1] == '/')
			text[1] = '|';
}

static void c_packet(struct printer *p, const struct print_packet *k)
{
	struct sink *s = p->out;
	uint32_t len = k->packet->captured;
	char *at = sink_room(s, PRINT_INFO_MAX + 2 * PRINT_END_MAX + 256);
	at = put_u64(put_text(at, p->printed ? "\n/* " : "/* "), k->number);
	at = put_text(put_lit(at, ": "), print_protocol(k));
	at = put_end(put_char(at, ' '), k->packet, true);
	at = put_lit(put_end(put_lit(at, " > "), k->packet, false), ": ");
	char *info = at;
	at = put_info(at, k, p->options.absolute);
	mend_comment(info, at);
	at = put_u64(put_lit(at, " */\nconst unsigned char packet_"), k->number);
	at = put_u64(put_char(at, '['), len ? len : 1);
	sink_end(s, put_lit(at, "] = {"));
	for (uint32_t i = 0; i < len; i++) {
		at = sink_room(s, 16);
		at = put_text(at, i % ROW ? " 0x" : "\n\t0x");
		sink_end(s, put_char(put_byte(at, k->bytes[i]), ','));
	}
	sink_puts(s, len ? "\n};\n" : "0};\n");
}

const struct print_ops print_c_ops = {.packet = c_packet};
