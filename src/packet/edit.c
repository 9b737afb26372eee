/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field's value as text, and text as a field's new value.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "packet/fields_internal.h"
#include "packet/format.h"
#include "packet/internet/icmp_internal.h"
#include "packet/transport/tcp_internal.h"

#define NAMES_MAX 2048

static void bytes_text(const uint8_t *at, size_t n, char *out, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	size_t pos = 0;
	for (size_t i = 0; i < n && pos + 4 < size; i++) {
		out[pos++] = digits[at[i] >> 4];
		out[pos++] = digits[at[i] & 15];
		if (i + 1 < n)
			out[pos++] = ' ';
	}
	out[pos] = '\0';
}

static void address_text(const struct field *f, const uint8_t *bytes, char *out, size_t size)
{
	struct packet_addr a = {.length = (uint8_t)f->length};
	memcpy(a.bytes, bytes + f->offset, a.length);
	char text[46];
	packet_addr_text(&a, text);
	snprintf(out, size, "%s", text);
}

void field_value_text(const struct field *f, const uint8_t *bytes, char *out, size_t size)
{
	if (size == 0)
		return;
	out[0] = '\0';
	switch ((enum field_form)f->form) {
	case FIELD_HEADER:
		snprintf(out, size, P_("%u byte", "%u bytes", f->length), (unsigned)f->length);
		break;
	case FIELD_UINT:
		snprintf(out, size, "%llu", (unsigned long long)f->value);
		break;
	case FIELD_HEX:
		if (strcmp(f->name, "tcp.flags") == 0)
			format_tcp_flags((unsigned)f->value & 0x1ff, out, size);
		else
			snprintf(out, size, "0x%0*llx", (f->bits + 3) / 4,
			        (unsigned long long)f->value);
		break;
	case FIELD_FLAG:
		snprintf(out, size, "%u", (unsigned)f->value);
		break;
	case FIELD_MAC:
	case FIELD_IPV4:
	case FIELD_IPV6:
		address_text(f, bytes, out, size);
		break;
	case FIELD_TEXT:
		text_printable((const char *)bytes + f->offset, f->length, out, size);
		break;
	case FIELD_BYTES:
		bytes_text(bytes + f->offset, f->length, out, size);
		break;
	}
}

static void write_bits(uint8_t *at, unsigned bit, unsigned bits, uint64_t value)
{
	for (unsigned i = 0; i < bits; i++) {
		unsigned place = bit + bits - 1 - i;
		uint8_t mask = (uint8_t)(0x80 >> place % 8);
		at[place / 8] =
		        (uint8_t)(value >> i & 1 ? at[place / 8] | mask : at[place / 8] & ~mask);
	}
}

static void turn(const uint8_t *from, uint8_t *to, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		to[n - 1 - i] = from[i];
}

static void write_number(const struct field *f, uint8_t *at, uint64_t value)
{
	uint8_t turned[8];
	if (!f->little) {
		write_bits(at, f->bit, f->bits, value);
		return;
	}
	turn(at, turned, f->little);
	write_bits(turned, f->bit, f->bits, value);
	turn(turned, at, f->little);
}

static bool edit_number(const struct field *f, uint8_t *at, const char *text, struct err *e)
{
	char *end = NULL;
	errno = 0;
	uint64_t value = strtoull(text, &end, 0);
	bool digits = text[0] >= '0' && text[0] <= '9';
	if (!digits || errno || *end != '\0')
		return err_set(e, ERR_USAGE,
		        _("%s: expected a number such as 8888 or 0x22b8, not \"%s\""), f->name,
		        text);
	unsigned long long most = f->bits >= 64 ? UINT64_MAX : ((uint64_t)1 << f->bits) - 1;
	unsigned scale = f->scale ? f->scale : 1;
	if (value % scale)
		return err_set(e, ERR_USAGE, _("%s: must be a multiple of %u"), f->name, scale);
	if (value / scale > most)
		return err_set(e, ERR_USAGE, _("%s: %s does not fit into %u bits, at most %llu"),
		        f->name, text, f->bits, most * scale);
	write_number(f, at, value / scale);
	return true;
}

static bool edit_address(const struct field *f, uint8_t *at, const char *text, struct err *e)
{
	struct packet_addr a;
	if (!packet_addr_parse(text, &a) || a.length != f->length) {
		const char *example = f->form == FIELD_MAC    ? "02:00:00:00:00:01"
		                      : f->form == FIELD_IPV4 ? "10.0.0.1"
		                                              : "2001:db8::1";
		return err_set(e, ERR_USAGE, _("%s: expected an address such as %s, not \"%s\""),
		        f->name, example, text);
	}
	memcpy(at, a.bytes, a.length);
	return true;
}

static bool edit_text(const struct field *f, uint8_t *at, const char *text, struct err *e)
{
	size_t n = strlen(text);
	if (n != f->length)
		return err_set(e, ERR_USAGE,
		        _("%s: the text must stay %u bytes long, this has %zu"), f->name,
		        (unsigned)f->length, n);
	memcpy(at, text, n);
	return true;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	char lower = c >= 'A' && c <= 'F' ? (char)(c + 'a' - 'A') : c;
	const char *at = lower ? strchr(digits, lower) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* Reads pairs of hex digits, blanks and colons between them allowed; writes when out is set. */
static bool read_hex(const char *text, uint8_t *out, size_t n)
{
	size_t count = 0;
	while (*text) {
		if (*text == ' ' || *text == ':') {
			text++;
			continue;
		}
		int high = hex_digit(text[0]);
		int low = high < 0 ? -1 : hex_digit(text[1]);
		if (low < 0 || count == n)
			return false;
		if (out)
			out[count] = (uint8_t)(high << 4 | low);
		count++;
		text += 2;
	}
	return count == n;
}

static bool edit_bytes(const struct field *f, uint8_t *at, const char *text, struct err *e)
{
	if (!read_hex(text, NULL, f->length))
		return err_set(e, ERR_USAGE,
		        _("%s: expected %u bytes as pairs of hexadecimal digits"), f->name,
		        (unsigned)f->length);
	return read_hex(text, at, f->length);
}

bool field_edit(const struct field *f, uint8_t *bytes, size_t len, const char *value, struct err *e)
{
	if (f->offset > len || f->length > len - f->offset)
		return err_set(e, ERR_USAGE, _("%s lies behind the captured bytes"), f->name);
	uint8_t *at = bytes + f->offset;
	switch ((enum field_form)f->form) {
	case FIELD_HEADER:
		break;
	case FIELD_UINT:
	case FIELD_HEX:
	case FIELD_FLAG:
		return edit_number(f, at, value, e);
	case FIELD_MAC:
	case FIELD_IPV4:
	case FIELD_IPV6:
		return edit_address(f, at, value, e);
	case FIELD_TEXT:
		return edit_text(f, at, value, e);
	case FIELD_BYTES:
		return edit_bytes(f, at, value, e);
	}
	return err_set(e, ERR_USAGE, _("%s is a whole header: choose one of its fields"), f->name);
}

static bool is_known(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static size_t add_group(const struct spec_group *g, const char **names, size_t count)
{
	for (size_t i = 0; i < g->count && count < NAMES_MAX; i++) {
		const struct field_spec *s = &g->specs[i];
		if (s->form != FIELD_HEADER && !is_known(names, count, s->name))
			names[count++] = s->name;
	}
	return count;
}

const char *const *fields_editable(void)
{
	static const char *names[NAMES_MAX + 1]; /* gathered once: a constant of this run */
	if (names[0])
		return names;
	size_t count = 0;
	for (const struct spec_group *g = tcp_option_groups; g->count; g++)
		count = add_group(g, names, count);
	for (const struct spec_group *g = icmpv6_option_groups; g->count; g++)
		count = add_group(g, names, count);
	for (unsigned kind = 0; kind < LAYER_KINDS; kind++) {
		const struct spec_group *g = protocol_of((enum packet_layer_kind)kind)->groups;
		for (; g && g->count; g++)
			count = add_group(g, names, count);
	}
	return names;
}
