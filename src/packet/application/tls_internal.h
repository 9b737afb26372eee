/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handshake messages of TLS, and the numbers' names. Between files of src/packet only.
 */
#ifndef PACKET_APPLICATION_TLS_INTERNAL_H
#define PACKET_APPLICATION_TLS_INTERNAL_H

#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

enum { TLS_CLIENT_HELLO = 1, TLS_SERVER_HELLO = 2 };
enum { TLS_EXT_SNI = 0, TLS_EXT_ALPN = 16, TLS_EXT_VERSIONS = 43 };

extern const struct word tls_versions[], tls_handshakes[], tls_ciphers[], tls_groups[],
        tls_signatures[], tls_extensions[];

/* The random of a ServerHello that asks for another ClientHello (RFC 8446 4.1.3) begins so. */
extern const uint8_t tls_retry_random[8];

/* One handshake message behind its type and length, as fields. */
void tls_handshake_fields(struct part *p, unsigned type);

/* The bytes are a whole ClientHello's head in the form of SSL 2, whose lengths agree. */
bool tls_is_ssl2_hello(struct bytes b);
/* Such a ClientHello from its first byte on, as fields. */
void tls_ssl2_fields(struct part *p);

#endif
