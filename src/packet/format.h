/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text of decoded values. Nothing is decoded here.
 */
#ifndef PACKET_FORMAT_H
#define PACKET_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet/flow/flow.h"
#include "packet/packet.h"

/* TCP flags in words: "SYN ACK" (in the order FIN SYN RST PSH ACK URG ECE CWR of importance:
 * SYN FIN RST first, then PSH ACK ...), "none" when empty. */
void format_tcp_flags(unsigned flags, char *out, size_t size);
/* tcpdump's form: "[S.]", "[P.]", "[F.]", "[R]", "[.]", "[none]". */
void format_tcp_flags_short(unsigned flags, char *out, size_t size);
/* Eight lamps, most significant first: "···A··S·" with letters CEUAPRSF where set; '.' when ascii.
 */
void format_tcp_lamps(unsigned flags, bool ascii, char *out, size_t size);

/* What the frame is, in a few words without addresses: "SYN seq 0 win 64240", "PSH ACK 5 bytes",
 * "ARP who has 10.0.0.2?", "ICMP echo request id 3 seq 1", "UDP 12 bytes". `note` may be NULL;
 * with it numbers are relative unless `absolute`. */
void format_summary(const struct packet *p, const struct flow_note *note, bool absolute, char *out,
        size_t size);

/* One tcpdump-like line without a time: "IP 10.0.0.1.40000 > 10.0.0.2.8888: Flags [S], seq ...". */
void format_line(const struct packet *p, const struct flow_note *note, bool absolute, char *out,
        size_t size);

/* The same with what only the bytes tell: a DNS question, an HTTP start line, what an ICMP error
 * quotes. `bytes` may be NULL. */
void format_summary_bytes(const struct packet *p, const uint8_t *bytes,
        const struct flow_note *note, bool absolute, char *out, size_t size);
void format_line_bytes(const struct packet *p, const uint8_t *bytes, const struct flow_note *note,
        bool absolute, char *out, size_t size);

/* A kind of layer: "TCP"; and "Transmission Control Protocol", English, to be translated where
 * it is shown. Static. */
const char *format_layer(enum packet_layer_kind kind);
const char *format_layer_label(enum packet_layer_kind kind);

/* What such a line says behind its ends: "Flags [S], seq 0, ...". */
void format_info(const struct packet *p, const uint8_t *bytes, const struct flow_note *note,
        bool absolute, char *out, size_t size);

/* The innermost layer's short name: "TCP", "ARP", "ICMP", "HTTP". Static. */
const char *format_protocol(const struct packet *p);

#endif
