/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which application speaks: by port, else by what can be nothing else.
 */
#include "packet/application/app_internal.h"

static const struct app *const apps[LAYER_KINDS] = {
        [LAYER_DNS] = &app_dns,
        [LAYER_MDNS] = &app_mdns,
        [LAYER_LLMNR] = &app_llmnr,
        [LAYER_NBNS] = &app_nbns,
        [LAYER_DHCP] = &app_dhcp,
        [LAYER_DHCPV6] = &app_dhcpv6,
        [LAYER_NTP] = &app_ntp,
        [LAYER_TFTP] = &app_tftp,
        [LAYER_SNMP] = &app_snmp,
        [LAYER_SYSLOG] = &app_syslog,
        [LAYER_SSDP] = &app_ssdp,
        [LAYER_QUIC] = &app_quic,
        [LAYER_HTTP] = &app_http,
        [LAYER_HTTP2] = &app_http2,
        [LAYER_WEBSOCKET] = &app_websocket,
        [LAYER_SMTP] = &app_smtp,
        [LAYER_FTP] = &app_ftp,
        [LAYER_POP] = &app_pop,
        [LAYER_IMAP] = &app_imap,
        [LAYER_TELNET] = &app_telnet,
        [LAYER_SSH] = &app_ssh,
        [LAYER_TLS] = &app_tls,
        [LAYER_SOCKS] = &app_socks,
        [LAYER_MQTT] = &app_mqtt,
        [LAYER_REDIS] = &app_redis,
        [LAYER_SIP] = &app_sip,
        [LAYER_STUN] = &app_stun,
};

/* IANA's service names and port numbers; 0 is nobody (no application is LAYER_ETHERNET). */
#define WELL_KNOWN 1024
static const uint8_t tcp_ports[WELL_KNOWN] = {
        [21] = LAYER_FTP,
        [22] = LAYER_SSH,
        [23] = LAYER_TELNET,
        [25] = LAYER_SMTP,
        [53] = LAYER_DNS,
        [80] = LAYER_HTTP,
        [110] = LAYER_POP,
        [143] = LAYER_IMAP,
        [443] = LAYER_TLS,
        [465] = LAYER_TLS,
        [587] = LAYER_SMTP,
        [631] = LAYER_HTTP, /* printing */
        [636] = LAYER_TLS,
        [853] = LAYER_TLS,
        [990] = LAYER_TLS,
        [993] = LAYER_TLS,
        [995] = LAYER_TLS,
};
static const uint8_t udp_ports[WELL_KNOWN] = {
        [53] = LAYER_DNS,
        [67] = LAYER_DHCP,
        [68] = LAYER_DHCP,
        [69] = LAYER_TFTP,
        [123] = LAYER_NTP,
        [137] = LAYER_NBNS,
        [161] = LAYER_SNMP,
        [162] = LAYER_SNMP,
        [443] = LAYER_QUIC,
        [514] = LAYER_SYSLOG,
        [546] = LAYER_DHCPV6,
        [547] = LAYER_DHCPV6,
        [853] = LAYER_QUIC,
};
static const struct {
	uint8_t protocol;
	uint16_t port;
	uint8_t kind;
} high_ports[] = {
        {IP_TCP, 1080, LAYER_SOCKS},
        {IP_TCP, 1883, LAYER_MQTT},
        {IP_TCP, 1900, LAYER_HTTP},
        {IP_UDP, 1900, LAYER_SSDP},
        {IP_TCP, 2869, LAYER_HTTP},
        {IP_TCP, 3128, LAYER_HTTP},
        {IP_TCP, 3132, LAYER_HTTP},
        {IP_TCP, 3478, LAYER_STUN},
        {IP_UDP, 3478, LAYER_STUN},
        {IP_TCP, 3689, LAYER_HTTP},
        {IP_TCP, 5060, LAYER_SIP},
        {IP_UDP, 5060, LAYER_SIP},
        {IP_TCP, 5061, LAYER_TLS},
        {IP_UDP, 5353, LAYER_MDNS},
        {IP_TCP, 5353, LAYER_DNS},
        {IP_UDP, 5355, LAYER_LLMNR},
        {IP_TCP, 5355, LAYER_LLMNR},
        {IP_TCP, 5671, LAYER_TLS},
        {IP_TCP, 5985, LAYER_HTTP},
        {IP_TCP, 6379, LAYER_REDIS},
        {IP_TCP, 8080, LAYER_HTTP},
        {IP_TCP, 8088, LAYER_HTTP},
        {IP_TCP, 8883, LAYER_TLS},
        {IP_TCP, 11371, LAYER_HTTP},
        {IP_TCP, 29418, LAYER_SSH},
};

/* Who may be sure of a message that begins with a byte of that range. */
static const struct {
	uint8_t protocol, first, last, kind;
} guesses[] = {
        {IP_TCP, 'A', 'Z', LAYER_SIP}, /* before HTTP: both have OPTIONS */
        {IP_TCP, 'B', 'V', LAYER_HTTP},
        {IP_TCP, 'P', 'P', LAYER_HTTP2},
        {IP_TCP, 'S', 'S', LAYER_SSH},
        {IP_TCP, 'E', 'R', LAYER_SMTP},
        {IP_TCP, '2', '2', LAYER_SMTP},
        {IP_TCP, '2', '2', LAYER_FTP},
        {IP_TCP, '$', '+', LAYER_REDIS},
        {IP_TCP, '*', '*', LAYER_IMAP},
        {IP_TCP, 0x10, 0x10, LAYER_MQTT},
        {IP_TCP, 0x14, 0x18, LAYER_TLS},
        {IP_TCP, 0x80, 0x80, LAYER_TLS},  /* a hello as in SSL 2 */
        {IP_TCP, 0x00, 0x3f, LAYER_STUN}, /* before HTTP/2, which is less sure */
        {IP_TCP, 0x00, 0x00, LAYER_HTTP2},
        {IP_TCP, 0x80, 0x8a, LAYER_WEBSOCKET},
        {IP_TCP, 0xc1, 0xc2, LAYER_WEBSOCKET}, /* compressed */
        {IP_TCP, 0x01, 0x02, LAYER_WEBSOCKET}, /* a piece */
        {IP_UDP, 'A', 'Z', LAYER_SIP},
        {IP_UDP, 0x00, 0x3f, LAYER_STUN}, /* before DNS, which is less sure */
        {IP_UDP, 0x80, 0xff, LAYER_QUIC},
        {IP_UDP, 0x00, 0xff, LAYER_DNS},
};

static unsigned kind_of_port(unsigned protocol, unsigned port)
{
	if (port < WELL_KNOWN)
		return protocol == IP_TCP ? tcp_ports[port] : udp_ports[port];
	for (size_t i = 0; i < sizeof(high_ports) / sizeof(high_ports[0]); i++) {
		if (high_ports[i].port == port && high_ports[i].protocol == protocol)
			return high_ports[i].kind;
	}
	return 0;
}

bool app_speaks_at(unsigned port, enum packet_layer_kind kind)
{
	return kind_of_port(IP_TCP, port) == kind;
}

static enum packet_layer_kind guess(const struct decode *d, const struct bytes *b)
{
	uint8_t first = app_byte(b, 0);
	for (size_t i = 0; i < sizeof(guesses) / sizeof(guesses[0]); i++) {
		if (first < guesses[i].first || first > guesses[i].last ||
		        guesses[i].protocol != d->protocol)
			continue;
		if (apps[guesses[i].kind]->sure(*b, d->p)) {
			d->p->flags |= PACKET_GUESSED;
			return (enum packet_layer_kind)guesses[i].kind;
		}
	}
	return LAYER_PAYLOAD;
}

enum packet_layer_kind app_dispatch(const struct decode *d, unsigned sport, unsigned dport)
{
	struct bytes b = decode_cursor(d);
	unsigned low = sport < dport ? sport : dport, high = sport < dport ? dport : sport;
	unsigned kind = kind_of_port(d->protocol, low);
	if (kind && apps[kind]->fits(b, d->p))
		return (enum packet_layer_kind)kind;
	kind = kind_of_port(d->protocol, high);
	if (kind && apps[kind]->fits(b, d->p))
		return (enum packet_layer_kind)kind;
	return guess(d, &b);
}

void app_summary(
        const struct packet *p, const struct packet_layer *l, const uint8_t *bytes, struct out *o)
{
	struct bytes whole = bytes_over(bytes, p->captured);
	if (!app_is(l->kind) || !bytes_skip(&whole, l->offset))
		return;
	size_t left = bytes_left(&whole);
	struct bytes b = bytes_sub(&whole, l->length < left ? l->length : left);
	apps[l->kind]->summary(b, p, o);
}
