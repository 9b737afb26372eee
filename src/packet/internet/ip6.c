/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Internet Protocol version 6 (RFC 8200). Its extension headers are in ip6_ext.c.
 */
#include <string.h>

#include "packet/internet/ip_internal.h"

#define FIXED 40

enum { F_VERSION, F_TCLASS, F_DSCP, F_ECN, F_FLOW, F_PLEN, F_NXT, F_HLIM, F_SRC, F_DST, F_COUNT };
static const struct field_spec specs[] = {
        [F_VERSION] = {"ipv6.version", N_("Version"), FIELD_UINT, 1, .bit = 0, .bits = 4},
        [F_TCLASS] = {"ipv6.tclass", N_("Traffic class"), FIELD_HEX, 1, .bit = 4, .bits = 8},
        [F_DSCP] = {"ipv6.tclass.dscp", N_("Code point"), FIELD_UINT, 2, .bit = 4, .bits = 6,
                .words = ip_dscp_words},
        [F_ECN] = {"ipv6.tclass.ecn", N_("Congestion notification"), FIELD_UINT, 2, .bit = 10,
                .bits = 2, .words = ip_ecn_words},
        [F_FLOW] = {"ipv6.flow", N_("Flow label"), FIELD_HEX, 1, .bit = 12, .bits = 20},
        [F_PLEN] = {"ipv6.plen", N_("Payload length"), FIELD_UINT, 1, .bit = 32, .bits = 16},
        [F_NXT] = {"ipv6.nxt", N_("Next header"), FIELD_UINT, 1, .bit = 48, .bits = 8,
                .words = ip_protocol_words},
        [F_HLIM] = {"ipv6.hlim", N_("Hop limit"), FIELD_UINT, 1, .bit = 56, .bits = 8},
        [F_SRC] = {"ipv6.src", N_("Source address"), FIELD_IPV6, 1, .bit = 64, .bits = 128},
        [F_DST] = {"ipv6.dst", N_("Destination address"), FIELD_IPV6, 1, .bit = 192, .bits = 128},
};
_Static_assert(COUNT_OF(specs) == F_COUNT, "one per field");
static const struct spec_group groups[] = {SPEC_GROUP(specs), {NULL, 0}};

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	if (h[0] >> 4 != 6) { /* another version than announced is read as what it is */
		decode_malformed(d);
		return h[0] >> 4 == 4 ? LAYER_IPV4 : LAYER_PAYLOAD;
	}
	uint32_t length = get16(h + 4);
	d->protocol = h[6];
	d->later_fragment = false;
	/* 0 is a jumbogram (RFC 2675) or left to the card by segmentation offload. */
	bool unsaid = length == 0 && (h[6] == IP_HOPOPTS || h[6] == IP_TCP);
	if (d->at + FIXED + length > d->end)
		decode_malformed(d);
	else if (!unsaid)
		d->end = d->at + FIXED + length;
	if (!d->quoted) {
		decode_addr(&d->p->src, h + 8, 16);
		decode_addr(&d->p->dst, h + 24, 16);
		d->p->protocol = h[6];
		d->p->flags &= (uint8_t)~PACKET_FRAGMENT;
	}
	decode_layer(d, LAYER_IPV6, FIXED);
	return dispatch_ip(d);
}

static void mean_address(const struct builder *b, struct field *f)
{
	static const uint8_t zero[15] = {0};
	uint8_t a[16];
	if (!f || !builder_copy(b, f->offset, a, sizeof(a)))
		return;
	if (a[0] == 0xff && a[1] == 2 && memcmp(a + 2, zero, 13) == 0 && a[15] == 1)
		field_mean(f, _("all nodes on this link"));
	else if (a[0] == 0xff && a[1] == 2 && memcmp(a + 2, zero, 13) == 0 && a[15] == 2)
		field_mean(f, _("all routers on this link"));
	else if (a[0] == 0xff && a[11] == 1 && a[12] == 0xff)
		field_mean(f, _("solicited-node multicast"));
	else if (a[0] == 0xff)
		field_mean(f, _("multicast"));
	else if (a[0] == 0xfe && (a[1] & 0xc0) == 0x80)
		field_mean(f, _("link-local"));
	else if (memcmp(a, zero, 15) == 0 && a[15] <= 1)
		field_mean(f, "%s", a[15] ? _("loopback") : _("no address yet"));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	for (unsigned i = 0; i < F_COUNT; i++) {
		struct field *f = field_add(b, &specs[i], l->offset);
		if (i == F_HLIM)
			ip_mean_ttl(f);
		if (i == F_SRC || i == F_DST)
			mean_address(b, f);
	}
}

const struct protocol protocol_ipv6 = {
        "ipv6", N_("Internet Protocol version 6"), "IPv6", decode, fields, groups};
