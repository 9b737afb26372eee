/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and addresses as text, without printf: a million packets have ten million of them.
 */
#include "print/put.h"

#include <stdbool.h>

#include "packet/packet.h"

const char put_digits[16] = "0123456789abcdef";

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

char *put_u64(char *at, uint64_t v)
{
	char text[PUT_U64_MAX];
	char *from = text + sizeof(text);
	while (v >= 100) {
		from -= 2;
		memcpy(from, pairs + 2 * (v % 100), 2);
		v /= 100;
	}
	if (v >= 10) {
		from -= 2;
		memcpy(from, pairs + 2 * v, 2);
	} else {
		*--from = (char)('0' + v);
	}
	return put_bytes(at, from, (size_t)(text + sizeof(text) - from));
}

char *put_zeros(char *at, uint64_t v, int n)
{
	int i = n;
	for (; i >= 2; i -= 2, v /= 100)
		memcpy(at + i - 2, pairs + 2 * (v % 100), 2);
	if (i == 1)
		at[0] = (char)('0' + v % 10);
	return at + n;
}

char *put_hex(char *at, uint64_t v, int n)
{
	for (int i = n; i > 0; i--, v >>= 4)
		at[i - 1] = put_digits[v & 15];
	return at + n;
}

char *put_blanks(char *at, const char *from, size_t columns)
{
	while (at < from + columns)
		*at++ = ' ';
	return at;
}

static inline char *put_octet(char *at, uint8_t v)
{
	if (v >= 100) {
		*at = (char)('0' + v / 100);
		memcpy(at + 1, pairs + 2 * (v % 100), 2);
		return at + 3;
	}
	if (v >= 10) {
		memcpy(at, pairs + 2 * v, 2);
		return at + 2;
	}
	*at = (char)('0' + v);
	return at + 1;
}

char *put_ip4(char *at, const uint8_t ip[4])
{
	for (int i = 0; i < 3; i++)
		at = put_char(put_octet(at, ip[i]), '.');
	return put_octet(at, ip[3]);
}

static char *put_group(char *at, unsigned v)
{
	if (v >= 0x1000)
		*at++ = put_digits[v >> 12];
	if (v >= 0x100)
		*at++ = put_digits[v >> 8 & 15];
	if (v >= 0x10)
		*at++ = put_digits[v >> 4 & 15];
	*at++ = put_digits[v & 15];
	return at;
}

/* The longest run of at least two groups that are 0; *count 0 when there is none. */
static int longest_zeros(const unsigned groups[8], int *count)
{
	int best = 0;
	*count = 0;
	for (int i = 0; i < 8;) {
		int begin = i;
		while (i < 8 && groups[i] == 0)
			i++;
		if (i - begin > *count && i - begin > 1) {
			best = begin;
			*count = i - begin;
		}
		i += i == begin;
	}
	return best;
}

char *put_ip6(char *at, const uint8_t ip[16])
{
	unsigned groups[8];
	int zeros, begin;
	for (int i = 0; i < 8; i++)
		groups[i] = (unsigned)ip[2 * i] << 8 | ip[2 * i + 1];
	begin = longest_zeros(groups, &zeros);
	/* ::192.0.2.1 and ::ffff:192.0.2.1, as inet_ntop(3) writes them */
	bool mapped = begin == 0 && zeros == 5 && groups[5] == 0xffff;
	int end = mapped || (begin == 0 && zeros == 6) ? 6 : 8;
	for (int i = 0; i < end;) {
		if (zeros && i == begin) {
			at = put_lit(at, "::");
			i += zeros;
			continue;
		}
		at = put_group(at, groups[i++]);
		if (i < end && !(zeros && i == begin))
			*at++ = ':';
	}
	if (end == 8)
		return at;
	if (mapped)
		*at++ = ':';
	return put_ip4(at, ip + 12);
}

char *put_mac(char *at, const uint8_t mac[6])
{
	for (int i = 0; i < 6; i++) {
		at = put_byte(at, mac[i]);
		*at++ = ':';
	}
	return at - 1;
}

char *put_addr(char *at, const struct packet_addr *a)
{
	switch (a->length) {
	case 4:
		return put_ip4(at, a->bytes);
	case 6:
		return put_mac(at, a->bytes);
	case 16:
		return put_ip6(at, a->bytes);
	default: /* a number of bytes, no enum of ours */
		return at;
	}
}
