/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses as text and back.
 */
#include <arpa/inet.h>
#include <string.h>

#include "packet/packet.h"

_Static_assert(INET6_ADDRSTRLEN == 46, "packet_addr_text's room");

bool packet_addr_equal(const struct packet_addr *a, const struct packet_addr *b)
{
	return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

/* Each writes without an end and returns where it stopped. A list of millions of packets writes two
 * each: inet_ntop() and printf() take ten times as long. */
static char *put_ipv4(const uint8_t *a, char *out)
{
	for (int i = 0; i < 4; i++) {
		if (i)
			*out++ = '.';
		if (a[i] >= 100)
			*out++ = (char)('0' + a[i] / 100);
		if (a[i] >= 10)
			*out++ = (char)('0' + a[i] / 10 % 10);
		*out++ = (char)('0' + a[i] % 10);
	}
	return out;
}

static const char digits[] = "0123456789abcdef";

static char *put_mac(const uint8_t *a, char *out)
{
	for (int i = 0; i < 6; i++) {
		if (i)
			*out++ = ':';
		*out++ = digits[a[i] >> 4];
		*out++ = digits[a[i] & 15];
	}
	return out;
}

static char *put_group(unsigned group, char *out)
{
	bool begun = false;
	for (int shift = 12; shift >= 0; shift -= 4) {
		unsigned digit = group >> shift & 15;
		begun = begun || digit || shift == 0;
		if (begun)
			*out++ = digits[digit];
	}
	return out;
}

/* The longest run of two or more groups that are 0, the first of equals (RFC 5952 4.2). */
static void find_zeros(const unsigned *groups, int *first, int *count)
{
	*first = 8;
	*count = 1;
	for (int i = 0; i < 8; i++) {
		int n = 0;
		while (i + n < 8 && groups[i + n] == 0)
			n++;
		if (n > *count) {
			*first = i;
			*count = n;
		}
		i += n;
	}
}

static char *put_ipv6(const uint8_t *a, char *out)
{
	unsigned groups[8];
	int zeros, count;
	for (int i = 0; i < 8; i++)
		groups[i] = (unsigned)a[2 * i] << 8 | a[2 * i + 1];
	find_zeros(groups, &zeros, &count);
	/* An IPv4 address in it is written as one (RFC 5952 5), as inet_ntop() does. */
	bool mapped = zeros == 0 && (count == 6 || (count == 5 && groups[5] == 0xffff));
	for (int i = 0; i < (mapped ? 6 : 8); i++) {
		if (i == zeros) {
			*out++ = ':';
			i += count;
			if (i >= (mapped ? 6 : 8)) {
				*out++ = ':';
				break;
			}
		}
		if (i)
			*out++ = ':';
		out = put_group(groups[i], out);
	}
	if (!mapped)
		return out;
	if (out[-1] != ':')
		*out++ = ':';
	return put_ipv4(a + 12, out);
}

void packet_addr_text(const struct packet_addr *a, char out[46])
{
	char *end = out;
	if (a->length == 4)
		end = put_ipv4(a->bytes, out);
	else if (a->length == 16)
		end = put_ipv6(a->bytes, out);
	else if (a->length == 6)
		end = put_mac(a->bytes, out);
	*end = '\0';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool parse_mac(const char *text, uint8_t out[6])
{
	for (int i = 0; i < 6; i++) {
		int high = hex_digit(text[0]);
		int low = high < 0 ? -1 : hex_digit(text[1]);
		if (low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
		text += 2;
		if (i < 5 && *text != ':' && *text != '-')
			return false;
		text += i < 5;
	}
	return *text == '\0';
}

bool packet_addr_parse(const char *text, struct packet_addr *out)
{
	*out = (struct packet_addr){0};
	if (inet_pton(AF_INET, text, out->bytes) == 1)
		out->length = 4;
	else if (inet_pton(AF_INET6, text, out->bytes) == 1)
		out->length = 16;
	else if (parse_mac(text, out->bytes))
		out->length = 6;
	else
		*out = (struct packet_addr){0};
	return out->length != 0;
}
