/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Domain names: labels and pointers (RFC 1035 4.1.4).
 */
#include "base/text.h"
#include "packet/dns_internal.h"

#define JUMPS_MAX 32

static void append(struct dns_name *n, const uint8_t *label, size_t len)
{
	if (n->len + len + 2 > sizeof(n->text))
		return;
	if (n->len)
		n->text[n->len++] = '.';
	memcpy(n->text + n->len, label, len);
	n->len += len;
	n->text[n->len] = '\0';
}

/* Goes where a pointer at `at` leads; false when it leads nowhere or there were too many. */
static bool follow(struct bytes *at, uint8_t high, unsigned *jumps)
{
	size_t target = (high & 63u) << 8 | bytes_u8(at);
	if (at->bad || ++*jumps > JUMPS_MAX)
		return false;
	at->pos = 0;
	return bytes_skip(at, target);
}

static bool take_labels(struct dns_message *m, struct dns_name *out)
{
	struct bytes at = m->b;
	unsigned jumps = 0;
	for (;;) {
		if (m->partial && out->len && bytes_left(&at) == 0)
			break;
		uint8_t length = bytes_u8(&at);
		if (at.bad || (length > 63 && length < 192))
			return false;
		if (length >= 192) {
			size_t behind = at.pos + 1;
			if (!follow(&at, length, &jumps))
				return false;
			if (jumps == 1)
				m->b.pos = behind;
			continue;
		}
		struct bytes label = bytes_sub(&at, length);
		if (at.bad)
			return false;
		if (length == 0)
			break;
		append(out, label.base, length);
	}
	if (jumps == 0)
		m->b.pos = at.pos;
	return true;
}

bool dns_take_name(struct dns_message *m, struct dns_name *out)
{
	out->len = 0;
	out->text[0] = '\0';
	if (m->b.bad || !take_labels(m, out))
		return false;
	if (out->len == 0)
		append(out, (const uint8_t *)"<Root>", 6);
	char printable[DNS_NAME_TEXT];
	text_printable(out->text, out->len, printable, sizeof(printable));
	memcpy(out->text, printable, sizeof(printable));
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
