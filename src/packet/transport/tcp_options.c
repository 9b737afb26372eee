/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TCP's options: the kinds of IANA's "TCP Option Kind Numbers".
 */
#include <stdio.h>

#include "packet/transport/tcp_internal.h"

static const struct field_spec list = {"tcp.options", N_("Options"), FIELD_HEADER, .depth = 1};
static const struct field_spec kind_spec = {
        "tcp.option_kind", N_("Kind"), FIELD_UINT, 3, .bit = 0, .bits = 8};
static const struct field_spec len_spec = {
        "tcp.option_len", N_("Length"), FIELD_UINT, 3, .bit = 8, .bits = 8};
static const struct field_spec unknown = {
        "tcp.options.unknown", N_("Option nobody knows"), FIELD_HEADER, .depth = 2};
static const struct field_spec unknown_data = {
        "tcp.options.unknown.payload", N_("Data"), FIELD_BYTES, .depth = 3};

static const struct field_spec mss[] = {
        {"tcp.options.mss_val", N_("Largest segment"), FIELD_UINT, 3, .bit = 16, .bits = 16},
};
static const struct field_spec wscale[] = {
        {"tcp.options.wscale.shift", N_("Shift count"), FIELD_UINT, 3, .bit = 16, .bits = 8},
};
static const struct field_spec stamps[] = {
        {"tcp.options.timestamp.tsval", N_("Time stamp value"), FIELD_UINT, 3, .bit = 16,
                .bits = 32},
        {"tcp.options.timestamp.tsecr", N_("Time stamp echo"), FIELD_UINT, 3, .bit = 48,
                .bits = 32},
};
static const struct field_spec sack[] = {
        {"tcp.options.sack_le", N_("Left edge"), FIELD_UINT, 3, .bit = 0, .bits = 32},
        {"tcp.options.sack_re", N_("Right edge"), FIELD_UINT, 3, .bit = 32, .bits = 32},
};
static const struct field_spec user_timeout[] = {
        {"tcp.options.user_to_granularity", N_("In minutes"), FIELD_FLAG, 3, .bit = 16, .bits = 1},
        {"tcp.options.user_to_val", N_("User timeout"), FIELD_UINT, 3, .bit = 17, .bits = 15},
};
static const struct word mptcp_subtypes[] = {
        {0, "MP_CAPABLE"},
        {1, "MP_JOIN"},
        {2, "DSS"},
        {3, "ADD_ADDR"},
        {4, "REMOVE_ADDR"},
        {5, "MP_PRIO"},
        {6, "MP_FAIL"},
        {7, "MP_FASTCLOSE"},
        {8, "MP_TCPRST"},
        {0, NULL},
};
static const struct field_spec mptcp[] = {
        {"tcp.options.mptcp.subtype", N_("Subtype"), FIELD_UINT, 3, .bit = 16, .bits = 4,
                .words = mptcp_subtypes},
};
static const struct field_spec echo_value[] = {
        {"tcp.options.echo_value", N_("Value"), FIELD_UINT, 3, .bit = 16, .bits = 32},
};
static const struct field_spec experiment[] = {
        {"tcp.options.experimental.exid", N_("Experiment"), FIELD_HEX, 3, .bit = 16, .bits = 16},
};

const struct spec_group tcp_option_groups[] = {
        {&kind_spec, 1},
        {&len_spec, 1},
        SPEC_GROUP(mss),
        SPEC_GROUP(wscale),
        SPEC_GROUP(stamps),
        SPEC_GROUP(sack),
        SPEC_GROUP(user_timeout),
        SPEC_GROUP(mptcp),
        SPEC_GROUP(echo_value),
        SPEC_GROUP(experiment),
        {NULL, 0},
};

/* length: 0 is any. specs: fixed parts; rest: name of what bytes remain, or NULL. */
struct option {
	uint8_t kind, length;
	const char *name, *label;
	const struct field_spec *specs;
	uint8_t spec_count, used; /* bytes of kind, length and specs */
	const char *rest, *rest_label;
};

static const struct option options[] = {
        {0, 1, "tcp.options.eol", N_("End of options"), .used = 1},
        {1, 1, "tcp.options.nop", N_("No operation (fills up)"), .used = 1},
        {2, 4, "tcp.options.mss", N_("Maximum segment size"), mss, 1, .used = 4},
        {3, 3, "tcp.options.wscale", N_("Window scale"), wscale, 1, .used = 3},
        {4, 2, "tcp.options.sack_perm", N_("SACK permitted"), .used = 2},
        {5, 0, "tcp.options.sack", N_("Selective acknowledgment"), .used = 2},
        {6, 6, "tcp.options.echo", N_("Echo (obsolete)"), echo_value, 1, .used = 6},
        {7, 6, "tcp.options.echo_reply", N_("Echo reply (obsolete)"), echo_value, 1, .used = 6},
        {8, 10, "tcp.options.timestamp", N_("Time stamps"), stamps, 2, .used = 10},
        {19, 18, "tcp.options.md5", N_("MD5 signature"), .used = 2,
                .rest = "tcp.options.md5.digest", .rest_label = N_("Digest")},
        {28, 4, "tcp.options.user_to", N_("User timeout"), user_timeout, 2, .used = 4},
        {29, 0, "tcp.options.ao", N_("Authentication"), .used = 2, .rest = "tcp.options.ao.data",
                .rest_label = N_("Key ids and code")},
        {30, 0, "tcp.options.mptcp", N_("Multipath TCP"), mptcp, 1, .used = 3,
                .rest = "tcp.options.mptcp.rawkey", .rest_label = N_("Data")},
        {34, 0, "tcp.options.tfo", N_("Fast open"), .used = 2, .rest = "tcp.options.tfo.cookie",
                .rest_label = "Cookie"},
        {172, 0, "tcp.options.acc_ecn", N_("Accurate ECN order 0"), .used = 2,
                .rest = "tcp.options.acc_ecn.data", .rest_label = N_("Counters")},
        {174, 0, "tcp.options.acc_ecn", N_("Accurate ECN order 1"), .used = 2,
                .rest = "tcp.options.acc_ecn.data", .rest_label = N_("Counters")},
        {253, 0, "tcp.options.experimental", N_("Experiment 1"), experiment, 1, .used = 4,
                .rest = "tcp.options.experimental.data", .rest_label = N_("Data")},
        {254, 0, "tcp.options.experimental", N_("Experiment 2"), experiment, 1, .used = 4,
                .rest = "tcp.options.experimental.data", .rest_label = N_("Data")},
};

static const struct option *option_of(uint8_t kind)
{
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		if (options[i].kind == kind)
			return &options[i];
	}
	return NULL;
}

static void mean_option(struct builder *b, size_t header, const struct option *o, uint32_t n)
{
	struct field *f = &b->list->at[header];
	struct field *first = header + 3 < b->list->count ? &b->list->at[header + 3] : NULL;
	if (o->kind == 3 && first)
		field_mean(first, _("window counts in units of %u bytes"),
		        1u << (first->value < 14 ? first->value : 14)); /* RFC 7323 2.3 */
	if (o->kind == 3 && first)
		field_mean(f, _("shift by %u"), (unsigned)first->value);
	if (o->kind == 2 && first)
		field_mean(f, _("%u bytes"), (unsigned)first->value);
	if (o->kind == 34 && n == 2)
		field_mean(f, _("asks for a cookie"));
	if (o->kind == 28 && first && b->list->count > header + 4)
		field_mean(
		        &b->list->at[header + 4], "%s", first->value ? _("minutes") : _("seconds"));
}

static void sack_blocks(struct builder *b, uint32_t at, uint32_t n)
{
	for (uint32_t i = 2; i + 8 <= n; i += 8)
		FIELD_ADD_ALL(b, sack, at + i);
}

static void add_known(struct builder *b, const struct option *o, uint32_t at, uint32_t n)
{
	const struct field_spec header = {o->name, o->label, FIELD_HEADER, .depth = 2};
	size_t index = b->list->count;
	struct field *f = field_add_sized(b, &header, at, n);
	if (!f)
		return;
	if (o->length && o->length != n) {
		field_mean(f, _("length %u is wrong, should be %u"), n, o->length);
		return;
	}
	field_add(b, &kind_spec, at);
	if (n == 1)
		return;
	field_add(b, &len_spec, at);
	if (n >= o->used)
		field_add_all(b, o->specs, o->spec_count, at);
	if (o->kind == 5)
		sack_blocks(b, at, n);
	const struct field_spec rest = {o->rest, o->rest_label, FIELD_BYTES, .depth = 3};
	if (o->rest && n > o->used)
		field_add_sized(b, &rest, at + o->used, n - o->used);
	mean_option(b, index, o, n);
}

static void add_unknown(struct builder *b, uint32_t at, uint32_t n)
{
	field_add_sized(b, &unknown, at, n);
	field_add(b, &kind_spec, at);
	field_add(b, &len_spec, at);
	if (n > 2)
		field_add_sized(b, &unknown_data, at + 2, n - 2);
}

void tcp_options_fields(struct builder *b, uint32_t at, uint32_t end)
{
	if (at >= end || !field_add_sized(b, &list, at, end - at))
		return;
	while (at < end) {
		struct bytes c = builder_cursor(b, at, end);
		uint8_t kind = bytes_u8(&c);
		uint32_t n = kind <= 1 ? 1 : bytes_u8(&c);
		if (c.bad || n == 0 || (kind > 1 && n < 2) || n > end - at) {
			const struct field_spec wrong = {"tcp.options.invalid", N_("Broken option"),
			        FIELD_HEADER, .depth = 2};
			field_mean(field_add_sized(b, &wrong, at, end - at),
			        _("kind %u, length %u"), kind, n);
			return;
		}
		const struct option *o = option_of(kind);
		if (o)
			add_known(b, o, at, n);
		else
			add_unknown(b, at, n);
		if (kind == 0)
			return;
		at += n;
	}
}

static void stamps_text(struct bytes value, struct out *o)
{
	out_text(o, "TS val ");
	out_number(o, bytes_be32(&value));
	out_text(o, " ecr ");
	out_number(o, bytes_be32(&value));
}

static void blocks_text(struct bytes value, struct out *o)
{
	unsigned n = (unsigned)bytes_left(&value);
	unsigned from = bytes_be32(&value), to = bytes_be32(&value);
	out_add(o, "sack %u {%u:%u}%s", n / 8, from, to, n > 8 ? "..." : "");
}

/* One option in words; value holds what follows kind and length. */
static void option_text(uint8_t kind, struct bytes value, struct out *o)
{
	switch (kind) {
	case 2:
		out_add(o, "mss %u", bytes_be16(&value));
		break;
	case 3:
		out_add(o, "wscale %u", bytes_u8(&value));
		break;
	case 4:
		out_text(o, "sackOK");
		break;
	case 5:
		blocks_text(value, o);
		break;
	case 8:
		stamps_text(value, o);
		break;
	case 19:
		out_text(o, "md5");
		break;
	case 30:
		out_add(o, "mptcp %zu", bytes_left(&value) + 2);
		break;
	case 34:
		out_add(o, "tfo %s", bytes_left(&value) ? "cookie" : "cookiereq");
		break;
	default:
		out_add(o, "kind %u", kind);
		break;
	}
}

void tcp_options_text(struct bytes b, struct out *o)
{
	for (bool first = true; bytes_left(&b); first = false) {
		uint8_t kind = bytes_u8(&b);
		uint8_t length = kind > 1 ? bytes_u8(&b) : 2;
		struct bytes value = bytes_sub(&b, kind > 1 && length >= 2 ? length - 2u : 0);
		out_text(o, first ? "" : ",");
		if (kind == 0 || length < 2 || b.bad) {
			out_text(o, kind ? "invalid" : "eol");
			return;
		}
		if (kind == 1)
			out_text(o, "nop");
		else
			option_text(kind, value, o);
	}
}
