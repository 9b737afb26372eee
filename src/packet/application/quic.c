/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * QUIC's long header (RFC 9000 17.2, RFC 9369), as it stands before header protection is removed.
 * Short headers say nothing that could be told from noise, and are left as data, but for one that
 * comes behind a long header in a datagram: it has the same destination (RFC 9000 12.2).
 */
#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define PACKETS_MAX 10
#define ID_MAX 20

enum { INITIAL, ZERO_RTT, HANDSHAKE, RETRY };

static const struct word types[] = {{INITIAL, "Initial"}, {ZERO_RTT, "0-RTT"},
        {HANDSHAKE, "Handshake"}, {RETRY, "Retry"}, {0, NULL}};
static const struct word versions[] = {{0, N_("version negotiation")}, {1, "1"}, {0x6b3343cf, "2"},
        {0xff000016, "draft-22"}, {0xff000017, "draft-23"}, {0xff000018, "draft-24"},
        {0xff000019, "draft-25"}, {0xff00001a, "draft-26"}, {0xff00001b, "draft-27"},
        {0xff00001c, "draft-28"}, {0xff00001d, "draft-29"}, {0xff00001e, "draft-30"},
        {0xff00001f, "draft-31"}, {0xff000020, "draft-32"}, {0xff000021, "draft-33"},
        {0xff000022, "draft-34"}, {0x51303530, "Google Q050"}, {0x54303530, "Google T050"},
        {0x54303531, "Google T051"}, {0xfaceb001, "mvfst draft-22"}, {0xfaceb002, "mvfst draft-27"},
        {0xfaceb00e, "mvfst"}, {0xfaceb010, "mvfst"}, {0, NULL}};
static const struct field_spec head[] = {
        {"quic.header_form", N_("Long header"), FIELD_UINT, 1, .bit = 0, .bits = 1},
        {"quic.fixed_bit", N_("Fixed bit"), FIELD_FLAG, 1, .bit = 1, .bits = 1},
        {"quic.version", N_("Version"), FIELD_HEX, 1, .bit = 8, .bits = 32, .words = versions},
};
static const struct field_spec type_spec = {
        "quic.long.packet_type", N_("Packet type"), FIELD_UINT, 1, .bit = 2, .bits = 2};
static const struct field_spec dcil = {
        "quic.dcil", N_("Destination id length"), FIELD_UINT, 1, .bits = 8};
static const struct field_spec dcid = {"quic.dcid", N_("Destination id"), FIELD_BYTES, .depth = 1};
static const struct field_spec scil = {
        "quic.scil", N_("Source id length"), FIELD_UINT, 1, .bits = 8};
static const struct field_spec scid = {"quic.scid", N_("Source id"), FIELD_BYTES, .depth = 1};
static const struct field_spec token_length = {
        "quic.token_length", N_("Token length"), FIELD_BYTES, .depth = 1};
static const struct field_spec token = {"quic.token", N_("Token"), FIELD_BYTES, .depth = 1};
static const struct field_spec length = {"quic.length", N_("Length"), FIELD_BYTES, .depth = 1};
static const struct field_spec payload = {"quic.payload", N_("Encrypted"), FIELD_BYTES, .depth = 1};
static const struct field_spec supported = {
        "quic.supported_version", N_("Speaks"), FIELD_HEX, 1, .bits = 32, .words = versions};
static const struct spec_group groups[] = {
        SPEC_GROUP(head), {&type_spec, 1}, {&dcil, 1}, {&scil, 1}, {NULL, 0}};

/* RFC 9000 15: versions that force negotiation. */
static bool is_grease(uint32_t version)
{
	return (version & 0x0f0f0f0f) == 0x0a0a0a0a;
}

/* The version is one that this reads, or 0: then a list of versions follows. Moves behind the
 * connection's two ids. The fixed bit may be anything (RFC 9287). */
static bool take_long(struct bytes *b, uint8_t *first, uint32_t *version)
{
	*first = bytes_u8(b);
	*version = bytes_be32(b);
	if (b->bad || !(*first & 0x80) || (!word_find(versions, *version) && !is_grease(*version)))
		return false;
	uint8_t n = bytes_u8(b);
	bytes_skip(b, n);
	uint8_t m = bytes_u8(b);
	bytes_skip(b, m);
	return !b->bad && n <= ID_MAX && m <= ID_MAX;
}

static bool is_long(struct bytes b)
{
	uint8_t first;
	uint32_t version;
	return take_long(&b, &first, &version);
}

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	return is_long(b);
}

/* RFC 9000 17.2.1: nothing but versions, one of which is known. */
static bool is_list(struct bytes b)
{
	bool known = false;
	if (bytes_left(&b) % 4)
		return false;
	while (bytes_left(&b)) {
		uint32_t version = bytes_be32(&b);
		known = known || (version && word_find(versions, version));
	}
	return known;
}

/* RFC 9000 16: 1, 2, 4 or 8 bytes, their number in the first two bits. */
static uint64_t take_varint(struct bytes *b)
{
	unsigned first = bytes_u8(b);
	uint64_t value = first & 63;
	for (unsigned n = (1u << (first >> 6)) - 1; n; n--)
		value = value << 8 | bytes_u8(b);
	return value;
}

/* Without the fixed bit version 1 could be something else that begins with 80 (RTP): then its
 * lengths, too, must be right. */
static bool sure(struct bytes b, const struct packet *p)
{
	(void)p;
	uint8_t first;
	uint32_t version;
	if (!take_long(&b, &first, &version))
		return false;
	if (version == 0)
		return is_list(b);
	if (first & 0x40)
		return true;
	unsigned type = first >> 4 & 3;
	if (is_grease(version) || (version == 1 && type == RETRY))
		return false;
	if (version != 1)
		return true;
	if (type == INITIAL)
		bytes_skip(&b, take_varint(&b));
	uint64_t rest = take_varint(&b);
	return !b.bad && rest && rest <= bytes_left(&b);
}

/* RFC 9369 3.2: version 2 numbers the types otherwise. */
static unsigned type_of(unsigned first, uint32_t version)
{
	unsigned bits = first >> 4 & 3;
	return version == 0x6b3343cf ? (bits + 3) % 4 : bits;
}

/* A number of 1, 2, 4 or 8 bytes (RFC 9000 16) as a field. */
static uint64_t add_varint(struct part *p, const struct field_spec *s)
{
	unsigned n = 1u << (part_number(p, 0, 1) >> 6);
	uint64_t value = part_number(p, 0, n) & ((1ull << (8 * n - 2)) - 1);
	field_mean(part_sized(p, s, n), "%llu", (unsigned long long)value);
	return value;
}

static void add_id(struct part *p, const struct field_spec *n, const struct field_spec *id)
{
	uint32_t size = (uint32_t)part_number(p, 0, 1);
	part_add(p, n);
	part_upto(p, id, size);
}

static uint32_t clip(uint64_t n)
{
	return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static void add_packet(struct part *p)
{
	uint32_t version = (uint32_t)part_number(p, 1, 4);
	unsigned type = type_of((unsigned)part_number(p, 0, 1), version);
	part_peep(p, head, COUNT_OF(head));
	if (version) {
		part_peep(p, &type_spec, 1);
		field_mean(builder_find(p->b, p->b->list->count - 1, "quic.long.packet_type"), "%s",
		        word_find(types, type));
	}
	part_skip(p, 5);
	add_id(p, &dcil, &dcid);
	add_id(p, &scil, &scid);
	while (version == 0 && part_left(p) >= 4)
		part_add(p, &supported);
	if (version == 0 || type == RETRY) {
		part_sized(p, &token, part_left(p));
		return;
	}
	if (type == INITIAL) {
		uint64_t n = add_varint(p, &token_length);
		part_upto(p, &token, clip(n));
	}
	uint64_t n = add_varint(p, &length);
	part_upto(p, &payload, clip(n));
}

/* A short header to the destination of the long one before it, whose fields begin at `from`. */
static void add_short(struct part *p, size_t from)
{
	struct field *to = builder_find(p->b, from, "quic.dcid");
	uint32_t n = to ? to->length : 0;
	unsigned bits = (unsigned)part_number(p, 0, 1) & 0xc0;
	if (part_left(p) <= n + 1 || bits & 0x80 || (n == 0 && !bits) ||
	        (n && memcmp(p->b->bytes + to->offset, p->b->bytes + p->at + 1, n) != 0))
		return;
	part_peep(p, head, 2);
	part_skip(p, 1);
	part_sized(p, &dcid, n);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	size_t from = b->list->count;
	for (unsigned i = 0; i < PACKETS_MAX && is_long(part_bytes(&p)); i++) {
		from = b->list->count;
		add_packet(&p);
	}
	add_short(&p, from);
	part_sized(&p, &payload, part_left(&p));
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	unsigned first = bytes_u8(&b);
	uint32_t version = bytes_be32(&b);
	const char *words = version ? word_find(types, type_of(first, version)) : NULL;
	out_add(o, "QUIC %s", words ? words : _("version negotiation"));
	unsigned n = bytes_u8(&b);
	if (n)
		out_add(o, " to ");
	for (unsigned i = 0; i < n && i < ID_MAX; i++)
		out_add(o, "%02x", bytes_u8(&b));
}

const struct app app_quic = {fits, sure, summary};
const struct protocol protocol_quic = {"quic", N_("QUIC"), "QUIC", app_decode, fields, groups};
