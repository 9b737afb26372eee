/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of TLS' numbers, as IANA has them.
 */
#include "packet/application/tls_internal.h"

const uint8_t tls_retry_random[8] = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11};

const struct word tls_versions[] = {{0x0002, "SSL 2.0"}, {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"},
        {0x0302, "TLS 1.1"}, {0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"}, {0xfeff, "DTLS 1.0"},
        {0xfefd, "DTLS 1.2"}, {0, NULL}};

const struct word tls_handshakes[] = {{0, "HelloRequest"}, {1, "ClientHello"}, {2, "ServerHello"},
        {4, "NewSessionTicket"}, {5, "EndOfEarlyData"}, {8, "EncryptedExtensions"},
        {11, "Certificate"}, {12, "ServerKeyExchange"}, {13, "CertificateRequest"},
        {14, "ServerHelloDone"}, {15, "CertificateVerify"}, {16, "ClientKeyExchange"},
        {20, "Finished"}, {21, "CertificateURL"}, {22, "CertificateStatus"}, {24, "KeyUpdate"},
        {25, "CompressedCertificate"}, {67, "NextProtocol"}, {254, "MessageHash"}, {0, NULL}};

const struct word tls_ciphers[] = {{0x0000, "TLS_NULL_WITH_NULL_NULL"},
        {0x0004, "TLS_RSA_WITH_RC4_128_MD5"}, {0x0005, "TLS_RSA_WITH_RC4_128_SHA"},
        {0x0009, "TLS_RSA_WITH_DES_CBC_SHA"}, {0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"},
        {0x0013, "TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA"},
        {0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA"}, {0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"},
        {0x0032, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA"}, {0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"},
        {0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"}, {0x0038, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA"},
        {0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"}, {0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256"},
        {0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256"}, {0x0041, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA"},
        {0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"},
        {0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"},
        {0x0084, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA"}, {0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256"},
        {0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384"},
        {0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"},
        {0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"},
        {0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"}, {0x1301, "TLS_AES_128_GCM_SHA256"},
        {0x1302, "TLS_AES_256_GCM_SHA384"}, {0x1303, "TLS_CHACHA20_POLY1305_SHA256"},
        {0x1304, "TLS_AES_128_CCM_SHA256"}, {0x1305, "TLS_AES_128_CCM_8_SHA256"},
        {0x5600, "TLS_FALLBACK_SCSV"}, {0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA"},
        {0xc008, "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA"},
        {0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"},
        {0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"},
        {0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA"}, {0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"},
        {0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"},
        {0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"},
        {0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"},
        {0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"},
        {0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"},
        {0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"},
        {0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},
        {0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"},
        {0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
        {0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"}, {0xc09c, "TLS_RSA_WITH_AES_128_CCM"},
        {0xc09d, "TLS_RSA_WITH_AES_256_CCM"}, {0xc0ac, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM"},
        {0xc0ad, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM"},
        {0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
        {0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"},
        {0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"}, {0, NULL}};

const struct word tls_groups[] = {{21, "secp224r1"}, {22, "secp256k1"}, {23, "secp256r1"},
        {24, "secp384r1"}, {25, "secp521r1"}, {26, "brainpoolP256r1"}, {27, "brainpoolP384r1"},
        {28, "brainpoolP512r1"}, {29, "x25519"}, {30, "x448"}, {256, "ffdhe2048"},
        {257, "ffdhe3072"}, {258, "ffdhe4096"}, {259, "ffdhe6144"}, {260, "ffdhe8192"},
        {4587, "SecP256r1MLKEM768"}, {4588, "X25519MLKEM768"}, {4589, "SecP384r1MLKEM1024"},
        {25497, "X25519Kyber768Draft00"}, {0, NULL}};

const struct word tls_signatures[] = {{0x0201, "rsa_pkcs1_sha1"}, {0x0203, "ecdsa_sha1"},
        {0x0401, "rsa_pkcs1_sha256"}, {0x0403, "ecdsa_secp256r1_sha256"},
        {0x0501, "rsa_pkcs1_sha384"}, {0x0503, "ecdsa_secp384r1_sha384"},
        {0x0601, "rsa_pkcs1_sha512"}, {0x0603, "ecdsa_secp521r1_sha512"},
        {0x0804, "rsa_pss_rsae_sha256"}, {0x0805, "rsa_pss_rsae_sha384"},
        {0x0806, "rsa_pss_rsae_sha512"}, {0x0807, "ed25519"}, {0x0808, "ed448"},
        {0x0809, "rsa_pss_pss_sha256"}, {0x080a, "rsa_pss_pss_sha384"},
        {0x080b, "rsa_pss_pss_sha512"}, {0, NULL}};

const struct word tls_extensions[] = {{0, "server_name"}, {1, "max_fragment_length"},
        {5, "status_request"}, {10, "supported_groups"}, {11, "ec_point_formats"},
        {13, "signature_algorithms"}, {14, "use_srtp"}, {15, "heartbeat"}, {16, "ALPN"},
        {18, "signed_certificate_timestamp"}, {21, "padding"}, {22, "encrypt_then_mac"},
        {23, "extended_master_secret"}, {27, "compress_certificate"}, {28, "record_size_limit"},
        {34, "delegated_credentials"}, {40, "key_share"}, {35, "session_ticket"},
        {41, "pre_shared_key"}, {42, "early_data"}, {43, "supported_versions"}, {44, "cookie"},
        {45, "psk_key_exchange_modes"}, {47, "certificate_authorities"},
        {49, "post_handshake_auth"}, {50, "signature_algorithms_cert"}, {51, "key_share"},
        {57, "quic_transport_parameters"}, {13172, "next_protocol_negotiation"},
        {17513, "application_settings"}, {0xffce, "encrypted_server_name"},
        {65037, "encrypted_client_hello"}, {65281, "renegotiation_info"}, {0, NULL}};
