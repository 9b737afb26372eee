/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses as text and back.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "packet/packet.h"

_Static_assert(INET6_ADDRSTRLEN == 46, "packet_addr_text's room");

bool packet_addr_equal(const struct packet_addr *a, const struct packet_addr *b)
{
	return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

void packet_addr_text(const struct packet_addr *a, char out[46])
{
	const uint8_t *m = a->bytes;
	out[0] = '\0';
	if (a->length == 4)
		inet_ntop(AF_INET, m, out, 46);
	else if (a->length == 16)
		inet_ntop(AF_INET6, m, out, 46);
	else if (a->length == 6)
		snprintf(out, 46, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3], m[4],
		        m[5]);
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
