/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Transport Layer Security: records (RFC 8446 5.1) and what is in those that are not encrypted.
 * A segment is read only if it begins with a record; the last one may go on behind it.
 */
#include "packet/application/tls_internal.h"

#define RECORDS_MAX 100
#define RECORD_MAX (16384 + 2048)
#define RECORD_HEAD 5
#define ENCRYPTED_MIN 18 /* an alert, with the shortest tag of those in use */

enum { CHANGE = 20, ALERT = 21, HANDSHAKE = 22, APPLICATION = 23, HEARTBEAT = 24 };

static const struct word contents[] = {{CHANGE, "ChangeCipherSpec"}, {ALERT, N_("alert")},
        {HANDSHAKE, N_("handshake")}, {APPLICATION, N_("application data")},
        {HEARTBEAT, N_("heartbeat")}, {0, NULL}};
static const struct word levels[] = {{1, N_("warning")}, {2, N_("fatal")}, {0, NULL}};
static const struct word alerts[] = {{0, "close_notify"}, {10, "unexpected_message"},
        {20, "bad_record_mac"}, {22, "record_overflow"}, {40, "handshake_failure"},
        {42, "bad_certificate"}, {43, "unsupported_certificate"}, {44, "certificate_revoked"},
        {45, "certificate_expired"}, {46, "certificate_unknown"}, {47, "illegal_parameter"},
        {48, "unknown_ca"}, {49, "access_denied"}, {50, "decode_error"}, {51, "decrypt_error"},
        {70, "protocol_version"}, {71, "insufficient_security"}, {80, "internal_error"},
        {86, "inappropriate_fallback"}, {90, "user_canceled"}, {100, "no_renegotiation"},
        {109, "missing_extension"}, {110, "unsupported_extension"}, {112, "unrecognized_name"},
        {113, "bad_certificate_status_response"}, {115, "unknown_psk_identity"},
        {116, "certificate_required"}, {120, "no_application_protocol"}, {0, NULL}};

static const struct field_spec record[] = {
        {"tls.record.content_type", N_("Content"), FIELD_UINT, 1, .bit = 0, .bits = 8,
                .words = contents},
        {"tls.record.version", N_("Record version"), FIELD_HEX, 1, .bit = 8, .bits = 16,
                .words = tls_versions},
        {"tls.record.length", N_("Record length"), FIELD_UINT, 1, .bit = 24, .bits = 16},
};
static const struct field_spec handshake[] = {
        {"tls.handshake.type", N_("Handshake"), FIELD_UINT, 2, .bit = 0, .bits = 8,
                .words = tls_handshakes},
        {"tls.handshake.length", N_("Length"), FIELD_UINT, 2, .bit = 8, .bits = 24},
};
static const struct field_spec alert[] = {
        {"tls.alert_message.level", N_("Level"), FIELD_UINT, 2, .bit = 0, .bits = 8,
                .words = levels},
        {"tls.alert_message.desc", N_("Alert"), FIELD_UINT, 2, .bit = 8, .bits = 8,
                .words = alerts},
};
static const struct field_spec data = {
        "tls.app_data", N_("Encrypted data"), FIELD_BYTES, .depth = 2};
static const struct field_spec encrypted = {
        "tls.handshake.encrypted", N_("Encrypted"), FIELD_BYTES, .depth = 2};
static const struct field_spec change = {
        "tls.change_cipher_spec", N_("Encrypted from here on"), FIELD_BYTES, .depth = 2};
static const struct spec_group groups[] = {
        SPEC_GROUP(record), SPEC_GROUP(handshake), SPEC_GROUP(alert), {NULL, 0}};

/* The head of a record at the cursor, or {0}. */
struct head {
	unsigned content, version;
	uint32_t length;
};

static struct head head_of(struct bytes b)
{
	struct head h = {bytes_u8(&b), bytes_be16(&b), bytes_be16(&b)};
	bool version = h.version >= 0x0300 && h.version <= 0x0304;
	bool content = h.content >= CHANGE && h.content <= HEARTBEAT;
	bool length = h.length <= RECORD_MAX && (h.length > 0 || h.content == APPLICATION);
	return b.bad || !version || !content || !length ? (struct head){0} : h;
}

/* A handshake message of a known type that begins the record and fits it; what is encrypted
 * does not. */
static bool is_handshake(const struct bytes *b, uint32_t in_record)
{
	uint32_t n =
	        (uint32_t)app_byte(b, 1) << 16 | (uint32_t)app_byte(b, 2) << 8 | app_byte(b, 3);
	return in_record >= 4 && bytes_left(b) >= 4 && word_find(tls_handshakes, app_byte(b, 0)) &&
	       n <= 1u << 17 && (n + 4 <= in_record || in_record >= 64);
}

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	return head_of(b).content != 0 || tls_is_ssl2_hello(b);
}

/* The record at the cursor ends where the segment does, or another begins behind it. */
static bool ends_well(struct bytes b, const struct head *h, const struct packet *p)
{
	size_t end = RECORD_HEAD + h->length;
	return end == p->payload_length || (bytes_skip(&b, end) && head_of(b).content != 0);
}

/* Three bytes tell a record; its length must agree with the segment's, or its content with it. */
static bool sure(struct bytes b, const struct packet *p)
{
	struct head h = head_of(b);
	if (h.content == 0)
		return tls_is_ssl2_hello(b) && get16(b.base + b.pos) == 0x7ffe + p->payload_length;
	bool fits_segment = ends_well(b, &h, p);
	if (fits_segment && (h.length >= ENCRYPTED_MIN || h.content == CHANGE))
		return h.content != CHANGE || h.length == 1;
	bytes_skip(&b, RECORD_HEAD);
	if (h.content == HANDSHAKE)
		return (fits_segment || app_byte(&b, 0) == TLS_CLIENT_HELLO ||
		               app_byte(&b, 0) == TLS_SERVER_HELLO) &&
		       app_byte(&b, 1) == 0 && is_handshake(&b, h.length);
	if (h.content == ALERT)
		return h.length == 2 && word_find(levels, app_byte(&b, 0)) &&
		       word_find(alerts, app_byte(&b, 1));
	return h.content == APPLICATION && h.version == 0x0303 && h.length > 16;
}

static void add_handshakes(struct part *p)
{
	for (unsigned i = 0; i < RECORDS_MAX && part_left(p); i++) {
		struct bytes c = part_bytes(p);
		uint32_t n = (uint32_t)part_number(p, 1, 3);
		unsigned type = (unsigned)part_number(p, 0, 1);
		if (!is_handshake(&c, p->cut ? UINT16_MAX : part_left(p))) {
			part_sized(p, &encrypted, part_left(p));
			return;
		}
		size_t from = p->b->list->count;
		PART_TABLE(p, handshake, 4);
		struct part body = part_take(p, n);
		part_say_cut(builder_find(p->b, from, "tls.handshake.length"), &body);
		tls_handshake_fields(&body, type);
	}
}

static void add_record(struct part *p, const struct head *h)
{
	size_t from = p->b->list->count;
	PART_TABLE(p, record, RECORD_HEAD);
	struct part body = part_take(p, h->length);
	part_say_cut(builder_find(p->b, from, "tls.record.length"), &body);
	if (h->content == HANDSHAKE)
		add_handshakes(&body);
	else if (h->content == ALERT && h->length == 2)
		PART_TABLE(&body, alert, 2);
	else if (h->content == CHANGE)
		part_sized(&body, &change, part_left(&body));
	part_sized(&body, h->content == APPLICATION ? &data : &encrypted, part_left(&body));
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	if (tls_is_ssl2_hello(part_bytes(&p)))
		tls_ssl2_fields(&p);
	for (unsigned i = 0; i < RECORDS_MAX && part_left(&p); i++) {
		struct head h = head_of(part_bytes(&p));
		if (h.content == 0)
			break;
		add_record(&p, &h);
	}
	part_sized(&p, &data, part_left(&p));
}

/* The first name of SNI, the first of ALPN, the highest version of a hello's extensions. */
struct told {
	struct bytes name, alpn;
	unsigned version;
};

static void tell_extension(struct told *t, unsigned type, struct bytes e, bool client)
{
	if (type == TLS_EXT_SNI && client && bytes_skip(&e, 3)) {
		size_t n = bytes_be16(&e), left = bytes_left(&e);
		t->name = bytes_sub(&e, n < left ? n : left);
	} else if (type == TLS_EXT_ALPN && bytes_skip(&e, 2)) {
		size_t n = bytes_u8(&e), left = bytes_left(&e);
		t->alpn = bytes_sub(&e, n < left ? n : left);
	} else if (type == TLS_EXT_VERSIONS) {
		if (client)
			bytes_skip(&e, 1);
		while (bytes_left(&e) >= 2) {
			unsigned version = bytes_be16(&e);
			if (version <= 0x0304 && version > t->version)
				t->version = version;
		}
	}
}

static void say_hello(struct bytes b, bool client, struct out *o)
{
	struct told t = {.name = {.bad = true}, .alpn = {.bad = true}};
	t.version = bytes_be16(&b);
	bool retry =
	        !client && bytes_left(&b) >= 8 && memcmp(b.base + b.pos, tls_retry_random, 8) == 0;
	bytes_skip(&b, 32);
	bytes_skip(&b, bytes_u8(&b));
	unsigned cipher = 0;
	if (client) {
		bytes_skip(&b, bytes_be16(&b));
		bytes_skip(&b, bytes_u8(&b));
	} else {
		cipher = bytes_be16(&b);
		bytes_skip(&b, 1);
	}
	bytes_skip(&b, 2);
	while (bytes_left(&b) >= 4 && !b.bad) {
		unsigned type = bytes_be16(&b);
		size_t n = bytes_be16(&b), left = bytes_left(&b);
		tell_extension(&t, type, bytes_sub(&b, n < left ? n : left), client);
	}
	out_add(o, "%s", client ? "ClientHello" : retry ? "HelloRetryRequest" : "ServerHello");
	if (!t.name.bad) {
		out_add(o, " ");
		out_foreign(o, t.name, bytes_left(&t.name));
	}
	if (!t.alpn.bad) {
		out_add(o, "%s", t.name.bad ? " " : ", ");
		out_foreign(o, t.alpn, bytes_left(&t.alpn));
	}
	const char *version = word_find(tls_versions, t.version);
	if (version)
		out_add(o, ", %s", version);
	const char *suite = client ? NULL : word_find(tls_ciphers, cipher);
	if (suite && cipher)
		out_add(o, ", %s", suite);
}

/* The messages of one record. */
static void say_handshakes(struct bytes b, uint32_t in_record, struct out *o)
{
	for (unsigned i = 0; i < 6 && bytes_left(&b); i++) {
		out_add(o, i ? ", " : "");
		if (!is_handshake(&b, in_record)) {
			out_add(o, "%s", _("encrypted handshake"));
			return;
		}
		unsigned type = bytes_u8(&b);
		size_t n = (size_t)bytes_u8(&b) << 16 | bytes_be16(&b), left = bytes_left(&b);
		struct bytes body = bytes_sub(&b, n < left ? n : left);
		in_record -= n + 4 < in_record ? (uint32_t)n + 4 : in_record;
		if (type == TLS_CLIENT_HELLO || type == TLS_SERVER_HELLO)
			say_hello(body, type == TLS_CLIENT_HELLO, o);
		else
			out_add(o, "%s", word_find(tls_handshakes, type));
	}
}

static void say_record(struct bytes b, const struct head *h, struct out *o)
{
	const char *what = word_find(contents, h->content);
	if (h->content == HANDSHAKE) {
		say_handshakes(b, h->length, o);
		return;
	}
	if (h->content == ALERT && h->length == 2 && bytes_left(&b) == 2) {
		const char *why = word_find(alerts, app_byte(&b, 1));
		out_add(o, _("alert %s"), why ? why : "?");
		return;
	}
	out_add(o, "%s", what);
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	unsigned before = 0;
	if (tls_is_ssl2_hello(b)) {
		const char *version = word_find(tls_versions, get16(b.base + b.pos + 3));
		out_add(o, _("ClientHello as in SSL 2, %s"), version ? version : "SSL 2");
		return;
	}
	for (unsigned i = 0; i < 8 && bytes_left(&b); i++) {
		struct head h = head_of(b);
		if (h.content == 0)
			return;
		bytes_skip(&b, RECORD_HEAD);
		size_t left = bytes_left(&b);
		bool cut = h.length > left;
		struct bytes body = bytes_sub(&b, cut ? left : h.length);
		if (h.content != before || h.content != APPLICATION) {
			out_add(o, i ? ", " : "");
			say_record(body, &h, o);
		}
		if (cut)
			out_add(o, "%s", _(" (goes on)"));
		before = h.content;
	}
}

const struct app app_tls = {fits, sure, summary};
const struct protocol protocol_tls = {
        "tls", N_("Transport Layer Security"), "TLS", app_decode, fields, groups};
