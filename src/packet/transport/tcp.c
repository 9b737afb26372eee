/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Transmission Control Protocol (RFC 9293). Its options are in tcp_options.c.
 */
#include "packet/fields_internal.h"
#include "packet/format.h"
#include "packet/transport/tcp_internal.h"

#define FIXED 20

enum {
	F_SPORT,
	F_DPORT,
	F_SEQ,
	F_ACK,
	F_HDR_LEN,
	F_FLAGS,
	F_RES,
	F_AE,
	F_CWR,
	F_ECE,
	F_URG,
	F_ACKF,
	F_PUSH,
	F_RESET,
	F_SYN,
	F_FIN,
	F_WINDOW,
	F_CHECKSUM,
	F_URGENT,
	F_COUNT
};
/* What a set flag says. */
#define SET(text)               \
	(const struct word[])   \
	{                       \
		{1, text},      \
		{               \
			0, NULL \
		}               \
	}
static const struct field_spec specs[] = {
        [F_SPORT] = {"tcp.srcport", N_("Source port"), FIELD_UINT, 1, .bit = 0, .bits = 16},
        [F_DPORT] = {"tcp.dstport", N_("Destination port"), FIELD_UINT, 1, .bit = 16, .bits = 16},
        [F_SEQ] = {"tcp.seq_raw", N_("Sequence number"), FIELD_UINT, 1, .bit = 32, .bits = 32},
        [F_ACK] = {"tcp.ack_raw", N_("Acknowledgment number"), FIELD_UINT, 1, .bit = 64,
                .bits = 32},
        [F_HDR_LEN] = {"tcp.hdr_len", N_("Header length"), FIELD_UINT, 1, .bit = 96, .bits = 4,
                .scale = 4},
        [F_FLAGS] = {"tcp.flags", N_("Flags"), FIELD_HEX, 1, .bit = 100, .bits = 12},
        [F_RES] = {"tcp.flags.res", N_("Reserved"), FIELD_UINT, 2, .bit = 100, .bits = 3},
        [F_AE] = {"tcp.flags.ae", N_("Accurate ECN"), FIELD_FLAG, 2, .bit = 103, .bits = 1},
        [F_CWR] = {"tcp.flags.cwr", "CWR", FIELD_FLAG, 2, .bit = 104, .bits = 1,
                .words = SET(N_("the sender reduced its congestion window"))},
        [F_ECE] = {"tcp.flags.ece", "ECE", FIELD_FLAG, 2, .bit = 105, .bits = 1,
                .words = SET(N_("congestion was met on the way"))},
        [F_URG] = {"tcp.flags.urg", "URG", FIELD_FLAG, 2, .bit = 106, .bits = 1,
                .words = SET(N_("the urgent pointer counts"))},
        [F_ACKF] = {"tcp.flags.ack", "ACK", FIELD_FLAG, 2, .bit = 107, .bits = 1,
                .words = SET(N_("the acknowledgment number counts"))},
        [F_PUSH] = {"tcp.flags.push", "PSH", FIELD_FLAG, 2, .bit = 108, .bits = 1,
                .words = SET(N_("pass what is here to the reader now"))},
        [F_RESET] = {"tcp.flags.reset", "RST", FIELD_FLAG, 2, .bit = 109, .bits = 1,
                .words = SET(N_("the connection is void"))},
        [F_SYN] = {"tcp.flags.syn", "SYN", FIELD_FLAG, 2, .bit = 110, .bits = 1,
                .words = SET(N_("a beginning: the sequence number is the first"))},
        [F_FIN] = {"tcp.flags.fin", "FIN", FIELD_FLAG, 2, .bit = 111, .bits = 1,
                .words = SET(N_("the sender has nothing more to say"))},
        [F_WINDOW] = {"tcp.window_size_value", N_("Window"), FIELD_UINT, 1, .bit = 112, .bits = 16},
        [F_CHECKSUM] = {"tcp.checksum", N_("Checksum"), FIELD_HEX, 1, .bit = 128, .bits = 16},
        [F_URGENT] = {"tcp.urgent_pointer", N_("Urgent pointer"), FIELD_UINT, 1, .bit = 144,
                .bits = 16},
};
_Static_assert(COUNT_OF(specs) == F_COUNT, "one per field");
static const struct spec_group groups[] = {SPEC_GROUP(specs), {NULL, 0}};

/* A quoted or cut header still has its first words: ports, then the sequence number. */
static enum packet_layer_kind decode_part(struct decode *d)
{
	uint32_t left = decode_left(d);
	enum packet_layer_kind rest = decode_refuse(d, FIXED);
	if (left < 4)
		return rest;
	uint8_t h[8] = {0};
	struct bytes c = decode_cursor(d);
	bytes_copy(&c, h, left < 8 ? 4 : 8);
	if (!d->quoted) {
		d->p->sport = get16(h);
		d->p->dport = get16(h + 2);
		d->p->tcp_seq = get32(h + 4);
	}
	decode_layer(d, LAYER_TCP, left);
	return LAYER_NONE;
}

/* RFC 2018 3: pairs of edges. Three are counted, as many as fit beside time stamps. */
static void note_sack(struct packet *p, struct bytes value)
{
	for (unsigned i = 0; i < 3 && bytes_left(&value) >= 8; i++) {
		uint32_t left = bytes_be32(&value);
		p->tcp_sacked += bytes_be32(&value) - left;
	}
}

/* All beyond 14 mean 14 (RFC 7323 2.3), so that one of them may stand for another. */
static uint8_t shift_count(uint8_t said)
{
	return said == PACKET_NO_WSCALE ? PACKET_NO_WSCALE - 1 : said;
}

static void note_option(struct packet *p, uint8_t kind, uint8_t length, struct bytes value)
{
	bool syn = p->tcp_flags & TCP_SYN;
	if (kind == 2 && length == 4 && syn)
		p->tcp_mss = bytes_be16(&value);
	else if (kind == 3 && length == 3 && syn)
		p->tcp_wscale = shift_count(bytes_u8(&value));
	else if (kind == 4 && length == 2)
		p->tcp_options |= TCP_OPTION_SACK_PERMITTED;
	else if (kind == 5)
		note_sack(p, value);
	else if (kind == 8 && length == 10)
		p->tcp_options |= TCP_OPTION_TIMESTAMPS;
	else if (kind == 30 && length > 2)
		p->tcp_multipath |= (uint16_t)(1u << (bytes_u8(&value) >> 4));
}

/* The options that a flow and a summary need. False where the last ones can't be read. */
static bool note_options(struct packet *p, struct bytes c)
{
	while (bytes_left(&c)) {
		uint8_t kind = bytes_u8(&c);
		if (kind == 0)
			return true;
		if (kind == 1)
			continue;
		uint8_t length = bytes_u8(&c);
		struct bytes value = bytes_sub(&c, length >= 2 ? length - 2u : 0);
		if (c.bad || value.bad)
			break;
		if (length < 2)
			return true;
		note_option(p, kind, length, value);
	}
	return false;
}

static void note(struct packet *p, const uint8_t *h)
{
	p->sport = get16(h);
	p->dport = get16(h + 2);
	p->tcp_seq = get32(h + 4);
	p->tcp_ack = get32(h + 8);
	p->tcp_flags = get16(h + 12) & 0x1ff;
	p->tcp_window = get16(h + 14);
}

/* Options that were not captured, or that are not there: the fixed part is known. */
static enum packet_layer_kind decode_cut(struct decode *d, uint32_t header, struct bytes options)
{
	bool there = d->at + header <= d->end;
	decode_refuse(d, header);
	if (!d->quoted && !there)
		d->p->tcp_options |= TCP_OPTION_SHORT;
	if (!d->quoted && !note_options(d->p, options))
		d->p->tcp_options |= TCP_OPTION_UNREAD;
	if (!d->quoted && there) {
		d->p->payload_offset = d->at + header;
		d->p->payload_length = d->end - d->at - header;
	}
	decode_layer(d, LAYER_TCP, decode_left(d));
	return LAYER_NONE;
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_part(d);
	uint32_t header = (h[12] >> 4) * 4u;
	if (!d->quoted)
		note(d->p, h);
	if (header < FIXED) { /* to the byte that says so; shorter than any segment's for flows */
		decode_layer(d, LAYER_TCP, 13);
		return decode_malformed(d);
	}
	if (decode_left(d) < header)
		return decode_cut(d, header, bytes_sub(&c, decode_left(d) - FIXED));
	if (!d->quoted && header > FIXED)
		(void)note_options(d->p, bytes_sub(&c, header - FIXED));
	decode_layer(d, LAYER_TCP, header);
	decode_payload_here(d);
	return dispatch_port(d, get16(h), get16(h + 2));
}

static void mean(struct builder *b, unsigned i, struct field *f)
{
	switch (i) {
	case F_HDR_LEN:
		field_mean(f, _("%u words of 4 bytes"), (unsigned)f->value / 4);
		break;
	case F_FLAGS:
		format_tcp_flags_short((unsigned)f->value & 0x1ff, f->meaning, sizeof(f->meaning));
		break;
	case F_WINDOW:
		field_mean(f, "%s",
		        f->value ? _("as it is here, before scaling") : _("closed: send nothing"));
		break;
	case F_CHECKSUM:
		field_judge_checksum(b, f);
		break;
	}
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint16_t flags = TCP_ACK | TCP_URG;
	for (unsigned i = 0; i < F_COUNT; i++) {
		if ((specs[i].bit + specs[i].bits + 7u) / 8u > l->length)
			break;
		struct field *f = field_add(b, &specs[i], l->offset);
		if (!f)
			break;
		mean(b, i, f);
		if (i == F_FLAGS)
			flags = (uint16_t)f->value;
	}
	struct field *unused = !(flags & TCP_ACK) ? builder_find(b, 0, "tcp.ack_raw") : NULL;
	if (unused && unused->layer == b->layer)
		field_mean(unused, _("not used: ACK is not set"));
	tcp_options_fields(b, l->offset + FIXED, (uint32_t)l->offset + l->length);
}

const struct protocol protocol_tcp = {
        "tcp", N_("Transmission Control Protocol"), "TCP", decode, fields, groups};
