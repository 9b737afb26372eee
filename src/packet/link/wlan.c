/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IEEE 802.11 (clause 9.2): to the addresses, and through data that is not encrypted.
 */
#include "packet/link/link_internal.h"
#include "packet/summary_internal.h"

enum { TYPE_MANAGEMENT, TYPE_CONTROL, TYPE_DATA, TYPE_EXTENSION };
/* Second byte of the frame control. */
enum { TO_DS = 1, FROM_DS = 2, MORE_FRAGMENTS = 4, PROTECTED = 0x40, ORDER = 0x80 };

#define HEADER_LEAST 10
#define HEADER_MOST 36
#define SUBFRAME 14

static const struct word types[] = {{TYPE_MANAGEMENT, N_("management")},
        {TYPE_CONTROL, N_("control")}, {TYPE_DATA, N_("data")}, {TYPE_EXTENSION, N_("extension")},
        {0, NULL}};
/* Type and subtype together. */
static const struct word subtypes[] = {
        {0x00, N_("association request")},
        {0x01, N_("association response")},
        {0x02, N_("reassociation request")},
        {0x03, N_("reassociation response")},
        {0x04, N_("probe request")},
        {0x05, N_("probe response")},
        {0x08, N_("beacon")},
        {0x09, N_("announcement of traffic")},
        {0x0a, N_("disassociation")},
        {0x0b, N_("authentication")},
        {0x0c, N_("deauthentication")},
        {0x0d, N_("action")},
        {0x0e, N_("action, no acknowledgment")},
        {0x18, N_("block acknowledgment request")},
        {0x19, N_("block acknowledgment")},
        {0x1a, N_("power save poll")},
        {0x1b, N_("request to send")},
        {0x1c, N_("clear to send")},
        {0x1d, N_("acknowledgment")},
        {0x1e, N_("end of contention-free period")},
        {0x20, N_("data")},
        {0x24, N_("no data")},
        {0x28, N_("QoS data")},
        {0x2c, N_("QoS, no data")},
        {0, NULL},
};

static const struct field_spec control[] = {
        {"wlan.fc.type", N_("Type"), FIELD_UINT, 1, .bit = 4, .bits = 2, .words = types},
        {"wlan.fc.subtype", N_("Subtype"), FIELD_UINT, 1, .bit = 0, .bits = 4},
        {"wlan.fc.version", N_("Version"), FIELD_UINT, 1, .bit = 6, .bits = 2},
        {"wlan.flags", N_("Flags"), FIELD_HEX, 1, .bit = 8, .bits = 8},
        {"wlan.fc.order", N_("Ordered, or more control"), FIELD_FLAG, 2, .bit = 8, .bits = 1},
        {"wlan.fc.protected", N_("Encrypted"), FIELD_FLAG, 2, .bit = 9, .bits = 1},
        {"wlan.fc.moredata", N_("More data wait"), FIELD_FLAG, 2, .bit = 10, .bits = 1},
        {"wlan.fc.pwrmgt", N_("Goes to sleep"), FIELD_FLAG, 2, .bit = 11, .bits = 1},
        {"wlan.fc.retry", N_("Sent again"), FIELD_FLAG, 2, .bit = 12, .bits = 1},
        {"wlan.fc.frag", N_("More fragments"), FIELD_FLAG, 2, .bit = 13, .bits = 1},
        {"wlan.fc.fromds", N_("From the access point"), FIELD_FLAG, 2, .bit = 14, .bits = 1},
        {"wlan.fc.tods", N_("To the access point"), FIELD_FLAG, 2, .bit = 15, .bits = 1},
        {"wlan.duration", N_("Microseconds reserved"), FIELD_UINT, 1, .bit = 16, .bits = 15,
                .little = 2},
};
static const struct field_spec sequence[] = {
        {"wlan.frag", N_("Fragment"), FIELD_UINT, 1, .bit = 176, .bits = 4, .little = 2},
        {"wlan.seq", N_("Sequence number"), FIELD_UINT, 1, .bit = 176, .bits = 12, .little = 2,
                .low = 4},
};

static const struct field_spec sequence_big[] = {
        {"wlan.frag", N_("Fragment"), FIELD_UINT, 1, .bit = 188, .bits = 4},
        {"wlan.seq", N_("Sequence number"), FIELD_UINT, 1, .bit = 176, .bits = 12},
};
_Static_assert(COUNT_OF(sequence_big) == COUNT_OF(sequence), "the same in another order");

/* Whom an address is of; each field at 4, 10, 16 or 24. */
enum { A_NONE, A_RA, A_TA, A_DA, A_SA, A_BSSID };
static const struct field_spec addresses[] = {
        [A_RA] = {"wlan.ra", N_("Receiver"), FIELD_MAC, 1, .bits = 48},
        [A_TA] = {"wlan.ta", N_("Transmitter"), FIELD_MAC, 1, .bits = 48},
        [A_DA] = {"wlan.da", N_("Destination"), FIELD_MAC, 1, .bits = 48},
        [A_SA] = {"wlan.sa", N_("Source"), FIELD_MAC, 1, .bits = 48},
        [A_BSSID] = {"wlan.bssid", N_("Access point (BSSID)"), FIELD_MAC, 1, .bits = 48},
};
/* Before each packet of an aggregate (A-MSDU, 9.3.2.2). */
static const struct field_spec subframe[] = {
        {"wlan.da", N_("Destination"), FIELD_MAC, 1, .bit = 0, .bits = 48},
        {"wlan.sa", N_("Source"), FIELD_MAC, 1, .bit = 48, .bits = 48},
        {"wlan_aggregate.a_mdsu.length", N_("Length"), FIELD_UINT, 1, .bit = 96, .bits = 16},
};
static const struct spec_group groups[] = {SPEC_GROUP(subframe), SPEC_GROUP(control),
        SPEC_GROUP(sequence), {addresses + 1, 5}, {NULL, 0}};

/* Roles of the four address fields, up to three each (IEEE 802.11 table 9-60 for data). */
struct roles {
	uint8_t of[4][3];
};
static const struct roles management = {{{A_RA, A_DA}, {A_TA, A_SA}, {A_BSSID}, {0}}};
static const struct roles data_roles[4] = {
        [0] = {{{A_RA, A_DA}, {A_TA, A_SA}, {A_BSSID}, {0}}},
        [TO_DS] = {{{A_RA, A_BSSID}, {A_TA, A_SA}, {A_DA}, {0}}},
        [FROM_DS] = {{{A_RA, A_DA}, {A_TA, A_BSSID}, {A_SA}, {0}}},
        [TO_DS | FROM_DS] = {{{A_RA}, {A_TA}, {A_DA}, {A_SA}}},
};
static const struct {
	uint8_t length;
	struct roles roles;
} controls[16] = {
        [8] = {20, {{{A_RA}, {A_TA}, {0}, {0}}}},
        [9] = {20, {{{A_RA}, {A_TA}, {0}, {0}}}},
        [10] = {16, {{{A_RA, A_BSSID}, {A_TA}, {0}, {0}}}},
        [11] = {16, {{{A_RA}, {A_TA}, {0}, {0}}}},
        [12] = {10, {{{A_RA}, {0}, {0}, {0}}}},
        [13] = {10, {{{A_RA}, {0}, {0}, {0}}}},
        [14] = {16, {{{A_RA}, {A_TA, A_BSSID}, {0}, {0}}}},
        [15] = {16, {{{A_RA}, {A_TA, A_BSSID}, {0}, {0}}}},
};
static const uint8_t places[4] = {4, 10, 16, 24};

struct shape {
	unsigned type, subtype, flags;
	uint32_t length; /* of the header */
	const struct roles *roles;
};

static struct shape shape_of(const uint8_t *h)
{
	struct shape s = {.type = h[0] >> 2 & 3,
	        .subtype = h[0] >> 4,
	        .flags = h[1],
	        .length = 24,
	        .roles = &management};
	bool quality = s.type == TYPE_DATA && (s.subtype & 8);
	if (s.type == TYPE_CONTROL || s.type == TYPE_EXTENSION) {
		bool known = s.type == TYPE_CONTROL && controls[s.subtype].length;
		s.length = known ? controls[s.subtype].length : HEADER_LEAST;
		s.roles = &controls[known ? s.subtype : 13].roles;
		return s;
	}
	if (s.type == TYPE_DATA)
		s.roles = &data_roles[s.flags & (TO_DS | FROM_DS)];
	if (s.roles->of[3][0])
		s.length += 6;
	if (quality)
		s.length += 2;
	if ((s.flags & ORDER) && (quality || s.type == TYPE_MANAGEMENT))
		s.length += 4;
	return s;
}

static void exchange(uint8_t *h)
{
	uint8_t first = h[0];
	h[0] = h[1];
	h[1] = first;
}

/* Many controllers' access points exchange the bytes of frame control, and of the sequence number,
 * in CAPWAP. There are no versions but 0, and a request to associate is hardly ever sent with
 * flags. */
static bool put_right(const struct packet *p, unsigned index, uint8_t *h)
{
	if (index == 0 || p->layers[index - 1].kind != LAYER_CAPWAP || (h[1] & 3) != 0)
		return false;
	bool other_version = h[0] & 3, other_type = h[0] == 0 && h[1] != 0 && (h[1] & 15) == 0;
	if (!other_version && !other_type)
		return false;
	exchange(h);
	return true;
}

static void note_addresses(struct packet *p, const struct shape *s, const uint8_t *h)
{
	for (unsigned i = 0; i < 4; i++) {
		if (places[i] + 6u > s->length)
			return;
		for (unsigned j = 0; j < 3 && s->roles->of[i][j]; j++) {
			unsigned role = s->roles->of[i][j];
			bool to = role == A_DA || (role == A_RA && !p->mac_dst.length);
			bool from = role == A_SA || (role == A_TA && !p->mac_src.length);
			if (to)
				decode_addr(&p->mac_dst, h + places[i], 6);
			if (from)
				decode_addr(&p->mac_src, h + places[i], 6);
		}
	}
}

/* Data that is there, readable, and a message of its own. */
static bool is_open(const struct shape *s, const uint8_t *h)
{
	bool later = s->type == TYPE_DATA && (h[22] & 15);
	return s->type == TYPE_DATA && !(s->subtype & 4) && !(s->flags & PROTECTED) && !later;
}

/* Several packets in one frame, each with addresses of its own before it. */
static bool is_aggregate(const struct shape *s, const uint8_t *h)
{
	bool quality = s->type == TYPE_DATA && (s->subtype & 8);
	return quality && (h[s->roles->of[3][0] ? 30 : 24] & 0x80);
}

/* The first packet of an aggregate is followed, the others are not. */
static enum packet_layer_kind decode_aggregate(struct decode *d, uint32_t header)
{
	uint8_t h[SUBFRAME];
	struct bytes c = decode_cursor(d);
	bytes_skip(&c, header);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, header + SUBFRAME);
	decode_addr(&d->p->mac_dst, h, 6);
	decode_addr(&d->p->mac_src, h + 6, 6);
	decode_layer(d, LAYER_WLAN, header + SUBFRAME);
	uint32_t end = d->at + get16(h + 12);
	if (end > d->end)
		decode_malformed(d);
	else
		d->end = end;
	return LAYER_LLC;
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[HEADER_MOST] = {0};
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, HEADER_LEAST))
		return decode_refuse(d, HEADER_LEAST);
	bool exchanged = put_right(d->p, d->p->layer_count, h);
	struct shape s = shape_of(h);
	if (!bytes_copy(&c, h + HEADER_LEAST, s.length - HEADER_LEAST))
		return decode_refuse(d, s.length);
	if (exchanged && s.length >= 24)
		exchange(h + 22);
	note_addresses(d->p, &s, h);
	/* Some drivers fill the header up to whole words. */
	uint32_t padded = d->wlan_padded ? (s.length + 3) & ~3u : s.length;
	if (decode_left(d) < padded)
		padded = s.length;
	if (is_open(&s, h) && is_aggregate(&s, h))
		return decode_aggregate(d, padded);
	decode_layer(d, LAYER_WLAN, padded);
	return is_open(&s, h) && decode_left(d) ? LAYER_LLC : LAYER_PAYLOAD;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t h[HEADER_MOST] = {0};
	uint32_t n = l->length < sizeof(h) ? l->length : sizeof(h);
	if (!builder_copy(b, l->offset, h, n))
		return;
	bool exchanged = put_right(b->p, b->layer, h);
	struct shape s = shape_of(h);
	/* Its packets have addresses of their own, the third is the access point's. */
	if (exchanged)
		exchange(h + 22);
	bool aggregate = is_open(&s, h) && is_aggregate(&s, h);
	for (unsigned i = 0; i < COUNT_OF(control); i++) {
		struct field_spec spec = control[i];
		if (exchanged && spec.bit < 16)
			spec.bit ^= 8;
		struct field *f = field_add(b, &spec, l->offset);
		const char *word = i == 1 ? word_find(subtypes, s.type << 4 | s.subtype) : NULL;
		if (word)
			field_mean(f, "%s", word);
	}
	unsigned told = aggregate ? 2 : 4;
	for (unsigned i = 0; i < told && places[i] + 6u <= s.length; i++) {
		for (unsigned j = 0; j < 3 && s.roles->of[i][j]; j++)
			link_mean_mac(
			        field_add(b, &addresses[s.roles->of[i][j]], l->offset + places[i]));
	}
	if (s.type == TYPE_MANAGEMENT || s.type == TYPE_DATA)
		field_add_all(
		        b, exchanged ? sequence_big : sequence, COUNT_OF(sequence), l->offset);
	if (aggregate && l->length >= s.length + SUBFRAME)
		FIELD_ADD_ALL(b, subframe, l->offset + l->length - SUBFRAME);
}

void wlan_summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	uint8_t h[2];
	if (!bytes_copy(&b, h, sizeof(h)))
		return;
	struct shape s = shape_of(h);
	const char *word = word_find(subtypes, s.type << 4 | s.subtype);
	out_add(o, "802.11 %s%s", word ? word : word_find(types, s.type),
	        s.flags & PROTECTED ? _(", encrypted") : "");
}

const struct protocol protocol_wlan = {"wlan", N_("IEEE 802.11"), "802.11", decode, fields, groups};
