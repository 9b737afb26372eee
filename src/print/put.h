/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and addresses as text, written where the caller has room: no locale, no allocation, no
 * terminating NUL. Each function returns where its text ends. Sizes are the most it writes.
 */
#ifndef PRINT_PUT_H
#define PRINT_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct packet_addr;

#define PUT_U64_MAX 20
#define PUT_IP4_MAX 15
#define PUT_MAC_MAX 17
#define PUT_ADDR_MAX 45 /* of any packet_addr */

extern const char put_digits[16]; /* hexadecimal, lower case */

static inline char *put_char(char *at, char c)
{
	*at = c;
	return at + 1;
}

static inline char *put_bytes(char *at, const void *bytes, size_t n)
{
	memcpy(at, bytes, n);
	return at + n;
}

static inline char *put_text(char *at, const char *text)
{
	return put_bytes(at, text, strlen(text));
}

/* The same for a literal, its length known when compiled. */
#define put_lit(at, literal) put_bytes((at), "" literal, sizeof(literal) - 1)

/* Decimal. */
char *put_u64(char *at, uint64_t v);
/* Decimal with leading zeros: the last n digits. */
char *put_zeros(char *at, uint64_t v, int n);
/* Hexadecimal: the last n digits. */
char *put_hex(char *at, uint64_t v, int n);
/* Blanks until the text that begins at `from` is so many columns wide. */
char *put_blanks(char *at, const char *from, size_t columns);

static inline char *put_byte(char *at, uint8_t v)
{
	at[0] = put_digits[v >> 4];
	at[1] = put_digits[v & 15];
	return at + 2;
}

char *put_ip4(char *at, const uint8_t ip[4]);
/* RFC 5952. */
char *put_ip6(char *at, const uint8_t ip[16]);
char *put_mac(char *at, const uint8_t mac[6]);
/* As packet_addr_text() has it; nothing when there is none. */
char *put_addr(char *at, const struct packet_addr *a);

#endif
