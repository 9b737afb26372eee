/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TLS records and hellos.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case hellos_cases[] = {
        {TCP_CASE, 41000, 443,
                BYTES("\x16\x03\x01\x00\xcc\x01\x00\x00\xc8\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00 "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x06\x13\x01\x13\x02"
                      "\xc0/\x01\x00\x00y\x00\x00\x00\x10\x00\x0e\x00\x00\x0b"
                      "example.org\x00\x10\x00\x0e\x00\x0c\x02h2\x08http/"
                      "1.1\x00+"
                      "\x00\x07\x06zz\x03\x04\x03\x03\x00\n\x00\x06\x00\x04\x00\x1d\x00\x17\x00\x0b"
                      "\x00\x02\x01\x00\x00\r\x00\x06\x00\x04\x04\x03\x08\x04\x00"
                      "3\x00&\x00$\x00\x1d\x00 "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x17\x00\x00"),
                LAYER_TLS, false, "ClientHello example.org, h2, TLS 1.3",
                {{"tls.record.version", "0x0301", "TLS 1.0"},
                        {"tls.handshake.extensions_server_name", "example.org", NULL},
                        {"tls.handshake.extensions_alpn_str", "h2", NULL},
                        {"tls.handshake.ciphersuite", "0x1301", "TLS_AES_128_GCM_SHA256"},
                        {"tls.handshake.extensions_supported_group", "0x001d", "x25519"},
                        {"tls.handshake.extensions.supported_version", "0x7a7a",
                                "GREASE: means nothing"}}},
        {TCP_CASE, 41001, 8888,
                BYTES("\x16\x03\x01\x00\xcc\x01\x00\x00\xc8\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00 "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x06\x13\x01\x13\x02"
                      "\xc0/\x01\x00\x00y\x00\x00\x00\x10\x00\x0e\x00\x00\x0b"
                      "example.org\x00\x10\x00\x0e\x00\x0c\x02h2\x08http/"
                      "1.1\x00+"
                      "\x00\x07\x06zz\x03\x04\x03\x03\x00\n\x00\x06\x00\x04\x00\x1d\x00\x17\x00\x0b"
                      "\x00\x02\x01\x00\x00\r\x00\x06\x00\x04\x04\x03\x08\x04\x00"
                      "3\x00&\x00$\x00\x1d\x00 "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x17\x00\x00"),
                LAYER_TLS, true, "ClientHello example.org, h2, TLS 1.3", {{NULL, NULL, NULL}}},
        {TCP_CASE, 41002, 443,
                BYTES("\x16\x03\x01\x00\xcc\x01\x00\x00\xc8\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00 "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x06\x13\x01\x13\x02"
                      "\xc0/\x01\x00\x00y\x00\x00\x00\x10\x00\x0e\x00\x00\x0b"
                      "example.org\x00\x10\x00\x0e\x00\x0c\x02h2\x08http/"
                      "1.1\x00+"
                      "\x00\x07\x06zz\x03\x04\x03\x03\x00\n\x00\x06\x00\x04\x00\x1d\x00\x17\x00\x0b"
                      "\x00"),
                LAYER_TLS, false, "ClientHello example.org, h2, TLS 1.3 (goes on)",
                {{"tls.record.length", NULL, "only 145 here, it goes on"},
                        {"tls.handshake.length", NULL, "only 141 here, it goes on"}}},
        {TCP_CASE, 41002, 443,
                BYTES("\x16\x03\x01\x00\xcc\x01\x00\x00\xc8\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00"),
                LAYER_TLS, false, "ClientHello, TLS 1.2 (goes on)", {{NULL, NULL, NULL}}},
        {TCP_CASE, 443, 41003,
                BYTES("\x16\x03\x03\x00z\x02\x00\x00v\x03\x03\x00\x01\x02\x03\x04\x05\x06\x07\x08\t"
                      "\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d"
                      "\x1e\x1f "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x13\x01\x00\x00.\x00+"
                      "\x00\x02\x03\x04\x00"
                      "3\x00$\x00\x1d\x00 "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x14\x03\x03\x00\x01\x01"
                      "\x17\x03\x03\x00("
                      "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13"
                      "\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f !\"#$%&'"),
                LAYER_TLS, false,
                "ServerHello, TLS 1.3, TLS_AES_128_GCM_SHA256, ChangeCipherSpec, application data",
                {{"tls.handshake.type", "2", "ServerHello"}, {"tls.app_data", NULL, NULL}}},
        {TCP_CASE, 443, 41003,
                BYTES("\x16\x03\x03\x00z\x02\x00\x00v\x03\x03\xcf!\xadt\xe5\x9a"
                      "a\x11\xbe\x1d\x8c\x02\x1e"
                      "e\xb8\x91\xc2\xa2\x11\x16z\xbb\x8c^\x07\x9e\t\xe2\xc8\xa8"
                      "3\x9c "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x13\x01\x00\x00.\x00+"
                      "\x00\x02\x03\x04\x00"
                      "3\x00$\x00\x1d\x00 "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_TLS, false, "HelloRetryRequest, TLS 1.3, TLS_AES_128_GCM_SHA256",
                {{NULL, NULL, NULL}}},
};

static void hellos(void **state)
{
	(void)state;
	APP_CHECK(hellos_cases);
}

static const struct app_case others_cases[] = {
        {TCP_CASE, 443, 41004,
                BYTES("\x15\x03\x03\x00\x02\x02"
                      "0"),
                LAYER_TLS, false, "alert unknown_ca",
                {{"tls.alert_message.level", "2", "fatal"},
                        {"tls.alert_message.desc", "48", "unknown_ca"}}},
        {TCP_CASE, 4443, 41004,
                BYTES("\x15\x03\x03\x00\x02\x02"
                      "0"),
                LAYER_TLS, true, "alert unknown_ca", {{NULL, NULL, NULL}}},
        {TCP_CASE, 41005, 443,
                BYTES("\x17\x03\x03\x00"
                      "d\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13"
                      "\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f "
                      "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abc"),
                LAYER_TLS, false, "application data", {{NULL, NULL, NULL}}},
        {TCP_CASE, 41005, 8888,
                BYTES("\x17\x03\x03\x00"
                      "d\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13"
                      "\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f "
                      "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abc"),
                LAYER_TLS, true, "application data", {{NULL, NULL, NULL}}},
        {TCP_CASE, 443, 41006,
                BYTES("\x16\x03\x03\x00\x13\x0b\x00\x00\x0b\x00\x00\x08\x00\x00\x05"
                      "0\x03\x02\x01\x01\x0e\x00\x00\x00"),
                LAYER_TLS, false, "Certificate, ServerHelloDone",
                {{"tls.handshake.certificate", "30 03 02 01 01", NULL}}},
        {TCP_CASE, 443, 41006,
                BYTES("\x16\x03\x03\x00("
                      "\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a"
                      "\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a\x9a"
                      "\x9a\x9a"),
                LAYER_TLS, false, "encrypted handshake", {{NULL, NULL, NULL}}},
};

static void others(void **state)
{
	(void)state;
	APP_CHECK(others_cases);
}

static const struct app_case what_is_none_cases[] = {
        {TCP_CASE, 41000, 443, BYTES("GET / HTTP/1.1\r\n\r\n"), LAYER_HTTP, true, "GET / HTTP/1.1",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 443,
                BYTES("\xc8\xc9\xca\xcb\xcc\xcd\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda"
                      "\xdb\xdc\xdd\xde\xdf\xe0\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed"
                      "\xee\xef\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 443, BYTES("\x16\x03\x01"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 8888, BYTES("\x16\x03\x01\x00\x05hello"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 8888,
                BYTES("\x17\x03\x01\x00 "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00 more"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 8888, BYTES("\x16\x03\x01\xff\xff\x01\x00\x00\x05"), LAYER_PAYLOAD, false,
                NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 8888, BYTES("\x15\x03\x03\x00\x02\x03("), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

/* Segments of a connection to a port that says nothing, from its middle: the lengths agree. */
static const struct app_case records_that_fill_the_segment_cases[] = {
        {TCP_CASE, 41000, 8888,
                BYTES("\x17\x03\x01\x00 "
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_TLS, true, "application data", {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 8888, BYTES("\x14\x03\x03\x00\x01\x01"), LAYER_TLS, true,
                "ChangeCipherSpec", {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 8888,
                BYTES("\x14\x03\x03\x00\x01\x01\x16\x03\x03\x00"
                      "2encrypted"),
                LAYER_TLS, true, "ChangeCipherSpec, encrypted handshake (goes on)",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 8888,
                BYTES("\x16\x03\x03\x00\x07\x0b\x00\x00\x03\x00\x00\x00\x16\x03\x03\x00\x04\x0e\x00"
                      "\x00\x00"),
                LAYER_TLS, true, "Certificate, ServerHelloDone", {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 8888, BYTES("\x14\x03\x03\x00\x01\x01!"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 41000, 8888, BYTES("\x14\x03\x03\x00\x02\x01\x01"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void records_that_fill_the_segment(void **state)
{
	(void)state;
	APP_CHECK(records_that_fill_the_segment_cases);
}

static const struct app_case keys_and_signatures_cases[] = {
        {TCP_CASE, 443, 41006,
                BYTES("\x16\x03\x03\x00\x10\x0c\x00\x00\x0c\x03\x00\x1d\x02\xaa\xbb\x04\x03\x00\x02"
                      "\xcc\xdd"),
                LAYER_TLS, false, "ServerKeyExchange",
                {{"tls.handshake.server_named_curve", "0x001d", "x25519"},
                        {"tls.handshake.server_point", "aa bb", NULL},
                        {"tls.handshake.sig_hash_alg", "0x0403", NULL},
                        {"tls.handshake.sig", "cc dd", NULL}}},
        {TCP_CASE, 443, 41006, /* a prime, a generator, a key; TLS 1.0 names no algorithm */
                BYTES("\x16\x03\x01\x00\x12\x0c\x00\x00\x0e\x00\x02\xaa\xbb\x00\x01\x02\x00\x01\xee"
                      "\x00\x02\xcc\xdd"),
                LAYER_TLS, false, "ServerKeyExchange",
                {{"tls.handshake.p", "aa bb", NULL}, {"tls.handshake.g", "02", NULL},
                        {"tls.handshake.ys", "ee", NULL}, {"tls.handshake.sig", "cc dd", NULL}}},
        {TCP_CASE, 443, 41006,
                BYTES("\x16\x03\x03\x00\x0e\x0d\x00\x00\x0a\x01\x01\x00\x04\x04\x03\x08\x04\x00"
                      "\x00"),
                LAYER_TLS, false, "CertificateRequest",
                {{"tls.handshake.cert_type", "1", NULL},
                        {"tls.handshake.sig_hash_alg", "0x0403", NULL}}},
        {TCP_CASE, 41006, 443,
                BYTES("\x16\x03\x03\x00\x0a\x0f\x00\x00\x06\x08\x04\x00\x02\xcc\xdd"), LAYER_TLS,
                false, "CertificateVerify",
                {{"tls.handshake.sig_hash_alg", "0x0804", NULL},
                        {"tls.handshake.sig", "cc dd", NULL}}},
};

static void keys_and_signatures(void **state)
{
	(void)state;
	APP_CHECK(keys_and_signatures_cases);
}

/* RFC 5246 E.2, at TLS' port and elsewhere; with a length that doesn't agree. */
#define SSL2_HELLO(length)                                                           \
	"\x80" length "\x01\x03\x01\x00\x06\x00\x00\x00\x10\x01\x00\x80\x00\x00\x2f" \
	"0123456789abcdef"

static const struct app_case hellos_as_in_ssl2_cases[] = {
        {TCP_CASE, 41006, 443, BYTES(SSL2_HELLO("\x1f")), LAYER_TLS, false,
                "ClientHello as in SSL 2, TLS 1.0",
                {{"tls.record.length", "31", NULL}, {"tls.handshake.type", "1", "ClientHello"},
                        {"tls.handshake.version", "0x0301", "TLS 1.0"},
                        {"tls.handshake.cipherspec", "0x010080", "SSL_CK_RC4_128_WITH_MD5"},
                        {"tls.handshake.session_id_length", "0", NULL},
                        {"tls.handshake.challenge", NULL, NULL}}},
        {TCP_CASE, 41006, 8888, BYTES(SSL2_HELLO("\x1f")), LAYER_TLS, true, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 41006, 8888, BYTES(SSL2_HELLO("\x1f") "!"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 41006, 443, BYTES(SSL2_HELLO("\x20")), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void hellos_as_in_ssl2(void **state)
{
	(void)state;
	APP_CHECK(hellos_as_in_ssl2_cases);
}

static void what_is_none(void **state)
{
	(void)state;
	APP_CHECK(what_is_none_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(hellos),
	        cmocka_unit_test(others),
	        cmocka_unit_test(records_that_fill_the_segment),
	        cmocka_unit_test(keys_and_signatures),
	        cmocka_unit_test(hellos_as_in_ssl2),
	        cmocka_unit_test(what_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
