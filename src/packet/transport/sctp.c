/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stream Control Transmission Protocol (RFC 9260): the common header and its chunks.
 */
#include "packet/fields_internal.h"
#include "packet/summary_internal.h"

#define FIXED 12
#define CHUNK_HEAD 4
#define CHUNKS_MAX 4096
#define LIST_MAX 64
#define CHUNKS_SAID 6

/* RFC 9260 3.2, RFC 3758, RFC 4895, RFC 5061, RFC 6525, RFC 8260. */
enum {
	CHUNK_DATA = 0,
	CHUNK_INIT = 1,
	CHUNK_INIT_ACK = 2,
	CHUNK_SACK = 3,
	CHUNK_HEARTBEAT = 4,
	CHUNK_HEARTBEAT_ACK = 5,
	CHUNK_SHUTDOWN = 7,
	CHUNK_I_DATA = 64,
	CHUNK_FORWARD_TSN = 192,
};
static const struct word chunk_types[] = {
        {CHUNK_DATA, "DATA"},
        {CHUNK_INIT, "INIT"},
        {CHUNK_INIT_ACK, "INIT ACK"},
        {CHUNK_SACK, "SACK"},
        {CHUNK_HEARTBEAT, "HEARTBEAT"},
        {CHUNK_HEARTBEAT_ACK, "HEARTBEAT ACK"},
        {6, "ABORT"},
        {CHUNK_SHUTDOWN, "SHUTDOWN"},
        {8, "SHUTDOWN ACK"},
        {9, "ERROR"},
        {10, "COOKIE ECHO"},
        {11, "COOKIE ACK"},
        {12, "ECNE"},
        {13, "CWR"},
        {14, "SHUTDOWN COMPLETE"},
        {15, "AUTH"},
        {CHUNK_I_DATA, "I-DATA"},
        {128, "ASCONF-ACK"},
        {130, "RE-CONFIG"},
        {132, "PAD"},
        {CHUNK_FORWARD_TSN, "FORWARD TSN"},
        {193, "ASCONF"},
        {194, "I-FORWARD TSN"},
        {0, NULL},
};
/* IANA "SCTP Payload Protocol Identifiers". */
static const struct word payloads[] = {
        {2, "M2UA"},
        {3, "M3UA"},
        {18, "S1AP"},
        {27, "X2AP"},
        {46, "Diameter"},
        {50, N_("WebRTC control")},
        {51, N_("WebRTC text")},
        {53, N_("WebRTC bytes")},
        {60, "NGAP"},
        {0, NULL},
};

static const struct field_spec specs[] = {
        {"sctp.srcport", N_("Source port"), FIELD_UINT, 1, .bit = 0, .bits = 16},
        {"sctp.dstport", N_("Destination port"), FIELD_UINT, 1, .bit = 16, .bits = 16},
        {"sctp.verification_tag", N_("Verification tag"), FIELD_HEX, 1, .bit = 32, .bits = 32},
        {"sctp.checksum", N_("Checksum (CRC32c)"), FIELD_HEX, 1, .bit = 64, .bits = 32},
};
static const struct field_spec chunk[] = {
        {"sctp.chunk_type", N_("Chunk"), FIELD_UINT, 1, .bit = 0, .bits = 8, .words = chunk_types},
        {"sctp.chunk_flags", N_("Flags"), FIELD_HEX, 2, .bit = 8, .bits = 8},
        {"sctp.chunk_length", N_("Length"), FIELD_UINT, 2, .bit = 16, .bits = 16},
};
static const struct field_spec data_chunk[] = {
        {"sctp.data_i_bit", N_("Acknowledge at once"), FIELD_FLAG, 3, .bit = 12, .bits = 1},
        {"sctp.data_u_bit", N_("Unordered"), FIELD_FLAG, 3, .bit = 13, .bits = 1},
        {"sctp.data_b_bit", N_("Begins a message"), FIELD_FLAG, 3, .bit = 14, .bits = 1},
        {"sctp.data_e_bit", N_("Ends a message"), FIELD_FLAG, 3, .bit = 15, .bits = 1},
        {"sctp.data_tsn_raw", N_("Transmission sequence number"), FIELD_UINT, 2, .bit = 32,
                .bits = 32},
        {"sctp.data_sid", N_("Stream"), FIELD_HEX, 2, .bit = 64, .bits = 16},
        {"sctp.data_ssn", N_("Sequence number in the stream"), FIELD_UINT, 2, .bit = 80,
                .bits = 16},
        {"sctp.data_payload_proto_id", N_("Payload protocol"), FIELD_UINT, 2, .bit = 96, .bits = 32,
                .words = payloads},
};
#define INIT_SPECS(name)                                                                         \
	{                                                                                        \
		{name "_initiate_tag", N_("Initiate tag"), FIELD_HEX, 2, .bit = 32, .bits = 32}, \
		        {name "_credit", N_("Window"), FIELD_UINT, 2, .bit = 64, .bits = 32},    \
		        {name "_nr_out_streams", N_("Streams out"), FIELD_UINT, 2, .bit = 96,    \
		                .bits = 16},                                                     \
		        {name "_nr_in_streams", N_("Streams in, at most"), FIELD_UINT, 2,        \
		                .bit = 112, .bits = 16},                                         \
		        {name "_initial_tsn", N_("First sequence number"), FIELD_UINT, 2,        \
		                .bit = 128, .bits = 32},                                         \
	}
static const struct field_spec init[] = INIT_SPECS("sctp.init");
static const struct field_spec init_ack[] = INIT_SPECS("sctp.initack");
static const struct field_spec sack[] = {
        {"sctp.sack_cumulative_tsn_ack_raw", N_("All received up to"), FIELD_UINT, 2, .bit = 32,
                .bits = 32},
        {"sctp.sack_a_rwnd", N_("Window"), FIELD_UINT, 2, .bit = 64, .bits = 32},
        {"sctp.sack_number_of_gap_blocks", N_("Blocks behind gaps"), FIELD_UINT, 2, .bit = 96,
                .bits = 16},
        {"sctp.sack_number_of_duplicated_tsns", N_("Duplicates"), FIELD_UINT, 2, .bit = 112,
                .bits = 16},
};
static const struct field_spec gap[] = {
        {"sctp.sack_gap_block_start", N_("Block from"), FIELD_UINT, 3, .bit = 0, .bits = 16},
        {"sctp.sack_gap_block_end", N_("Block to"), FIELD_UINT, 3, .bit = 16, .bits = 16},
};
static const struct field_spec duplicate = {
        "sctp.sack_duplicate_tsn", N_("Duplicate"), FIELD_UINT, 3, .bit = 0, .bits = 32};
static const struct field_spec shutdown[] = {
        {"sctp.shutdown_cumulative_tsn_ack", N_("All received up to"), FIELD_UINT, 2, .bit = 32,
                .bits = 32},
};
static const struct field_spec forward[] = {
        {"sctp.forward_tsn_tsn", N_("Take as received up to"), FIELD_UINT, 2, .bit = 32,
                .bits = 32},
};
static const struct field_spec parameter[] = {
        {"sctp.parameter_type", N_("Parameter"), FIELD_HEX, 2, .bit = 0, .bits = 16},
        {"sctp.parameter_length", N_("Length"), FIELD_UINT, 3, .bit = 16, .bits = 16},
};
static const struct field_spec value = {"sctp.chunk_value", N_("Data"), FIELD_BYTES, .depth = 2};
static const struct field_spec parameter_value = {
        "sctp.parameter_value", N_("Data"), FIELD_BYTES, .depth = 3};
static const struct word parameters[] = {
        {1, N_("heartbeat information")},
        {5, N_("IPv4 address")},
        {6, N_("IPv6 address")},
        {7, N_("state cookie")},
        {9, N_("longer cookie life")},
        {11, N_("host name")},
        {12, N_("supported address types")},
        {0x8000, N_("explicit congestion notification")},
        {0x8002, N_("random number")},
        {0x8003, N_("authenticated chunks")},
        {0x8004, N_("authentication algorithms")},
        {0x8008, N_("supported extensions")},
        {0xc000, N_("partial reliability")},
        {0, NULL},
};

static const struct {
	uint8_t type, length;
	uint8_t count;
	const struct field_spec *specs;
} chunks[] = {
        {CHUNK_DATA, 16, COUNT_OF(data_chunk), data_chunk},
        {CHUNK_INIT, 20, COUNT_OF(init), init},
        {CHUNK_INIT_ACK, 20, COUNT_OF(init_ack), init_ack},
        {CHUNK_SACK, 16, COUNT_OF(sack), sack},
        {CHUNK_SHUTDOWN, 8, COUNT_OF(shutdown), shutdown},
        {CHUNK_FORWARD_TSN, 8, COUNT_OF(forward), forward},
};
static const struct spec_group groups[] = {SPEC_GROUP(specs), SPEC_GROUP(chunk),
        SPEC_GROUP(data_chunk), SPEC_GROUP(init), SPEC_GROUP(init_ack), SPEC_GROUP(sack),
        SPEC_GROUP(gap), SPEC_GROUP(shutdown), SPEC_GROUP(forward), SPEC_GROUP(parameter),
        {NULL, 0}};

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	if (!d->quoted) {
		d->p->sport = get16(h);
		d->p->dport = get16(h + 2);
	}
	uint32_t start = d->at, n = decode_left(d);
	d->at += FIXED;
	decode_payload_here(d); /* the chunks */
	d->at = start;
	decode_layer(d, LAYER_SCTP, n);
	return LAYER_NONE;
}

static void add_parameters(struct builder *b, uint32_t at, uint32_t end)
{
	for (unsigned i = 0; i < LIST_MAX && at + 4 <= end; i++) {
		uint8_t h[4];
		if (!builder_copy(b, at, h, sizeof(h)))
			return;
		uint32_t n = get16(h + 2);
		struct field *f = field_add(b, &parameter[0], at);
		const char *word = word_find(parameters, get16(h));
		if (word)
			field_mean(f, "%s", word);
		if (n < 4 || n > end - at) {
			field_mean(f, _("length %u is wrong"), n);
			return;
		}
		field_add(b, &parameter[1], at);
		if (n > 4)
			field_add_sized(b, &parameter_value, at + 4, n - 4);
		at += (n + 3) & ~3u;
	}
}

static void add_gaps(struct builder *b, uint32_t at, uint32_t end)
{
	uint8_t h[4];
	if (!builder_copy(b, at - 4, h, sizeof(h)))
		return;
	unsigned gaps = get16(h), duplicates = get16(h + 2);
	for (unsigned i = 0; i < gaps && i < LIST_MAX && at + 4 <= end; i++, at += 4)
		FIELD_ADD_ALL(b, gap, at);
	for (unsigned i = 0; i < duplicates && i < LIST_MAX && at + 4 <= end; i++, at += 4)
		field_add(b, &duplicate, at);
}

static void add_content(struct builder *b, unsigned type, uint32_t at, uint32_t end)
{
	uint32_t used = CHUNK_HEAD;
	for (size_t i = 0; i < COUNT_OF(chunks); i++) {
		if (chunks[i].type != type || end - at < chunks[i].length)
			continue;
		field_add_all(b, chunks[i].specs, chunks[i].count, at);
		used = chunks[i].length;
	}
	bool is_init = used > CHUNK_HEAD && (type == CHUNK_INIT || type == CHUNK_INIT_ACK);
	if (is_init || type == CHUNK_HEARTBEAT || type == CHUNK_HEARTBEAT_ACK)
		add_parameters(b, at + used, end);
	else if (used > CHUNK_HEAD && type == CHUNK_SACK)
		add_gaps(b, at + used, end);
	else if (at + used < end)
		field_add_sized(b, &value, at + used, end - at - used);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	size_t from = b->list->count;
	FIELD_ADD_ALL(b, specs, l->offset);
	field_judge_checksum(b, builder_find(b, from, "sctp.checksum"));
	uint32_t at = l->offset + FIXED, end = l->offset + l->length;
	for (unsigned i = 0; i < CHUNKS_MAX && at + CHUNK_HEAD <= end; i++) {
		uint8_t h[CHUNK_HEAD];
		if (!builder_copy(b, at, h, sizeof(h)))
			return;
		uint32_t n = get16(h + 2);
		bool wrong = n < CHUNK_HEAD || n > end - at;
		struct field *f = field_add(b, &chunk[0], at);
		if (wrong)
			field_mean(f, _("length %u is wrong"), n);
		field_add_all(b, chunk + 1, 2, at);
		if (wrong)
			return;
		add_content(b, h[0], at, at + n);
		at += (n + 3) & ~3u;
	}
}

void sctp_summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	bytes_skip(&b, FIXED);
	out_text(o, "SCTP");
	for (unsigned i = 0; i < CHUNKS_SAID && bytes_left(&b) >= CHUNK_HEAD; i++) {
		uint8_t type = bytes_u8(&b);
		bytes_skip(&b, 1);
		uint32_t n = bytes_be16(&b);
		const char *word = word_find(chunk_types, type);
		out_text(o, i ? ", " : " ");
		if (word)
			out_text(o, word);
		else
			out_add(o, _("chunk %u"), type);
		if (n < CHUNK_HEAD || !bytes_skip(&b, ((n + 3) & ~3u) - CHUNK_HEAD))
			return;
	}
}

const struct protocol protocol_sctp = {
        "sctp", N_("Stream Control Transmission Protocol"), "SCTP", decode, fields, groups};
