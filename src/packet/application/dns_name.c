/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Domain names: labels and pointers (RFC 1035 4.1.4).
 */
#include "base/text.h"
#include "packet/application/dns_internal.h"

#define JUMPS_MAX 1025
#define RAW_MAX 1023 /* what Wireshark shows of a name; RFC 1035 2.3.4 allows 255 */

enum ended { BROKEN, WHOLE, TOO_LONG, LOOPS, UNKNOWN_LABEL };

/* A name's bytes as they come out of its labels, dots between them. */
struct raw {
	uint8_t at[RAW_MAX];
	size_t len;
};

/* False when there is no room left. */
static bool append(struct raw *n, const uint8_t *label, size_t len)
{
	size_t dot = n->len > 0;
	if (n->len + dot + len > sizeof(n->at))
		return false;
	if (dot)
		n->at[n->len++] = '.';
	memcpy(n->at + n->len, label, len);
	n->len += len;
	return true;
}

/* Goes where a pointer at `at` leads; false when it leads nowhere. */
static bool follow(struct bytes *at, uint8_t high)
{
	size_t target = (high & 63u) << 8 | bytes_u8(at);
	if (at->bad)
		return false;
	at->pos = 0;
	return bytes_skip(at, target);
}

/* Where a name goes on behind a pointer, a wrong one doesn't hide what follows it. */
static enum ended take_labels(struct dns_message *m, struct raw *out)
{
	struct bytes at = m->b;
	bool fits = true;
	unsigned jumps = 0;
	for (;;) {
		if (m->partial && out->len && bytes_left(&at) == 0)
			break;
		uint8_t length = bytes_u8(&at);
		if (at.bad || length >> 6 == 2)
			return BROKEN;
		if (length >= 192) {
			size_t behind = at.pos + 1;
			if (!follow(&at, length))
				return BROKEN;
			if (++jumps == 1)
				m->b.pos = behind;
			if (jumps > JUMPS_MAX)
				return LOOPS;
		} else if (length > 63) {
			if (jumps == 0)
				m->b.pos = at.pos;
			return UNKNOWN_LABEL;
		} else {
			struct bytes label = bytes_sub(&at, length);
			if (at.bad)
				return BROKEN;
			if (length == 0)
				break;
			fits = fits && append(out, label.base, length);
		}
		/* Labels between jumps are many at most once: a loop over them ends here. */
		if (!fits && jumps)
			return TOO_LONG;
	}
	if (jumps == 0)
		m->b.pos = at.pos;
	return fits ? WHOLE : TOO_LONG;
}

/* The code point at s as Wireshark reads it: a sequence that breaks off is one U+FFFD. */
static size_t take_char(const uint8_t *s, size_t len, uint32_t *cp)
{
	static const uint8_t first[] = {0x80, 0xc0, 0xe0, 0xf0, 0xf8, 0xfc};
	size_t n = 0, i = 1;
	while (n < COUNT_OF(first) - 1 && s[0] >= first[n + 1])
		n++;
	*cp = n ? s[0] & (0x3fu >> n) : 0xfffd;
	for (; i <= n && i < len && s[i] >> 6 == 2; i++)
		*cp = *cp << 6 | (s[i] & 63u);
	if (s[0] >= 0xfe || i <= n || *cp > 0x10ffff || *cp >> 11 == 0x1b)
		*cp = 0xfffd;
	return s[0] >= 0xfe ? 1 : i;
}

/* Has no glyph, or moves those of others: controls, marks of direction. */
static bool is_hidden(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} hidden[] = {{0x80, 0x9f}, {0xad, 0xad}, {0x600, 0x605}, {0x61c, 0x61c}, {0x6dd, 0x6dd},
	        {0x70f, 0x70f}, {0x180e, 0x180e}, {0x200b, 0x200f}, {0x202a, 0x202e},
	        {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0001, 0xe007f}};
	for (size_t i = 0; i < COUNT_OF(hidden); i++) {
		if (cp >= hidden[i].first && cp <= hidden[i].last)
			return true;
	}
	return cp < 0x80 && !(cp >= ' ' && cp < 0x7f);
}

static void add_char(struct out *o, uint32_t cp, bool ascii)
{
	static const char letters[] = "abtnvfr"; /* of the controls 7 to 13 */
	char text[5];
	text_encode(cp, text);
	if (!is_hidden(cp))
		out_add(o, "%s", text);
	else if (ascii && cp >= 7 && cp <= 13)
		out_add(o, "\\%c", letters[cp - 7]);
	else
		out_add(o, ascii ? "\\%03o" : cp > 0xffff ? "\\U%08X" : "\\u%04X", cp);
}

/* As text that can be shown, what can't be escaped the way Wireshark does it. */
static void write_text(const struct raw *raw, struct dns_name *out)
{
	struct out o = out_begin(out->text, sizeof(out->text));
	for (size_t i = 0; i < raw->len;) {
		uint32_t cp = raw->at[i];
		bool ascii = cp < 0x80;
		i += ascii ? 1 : take_char(raw->at + i, raw->len - i, &cp);
		add_char(&o, cp, ascii);
	}
	out->len = strlen(out->text);
}

bool dns_take_name(struct dns_message *m, struct dns_name *out)
{
	static const char *const words[] = {[TOO_LONG] = "<Name too long>",
	        [LOOPS] = "<Name contains a pointer that loops>",
	        [UNKNOWN_LABEL] = "<Unknown extended label>"};
	struct raw raw;
	raw.len = 0;
	out->len = 0;
	out->text[0] = '\0';
	enum ended how = m->b.bad ? BROKEN : take_labels(m, &raw);
	if (how == BROKEN)
		return false;
	if (how == WHOLE && raw.len) {
		write_text(&raw, out);
		return true;
	}
	struct out o = out_begin(out->text, sizeof(out->text));
	out_add(&o, "%s", how == WHOLE ? "<Root>" : words[how]);
	out->len = strlen(out->text);
	return true;
}

struct field *dns_add_name(struct builder *b, struct dns_message *m, const struct field_spec *s)
{
	struct dns_name n;
	size_t at = m->b.pos;
	if (!dns_take_name(m, &n))
		return NULL;
	struct field *f =
	        field_add_sized(b, s, m->offset + (uint32_t)at, (uint32_t)(m->b.pos - at));
	field_mean(f, "%s", n.text);
	return f;
}
