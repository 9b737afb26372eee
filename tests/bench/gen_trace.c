/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a capture for measurements: gen_trace PACKETS SEED FILE [few|big]
 *
 * The same arguments give the same bytes. FILE is pcapng if it ends so, else pcap. A million
 * packets take 370 MB: 90 % TCP in 55,000 connections, 6 % UDP (DNS, SIP), ARP, ICMP, a fifth of
 * it IPv6, some hundred segments sent twice, all checksums right. `few` (the default) are 40
 * clients of 20 servers, `big` 4,000 of 120, for programs that look addresses up slowly.
 *
 * How it works: 200 conversations are under way at a time. Each packet is the next step of one of
 * them, chosen by chance; one that is over gives way to a new one.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACTIVE 200
#define MSS 1448
#define FRAME_MAX 1600
#define START 1767225600000000000u /* 2026-01-01 */
#define NOISE 65536

enum tcp_flags { FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16 };

struct talk {
	unsigned client, server;
	uint16_t ports[2];
	bool v6;
	uint32_t seq[2];
	unsigned step, exchanges, segments, unacked;
	bool again;          /* the last data segment is sent again */
	uint32_t again_from; /* its number */
	uint16_t again_len;
};

struct trace {
	FILE *out;
	bool ng;
	uint64_t random, now;
	unsigned clients, servers;
	uint64_t left;
	uint16_t ip_id;
	struct talk talks[ACTIVE];
	uint8_t noise[NOISE];
	uint8_t frame[FRAME_MAX];
	size_t len;
};

static uint64_t chance(struct trace *t)
{
	t->random += 0x9e3779b97f4a7c15u;
	uint64_t z = t->random;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static unsigned below(struct trace *t, unsigned n)
{
	return (unsigned)(chance(t) % n);
}

static void store16(uint8_t *at, uint32_t v)
{
	at[0] = (uint8_t)(v >> 8);
	at[1] = (uint8_t)v;
}

static void store32(uint8_t *at, uint32_t v)
{
	store16(at, v >> 16);
	store16(at + 2, v);
}

static void put32(FILE *out, uint32_t v)
{
	uint8_t b[4] = {(uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24)};
	fwrite(b, 1, sizeof(b), out);
}

static void write_head(const struct trace *t)
{
	if (!t->ng) {
		const uint32_t head[] = {0xa1b2c3d4, 4u << 16 | 2, 0, 0, 262144, 1};
		for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
			put32(t->out, head[i]);
		return;
	}
	/* A section, and an interface whose stamps are in nanoseconds (if_tsresol 9). */
	const uint32_t head[] = {0x0a0d0d0a, 28, 0x1a2b3c4d, 1, UINT32_MAX, UINT32_MAX, 28, 1, 32,
	        1, 262144, 1u << 16 | 9, 9, 0, 32};
	for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
		put32(t->out, head[i]);
}

static void write_frame(struct trace *t)
{
	static const uint8_t zeros[4];
	uint32_t len = (uint32_t)t->len, padded = (len + 3) / 4 * 4;
	t->now += 20000 + chance(t) % 160000;
	if (t->ng) {
		const uint32_t head[] = {
		        6, 32 + padded, 0, (uint32_t)(t->now >> 32), (uint32_t)t->now, len, len};
		for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
			put32(t->out, head[i]);
		fwrite(t->frame, 1, len, t->out);
		fwrite(zeros, 1, padded - len, t->out);
		put32(t->out, 32 + padded);
	} else {
		put32(t->out, (uint32_t)(t->now / 1000000000));
		put32(t->out, (uint32_t)(t->now % 1000000000 / 1000));
		put32(t->out, len);
		put32(t->out, len);
		fwrite(t->frame, 1, len, t->out);
	}
	if (t->left)
		t->left--;
}

static uint32_t sum(const uint8_t *at, size_t len, uint32_t from)
{
	uint64_t s = from;
	for (size_t i = 0; i + 1 < len; i += 2)
		s += (uint32_t)(at[i] << 8 | at[i + 1]);
	if (len % 2)
		s += (uint32_t)(at[len - 1] << 8);
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return (uint32_t)s;
}

/* Ethernet between a client and a server; returns where the network header begins. */
static uint8_t *ethernet(struct trace *t, const struct talk *k, bool back, uint16_t type)
{
	uint8_t client[6] = {2, 0, 0, 1, (uint8_t)(k->client >> 8), (uint8_t)k->client};
	uint8_t server[6] = {2, 0, 0, 2, (uint8_t)(k->server >> 8), (uint8_t)k->server};
	memcpy(t->frame, back ? client : server, 6);
	memcpy(t->frame + 6, back ? server : client, 6);
	store16(t->frame + 12, type);
	return t->frame + 14;
}

static void address4(uint8_t *at, bool server, unsigned n)
{
	const uint8_t a[4] = {10, server ? 20 : 10, (uint8_t)(n / 250), (uint8_t)(n % 250 + 1)};
	memcpy(at, a, sizeof(a));
}

static void address6(uint8_t *at, bool server, unsigned n)
{
	static const uint8_t prefix[] = {0x20, 0x01, 0x0d, 0xb8};
	memset(at, 0, 16);
	memcpy(at, prefix, sizeof(prefix));
	at[7] = server ? 2 : 1;
	store16(at + 14, n + 1);
}

/* The IP header for `len` bytes of `protocol`, which then are put at *body. Returns the sum of the
 * pseudo header. */
static uint32_t ip(struct trace *t, const struct talk *k, bool back, uint8_t protocol, size_t len,
        uint8_t **body)
{
	uint8_t *h = ethernet(t, k, back, k->v6 ? 0x86dd : 0x0800);
	size_t head = k->v6 ? 40 : 20;
	memset(h, 0, head);
	if (k->v6) {
		h[0] = 0x60;
		store16(h + 4, (uint32_t)len);
		h[6] = protocol;
		h[7] = 64;
		address6(h + 8, back, back ? k->server : k->client);
		address6(h + 24, !back, back ? k->client : k->server);
	} else {
		h[0] = 0x45;
		store16(h + 2, (uint32_t)(head + len));
		store16(h + 4, ++t->ip_id);
		h[6] = 0x40;
		h[8] = 64;
		h[9] = protocol;
		address4(h + 12, back, back ? k->server : k->client);
		address4(h + 16, !back, back ? k->client : k->server);
		store16(h + 10, ~sum(h, head, 0));
	}
	*body = h + head;
	t->len = 14 + head + len;
	size_t addresses = k->v6 ? 8 : 12;
	return sum(h + addresses, head - addresses, protocol + (uint32_t)len);
}

/* One segment; `payload` may be NULL for noise. */
static void segment(struct trace *t, struct talk *k, bool back, unsigned flags, uint32_t seq,
        const char *payload, size_t len)
{
	uint8_t *h;
	size_t head = flags & SYN ? 40 : 32;
	uint32_t pseudo = ip(t, k, back, 6, head + len, &h);
	memset(h, 0, head);
	store16(h, k->ports[back]);
	store16(h + 2, k->ports[!back]);
	store32(h + 4, seq);
	store32(h + 8, flags & ACK ? k->seq[!back] : 0);
	h[12] = (uint8_t)(head / 4 << 4);
	h[13] = (uint8_t)flags;
	store16(h + 14, flags & SYN ? 64240 : 501);
	uint8_t *o = h + 20;
	if (flags & SYN) { /* maximum segment size, SACK permitted, time stamps, window scale 7 */
		static const uint8_t options[] = {2, 4, 5, 180, 4, 2, 8, 10};
		memcpy(o, options, sizeof(options));
		memcpy(h + 36, "\x01\x03\x03\x07", 4);
		o += 8;
	} else {
		memcpy(o, "\x01\x01\x08\x0a", 4);
		o += 4;
	}
	store32(o, (uint32_t)(t->now / 1000000));
	size_t text = payload ? strlen(payload) : 0;
	if (payload)
		memcpy(h + head, payload, text);
	memcpy(h + head + text, t->noise + (seq % (NOISE - FRAME_MAX)), len - text);
	store16(h + 16, ~sum(h, head + len, pseudo));
	write_frame(t);
}

static void advance(
        struct trace *t, struct talk *k, bool back, unsigned flags, const char *payload, size_t len)
{
	segment(t, k, back, flags, k->seq[back], payload, len);
	k->seq[back] += (uint32_t)len + !!(flags & (SYN | FIN));
}

static void begin_talk(struct trace *t, struct talk *k)
{
	static const uint16_t services[] = {80, 80, 443, 443, 443, 8080, 22, 25};
	*k = (struct talk){
	        .client = below(t, t->clients),
	        .server = below(t, t->servers),
	        .v6 = below(t, 100) < 19,
	        .ports = {(uint16_t)(32768 + below(t, 28000)), services[below(t, 8)]},
	        .seq = {(uint32_t)chance(t), (uint32_t)chance(t)},
	        .exchanges = 1 + below(t, 2),
	};
}

enum step {
	STEP_SYN,
	STEP_SYN_ACK,
	STEP_ACK,
	STEP_ASK,
	STEP_ASKED,
	STEP_ANSWER,
	STEP_FIN,
	STEP_FIN_ACK,
	STEP_LAST
};

static void ask(struct trace *t, struct talk *k)
{
	char text[160];
	int n = snprintf(text, sizeof(text),
	        "GET /item/%u HTTP/1.1\r\nHost: server%u.example\r\nUser-Agent: trace\r\n\r\n",
	        below(t, 100000), k->server);
	bool http = k->ports[1] == 80 || k->ports[1] == 8080;
	advance(t, k, false, PSH | ACK, http ? text : NULL, http ? (size_t)n : 60 + below(t, 500));
	k->segments = 1 + below(t, 6);
}

/* Segments of the answer; every second is acknowledged. */
static void answer(struct trace *t, struct talk *k)
{
	if (k->again) {
		k->again = false;
		segment(t, k, true, PSH | ACK, k->again_from, NULL, k->again_len);
		return;
	}
	if (k->unacked == 2 || !k->segments) {
		k->unacked = 0;
		segment(t, k, false, ACK, k->seq[0], NULL, 0);
		if (!k->segments)
			k->step = --k->exchanges ? STEP_ASK : STEP_FIN;
		return;
	}
	k->again_from = k->seq[1];
	k->again_len = (uint16_t)(k->segments > 1 ? 700 + below(t, MSS - 699) : 1 + below(t, 1200));
	k->again = below(t, 330) == 0;
	advance(t, k, true, --k->segments ? ACK : PSH | ACK, NULL, k->again_len);
	k->unacked++;
}

static void step_talk(struct trace *t, struct talk *k)
{
	switch ((enum step)k->step) {
	case STEP_SYN:
		advance(t, k, false, SYN, NULL, 0);
		k->step = below(t, 40) ? STEP_SYN_ACK : STEP_LAST;
		if (k->step == STEP_LAST) { /* refused */
			k->seq[1] = 0;
			segment(t, k, true, RST | ACK, 0, NULL, 0);
			begin_talk(t, k);
		}
		return;
	case STEP_SYN_ACK:
		advance(t, k, true, SYN | ACK, NULL, 0);
		break;
	case STEP_ACK:
		segment(t, k, false, ACK, k->seq[0], NULL, 0);
		break;
	case STEP_ASK:
		ask(t, k);
		break;
	case STEP_ASKED:
		segment(t, k, true, ACK, k->seq[1], NULL, 0);
		break;
	case STEP_ANSWER:
		answer(t, k);
		return;
	case STEP_FIN:
		if (below(t, 10) == 0) {
			segment(t, k, false, RST | ACK, k->seq[0], NULL, 0);
			begin_talk(t, k);
			return;
		}
		advance(t, k, false, FIN | ACK, NULL, 0);
		break;
	case STEP_FIN_ACK:
		advance(t, k, true, FIN | ACK, NULL, 0);
		break;
	case STEP_LAST:
		segment(t, k, false, ACK, k->seq[0], NULL, 0);
		begin_talk(t, k);
		return;
	}
	k->step++;
}

static void datagram(
        struct trace *t, const struct talk *k, bool back, const uint8_t *bytes, size_t len)
{
	uint8_t *h;
	uint32_t pseudo = ip(t, k, back, 17, 8 + len, &h);
	store16(h, k->ports[back]);
	store16(h + 2, k->ports[!back]);
	store16(h + 4, (uint32_t)(8 + len));
	store16(h + 6, 0);
	memcpy(h + 8, bytes, len);
	uint16_t check = (uint16_t)~sum(h, 8 + len, pseudo);
	store16(h + 6, check ? check : 0xffff);
	write_frame(t);
}

/* A question for an address, and its answer. */
static void dns(struct trace *t, struct talk *k)
{
	uint8_t m[128] = {0};
	char name[32];
	int n = snprintf(name, sizeof(name), "host%u", below(t, 50000));
	store16(m, below(t, 65536));
	m[2] = 1;
	m[5] = 1;
	size_t at = 12;
	m[at++] = (uint8_t)n;
	memcpy(m + at, name, (size_t)n);
	at += (size_t)n;
	memcpy(m + at, "\7example\3com\0\0\1\0\1", 17);
	at += 17;
	k->ports[1] = 53;
	datagram(t, k, false, m, at);
	m[2] = 0x81;
	m[3] = 0x80;
	m[7] = 1;
	memcpy(m + at, "\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4\x0a\x14\0", 15);
	m[at + 15] = (uint8_t)(1 + below(t, 250));
	datagram(t, k, true, m, at + 16);
}

static void sip(struct trace *t, struct talk *k)
{
	uint8_t m[600];
	unsigned call = below(t, 1000000000);
	k->ports[0] = k->ports[1] = 5060;
	for (int i = 0; i < 2; i++) {
		int n = snprintf((char *)m, sizeof(m),
		        "%s\r\nVia: SIP/2.0/UDP 10.10.0.1:5060;branch=z9hG4bK%u\r\n"
		        "From: <sip:alice@example.com>;tag=%u\r\nTo: <sip:bob@example.com>%s\r\n"
		        "Call-ID: %u@example.com\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n",
		        i ? "SIP/2.0 200 OK" : "INVITE sip:bob@example.com SIP/2.0", call, call,
		        i ? ";tag=b" : "", call);
		datagram(t, k, i, m, (size_t)n);
	}
}

static void echo(struct trace *t, const struct talk *k)
{
	for (unsigned back = 0; back < 2; back++) {
		uint8_t *h;
		uint32_t pseudo = ip(t, k, back, k->v6 ? 58 : 1, 64, &h);
		memcpy(h, t->noise + k->ports[0] % 1024, 64);
		memset(h, 0, 8);
		h[0] = (uint8_t)(k->v6 ? 128 + back : back ? 0 : 8);
		store16(h + 4, k->ports[0]);
		store16(h + 6, 1);
		store16(h + 2, ~sum(h, 64, k->v6 ? pseudo : 0));
		write_frame(t);
	}
}

static void arp(struct trace *t, const struct talk *k)
{
	for (unsigned back = 0; back < 2; back++) {
		uint8_t *h = ethernet(t, k, back, 0x0806);
		memset(h, 0, 46);
		memcpy(h, "\0\1\x08\0\6\4\0\1", 8);
		h[7] = (uint8_t)(back + 1);
		memcpy(h + 8, t->frame + 6, 6);
		address4(h + 14, back, back ? k->server : k->client);
		address4(h + 24, !back, back ? k->client : k->server);
		if (back)
			memcpy(h + 18, t->frame, 6);
		else
			memset(t->frame, 0xff, 6);
		t->len = 60;
		write_frame(t);
	}
}

/* Something else than TCP: two packets. */
static void step_other(struct trace *t)
{
	struct talk k;
	uint8_t m[400];
	begin_talk(t, &k);
	unsigned dice = below(t, 10356);
	if (dice < 2053) {
		arp(t, &k);
	} else if (dice < 4106) {
		echo(t, &k);
	} else if (dice < 8196) {
		dns(t, &k);
	} else if (dice < 8480) {
		sip(t, &k);
	} else {
		k.ports[1] = (uint16_t)(10000 + below(t, 1000));
		size_t len = 20 + below(t, 380);
		memcpy(m, t->noise + below(t, 60000), len);
		datagram(t, &k, false, m, len);
		datagram(t, &k, true, m, len);
	}
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fprintf(stderr, "usage: gen_trace PACKETS SEED FILE [few|big]\n");
		return 2;
	}
	struct trace *t = calloc(1, sizeof(*t));
	if (!t)
		return 3;
	bool big = argc > 4 && strcmp(argv[4], "big") == 0;
	size_t name = strlen(argv[3]);
	t->ng = name > 7 && strcmp(argv[3] + name - 7, ".pcapng") == 0;
	t->left = strtoull(argv[1], NULL, 10);
	t->random = strtoull(argv[2], NULL, 10);
	t->clients = big ? 4000 : 40;
	t->servers = big ? 120 : 20;
	t->now = START;
	t->out = fopen(argv[3], "wb");
	if (!t->out) {
		perror(argv[3]);
		free(t);
		return 3;
	}
	for (size_t i = 0; i < NOISE; i++)
		t->noise[i] = (uint8_t)chance(t);
	for (unsigned i = 0; i < ACTIVE; i++)
		begin_talk(t, &t->talks[i]);
	write_head(t);
	while (t->left) {
		if (t->left > 1 && below(t, 1000) < 54)
			step_other(t);
		else
			step_talk(t, &t->talks[below(t, ACTIVE)]);
	}
	int status = fclose(t->out) == 0 ? 0 : 3;
	free(t);
	return status;
}
