/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TLS' handshake messages (RFC 8446 4, RFC 5246 7.4): the hellos with their extensions, the
 * lengths of the others.
 */
#include "packet/application/tls_internal.h"

#define LIST_MAX 1000
#define NAMED_CURVE 3
#define CURVES 64 /* RFC 8422 5.1.1 */

/* RFC 8701: values that mean nothing, so that nobody gets used to a fixed set. */
static bool is_grease(uint64_t value)
{
	return (value & 0x0f0f) == 0x0a0a && (value >> 8 & 0xff) == (value & 0xff);
}

/* A list of 16-bit numbers with names. */
static void add_numbers(struct part *p, const struct field_spec *s)
{
	for (unsigned i = 0; i < LIST_MAX && part_left(p) >= 2; i++) {
		uint64_t value = part_number(p, 0, 2);
		struct field *f = part_add(p, s);
		if (is_grease(value))
			field_mean(f, "%s", _("GREASE: means nothing"));
	}
}

/* A length of `n` bytes as a field, and the part it tells of. */
static struct part take_list(struct part *p, const char *name, const char *label, unsigned n)
{
	const struct field_spec s = {name, label, FIELD_UINT, 3, .bits = (uint16_t)(n * 8)};
	uint32_t length = (uint32_t)part_number(p, 0, n);
	struct field *f = part_add(p, &s);
	struct part list = part_take(p, length);
	part_say_cut(f, &list);
	return list;
}

#define HS "tls.handshake."

static void ext_server_name(struct part *p, bool client)
{
	static const struct field_spec kind = {
	        HS "extensions_server_name_type", N_("Kind"), FIELD_UINT, 3, .bits = 8};
	static const struct field_spec name = {
	        HS "extensions_server_name", N_("Server name"), FIELD_TEXT, .depth = 3};
	if (!client)
		return;
	struct part list = take_list(p, HS "extensions_server_name_list_len", N_("List length"), 2);
	part_add(&list, &kind);
	struct part one = take_list(&list, HS "extensions_server_name_len", N_("Length"), 2);
	part_sized(&one, &name, part_left(&one));
}

static void ext_groups(struct part *p, bool client)
{
	static const struct field_spec group = {HS "extensions_supported_group", N_("Group"),
	        FIELD_HEX, 3, .bits = 16, .words = tls_groups};
	(void)client;
	struct part list =
	        take_list(p, HS "extensions_supported_groups_length", N_("List length"), 2);
	add_numbers(&list, &group);
}

static void ext_point_formats(struct part *p, bool client)
{
	static const struct word formats[] = {{0, N_("uncompressed")}, {0, NULL}};
	static const struct field_spec format = {HS "extensions_ec_point_format", N_("Format"),
	        FIELD_UINT, 3, .bits = 8, .words = formats};
	(void)client;
	struct part list =
	        take_list(p, HS "extensions_ec_point_formats_length", N_("List length"), 1);
	while (part_left(&list))
		part_add(&list, &format);
}

static const struct field_spec algorithm = {
        HS "sig_hash_alg", N_("Signature"), FIELD_HEX, 3, .bits = 16, .words = tls_signatures};

static void ext_signatures(struct part *p, bool client)
{
	(void)client;
	struct part list = take_list(p, HS "sig_hash_alg_len", N_("List length"), 2);
	add_numbers(&list, &algorithm);
}

static void ext_alpn(struct part *p, bool client)
{
	static const struct field_spec name = {
	        HS "extensions_alpn_str", N_("Protocol"), FIELD_TEXT, .depth = 3};
	(void)client;
	struct part list = take_list(p, HS "extensions_alpn_len", N_("List length"), 2);
	for (unsigned i = 0; i < LIST_MAX && part_left(&list); i++) {
		struct part one = take_list(&list, HS "extensions_alpn_str_len", N_("Length"), 1);
		part_sized(&one, &name, part_left(&one));
	}
}

static void ext_versions(struct part *p, bool client)
{
	static const struct field_spec version = {HS "extensions.supported_version", N_("Version"),
	        FIELD_HEX, 3, .bits = 16, .words = tls_versions};
	struct part list = *p;
	if (client)
		list = take_list(p, HS "extensions.supported_versions_len", N_("List length"), 1);
	add_numbers(&list, &version);
	p->at = p->end;
}

/* A group and a key of it. */
static void add_share(struct part *p)
{
	static const struct field_spec group = {HS "extensions_key_share_group", N_("Group"),
	        FIELD_UINT, 3, .bits = 16, .words = tls_groups};
	static const struct field_spec key = {
	        HS "extensions_key_share_key_exchange", N_("Key"), FIELD_BYTES, .depth = 3};
	bool grease = is_grease(part_number(p, 0, 2));
	struct field *f = part_add(p, &group);
	if (grease)
		field_mean(f, "%s", _("GREASE: means nothing"));
	struct part one =
	        take_list(p, HS "extensions_key_share_key_exchange_length", N_("Length"), 2);
	part_sized(&one, &key, part_left(&one));
}

static void ext_key_share(struct part *p, bool client)
{
	static const struct field_spec selected = {HS "extensions_key_share_selected_group",
	        N_("Group wanted"), FIELD_UINT, 3, .bits = 16, .words = tls_groups};
	if (!client && part_left(p) == 2) {
		part_add(p, &selected);
		return;
	}
	struct part list = *p;
	if (client)
		list = take_list(p, HS "extensions_key_share_client_length", N_("List length"), 2);
	for (unsigned i = 0; i < LIST_MAX && part_left(&list) >= 4; i++)
		add_share(&list);
	p->at = p->end;
}

/* A signature with its algorithm in front (TLS 1.2), or without, whatever its length says. */
static void add_signature(struct part *p)
{
	static const struct field_spec signature = {
	        HS "sig", N_("Signature bytes"), FIELD_BYTES, .depth = 2};
	if (part_left(p) >= 4 && part_number(p, 2, 2) == part_left(p) - 4)
		part_add(p, &algorithm);
	struct part one = take_list(p, HS "sig_len", N_("Signature length"), 2);
	part_sized(&one, &signature, part_left(&one));
}

/* RFC 6962 3.3: logs' promises to list the certificate, each signed. */
static void ext_timestamps(struct part *p, bool client)
{
	static const struct field_spec head[] = {
	        {"tls.sct.version", N_("Version"), FIELD_UINT, 3, .bit = 0, .bits = 8},
	        {"tls.sct.timestamp", N_("Milliseconds since 1970"), FIELD_UINT, 3, .bit = 33 * 8,
	                .bits = 64},
	};
	(void)client;
	if (part_left(p) == 0)
		return;
	struct part list = take_list(p, "tls.sct.scts_length", N_("List length"), 2);
	for (unsigned i = 0; i < LIST_MAX && part_left(&list) > 2; i++) {
		struct part one = take_list(&list, "tls.sct.sct_length", N_("Length"), 2);
		PART_TABLE(&one, head, 41);
		part_skip(&one, 2 + (uint32_t)part_number(&one, 0, 2));
		if (part_left(&one) >= 4)
			add_signature(&one);
	}
}

/* The draft before Encrypted Client Hello: a key share, and the name encrypted with it. */
static void ext_esni(struct part *p, bool client)
{
	static const struct field_spec suite = {"tls.esni.suite", N_("Cipher suite"), FIELD_HEX, 3,
	        .bits = 16, .words = tls_ciphers};
	if (!client)
		return;
	part_add(p, &suite);
	if (part_left(p) >= 4)
		add_share(p);
}

static const struct {
	uint16_t type;
	void (*add)(struct part *p, bool client);
} extensions[] = {
        {TLS_EXT_SNI, ext_server_name},
        {10, ext_groups},
        {11, ext_point_formats},
        {13, ext_signatures},
        {18, ext_timestamps},
        {34, ext_signatures}, /* of delegated credentials, RFC 9345 */
        {40, ext_key_share},  /* before draft 23 of TLS 1.3 */
        {TLS_EXT_ALPN, ext_alpn},
        {TLS_EXT_VERSIONS, ext_versions},
        {50, ext_signatures}, /* of certificates */
        {51, ext_key_share},
        {0xffce, ext_esni},
};

static void add_extension(struct part *p, bool client)
{
	static const struct field_spec head[] = {
	        {HS "extension.type", N_("Extension"), FIELD_UINT, 2, .bit = 0, .bits = 16,
	                .words = tls_extensions},
	        {HS "extension.len", N_("Length"), FIELD_UINT, 3, .bit = 16, .bits = 16},
	};
	static const struct field_spec data = {
	        HS "extension.data", N_("Data"), FIELD_BYTES, .depth = 3};
	unsigned type = (unsigned)part_number(p, 0, 2);
	uint32_t n = (uint32_t)part_number(p, 2, 2);
	size_t from = p->b->list->count;
	PART_TABLE(p, head, 4);
	if (is_grease(type))
		field_mean(builder_find(p->b, from, HS "extension.type"), "%s",
		        _("GREASE: means nothing"));
	struct part body = part_take(p, n);
	for (size_t i = 0; i < COUNT_OF(extensions); i++) {
		if (extensions[i].type == type)
			extensions[i].add(&body, client);
	}
	part_sized(&body, &data, part_left(&body));
}

static void add_hello(struct part *p, bool client)
{
	static const struct field_spec version = {
	        HS "version", N_("Version"), FIELD_HEX, 2, .bits = 16, .words = tls_versions};
	static const struct field_spec random = {
	        HS "random", N_("Random"), FIELD_BYTES, 2, .bits = 256};
	static const struct field_spec session = {
	        HS "session_id", N_("Session id"), FIELD_BYTES, .depth = 2};
	static const struct field_spec cipher = {HS "ciphersuite", N_("Cipher suite"), FIELD_HEX, 2,
	        .bits = 16, .words = tls_ciphers};
	static const struct field_spec method = {
	        HS "comp_method", N_("Compression"), FIELD_UINT, 2, .bits = 8};
	/* Drafts of TLS 1.3 up to the 21st left id and compression out of the server's hello. */
	bool draft = !client && (part_number(p, 0, 1) == 0x7f || part_number(p, 0, 2) == 0x0304);
	part_add(p, &version);
	bool retry = !client && part_left(p) >= 8 &&
	             memcmp(p->b->bytes + p->at, tls_retry_random, 8) == 0;
	struct field *f = part_add(p, &random);
	if (retry)
		field_mean(f, "%s", _("HelloRetryRequest"));
	struct part one = *p;
	if (!draft) {
		one = take_list(p, HS "session_id_length", N_("Session id length"), 1);
		part_sized(&one, &session, part_left(&one));
	}
	if (client) {
		one = take_list(p, HS "cipher_suites_length", N_("Cipher suites length"), 2);
		add_numbers(&one, &cipher);
		one = take_list(p, HS "comp_methods_length", N_("Compressions length"), 1);
		while (part_left(&one))
			part_add(&one, &method);
	} else {
		part_add(p, &cipher);
		if (!draft)
			part_add(p, &method);
	}
	if (part_left(p) < 2)
		return;
	one = take_list(p, HS "extensions_length", N_("Extensions length"), 2);
	for (unsigned i = 0; i < LIST_MAX && part_left(&one) >= 4; i++)
		add_extension(&one, client);
}

static void add_certificates(struct part *p)
{
	static const struct field_spec one = {
	        HS "certificate", N_("Certificate"), FIELD_BYTES, .depth = 2};
	struct part list = take_list(p, HS "certificates_length", N_("Certificates length"), 3);
	for (unsigned i = 0; i < LIST_MAX && part_left(&list) >= 3; i++) {
		struct part c = take_list(&list, HS "certificate_length", N_("Length"), 3);
		part_sized(&c, &one, part_left(&c));
	}
}

static void add_ticket(struct part *p)
{
	static const struct field_spec lifetime = {
	        HS "session_ticket_lifetime_hint", N_("Good for s"), FIELD_UINT, 2, .bits = 32};
	part_add(p, &lifetime);
}

/* RFC 5246 7.4.4; before TLS 1.2 there were no algorithms, and what is there fits no list. */
static void add_request(struct part *p)
{
	static const struct field_spec kind = {
	        HS "cert_type", N_("Kind"), FIELD_UINT, 2, .bits = 8};
	struct part kinds = take_list(p, HS "cert_types_count", N_("Kinds"), 1);
	while (part_left(&kinds))
		part_add(&kinds, &kind);
	uint32_t n = (uint32_t)part_number(p, 0, 2);
	if (part_left(p) >= n + 4 && part_number(p, n + 2, 2) == part_left(p) - n - 4)
		ext_signatures(p, false);
}

/* RFC 8422 5.4 with a named curve, RFC 5246 7.4.3 else. Only the cipher suite, in another
 * message, tells which; the length of no prime begins like the number of a curve. */
static void add_server_key(struct part *p)
{
	static const struct field_spec curve[] = {
	        {HS "server_curve_type", N_("Kind of curve"), FIELD_UINT, 2, .bit = 0, .bits = 8},
	        {HS "server_named_curve", N_("Group"), FIELD_HEX, 2, .bit = 8, .bits = 16,
	                .words = tls_groups}};
	static const struct {
		const char *length;
		struct field_spec value;
	} point[] = {{HS "server_point_len",
	        {HS "server_point", N_("Public key"), FIELD_BYTES, .depth = 2}}},
	  prime[] = {{HS "p_len", {HS "p", N_("Prime"), FIELD_BYTES, .depth = 2}},
	          {HS "g_len", {HS "g", N_("Generator"), FIELD_BYTES, .depth = 2}},
	          {HS "ys_len", {HS "ys", N_("Public key"), FIELD_BYTES, .depth = 2}}};
	bool named = part_number(p, 0, 1) == NAMED_CURVE && part_number(p, 1, 2) < CURVES;
	if (named)
		PART_TABLE(p, curve, 3);
	for (size_t i = 0; i < (named ? COUNT_OF(point) : COUNT_OF(prime)); i++) {
		struct part one = take_list(
		        p, named ? point[i].length : prime[i].length, N_("Length"), named ? 1 : 2);
		part_sized(&one, named ? &point[i].value : &prime[i].value, part_left(&one));
	}
	if (part_left(p) >= 4)
		add_signature(p);
}

static const struct {
	uint8_t type;
	void (*add)(struct part *p);
} messages[] = {{4, add_ticket}, {11, add_certificates}, {12, add_server_key}, {13, add_request},
        {15, add_signature}};

void tls_handshake_fields(struct part *p, unsigned type)
{
	static const struct field_spec data = {HS "data", N_("Data"), FIELD_BYTES, .depth = 2};
	if (type == TLS_CLIENT_HELLO || type == TLS_SERVER_HELLO)
		add_hello(p, type == TLS_CLIENT_HELLO);
	for (size_t i = 0; i < COUNT_OF(messages); i++) {
		if (messages[i].type == type)
			messages[i].add(p);
	}
	part_sized(p, &data, part_left(p));
}
