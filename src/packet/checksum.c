/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Internet checksum and SCTP's: computing, verifying, mending.
 */
#include "packet/checksum.h"

#include <string.h>

#include "packet/crc32c.h"
#include "packet/decode_internal.h"
#include "packet/internet/ip_internal.h"

/* Where the 16 bits lie in the header, or the 32 of a CRC, and whether addresses are summed too. */
struct sum_rule {
	bool used, pseudo, header_only, crc;
	uint8_t offset, protocol;
};

static const struct sum_rule rules[LAYER_KINDS] = {
        [LAYER_IPV4] = {.used = true, .header_only = true, .offset = 10},
        [LAYER_ICMP] = {.used = true, .offset = 2},
        [LAYER_IGMP] = {.used = true, .offset = 2},
        [LAYER_ICMPV6] = {.used = true, .pseudo = true, .offset = 2, .protocol = IP_ICMPV6},
        [LAYER_TCP] = {.used = true, .pseudo = true, .offset = 16, .protocol = IP_TCP},
        [LAYER_SCTP] = {.used = true, .crc = true, .offset = 8},
        [LAYER_UDP] = {.used = true, .pseudo = true, .offset = 6, .protocol = IP_UDP},
};

/* A sum in 64 bits of 32-bit pieces in memory order: RFC 1071 2(B) and 2(C) allow both. */
uint64_t checksum_add(uint64_t sum, const uint8_t *bytes, size_t len)
{
	struct bytes b = bytes_over(bytes, len);
	while (bytes_left(&b) >= 4) {
		uint32_t piece;
		bytes_copy(&b, &piece, sizeof(piece));
		sum += piece;
	}
	uint16_t pair[2] = {0, 0};
	bytes_copy(&b, pair, bytes_left(&b));
	return sum + pair[0] + pair[1];
}

uint16_t checksum_fold(uint64_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	uint16_t memory = (uint16_t)~sum;
	uint8_t wire[2];
	memcpy(wire, &memory, sizeof(wire));
	return get16(wire);
}

/* Whose addresses the pseudo-header has: of the network layer before layer `index`. */
struct ends {
	struct packet_addr src, dst;
};

/* RFC 793 3.1, RFC 8200 8.1. */
static uint64_t pseudo_sum(const struct ends *e, uint8_t protocol, uint32_t length)
{
	uint64_t sum = checksum_add(0, e->src.bytes, e->src.length);
	sum = checksum_add(sum, e->dst.bytes, e->dst.length);
	uint8_t tail[8] = {
	        (uint8_t)(length >> 24),
	        (uint8_t)(length >> 16),
	        (uint8_t)(length >> 8),
	        (uint8_t)length,
	        0,
	        0,
	        0,
	        protocol,
	};
	return checksum_add(sum, tail, sizeof(tail));
}

/* Up to where the first network layer is not quoted by an ICMP error. */
static bool is_quoted(const struct packet *p, unsigned index)
{
	for (unsigned i = 0; i < index; i++) {
		uint8_t kind = p->layers[i].kind;
		if (kind == LAYER_ICMP || kind == LAYER_ICMPV6)
			return true;
	}
	return false;
}

/* What a transport sums: to the end of its payload; UDP by its own length, for a tunnel's inner
 * packet has another end. */
static uint32_t sum_length(
        const struct packet *p, const uint8_t *bytes, const struct packet_layer *l)
{
	uint32_t length = p->payload_offset + p->payload_length - l->offset;
	uint32_t own = l->kind == LAYER_UDP ? get16(bytes + l->offset + 4) : 0;
	return own >= 8 ? own : length;
}

static bool is_summable(const struct packet *p, const uint8_t *bytes, const struct packet_layer *l,
        const struct sum_rule *r)
{
	if (r->header_only) /* a layer shorter than its header says was cut in the options */
		return (bytes[l->offset] & 15u) * 4u == l->length;
	/* UDP has a length of its own, so that it can be right within what is not. */
	uint64_t end = (uint64_t)p->payload_offset + p->payload_length;
	bool measured = l->kind == LAYER_UDP && get16(bytes + l->offset + 4) == end - l->offset;
	if ((p->flags & PACKET_MALFORMED) && !measured)
		return false;
	return !(p->flags & (PACKET_FRAGMENT | PACKET_TRUNCATED)) &&
	       l->offset <= p->payload_offset &&
	       (uint64_t)l->offset + sum_length(p, bytes, l) <= p->captured;
}

/* RFC 8200 8.1: while segments are left, it has the route's last address. False when that isn't
 * there. */
static bool route_end(const struct packet_layer *l, const uint8_t *h, struct packet_addr *dst)
{
	bool listed = h[2] == 0 || h[2] == 2 || h[2] == 4;
	if (h[3] == 0)
		return true;
	if (!listed || l->length < 24 || l->length % 8 != 0)
		return false;
	/* Segment routing lists its segments backwards (RFC 8754 2). */
	decode_addr(dst, h[2] == 4 ? h + 8 : h + l->length - 16, 16);
	return true;
}

/* RFC 6275 11.3.2: a mobile node's home address takes the place of the source in the sum. */
static void home_address(const struct packet_layer *l, const uint8_t *h, struct packet_addr *src)
{
	enum { PAD_1 = 0, HOME_ADDRESS = 0xc9 };
	struct bytes c = bytes_over(h, l->length);
	bytes_skip(&c, 2);
	while (!c.bad && bytes_left(&c) >= 2) {
		uint8_t type = bytes_u8(&c), length = type == PAD_1 ? 0 : bytes_u8(&c);
		if (type == HOME_ADDRESS && length == 16 && bytes_left(&c) >= length) {
			decode_addr(src, c.base + c.pos, length);
			return;
		}
		bytes_skip(&c, length);
	}
}

static bool find_ends(
        const struct packet *p, const uint8_t *bytes, unsigned index, struct ends *out)
{
	*out = (struct ends){0};
	for (unsigned i = index; i-- > 0;) {
		const struct packet_layer *l = &p->layers[i];
		const uint8_t *h = bytes + l->offset;
		if (l->kind == LAYER_IPV6_EXT) {
			uint8_t kind = ip_announced(p, bytes, i);
			if (kind == IP_ROUTING && !route_end(l, h, &out->dst))
				return false;
			if (kind == IP_DSTOPTS)
				home_address(l, h, &out->src);
			continue;
		}
		if (l->kind == LAYER_IPV4 && l->length > 20 && !out->dst.length)
			(void)ip4_route_end(bytes_over(h + 20, l->length - 20), &out->dst);
		bool four = l->kind == LAYER_IPV4 && l->length >= 20;
		bool six = l->kind == LAYER_IPV6 && l->length >= 40;
		if (!four && !six)
			return false;
		if (!out->src.length)
			decode_addr(&out->src, h + (four ? 12 : 8), four ? 4 : 16);
		if (!out->dst.length)
			decode_addr(&out->dst, h + (four ? 16 : 24), four ? 4 : 16);
		return true;
	}
	return false;
}

/* As it is sent, the lowest byte first: RFC 9260 appendix A. */
static uint32_t expected_crc(const uint8_t *at, uint32_t offset, uint32_t length)
{
	static const uint8_t zeros[4] = {0};
	uint32_t crc = crc32c_add(CRC32C_BEGIN, at, offset);
	crc = crc32c_add(crc, zeros, sizeof(zeros));
	crc = crc32c_add(crc, at + offset + 4, length - offset - 4);
	return __builtin_bswap32(crc32c_end(crc));
}

static uint32_t expected_of(const struct packet *p, const uint8_t *bytes,
        const struct packet_layer *l, const struct sum_rule *r, const struct ends *e)
{
	uint32_t length = l->length;
	if (!r->header_only)
		length = sum_length(p, bytes, l);
	if (r->crc)
		return expected_crc(bytes + l->offset, r->offset, length);
	uint64_t sum = r->pseudo ? pseudo_sum(e, r->protocol, length) : 0;
	const uint8_t *at = bytes + l->offset;
	sum = checksum_add(sum, at, r->offset);
	sum = checksum_add(sum, at + r->offset + 2, length - r->offset - 2);
	uint16_t value = checksum_fold(sum);
	if (l->kind == LAYER_UDP && value == 0)
		value = 0xffff; /* RFC 768: 0 means none was made */
	return value;
}

/* Left to a card, which starts from the sum of the pseudo-header that is not complemented yet. */
static bool is_partial(const struct packet *p, const uint8_t *bytes, const struct packet_layer *l,
        const struct sum_rule *r, const struct ends *e, uint32_t found)
{
	if (l->kind == LAYER_SCTP)
		return found == 0;
	if (l->kind != LAYER_TCP && l->kind != LAYER_UDP)
		return false;
	uint32_t complement = checksum_fold(pseudo_sum(e, r->protocol, sum_length(p, bytes, l)));
	return found + complement == UINT16_MAX;
}

/* RFC 768; over IPv6 a tunnel alone may leave it out (RFC 6935). */
static bool over_ipv4(const struct packet *p, unsigned index)
{
	return index > 0 && p->layers[index - 1].kind != LAYER_IPV6 &&
	       p->layers[index - 1].kind != LAYER_IPV6_EXT;
}

struct checksum_result checksum_of(const struct packet *p, const uint8_t *bytes, unsigned index)
{
	const struct packet_layer *l = &p->layers[index];
	const struct sum_rule *r = &rules[l->kind];
	struct checksum_result out = {.state = CHECKSUM_NONE};
	out.offset = (uint32_t)l->offset + r->offset;
	out.size = r->crc ? 4 : 2;
	if (!r->used || out.offset + out.size > p->captured || l->length < r->offset + out.size)
		return out;
	out.state = CHECKSUM_UNCHECKED;
	out.found = r->crc ? get32(bytes + out.offset) : get16(bytes + out.offset);
	out.unused = l->kind == LAYER_UDP && out.found == 0 && over_ipv4(p, index);
	bool quoted = is_quoted(p, index);
	if (out.unused || (quoted && !r->header_only) || !is_summable(p, bytes, l, r))
		return out;
	struct ends ends = {0};
	if (l->offset + l->length > p->captured ||
	        (r->pseudo && !find_ends(p, bytes, index, &ends)))
		return out;
	out.expected = expected_of(p, bytes, l, r, &ends);
	out.state = out.found == out.expected ? CHECKSUM_CORRECT : CHECKSUM_WRONG;
	/* 0x0000 and 0xffff are the same number in one's complement. */
	if (!r->crc && out.found == 0xffff && out.expected == 0)
		out.state = CHECKSUM_CORRECT;
	out.partial = out.state == CHECKSUM_WRONG && is_partial(p, bytes, l, r, &ends, out.found);
	return out;
}

void packet_verify(struct packet *p, const uint8_t *bytes)
{
	bool wrong = false, partial = false;
	for (unsigned i = 0; i < p->layer_count && !is_quoted(p, i); i++) {
		struct checksum_result r = checksum_of(p, bytes, i);
		partial = partial || r.partial;
		wrong = wrong || (r.state == CHECKSUM_WRONG && !r.partial);
	}
	p->flags &= (uint8_t) ~(PACKET_BAD_CHECKSUM | PACKET_PARTIAL_CHECKSUM);
	if (wrong || partial)
		p->flags |= PACKET_BAD_CHECKSUM;
	if (partial && !wrong)
		p->flags |= PACKET_PARTIAL_CHECKSUM;
}

void packet_mend_checksums(const struct packet *p, uint8_t *bytes)
{
	unsigned count = 0;
	while (count < p->layer_count && !is_quoted(p, count))
		count++;
	/* Inside out: an outer checksum may cover an inner one. */
	for (unsigned i = count; i-- > 0;) {
		struct checksum_result r = checksum_of(p, bytes, i);
		if (r.state != CHECKSUM_WRONG)
			continue;
		for (uint32_t at = 0; at < r.size; at++)
			bytes[r.offset + at] = (uint8_t)(r.expected >> 8 * (r.size - 1 - at));
	}
}
