/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the small words of lab files.
 */
#include "lab/values.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A decimal number at *s; moves *s behind it and the blanks that follow. strtod() alone would
 * take "inf", "nan" and "0x10" as well. */
static bool take_number(const char **s, double *out)
{
	size_t len = strspn(*s, "0123456789");
	if (!len || len > 15)
		return false;
	if ((*s)[len] == '.' && isdigit((unsigned char)(*s)[len + 1]))
		len += 1 + strspn(*s + len + 1, "0123456789");
	char copy[40];
	if (len >= sizeof(copy))
		return false;
	memcpy(copy, *s, len);
	copy[len] = '\0';
	*out = strtod(copy, NULL);
	*s += len;
	*s += strspn(*s, " ");
	return true;
}

struct unit {
	const char *name;
	double factor;
};

/* A number with one of the units, at most `most` after multiplication. */
static bool take_measure(
        const char *text, const struct unit *units, size_t count, double most, double *out)
{
	double n;
	if (!take_number(&text, &n))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(text, units[i].name) != 0)
			continue;
		*out = n * units[i].factor;
		return *out <= most;
	}
	return false;
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

bool value_flag(const char *text, bool *out)
{
	static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
	for (size_t i = 0; i < COUNT(words); i++) {
		if (strcmp(text, words[i]) != 0)
			continue;
		*out = i % 2 == 1;
		return true;
	}
	return false;
}

bool value_number(const char *text, double *out)
{
	double n;
	if (!take_number(&text, &n) || *text)
		return false;
	*out = n;
	return true;
}

bool value_time(const char *text, nsec *out)
{
	static const struct unit units[] = {{"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
	double n;
	if (!take_measure(text, units, COUNT(units), 3600e9, &n))
		return false;
	*out = (nsec)llround(n);
	return true;
}

bool value_share(const char *text, uint32_t *ppm)
{
	static const struct unit units[] = {{"%", 1e4}};
	double n;
	if (!take_measure(text, units, COUNT(units), 1e6, &n))
		return false;
	*ppm = (uint32_t)lround(n);
	return true;
}

bool value_rate(const char *text, uint64_t *bits)
{
	static const struct unit units[] = {{"bit", 1}, {"kbit", 1e3}, {"Mbit", 1e6}};
	double n;
	if (!take_measure(text, units, COUNT(units), 1e12, &n))
		return false;
	*bits = (uint64_t)llround(n);
	return true;
}

/* ">= 2" and its like; of "> 2" the number itself is left out. */
static bool take_comparison(const char *text, struct lab_bound *out)
{
	static const struct {
		const char *sign;
		bool least, most, without;
	} signs[] = {
	        {">=", true, false, false},
	        {"<=", false, true, false},
	        {"==", true, true, false},
	        {">", true, false, true},
	        {"<", false, true, true},
	        {"=", true, true, false},
	};
	size_t i = 0;
	while (strncmp(text, signs[i].sign, strlen(signs[i].sign)) != 0)
		i++; /* the caller saw one of the three characters, so one of the signs is there */
	text += strlen(signs[i].sign);
	text += strspn(text, " ");
	double n;
	if (!value_number(text, &n))
		return false;
	double above = signs[i].without ? nextafter(n, HUGE_VAL) : n;
	double below = signs[i].without ? nextafter(n, -HUGE_VAL) : n;
	out->least = signs[i].least ? above : -HUGE_VAL;
	out->most = signs[i].most ? below : HUGE_VAL;
	return true;
}

static bool take_range(const char *text, struct lab_bound *out)
{
	struct lab_bound b = BOUND_ANY;
	bool left = take_number(&text, &b.least);
	if (left && !*text) {
		b.most = b.least;
		*out = b;
		return true;
	}
	if (strncmp(text, "..", 2) != 0)
		return false;
	text += 2;
	text += strspn(text, " ");
	bool right = *text != '\0';
	if (right && !value_number(text, &b.most))
		return false;
	if ((!left && !right) || b.least > b.most)
		return false;
	*out = b;
	return true;
}

bool value_bound(const char *text, struct lab_bound *out)
{
	if (*text && strchr("<>=", *text))
		return take_comparison(text, out);
	return take_range(text, out);
}

bool value_name(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	static const char rest[] =
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
	return *text && strchr(letters, *text) && strspn(text, rest) == strlen(text) &&
	       strlen(text) <= 31;
}

bool bound_has(const struct lab_bound *b, double value)
{
	return value >= b->least && value <= b->most;
}

/* Whether %g of the number lies on the other side of it: then it was left out ("> 2"). */
static bool is_without(double n, int direction)
{
	char text[24];
	snprintf(text, sizeof(text), "%g", n);
	double shown = strtod(text, NULL);
	return nextafter(shown, direction * HUGE_VAL) == n;
}

void bound_text(const struct lab_bound *b, char out[48])
{
	bool least = isfinite(b->least), most = isfinite(b->most);
	if (least && most && b->least >= b->most)
		snprintf(out, 48, "%g", b->least);
	else if (least && most)
		snprintf(out, 48, "%g..%g", b->least, b->most);
	else if (least)
		snprintf(out, 48, "%s %g", is_without(b->least, 1) ? ">" : ">=", b->least);
	else if (most)
		snprintf(out, 48, "%s %g", is_without(b->most, -1) ? "<" : "<=", b->most);
	else
		snprintf(out, 48, "any");
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* One escape behind the backslash at *s. */
static bool take_escape(const char **s, uint8_t *out)
{
	static const char letters[] = "rnt0\\";
	static const uint8_t bytes[] = {'\r', '\n', '\t', 0, '\\'};
	const char *at = **s ? strchr(letters, **s) : NULL;
	if (at) {
		*out = bytes[at - letters];
		*s += 1;
		return true;
	}
	int high = **s == 'x' ? hex_digit((*s)[1]) : -1;
	int low = high < 0 ? -1 : hex_digit((*s)[2]);
	if (low < 0)
		return false;
	*out = (uint8_t)(high * 16 + low);
	*s += 3;
	return true;
}

bool value_bytes(const char *text, uint8_t *out, size_t *len)
{
	size_t n = 0;
	while (*text) {
		if (*text != '\\')
			out[n++] = (uint8_t)*text++;
		else if (text++, !take_escape(&text, &out[n++]))
			return false;
	}
	*len = n;
	return true;
}
