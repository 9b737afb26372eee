/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UTF-8 and display columns.
 */
#include "base/text.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* RFC 3629: lead byte -> length, smallest code point that may use this length. */
static size_t sequence_of(unsigned char lead, uint32_t *bits, uint32_t *least)
{
	if (lead >= 0xc2 && lead <= 0xdf) {
		*bits = lead & 0x1fu;
		*least = 0x80;
		return 2;
	}
	if (lead >= 0xe0 && lead <= 0xef) {
		*bits = lead & 0x0fu;
		*least = 0x800;
		return 3;
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		*bits = lead & 0x07u;
		*least = 0x10000;
		return 4;
	}
	return 0;
}

size_t text_decode(const char *s, size_t len, uint32_t *cp)
{
	unsigned char lead = (unsigned char)s[0];
	if (lead < 0x80) {
		*cp = lead;
		return 1;
	}
	uint32_t value = 0, least = 0;
	size_t n = sequence_of(lead, &value, &least);
	*cp = 0xfffd;
	if (n == 0 || n > len)
		return 1;
	for (size_t i = 1; i < n; i++) {
		if (!is_continuation(s[i]))
			return 1;
		value = value << 6 | ((unsigned char)s[i] & 0x3fu);
	}
	if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 1;
	*cp = value;
	return n;
}

size_t text_encode(uint32_t cp, char *out)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	out[n] = '\0';
	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3f));
		cp >>= 6;
	}
	out[0] = (char)(lead[n] | cp);
	return n;
}

int text_width_cp(uint32_t cp)
{
	if (cp < 0x7f)
		return cp >= 0x20 ? 1 : 0;
	static locale_t utf8; /* a constant of this run: wcwidth() must not follow LANG=C */
	if (!utf8)
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
	int width = wcwidth((wchar_t)cp);
	if (before)
		uselocale(before);
	return width < 0 ? 0 : width;
}

int text_width(const char *s)
{
	int columns = 0;
	for (size_t len = strlen(s); len;) {
		uint32_t cp;
		size_t n = text_decode(s, len, &cp);
		columns += text_width_cp(cp);
		s += n;
		len -= n;
	}
	return columns;
}

size_t text_prefix(const char *s, int columns, int *used)
{
	size_t len = strlen(s), at = 0;
	int sum = 0;
	while (at < len) {
		uint32_t cp;
		size_t n = text_decode(s + at, len - at, &cp);
		int width = text_width_cp(cp);
		if (sum + width > columns)
			break;
		sum += width;
		at += n;
	}
	if (used)
		*used = sum;
	return at;
}

size_t text_whole(const char *s, size_t len)
{
	size_t lead = len;
	while (lead && len - lead < 3 && is_continuation(s[lead - 1]))
		lead--;
	uint32_t bits, least;
	size_t n = lead ? sequence_of((unsigned char)s[lead - 1], &bits, &least) : 0;
	return n > len - lead + 1 ? lead - 1 : len;
}

void text_printable(const char *s, size_t len, char *out, size_t size)
{
	size_t at = 0;
	if (!size)
		return;
	while (len) {
		uint32_t cp;
		size_t n = text_decode(s, len, &cp);
		char utf8[5];
		bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
		size_t m = text_encode(control ? '?' : cp, utf8);
		if (at + m + 1 > size)
			break;
		memcpy(out + at, utf8, m);
		at += m;
		s += n;
		len -= n;
	}
	out[at] = '\0';
}
