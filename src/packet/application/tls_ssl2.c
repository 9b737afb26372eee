/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ClientHello in the form of SSL 2 (RFC 5246 E.2), with which old clients begin also when they
 * would rather speak SSL 3 or TLS.
 */
#include "packet/application/tls_internal.h"

#define HEAD 11 /* to the challenge's length */
#define CIPHER 3
#define CHALLENGE_MAX 32

enum { CIPHERS_AT = 5, ID_AT = 7, CHALLENGE_AT = 9 };

static const struct word ciphers[] = {{0x010080, "SSL_CK_RC4_128_WITH_MD5"},
        {0x020080, "SSL_CK_RC4_128_EXPORT40_WITH_MD5"}, {0x030080, "SSL_CK_RC2_128_CBC_WITH_MD5"},
        {0x040080, "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5"},
        {0x050080, "SSL_CK_IDEA_128_CBC_WITH_MD5"}, {0x060040, "SSL_CK_DES_64_CBC_WITH_MD5"},
        {0x0700c0, "SSL_CK_DES_192_EDE3_CBC_WITH_MD5"}, {0, NULL}};
static const struct field_spec head[] = {
        {"tls.record.length", N_("Record length"), FIELD_UINT, 1, .bit = 1, .bits = 15},
        {"tls.handshake.type", N_("Handshake"), FIELD_UINT, 2, .bit = 16, .bits = 8,
                .words = tls_handshakes},
        {"tls.handshake.version", N_("Version"), FIELD_HEX, 2, .bit = 24, .bits = 16,
                .words = tls_versions},
        {"tls.handshake.cipher_spec_len", N_("Cipher suites length"), FIELD_UINT, 2,
                .bit = CIPHERS_AT * 8, .bits = 16},
        {"tls.handshake.session_id_length", N_("Session id length"), FIELD_UINT, 2,
                .bit = ID_AT * 8, .bits = 16},
        {"tls.handshake.challenge_length", N_("Challenge length"), FIELD_UINT, 2,
                .bit = CHALLENGE_AT * 8, .bits = 16},
};

bool tls_is_ssl2_hello(struct bytes b)
{
	unsigned length = bytes_be16(&b), type = bytes_u8(&b), version = bytes_be16(&b);
	unsigned suites = bytes_be16(&b), id = bytes_be16(&b), challenge = bytes_be16(&b);
	bool known = version == 0x0002 || (version >= 0x0300 && version <= 0x0303);
	return !b.bad && type == TLS_CLIENT_HELLO && known && suites && suites % CIPHER == 0 &&
	       (id == 0 || id == 16) && challenge >= 16 && challenge <= CHALLENGE_MAX &&
	       length == (0x8000 | (HEAD - 2 + suites + id + challenge));
}

void tls_ssl2_fields(struct part *p)
{
	static const struct field_spec cipher = {"tls.handshake.cipherspec", N_("Cipher suite"),
	        FIELD_HEX, 2, .bits = 24, .words = ciphers};
	static const struct field_spec id = {
	        "tls.handshake.session_id", N_("Session id"), FIELD_BYTES, .depth = 2};
	static const struct field_spec challenge = {
	        "tls.handshake.challenge", N_("Challenge"), FIELD_BYTES, .depth = 2};
	uint32_t suites = (uint32_t)part_number(p, CIPHERS_AT, 2);
	uint32_t id_length = (uint32_t)part_number(p, ID_AT, 2);
	uint32_t challenge_length = (uint32_t)part_number(p, CHALLENGE_AT, 2);
	PART_TABLE(p, head, HEAD);
	struct part list = part_take(p, suites);
	while (part_left(&list) >= CIPHER) {
		struct field *f = part_add(&list, &cipher);
		/* Those of later versions have a zero in front. */
		if (f && f->value <= UINT16_MAX && word_find(tls_ciphers, (uint32_t)f->value))
			field_mean(f, "%s", word_find(tls_ciphers, (uint32_t)f->value));
	}
	part_upto(p, &id, id_length);
	part_upto(p, &challenge, challenge_length);
}
