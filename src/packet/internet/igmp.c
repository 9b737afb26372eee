/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Internet Group Management Protocol (RFC 1112, 2236, 3376).
 */
#include "packet/fields_internal.h"
#include "packet/internet/icmp_internal.h"

#define FIXED 8
#define RECORDS_MAX 64
#define QUERY3_LENGTH 12

static const struct word types[] = {
        {0x11, N_("membership query")},
        {0x12, N_("membership report v1")},
        {0x16, N_("membership report v2")},
        {0x17, N_("leave group")},
        {0x22, N_("membership report v3")},
        {0, NULL},
};
static const struct field_spec specs[] = {
        {"igmp.type", N_("Type"), FIELD_HEX, 1, .bit = 0, .bits = 8, .words = types},
        {"igmp.max_resp", N_("Most response time, tenths of s"), FIELD_UINT, 1, .bit = 8,
                .bits = 8},
        {"igmp.checksum", N_("Checksum"), FIELD_HEX, 1, .bit = 16, .bits = 16},
};
static const struct field_spec group[] = {
        {"igmp.maddr", N_("Group address"), FIELD_IPV4, 1, .bit = 32, .bits = 32},
};
static const struct field_spec query3[] = {
        {"igmp.s", N_("Suppress router processing"), FIELD_FLAG, 1, .bit = 68, .bits = 1},
        {"igmp.qrv", N_("Robustness"), FIELD_UINT, 1, .bit = 69, .bits = 3},
        {"igmp.qqic", N_("Query interval code"), FIELD_UINT, 1, .bit = 72, .bits = 8},
        {"igmp.num_src", N_("Sources"), FIELD_UINT, 1, .bit = 80, .bits = 16},
};
static const struct field_spec report3[] = {
        {"igmp.num_grp_recs", N_("Group records"), FIELD_UINT, 1, .bit = 48, .bits = 16},
};
const struct word igmp_record_words[] = {
        {1, N_("only from these sources")},
        {2, N_("from all but these sources")},
        {3, N_("now only from these sources")},
        {4, N_("now from all but these sources")},
        {5, N_("also from these sources")},
        {6, N_("no more from these sources")},
        {0, NULL},
};
static const struct field_spec record[] = {
        {"igmp.record_type", N_("Record"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = igmp_record_words},
        {"igmp.aux_data_len", N_("Auxiliary data length"), FIELD_UINT, 2, .bit = 8, .bits = 8},
        {"igmp.num_src", N_("Sources"), FIELD_UINT, 2, .bit = 16, .bits = 16},
        {"igmp.maddr", N_("Group address"), FIELD_IPV4, 2, .bit = 32, .bits = 32},
};
static const struct field_spec source = {
        "igmp.saddr", N_("Source"), FIELD_IPV4, 2, .bit = 0, .bits = 32};
static const struct spec_group groups[] = {SPEC_GROUP(specs), SPEC_GROUP(group), SPEC_GROUP(query3),
        SPEC_GROUP(report3), SPEC_GROUP(record), {&source, 1}, {NULL, 0}};

static void add_sources(struct builder *b, uint32_t at, uint32_t end, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < RECORDS_MAX && at + 4 <= end; i++, at += 4)
		field_add(b, &source, at);
}

static void add_query3(struct builder *b, uint32_t at, uint32_t end)
{
	size_t from = b->list->count;
	FIELD_ADD_ALL(b, query3, at);
	const struct field *count = builder_find(b, from, "igmp.num_src");
	if (count)
		add_sources(b, at + QUERY3_LENGTH, end, (uint32_t)count->value);
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[FIXED];
	struct bytes c = decode_cursor(d);
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	if (!d->quoted)
		d->p->icmp_type = h[0];
	decode_layer(d, LAYER_IGMP, decode_left(d));
	decode_payload_here(d);
	return LAYER_PAYLOAD;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	uint8_t h[FIXED];
	uint32_t at = l->offset, end = (uint32_t)l->offset + l->length;
	if (!builder_copy(b, at, h, sizeof(h)))
		return;
	size_t from = b->list->count;
	FIELD_ADD_ALL(b, specs, at);
	field_judge_checksum(b, builder_find(b, from, "igmp.checksum"));
	if (h[0] != 0x22) {
		FIELD_ADD_ALL(b, group, at);
		if (h[0] == 0x11 && l->length >= QUERY3_LENGTH)
			add_query3(b, at, end);
		return;
	}
	FIELD_ADD_ALL(b, report3, at);
	at += FIXED;
	for (unsigned i = 0; i < RECORDS_MAX && at + 8 <= end; i++) {
		struct bytes c = builder_cursor(b, at, end);
		bytes_skip(&c, 1);
		uint32_t aux = bytes_u8(&c), sources = bytes_be16(&c);
		FIELD_ADD_ALL(b, record, at);
		add_sources(b, at + 8, end, sources);
		at += 8 + sources * 4 + aux * 4;
	}
}

const char *igmp_type_words(uint8_t type)
{
	return word_find(types, type);
}

const struct protocol protocol_igmp = {
        "igmp", N_("Internet Group Management Protocol"), "IGMP", decode, fields, groups};
