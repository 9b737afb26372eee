/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which packet an ICMP error quotes: the latest before it in its flow whose header, and the eight
 * bytes behind it that every error brings along (RFC 792), are the same.
 */
#include <string.h>

#include "traffic/traffic_internal.h"

#define BACK_MAX 100000 /* packets looked at */
#define COMPARED_MAX 256
#define QUOTED_LEAST 8

/* What routers leave as it is. */
struct print {
	bool any;
	uint8_t id[2]; /* of IPv4; zero for IPv6 */
	uint8_t transport[QUOTED_LEAST];
};

static struct print print_of(const struct packet *p, const uint8_t *bytes)
{
	struct print out = {0};
	for (unsigned i = 0; i + 1 < p->layer_count; i++) {
		const struct packet_layer *ip = &p->layers[i], *next = ip + 1;
		bool four = ip->kind == LAYER_IPV4;
		if (!four && ip->kind != LAYER_IPV6 && ip->kind != LAYER_IPV6_EXT)
			continue;
		if (next->kind == LAYER_IPV6_EXT || next->offset + QUOTED_LEAST > p->captured)
			continue;
		if (four)
			memcpy(out.id, bytes + ip->offset + 4, sizeof(out.id));
		memcpy(out.transport, bytes + next->offset, QUOTED_LEAST);
		out.any = true;
		return out;
	}
	return out;
}

static bool read_print(struct traffic *t, uint64_t number, bool quoted, struct print *out)
{
	struct traffic_packet k;
	struct packet p;
	if (!traffic_get(t, number, &k) || !k.bytes)
		return false;
	packet_decode(k.link, k.bytes, k.captured, k.length, &p);
	const struct packet_layer *l = quoted ? flow_quoted_layer(&p) : NULL;
	if (quoted && !l)
		return false;
	if (l) {
		const uint8_t *at = k.bytes + l->offset;
		size_t left = p.captured - l->offset;
		packet_decode(PACKET_LINK_RAW, at, left, left, &p);
		*out = print_of(&p, at);
	} else {
		*out = print_of(&p, k.bytes);
	}
	return out->any;
}

static bool same(const struct print *a, const struct print *b)
{
	return memcmp(a->id, b->id, sizeof(a->id)) == 0 &&
	       memcmp(a->transport, b->transport, sizeof(a->transport)) == 0;
}

uint64_t traffic_quoted(struct traffic *t, uint64_t number)
{
	struct traffic_packet k;
	struct print quoted, sent;
	if (!traffic_peek(t, number, &k) || k.about == FLOW_NONE ||
	        !read_print(t, number, true, &quoted))
		return 0;
	unsigned compared = 0;
	uint64_t last = number > BACK_MAX ? number - BACK_MAX : 1;
	for (uint64_t n = number - 1; n >= last && n > t->gone; n--) {
		const struct traffic_record *r = traffic_record(t, n);
		bool back = r->note.bits & FLOW_PACKED_DIRECTION;
		if (r->note.flow != k.about || back == (k.note.direction == 1))
			continue;
		if (++compared > COMPARED_MAX)
			return 0;
		if (read_print(t, n, false, &sent) && same(&quoted, &sent))
			return n;
	}
	return 0;
}
