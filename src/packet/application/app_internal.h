/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an application protocol is beyond its fields: how its messages are known, and what one
 * says in a few words. Between files of src/packet only.
 *
 * How it works: behind a transport's header app_dispatch() asks the ports (lower one first, as
 * Wireshark does) for a protocol, and that protocol whether the first bytes fit. Where no port
 * tells, a short table over the first byte names protocols that may be *sure* of what they see;
 * then the frame is PACKET_GUESSED. Only first bytes are looked at, so data in bulk cost nothing,
 * and a segment from the middle of a message is data rather than misread.
 */
#ifndef PACKET_APPLICATION_APP_INTERNAL_H
#define PACKET_APPLICATION_APP_INTERNAL_H

#include "packet/decode_internal.h"
#include "packet/out_internal.h"

struct app {
	/* The payload may begin a message of this protocol, which the port suggests. */
	bool (*fits)(struct bytes b, const struct packet *p);
	/* It can be nothing else; NULL: never without the port. */
	bool (*sure)(struct bytes b, const struct packet *p);
	/* One line, of the message alone: "GET / HTTP/1.1". Writes nothing when it can't tell. */
	void (*summary)(struct bytes b, const struct packet *p, struct out *o);
};

extern const struct app app_dns, app_mdns, app_llmnr, app_nbns, app_dhcp, app_dhcpv6, app_ntp,
        app_tftp, app_snmp, app_syslog, app_ssdp, app_quic, app_http, app_http2, app_websocket,
        app_smtp, app_ftp, app_pop, app_imap, app_telnet, app_ssh, app_tls, app_socks, app_mqtt,
        app_redis, app_sip, app_stun;

/* The protocol of a transport's payload at d->at. */
enum packet_layer_kind app_dispatch(const struct decode *d, unsigned sport, unsigned dport);
/* That is the protocol's TCP port. */
bool app_speaks_at(unsigned port, enum packet_layer_kind kind);
/* Every application's decode(): what is left is its layer. */
enum packet_layer_kind app_decode(struct decode *d);

/* What the application layer l says; nothing when l is none. */
void app_summary(
        const struct packet *p, const struct packet_layer *l, const uint8_t *bytes, struct out *o);

static inline bool app_is(unsigned kind)
{
	return kind >= LAYER_DNS && kind < LAYER_PAYLOAD;
}

/* The bytes at the cursor begin with that text. */
static inline bool app_begins(const struct bytes *b, const char *text)
{
	size_t n = strlen(text);
	/* Most differ in the first byte already. */
	return !b->bad && bytes_left(b) >= n && b->base[b->pos] == (uint8_t)text[0] &&
	       memcmp(b->base + b->pos, text, n) == 0;
}

/* The first four bytes as a number, 0 when they are not there. */
static inline uint32_t app_four(const struct bytes *b)
{
	return !b->bad && bytes_left(b) >= 4 ? get32(b->base + b->pos) : 0;
}

/* The byte i places on, 0 when there is none. */
static inline uint8_t app_byte(const struct bytes *b, size_t i)
{
	return !b->bad && i < bytes_left(b) ? b->base[b->pos + i] : 0;
}

#endif
